"""The classifiers of this process, by the models that sites chose."""

import pytest

from service.flow.scorer import Scorer, ScorerAbsent
from service.flow.scorers import MOST_MODELS, Scorers
from tests.service.flow.newsroom import Newsroom


def names(scorers: list[Scorer]) -> list[str]:
    """Of their models."""
    return [scorer.name for scorer in scorers]


def test_sites_without_a_choice_are_read_by_the_servers_own() -> None:
    """So are those that chose the very model that the server has anyway."""
    scorers = Scorers(Scorer("bundled"))
    assert scorers.of(None) is scorers.of("bundled") is scorers.own
    assert scorers.follow({None, "bundled"}) == ([], [])
    assert scorers.all() == [scorers.own]


def test_a_chosen_model_begins_once_and_ends_when_nobody_wants_it() -> None:
    """However many sites chose it, and however often one looks."""
    scorers = Scorers(Scorer("bundled"))
    begun, ended = scorers.follow({None, "unbiased"})
    assert (names(begun), ended) == (["unbiased"], [])
    assert scorers.of("unbiased") is begun[0]
    assert scorers.follow({None, "unbiased"}) == ([], [])
    assert scorers.follow({None}) == ([], begun)
    assert scorers.all() == [scorers.own]


def test_a_model_that_no_one_follows_yet_is_loading() -> None:
    """Whoever asks in the moment before it begins is told so."""
    with pytest.raises(ScorerAbsent, match="still loading"):
        Scorers(Scorer("bundled")).of("unbiased").score(["Hello."])


def test_one_model_too_many_waits_with_that_reason() -> None:
    """Memory is bounded; the place of a model that nobody wants any more is taken by one that waits."""
    scorers = Scorers(Scorer("bundled"))
    many = {"/a.ckpt", "/b.ckpt", "/c.ckpt", "/d.ckpt"}
    begun, _ = scorers.follow(many)
    assert len(begun) == MOST_MODELS - 1
    [late] = many - set(names(begun))
    assert scorers.of(late).state == "degraded"
    assert f"no more than {MOST_MODELS}" in (scorers.of(late).reason or "")
    assert scorers.follow(many) == ([], [])
    begun, ended = scorers.follow(many - {"/a.ckpt"})
    assert (names(begun), names(ended)) == ([late], ["/a.ckpt"])
    assert scorers.of(late).state == "loading"


def test_each_scorer_has_its_sites(room: Newsroom) -> None:
    """The server's own reads all of them until one chooses another model, and again afterwards."""
    gazette = Newsroom("gazette")
    scorers = Scorers(Scorer("bundled"))
    assert scorers.sites_of(scorers.own) is None
    gazette.set(model="unbiased")
    assert scorers.sites_of(scorers.own) == {room.site.id}
    assert scorers.sites_of(scorers.of("unbiased")) == {gazette.site.id}
    room.set(model="bundled")
    assert scorers.sites_of(scorers.own) == {room.site.id}
    room.set(model=None)
    gazette.set(model=None)
    assert scorers.sites_of(scorers.own) is None
    assert scorers.sites_of(scorers.of("unbiased")) == frozenset()
