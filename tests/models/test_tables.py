"""What the tables themselves refuse, whatever the program above them does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from models.articles import Article
from models.comments import Comment, CommentText
from models.database import db, new_id, now, writing
from models.decisions import Decision
from models.deliveries import Attempt, Delivery
from models.endpoints import Endpoint
from models.events import Event
from models.flags import Flag
from models.moderators import Moderator
from models.readers import Reader
from models.restrictions import Restriction
from models.rules import Rule
from models.sites import Site
from models.votes import Vote


class Rows:
    """One row of each table that the others refer to."""

    def __init__(self) -> None:
        with writing() as session:
            self.site = self._add(session, Site(name="paper"))
            self.article = self._add(session, self.another_article())
            self.reader = self._add(session, Reader(site_id=self.site.id, token_hash="r"))
            self.comment = self._add(session, self.another_comment())
            self.decision = self._add(session, self.another_decision())
            self.event = self._add(session, self.another_event())
            self.endpoint = self._add(session, self.another_endpoint())
            self.other = self._add(session, self.another_endpoint())
            self.delivery = self._add(session, self.another_delivery())
            self._add(session, self.attempt())
            for row in (self.text(), self.flag(), self.vote(1), self.rule(), self.undo()):
                self._add(session, row)
            self._add(session, self.restriction())

    def another_article(self, **values: Any) -> Article:
        return Article(**{"site_id": self.site.id, "external_id": "a"} | values)

    def another_comment(self, **values: Any) -> Comment:
        comment_id = new_id()
        given = {"id": comment_id, "site_id": self.site.id, "article_id": self.article.id}
        text = {"author_name": "Ann", "body": "x", "html": "<p>x</p>", "depth": 0}
        return Comment(
            **given | text | {"reader_id": self.reader.id, "root_id": comment_id} | values
        )

    def another_decision(self, **values: Any) -> Decision:
        return Decision(
            site_id=self.site.id, comment_id=self.comment.id, action="approve", version=1,
            from_status="pending", to_status="approved", revision=1, actor_kind="rule",
            actor_name="clean", before={}, **values,
        )  # fmt: skip

    def undo(self) -> Decision:
        return self.another_decision(undoes_id=self.decision.id)

    @staticmethod
    def another_event() -> Event:
        return Event(type="scorer.recovered", data={}, position=1)

    @staticmethod
    def another_endpoint(**values: Any) -> Endpoint:
        return Endpoint(**{"url": "https://a.example/", "events": [], "secret": "s"} | values)

    def another_delivery(self, **values: Any) -> Delivery:
        return Delivery(endpoint_id=self.endpoint.id, event_id=self.event.id, **values)

    def attempt(self) -> Attempt:
        return Attempt(
            delivery_id=self.delivery.id, number=1, at=now(), took_ms=1, request_headers={},
            url="https://a.example/",
        )  # fmt: skip

    def text(self) -> CommentText:
        return CommentText(comment_id=self.comment.id, revision=1, body="x", written_at=now())

    def flag(self) -> Flag:
        return Flag(comment_id=self.comment.id, reader_id=self.reader.id, reason="spam")

    def restriction(self, **values: Any) -> Restriction:
        given = {"site_id": self.site.id, "reader_id": self.reader.id, "kind": "ban"}
        by = {"comment_id": self.comment.id, "actor_kind": "key", "actor_name": "k"}
        return Restriction(**given | by | {"until": now() + timedelta(1)} | values)

    def vote(self, value: int) -> Vote:
        return Vote(comment_id=self.comment.id, reader_id=self.reader.id, value=value)

    def rule(self) -> Rule:
        return Rule(site_id=self.site.id, position=0, name="all", when={}, then="hold")

    @staticmethod
    def _add(session: Any, row: Any) -> Any:
        session.add(row)
        session.flush()
        return row


REFUSED: dict[str, Callable[[Rows], object]] = {
    "a site has a name of its own": lambda rows: Site(name="paper"),
    "a site's mode is one of three": lambda rows: Site(name="b", mode="open"),
    "an article is there once a site": lambda rows: rows.another_article(),
    "an article's mode is one of three": lambda rows: rows.another_article(
        external_id="b", mode="open"
    ),
    "a count is never negative": lambda rows: rows.another_article(external_id="b", count=-1),
    "an article belongs to a site": lambda rows: rows.another_article(site_id=new_id()),
    "a token is one reader's": lambda rows: Reader(site_id=rows.site.id, token_hash="r"),
    "a status is one of four": lambda rows: rows.another_comment(status="hidden"),
    "replies are never fewer than none": lambda rows: rows.another_comment(shown_replies=-1),
    "a comment lies under an article": lambda rows: rows.another_comment(article_id=new_id()),
    "a reply answers a comment": lambda rows: rows.another_comment(parent_id=new_id()),
    "a revision has one text": lambda rows: rows.text(),
    "a reader flags a comment once": lambda rows: rows.flag(),
    "one restriction of a reader stands at a time": lambda rows: rows.restriction(kind="hold"),
    "a restriction is one of two kinds": lambda rows: rows.restriction(
        kind="mute", lifted_at=now()
    ),
    "a restriction ends after it begins": lambda rows: rows.restriction(
        until=now() - timedelta(1), lifted_at=now()
    ),
    "a reader votes on a comment once": lambda rows: rows.vote(-1),
    "a decision is undone once": lambda rows: rows.undo(),
    "rules have an order": lambda rows: rows.rule(),
    "an event has a place of its own": lambda rows: rows.another_event(),
    "an endpoint's state is one of three": lambda rows: rows.another_endpoint(state="gone"),
    "an endpoint's format is one of two": lambda rows: rows.another_endpoint(format="xml"),
    "a delivery's state is one of three": lambda rows: Delivery(
        endpoint_id=rows.other.id, event_id=rows.event.id, state="lost"
    ),
    "an event goes to an endpoint once": lambda rows: rows.another_delivery(),
    "an attempt has a number of its own": lambda rows: rows.attempt(),
    "a moderator's role is one of two": lambda rows: Moderator(
        email="kim@example.org", password_hash="x", role="owner"
    ),
}


def test_the_tables_refuse_what_cannot_be(context: Flask) -> None:
    """Each of these rows is refused by the database, and nothing of it is kept."""
    rows = Rows()
    for rule, row in REFUSED.items():
        with pytest.raises(IntegrityError), writing() as session:
            session.add(row(rows))
            session.flush()
            pytest.fail(f"accepted, although {rule}")


def test_a_vote_is_up_or_down(context: Flask) -> None:
    """No vote counts for more than one, or for nothing."""
    Rows()
    for value in (0, 2, -2):
        with pytest.raises(IntegrityError), writing() as session:
            session.execute(update(Vote).values(value=value))
    assert db.session.query(Vote).one().value == 1
