"""Readers' votes, and the rank that orders a thread by them."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from models.database import db
from models.votes import Vote
from service.flow.refused import Refused
from service.flow.vote import rank, refresh_ranks, vote
from tests.models.together import together
from tests.service.flow.newsroom import Newsroom


@pytest.mark.parametrize(
    ("up", "down", "bound"),
    [
        # Computed by hand from Wilson's formula with z = 1.96.
        (0, 0, 0.0),
        (0, 1, 0.0),
        (1, 0, 0.20654),
        (1, 1, 0.09453),
        (2, 0, 0.34237),
        (5, 5, 0.23659),
        (10, 0, 0.72246),
        (50, 50, 0.40383),
        (100, 0, 0.96301),
        (550, 450, 0.51903),
    ],
)  # fmt: skip
def test_the_rank_is_the_lower_bound_of_wilsons_interval(up: int, down: int, bound: float) -> None:
    """What the share of up-votes is at least, with 95 % confidence."""
    assert rank(up, down) == pytest.approx(bound, abs=5e-6)


def test_more_votes_of_the_same_share_rank_higher() -> None:
    """A few friends do not beat many strangers."""
    ranks = [rank(3 * n, n) for n in (1, 2, 5, 20, 100, 10_000)]
    assert ranks == sorted(ranks)
    assert ranks[-1] < 0.75


def test_a_rank_lies_between_none_and_all() -> None:
    """Never below 0, always below 1."""
    assert all(0 <= rank(up, down) < 1 for up in range(40) for down in range(40))


def test_votes_count_one_per_reader(room: Newsroom) -> None:
    """A second vote of the same reader takes the place of the first; 0 takes it back."""
    comment_id = room.approved()
    first = room.vote(comment_id, 1)
    other = room.vote(comment_id, -1)
    assert (first.up, first.down, first.mine) == (1, 0, 1)
    assert (other.up, other.down, other.mine) == (1, 1, -1)
    for value, up, down in ((1, 1, 1), (-1, 0, 2), (-1, 0, 2), (0, 0, 1), (0, 0, 1), (1, 1, 1)):
        voted = room.vote(comment_id, value, first.token)
        assert (voted.up, voted.down, voted.mine) == (up, down, value)
        row = room.row(comment_id)
        assert (row.votes_up, row.votes_down) == (up, down)
    kept = db.session.scalars(select(Vote.value).where(Vote.comment_id == comment_id)).all()
    assert sorted(kept) == [-1, 1]


def test_a_first_vote_makes_a_reader(room: Newsroom) -> None:
    """The token given then is the same person from then on."""
    comment_id = room.approved()
    token = room.vote(comment_id).token
    assert room.vote(comment_id, 1, token).up == 1
    assert room.receive(token=token).token == token


@pytest.mark.parametrize("start", ["post", "held"])
def test_only_what_is_shown_can_be_voted_on(room: Newsroom, start: str) -> None:
    """What readers do not see is not found, and neither is a tombstone or another site's."""
    grave, foreign = room.approved(), Newsroom("another paper").approved()
    room.approved(under=grave)
    room.reject(grave)
    for comment_id in (grave, foreign, uuid4(), getattr(room, start)()):
        with pytest.raises(Refused) as refused:
            vote(room.site, comment_id, None, 1)
        assert refused.value.kind == "not_found"
    assert db.session.query(Vote).count() == 0


def test_a_storm_of_votes_makes_pages_anew_once_a_refresh(room: Newsroom) -> None:
    """Votes move neither rank nor version until the refresh, which moves each at most once."""
    comments = [room.approved() for _ in range(3)]
    before = room.article().version
    for comment_id in comments * 2:
        room.vote(comment_id)
    assert room.article().version == before
    assert room.row(comments[0]).rank == 0
    assert refresh_ranks() == 1
    assert room.article().version == before + 1
    assert [room.row(each).rank for each in comments] == [rank(2, 0)] * 3
    assert refresh_ranks() == 0
    assert room.article().version == before + 1


def test_refreshes_at_the_same_moment_are_one(room: Newsroom) -> None:
    """Of several processes that refresh at once, one makes the pages anew."""
    comments = [room.approved() for _ in range(5)]
    for _ in range(5):
        for comment_id in comments:
            room.vote(comment_id)
        before = room.article().version
        together(*[refresh_ranks] * 4)
        assert room.article().version == before + 1


def test_every_article_with_new_votes_is_refreshed(room: Newsroom) -> None:
    """Articles without any stay as they are."""
    voted = [room.approved(article=name) for name in ("a", "b")]
    room.approved(article="c")
    versions = {name: room.article(name).version for name in "abc"}
    for comment_id in voted:
        room.vote(comment_id)
    assert refresh_ranks() == 2
    risen = {name: room.article(name).version - versions[name] for name in "abc"}
    assert risen == {"a": 1, "b": 1, "c": 0}


def test_pages_are_ordered_by_rank_from_the_refresh_on(room: Newsroom) -> None:
    """The best supported comment comes first."""
    first, second, third = (room.approved() for _ in range(3))
    for comment_id, up, down in ((first, 0, 2), (second, 3, 0), (third, 1, 0)):
        for value in [1] * up + [-1] * down:
            room.vote(comment_id, value)
    refresh_ranks()
    assert [item["id"] for item in room.page("top").comments] == [
        str(second), str(third), str(first)
    ]  # fmt: skip
    assert room.page("top").comments[0]["votes"] == {"up": 3, "down": 0}


def test_votes_at_the_same_moment_are_all_counted(room: Newsroom) -> None:
    """From readers old and new, while ranks are refreshed and the comment is decided."""
    comment_id = room.approved()
    same = room.vote(comment_id).token
    for _ in range(3):
        together(
            *[lambda: room.vote(comment_id)] * 3,
            *[lambda: room.vote(comment_id, 1, same)] * 2,
            refresh_ranks,
            lambda: room.approve(comment_id),
        )
    row = room.row(comment_id)
    assert row.votes_up == 10
    assert db.session.query(Vote).count() == 10
    refresh_ranks()
    assert room.row(comment_id).rank == rank(10, 0)
