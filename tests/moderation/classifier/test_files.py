"""A change of a model's files is seen without reading them."""

from pathlib import Path

from moderation.classifier.files import look_of
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


def test_detoxifys_own_models_are_not_looked_at() -> None:
    """Where detoxify keeps them is its own business, and so a look never differs."""
    assert look_of("multilingual") == look_of("multilingual")
