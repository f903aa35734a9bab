"""A comment is saved as pending before anything else happens to it."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from models.comments import Comment
from models.database import db, new_id, now
from service.flow.articles import CLOSED, PAUSED, find_article
from service.flow.receive import Draft, receive
from service.flow.refused import Refused
from service.flow.thread import DEEPEST_NESTING
from tests.models.together import together
from tests.service.flow.newsroom import Newsroom


def test_a_comment_is_saved_as_pending(room: Newsroom) -> None:
    """Whatever comes is stored, waits for its score, and is not shown."""
    received = room.receive("Hello **you**", name="Ann Lee", address_hash="0" * 64)
    row = room.row(received.comment.id)
    assert (row.status, row.version, row.revision) == ("pending", 1, 1)
    assert (row.body, row.author_name, row.address_hash) == ("Hello **you**", "Ann Lee", "0" * 64)
    assert row.html == "<p>Hello <strong>you</strong></p>"
    assert not row.shown
    assert row.score_due_at is not None
    assert row.score_due_at <= now()
    assert room.article().count == 0
    assert room.page().comments == []


def test_a_receipt_is_announced_in_the_same_transaction(room: Newsroom) -> None:
    """The event `comment.created` is there as soon as the comment is."""
    comment_id = room.post()
    [event] = room.events(comment_id)
    assert (event.type, event.sequence) == ("comment.created", 1)
    data = event.data["comment"]
    assert (data["id"], data["article"]) == (str(comment_id), "a")
    assert (data["status"], data["version"], data["parent_id"]) == ("pending", 1, None)


def test_whoever_remembers_does_so_in_the_same_transaction(room: Newsroom) -> None:
    """What the caller adds is saved with the comment, or neither is."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        receive(room.site, Draft("a", "Hello", "Ann"), remember=fail)
    assert db.session.query(Comment).count() == 0
    assert find_article(room.site.id, "a") is None


def test_a_first_write_makes_a_reader_whom_the_token_names_from_then_on(room: Newsroom) -> None:
    """The same token is the same reader; no token, or one that nobody has, is a new one."""
    first = room.receive()
    again = room.receive(token=first.token)
    unknown = room.receive(token="never given to anybody")
    assert again.token == first.token
    assert again.comment.reader_id == first.comment.reader_id
    assert unknown.token not in (first.token, "never given to anybody")
    assert unknown.comment.reader_id != first.comment.reader_id


def test_a_token_is_worth_nothing_on_another_site(room: Newsroom) -> None:
    """Readers are known by site."""
    here = room.receive()
    there = Newsroom("another paper").receive(token=here.token)
    assert there.comment.reader_id != here.comment.reader_id
    assert there.token != here.token


def test_a_chain_of_replies_knows_its_place(room: Newsroom) -> None:
    """Any depth is stored; beyond the sixth, replies hang flat below their ancestor there."""
    chain = [room.approved()]
    for _ in range(DEEPEST_NESTING + 3):
        chain.append(room.approved(under=chain[-1]))
    rows = [room.row(comment_id) for comment_id in chain]
    assert [row.depth for row in rows] == list(range(len(chain)))
    assert {row.root_id for row in rows} == {chain[0]}
    assert [row.parent_id for row in rows] == [None, *chain[:-1]]
    sixth = chain[DEEPEST_NESTING]
    nested = [None, *chain[:DEEPEST_NESTING], sixth]
    assert [row.shown_under_id for row in rows] == [*nested, sixth, sixth]


def test_a_parent_comes_before_its_replies(room: Newsroom) -> None:
    """A reply's id is later than its parent's, however fast it is written or wrong the clock."""
    ahead = room.copied(room.approved(), UUID(int=new_id().int + (3_600_000 << 80)))
    reply = room.approved(under=ahead)
    assert ahead < reply < room.approved(under=reply)
    at_once = room.approved()
    assert all(room.post(under=at_once) > at_once for _ in range(20))


def _unknown(room: Newsroom) -> UUID:
    return uuid4()


def _of_another_article(room: Newsroom) -> UUID:
    return room.approved(article="another")


def _of_another_site(room: Newsroom) -> UUID:
    return Newsroom("another paper").approved()


def _pending(room: Newsroom) -> UUID:
    return room.held()


def _rejected(room: Newsroom) -> UUID:
    comment_id = room.post()
    room.reject(comment_id)
    return comment_id


