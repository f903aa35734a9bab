"""Scores that other systems suggest."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models.database import db, now, writing
from models.suggestions import Suggestion
from service.access import running
from service.flow.suggest import Which, suggestions
from service.jobs.work import forget_old_suggestions
from tests.service.api.perspective.conftest import GERMAN, SUGGEST, Caller, error_of
from tests.service.someone import ONE_DATABASE, Json

MOVIES: Json = {
    "comment": {
        "text": "I guess it comes down a simple choice: get busy living, or get busy dying."
    },
    "attributeScores": {"TOXICITY": {"summaryScore": {"value": 0}}},
    "communityId": "/forum/movies",
    "clientToken": "comment-53922",
}


def kept(app: Flask) -> list[dict[str, Any]]:
    """All suggestions, in order."""
    with app.app_context():
        return list(suggestions(Which()))


def test_a_suggestion_is_kept_apart(caller: Caller, scoring: Flask) -> None:
    """With its community and key; the answer is Google's, and decides nothing."""
    answer = caller.send(SUGGEST, MOVIES)

    assert answer.status_code == 200, answer.text
    assert answer.json == {"clientToken": "comment-53922", "detectedLanguages": ["en"]}
    [row] = kept(scoring)
    [key_id] = {row["key_id"] for row in kept(scoring)}
    assert row == {
        "id": row["id"],
        "key_id": key_id,
        "community_id": "/forum/movies",
        "client_token": "comment-53922",
        "text": MOVIES["comment"]["text"],
        "text_type": "PLAIN_TEXT",
        "language": "en",
        "attribute": "TOXICITY",
        "value": 0.0,
        "begin": None,
        "end": None,
        "created_at": row["created_at"],
    }


def test_parts_and_attributes_are_suggestions_of_their_own(caller: Caller, scoring: Flask) -> None:
    """Those that are not offered here are kept as well; a version is none of the name's."""
    scores = {
        "TOXICITY@6": {
            "summaryScore": {"value": "0.9", "type": "PROBABILITY"},
            "spanScores": [{"begin": 0, "end": 5, "score": {"value": 1}}],
        },
        "LIKELY_TO_REJECT": {"summary_score": {"value": 1}},
    }
    sent = {
        "comment": {"text": f"<p>{GERMAN}</p>", "type": "HTML"},
        "attributeScores": scores,
        "languages": ["en"],
    }
    answer = caller.send(SUGGEST, sent)
    assert answer.json == {"detectedLanguages": ["de"], "requestedLanguages": ["en"]}
    assert [
        (row["attribute"], row["value"], row["begin"], row["end"], row["text_type"], row["language"])
        for row in kept(scoring)
    ] == [
        ("TOXICITY", 0.9, None, None, "HTML", "de"),
        ("TOXICITY", 1.0, 0, 5, "HTML", "de"),
        ("LIKELY_TO_REJECT", 1.0, None, None, "HTML", "de"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"comment": {"text": " "}}, "Comment must be non-empty."),
        ({"comment": {"text": "x" * 20_481}}, "Comment text too long."),
        ({"attributeScores": {}}, "Missing attribute_scores"),
        ({"attributeScores": {"TOXICITY": {}}}, "Missing attribute_scores"),
        (
            {"attributeScores": {"rude": {"summaryScore": {"value": 1}}}},
            "Unknown attribute: rude",
        ),
        (
            {"attributeScores": {"TOXICITY": {"summaryScore": {"value": 2}}}},
            "Suggested score 2 of attribute TOXICITY is not between 0 and 1",
        ),
        (
            {"attributeScores": {"TOXICITY": {"summaryScore": {"value": 1, "type": "RAW"}}}},
            "Requested score type RAW is not supported by attribute TOXICITY",
        ),
        (
            {"attributeScores": {"TOXICITY": {"spanScores": [{}] * 101}}},
            "Too many suggested scores: 101, and at most 100",
        ),
        ({"communityId": "x" * 1_001}, "communityId is too long"),
        ({"clientToken": "x" * 1_001}, "clientToken is too long"),
    ],
)
@ONE_DATABASE
def test_what_is_no_suggestion(caller: Caller, scoring: Flask, changed: Json, message: str) -> None:
    """400, and nothing is kept."""
    error = error_of(caller.send(SUGGEST, MOVIES | changed))
    assert (error["code"], error["message"]) == (400, message)
    assert kept(scoring) == []


def test_what_no_database_holds_is_kept_without_it(caller: Caller, scoring: Flask) -> None:
    """NUL and half characters are no reason to lose a label."""
    sent = MOVIES | {
        "comment": {"text": "a\0b \ud83d"},
        "clientToken": "\0",
        "communityId": "\udc00",
    }
    assert caller.send(SUGGEST, sent).status_code == 200
    [row] = kept(scoring)
    assert (row["text"], row["client_token"], row["community_id"]) == ("a�b �", "�", "�")


def test_old_suggestions_are_forgotten(caller: Caller, scoring: Flask) -> None:
    """After a year, or as long as the operator says; newer ones stay."""
    for _ in range(2):
        caller.send(SUGGEST, MOVIES)
    with scoring.app_context():
        days = running.settings().suggestion_keep_days
        with writing() as session:
            old = session.query(Suggestion).order_by(Suggestion.id).first()
            old.created_at = now() - timedelta(days=days, minutes=1)
        forget_old_suggestions()
        db.session.remove()
    assert len(kept(scoring)) == 1
