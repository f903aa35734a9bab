"""What the model does not read is held, and quoted words decide nothing."""

from typing import Any

import pytest
from sqlalchemy import select

from models.comments import Comment
from models.database import db
from models.scores import Score
from moderation.rules import NO_RULE, Rule
from service.flow import score
from service.flow.score import Scored
from service.flow.verdict import NOT_READ
from tests.service.flow.newsroom import CLEAN, MODEL, RUDE, Newsroom, scores

FRENCH = {"language": "fr"}
APPROVE_CLEAN = Rule("clean", {"risk": {"lt": 0.15}}, "approve")
REJECT_FRENCH = Rule("no French", {"language": {"eq": "fr"}}, "reject")
HOLD_FRENCH = Rule("French goes to Marie", {"language": {"eq": "fr"}}, "hold")
REJECT_RUDE = Rule("rude", {"risk": {"gte": 0.8}}, "reject")


def keep(room: Newsroom, risk: float = CLEAN, **found: Any) -> None:
    """Keep the scores of what is due, with what else was found."""
    score.keep(MODEL, [Scored(item, scores(risk), **found) for item in room.claim()])


def reason(comment: Comment) -> str:
    """The rule that holds a comment."""
    assert comment.held_because is not None
    return str(comment.held_because["rule"])


@pytest.mark.parametrize(
    ("mode", "rules", "risk", "status", "rule"),
    [
        # Scores of words that the model cannot read approve nothing, in any mode.
        ("auto", [APPROVE_CLEAN], CLEAN, "pending", NOT_READ),
        ("pre", [APPROVE_CLEAN], CLEAN, "pending", NOT_READ),
        ("post", [APPROVE_CLEAN], CLEAN, "pending", NOT_READ),
        # Nor do they say why else it is held.
        ("auto", [APPROVE_CLEAN], RUDE, "pending", NOT_READ),
        # A site's own rule may still reject, or hold for a reason of its own.
        ("auto", [REJECT_RUDE, APPROVE_CLEAN], RUDE, "rejected", None),
        ("auto", [REJECT_FRENCH, APPROVE_CLEAN], CLEAN, "rejected", None),
        ("auto", [HOLD_FRENCH, APPROVE_CLEAN], CLEAN, "pending", HOLD_FRENCH.name),
    ],
)
def test_no_rule_approves_what_is_not_read(
    room: Newsroom, mode: str, rules: list[Rule], risk: float, status: str, rule: str | None
) -> None:
    """It waits for a person with that reason, and the count follows."""
    room.set(mode=mode)
    room.set_rules(*rules)
    comment_id = room.post()
    keep(room, risk, language="fr", unread=FRENCH)
    row = room.row(comment_id)
    assert row.status == status
    assert room.article().count == room.recount() == 0
    if rule is not None:
        assert row.held_because == {"rule": rule, "facts": FRENCH}
    assert room.decisions(comment_id)[-1].to_status == status


def test_a_person_approves_what_is_not_read(room: Newsroom) -> None:
    """A later scoring then leaves it alone."""
    comment_id = room.post()
    keep(room, language="fr", unread=FRENCH)
    room.approve(comment_id)
    room.due(comment_id)
    keep(room, language="fr", unread=FRENCH)
    assert room.row(comment_id).status == "approved"


def test_a_model_that_reads_it_releases_it(room: Newsroom) -> None:
    """Scored again by another model, the rules decide by scores that mean something."""
    comment_id = room.post()
    keep(room, language="fr", unread=FRENCH)
    assert reason(room.row(comment_id)) == NOT_READ
    room.due(comment_id)
    keep(room, RUDE, language="fr")
    assert reason(room.row(comment_id)) == NO_RULE
    room.due(comment_id)
    keep(room, language="fr")
    assert room.row(comment_id).status == "approved"


def test_the_other_way_round_nothing_is_taken_down(room: Newsroom) -> None:
    """What a rule approved by scores that meant something stands."""
    comment_id = room.post()
    keep(room, language="fr")
    room.due(comment_id)
    keep(room, language="fr", unread=FRENCH)
    assert room.row(comment_id).status == "approved"


def test_the_language_is_a_fact_for_rules(room: Newsroom) -> None:
    """A rule may ask for it; where it is not known no such rule matches."""
    room.set_rules(Rule("in English", {"language": {"in": ["en", "sco"]}}, "approve"))
    english, unknown = room.post(), room.post()
    for item in room.claim():
        language = "en" if item.id == english else None
        score.keep(MODEL, [Scored(item, scores(CLEAN), language=language)])
    assert room.row(english).status == "approved"
    assert room.row(unknown).status == "pending"


def test_language_and_quoted_words_are_kept_with_the_score(room: Newsroom) -> None:
    """The comment has the newest language; quoted words move neither its risk nor its label."""
    comment_id = room.post()
    keep(room, CLEAN, language="en", quoted={"insult": 0.9, "toxicity": 0.8, "threat": 0.1})
    row = room.row(comment_id)
    kept = db.session.get_one(Score, row.score_id)
    assert (kept.language, row.language) == ("en", "en")
    assert kept.quoted == {"insult": 0.9, "toxicity": 0.8, "threat": 0.1}
    assert (row.status, row.risk, row.top_label) == ("approved", CLEAN, "toxicity")
    room.edit(comment_id)
    assert room.row(comment_id).language is None
    keep(room)
    newest = db.session.get_one(Score, room.row(comment_id).score_id)
    assert (newest.language, newest.quoted) == (None, None)


def test_nothing_quoted_is_null_in_the_database(room: Newsroom) -> None:
    """Not JSON's null: a query finds it as what it is."""
    room.post()
    room.score()
    assert db.session.scalar(select(Score.id).where(Score.quoted.is_(None))) is not None
