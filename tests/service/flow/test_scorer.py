"""The classifier of this process: loaded once, or absent with a reason."""

import pytest

from service.flow.scorer import Scorer, ScorerAbsent


def test_a_classifier_that_loads_is_ready() -> None:
    """It is loading until it has loaded, and then scores."""
    scorer = Scorer("bundled")
    assert (scorer.state, scorer.reason) == ("loading", None)
    with pytest.raises(ScorerAbsent, match="still loading"):
        scorer.score(["Hello."])
    assert scorer.load()
    assert (scorer.state, scorer.reason) == ("ready", None)
    [scores] = scorer.score(["Hello."])
    assert 0 <= scores["toxicity"] < 0.5


def test_a_classifier_that_cannot_load_says_why(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The reason is there for the operator, and whoever asks for scores hears it."""
    path = tmp_path_factory.mktemp("model") / "none.ckpt"
    scorer = Scorer(str(path))
    assert not scorer.load()
    assert scorer.state == "degraded"
    assert "none.ckpt" in (scorer.reason or "")
    with pytest.raises(ScorerAbsent, match=r"none\.ckpt"):
        scorer.score(["Hello."])


def test_a_classifier_may_come_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Loading is tried again, and what was missing may be there by then."""
    scorer = Scorer(str(tmp_path_factory.mktemp("model") / "none.ckpt"))
    assert not scorer.load()
    scorer.name = "bundled"
    assert scorer.load()
    assert (scorer.state, scorer.reason) == ("ready", None)
