"""All that ever happened to a comment is told, in order, and nothing of it is ever changed."""

from uuid import UUID, uuid4

import pytest

from models.database import now
from models.decisions import Decision
from moderation.rules import Rule
from moderation.status import Action
from service.flow import history as histories
from service.flow.batch import Chosen, undo_batch, work_off
from service.flow.flag import flag
from service.flow.history import TOLD, history
from service.flow.refused import Refused
from service.flow.restrict import lift
from service.flow.thread import Json
from service.flow.undo import undo
from tests.service.flow.newsroom import KIM, LEE, RUDE, Newsroom, scores


def told(comment_id: UUID) -> list[Json]:
    """Its events."""
    events: list[Json] = history(comment_id)["events"]
    return events


def types(comment_id: UUID) -> list[str]:
    """What they are, in order."""
    return [event["type"] for event in told(comment_id)]


def only(comment_id: UUID, type_: str) -> Json:
    """The one event of a type."""
    [event] = [event for event in told(comment_id) if event["type"] == type_]
    return event


def applies(event: Json) -> Json:
    """What an event tells besides its type, time and by whom, without what does not apply."""
    return {key: event[key] for key in TOLD if event[key] is not None}


def test_a_life_is_told_from_the_first_day(room: Newsroom) -> None:
    """Received, scored, approved by a rule, flagged, edited, scored anew, decided, undone."""
    room.set_rules(Rule("calm", {"risk": {"lt": 0.5}}, "approve"), Rule("else", {}, "hold"))
    own = room.approved("The first text.")
    room.flag(own)
    room.edit(own, "The second text.")
    room.score(RUDE)
    decision = room.decide(Action.REJECT, own, reason="insult", note="Twice now.")[-1]
    undo(decision.id, LEE)
    assert types(own) == [
        "created", "scored", "decided", "flagged", "edited", "scored", "decided", "decided", "undone",
    ]  # fmt: skip
    times = [event["at"] for event in told(own)]
    assert times == sorted(times)
    assert all(moment.endswith("Z") for moment in times)


def test_each_event_tells_what_belongs_to_it(room: Newsroom) -> None:
    """Scores with their model, rules with their facts, people with reason and note."""
    room.set_rules(Rule("calm", {"risk": {"lt": 0.5}}, "approve"))
    own = room.approved()
    decision = room.decide(Action.REJECT, own, reason="insult", note="Twice now.")[-1]
    undone = undo(decision.id, LEE)
    created, scored, by_rule, by_person, back = told(own)
    assert (created["by"], applies(created)) == (
        {"kind": "author", "name": "Ann"}, {"version": 1, "revision": 1},
    )  # fmt: skip
    assert (scored["by"], applies(scored)) == (
        {"kind": "model", "name": "a model"},
        {"scores": scores(0.01), "risk": 0.01, "model": "a model revision-1", "revision": 1},
    )
    assert (by_rule["by"], by_rule["rule"]) == ({"kind": "rule", "name": "calm"}, "calm")
    assert (by_rule["facts"], by_rule["from"], by_rule["to"]) == (
        {"risk": 0.01}, "pending", "approved",
    )  # fmt: skip
    assert by_person["by"] == {"kind": "moderator", "name": KIM.name}
    assert applies(by_person) == {
        "from": "approved", "to": "rejected", "action": "reject", "reason": "insult",
        "note": "Twice now.", "version": 3, "revision": 1, "decision_id": str(decision.id),
    }  # fmt: skip
    assert (back["by"]["name"], back["undoes_id"], back["to"]) == (
        LEE.name, str(decision.id), "approved",
    )  # fmt: skip
    assert back["decision_id"] == str(undone.id)


def test_an_edit_comes_with_the_text_before(room: Newsroom) -> None:
    """So that each change can be shown; the newest text is the comment's own."""
    own = room.approved("One.")
    room.edit(own, "Two.")
    room.score()
    room.edit(own, "Three.")
    edits = [event for event in told(own) if event["type"] == "edited"]
    assert [(each["body"], each["revision"]) for each in edits] == [("One.", 2), ("Two.", 3)]
    assert edits[0]["by"]["kind"] == "author"


def test_every_score_of_every_text_is_there(room: Newsroom) -> None:
    """Also what a later model said, and each says which text it read."""
    own = room.approved()
    room.edit(own)
    room.score(0.3)
    room.due(own)
    room.score(0.2)
    scored = [event for event in told(own) if event["type"] == "scored"]
    assert [(each["revision"], each["risk"]) for each in scored] == [(1, 0.01), (2, 0.3), (2, 0.2)]


