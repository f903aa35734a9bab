"""Where a comment is after anybody did anything with it: nothing comes back once dealt with.

The tabs of the queue are written by their first letters, but for u(n)reviewed.
"""

from collections.abc import Callable
from uuid import UUID

import pytest

from moderation.rules import Rule
from moderation.status import Action
from service.flow.check import check
from service.flow.filters import Filters
from service.flow.refused import Refused
from service.flow.review import totals
from service.flow.undo import undo
from tests.service.flow.newsroom import CLEAN, KIM, LEE, RUDE, Newsroom

TABS = {
    "h": "held", "u": "unscored", "n": "unreviewed", "f": "flagged",
    "e": "escalated", "a": "approved", "r": "rejected",
}  # fmt: skip


def tabs(comment_id: UUID) -> str:
    """Every tab that has the comment."""
    found = totals(Filters(comment=comment_id))
    return "".join(letter for letter, state in TABS.items() if found[state])


def approved_by_a_person(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.approve(comment_id)
    return comment_id


def rejected_by_a_person(room: Newsroom) -> UUID:
    comment_id = room.held()
    room.reject(comment_id)
    return comment_id


def rejected_by_a_rule(room: Newsroom) -> UUID:
    rules = room.site.rules
    room.set_rules(Rule("all", {}, "reject"))
    comment_id = room.post()
    room.score()
    room.set_rules(*rules)
    return comment_id


def flagged(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.flag(comment_id)
    return comment_id


def held_by_flags(room: Newsroom) -> UUID:
    room.set(flag_limit=1)
    comment_id = flagged(room)
    room.set(flag_limit=5)
    return comment_id


def flagged_again(room: Newsroom) -> UUID:
    comment_id = approved_by_a_person(room)
    room.flag(comment_id, reason="illegal")
    return comment_id


def escalated(room: Newsroom) -> UUID:
    comment_id = room.held()
    room.escalate(comment_id)
    return comment_id


def put_off(room: Newsroom) -> UUID:
    comment_id = room.held()
    room.hold(comment_id)
    return comment_id


Way = Callable[[Newsroom, UUID], object]


def scored_again(risk: float) -> Way:
    """A scorer comes by, perhaps with another model; rules then judge what is theirs to judge."""

    def way(room: Newsroom, comment_id: UUID) -> None:
        room.due(comment_id)
        room.score(risk)

    return way


def edited(risk: float) -> Way:
    """Its author changes it, and it is scored again."""

    def way(room: Newsroom, comment_id: UUID) -> None:
        room.edit(comment_id)
        room.score(risk)

    return way


def flags(*reasons: str) -> Way:
    """As many readers flag it."""

    def way(room: Newsroom, comment_id: UUID) -> None:
        for reason in reasons:
            room.flag(comment_id, reason=reason)

    return way


def decides(action: Action) -> Way:
    """A moderator decides."""
    return lambda room, comment_id: room.decide(action, comment_id, by=LEE)


WAYS: dict[str, Way] = {
    "approve": decides(Action.APPROVE),
    "reject": decides(Action.REJECT),
    "hold": decides(Action.HOLD),
    "escalate": decides(Action.ESCALATE),
    "rescored clean": scored_again(CLEAN),
    "rescored rude": scored_again(RUDE),
    "edited clean": edited(CLEAN),
    "edited rude": edited(RUDE),
    "withdrawn": lambda room, comment_id: room.withdraw(comment_id),
    "a flag": flags("spam"),
    "two flags": flags("spam", "abuse"),
    "three flags": flags("spam", "spam", "abuse"),
    "a flag “illegal”": flags("illegal"),
}

Start = Callable[[Newsroom], UUID]
STARTS: dict[str, tuple[Start, str, str]] = {
    # where it is; then, after each way out in their order (“-”: refused, “.”: in no tab)
    # approve reject hold escalate · rescored clean, rude · edited clean, rude · withdrawn · flags
    "unscored": (Newsroom.post, "u", "a r u ue  na h  na h  .  - - - -"),
    "held": (Newsroom.held, "h", "a r h he  na h  h h  .  - - - -"),
    "approved by a rule": (Newsroom.approved, "na", "a r h nea  na na  na h  .  nfa nfa nfa nfa"),
    # what a person approved comes back for nothing but three flags, or for what is illegal
    "approved by a person": (approved_by_a_person, "a", "a r h ea  a a  na h  .  a a fa fa"),
    "rejected by a person": (rejected_by_a_person, "r", "a r h er  r r  - -  .  - - - -"),
    "rejected by a rule": (rejected_by_a_rule, "r", "a r h er  r r  - -  .  - - - -"),
    "flagged": (flagged, "nfa", "a r hf nfea  nfa nfa  nfa hf  .  nfa nfa nfa nfa"),
    "held by flags": (held_by_flags, "hf", "a r hf hfe  hf hf  hf hf  .  - - - -"),
    "flagged again": (flagged_again, "fa", "a r hf fea  fa fa  nfa hf  .  fa fa fa fa"),
    # what waits for a person waits, whatever a rule would say of it now
    "escalated": (escalated, "he", "a r h he  he he  he he  .  - - - -"),
    "put off": (put_off, "h", "a r h he  h h  h h  .  - - - -"),
}


@pytest.mark.parametrize("name", STARTS)
def test_every_way_out_of_every_state(room: Newsroom, name: str) -> None:
    """What anybody does leads to exactly these tabs; what is refused changes nothing."""
    start, before, expected = STARTS[name]
    assert tabs(start(room)) == before
    after = []
    for way in WAYS.values():
        comment_id = start(room)
        try:
            way(room, comment_id)
        except Refused:
            assert tabs(comment_id) == before
            after.append("-")
        else:
            after.append(tabs(comment_id) or ".")
    assert dict(zip(WAYS, after, strict=True)) == dict(zip(WAYS, expected.split(), strict=True))
    assert check().differences == []


@pytest.mark.parametrize("name", STARTS)
def test_an_undo_is_the_way_back(room: Newsroom, name: str) -> None:
    """Whatever a person decided, its undo leads to the tabs before, and rules change that no more."""
    start, before, _ = STARTS[name]
    for action in (Action.APPROVE, Action.REJECT, Action.HOLD, Action.ESCALATE):
        comment_id = start(room)
        undo(room.decide(action, comment_id)[-1].id, KIM)
        assert tabs(comment_id) == before, action
        if "u" not in before:
            WAYS["rescored clean"](room, comment_id)
            assert tabs(comment_id) == before, action
    assert check().differences == []


def test_flags_count_from_the_decision_on(room: Newsroom) -> None:
    """Two before it and two after it are not four: what was dealt with is dealt with."""
    comment_id = room.approved()
    WAYS["two flags"](room, comment_id)
    room.approve(comment_id)
    WAYS["two flags"](room, comment_id)
    assert tabs(comment_id) == "a"
    room.flag(comment_id)
    assert tabs(comment_id) == "fa"
    room.approve(comment_id)
    assert tabs(comment_id) == "a"


def test_one_reader_is_one_reader(room: Newsroom) -> None:
    """Who flags three times is still one who flags."""
    comment_id = approved_by_a_person(room)
    token = room.flag(comment_id).token
    for _ in range(3):
        room.flag(comment_id, token)
    assert tabs(comment_id) == "a"
