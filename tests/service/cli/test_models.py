"""`belowline model`: which models there are, and whether they are whole and fast."""

import shutil
from pathlib import Path

import pytest

from moderation.classifier.checkpoint import DOWNLOADS
from moderation.classifier.exported import exports_in
from moderation.classifier.manifest import MODEL
from moderation.classifier.pinned import BUNDLED, EXPORT
from tests.moderation.classifier.random_models import random_model
from tests.removable_model import in_its_place
from tests.service.cli.conftest import Terminal

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model with random weights."""
    return random_model(tmp_path_factory.mktemp("model"), "Bert")


def test_a_list_of_models(type_: Terminal, instance: Path) -> None:
    """Every model has its line; the bundled one is here, and the folder of the exports is named."""
    said = type_("model", "list")
    lines = {line.split()[0]: line for line in said.out.splitlines()}
    assert {BUNDLED.name, *DOWNLOADS} <= lines.keys()
    assert BUNDLED.revision(EXPORT) in lines["bundled"]
    assert "here" in lines["bundled"]
    assert "here" not in lines["multilingual"]
    assert said.out.rstrip().endswith(f"Exports are kept in {instance / 'models'}")
    assert not (instance / "models").exists()


def test_a_bundled_model_without_a_file_is_not_here(
    type_: Terminal, instance: Path, tmp_path: Path
) -> None:
    """The list says so at once; whether each file is the right one is for `verify` to say."""
    with in_its_place(tmp_path / "bundled") as removable:
        assert "here" in type_("model", "list").out.splitlines()[0]
        removable.take_away()
        line = type_("model", "list").out.splitlines()[0]
        assert line.startswith("bundled")
        assert "damaged" in line
        assert "here" not in line


@pytest.mark.slow
def test_a_checkpoint_is_fetched_verified_and_measured(
    type_: Terminal, instance: Path, checkpoint: Path
) -> None:
    """Fetched, a model is in the list, whole, and measured; damaged, it is found out."""
    said = type_("model", "fetch", str(checkpoint))
    assert said.code == 0, said.err
    assert said.out.startswith("bert.ckpt is ready: revision ")
    (export,) = exports_in(instance / "models")
    assert export.name in type_("model", "list").out

    verified = type_("model", "verify")
    assert verified.code == 0, verified.out
    assert verified.out.startswith("bundled: whole")
    assert f"{export.name}: whole" in verified.out

    measured = type_("model", "benchmark", str(checkpoint))
    assert measured.code == 0, measured.err
    assert "comments/s" in measured.out

    with (export.folder / MODEL).open("ab") as damaged:
        damaged.write(b"!")
    verified = type_("model", "verify", str(checkpoint))
    assert verified.code == 1
    assert "model.onnx is damaged" in verified.out
    assert type_("model", "verify").code == 1


def test_the_bundled_model_is_verified(type_: Terminal, instance: Path) -> None:
    """The model that ships is whole and scores as it should; there is nothing of it to fetch."""
    assert type_("model", "verify", "bundled").out.startswith("bundled: whole")
    said = type_("model", "fetch", "bundled")
    assert (said.code, "nothing to fetch" in said.out) == (0, True)


def test_what_is_not_here_is_not_whole(type_: Terminal, instance: Path) -> None:
    """A model that was never fetched cannot be verified, and verifying it fetches nothing."""
    said = type_("model", "verify", "original")
    assert said.code == 1
    assert "not here" in said.out
    assert not (instance / "models").exists()


@pytest.mark.parametrize("command", ["fetch", "verify", "benchmark"])
def test_a_model_that_is_none(type_: Terminal, instance: Path, command: str) -> None:
    """A name that is mistyped is answered with those that there are."""
    said = type_("model", command, "origina")
    assert said.code == 2
    assert "multilingual" in said.err


@pytest.mark.slow
def test_a_checkpoint_that_is_none(
    type_: Terminal, instance: Path, checkpoint: Path, tmp_path: Path
) -> None:
    """What cannot be exported is said in one line, with the reason."""
    folder = shutil.copytree(checkpoint.parent, tmp_path / "model")
    (folder / checkpoint.name).write_bytes(b"dear diary")
    said = type_("model", "fetch", str(folder))
    assert said.code == 1
    assert "damaged" in said.err.splitlines()[-1]
