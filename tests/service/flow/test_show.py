"""What readers see: pages of a thread, and nothing but what is shown."""

import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from models.comments import Comment
from models.database import db
from moderation.status import Action
from service.flow import show
from service.flow.decide import Wanted, decide
from service.flow.refused import Refused
from service.flow.thread import DEEPEST_NESTING, Json
from service.flow.vote import refresh_ranks
from tests.service.flow.crowd import fill
from tests.service.flow.newsroom import KIM, Newsroom

ORDERS: dict[str, Callable[[Comment], Any]] = {
    "oldest": lambda row: row.id,
    "newest": lambda row: -row.id.int,
    "top": lambda row: (-row.rank, -row.id.int),
}


def _ids(comments: list[Json]) -> list[str]:
    return [comment["id"] for comment in comments]


def _everything(comments: list[Json]) -> Iterator[Json]:
    for comment in comments:
        yield comment
        yield from _everything(comment["replies"]["items"])


def _all_pages(room: Newsroom, sort: str, limit: int) -> list[show.Page]:
    pages = [room.page(sort, limit=limit)]
    while pages[-1].next_cursor:
        pages.append(room.page(sort, limit=limit, cursor=pages[-1].next_cursor))
        assert len(pages) < 200, "the cursor does not get on"
    return pages


def _rows() -> list[Comment]:
    db.session.rollback()
    return list(db.session.scalars(select(Comment).order_by(Comment.id)))


# Pages of roots


def test_a_comment_looks_as_the_contract_says(room: Newsroom) -> None:
    """All fields of a comment, none that readers have no business with."""
    root = room.approved("Hello **you**.", name="ann lee")
    room.vote(root)
    [comment] = room.page().comments
    created = comment.pop("created_at")
    assert created.endswith("Z")
    assert comment == {
        "id": str(root), "parent_id": None, "depth": 0, "status": "approved",
        "author": {"name": "ann lee", "initials": "AL", "verified": False, "staff": False},
        "html": "<p>Hello <strong>you</strong>.</p>", "edited_at": None,
        "votes": {"up": 1, "down": 0}, "tombstone": None,
        "replies": {"items": [], "count": 0, "next_cursor": None},
    }  # fmt: skip


def test_an_article_without_comments_is_an_empty_page(room: Newsroom) -> None:
    """Nothing shown, nothing to continue."""
    room.post()
    assert room.page() == show.Page([], None, None)


@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize("limit", [1, 3, 7, 10, 20])
def test_pages_give_every_root_once_and_in_order(room: Newsroom, sort: str, limit: int) -> None:
    """Forward to the end and back to the beginning, whatever the size of a page."""
    roots = fill(room.site.id, "a", 10, 0)
    rows = {row.id: row for row in _rows()}
    wanted = [str(each) for each in sorted(roots, key=lambda each: ORDERS[sort](rows[each]))]
    pages = _all_pages(room, sort, limit)
    assert [each for page in pages for each in _ids(page.comments)] == wanted
    assert all(len(page.comments) == limit for page in pages[:-1])
    assert pages[0].prev_cursor is None
    for before, after in pairwise(pages):
        back = room.page(sort, limit=limit, cursor=after.prev_cursor)
        assert _ids(back.comments) == _ids(before.comments)
        assert bool(back.prev_cursor) == bool(before.prev_cursor)
        forth = room.page(sort, limit=limit, cursor=back.next_cursor)
        assert _ids(forth.comments) == _ids(after.comments)


def test_roots_of_equal_rank_are_all_given(room: Newsroom) -> None:
    """Where nobody voted, the newest come first in `top`, and none is lost between pages."""
    roots = [room.approved() for _ in range(7)]
    favourite = roots[3]
    room.vote(favourite)
    refresh_ranks()
    given = [each for page in _all_pages(room, "top", 2) for each in _ids(page.comments)]
    others = [root for root in reversed(roots) if root != favourite]
    assert given == [str(favourite), *map(str, others)]


