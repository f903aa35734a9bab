"""Counts, versions and tombstones follow every change."""

import random
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from models.articles import Article
from models.comments import Comment
from models.database import db
from service.flow import count
from service.flow.check import check
from tests.service.flow.newsroom import RUDE, Newsroom


def _shown(room: Newsroom, *comment_ids: UUID) -> list[bool]:
    return [room.row(comment_id).shown for comment_id in comment_ids]


def test_the_count_is_the_number_of_approved_comments(room: Newsroom) -> None:
    """Pending, rejected and deleted comments count for nothing, and neither do tombstones."""
    first, second, third = room.approved(), room.approved(), room.approved()
    reply = room.approved(under=first)
    room.post()
    room.held()
    assert room.article().count == 4
    room.reject(first)
    room.hold(second)
    room.withdraw(third)
    assert room.article().count == 1
    assert _shown(room, first, second, third, reply) == [True, False, False, True]
    room.approve(first)
    assert room.article().count == 2


def test_articles_count_for_themselves(room: Newsroom) -> None:
    """A decision moves the count of its own article only."""
    room.approved(article="a")
    room.approved(article="b")
    room.reject(room.approved(article="b"))
    assert (room.article("a").count, room.article("b").count) == (1, 1)


def test_a_recount_finds_what_the_column_says(room: Newsroom) -> None:
    """The column and the rows agree; only checks ever count."""
    for _ in range(3):
        room.approved()
    room.reject(room.approved())
    row = room.row(room.approved())
    session = db.session()
    article = session.get_one(Article, row.article_id)
    assert count.recount(session, article) == article.count == 4