def test_what_rules_say_of_what_waits_already_is_kept(room: Newsroom) -> None:
    """No decision comes of it, so it is told with the score that they judged."""
    room.set_rules(Rule("rude", {"risk": {"gt": 0.8}}, "hold"), Rule("else", {}, "hold"))
    own = room.held()
    room.due(own)
    room.score(0.4)
    first, second = (event for event in told(own) if event["type"] == "scored")
    assert (first["rule"], only(own, "decided")["rule"]) == (None, "rude")
    assert (second["rule"], second["action"], second["facts"]) == ("else", "hold", {})
    assert room.row(own).held_because["rule"] == "else"


def test_a_flag_tells_its_words_and_never_whose(room: Newsroom) -> None:
    """Who flags is nobody's business, the moderators' included."""
    own = room.approved()
    flagged = flag(room.site, own, None, "personal_data", "That is my street.")
    event = only(own, "flagged")
    assert event["by"] == {"kind": "reader", "name": None}
    assert applies(event) == {"reason": "personal_data", "note": "That is my street."}
    assert str(flagged.flag.reader_id) not in str(told(own))


def test_flags_that_hold_come_before_the_hold(room: Newsroom) -> None:
    """Cause before effect, also within a millisecond."""
    room.set(flag_limit=1)
    own = room.approved()
    room.flag(own)
    assert types(own)[-2:] == ["flagged", "decided"]
    assert told(own)[-1]["by"] == {"kind": "flags", "name": "readers' flags"}


def test_the_newest_flags_are_told_and_the_others_counted(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many readers gang up, the answer stays of a size."""
    own = room.approved()
    for reason in ("spam", "abuse", "other"):
        room.flag(own, reason=reason)
    monkeypatch.setattr(histories, "MOST_FLAGS", 2)
    assert history(own)["more_flags"] == 1
    flags = [event["reason"] for event in told(own) if event["type"] == "flagged"]
    assert flags == ["abuse", "other"]
    monkeypatch.setattr(histories, "MOST_FLAGS", 3)
    assert history(own)["more_flags"] == 0


def test_restrictions_are_told_where_they_were_made(room: Newsroom) -> None:
    """Made, replaced and lifted: each with who, until when and why."""
    own = room.approved()
    other = room.approved(token=room.tokens[own])
    first = room.restrict(own, "hold", 30)
    second = room.restrict(own)
    lift(second.id, LEE)
    events = [each for each in told(own) if each["type"] in ("restricted", "lifted")]
    assert [(each["type"], each["restriction_id"]) for each in events] == [
        ("restricted", str(first.id)), ("lifted", str(first.id)),
        ("restricted", str(second.id)), ("lifted", str(second.id)),
    ]  # fmt: skip
    made = [each for each in events if each["type"] == "restricted"]
    assert (made[0]["action"], made[0]["reason"], made[0]["note"]) == ("hold", "threat", "Again.")
    assert made[1]["until"].startswith(f"{second.until:%Y-%m-%dT%H:%M}")
    assert events[-1]["by"] == {"kind": "moderator", "name": LEE.name}
    assert "restricted" not in types(other)


def test_a_batch_is_named_and_so_is_its_undo(room: Newsroom) -> None:
    """From any comment one finds what was done with it."""
    own = room.approved()
    made = work_off(Chosen(author_of=own), Action.REJECT, KIM, reason="spam")
    undo_batch(made.batch.id, LEE)
    *_, decided, undone = told(own)
    assert (decided["type"], decided["batch_id"]) == ("decided", str(made.batch.id))
    assert (undone["type"], undone["undoes_id"]) == ("undone", decided["decision_id"])


def test_what_was_deleted_keeps_its_log_and_none_of_its_texts(room: Newsroom) -> None:
    """That it was, when and by whom stays; what it said and who said it goes."""
    own = room.approved("One.")
    room.edit(own, "Two.")
    room.withdraw(own)
    events = told(own)
    assert [event["type"] for event in events[-2:]] == ["edited", "decided"]
    assert events[-1]["action"] == "delete"
    assert events[0]["by"] == {"kind": "author", "name": None}
    assert [event["body"] for event in events] == [None] * len(events)
    assert "Ann" not in str(events)


def test_decisions_stay_in_their_order_when_the_clock_stands(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several in one millisecond are told as they came."""
    moment = now()
    created = Decision.__table__.c.created_at.default
    monkeypatch.setattr(created, "arg", lambda _context: moment)
    own = room.held()
    for action in (Action.APPROVE, Action.REJECT, Action.APPROVE, Action.HOLD):
        room.decide(action, own)
    decided = [event["action"] for event in told(own) if event["type"] == "decided"]
    assert decided == ["hold", "approve", "reject", "approve", "hold"]


def test_other_sites_are_out_of_reach(room: Newsroom) -> None:
    """A comment of a site that one may not see has no history, like one that is none."""
    own = room.approved()
    for comment_id, sites in ((own, frozenset({uuid4()})), (uuid4(), None)):
        with pytest.raises(Refused) as refused:
            history(comment_id, sites)
        assert refused.value.kind == "not_found"
    assert history(own, frozenset({room.site.id}))["events"]
