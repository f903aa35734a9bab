"""What readers see. Every listing starts at `shown`; nothing else decides who may see what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from models.comments import Comment
from models.database import db
from service.flow import cursor as cursors
from service.flow.articles import ArticleFacts
from service.flow.keyset import Keyset
from service.flow.refused import Refused
from service.flow.thread import DEEPEST_NESTING, Branch, Json, going_on, view

SORTS = ("oldest", "newest", "top")
REPLIES_FIRST = 10
"""How many replies of each root come with a page of roots."""
BELOW_FACTOR = 3
"""How many comments of the same thread are read for each reply of a page of replies."""

COLUMNS = (
    "id",
    "parent_id",
    "root_id",
    "shown_under_id",
    "depth",
    "status",
    "author_name",
    "author_verified",
    "author_staff",
    "html",
    "created_at",
    "edited_at",
    "votes_up",
    "votes_down",
    "shown_replies",
    "rank",
)

THREAD = Keyset((Comment.root_id, Comment.id))
BRANCH = Keyset((Comment.shown_under_id, Comment.id))

Rows = Sequence[Row[Any]]

# Made once: an alias of so wide a table costs more to make than a page of its rows to read.
_ROOT, _REPLY = aliased(Comment), aliased(Comment)


@dataclass(frozen=True)
class Page:
    """A page of roots with their first replies, in the shape of the HTTP contract."""

    comments: list[Json]
    next_cursor: str | None = None
    prev_cursor: str | None = None


def shown(comment: Any = Comment) -> Select[Any]:
    """THE query: all that any reader may see, tombstones included."""
    return select(*(getattr(comment, name) for name in COLUMNS)).where(comment.shown)


def page(
    article: ArticleFacts, sort: str, limit: int, cursor: str | None, around: UUID | None
) -> Page:
    """A page of an article's roots. Raises `Refused` for a bad cursor or an unknown `around`."""
    session = db.session()
    order = _Order(sort)
    if around is not None:
        return _page_around(session, article, order, limit, around)
    place, backward = order.decode(cursor) if cursor else (None, False)
    roots = _roots(session, article.id, order, limit + 1, place, backward)
    further, roots = len(roots) > limit, roots[:limit]
    if backward:
        roots = roots[::-1]
    before = further if backward else place is not None
    after = bool(roots) if backward else further
    return _page(session, order, roots, before, after)


def one(comment_id: UUID, article_id: UUID | None = None) -> Row[Any] | None:
    """One shown comment, perhaps of a certain article; None where readers see none of that id."""
    statement = shown().where(Comment.id == comment_id)
    if article_id is not None:
        statement = statement.where(Comment.article_id == article_id)
    return db.session.execute(statement).one_or_none()


def ancestors(row: Row[Any]) -> list[Json]:
    """The comments above this one, its root first, each with the cursor that lists its replies."""
    return [going_on(view(each)) for each in _above(db.session(), row, "parent_id")]


def replies(comment_id: UUID, limit: int, cursor: str | None) -> Json:
    """More of a thread: `{"items", "count", "next_cursor"}` of what nests under a comment.

    Raises `Refused`: not_found, or invalid naming `cursor`.
    """
    session = db.session()
    row = one(comment_id)
    if row is None:
        raise Refused("not_found", "There is no such comment.")
    after = cursors.decode("replies", cursor, UUID)[0] if cursor else comment_id
    items = session.execute(_nested_under(row, after).limit(limit + 1)).all()
    further, items = len(items) > limit, items[:limit]
    most = BELOW_FACTOR * limit
    below = _thread_after(session, row.root_id, items[0].id, most) if items else []
    told = Branch(items, below, {row.root_id} if len(below) == most else ()).views()
    return {
        # Deeper than that, these are direct replies alone, without their own.
        "items": told if row.depth <= DEEPEST_NESTING else [going_on(each) for each in told],
        "count": row.shown_replies,
        "next_cursor": cursors.encode("replies", items[-1].id) if further else None,
    }


def _nested_under(row: Row[Any], after: UUID) -> Select[Any]:
    """What an answer about this comment lists below it, in order of id.

    Beyond the deepest level that nests, only a comment's direct replies can be told from those of
    the comments that lie flat beside it.
    """
    if row.depth <= DEEPEST_NESTING:
        return BRANCH.walk(shown(), row.id, [after])
    beside = BRANCH.walk(shown(), row.shown_under_id, [after])
    return beside.where(Comment.parent_id == row.id)


