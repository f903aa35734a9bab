"""Which words of a comment moved its score, for moderators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from flask import Response
from werkzeug.exceptions import ServiceUnavailable

from service.access.callers import Caller
from service.access.running import scorer
from service.api.answers import BUILD, already_has, copy_of, etag_of, private
from service.api.blueprint import PREFIX, Blueprint
from service.api.describe import COPY, IF_NONE_MATCH
from service.flow.explain import Asked, TooBusy, ask, explained
from service.flow.scorer import ScorerAbsent
from service.schemas.explanations import Explanation

blueprint = Blueprint(
    "explanations",
    __name__,
    url_prefix=f"{PREFIX}/comments",
    description="Why comments scored as they did.",
)
blueprint.after_request(private)

FOR_ONE = "private, no-cache"
BUSY_SECONDS = 1
ABSENT_SECONDS = 5


@blueprint.route("/<id:comment_id>/explanation")
@blueprint.hears(IF_NONE_MATCH)
@blueprint.requires("moderator")
@blueprint.answers(200, Explanation)
@blueprint.problems(404, 503)
@blueprint.described(responses=COPY)
def get_explanation(caller: Caller, comment_id: UUID) -> Response:
    """The words of a comment that moved its highest score, with offsets in its `body`.

    Words are tried one by one, with the classifier that reads the comment's site; quoted words
    do not count. Send the ETag as If-None-Match, and an unchanged answer costs nothing. 503 says
    with Retry-After that no classifier is there, or that enough explanations are being made.
    """
    try:
        asked = ask(comment_id, caller.sites, scorer)
        etag = etag_of(repr((BUILD, asked.key, asked.version)).encode())
        body = b"" if already_has(etag) else orjson.dumps(_told(asked))
    except ScorerAbsent as absent:
        reason = f"No classifier is there to explain the comment: {absent}"
        raise ServiceUnavailable(reason, retry_after=ABSENT_SECONDS) from absent
    except TooBusy as busy:
        reason = "Enough explanations are being made. Please ask again in a moment."
        raise ServiceUnavailable(reason, retry_after=BUSY_SECONDS) from busy
    return copy_of(body, etag, FOR_ONE)


def _told(asked: Asked) -> dict[str, Any]:
    spans = explained(asked)
    return {
        "spans": [
            {"start": span.start, "end": span.end, "label": span.label, "weight": span.weight}
            for span in spans
        ],
        "version": asked.version,
        "model": asked.scorer.title,
    }
