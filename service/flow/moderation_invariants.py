"""What always holds for flags that ask, batches and restrictions; the rest is in `invariants`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select

from models.batches import Batch
from models.comments import Comment
from models.decisions import Decision
from models.flags import Flag
from models.readers import Reader
from models.restrictions import BannedAddress, Restriction
from moderation.status import Status
from service.flow.decide import PEOPLE
from service.flow.flags_ask import AGAIN, AT_ONCE
from service.flow.invariants import Rule


def moderation_rules() -> list[Rule]:
    """Everything that always holds about what people do with many comments, and with authors."""
    return [*_flags(), *_batches(), *_restrictions(), *_addresses()]


def _flags() -> Iterator[Rule]:
    grave = select(Flag.id).where(
        Flag.comment_id == Comment.id, Flag.cleared_by.is_(None), Flag.reason == AT_ONCE
    )
    unseen = Comment.reviewed_revision.is_distinct_from(Comment.revision)
    asks = and_(
        Comment.open_flags > 0,
        Comment.status != Status.DELETED,
        or_(unseen, Comment.open_flags >= AGAIN, grave.exists()),
    )
    expected = case((asks, True), else_=False)
    yield Rule(
        "flags ask until a person decides, and again from three readers or for what is illegal",
        Comment,
        select(Comment.id, Comment.flags_ask, expected).where(Comment.flags_ask != expected),
    )


def _batches() -> Iterator[Rule]:
    of_a_batch = (
        select(Decision.id, Decision.action, Batch.action)
        .outerjoin(Batch, Batch.id == Decision.batch_id)
        .where(Decision.batch_id.is_not(None))
    )
    yield Rule(
        "a decision of a batch does what its batch was to do",
        Decision,
        of_a_batch.where(Batch.action.is_distinct_from(Decision.action)),
    )
    yield Rule(
        "a decision of a batch is made by the person whose batch it is",
        Decision,
        select(Decision.id, Decision.actor_name, Batch.actor_name)
        .join(Batch, Batch.id == Decision.batch_id)
        .where(
            or_(
                Decision.actor_name != Batch.actor_name,
                Decision.actor_kind.not_in(PEOPLE),
            )
        ),
    )


def _restrictions() -> Iterator[Rule]:
    for sentence, restriction, reader in (
        ("a reader is restricted by what stands", Restriction.id, Reader.restriction_id),
        ("a reader's restriction has its kind", Restriction.kind, Reader.restriction_kind),
        ("a reader's restriction has its end", Restriction.until, Reader.restricted_until),
    ):
        standing = and_(Restriction.reader_id == Reader.id, Restriction.lifted_at.is_(None))
        yield Rule(
            sentence,
            Reader,
            select(Reader.id, reader, restriction)
            .outerjoin(Restriction, standing)
            .where(reader.is_distinct_from(restriction)),
        )
    of_reader: tuple[ColumnElement[bool], ...] = (
        Comment.reader_id != Restriction.reader_id,
        Comment.site_id != Restriction.site_id,
    )
    yield _never(
        "a restriction is made from a comment of its author, on its site",
        select(Restriction.id).join(Comment, Comment.id == Restriction.comment_id),
        or_(*of_reader),
    )
    yield _never(
        "what a newer restriction replaced stands no more",
        select(Restriction.id),
        and_(Restriction.replaced_by_id.is_not(None), Restriction.lifted_at.is_(None)),
    )


def _addresses() -> Iterator[Rule]:
    joined = select(BannedAddress.restriction_id).join(
        Restriction, Restriction.id == BannedAddress.restriction_id
    )
    stale = or_(
        Restriction.lifted_at.is_not(None),
        Restriction.kind != "ban",
        BannedAddress.until != Restriction.until,
        BannedAddress.site_id != Restriction.site_id,
    )
    yield _never("addresses are kept for bans that stand alone", joined, stale)


def _never(sentence: str, statement: Select[Any], condition: ColumnElement[bool]) -> Rule:
    """A condition holds for none of the restrictions that the statement finds."""
    broken = statement.add_columns(literal("so"), literal("not so")).where(condition)
    return Rule(sentence, Restriction, broken)
