"""The interface of the Perspective API, which ends on 31 December 2026, on our own classifier.

Whoever calls Google changes the host and the key and nothing else. Where the model cannot read
a text, `BELOWLINE_PERSPECTIVE_UNREADABLE` says what comes back: `hold` a score of 1.0 for
whatever was asked, because most callers publish when they get an error; `error` what Google
answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from models.database import db
from moderation.perspective import label_of
from service.access import quotas
from service.access.callers import Caller
from service.access.google_keys import caller_by_key
from service.access.quotas import QuotaExceeded
from service.access.running import places, scorer, settings
from service.api.answers import private
from service.api.blueprint import Blueprint, documented
from service.api.perspective_docs import ANALYZE, SUGGEST
from service.api.perspective_requests import (
    Asked,
    json_of,
    reading,
    storable,
    suggestions_of,
    text_of,
)
from service.api.scopes import usual_site
from service.flow import measure
from service.flow.analyze import (
    Unread,
    Unreadable,
    analyze,
    language_of,
    present,
    refuse_unread,
)
from service.flow.live import TooBusy
from service.flow.scorer import Scorer
from service.flow.suggest import About, suggest
from service.google import PREFIX, GoogleError, of_analyzer, of_reason, sendable, told
from service.schemas.perspective import AnalyzeCommentRequest, SuggestCommentScoreRequest

HELD = "X-Belowline-Held"
"""Says why a score of 1.0 is none of the model's: only with `hold`."""

METRIC = "Analysis requests (AnalyzeComment)"
BUSY_SECONDS = "1"
PAGES_SEND = "Authorization, Content-Type, X-Goog-Api-Client, X-Goog-Api-Key"
PREFLIGHT_SECONDS = "600"

blueprint = Blueprint(
    "perspective",
    __name__,
    url_prefix=PREFIX,
    description="The Perspective API's interface, for what was written for that. "
    "Takes JSON as Google does, and fails as Google does.",
)
blueprint.after_request(private)