@pytest.mark.parametrize("sort", ["oldest", "newest"])
def test_a_page_is_continued_where_it_ended_whatever_happens_meanwhile(
    room: Newsroom, sort: str
) -> None:
    """New comments shift nothing, and a page may continue after a root that is gone."""
    roots = [room.approved() for _ in range(6)]
    ordered = roots if sort == "oldest" else roots[::-1]
    first = room.page(sort, limit=2)
    room.approved()
    room.reject(ordered[1], ordered[2])
    second = room.page(sort, limit=2, cursor=first.next_cursor)
    assert _ids(second.comments) == [str(ordered[3]), str(ordered[4])]


@pytest.mark.parametrize("sort", ORDERS)
def test_around_opens_the_page_of_a_comment(room: Newsroom, sort: str) -> None:
    """The page begins with its root and goes on in both directions, as pages do."""
    fill(room.site.id, "a", 10, 0)
    rows = sorted(_rows(), key=ORDERS[sort])
    for place in (0, 1, 5, 9):
        page = room.page(sort, limit=3, around=rows[place].id)
        assert _ids(page.comments) == [str(row.id) for row in rows[place : place + 3]]
        assert bool(page.next_cursor) == (place + 3 < 10)
        assert bool(page.prev_cursor) == (place > 0)
        if page.prev_cursor:
            before = room.page(sort, limit=3, cursor=page.prev_cursor)
            assert _ids(before.comments) == [str(row.id) for row in rows[max(0, place - 3) : place]]


@pytest.mark.parametrize("depth", [1, 3, DEEPEST_NESTING, DEEPEST_NESTING + 1, 10])
def test_around_shows_a_comment_however_far_down_it_is(room: Newsroom, depth: int) -> None:
    """A reply beyond the first ones comes with all that it nests under."""
    root = room.approved()
    for _ in range(show.REPLIES_FIRST + 2):
        last = room.approved(under=root)
    chain = [root, last]
    while len(chain) <= depth:
        chain.append(room.approved(under=chain[-1]))
    target = chain[depth]
    [comment] = room.page(around=target).comments
    found = {each["id"]: each for each in _everything([comment])}
    assert str(target) in found
    assert len(found) == len(list(_everything([comment])))
    if depth <= DEEPEST_NESTING:
        assert set(map(str, chain[: depth + 1])) <= set(found)
    _assert_whole(room)


@pytest.mark.parametrize("start", ["post", "held", "unknown", "another article"])
def test_around_finds_only_what_is_shown_there(room: Newsroom, start: str) -> None:
    """What readers cannot see there is not found."""
    room.approved()
    comment_id: Any = uuid4()
    if start == "another article":
        comment_id = room.approved(article="b")
    elif start != "unknown":
        comment_id = getattr(room, start)()
    with pytest.raises(Refused) as refused:
        room.page(around=comment_id)
    assert refused.value.kind == "not_found"


@pytest.mark.parametrize("cursor", ["x", "W10", "!", "é", "W1tbW10", "x" * 1000, "bnVsbA"])
def test_a_cursor_that_is_none_is_refused(room: Newsroom, cursor: str) -> None:
    """By its name, whatever was sent in its place."""
    root = room.approved()
    for read in (
        lambda: room.page("oldest", cursor=cursor),
        lambda: room.page("top", cursor=cursor),
        lambda: show.replies(root, 10, cursor),
    ):
        with pytest.raises(Refused) as refused:
            read()
        assert (refused.value.kind, refused.value.field) == ("invalid", "cursor")


@pytest.mark.parametrize("of", ORDERS)
@pytest.mark.parametrize("used_in", ORDERS)
def test_a_cursor_belongs_to_its_order(room: Newsroom, of: str, used_in: str) -> None:
    """A cursor of another order would continue somewhere else."""
    for _ in range(3):
        room.approved()
    cursor = room.page(of, limit=1).next_cursor
    if of == used_in:
        assert len(room.page(used_in, limit=1, cursor=cursor).comments) == 1
        return
    with pytest.raises(Refused):
        room.page(used_in, limit=1, cursor=cursor)


# Replies


