"""A change of a model's files is seen without reading them."""

import shutil
from pathlib import Path

import pytest

from moderation.classifier import languages
from moderation.classifier.files import look_of
from tests.out_of_reach import out_of_reach
from tests.removable_model import in_its_place


def test_the_bundled_model_looks_different_once_a_file_is_gone(tmp_path: Path) -> None:
    """Taken away, damaged and brought back are three changes; nothing done is none."""
    with in_its_place(tmp_path / "bundled") as model:
        before = look_of("bundled")
        assert look_of("bundled") == before
        model.take_away()
        gone = look_of("bundled")
        model.damage()
        damaged = look_of("bundled")
        model.bring_back()
        assert len({before, gone, damaged}) == 3
        assert look_of("bundled") == before


def test_a_checkpoint_is_looked_at_by_its_path(tmp_path: Path) -> None:
    """A file by itself, or every part of a model in a folder; what else lies there matters not."""
    file = tmp_path / "ours.ckpt"
    file.write_bytes(b"1")
    by_file, by_folder = look_of(str(file)), look_of(str(tmp_path))
    (tmp_path / "notes.md").write_text("not part of it")
    assert (look_of(str(file)), look_of(str(tmp_path))) == (by_file, by_folder)
    file.write_bytes(b"22")
    assert look_of(str(file)) != by_file
    assert look_of(str(tmp_path)) != by_folder


def test_a_model_that_goes_out_of_reach_looks_different(tmp_path: Path) -> None:
    """There is an answer while its folder cannot be read, another one, and the old one after."""
    (tmp_path / "ours.ckpt").write_bytes(b"1")
    before = look_of(str(tmp_path))
    with out_of_reach(tmp_path):
        assert look_of(str(tmp_path)) != before
    assert look_of(str(tmp_path)) == before


def test_the_identifier_of_languages_is_part_of_every_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it nothing is scored, so that it went and that it is back are changes."""
    file = Path(shutil.copy(languages.MODEL, tmp_path))
    monkeypatch.setattr(languages, "MODEL", file)
    before = look_of("bundled"), look_of("multilingual")
    file.unlink()
    after = look_of("bundled"), look_of("multilingual")
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_detoxifys_own_models_are_not_looked_at() -> None:
    """Where detoxify keeps them is its own business, and so a look never differs."""
    assert look_of("multilingual") == look_of("multilingual")
