"""The moderators' queue: which comments want a person, and all that the person needs."""

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from models.comments import Comment
from models.database import db
from moderation.status import Action
from service.flow import score
from service.flow.decide import Wanted, decide
from service.flow.filters import STATES, Filters
from service.flow.find import MOST_COUNTED, SORTS
from service.flow.refused import Refused
from service.flow.review import queue, total
from tests.service.flow.crowd import fill
from tests.service.flow.newsroom import CLEAN, KIM, Newsroom


def _found(**filters: Any) -> list[UUID]:
    items, _ = queue(Filters(**filters), 200, None)
    assert len(items) == total(Filters(**filters))
    return [UUID(each["comment"]["id"]) for each in items]


# One comment in each situation, and the tabs in which a moderator finds it


def _approved_by_a_rule(room: Newsroom) -> UUID:
    return room.approved()


def _approved_by_a_person(room: Newsroom) -> UUID:
    comment_id = room.held()
    room.approve(comment_id)
    return comment_id


def _edited_since_a_person_approved(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.approve(comment_id)
    room.edit(comment_id)
    room.score()
    return comment_id


def _rejected(room: Newsroom) -> UUID:
    comment_id = room.held()
    room.reject(comment_id)
    return comment_id


def _held_by_a_rule(room: Newsroom) -> UUID:
    return room.held()


def _held_by_a_person(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.hold(comment_id)
    return comment_id


def _unscored(room: Newsroom) -> UUID:
    return room.post()


def _set_aside(room: Newsroom) -> UUID:
    comment_id = room.post()
    [claimed] = room.claim()
    score.set_aside(claimed, ValueError("no such word"))
    return comment_id


def _edited_and_not_scored_again(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.edit(comment_id)
    return comment_id


def _flagged(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.flag(comment_id)
    return comment_id


def _escalated(room: Newsroom) -> UUID:
    comment_id = room.held()
    room.escalate(comment_id)
    return comment_id


def _deleted(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.flag(comment_id)
    room.escalate(comment_id)
    room.withdraw(comment_id)
    return comment_id


TABS: list[tuple[Callable[[Newsroom], UUID], set[str]]] = [
    # What a rule approved can be looked at again.
    (_approved_by_a_rule, {"approved", "unreviewed"}),
    # What a person approved needs nobody.
    (_approved_by_a_person, {"approved"}),
    # An edit makes it unreviewed again.
    (_edited_since_a_person_approved, {"approved", "unreviewed"}),
    (_rejected, {"rejected"}),
    # What waits is held or not scored yet, never both.
    (_held_by_a_rule, {"held"}),
    (_held_by_a_person, {"held"}),
    (_unscored, {"unscored"}),
    # What the classifier failed on is shown as unscored.
    (_set_aside, {"unscored"}),
    (_edited_and_not_scored_again, {"unscored"}),
    # Flags and escalations come on top.
    (_flagged, {"approved", "unreviewed", "flagged"}),
    (_escalated, {"held", "escalated"}),
    # What is deleted wants nobody.
    (_deleted, set()),
]


@pytest.mark.parametrize(("situation", "tabs"), TABS)
def test_each_comment_is_in_its_tabs(
    room: Newsroom, situation: Callable[[Newsroom], UUID], tabs: set[str]
) -> None:
    """A moderator finds a comment where it belongs, however sorted; everything is in `all`."""
    comment_id = situation(room)
    for sort in SORTS:
        in_tabs = {state for state in STATES if comment_id in _found(state=state, sort=sort)}
        assert in_tabs == tabs | {"all"}, sort


ORDERS: dict[str, Callable[[Comment], Any]] = {
    "risk": lambda row: (-1 if row.risk is None else row.risk, row.id.int),
    "oldest": lambda row: -row.id.int,
    "newest": lambda row: row.id.int,
    "flags": lambda row: (row.open_flags, row.id.int),
}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 4, 9, 100])
def test_pages_give_every_item_once_and_in_order(room: Newsroom, sort: str, limit: int) -> None:
    """The riskiest, oldest, newest or most flagged first, ties by the newest, none twice."""
    chance = random.Random(limit)
    for number in range(9):
        comment_id = room.post()
        if number % 4:
            room.score(chance.choice([0.3, 0.5, 0.9]))
    room.score_only(comment_id, CLEAN)
    for _ in range(3):
        room.flag(comment_id)
    rows = sorted(_rows(), key=ORDERS[sort], reverse=True)
    given, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        items, cursor = queue(Filters("all", sort), limit, cursor)
        given += [each["comment"]["id"] for each in items]
        pages += 1
    assert given == [str(row.id) for row in rows]
    assert pages == -(-9 // limit)


def test_a_page_of_the_queue_goes_on_while_items_leave_it(room: Newsroom) -> None:
    """Deciding the first page moves nothing past the second."""
    held = [room.held() for _ in range(6)]
    items, cursor = queue(Filters(sort="oldest"), 3, None)
    room.approve(*[UUID(each["comment"]["id"]) for each in items])
    rest, _ = queue(Filters(sort="oldest"), 3, cursor)
    assert [each["comment"]["id"] for each in rest] == [str(each) for each in held[3:]]


@pytest.mark.parametrize("sort", SORTS)
def test_a_cursor_belongs_to_its_sort(room: Newsroom, sort: str) -> None:
    """Another sort's, or none at all, is refused by its name."""
    for _ in range(2):
        room.held()
    for other in SORTS:
        _, cursor = queue(Filters(sort=other), 1, None)
        if other == sort:
            assert len(queue(Filters(sort=sort), 1, cursor)[0]) == 1
            continue
        with pytest.raises(Refused) as refused:
            queue(Filters(sort=sort), 1, cursor)
        assert (refused.value.kind, refused.value.field) == ("invalid", "cursor")


def test_filters_narrow_what_is_found(room: Newsroom) -> None:
    """By site, article, author, words, score, label and reason, and by several at once."""
    there = Newsroom("another paper")
    elsewhere = there.post(name="Bob", article="b")
    first = room.post("The FERRY is late.", name="Ann", article="a")
    second = room.post("100% of ferries.", name="Bob", article="b")
    third = room.post("A bus_stop.", name="Bob", article="a")
    room.score(of={elsewhere: 0.5, first: 0.3, second: 0.6, third: 0.9})
    room.approve(second)
    room.flag(second, reason="personal_data")
    room.set_rules()
    for filters, expected in (
        ({}, {elsewhere, first, second, third}),
        ({"site_id": room.site.id}, {first, second, third}),
        ({"sites": frozenset({room.site.id})}, {first, second, third}),
        ({"sites": frozenset({room.site.id}), "site_id": there.site.id}, set()),
        ({"sites": frozenset()}, set()),
        ({"article": ["b"]}, {elsewhere, second}),
        ({"article": ["b", "a", "c"]}, {elsewhere, first, second, third}),
        ({"article": ["c"]}, set()),
        ({"author": "Ann"}, {first}),
        ({"author": "ann"}, set()),
        ({"q": "ferr"}, {first, second}),
        ({"q": "100%"}, {second}),
        ({"q": "%"}, {second}),
        ({"q": "bus_stop"}, {third}),
        ({"q": "bus-stop"}, set()),
        ({"min_score": 0.6}, {second, third}),
        ({"max_score": 0.5}, {elsewhere, first}),
        ({"min_score": 0.4, "max_score": 0.6}, {elsewhere, second}),
        ({"label": "toxicity"}, {elsewhere, first, second, third}),
        ({"label": "insult"}, set()),
        ({"label": "insult", "min_score": 0.3}, {second, third}),
        ({"label": "threat", "max_score": 0.2}, {elsewhere, first, second}),
        ({"label": "obscene", "min_score": 0}, set()),
        ({"reason": "personal_data"}, {second}),
        ({"reason": "no rule matched"}, {elsewhere, first, third}),
        ({"reason": "nobody said so"}, set()),
        ({"article": ["a"], "author": "Bob", "min_score": 0.5}, {third}),
    ):
        assert set(_found(state="all", **filters)) == expected, filters


def _rows() -> list[Comment]:
    db.session.rollback()
    return list(db.session.scalars(select(Comment)))


def test_the_total_is_counted_to_ten_thousand(room: Newsroom) -> None:
    """Beyond that nobody needs the number, and counting it would cost."""
    ids = fill(room.site.id, "a", MOST_COUNTED + 10, 0)
    decide([Wanted(each) for each in ids[:20]], Action.HOLD, KIM)
    assert total(Filters("all")) == MOST_COUNTED
    assert total(Filters("approved")) == MOST_COUNTED - 10
    assert total(Filters("unscored")) == 20
