"""What an event says: the same body for webhooks and for who catches up.

    {"type": "comment.approved", "timestamp": "2026-11-25T18:52:07.394Z", "data": {…}}

`data` is what was written with the event, with the site and links. An endpoint that asked for full
text is told the comment's text as it was when the event happened, looked up when the request is
made: so nobody takes a later text for the one that was approved, and what was deleted meanwhile
goes nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from models.articles import Article
from models.events import Event
from service.flow.sites import site_of

Json = dict[str, Any]

MOST_BYTES = 20_000
"""Of a body."""

MOST_TEXT_BYTES = 8 * 1024
"""Of a comment's text in UTF-8."""

MOST_WRITTEN_BYTES = 12_000
"""Of that text as JSON, which may need six bytes for one."""


@dataclass(frozen=True)
class Text:
    """What a comment says, and who wrote it."""

    body: str
    author: str


def message(event: Event, article: Article | None, public_url: str) -> Json:
    """The body, without any text of the comment."""
    data = {name: dict(part) for name, part in event.data.items()}
    site = site_of(event.site_id).name if event.site_id is not None else None
    if "comment" in data:
        data["comment"].pop("revision", None)  # for ourselves: which text it is about
    if "comment" in data and article is not None:
        data["comment"] |= {
            "site": site,
            "links": _links(data["comment"]["id"], article, public_url),
        }
    if "article" in data and article is not None:
        data["article"] |= {"site": site, "url": article.url or None}
    return {"type": event.type, "timestamp": _time(event.created_at), "data": data}


def with_text(message: Json, text: Text | None) -> Json:
    """The same with the comment's text; None where there is none any more."""
    comment = message["data"].get("comment")
    if comment is None:
        return message
    told: Json = {"author": None, "text": None, "truncated": False}
    if text is not None:
        cut = _cut(text.body)
        told = {"author": {"name": text.author}, "text": cut, "truncated": cut != text.body}
    return message | {"data": message["data"] | {"comment": comment | told}}


def written(message: Json) -> str:
    """The body as it is signed and sent."""
    return orjson.dumps(message).decode()


def _links(comment_id: str, article: Article, public_url: str) -> Json:
    page = article.url.partition("#")[0]
    return {
        "page": f"{page}#comment-{comment_id}" if page else None,
        "queue": f"{public_url}/queue?comment={comment_id}",
        "api": f"{public_url}/api/v1/comments/{comment_id}",
    }


def _cut(text: str) -> str:
    """As much of the beginning as fits, in whole characters."""
    cut = text.encode()[:MOST_TEXT_BYTES].decode(errors="ignore")
    while (size := len(orjson.dumps(cut))) > MOST_WRITTEN_BYTES:
        cut = cut[: len(cut) * MOST_WRITTEN_BYTES // size]
    return cut


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
