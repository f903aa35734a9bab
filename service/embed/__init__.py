"""What publishers put on their pages: the thread (`/embed.js`) and the counter (`/count.js`).

Both are plain ES modules in `src/`, joined into one file each when the server starts. English is
part of the thread; each other language is a file of its own, loaded by those pages that need it.
"""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, request

from service.embed.join import join
from service.embed.shrink import shrink

SOURCES = Path(__file__).parent / "src"

embed = Blueprint("embed", __name__)


@dataclass(frozen=True, slots=True)
class Script:
    """The bytes of a script, as they are and compressed, each named by a hash of the source."""

    plain: bytes
    zipped: bytes
    name: str

    @classmethod
    def of(cls, source: str, hint: str = "") -> "Script":
        """Shrink and compress a module; `hint` is a first line that stays as it is."""
        plain = f"{hint}{shrink(source)}".encode()
        return cls(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:20])


AHEAD = "//# allFunctionsCalledOnLoad\n"
"""Lets Chromium compile a script whole and beside the page, as it comes in, instead of bit by bit."""

THREAD = Script.of(join(SOURCES / "embed.js"), AHEAD)
COUNT = Script.of(join(SOURCES / "count.js"))
LANGUAGES = {
    file.stem: Script.of(file.read_text(encoding="utf-8"))
    for file in sorted(SOURCES.glob("languages/*.js"))
}


@embed.get("/embed.js")
def thread_script() -> Response:
    """The element `<belowline-thread>`."""
    return _send(THREAD)


@embed.get("/count.js")
def count_script() -> Response:
    """Fills every number of comments on a page."""
    return _send(COUNT)


@embed.get("/embed/<language>.js")
def language_script(language: str) -> Response:
    """The thread's words in one language; 404 for one that we do not speak."""
    return _send(LANGUAGES[language]) if language in LANGUAGES else abort(404)


def _send(script: Script) -> Response:
    zipped = request.accept_encodings.quality("gzip") > 0
    response = Response(script.zipped if zipped else script.plain, mimetype="text/javascript")
    if zipped:
        response.content_encoding = "gzip"
    response.set_etag(f"{script.name}-gzip" if zipped else script.name)
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.make_conditional(request)
    return response