def _deleted(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.withdraw(comment_id)
    return comment_id


def _tombstone(room: Newsroom) -> UUID:
    comment_id = room.approved()
    room.approved(under=comment_id)
    room.reject(comment_id)
    return comment_id


@pytest.mark.parametrize(
    "parent",
    [_unknown, _of_another_article, _of_another_site, _pending, _rejected, _deleted, _tombstone],
)
def test_one_may_reply_only_to_an_approved_comment_here(room: Newsroom, parent: Any) -> None:
    """Any other parent is refused by the name of its field, and nothing is saved."""
    parent_id = parent(room)
    before = db.session.query(Comment).count()
    with pytest.raises(Refused) as refused:
        room.post(under=parent_id)
    assert (refused.value.kind, refused.value.field) == ("invalid", "parent_id")
    assert db.session.query(Comment).count() == before


LONG_AGO = now() - timedelta(days=30)


@pytest.mark.parametrize(
    ("site", "article", "message"),
    [
        # A closed site takes no comments, and says so in its own words where it has some.
        ({"open": False}, {}, CLOSED),
        ({"open": False, "message": "We are moving."}, {}, "We are moving."),
        # A pause says that it is one.
        ({"paused": True}, {}, PAUSED),
        ({"paused": True, "message": "Back on Monday."}, {}, "Back on Monday."),
        # An article overrides its site, either way, with words of its own.
        ({}, {"open": False}, CLOSED),
        ({"open": False}, {"open": True}, None),
        ({"paused": True}, {"paused": False}, None),
        ({"message": "We are moving."}, {"open": False, "message": "Enough said."}, "Enough said."),
        # Articles close after some days.
        ({"close_after_days": 30}, {"created_at": LONG_AGO}, CLOSED),
        ({"close_after_days": 31}, {"created_at": LONG_AGO}, None),
        ({"close_after_days": 31}, {"created_at": LONG_AGO, "close_after_days": 7}, CLOSED),
        ({"close_after_days": 7}, {"created_at": LONG_AGO, "close_after_days": 60}, None),
        ({"close_after_days": 0}, {}, CLOSED),
        # Where nothing is set, comments are open.
        ({}, {"created_at": LONG_AGO}, None),
    ],
)
def test_closed_and_paused_articles_take_no_comments(
    room: Newsroom, site: dict[str, Any], article: dict[str, Any], message: str | None
) -> None:
    """Posting is refused with the message of the article, else of the site, else our own."""
    room.post()
    room.set(**site)
    room.set_article(**article)
    if message is None:
        room.post()
        return
    with pytest.raises(Refused) as refused:
        room.post()
    assert (refused.value.kind, refused.value.message) == ("closed", message)


def test_a_closed_site_makes_no_articles(room: Newsroom) -> None:
    """A refusal leaves nothing behind."""
    room.set(open=False)
    with pytest.raises(Refused):
        room.post(article="never seen")
    assert find_article(room.site.id, "never seen") is None


def test_in_mode_post_the_receipt_approves(room: Newsroom) -> None:
    """The comment is shown at once, by a recorded decision, and still wants its score."""
    room.set(mode="post")
    comment_id = room.post()
    row = room.row(comment_id)
    assert (row.status, row.version, row.shown) == ("approved", 2, True)
    assert row.score_due_at is not None
    [decision] = room.decisions(comment_id)
    assert (decision.actor_kind, decision.action) == ("mode", "approve")
    assert (decision.from_status, decision.to_status) == ("pending", "approved")
    assert room.event_types(comment_id) == ["comment.created", "comment.approved"]
    assert room.article().count == 1


@pytest.mark.parametrize("site", ["auto", "pre", "post"])
@pytest.mark.parametrize("article", [None, "auto", "pre", "post"])
def test_an_article_may_override_the_mode(room: Newsroom, site: str, article: str | None) -> None:
    """The article's own mode holds where it has one."""
    room.post()
    room.set(mode=site)
    room.set_article(mode=article)
    status = room.row(room.post()).status
    assert status == ("approved" if (article or site) == "post" else "pending")


def test_the_first_title_and_address_stay(room: Newsroom) -> None:
    """Readers fill what is empty, once, and overwrite nothing."""
    room.post()
    room.post(article_title="First", article_url="https://paper.example/1")
    room.post(article_title="Second", article_url="https://paper.example/2")
    article = room.article()
    assert (article.title, article.url) == ("First", "https://paper.example/1")


def test_what_was_set_with_a_key_stays(room: Newsroom) -> None:
    """A confirmed article takes no title from a reader, not even where it has none."""
    room.post()
    room.set_article(title="", url="", confirmed=True)
    room.post(article_title="A reader's", article_url="https://paper.example/x")
    assert (room.article().title, room.article().url) == ("", "")


def test_a_new_title_makes_a_new_version(room: Newsroom) -> None:
    """Pages carry the title, so the one that fills it ends those without it."""
    room.post()
    before = room.article().version
    room.post(article_title="First")
    assert room.article().version > before
    between = room.article().version
    room.post(article_title="Second")
    assert room.article().version == between


def test_two_readers_who_open_an_article_at_once_share_it(room: Newsroom) -> None:
    """An article is made once, and has one of the two titles."""
    for number in range(5):
        article = f"new-{number}"
        works = [
            partial(room.receive, article=article, article_title=title)
            for title in ("One", "Two", "Three")
        ]
        received = together(*works)
        assert len({each.article.id for each in received}) == 1
        assert room.article(article).title in ("One", "Two", "Three")


def test_the_first_of_two_titles_wins_when_they_come_at_once(room: Newsroom) -> None:
    """Who was told that the title is theirs is not overruled by one who read before."""
    for number in range(10):
        article = f"known-{number}"
        room.post(article=article)
        works = [
            partial(room.receive, article=article, article_title=title)
            for title in ("One", "Two", "Three")
        ]
        titles = {each.article.title for each in together(*works)}
        assert titles == {room.article(article).title}


def test_replies_that_are_approved_at_once_are_all_counted(room: Newsroom) -> None:
    """In mode post, replies that arrive together lose none of their counts."""
    room.set(mode="post")
    parent = room.post()
    for _ in range(5):
        together(*[lambda: room.post(under=parent)] * 4)
    assert room.article().count == room.recount() == 21
    assert room.row(parent).shown_replies == 20
