"""Scores of texts that other systems have, many at once; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from models.database import db
from moderation.rules import risk
from service.access import quotas
from service.access.callers import Caller
from service.access.quotas import QuotaExceeded
from service.access.running import places, scorer
from service.access.sites import name_of_send
from service.api.answers import private
from service.api.blueprint import PREFIX, Blueprint
from service.api.scopes import site_in_scope, usual_site
from service.flow import measure
from service.flow.analyze import Unreadable
from service.flow.analyze_many import Told, analyze_many
from service.flow.live import TooBusy
from service.flow.sites import SiteFacts
from service.schemas.comments import SiteQuery
from service.schemas.scores import NewScores, Scores

ABSENT_SECONDS = 5
BUSY_SECONDS = 1
FAILED = "The classifier failed on this text."

blueprint = Blueprint(
    "score",
    __name__,
    url_prefix=f"{PREFIX}/score",
    description="What texts score, for bots and archives.",
)
blueprint.after_request(private)


@blueprint.route("", methods=["POST"])
@blueprint.requires("scorer")
@blueprint.takes(SiteQuery, location="query")
@blueprint.takes(NewScores)
@blueprint.answers(200, Scores)
@blueprint.problems(404, 429, 503)
def post_score(caller: Caller, query: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Score up to 100 texts, which may have 64 kB together; nothing of them is stored.

    Send them as people see them: Markdown and HTML are read like any other letters. They are read
    by the model of the site, and each counts against the quota of the key. A text in a language
    that the model does not read has no scores, and says so. 503 says why no classifier is there,
    or that enough lists are being scored: with a short wait, the same request will do.
    """
    site = _site(caller, query, new)
    _count(caller, len(new["texts"]))
    reader = scorer(site)
    db.session.rollback()  # nothing is held of the database while the texts are scored
    try:
        with places().place_for_many():
            revision, told = analyze_many(reader, new["texts"], explained=new["explain"])
    except Unreadable as why:
        measure.analyzed("score", why.case, len(new["texts"]))
        reason = f"No classifier is there to score texts: {why}"
        raise ServiceUnavailable(reason, retry_after=ABSENT_SECONDS) from why
    except TooBusy as busy:
        measure.analyzed("score", "busy", len(new["texts"]))
        reason = "Enough lists of texts are being scored. Please ask again in a moment."
        raise ServiceUnavailable(reason, retry_after=BUSY_SECONDS) from busy
    _measure(told)
    model = {"model": reader.title, "revision": revision}
    return {"results": [_result(each, model, explained=new["explain"]) for each in told]}


def _site(caller: Caller, query: dict[str, Any], new: dict[str, Any]) -> SiteFacts | None:
    """The site that is named, which the caller must see; else the one that they usually mean."""
    name = name_of_send(query, new)
    return site_in_scope(caller, name) if name is not None else usual_site(caller)


def _count(caller: Caller, texts: int) -> None:
    """Count the texts; raises 429, or 422 for more than the key may ever have scored at once."""
    try:
        quotas.take(caller, texts)
    except QuotaExceeded as exceeded:
        if texts > exceeded.per_minute:
            says = (
                f"At most {exceeded.per_minute}: this key has a quota of {exceeded.per_second}/s."
            )
            raise ValidationError({"texts": [says]}) from exceeded
        raise TooManyRequests(
            f"The quota of {exceeded.per_second} texts a second is used up. "
            f"Please wait {exceeded.retry_after} seconds and try again.",
            retry_after=exceeded.retry_after,
        ) from exceeded


def _measure(told: Sequence[Told]) -> None:
    for each in told:
        outcome = "language" if each.unread else "scored" if each.scores else "failed"
        measure.analyzed("score", outcome)


def _result(told: Told, model: dict[str, str], *, explained: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "scores": told.scores,
        "risk": risk(told.scores) if told.scores else None,
        **model,
        "language": told.language,
        "unread": told.unread,
    }
    if told.scores is None and not told.unread:
        result["error"] = FAILED
    if explained:
        result["spans"] = [vars(span) for span in told.spans]
    return result