def test_replies_nest_to_the_sixth_level_and_lie_flat_below_it(room: Newsroom) -> None:
    """Deeper ones come in order of id, each with its own parent."""
    chain = [room.approved()]
    for _ in range(9):
        chain.append(room.approved(under=chain[-1]))
    [comment] = room.page().comments
    for level in range(DEEPEST_NESTING + 1):
        assert (comment["id"], comment["depth"]) == (str(chain[level]), level)
        if level < DEEPEST_NESTING:
            [comment] = comment["replies"]["items"]
    flat = comment["replies"]["items"]
    assert _ids(flat) == [str(each) for each in chain[DEEPEST_NESTING + 1 :]]
    assert [each["parent_id"] for each in flat] == [str(each) for each in chain[6:9]]
    assert [each["depth"] for each in flat] == [7, 8, 9]
    assert all(each["replies"]["items"] == [] for each in flat)
    assert all(each["replies"]["next_cursor"] is None for each in flat)
    assert [each["replies"]["count"] for each in flat] == [1, 1, 0]


def test_what_lies_flat_still_tells_its_own_replies(room: Newsroom) -> None:
    """Asked for one by one, each comment of a deep chain gives its direct reply."""
    chain = [room.approved()]
    for _ in range(DEEPEST_NESTING + 4):
        chain.append(room.approved(under=chain[-1]))
    for above, below in pairwise(chain[DEEPEST_NESTING + 1 :]):
        answer = show.replies(above, 10, None)
        assert _ids(answer["items"]) == [str(below)]
        assert bool(answer["items"][0]["replies"]["next_cursor"]) == (below != chain[-1])


def test_the_first_replies_come_with_a_root_and_a_cursor_leads_on(room: Newsroom) -> None:
    """The number is that of all shown direct replies, whatever of them came along."""
    root = room.approved()
    replies = [room.approved(under=root) for _ in range(show.REPLIES_FIRST + 3)]
    room.post(under=root)
    [comment] = room.page().comments
    assert _ids(comment["replies"]["items"]) == [str(each) for each in replies[:10]]
    assert comment["replies"]["count"] == 13
    more = show.replies(root, 2, comment["replies"]["next_cursor"])
    assert (_ids(more["items"]), more["count"]) == ([str(each) for each in replies[10:12]], 13)
    last = show.replies(root, 2, more["next_cursor"])
    assert (_ids(last["items"]), last["next_cursor"]) == ([str(replies[12])], None)


def test_without_a_cursor_replies_begin_at_the_first(room: Newsroom) -> None:
    """A reply may be asked for what hangs below it as well as a root."""
    root = room.approved()
    reply = room.approved(under=root)
    below = [room.approved(under=reply) for _ in range(2)]
    assert _ids(show.replies(root, 10, None)["items"]) == [str(reply)]
    assert _ids(show.replies(reply, 10, None)["items"]) == [str(each) for each in below]
    assert show.replies(below[0], 10, None) == {"items": [], "count": 0, "next_cursor": None}


@pytest.mark.parametrize("start", ["post", "held"])
def test_what_is_not_shown_has_no_replies(room: Newsroom, start: str) -> None:
    """Neither has what is not there."""
    for comment_id in (uuid4(), getattr(room, start)()):
        with pytest.raises(Refused) as refused:
            show.replies(comment_id, 10, None)
        assert refused.value.kind == "not_found"
        assert show.one(comment_id) is None


def test_ancestors_lead_from_the_root_to_the_parent(room: Newsroom) -> None:
    """Tombstones among them included, at any depth."""
    chain = [room.approved()]
    for _ in range(8):
        chain.append(room.approved(under=chain[-1]))
    room.reject(chain[2], chain[7])
    row = show.one(chain[8])
    assert row is not None
    above = show.ancestors(row)
    assert _ids(above) == [str(each) for each in chain[:8]]
    assert [each["tombstone"] for each in above if each["tombstone"]] == ["rejected"] * 2
    root = show.one(chain[0])
    assert root is not None
    assert show.ancestors(root) == []


# Whole threads


