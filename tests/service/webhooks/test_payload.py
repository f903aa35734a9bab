"""What is sent is small, says where to look, and carries a text only where it was asked for."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.articles import Article
from models.database import db, writing
from models.events import Event
from moderation.events import TYPES
from service.flow.announce import announce_counts, announce_scorer
from service.schemas.events import schema_of
from service.webhooks import endpoints
from service.webhooks.payload import MOST_BYTES, MOST_TEXT_BYTES, Text, message, with_text, written
from service.webhooks.slack import in_words
from tests.service.flow.newsroom import Newsroom
from tests.service.webhooks.desk import Desk

OURS = "https://comments.example.org"
COMMENT: dict[str, Any] = {"type": "comment.held", "data": {"comment": {"id": "1"}}}


def messages() -> dict[str, Any]:
    """The body of the newest event of each type."""
    db.session.rollback()
    statement = select(Event, Article).outerjoin(Article, Article.id == Event.article_id)
    rows = db.session.execute(statement.order_by(Event.created_at)).all()
    return {event.type: message(event, article, OURS) for event, article in rows}


@pytest.fixture
def told(room: Newsroom, desk: Desk) -> dict[str, Any]:
    """Something of each type has happened."""
    comment_id = room.approved(article="a", article_url="https://news.example/a#top")
    room.flag(comment_id)
    room.edit(comment_id)
    room.score()
    room.reject(comment_id)
    room.withdraw(comment_id)
    room.approved(under=room.approved())
    room.held()
    announce_counts()
    announce_scorer("degraded", "the file is damaged")
    announce_scorer("recovered")
    with writing() as session:
        endpoint, _ = endpoints.create(session, url="https://a.example/", events=["comment.held"])
        endpoints.send_test(session, endpoint)
    return messages()


def test_each_type_is_as_its_schema_says(told: dict[str, Any]) -> None:
    """What really happens validates against the documented schema, field for field."""
    assert set(told) == set(TYPES)
    for type_, body in told.items():
        assert schema_of(type_)().validate(orjson.loads(written(body))) == {}, type_
        assert len(written(body)) < 1200


def test_a_comment_comes_with_links(told: dict[str, Any]) -> None:
    """To the page, to the queue and to the API."""
    comment = told["comment.rejected"]["data"]["comment"]
    assert comment["links"] == {
        "page": f"https://news.example/a#comment-{comment['id']}",
        "queue": f"{OURS}/queue?comment={comment['id']}",
        "api": f"{OURS}/api/v1/comments/{comment['id']}",
    }
    assert comment["site"] == "paper"


def test_a_comment_comes_with_what_led_to_it(told: dict[str, Any]) -> None:
    """Who decided, and why; an edit in between counts on."""
    data = told["comment.rejected"]["data"]
    assert data["decision"]["action"] == "reject"
    assert data["decision"]["by"] == "moderator"
    assert data["comment"]["sequence"] == 6
    assert told["comment.flagged"]["data"]["comment"]["flag"] == "spam"
    assert told["scorer.degraded"]["data"]["scorer"]["reason"] == "the file is damaged"


def test_which_text_an_event_is_about_is_ours_to_know(told: dict[str, Any]) -> None:
    """It is kept with the event and not sent."""
    for event in db.session.scalars(select(Event).where(Event.comment_id.is_not(None))):
        assert event.data["comment"]["revision"] >= 1
    assert "revision" not in str(told)


def test_a_page_whose_address_is_unknown_is_not_linked(room: Newsroom) -> None:
    """There is nothing to guess."""
    room.post()
    assert messages()["comment.created"]["data"]["comment"]["links"]["page"] is None


@given(st.text(max_size=12_000))
def test_a_text_is_cut_at_eight_kilobytes(body: str) -> None:
    """In whole characters, and `truncated` says whether there is more."""
    text = body.encode("utf-8", "replace").decode()
    told = with_text(COMMENT, Text(text, "Ann"))["data"]["comment"]
    assert text.startswith(told["text"])
    assert len(told["text"].encode()) <= MOST_TEXT_BYTES
    assert told["truncated"] is (told["text"] != text)
    assert told["author"] == {"name": "Ann"}


@pytest.mark.parametrize("character", ["x", "é", "字", "🙂", '"', "\\", "\n", "\x01", "\u2028"])
def test_a_body_stays_under_twenty_kilobytes(character: str) -> None:
    """Also where JSON writes one character as six, and with the longest names and addresses."""
    comment = {
        "id": "1" * 36, "article": character * 255, "site": "s" * 100,
        "links": {"page": "https://a.example/" + "p" * 2000, "queue": "q" * 300, "api": "q" * 300},
    }  # fmt: skip
    body = {
        "type": "comment.held",
        "data": {"comment": comment, "decision": {"reason": character * 100}},
    }
    sent = written(with_text(body, Text(character * 10_000, character * 100)))
    assert len(sent.encode()) < MOST_BYTES
    told = orjson.loads(sent)["data"]["comment"]
    assert told["text"]
    assert told["truncated"] is True


@pytest.mark.parametrize("length", [MOST_TEXT_BYTES, MOST_TEXT_BYTES + 1])
def test_exactly_eight_kilobytes_are_whole(length: int) -> None:
    """One more is one too many."""
    told = with_text(COMMENT, Text("x" * length, "Ann"))["data"]["comment"]
    assert told["truncated"] is (length > MOST_TEXT_BYTES)


def test_each_type_has_a_sentence_for_chat_rooms(told: dict[str, Any]) -> None:
    """With a link to the item, or to the queue where there is none."""
    for type_, body in told.items():
        said = in_words(body, OURS)
        assert list(said) == ["text"]
        assert "None" not in said["text"], said
        link = body["data"].get("comment", {}).get("links", {}).get("queue", f"{OURS}/queue")
        assert f"<{link}|" in said["text"], type_


def test_a_sentence_says_what_happened(told: dict[str, Any]) -> None:
    """In words that a moderator would use."""
    assert in_words(told["comment.rejected"], OURS)["text"].startswith(
        "A comment on “a” was rejected by a moderator"
    )
    assert in_words(told["article.count_changed"], OURS)["text"].startswith(
        "“a” has 2 comments now."
    )
    assert "the file is damaged" in in_words(told["scorer.degraded"], OURS)["text"]


def test_nobody_is_called_and_no_link_is_made_by_a_reader(told: dict[str, Any]) -> None:
    """What readers wrote is quoted without its meaning to Slack."""
    text = Text("<!channel> <https://evil.example|click> & more\nsecond line", "<@U123>")
    said = in_words(with_text(told["comment.held"], text), OURS)["text"]
    assert "<!channel>" not in said
    assert "<https://evil" not in said
    assert "<@U123>" not in said
    assert "> &lt;!channel&gt;" in said
    assert "> second line" in said


@pytest.mark.parametrize(
    "written_so", ["@everyone", "@channel", "@here", "[our bank](https://evil.example)"]
)
def test_what_other_chat_rooms_take_for_a_mention_or_link_is_broken(
    told: dict[str, Any], written_so: str
) -> None:
    """In the text and in the name; to the eye it is as it was written."""
    text = Text(f"Look, {written_so}", written_so)
    said = in_words(with_text(told["comment.held"], text), OURS)["text"]
    assert written_so not in said
    assert said.replace("\u200b", "").count(written_so) == 2
