"""One card with all that a moderator needs to decide a comment."""

from datetime import timedelta
from uuid import uuid4

import pytest

from models.database import db, now
from moderation.status import Action
from service.flow import score
from service.flow.card import cards
from service.flow.filters import Filters
from service.flow.review import item, queue
from service.flow.thread import time
from tests.service.flow.newsroom import LEE, RUDE, Newsroom


def test_an_item_has_all_that_a_person_needs(room: Newsroom) -> None:
    """The text and version, the article, the parent, the scores, why it waits, and the author."""
    parent = room.approved("Who **says** so?", name="Ann Lee", article_title="The ferry")
    author = room.receive(name="Bob")
    room.approve(author.comment.id)
    room.reject(room.post(token=author.token))
    comment_id = room.post("I do. *You* fool.", under=parent, name="Bob", token=author.token)
    room.score_only(comment_id, RUDE)
    room.backdate(comment_id, waits_since=now() - timedelta(seconds=100))
    [found] = queue(Filters(), 10, None)[0]
    comment = found.pop("comment")
    assert (comment["id"], comment["parent_id"]) == (str(comment_id), str(parent))
    assert (comment["body"], comment["version"]) == ("I do. *You* fool.", 1)
    assert comment["html"] == "<p>I do. <em>You</em> fool.</p>"
    assert (comment["author"]["name"], comment["status"]) == ("Bob", "pending")
    assert 100 <= found.pop("waiting_s") <= 160
    assert found.pop("scores") == pytest.approx({"toxicity": 0.9, "insult": 0.45, "threat": 0.3})
    facts = {"risk": 0.9, "links": 0, "author.approved": 1, "duplicates": 0, "flags": 0}
    at = found["status_by"].pop("at")
    assert now() - timedelta(seconds=60) <= at <= now()
    reader = room.reader(comment_id)
    assert found == {
        "site": {"name": "paper", "reason_required": False},
        "author": {
            "id": str(reader.id), "name": "Bob", "verified": False, "staff": False,
            "since": time(reader.created_at), "restriction": None,
        },
        "blurred": True, "edits": 0, "escalation": None, "overdue": False,
        "status_by": {"by": "no rule matched", "kind": "rule", "reason": None},
        "article": {"id": "a", "title": "The ferry", "url": "", "count": 2},
        "parent": {"author": "Ann Lee", "excerpt": "Who says so?"},
        "risk": 0.9, "top_label": "toxicity", "model": "a model", "lease": None,
        "language": None, "quoted": None,
        "held_because": {"rule": "no rule matched", "facts": facts},
        "flags": [], "author_history": {"approved": 1, "rejected": 1},
    }  # fmt: skip
    assert item(comment_id) == queue(Filters(), 10, None)[0][0]
    assert item(uuid4()) is None


def test_an_item_without_a_score_says_why(room: Newsroom) -> None:
    """Nothing is made up: no scores, no risk, and the classifier's error if there is one."""
    comment_id = room.post()
    found = item(comment_id)
    assert found is not None
    assert (found["scores"], found["risk"], found["top_label"], found["model"]) == (
        {}, None, None, None
    )  # fmt: skip
    assert found["held_because"] is None
    [claimed] = room.claim()
    score.set_aside(claimed, ValueError("no such word"))
    found = item(comment_id)
    assert found is not None
    assert found["held_because"] == {
        "rule": "the classifier failed", "facts": {"error": "ValueError: no such word"}
    }  # fmt: skip


def test_flags_are_counted_by_reason(room: Newsroom) -> None:
    """The most frequent first; those that were answered are gone."""
    comment_id = room.approved()
    for reason in ("spam", "abuse", "abuse"):
        room.flag(comment_id, reason=reason)
    found = item(comment_id)
    assert found is not None
    assert found["flags"] == [
        {"reason": "abuse", "count": 2, "texts": []}, {"reason": "spam", "count": 1, "texts": []}
    ]  # fmt: skip
    room.approve(comment_id)
    found = item(comment_id)
    assert found is not None
    assert found["flags"] == []


def test_a_long_parent_is_cut(room: Newsroom) -> None:
    """An excerpt is enough to know what a reply answers."""
    parent = room.approved("word " * 100)
    found = item(room.post(under=parent))
    assert found is not None
    excerpt = found["parent"]["excerpt"]
    assert excerpt.endswith("word…")
    assert len(excerpt) <= 200


def test_the_newest_texts_of_flags_are_told(room: Newsroom) -> None:
    """Five for each reason, whoever wrote nothing left out; of whom they are is not told."""
    room.set(flag_limit=100)
    comment_id = room.approved()
    for number in range(7):
        room.flag(comment_id, reason="spam", text=f"text {number}")
        room.flag(comment_id, reason="spam")
    room.flag(comment_id, reason="illegal", text="Look at this.")
    found = item(comment_id)
    assert found is not None
    assert found["flags"] == [
        {"reason": "spam", "count": 14, "texts": [f"text {n}" for n in (6, 5, 4, 3, 2)]},
        {"reason": "illegal", "count": 1, "texts": ["Look at this."]},
    ]


def test_an_escalation_is_told_until_it_is_answered(room: Newsroom) -> None:
    """By whom, when and with which words, the last of them if there were several."""
    comment_id = room.held()
    room.decide(Action.ESCALATE, comment_id, note="first")
    room.decide(Action.ESCALATE, comment_id, by=LEE, note="Is that a threat?")
    found = item(comment_id)
    assert found is not None
    assert found["escalation"] == {
        "by": "lee@example.org",
        "at": room.row(comment_id).escalated_at,
        "note": "Is that a threat?",
    }
    assert found["status_by"]["by"] == "lee@example.org"
    room.approve(comment_id)
    found = item(comment_id)
    assert found is not None
    assert found["escalation"] is None


def test_the_newest_decision_is_told(room: Newsroom) -> None:
    """Whoever made it; a comment that nobody decided about has none."""
    comment_id = room.post()
    found = item(comment_id)
    assert found is not None
    assert found["status_by"] is None
    room.score(RUDE)
    room.decide(Action.REJECT, comment_id, reason="abuse")
    found = item(comment_id)
    assert found is not None
    assert found["status_by"]["by"] == "kim@example.org"
    assert found["status_by"]["kind"] == "moderator"
    assert found["status_by"]["reason"] == "abuse"


@pytest.mark.parametrize(("risk", "blurred"), [(0.59, False), (0.6, True), (0.9, True)])
def test_a_text_is_blurred_from_the_sites_threshold_on(
    room: Newsroom, risk: float, blurred: bool
) -> None:
    """What is not scored is not."""
    room.set(blur_threshold=0.6)
    comment_id = room.post()
    found = item(comment_id)
    assert found is not None
    assert found["blurred"] is False
    room.score(risk)
    found = item(comment_id)
    assert found is not None
    assert found["blurred"] is blurred


def test_cards_come_in_the_order_asked(room: Newsroom) -> None:
    """And each comes once, what is not there left out."""
    ids = [room.held() for _ in range(4)]
    asked = [ids[2], ids[0], uuid4(), ids[3], ids[1]]
    found = [each["comment"]["id"] for each in cards(db.session(), asked)]
    assert found == [str(id_) for id_ in asked if id_ in ids]
    assert cards(db.session(), []) == []
