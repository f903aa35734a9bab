"""A classifier of this process: ready, or absent with a reason, and back by itself."""

import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from moderation.classifier import Classifier, languages
from moderation.classifier.languages import ENGLISH, MULTILINGUAL
from service.flow.scorer import Scorer, ScorerAbsent
from tests.moderation.classifier.random_models import random_model
from tests.out_of_reach import out_of_reach
from tests.removable_model import RemovableModel, in_its_place

ROOT = Path(__file__).parents[3]


@pytest.fixture
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemovableModel]:
    """The bundled model where it can be taken away."""
    with in_its_place(tmp_path_factory.mktemp("model") / "bundled") as model:
        yield model


def test_a_classifier_that_loads_is_ready() -> None:
    """It is loading until it has loaded, and then scores."""
    scorer = Scorer("bundled")
    assert (scorer.state, scorer.reason, scorer.revision) == ("loading", None, None)
    with pytest.raises(ScorerAbsent, match="still loading"):
        scorer.score(["Hello."])
    assert scorer.load()
    assert (scorer.state, scorer.reason) == ("ready", None)
    assert scorer.revision == scorer.classifier.revision
    [scores] = scorer.score(["Hello."])
    assert 0 <= scores["toxicity"] < 0.5


def test_a_classifier_that_cannot_load_says_why(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The reason names the file, but not where it should lie, and whoever asks for scores hears it."""
    path = tmp_path_factory.mktemp("model") / "none.ckpt"
    scorer = Scorer(str(path))
    assert not scorer.load()
    assert scorer.state == "degraded"
    assert "“none.ckpt” cannot be used" in (scorer.reason or "")
    assert str(path.parent) not in (scorer.reason or "")
    with pytest.raises(ScorerAbsent, match=r"none\.ckpt"):
        scorer.score(["Hello."])


def test_a_model_that_was_missing_loads_once_it_is_there(model: RemovableModel) -> None:
    """Missing, then damaged, each with its reason; then back, and all is forgotten."""
    scorer = Scorer("bundled")
    model.take_away()
    assert not scorer.keep_loaded()
    assert model.weights.name in (scorer.reason or "")
    assert "cannot be read" in (scorer.reason or "")
    model.damage()
    assert not scorer.keep_loaded()
    assert "its hash is not the pinned" in (scorer.reason or "")
    model.bring_back()
    assert scorer.keep_loaded()
    assert (scorer.state, scorer.reason) == ("ready", None)


def test_a_model_that_goes_is_noticed(model: RemovableModel) -> None:
    """One look at the files is enough; while nothing has changed, nothing is loaded anew."""
    scorer = Scorer("bundled")
    assert scorer.keep_loaded()
    loaded = scorer.classifier
    assert scorer.keep_loaded()
    assert scorer.classifier is loaded
    model.take_away()
    assert not scorer.keep_loaded()
    with pytest.raises(ScorerAbsent):
        scorer.score(["Hello."])
    model.bring_back()
    assert scorer.keep_loaded()


def test_a_model_out_of_reach_comes_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder that cannot be read is a reason like any other, and what it reads is seen later."""
    folder, cache = tmp_path_factory.mktemp("model"), tmp_path_factory.mktemp("cache")
    random_model(folder, "XLMRoberta")
    with out_of_reach(folder):
        scorer = Scorer(str(folder), cache=cache)
    assert scorer.reads == ENGLISH
    assert scorer.keep_loaded(), scorer.reason
    assert scorer.reads == MULTILINGUAL
    with out_of_reach(folder):
        assert not scorer.keep_loaded()
        assert not scorer.keep_loaded()
    assert scorer.state == "degraded"
    assert str(folder) not in (scorer.reason or "")
    assert scorer.keep_loaded(), scorer.reason


@pytest.fixture
def identifier(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A copy of the identifier of languages that may be damaged, not loaded yet."""
    file = Path(shutil.copy(languages.MODEL, tmp_path_factory.mktemp("identifier")))
    monkeypatch.setattr(languages, "MODEL", file)
    languages._identifier.cache_clear()
    yield file
    languages._identifier.cache_clear()


def test_without_the_identifier_of_languages_nothing_is_scored(identifier: Path) -> None:
    """Missing, then damaged, each with its reason; once it is back scoring goes on by itself."""
    whole = identifier.read_bytes()
    scorer = Scorer("bundled")
    identifier.unlink()
    assert not scorer.keep_loaded()
    assert scorer.reason == (
        "the file lid.176.ftz, by which languages are told apart, cannot be read"
        " (No such file or directory)."
    )
    identifier.write_bytes(whole[:-1])
    assert not scorer.keep_loaded()
    assert "lid.176.ftz, by which languages are told apart, is damaged" in (scorer.reason or "")
    identifier.write_bytes(whole)
    assert scorer.keep_loaded()


def test_an_identifier_that_is_lost_is_to_blame(identifier: Path) -> None:
    """Then it is no comment's fault that it could not be read."""
    scorer = Scorer("bundled")
    assert scorer.load()
    identifier.unlink()
    languages._identifier.cache_clear()
    with pytest.raises(ScorerAbsent, match="languages are told apart"):
        scorer.blame()
    assert scorer.state == "degraded"


def test_each_change_is_logged_and_told_once(
    model: RemovableModel, caplog: pytest.LogCaptureFixture
) -> None:
    """However often it is tried: a line when it goes, one for another reason, one when it is back."""
    caplog.set_level(logging.INFO, "service.flow.scorer")
    told: list[str] = []
    scorer = Scorer("bundled")
    scorer.listeners.append(lambda changed, event: told.append(f"{event} {changed.state}"))
    scorer.keep_loaded()
    scorer.keep_loaded()
    first, since = len(caplog.records), scorer.since
    model.take_away()
    for _ in range(3):
        scorer.keep_loaded()
    went = scorer.since
    model.damage()
    for _ in range(3):
        scorer.keep_loaded()
    assert scorer.since == went > since
    model.bring_back()
    scorer.keep_loaded()
    assert first == 1
    assert [record.levelname for record in caplog.records[1:]] == ["ERROR", "ERROR", "INFO"]
    assert told == ["scorer.degraded degraded", "scorer.recovered ready"]


class Failing:
    """A loaded classifier that then fails as one does whose memory is gone."""

    name, labels = "bundled", ("toxicity",)
    revision = "0" * 12

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        raise MemoryError


def test_a_classifier_that_fails_on_plain_words_is_down_until_it_is_loaded_anew() -> None:
    """Whoever blames it learns that it is not the text; a new one takes its place."""
    scorer = Scorer("bundled")
    assert scorer.load()
    failing: Classifier = Failing()
    scorer._classifier = failing
    with pytest.raises(ScorerAbsent, match="not enough memory"):
        scorer.blame()
    assert scorer.state == "degraded"
    assert scorer.keep_loaded()
    assert scorer.score(["Hello."])


def test_a_classifier_that_reads_plain_words_is_not_to_blame(scorer: Scorer) -> None:
    """Then it is the text that cannot be scored, and the classifier goes on."""
    scorer.blame()
    assert scorer.state == "ready"


OUT_OF_MEMORY = """
import re, resource
from pathlib import Path
import onnxruntime, tokenizers  # their own size is not what is to be short
from service.flow.scorer import Scorer

scorer = Scorer("bundled")
size = int(re.search(r"VmSize:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
soft, hard = resource.getrlimit(resource.RLIMIT_AS)
resource.setrlimit(resource.RLIMIT_AS, (size, hard))
assert not scorer.load()
print(scorer.state, scorer.reason)
resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
assert scorer.load()
print(scorer.state)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory so")
def test_a_model_too_large_for_the_memory_loads_once_there_is_enough() -> None:
    """A process that is really out of memory says so and lives on."""
    done = subprocess.run(
        [sys.executable, "-c", OUT_OF_MEMORY],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "degraded there is not enough memory for the model “bundled”.",
        "ready",
    ]
