"""The description by which Google's client libraries find the interface of the Perspective API.

They are given its address (`discoveryServiceUrl`) and build their calls from what it says; the
base of all calls in it is this very service.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
from flask import Response, request
from werkzeug.exceptions import NotFound

from service.access.running import settings
from service.api.answers import JSON, private
from service.api.blueprint import Blueprint, documented

Json = dict[str, Any]

DOCUMENT = Path(__file__).with_name("commentanalyzer-v1alpha1.json")
VERSION = "v1alpha1"

blueprint = Blueprint("discovery", __name__, description="For Google's client libraries.")
blueprint.after_request(private)


@blueprint.route("/$discovery/rest")
@documented(
    parameters=[
        {
            "in": "query",
            "name": "version",
            "description": f"Only `{VERSION}` is there; it need not be named.",
            "schema": {"type": "string"},
        }
    ],
    responses={
        "200": {
            "description": "A discovery document, as Google's APIs have one.",
            "content": {JSON: {"schema": {"type": "object"}}},
        },
        "default": "DEFAULT_ERROR",
    },
)
def discovery() -> Response:
    """What calls there are, for Google's client libraries.

    They send their key along and may send more; all but the version is left unread.
    """
    version = request.args.get("version", VERSION)
    if version != VERSION:
        raise NotFound(f"There is no version “{version[:20]}” of this interface, only {VERSION}.")
    here = _own_address()
    return Response(
        orjson.dumps(_document() | {"rootUrl": here, "baseUrl": here}), content_type=JSON
    )


@cache
def _document() -> Json:
    described: Json = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return described


def _own_address() -> str:
    """Where the caller found us, with a slash at the end; what the operator calls it goes first.

    Behind a proxy that we were not told of, the request seems to have come without TLS. Whoever
    believed that would send keys and comments in the clear.
    """
    public = settings().public_url
    return f"{public}/" if urlsplit(public).netloc == request.host else request.url_root
