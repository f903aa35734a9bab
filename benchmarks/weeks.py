"""Weeks of comments and decisions that end now, made up from a seed, for the statistics to count.

Unlike those of `benchmarks.fill`, the rows are only what the statistics read: who decided what and
when, on texts of no interest. Days have their rush hours and weekends; rules decide most, three
people the rest, with the odd second thought, edit and withdrawal.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, create_engine, insert, select

from models.articles import Article
from models.comments import Comment
from models.database import now, prepare_engine
from models.decisions import Decision
from models.migrate import upgrade
from models.readers import Reader
from models.sites import DEFAULT_SITE, Site
from moderation.rules import LABELS

Row = dict[str, Any]
AT_ONCE = 5_000
PEOPLE = (("ines@example.org", 5), ("jonas@example.org", 3), ("the night desk", 2))
HELD_BY = (("no rule matched", 6), ("link from a newcomer", 2), ("posted three times", 1))
HOURS = (1, 1, 1, 1, 1, 2, 5, 9, 11, 10, 9, 9, 11, 10, 8, 8, 9, 11, 13, 15, 14, 11, 7, 3)
WEIGHTS = (14, 3, 5, 1, 6, 2, 1)
"""How often each label is the highest."""

WEEKEND = 0.6
LATEST = 6.0
"""Nobody has looked at what was held within so many hours, of which the chance falls evenly."""

KEPT: Row = dict.fromkeys(("reviewed_revision", "held_because", "escalated_at"))


@dataclass
class _Story:
    """One comment and all that was decided about it."""

    comment: Row
    decisions: list[Row] = field(default_factory=list)
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.at = self.comment["created_at"]


def write_weeks(url: str, comments: int, days: int, seed: int = 1) -> int:
    """Migrate the database at `url` and write so many comments into it; how many decisions."""
    upgrade(url)
    engine = create_engine(url)
    prepare_engine(engine)
    try:
        with engine.connect() as plain, plain.execution_options(writing=True).begin():
            return _Weeks(plain, random.Random(seed)).write(comments, days)
    finally:
        engine.dispose()


class _Weeks:
    def __init__(self, connection: Connection, rng: random.Random) -> None:
        self.connection = connection
        self.rng = rng
        self.end = now()
        self.site = self._site()
        self.article = self._one(Article, site_id=self.site, external_id="/weeks", title="Weeks")
        self.reader = self._one(
            Reader, site_id=self.site, token_hash=f"{rng.getrandbits(256):064x}"
        )

    def write(self, comments: int, days: int) -> int:
        stories = [self._story(at) for at in self._times(comments, days)]
        decisions = [row for story in stories for row in story.decisions]
        self._insert(Comment, (story.comment for story in stories))
        self._insert(Decision, sorted(decisions, key=lambda row: row["created_at"]))
        return len(decisions)

    def _times(self, comments: int, days: int) -> list[datetime]:
        began = [self.end - timedelta(days=back) for back in range(days)]
        weights = [WEEKEND if day.weekday() > 4 else 1.0 for day in began]
        found: list[datetime] = []
        while len(found) < comments:
            [day] = self.rng.choices(began, weights)
            [hour] = self.rng.choices(range(24), HOURS)
            at = day.replace(hour=hour) + timedelta(milliseconds=self.rng.randrange(3_600_000))
            if at < self.end:
                found.append(at)
        return sorted(found)

    def _story(self, at: datetime) -> _Story:
        comment_id = self._id(at)
        story = _Story(
            {
                "id": comment_id,
                "site_id": self.site,
                "article_id": self.article,
                "reader_id": self.reader,
                "root_id": comment_id,
                "depth": 0,
                "author_name": "Somebody",
                "body": "A comment.",
                "html": "<p>A comment.</p>",
                "created_at": at,
                "status": "pending",
                "revision": 1,
                "scored_revision": 1,
                "risk": self.rng.random(),
                "top_label": self.rng.choices(LABELS, WEIGHTS)[0],
            }
        )
        self._judge(story)
        if self._chance(0.01) and story.comment["status"] != "rejected":
            self._decide(story, "edit", "pending", "author", "the author", self._minutes(4))
            story.comment["revision"] = 2
            self._judge(story)
        if self._chance(0.005):
            self._decide(story, "delete", "deleted", "author", "the author", self._minutes(30))
        return story

    def _judge(self, story: _Story) -> None:
        """What the rules say to a text, and people after them."""
        soon = timedelta(seconds=self.rng.uniform(0.1, 1.5))
        chance = self.rng.random()
        if chance < 0.72:
            self._decide(story, "approve", "approved", "rule", "clean", soon)
            self._second_look(story, 0.05, 0.25)
        elif chance < 0.76:
            self._decide(story, "reject", "rejected", "rule", "surely abusive", soon)
            self._second_look(story, 0.3, 0.12)
        else:
            [(rule, _)] = self.rng.choices(HELD_BY, [weight for _, weight in HELD_BY])
            self._decide(story, "hold", "pending", "rule", rule, soon)
            self._by_hand(story)

    def _by_hand(self, story: _Story) -> None:
        waited = (self.end - story.at) / timedelta(hours=1)
        if waited < LATEST and self._chance(1 - waited / LATEST):
            return
        action = "approve" if self._chance(0.55) else "reject"
        wait = timedelta(minutes=self.rng.lognormvariate(math.log(12), 1.2))
        if self._chance(0.02) and self._person(story, action, wait):
            self._take_back(story)
            action, wait = "reject" if action == "approve" else "approve", self._minutes(0.2)
        if self._person(story, action, wait):
            self._second_look(story, 0.04, 0.5)

    def _second_look(self, story: _Story, looked: float, changed: float) -> None:
        if not self._chance(looked):
            return
        was = "approve" if story.comment["status"] == "approved" else "reject"
        other = "reject" if was == "approve" else "approve"
        self._person(story, other if self._chance(changed) else was, self._minutes(90))

    def _person(self, story: _Story, action: str, wait: timedelta) -> bool:
        """Whether there was time for it yet."""
        [(name, _)] = self.rng.choices(PEOPLE, [weight for _, weight in PEOPLE])
        status = {"approve": "approved", "reject": "rejected"}[action]
        return self._decide(story, action, status, "moderator", name, wait)

    def _take_back(self, story: _Story) -> None:
        last = story.decisions[-1]
        before, name = last["from_status"], last["actor_name"]
        self._decide(story, "undo", before, "moderator", name, timedelta(seconds=3))
        story.decisions[-1]["undoes_id"] = last["id"]

    def _decide(
        self, story: _Story, action: str, status: str, kind: str, name: str, wait: timedelta
    ) -> bool:
        at = story.at + timedelta(milliseconds=wait // timedelta(milliseconds=1) + 1)
        if at > self.end:
            return False
        story.at = at
        story.decisions.append(
            {
                "id": self._id(at),
                "site_id": self.site,
                "comment_id": story.comment["id"],
                "action": action,
                "from_status": story.comment["status"],
                "to_status": status,
                "version": len(story.decisions) + 1,
                "revision": 2 if action == "edit" else story.comment["revision"],
                "actor_kind": kind,
                "actor_name": name,
                "before": KEPT,
                "undoes_id": None,
                "created_at": at,
            }
        )
        story.comment["status"] = status
        return True

    def _site(self) -> UUID:
        known: UUID | None = self.connection.scalar(
            select(Site.id).where(Site.name == DEFAULT_SITE)
        )
        return known or self._one(Site, name=DEFAULT_SITE)

    def _one(self, table: Any, **values: Any) -> UUID:
        row = {"id": self._id(self.end), **values}
        self._insert(table, [row])
        return UUID(str(row["id"]))

    def _insert(self, table: Any, rows: Iterable[Row]) -> None:
        for some in _in_parts(list(rows)):
            self.connection.execute(insert(table), some)

    def _minutes(self, usual: float) -> timedelta:
        return timedelta(minutes=self.rng.expovariate(1 / usual))

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _id(self, at: datetime) -> UUID:
        random_bits = 0x7 << 76 | self.rng.getrandbits(12) << 64 | 0b10 << 62
        whole = round(at.timestamp() * 1000) << 80 | random_bits | self.rng.getrandbits(62)
        return UUID(int=whole)


def _in_parts(rows: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
