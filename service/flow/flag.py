"""Readers' flags: enough of them ask a person to look again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.articles import Article
from models.comments import Comment
from models.database import writing
from models.flags import Flag
from moderation.events import FLAGGED
from moderation.rules import Verdict
from moderation.status import Action, By, Status
from service.flow.announce import announce
from service.flow.decide import Actor, change, lock_one
from service.flow.flags_ask import flags_ask
from service.flow.readers import reader_for_writing
from service.flow.refused import Refused
from service.flow.restrict import refuse_if_banned
from service.flow.sites import SiteFacts

REASONS = ("abuse", "spam", "off_topic", "personal_data", "illegal", "other")
BY_FLAGS = Actor("flags", "readers' flags")


@dataclass(frozen=True)
class Flagged:
    """The flag as it is kept, and the reader's token."""

    flag: Flag
    token: str


def flag(
    site: SiteFacts, comment_id: UUID, token: str | None, reason: str, text: str = ""
) -> Flagged:
    """Keep a reader's flag; one per reader and comment, a second send changes nothing.

    Raises `Refused`: not_found for a comment that readers do not see, forbidden to whom is banned.
    """
    with writing() as session:
        article, comment = lock_one(session, comment_id)
        if comment.site_id != site.id or comment.status != Status.APPROVED:
            raise Refused("not_found", "There is no such comment.")
        reader, token = reader_for_writing(session, site.id, token)
        refuse_if_banned(reader)
        kept = session.scalar(
            select(Flag).where(Flag.comment_id == comment.id, Flag.reader_id == reader.id)
        )
        if kept is None:
            kept = Flag(comment_id=comment.id, reader_id=reader.id, reason=reason, text=text)
            session.add(kept)
            comment.open_flags += 1
            comment.flags_ask = flags_ask(session, comment)
            announce(session, FLAGGED, article, comment, flags=comment.open_flags, flag=reason)
            _hold_if_many(session, site, article, comment)
        return Flagged(kept, token)


def _hold_if_many(session: Session, site: SiteFacts, article: Article, comment: Comment) -> None:
    approved_by_person = comment.reviewed_revision == comment.revision
    if comment.open_flags >= site.flag_limit and not approved_by_person:
        verdict = Verdict("hold", "flagged by readers", {"flags": comment.open_flags})
        change(session, article, comment, Action.HOLD, By.FLAGS, BY_FLAGS, verdict=verdict)