def readable_by_pages(response: Response) -> Response:
    """Let any page read the answers, as Google does: who calls is known by the key alone."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "POST"
        response.headers["Access-Control-Allow-Headers"] = PAGES_SEND
        response.headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
    else:
        response.headers["Access-Control-Expose-Headers"] = f"{HELD}, Retry-After"
    return response


blueprint.after_request(readable_by_pages)


@dataclass(frozen=True)
class Found:
    """What a text scored by one attribute: as a whole, and part by part."""

    summary: float
    parts: Sequence[float]


@blueprint.route("/comments:analyze", methods=["POST"])
@documented(**ANALYZE)
def analyze_comment() -> Response:
    """Score a text. Nothing of it is stored, with or without `doNotStore`."""
    caller = counted_caller()
    asked = reading(json_of(request, AnalyzeCommentRequest))
    reader = scorer(usual_site(caller))
    db.session.rollback()  # nothing is held of the database while the text is scored
    detected: list[str] = []
    held: str | None = None
    try:
        language = language_of(asked.seen.text)
        detected = [language.code] if language.code else []
        refuse_unread(language, asked.languages, reader.reads)
        found, held = _scores(reader, asked)
    except Unreadable as why:
        if isinstance(why, Unread) and why.detected and why.language not in detected:
            detected.append(why.language)  # of a part of the text
        found, held = dict.fromkeys(asked.thresholds, _withheld(asked)), _hold(why, asked)
    measure.analyzed("analyze", held or "scored")
    answer = told(_answer(asked, found, detected, reader))
    if held:
        answer.headers[HELD] = held
    return answer


@blueprint.route("/comments:suggestscore", methods=["POST"])
@documented(**SUGGEST)
def suggest_score() -> Response:
    """Keep what a text should score, as a label to train with. It decides nothing."""
    caller = counted_caller()
    said = json_of(request, SuggestCommentScoreRequest)
    text, seen = text_of(said)
    suggested = suggestions_of(said)
    language = _code_of(seen.text)
    suggest(
        About(
            key_id=caller.id,
            text=storable(text),
            text_type="HTML" if said["comment"]["type"] == "HTML" else "PLAIN_TEXT",
            language=language,
            community_id=storable(said["communityId"]),
            client_token=storable(said["clientToken"]),
        ),
        suggested,
    )
    answer = {
        "clientToken": sendable(said["clientToken"]),
        "detectedLanguages": [language] if language else [],
        "requestedLanguages": [sendable(code) for code in said["languages"]],
    }
    return told({name: value for name, value in answer.items() if value})


def counted_caller() -> Caller:
    """Who calls, within their quota."""
    caller = caller_by_key()
    try:
        quotas.take(caller)
    except QuotaExceeded as exceeded:
        consumer = f"project_number:{caller.id}"
        raise GoogleError(
            429,
            f"Quota exceeded for quota metric '{METRIC}' and limit '{METRIC} per minute' of service"
            f" 'commentanalyzer.googleapis.com' for consumer '{consumer}'.",
            of_reason(
                "RATE_LIMIT_EXCEEDED",
                consumer=f"projects/{caller.id}",
                quota_limit="AnalyzeRequestsPerMinutePerProject",
                quota_limit_value=str(exceeded.per_minute),
                quota_location="global",
                quota_metric="CommentAnalyzerService/analyze_requests",
            ),
            headers={"Retry-After": str(exceeded.retry_after)},
        ) from exceeded
    return caller


def _code_of(text: str) -> str | None:
    """What a text is written in, for the label; a label is worth having without it."""
    try:
        return language_of(text).code
    except Unreadable:
        return None


def _scores(reader: Scorer, asked: Asked) -> tuple[dict[str, Found], str | None]:
    """What each attribute scored, and why some are withheld; raises `Unreadable`."""
    known = present(reader).labels
    labels = {name: label_of(name, known) for name in asked.thresholds}
    if asked.drops:
        labels = {name: label for name, label in labels.items() if label}
    unknown = [name for name, label in labels.items() if label is None]
    held = _hold(_no_such(unknown[0]), asked) if unknown else None
    try:
        parts = [part.text for part in asked.parts]
        text = asked.seen.text
        analysis = places().in_turn(lambda: analyze(reader, text, parts), len(text))
    except TooBusy as busy:
        raise Unreadable("busy", "too much is being scored.") from busy
    found = {
        name: Found(analysis.scores[label], [scores[label] for scores in analysis.parts])
        if label
        else _withheld(asked)
        for name, label in labels.items()
    }
    return found, held


def _no_such(attribute: str) -> Unreadable:
    return Unreadable("attribute", f"Unknown requested attribute: {attribute}")


def _withheld(asked: Asked) -> Found:
    """As high as a score can be, so that whoever asks does not publish what nobody has read."""
    return Found(1.0, [1.0] * len(asked.parts))


def _hold(why: Unreadable, asked: Asked) -> str:
    """The case to be told beside scores that withhold; or raises what Google answers."""
    if settings().perspective_unreadable == "hold":
        return why.case
    measure.analyzed("analyze", why.case)
    raise _refusal(why, next(iter(asked.thresholds)))


def _refusal(why: Unreadable, attribute: str) -> GoogleError:
    if isinstance(why, Unread):
        kind = "detectedLanguages" if why.detected else "requestedLanguages"
        named = {kind: [sendable(why.language)], "attribute": sendable(attribute)}
        return GoogleError(
            400,
            f"Attribute {attribute} does not support request languages: {why.language}",
            of_analyzer(
                "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", languageNotSupportedByAttributeError=named
            ),
        )
    if why.case == "attribute":
        return GoogleError(400, str(why), of_analyzer("INVALID_REQUEST"))
    if why.case == "failed":
        return GoogleError(500, "Internal error encountered.")
    wait = {"Retry-After": BUSY_SECONDS}
    return GoogleError(503, f"The service is currently unavailable: {why}", headers=wait)


def _answer(
    asked: Asked, found: Mapping[str, Found], detected: Sequence[str], reader: Scorer
) -> dict[str, Any]:
    """The answer, with nothing in it that Google leaves out."""
    scores = {
        sendable(name): told_of_it
        for name, each in found.items()
        if (told_of_it := _told_score(asked, each, asked.thresholds[name]))
    }
    answer: dict[str, Any] = {"attributeScores": scores} if scores else {}
    given = [sendable(code) for code in asked.languages]
    answer["languages"] = given or [*detected[:1]] or [_usual_language(reader)]
    if detected:
        answer["detectedLanguages"] = [*detected]
    if asked.client_token:
        answer["clientToken"] = sendable(asked.client_token)
    return answer


def _told_score(asked: Asked, found: Found, threshold: float) -> dict[str, Any]:
    """An attribute's scores, those below the threshold left out."""
    parts = [
        {"begin": part.begin, "end": part.end, "score": score}
        for part, value in zip(asked.parts, found.parts, strict=True)
        if (score := _score(value))["value"] >= threshold
    ]
    summary = _score(found.summary)
    return ({"spanScores": parts} if parts else {}) | (
        {"summaryScore": summary} if summary["value"] >= threshold else {}
    )


def _score(value: float) -> dict[str, Any]:
    """In the eight digits that a number of 32 bits has."""
    return {"value": float(f"{value:.8g}"), "type": "PROBABILITY"}


def _usual_language(reader: Scorer) -> str:
    """As what a text was read that is too short to tell."""
    return "en" if "en" in reader.reads else min(reader.reads)
