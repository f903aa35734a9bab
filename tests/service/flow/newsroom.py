"""One site with its readers, its scorer and its moderators, each doing what the service would."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import func, inspect, select, update

from models.articles import Article
from models.comments import Comment
from models.database import db, now, writing
from models.decisions import Decision
from models.events import Event
from models.flags import Flag
from models.readers import Reader
from models.restrictions import Restriction
from models.sites import Site
from moderation.rules import Rule
from moderation.status import Action
from service.flow import decide, revise, score, show
from service.flow.articles import ArticleFacts, find_article
from service.flow.decide import Actor, Outcome, Wanted
from service.flow.flag import Flagged, flag
from service.flow.receive import Draft, Received, receive
from service.flow.restrict import Sentence, restrict
from service.flow.score import Claimed, Model, Scored
from service.flow.sites import SiteFacts, create_site, find_site, site_changed, write_rules
from service.flow.vote import Voted, vote

T = TypeVar("T")
COLUMNS = inspect(Comment).column_attrs
Json = dict[str, Any]

KIM = Actor("moderator", "kim@example.org", uuid4())
LEE = Actor("moderator", "lee@example.org", uuid4())
MODEL = Model("a model", "revision-1")
CLEAN, RUDE = 0.01, 0.9


def scores(risk: float) -> dict[str, float]:
    """Scores of a comment of this risk, by a model that knows three labels."""
    return {"toxicity": risk, "insult": risk / 2, "threat": risk / 3}


@dataclass
class Newsroom:
    """A site, and the verbs of `service.flow` with everything filled in that a test leaves out."""

    name: str = "paper"
    tokens: dict[UUID, str] = field(default_factory=dict)
    """The token of each comment's author."""
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        with writing() as session:
            create_site(session, self.name)

    @property
    def site(self) -> SiteFacts:
        """The site as it is now."""
        found = find_site(self.name)
        assert found is not None
        return found

    def set(self, **values: Any) -> None:
        """Change the site's settings."""
        with writing() as session:
            site = session.scalars(select(Site).where(Site.name == self.name)).one()
            for name, value in values.items():
                setattr(site, name, value)
            site_changed(session, site)

    def set_rules(self, *rules: Rule) -> None:
        """Put other rules in the place of the site's."""
        with writing() as session:
            site = session.scalars(select(Site).where(Site.name == self.name)).one()
            write_rules(session, site, rules)

    def set_article(self, article: str = "a", **values: Any) -> None:
        """Change an article, which must be there."""
        with writing() as session:
            row = session.scalars(select(Article).where(Article.external_id == article)).one()
            for name, value in values.items():
                setattr(row, name, value)

    def post(
        self,
        body: str = "",
        *,
        under: UUID | None = None,
        article: str = "a",
        name: str = "Ann",
        token: str | None = None,
        **more: Any,
    ) -> UUID:
        """Post a comment; its id."""
        received = self.receive(body, under=under, article=article, name=name, token=token, **more)
        return received.comment.id

    def receive(
        self,
        body: str = "",
        *,
        under: UUID | None = None,
        article: str = "a",
        name: str = "Ann",
        token: str | None = None,
        address_hash: str | None = None,
        **more: Any,
    ) -> Received:
        """Post a comment; all that the service learns."""
        draft = Draft(article, body or self._words(), name, parent_id=under, **more)
        received = receive(self.site, draft, token=token, address_hash=address_hash)
        self.tokens[received.comment.id] = received.token
        return received

    def score(self, risk: float = CLEAN, *, of: Mapping[UUID, float] | None = None) -> int:
        """Score all that is due with this risk, or by comment; how many there were."""
        claimed = self.claim()
        risks = of or {}
        for item in claimed:
            self.keep(item, risks.get(item.id, risk))
        return len(claimed)

    def score_only(self, comment_id: UUID, risk: float = CLEAN) -> None:
        """Score one of those that are due, and leave the others."""
        for claimed in self.claim():
            if claimed.id == comment_id:
                self.keep(claimed, risk)
            else:
                self.due(claimed.id)

    def claim(self, most: int = 1000) -> list[Claimed]:
        """Claim what is due, as a scorer does."""
        return score.claim(most)

    def keep(self, claimed: Claimed, risk: float = CLEAN) -> None:
        """Keep the scores of one claim."""
        score.keep(MODEL, [Scored(claimed, scores(risk))])

    def due(self, comment_id: UUID) -> None:
        """Let the comment be scored again."""
        self.backdate(comment_id, score_due_at=now(), score_claim=None)

    def approved(self, body: str = "", **more: Any) -> UUID:
        """Post a comment that the rules approve; its id."""
        comment_id = self.post(body, **more)
        self.score(CLEAN)
        assert self.row(comment_id).status == "approved"
        return comment_id

    def held(self, body: str = "", **more: Any) -> UUID:
        """Post a comment that the rules hold; its id."""
        comment_id = self.post(body, **more)
        self.score(RUDE)
        assert self.row(comment_id).status == "pending"
        return comment_id

    def decide(
        self, action: Action, *comment_ids: UUID, by: Actor = KIM, **more: Any
    ) -> Sequence[Decision]:
        """Decide at sight, which must succeed; the decisions."""
        wanted = [Wanted(each, self.row(each).version) for each in comment_ids]
        outcome: Outcome = decide.decide(wanted, action, by, **more)
        assert outcome.conflicts == []
        return outcome.decisions

    def decide_version(self, comment_id: UUID, version: int | None, by: Actor) -> Outcome:
        """A moderator approves what was seen at that version; succeed or not."""
        return decide.decide([Wanted(comment_id, version)], Action.APPROVE, by)

    def approve(self, *comment_ids: UUID) -> Decision:
        """A moderator approves; the last decision."""
        return self.decide(Action.APPROVE, *comment_ids)[-1]

    def reject(self, *comment_ids: UUID) -> Decision:
        """A moderator rejects; the last decision."""
        return self.decide(Action.REJECT, *comment_ids)[-1]

    def hold(self, *comment_ids: UUID) -> Decision:
        """A moderator holds; the last decision."""
        return self.decide(Action.HOLD, *comment_ids)[-1]

    def escalate(self, *comment_ids: UUID) -> Decision:
        """A moderator asks another; the last decision."""
        return self.decide(Action.ESCALATE, *comment_ids)[-1]

    def restrict(self, comment_id: UUID, kind: str = "ban", days: float = 7) -> Restriction:
        """A moderator restricts a comment's author for some days."""
        until = now() + timedelta(days=days)
        return restrict(comment_id, Sentence(kind, until, "threat", "Again."), KIM)

    def edit(self, comment_id: UUID, body: str = "") -> Comment:
        """Its author edits a comment."""
        return revise.edit(self.site, comment_id, self.tokens[comment_id], body or self._words())

    def withdraw(self, comment_id: UUID) -> None:
        """Its author deletes a comment."""
        revise.withdraw(self.site, comment_id, self.tokens[comment_id])

    def flag(
        self, comment_id: UUID, token: str | None = None, reason: str = "spam", text: str = ""
    ) -> Flagged:
        """A reader, a new one without a token, flags a comment."""
        return flag(self.site, comment_id, token, reason, text)

    def vote(self, comment_id: UUID, value: int = 1, token: str | None = None) -> Voted:
        """A reader, a new one without a token, votes."""
        return vote(self.site, comment_id, token, value)

    def article(self, article: str = "a") -> ArticleFacts:
        """The article as everybody finds it, which must be there."""
        found = find_article(self.site.id, article)
        assert found is not None
        return found

    def article_of(self, comment: Comment) -> str:
        """The publisher's id of the comment's article."""
        return db.session.get_one(Article, comment.article_id).external_id

    def seen(self, *articles: str) -> dict[str, Json]:
        """All that a reader gets of small threads, by id."""
        found = [find_article(self.site.id, name) for name in articles]
        pages = [show.page(each, "oldest", 100, None, None) for each in found if each is not None]
        waiting = [comment for page in pages for comment in page.comments]
        seen: dict[str, Json] = {}
        while waiting:
            comment = waiting.pop()
            seen[comment["id"]] = comment
            waiting += comment["replies"]["items"]
            cursor = comment["replies"]["next_cursor"]
            while cursor:
                more = show.replies(UUID(comment["id"]), 100, cursor)
                waiting, cursor = waiting + more["items"], more["next_cursor"]
        return seen

    def page(
        self,
        sort: str = "oldest",
        *,
        limit: int = 100,
        cursor: str | None = None,
        around: UUID | None = None,
        article: str = "a",
    ) -> show.Page:
        """A page of an article's thread."""
        return show.page(self.article(article), sort, limit, cursor, around)

    def row(self, comment_id: UUID) -> Comment:
        """The comment as the database has it now."""
        session = db.session()
        session.rollback()
        row = session.get(Comment, comment_id, populate_existing=True)
        assert row is not None
        return row

    def flag_row(self, flag_id: UUID) -> Flag:
        """A flag as the database has it now."""
        [row] = _all(Flag, Flag.id == flag_id)
        return row

    def reader(self, comment_id: UUID) -> Reader:
        """The author of a comment."""
        [row] = _all(Reader, Reader.id == self.row(comment_id).reader_id)
        return row

    def decisions(self, comment_id: UUID) -> list[Decision]:
        """The comment's audit log."""
        return _all(Decision, Decision.comment_id == comment_id)

    def events(self, comment_id: UUID) -> list[Event]:
        """What was announced of the comment, in order."""
        return sorted(_all(Event, Event.comment_id == comment_id), key=lambda e: e.sequence)

    def event_types(self, comment_id: UUID) -> list[str]:
        """The types of these events."""
        return [event.type for event in self.events(comment_id)]

    def recount(self, article: str = "a") -> int:
        """The number of approved comments, by counting them."""
        db.session.rollback()
        found = Comment.article_id == self.article(article).id
        approved = select(func.count()).where(found, Comment.status == "approved")
        return db.session.scalars(approved).one()

    def _words(self) -> str:
        """A text that nobody has posted before: the shipped rules hold what comes three times."""
        return f"Words number {next(self.numbers)}."

    def backdate(self, comment_id: UUID, **values: Any) -> None:
        """Set columns of a comment as if time had passed."""
        with writing() as session:
            session.execute(update(Comment).where(Comment.id == comment_id).values(**values))

    def copied(self, comment_id: UUID, new: UUID) -> UUID:
        """The same root once more under another id."""
        values = {column.key: getattr(self.row(comment_id), column.key) for column in COLUMNS}
        with writing() as session:
            session.add(Comment(**values | {"id": new, "root_id": new}))
        return new


def _all(table: type[T], condition: Any) -> list[T]:
    session = db.session()
    session.rollback()
    by_id: Any = table.id  # type: ignore[attr-defined]
    statement = select(table).where(condition).order_by(by_id)
    return list(session.scalars(statement.execution_options(populate_existing=True)))