@dataclass(frozen=True)
class _Order:
    """One of the three orders of roots, forward and backward."""

    sort: str

    def keyset(self, backward: bool) -> Keyset:
        keys = (Comment.rank, Comment.id) if self.sort == "top" else (Comment.id,)
        return Keyset((Comment.article_id, *keys), rising=(self.sort == "oldest") is not backward)

    def place(self, row: Row[Any]) -> list[Any]:
        return [row.rank, row.id] if self.sort == "top" else [row.id]

    def encode(self, row: Row[Any], direction: str) -> str:
        return cursors.encode(self.sort, direction, *self.place(row))

    def decode(self, cursor: str) -> tuple[list[Any], bool]:
        types = (str, float, UUID) if self.sort == "top" else (str, UUID)
        direction, *place = cursors.decode(self.sort, cursor, *types)
        return place, direction == "prev"


def _roots(
    session: Session,
    article_id: UUID,
    order: _Order,
    limit: int,
    place: list[Any] | None,
    backward: bool = False,
    inclusive: bool = False,
) -> Rows:
    statement = shown().where(Comment.parent_id.is_(None))
    keyset = order.keyset(backward)
    statement = keyset.walk(statement, article_id, place, inclusive=inclusive)
    return session.execute(statement.limit(limit)).all()


def _page_around(
    session: Session, article: ArticleFacts, order: _Order, limit: int, around: UUID
) -> Page:
    target = one(around)
    statement = shown().where(Comment.article_id == article.id)
    root = target and session.execute(statement.where(Comment.id == target.root_id)).one_or_none()
    if target is None or root is None:
        raise Refused("not_found", "There is no such comment under this article.")
    place = order.place(root)
    roots = _roots(session, article.id, order, limit + 1, place, inclusive=True)
    before = bool(_roots(session, article.id, order, 1, place, backward=True))
    further, roots = len(roots) > limit, roots[:limit]
    path = [*_above(session, target, "shown_under_id"), target]
    return _page(session, order, roots, before, further, path)


def _page(
    session: Session, order: _Order, roots: Rows, before: bool, after: bool, path: Rows = ()
) -> Page:
    below = _first_replies(session, roots)
    sizes = Counter(row.root_id for row in below)
    cut = {root_id for root_id, size in sizes.items() if size == REPLIES_FIRST}
    branch = Branch(roots, below, cut, path)
    return Page(
        branch.views(),
        order.encode(roots[-1], "next") if after and roots else None,
        order.encode(roots[0], "prev") if before and roots else None,
    )


def _first_replies(session: Session, roots: Rows) -> Rows:
    """The first replies of each root in order of id, which are a tree: parents come first.

    An index finds those of each root by themselves, so a thread of a million replies costs what
    a thread of ten does.
    """
    with_replies = [root.id for root in roots if root.shown_replies]
    if not with_replies:
        return []
    thread = Keyset((_REPLY.root_id, _REPLY.id))
    first = thread.walk(select(_REPLY.id).where(_REPLY.shown), _ROOT.id, [_ROOT.id])
    first = first.limit(REPLIES_FIRST).correlate(_ROOT)
    statement = shown().join(_ROOT, _among(session, first)).where(_ROOT.id.in_(with_replies))
    return session.execute(statement.order_by(Comment.id)).all()


def _among(session: Session, ids: Select[Any]) -> ColumnElement[bool]:
    """That a comment is one of few; PostgreSQL looks each up only where they are an array."""
    if session.get_bind().dialect.name == "postgresql":
        return Comment.id == func.any(func.array(ids.scalar_subquery()))
    return Comment.id.in_(ids)


def _thread_after(session: Session, root_id: UUID, after: UUID, limit: int) -> Rows:
    return session.execute(THREAD.walk(shown(), root_id, [after]).limit(limit)).all()


def _above(session: Session, row: Row[Any], link: str) -> Rows:
    """The comments above this one by `parent_id` or by `shown_under_id`, the highest first.

    The comment that it answers is among them also where both lie flat below another.
    """
    if row.parent_id is None:
        return []
    first = {getattr(row, link), row.parent_id}
    above = shown().where(Comment.id.in_(first)).cte("above", recursive=True)
    next_one = aliased(Comment)
    above = above.union_all(shown(next_one).where(next_one.id == above.c[link]))
    return session.execute(select(above).order_by(above.c.id)).all()
