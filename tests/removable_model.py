"""The bundled model in a folder of its own, from which a test can take it away and bring it back."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import moderation
from moderation.classifier.pinned import BUNDLED, EXPORT

PACKAGE = Path(moderation.__file__).parent


@dataclass(frozen=True)
class RemovableModel:
    """The folder that stands for the bundled one: links to the real files."""

    folder: Path

    @property
    def weights(self) -> Path:
        """The file that scoring cannot do without."""
        return self.folder / EXPORT

    def take_away(self) -> None:
        """The weights are not there any more."""
        self.weights.unlink()

    def damage(self) -> None:
        """Something else lies where the weights should."""
        self.weights.unlink(missing_ok=True)
        self.weights.write_bytes(b"half a model")

    def bring_back(self) -> None:
        """All is as it was."""
        self.weights.unlink(missing_ok=True)
        self.weights.symlink_to(BUNDLED_FOLDER / EXPORT)


BUNDLED_FOLDER = PACKAGE / "classifier" / "bundled"


def removable(folder: Path) -> RemovableModel:
    """Make such a folder."""
    folder.mkdir(parents=True)
    for file in BUNDLED_FOLDER.iterdir():
        (folder / file.name).symlink_to(file)
    return RemovableModel(folder)


@contextmanager
def in_its_place(folder: Path) -> Iterator[RemovableModel]:
    """Let this process take the bundled model from such a folder, within the block."""
    model, real = removable(folder), BUNDLED.folder
    object.__setattr__(BUNDLED, "folder", folder)  # it is frozen, for good reasons
    try:
        yield model
    finally:
        object.__setattr__(BUNDLED, "folder", real)


def in_a_package(folder: Path) -> RemovableModel:
    """Let a process that has `folder` on its PYTHONPATH take the bundled model from there."""
    package = folder / "moderation"
    ignored = shutil.ignore_patterns("__pycache__", "bundled", "training")
    shutil.copytree(PACKAGE, package, ignore=ignored)
    return removable(package / "classifier" / "bundled")
