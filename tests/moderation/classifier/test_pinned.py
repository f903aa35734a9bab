"""The bundled files are the pinned ones, or there is no classifier."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from moderation.classifier import ClassifierUnavailable
from moderation.classifier.onnx import load_bundled
from moderation.classifier.pinned import BUNDLED, EXPORT, TOKENIZER, PinnedModel


@pytest.fixture
def copied(tmp_path: Path) -> PinnedModel:
    """The bundled model's export in a folder where it can be damaged."""
    for file in (EXPORT, TOKENIZER):
        shutil.copy(BUNDLED.folder / file, tmp_path)
    return replace(BUNDLED, folder=tmp_path)


@pytest.mark.parametrize("file", BUNDLED.sha256)
def test_every_file_is_the_pinned_one(file: str) -> None:
    """The files in the repository have the hashes that the code expects."""
    assert BUNDLED.read(file)


def test_nothing_lies_beside_the_pinned_files() -> None:
    """The folder holds the pinned files and the model's card, so all of it is accounted for."""
    assert {path.name for path in BUNDLED.folder.iterdir()} == {*BUNDLED.sha256, "MODEL_CARD.md"}


def test_a_copy_loads(copied: PinnedModel) -> None:
    """The right files load from any folder, so the refusals below are about what was changed."""
    assert load_bundled(copied).revision == BUNDLED.sha256[EXPORT][:12]


@pytest.mark.parametrize("file", [EXPORT, TOKENIZER])
def test_a_single_changed_bit_is_refused(copied: PinnedModel, file: str) -> None:
    """A file that differs from its hash is never used."""
    content = bytearray((copied.folder / file).read_bytes())
    content[len(content) // 2] ^= 1
    (copied.folder / file).write_bytes(content)
    with pytest.raises(ClassifierUnavailable, match=f"{file} is damaged or another"):
        load_bundled(copied)


@pytest.mark.parametrize("file", [EXPORT, TOKENIZER])
def test_a_missing_file_is_named(copied: PinnedModel, file: str) -> None:
    """Whoever lost a file reads which one."""
    (copied.folder / file).unlink()
    with pytest.raises(ClassifierUnavailable, match=f"{file} cannot be read"):
        load_bundled(copied)


def test_a_file_cut_short_is_refused(copied: PinnedModel) -> None:
    """A clone that broke off half-way does not score with half a model."""
    content = (copied.folder / EXPORT).read_bytes()
    (copied.folder / EXPORT).write_bytes(content[: len(content) // 2])
    with pytest.raises(ClassifierUnavailable, match="damaged"):
        load_bundled(copied)
