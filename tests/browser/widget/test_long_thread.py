"""A thread of 10,000 comments: whatever a link names in it, the right page and branch opens."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import ColumnElement, create_engine, select

from benchmarks.corpus import Corpus
from benchmarks.fill import external_id, fill
from models.articles import Article
from models.comments import Comment
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

LENGTH = 10_000
LONG = external_id(1)

Place = tuple[ColumnElement[bool], ColumnElement[UUID] | ColumnElement[int], int]
PLACES: dict[str, Place] = {
    "the first of all": (Comment.depth == 0, Comment.id.asc(), 0),
    "a reply in the middle": (Comment.depth == 3, Comment.id.asc(), 400),
    "the deepest": (Comment.depth > 6, Comment.depth.desc(), 0),
}
"""Which comments, in which order, and how many of those are passed over."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A service whose first article has that many comments, all of them approved."""
    server = RunningServer(tmp_path_factory.mktemp("server"))
    server.instance.mkdir()
    corpus = Corpus(articles=2, comments=LENGTH + 100, big_thread=LENGTH)
    fill(database(server), corpus)
    with server.running():
        yield server


def database(server: RunningServer) -> str:
    """Where its comments are, for SQLAlchemy."""
    return f"sqlite:///{server.instance / 'belowline.db'}"


def found(server: RunningServer, place: Place) -> tuple[UUID, str]:
    """The id and the first words of a comment of the long thread."""
    condition, order, passed_over = place
    article = select(Article.id).where(Article.external_id == LONG).scalar_subquery()
    matching = select(Comment.id, Comment.body).where(Comment.article_id == article, condition)
    engine = create_engine(database(server))
    with engine.connect() as connection:
        one = matching.order_by(order).offset(passed_over).limit(1)
        id_, body = connection.execute(one).one()
    engine.dispose()
    return id_, body[:40]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("place", PLACES)
def test_a_link_opens_its_place_among_ten_thousand(
    reader: Reader, server: RunningServer, newspaper: Newspaper, place: str
) -> None:
    """The comment is marked, focused and in view, and only what is around it was loaded."""
    id_, words = found(server, PLACES[place])
    reader.open(newspaper.thread(LONG) + f"#comment-{id_}")

    target = reader.thread.locator(".target")
    expect(target).to_contain_text(words)
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()
    expect(reader.thread.get_by_role("button", name="Earlier comments")).to_be_visible()
    assert reader.comments.locator(".card").count() < LENGTH / 10