CHANGES: dict[str, tuple[Callable[[Newsroom, dict[str, UUID]], object], bool]] = {
    # What readers see changes: a new version.
    "approve what waits": (lambda room, ids: room.approve(ids["held"]), True),
    "reject what is shown": (lambda room, ids: room.reject(ids["leaf"]), True),
    "reject what then is a tombstone": (lambda room, ids: room.reject(ids["root"]), True),
    "hold what is shown": (lambda room, ids: room.hold(ids["leaf"]), True),
    "withdraw what is shown": (lambda room, ids: room.withdraw(ids["leaf"]), True),
    "withdraw a tombstone": (lambda room, ids: room.withdraw(ids["grave"]), True),
    "edit what is shown": (lambda room, ids: room.edit(ids["leaf"]), True),
    # What readers see stays the same: pages stay fresh.
    "receive": (lambda room, ids: room.post(under=ids["root"]), False),
    "hold what waits": (lambda room, ids: room.score(RUDE), False),
    "reject what waits": (lambda room, ids: room.reject(ids["held"]), False),
    "confirm what is shown": (lambda room, ids: room.approve(ids["leaf"]), False),
    "escalate": (lambda room, ids: room.escalate(ids["leaf"]), False),
    "edit what waits": (lambda room, ids: room.edit(ids["held"]), False),
    "edit what is a tombstone": (lambda room, ids: room.edit(ids["waiting grave"]), False),
    "withdraw what waits": (lambda room, ids: room.withdraw(ids["held"]), False),
    "flag": (lambda room, ids: room.flag(ids["leaf"]), False),
    "vote": (lambda room, ids: room.vote(ids["leaf"]), False),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_version_rises_with_every_visible_change_and_no_other(
    room: Newsroom, name: str
) -> None:
    """A page is made anew exactly when it would show something else."""
    act, visible = CHANGES[name]
    ids = {"root": room.approved(), "grave": room.approved(), "waiting grave": room.approved()}
    ids["leaf"] = room.approved(under=ids["root"])
    for grave in ("grave", "waiting grave"):
        room.approved(under=ids[grave])
    room.reject(ids["grave"])
    room.hold(ids["waiting grave"])
    ids["held"] = room.held()
    room.post()
    before, page = room.article().version, room.page()
    act(room, ids)
    assert (room.article().version > before) is visible
    if not visible and name != "vote":
        assert room.page() == page


@pytest.mark.parametrize(
    ("take_down", "tombstone"),
    [("reject", "rejected"), ("withdraw", "deleted"), ("hold", "pending")],
)
def test_a_tombstone_stands_for_what_has_a_shown_reply(
    room: Newsroom, take_down: str, tombstone: str
) -> None:
    """It says why, has neither text nor author, and keeps its replies."""
    root = room.approved("Regretted.", name="Ann Lee")
    reply = room.approved("Still here.", under=root)
    getattr(room, take_down)(root)
    [grave] = room.page().comments
    assert (grave["id"], grave["status"], grave["tombstone"]) == (str(root), tombstone, tombstone)
    assert (grave["author"], grave["html"], grave["edited_at"]) == (None, "", None)
    assert [item["id"] for item in grave["replies"]["items"]] == [str(reply)]
    assert grave["replies"]["count"] == 1
    assert "Ann Lee" not in str(room.page())
    assert room.article().count == 1


def test_a_tombstone_without_a_shown_reply_is_gone(room: Newsroom) -> None:
    """When the last reply below it goes, nothing keeps it there."""
    root = room.approved()
    reply = room.approved(under=root)
    room.reject(root)
    room.withdraw(reply)
    assert room.page().comments == []
    assert _shown(room, root, reply) == [False, False]
    assert room.row(root).shown_replies == 0


def test_one_approved_reply_holds_up_a_whole_chain_of_tombstones(room: Newsroom) -> None:
    """What comes and goes at the end of a chain shows and hides all that it hangs on."""
    chain = [room.approved()]
    for _ in range(11):
        chain.append(room.approved(under=chain[-1]))
    *above, last = chain
    room.reject(*above)
    assert room.article().count == 1
    assert _shown(room, *chain) == [True] * 12
    room.reject(last)
    assert room.article().count == 0
    assert _shown(room, *chain) == [False] * 12
    assert room.page().comments == []
    room.approve(last)
    assert _shown(room, *chain) == [True] * 12
    room.approve(chain[5])
    room.reject(last)
    assert _shown(room, *chain) == [True] * 6 + [False] * 6
    assert [room.row(each).shown_replies for each in chain] == [1] * 5 + [0] * 7


def test_a_tombstone_goes_only_with_the_last_of_its_replies(room: Newsroom) -> None:
    """Two shown replies hold it up one after the other."""
    root = room.approved()
    first, second = room.approved(under=root), room.approved(under=root)
    room.reject(root)
    room.reject(first)
    assert room.row(root).shown
    room.reject(second)
    assert not room.row(root).shown
    room.approve(first)
    assert room.row(root).shown


@pytest.mark.parametrize("seed", range(2))
def test_any_order_of_decisions_on_a_thread_keeps_its_columns_true(
    room: Newsroom, seed: int
) -> None:
    """After many random decisions, alone and in batches, each column is what the rows say."""
    chance = random.Random(seed)
    room.set(mode="post")
    comments = [room.post()]
    for _ in range(20):
        comments.append(room.post(under=chance.choice(comments)))
    for _ in range(25):
        act = chance.choice([room.approve, room.reject, room.hold])
        act(*chance.sample(comments, chance.choice([1, 1, 2, 7])))
    db.session.rollback()
    rows = {row.id: row for row in db.session.scalars(select(Comment))}
    truth = dict.fromkeys(rows, 0)
    for comment_id in sorted(rows, reverse=True):
        row = rows[comment_id]
        if (row.status == "approved" or truth[comment_id]) and row.parent_id:
            truth[row.parent_id] += 1
    assert {comment_id: row.shown_replies for comment_id, row in rows.items()} == truth
    assert all(
        row.shown == (row.status == "approved" or truth[row.id] > 0) for row in rows.values()
    )
    assert room.article().count == room.recount()
    assert check().differences == []
