"""Fills a fresh database of Belowline with a corpus, in one transaction.

The rows are those that receiving, scoring and deciding would have left, as of a year ago, when
events had long been forgotten: `belowline check` finds nothing to say. In the first two articles
everything is approved; elsewhere a few comments are held and a few were rejected by a person. Or
everything is held, and some of it was flagged meanwhile.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, create_engine, insert, select

from benchmarks.corpus import FIRST_DAY, Corpus, Written
from benchmarks.outcome import nesting, shown_replies, statuses
from models.articles import Article
from models.comments import OVERDUE, USUAL, Comment, urgency
from models.database import prepare_engine
from models.decisions import Decision
from models.flags import Flag
from models.migrate import upgrade
from models.readers import Reader
from models.rules import Rule
from models.scores import Score
from models.sites import DEFAULT_SITE, Site
from models.votes import Vote
from moderation import text
from moderation.rules import CLEAN, DEFAULT_RULES
from moderation.status import Action, Status
from service.flow.vote import rank

T = TypeVar("T")
Row = dict[str, Any]
AT_ONCE = 5_000
VOTED, FLAGGED = 0.25, 0.02
BEFORE = {
    "rules_apply": True,
    "reviewed_revision": None,
    "held_because": None,
    "escalated_at": None,
    "turn": USUAL,
    "waits_since": None,
}
LATER = timedelta(hours=2)
"""When a person got round to a held comment."""


def external_id(article: int) -> str:
    """What the publisher calls an article of the corpus."""
    return f"/news/{article:04d}"


def fill(url: str, corpus: Corpus, *, held: bool = False) -> None:
    """Migrate the database at `url` (for SQLAlchemy) and write the whole corpus into it.

    With `held`, everything waits for a person.
    """
    upgrade(url)
    engine = create_engine(url)
    prepare_engine(engine)
    with engine.connect() as plain, plain.execution_options(writing=True).begin():
        _Filling(plain, corpus, held).run()
    engine.dispose()


@dataclass
class _Filling:
    """The state of one filling: what was made up, and the ids that it got."""

    connection: Connection
    corpus: Corpus
    held: bool = False
    rng: random.Random = field(init=False)
    status: dict[int, Status] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(f"fill {self.corpus.seed}")
        self.status = statuses(self.rng, self.corpus.written)
        if self.held:
            self.status = dict.fromkeys(self.status, Status.PENDING)
        self.shown_replies = shown_replies(self.corpus.written, self.status)
        self.rendered = [text.render(paragraph) for paragraph in self.corpus.paragraphs]
        self.site = self._site()
        self.articles = [self._id(FIRST_DAY) for _ in range(self.corpus.articles)]
        self.readers = [self._id(FIRST_DAY) for _ in self.corpus.readers]
        self.ids = {each.number: self._id(_time(each)) for each in self.corpus.written}
        self.under = nesting(self.corpus.written)

    def run(self) -> None:
        """Write the rows, those that are referred to first."""
        self._write(Article, list(self._article_rows()))
        self._write(Reader, list(self._reader_rows()))
        for some in _in_parts(self.corpus.written):
            scores = {each.number: self._score_row(each) for each in some}
            votes = {each.number: self._vote_rows(each) for each in some}
            flags = {each.number: self._flag_rows(each) for each in some}
            comments = [
                self._comment_row(e, scores[e.number], votes[e.number], len(flags[e.number]))
                for e in some
            ]
            self._write(Comment, comments)
            self._write(Score, list(scores.values()))
            self._write(Decision, [row for each in some for row in self._decision_rows(each)])
            self._write(Vote, [vote for rows in votes.values() for vote in rows])
            self._write(Flag, [flag for rows in flags.values() for flag in rows])

    def _write(self, table: Any, rows: list[Row]) -> None:
        for some in _in_parts(rows):
            self.connection.execute(insert(table), some)

    def _site(self) -> UUID:
        """The default site, with the rules that a new one gets."""
        known = self.connection.scalar(select(Site.id).where(Site.name == DEFAULT_SITE))
        if known is not None:
            return known
        site_id = self._id(FIRST_DAY)
        self._write(Site, [{"id": site_id, "name": DEFAULT_SITE}])
        rules = [
            {"site_id": site_id, "position": place, "name": r.name, "when": r.when, "then": r.then}
            for place, r in enumerate(DEFAULT_RULES)
        ]
        self._write(Rule, rules)
        return site_id

    def _article_rows(self) -> Iterator[Row]:
        counts, changes = Counter[int](), Counter[int]()
        for each in self.corpus.written:
            counts[each.article] += self.status[each.number] is Status.APPROVED
            changes[each.article] += 1
        for number, article_id in enumerate(self.articles, start=1):
            yield {
                "id": article_id,
                "site_id": self.site,
                "external_id": external_id(number),
                "title": f"Article {number}",
                "count": counts[number],
                "version": 1 + changes[number],
                "created_at": FIRST_DAY,
            }

    def _reader_rows(self) -> Iterator[Row]:
        for reader_id in self.readers:
            token_hash = hashlib.sha256(reader_id.bytes).hexdigest()
            yield {
                "id": reader_id,
                "site_id": self.site,
                "token_hash": token_hash,
                "created_at": FIRST_DAY,
            }

    def _comment_row(self, each: Written, score: Row, votes: list[Row], flags: int) -> Row:
        waits = self.status[each.number] is Status.PENDING
        turn = OVERDUE if waits else USUAL
        status, replies = self.status[each.number], self.shown_replies[each.number]
        up = sum(vote["value"] > 0 for vote in votes)
        body, html = self._texts(each)
        parent, under = each.parent, self.under[each.number]
        return {
            "id": self.ids[each.number],
            "site_id": self.site,
            "article_id": self.articles[each.article - 1],
            "reader_id": self.readers[each.reader],
            "parent_id": self.ids[parent] if parent else None,
            "root_id": self.ids[each.root],
            "shown_under_id": self.ids[under] if under else None,
            "depth": each.depth,
            "author_name": self.corpus.readers[each.reader],
            "body": body,
            "html": html,
            "fingerprint": text.fingerprint(body),
            "created_at": _time(each),
            "status": status,
            "version": 1 if status is Status.PENDING else 2,
            "sequence": (3 if status is Status.REJECTED else 2) + flags,
            "shown": status is Status.APPROVED or replies > 0,
            "shown_replies": replies,
            "votes_up": up,
            "votes_down": len(votes) - up,
            "rank": rank(up, len(votes) - up),
            "scored_revision": 1,
            "score_id": score["id"],
            "risk": score["risk"],
            "top_label": "toxicity",
            "reviewed_revision": 1 if status is Status.REJECTED else None,
            "held_because": _held(score) if waits else None,
            "open_flags": flags,
            "flags_ask": flags > 0,
            "waits_since": _time(each) if waits else None,
            "turn": turn,
            "urgency": urgency(turn, score["risk"]),
        }

    def _texts(self, each: Written) -> tuple[str, str]:
        """A body and its HTML, from paragraphs that were rendered once."""
        body = self.corpus.body(each)
        html = "\n".join(self.rendered[index] for index in each.paragraphs)
        if each.number % 1000 == 0:
            assert html == text.render(body), "paragraphs no longer render one by one"
        return body, html

    def _score_row(self, each: Written) -> Row:
        clean = self.status[each.number] is Status.APPROVED
        risk = self.rng.uniform(0.0, CLEAN * 0.99) if clean else self.rng.uniform(CLEAN, 1.0)
        return {
            "id": self._id(_time(each)),
            "comment_id": self.ids[each.number],
            "revision": 1,
            "model": "made up",
            "model_revision": "1",
            "risk": risk,
            "toxicity": risk,
            "created_at": _time(each),
        }

    def _decision_rows(self, each: Written) -> list[Row]:
        """By a rule at once, and by a person two hours later where that rejected."""
        status = self.status[each.number]
        clean = status is Status.APPROVED
        action = Action.APPROVE if clean else Action.HOLD
        to, rule = (Status.APPROVED, "clean") if clean else (Status.PENDING, "no rule matched")
        rows = [self._decision(each, action, "rule", rule, Status.PENDING, to)]
        if status is Status.REJECTED:
            names = ("key", "the editors")
            rows.append(self._decision(each, Action.REJECT, *names, Status.PENDING, status))
        return rows

    def _decision(
        self, each: Written, action: Action, kind: str, who: str, before: Status, after: Status
    ) -> Row:
        at = _time(each) + (LATER if kind == "key" else timedelta())
        return {
            "id": self._id(at),
            "site_id": self.site,
            "comment_id": self.ids[each.number],
            "action": action,
            "from_status": before,
            "to_status": after,
            "version": 1 if before is after else 2,
            "revision": 1,
            "actor_kind": kind,
            "actor_name": who,
            "facts": {"rule": who, "facts": {}} if kind == "rule" else None,
            "before": BEFORE,
            "created_at": at,
        }

    def _vote_rows(self, each: Written) -> list[Row]:
        """A quarter of the comments were voted on, each by a few readers."""
        if self.status[each.number] is not Status.APPROVED or self.rng.random() > VOTED:
            return []
        voters = self.rng.sample(self.readers, self.rng.randint(1, 8))
        return [
            {
                "id": self._id(_time(each)),
                "comment_id": self.ids[each.number],
                "reader_id": voter,
                "value": 1 if self.rng.random() < 0.7 else -1,
                "created_at": _time(each) + LATER,
            }
            for voter in voters
        ]

    def _flag_rows(self, each: Written) -> list[Row]:
        """Where everything is held, a few comments were flagged, before they were held again."""
        if not self.held or self.rng.random() > FLAGGED:
            return []
        return [
            {
                "id": self._id(_time(each)),
                "comment_id": self.ids[each.number],
                "reader_id": reader,
                "reason": self.rng.choice(("spam", "abuse", "off_topic")),
                "text": "Please look at this." if self.rng.random() < 0.3 else "",
                "created_at": _time(each),
            }
            for reader in self.rng.sample(self.readers, self.rng.randint(1, 6))
        ]

    def _id(self, at: datetime) -> UUID:
        """An id as of that moment, with the seed's random part."""
        milliseconds = round(at.timestamp() * 1000)
        random_bits = 0x7 << 76 | self.rng.getrandbits(12) << 64 | 0b10 << 62
        return UUID(int=milliseconds << 80 | random_bits | self.rng.getrandbits(62))


def _in_parts(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def _time(each: Written) -> datetime:
    return datetime.fromtimestamp(each.at_ms / 1000, UTC)


def _held(score: Row) -> Row:
    return {"rule": "no rule matched", "facts": {"risk": score["risk"], "links": 0}}