@pytest.mark.parametrize("seed", range(4))
def test_a_reader_who_follows_all_cursors_has_the_whole_thread(room: Newsroom, seed: int) -> None:
    """Of 300 comments at random places, some taken down, every shown one is there, in its place."""
    chance = random.Random(seed)
    roots, answered = chance.choice([(1, 1), (12, 3), (60, 20), (30, 1)])
    ids = fill(room.site.id, "a", roots, 300 - roots, answered=answered, seed=seed)
    for action in (Action.REJECT, Action.HOLD):
        taken_down = chance.sample(ids, 40)
        decide([Wanted(each) for each in taken_down], action, KIM)
    for sort in ORDERS:
        _assert_whole(room, sort, chance.choice([2, 5, 20]), chance.choice([1, 3, 10]))
    for target in chance.sample([row.id for row in _rows() if row.shown], 10):
        page = room.page(around=target, limit=3)
        assert str(target) in _ids(list(_everything(page.comments)))
        assert len(set(_ids(list(_everything(page.comments))))) == len(
            list(_everything(page.comments))
        )


def _assert_whole(
    room: Newsroom, sort: str = "oldest", limit: int = 10, replies_limit: int = 3
) -> None:
    """Reading all pages and all replies gives exactly the shown comments, each in its place."""
    reader = _Reader(replies_limit)
    for page in _all_pages(room, sort, limit):
        reader.read(page.comments, None)
    rows = [row for row in _rows() if row.shown]
    truth = {str(row.id): str(row.shown_under_id) if row.parent_id else None for row in rows}
    assert reader.place == truth
    for row in rows:
        comment = reader.comments[str(row.id)]
        grave = None if row.status == "approved" else row.status
        assert comment["tombstone"] == grave
        assert comment["html"] == ("" if grave else row.html)
        assert comment["replies"]["count"] == row.shown_replies
    for below in reader.order.values():
        assert below == sorted(below)


class _Reader:
    """Follows every cursor and puts the answers together, as the widget does."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.comments: dict[str, Json] = {}
        self.place: dict[str, str | None] = {}
        self.order: dict[str, list[str]] = {}
        self.calls = 0

    def read(self, comments: list[Json], under: str | None) -> None:
        for comment in comments:
            comment_id = comment["id"]
            if comment_id not in self.comments:
                self.comments[comment_id] = comment
                self.place[comment_id] = under
                if under is not None:
                    self.order.setdefault(under, []).append(comment_id)
            replies = comment["replies"]
            self.read(replies["items"], comment_id)
            self._continue(comment_id, replies["next_cursor"])

    def _continue(self, comment_id: str, cursor: str | None) -> None:
        while cursor is not None:
            self.calls += 1
            assert self.calls < 5000, "the cursors do not get on"
            more = show.replies(UUID(comment_id), self.limit, cursor)
            self.read(more["items"], comment_id)
            cursor = more["next_cursor"]


SECRETS = ("the wicked words", "Wicked Name")


@pytest.mark.parametrize("take_down", ["reject", "hold", "withdraw", "edit", "never"])
@pytest.mark.parametrize("answered", [True, False])
def test_no_page_carries_a_word_of_what_is_not_approved(
    room: Newsroom, take_down: str, answered: bool
) -> None:
    """Neither text nor name, in no order, around it, among replies, above, or by its id."""
    top = room.approved()
    bad = room.approved(SECRETS[0], name=SECRETS[1], under=top)
    below = room.approved(under=bad) if answered else None
    if take_down == "never":
        room.post(SECRETS[0] + "!", name=SECRETS[1], under=top)
        room.held(SECRETS[0] + "?", name=SECRETS[1], under=top)
        room.reject(bad)
    elif take_down == "edit":
        room.edit(bad, SECRETS[0] + " again")
    else:
        getattr(room, take_down)(bad)
    seen: list[Any] = [room.page(sort) for sort in ORDERS]
    seen.append(show.replies(top, 10, None))
    if below is not None:
        row = show.one(below)
        assert row is not None
        seen += [room.page(around=below), show.ancestors(row), show.replies(bad, 10, None)]
    else:
        assert show.one(bad) is None
    assert not any(secret in str(each) for secret in SECRETS for each in seen)
