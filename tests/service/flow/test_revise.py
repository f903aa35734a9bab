"""An author's second thoughts: edit and delete, within the site's window."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest

from models.comments import CommentText
from models.database import db, now, writing
from moderation.status import By
from service.flow import revise
from service.flow.decide import SYSTEM, lock_one
from service.flow.filters import Filters
from service.flow.receipt import receipt
from service.flow.refused import Refused
from service.flow.review import queue
from service.flow.revise import MOST_EDITS, editable_until, erase
from service.flow.undo import undo
from tests.models.together import together
from tests.service.flow.newsroom import CLEAN, KIM, RUDE, Newsroom


def _texts(comment_id: UUID) -> list[tuple[int, str]]:
    db.session.rollback()
    kept = db.session.query(CommentText).filter_by(comment_id=comment_id)
    return [(text.revision, text.body) for text in kept.order_by(CommentText.revision)]


def test_an_edit_replaces_the_text_and_keeps_the_old_one(room: Newsroom) -> None:
    """What is derived from a text follows it, and what it was stays for the moderators."""
    comment_id = room.post("First.")
    before = room.row(comment_id).fingerprint
    room.edit(comment_id, "Second, see https://paper.example/.")
    room.edit(comment_id, "**Third**.")
    row = room.row(comment_id)
    assert (row.body, row.html, row.links) == (
        "**Third**.", "<p><strong>Third</strong>.</p>", 0
    )  # fmt: skip
    assert row.fingerprint != before
    assert (row.version, row.revision, row.edits) == (3, 3, 2)
    assert row.edited_at is not None
    assert _texts(comment_id) == [(1, "First."), (2, "Second, see https://paper.example/.")]


def test_an_edit_takes_an_approved_comment_back_in_its_own_transaction(room: Newsroom) -> None:
    """No reader ever sees a text that nobody approved: it waits until it is scored again."""
    comment_id = room.approved("Kind.")
    edited = room.edit(comment_id, "Vile.")
    assert edited.status == "pending"
    row = room.row(comment_id)
    assert (row.status, row.shown, row.version) == ("pending", False, 3)
    assert room.article().count == room.recount() == 0
    assert "Vile" not in str(room.page().comments)
    assert room.event_types(comment_id)[-1] == "comment.edited"
    decision = room.decisions(comment_id)[-1]
    assert (decision.action, decision.actor_kind) == ("edit", "author")
    assert (decision.from_status, decision.to_status) == ("approved", "pending")


@pytest.mark.parametrize(("risk", "status"), [(CLEAN, "approved"), (RUDE, "pending")])
def test_an_edit_is_scored_again(room: Newsroom, risk: float, status: str) -> None:
    """The rules decide on the new text as they did on the old one."""
    comment_id = room.approved()
    room.edit(comment_id)
    assert room.score(risk) == 1
    assert room.row(comment_id).status == status


def test_the_scores_of_the_old_text_say_nothing_of_the_new(room: Newsroom) -> None:
    """Until it is scored itself, an edited text has no scores that would call it harmless."""
    comment_id = room.approved("Kind words.")
    room.edit(comment_id, "Something else entirely.")
    [item], _ = queue(Filters(state="unscored"), 10, None)
    assert item["comment"]["id"] == str(comment_id)
    assert (item["scores"], item["risk"], item["top_label"], item["model"]) == (
        {},
        None,
        None,
        None,
    )


def test_a_persons_approval_ends_with_the_text_it_saw(room: Newsroom) -> None:
    """An edited comment counts as one that no person has seen."""
    comment_id = room.approved()
    room.approve(comment_id)
    room.edit(comment_id)
    room.score()
    row = room.row(comment_id)
    assert (row.status, row.reviewed_revision) == ("approved", None)


def _held_by_a_moderator(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.hold(comment_id)
    return comment_id


def _held_by_a_rule(room: Newsroom) -> UUID:
    return room.held()


def _held_by_flags(room: Newsroom) -> UUID:
    room.set(flag_limit=1)
    comment_id = room.approved()
    room.flag(comment_id)
    return comment_id


def _held_by_its_first_scoring(room: Newsroom) -> UUID:
    room.set(mode="post")
    comment_id = room.post()
    room.score(RUDE)
    return comment_id


@pytest.mark.parametrize("approve", [True, False])
@pytest.mark.parametrize(
    "held",
    [_held_by_a_moderator, _held_by_a_rule, _held_by_flags, _held_by_its_first_scoring],
)
def test_what_was_ever_held_waits_for_a_person_once_it_is_edited(
    room: Newsroom, held: Callable[[Newsroom], UUID], approve: bool
) -> None:
    """Nobody gets past a moderator by editing: neither while it is held nor after its approval."""
    comment_id = held(room)
    assert room.row(comment_id).status == "pending"
    if approve:
        room.approve(comment_id)
    room.edit(comment_id)
    room.score(CLEAN)
    row = room.row(comment_id)
    assert (row.status, row.risk) == ("pending", CLEAN)
    assert row.held_because == {"rule": "edited after it was held", "facts": {}}
    room.approve(comment_id)
    assert room.row(comment_id).status == "approved"


def test_the_same_text_is_no_edit(room: Newsroom) -> None:
    """Nothing changes, and none of the five edits is used up."""
    comment_id = room.approved("Kind.")
    room.edit(comment_id, "Kind.")
    row = room.row(comment_id)
    assert (row.status, row.version, row.edits, row.edited_at) == ("approved", 2, 0, None)
    assert _texts(comment_id) == []


def test_a_comment_can_be_edited_five_times(room: Newsroom) -> None:
    """The sixth is refused and changes nothing."""
    comment_id = room.post()
    for number in range(MOST_EDITS):
        room.edit(comment_id, f"Edit {number}.")
    assert _refused(room, comment_id, "Once more.") == (
        "forbidden", "A comment can be edited 5 times."
    )  # fmt: skip
    assert room.row(comment_id).body == "Edit 4."


def test_a_rejected_comment_cannot_be_edited(room: Newsroom) -> None:
    """It would be a way to appeal by trying."""
    comment_id = room.held()
    room.reject(comment_id)
    assert _refused(room, comment_id) == ("conflict", "A rejected comment cannot be edited.")


def test_the_window_is_the_sites(room: Newsroom) -> None:
    """An author has as many seconds as the site gives, from the receipt on."""
    comment = room.receive().comment
    assert editable_until(room.site, comment) == comment.created_at + timedelta(minutes=15)
    room.set(edit_window_s=60)
    assert editable_until(room.site, comment) == comment.created_at + timedelta(seconds=60)
    room.backdate(comment.id, created_at=now() - timedelta(seconds=50))
    room.edit(comment.id)
    room.backdate(comment.id, created_at=now() - timedelta(seconds=61))
    over = ("forbidden", "The time for changing this comment is over.")
    assert _refused(room, comment.id) == over
    assert _withdrawal_refused(room, comment.id) == over


@pytest.mark.parametrize("token", [None, "", "never given to anybody", "another reader's"])
def test_only_its_author_changes_a_comment(room: Newsroom, token: str | None) -> None:
    """The token is the author; any other, or none, changes nothing."""
    comment_id = room.post("Mine.")
    room.tokens[comment_id] = room.receive().token if token == "another reader's" else token
    only = ("forbidden", "Only its author can change a comment.")
    assert _refused(room, comment_id) == only
    assert _withdrawal_refused(room, comment_id) == only
    assert room.row(comment_id).body == "Mine."


def test_what_is_not_there_is_not_found(room: Newsroom) -> None:
    """Neither is a comment of another site, nor one that was deleted."""
    elsewhere = Newsroom("another paper")
    foreign, gone, unknown = elsewhere.post(), room.post(), uuid4()
    room.withdraw(gone)
    room.tokens |= elsewhere.tokens | {unknown: "a token"}
    for comment_id in (foreign, gone, unknown):
        assert _refused(room, comment_id)[0] == "not_found"
        assert _withdrawal_refused(room, comment_id)[0] == "not_found"


def test_a_closed_article_takes_no_edit_but_lets_go(room: Newsroom) -> None:
    """Where no new text may come in, an author may still withdraw."""
    comment_id = room.approved()
    room.set(paused=True, message="Back on Monday.")
    assert _refused(room, comment_id) == ("closed", "Back on Monday.")
    room.withdraw(comment_id)
    assert room.row(comment_id).status == "deleted"


@pytest.mark.parametrize("start", ["post", "approved", "held"])
def test_a_withdrawal_erases_all_that_names_or_quotes_the_author(
    room: Newsroom, start: str
) -> None:
    """The texts, the name and the address go; only the place in the thread stays."""
    comment_id = getattr(room, start)("Regretted.", name="Ann Lee", address_hash="0" * 64)
    room.edit(comment_id, "Regretted too.")
    room.withdraw(comment_id)
    row = room.row(comment_id)
    assert (row.status, row.shown) == ("deleted", False)
    assert (row.body, row.html, row.author_name, row.fingerprint) == ("", "", "", "")
    assert (row.address_hash, row.score_error, row.score_due_at) == (None, None, None)
    assert _texts(comment_id) == []
    assert room.article().count == room.recount() == 0
    assert room.event_types(comment_id)[-1] == "comment.deleted"
    assert "Regretted" not in str([event.data for event in room.events(comment_id)])


def test_what_is_withdrawn_wants_no_score(room: Newsroom) -> None:
    """A score that was on its way is thrown away."""
    comment_id = room.post()
    [claimed] = room.claim()
    room.withdraw(comment_id)
    room.keep(claimed, CLEAN)
    row = room.row(comment_id)
    assert (row.status, row.risk) == ("deleted", None)
    assert room.score() == 0


def test_a_rejected_comment_can_be_withdrawn(room: Newsroom) -> None:
    """Its author may have it gone."""
    comment_id = room.held()
    room.reject(comment_id)
    room.withdraw(comment_id)
    assert room.row(comment_id).status == "deleted"


def test_an_erasure_needs_no_window(room: Newsroom) -> None:
    """Belowline itself may delete at any time, for a request under the law for instance."""
    comment_id = room.approved()
    room.backdate(comment_id, created_at=now() - timedelta(days=400))
    with writing() as session:
        article, comment = lock_one(session, comment_id)
        erase(session, article, comment, By.SYSTEM, SYSTEM)
    assert room.row(comment_id).status == "deleted"
    assert room.decisions(comment_id)[-1].actor_kind == "system"


def test_an_edit_and_a_decision_at_once_leave_no_unseen_text_shown(room: Newsroom) -> None:
    """Whoever is first, a text that nobody saw is never approved by a decision about another."""
    for _ in range(6):
        comment_id = room.held("Kind.")
        version = room.row(comment_id).version
        together(
            partial(room.edit, comment_id, "Vile."),
            partial(room.decide_version, comment_id, version, KIM),
        )
        row = room.row(comment_id)
        assert (row.body, row.status) == ("Vile.", "pending")
        assert room.article().count == room.recount() == 0


def test_an_undo_leads_behind_no_edit(room: Newsroom) -> None:
    """A held comment that was edited stays where the edit left it."""
    comment_id = room.approved()
    held = room.hold(comment_id)
    room.edit(comment_id)
    with pytest.raises(Refused, match="edited"):
        undo(held.id, KIM)
    token = room.tokens[comment_id]
    told = receipt(room.site, comment_id, token)
    assert told is not None
    assert told["status"] == "pending"


def _refused(room: Newsroom, comment_id: UUID, body: str = "Another.") -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        revise.edit(room.site, comment_id, room.tokens[comment_id], body)
    return refused.value.kind, refused.value.message


def _withdrawal_refused(room: Newsroom, comment_id: UUID) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        room.withdraw(comment_id)
    return refused.value.kind, refused.value.message
