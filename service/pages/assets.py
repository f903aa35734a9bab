"""The files of the moderators' pages, at addresses that change whenever one of them does.

A browser may therefore keep them for good: a page that is opened again asks for nothing but data.
"""

import hashlib
from functools import cache
from pathlib import Path

from flask import Response, send_from_directory, url_for

STATIC = Path(__file__).parent / "static"
FOLDERS = ("queue", "vendor")
YEAR_S = 365 * 24 * 3600


@cache
def version() -> str:
    """Which files these are, as they were when the service started."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for file in sorted(path for path in (STATIC / folder).rglob("*") if path.is_file()):
            digest.update(str(file.relative_to(STATIC)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def asset(filename: str) -> str:
    """The address of a file, such as `queue/main.js`; for templates."""
    return url_for("queue_pages.send_asset", asked=version(), filename=filename)


def send(asked: str, filename: str) -> Response:
    """A file, to be kept for good if it is of the version that was asked for."""
    ours = asked == version()
    response = send_from_directory(STATIC, filename, max_age=YEAR_S if ours else 0)
    if ours:
        response.cache_control.immutable = True
    return response
