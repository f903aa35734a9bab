"""Exports of models: made once, kept whole, made anew when they are not."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.classifier import ClassifierUnavailable, load_raw
from moderation.classifier.checkpoint import DOWNLOADS
from moderation.classifier.export_apart import export_apart
from moderation.classifier.exported import default_cache, export_of
from moderation.classifier.manifest import MANIFEST, MODEL, TOKENIZER, Damaged
from tests.moderation.classifier.random_models import random_model, texts
from tests.running_server import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[3]
TEXTS = texts(20)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that nobody changes."""
    return random_model(tmp_path_factory.mktemp("model"), "Bert")


@pytest.fixture(scope="module")
def made(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the export of that model and nothing else."""
    cache = tmp_path_factory.mktemp("made")
    load_raw(str(checkpoint), cache=cache)
    return cache


@pytest.fixture
def cache(made: Path, tmp_path: Path) -> Path:
    """A copy of that cache, to be damaged."""
    return Path(shutil.copytree(made, tmp_path / "cache"))


def _seen(cache: Path) -> list[str]:
    """What a person sees in it."""
    return sorted(path.name for path in cache.iterdir() if not path.name.endswith(".lock"))


def _ages(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_an_export_is_made_once(checkpoint: Path, cache: Path) -> None:
    """A second load uses the files of the first, and scores the same."""
    folder = export_of(str(checkpoint), cache).folder
    before = _ages(folder)
    assert sorted(before) == sorted((MANIFEST, MODEL, TOKENIZER))
    first, second = (load_raw(str(checkpoint), cache=cache) for _ in range(2))
    assert first.score(TEXTS) == second.score(TEXTS)
    assert _ages(folder) == before
    assert _seen(cache) == [folder.name]


def test_it_says_what_it_is(checkpoint: Path, cache: Path) -> None:
    """Name, labels and revision are those of the checkpoint through detoxify itself."""
    exported, plain = load_raw(str(checkpoint), cache=cache), load_raw(str(checkpoint), plain=True)
    assert exported.labels == plain.labels
    assert exported.revision == plain.revision
    assert exported.name == plain.name == checkpoint.name


def test_another_name_for_the_same_files_is_the_same_export(
    checkpoint: Path, cache: Path, tmp_path: Path
) -> None:
    """What counts is what the files hold, not where they lie."""
    copy = shutil.copytree(checkpoint.parent, tmp_path / "elsewhere")
    (copy / checkpoint.name).rename(copy / "renamed.ckpt")
    assert export_of(str(copy), cache).folder == export_of(str(checkpoint), cache).folder


@pytest.mark.parametrize("file", ["bert.ckpt", "config.json", "tokenizer.json", "vocab.txt"])
def test_other_files_are_another_export(
    checkpoint: Path, cache: Path, tmp_path: Path, file: str
) -> None:
    """A change in any file that the model is made of asks for an export of its own."""
    copy = shutil.copytree(checkpoint.parent, tmp_path / "elsewhere")
    with (copy / file).open("ab") as changed:
        changed.write(b" ")
    assert export_of(str(copy), cache).folder != export_of(str(checkpoint), cache).folder


def _flip_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _tell_otherwise(manifest: Path) -> None:
    manifest.write_text(manifest.read_text().replace("insult", "praise"))


def _make_older(manifest: Path) -> None:
    own = json.loads(manifest.read_text())
    own["export"]["format"] = 0
    manifest.write_text(json.dumps(own))


DAMAGES: list[tuple[str, Callable[[Path], None]]] = [
    (MODEL, _flip_a_bit),
    (MODEL, Path.unlink),
    (TOKENIZER, _flip_a_bit),
    (MANIFEST, Path.unlink),
    (MANIFEST, _tell_otherwise),
    (MANIFEST, _make_older),
]


@pytest.mark.parametrize(("file", "damage"), DAMAGES)
def test_damage_is_noticed(
    checkpoint: Path, cache: Path, file: str, damage: Callable[[Path], None]
) -> None:
    """An export with any file missing, changed or of an older Belowline is none."""
    export = export_of(str(checkpoint), cache)
    assert export.manifest
    damage(export.folder / file)
    with pytest.raises(Damaged):
        _ = export.manifest


def test_a_damaged_export_is_made_anew(checkpoint: Path, cache: Path) -> None:
    """Whoever loads a model whose export is damaged gets its scores from a new one."""
    export = export_of(str(checkpoint), cache)
    before = load_raw(str(checkpoint), cache=cache).score(TEXTS)
    _flip_a_bit(export.folder / MODEL)
    assert load_raw(str(checkpoint), cache=cache).score(TEXTS) == before
    assert export.manifest
    assert _seen(cache) == [export.folder.name]


LOADING = """
import logging, sys
from pathlib import Path
logging.basicConfig(level=logging.INFO)
from moderation.classifier import load_raw
print(load_raw(sys.argv[1], cache=Path(sys.argv[2])).revision)
"""


def _start(checkpoint: Path, cache: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", LOADING, str(checkpoint), str(cache)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=cache.parent,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_of_processes_at_once_one_exports(checkpoint: Path, tmp_path: Path) -> None:
    """Three processes that start together make one export, and all three load it."""
    started = [_start(checkpoint, tmp_path / "cache") for _ in range(3)]
    said = [process.communicate(timeout=500) for process in started]
    assert len({out for out, _ in said}) == 1
    assert all(out.strip() for out, _ in said)
    assert sum(err.count("exporting 'bert.ckpt'") for _, err in said) == 1
    assert len(_seen(tmp_path / "cache")) == 1


def test_an_export_ends_with_its_parent(checkpoint: Path, tmp_path: Path) -> None:
    """A process killed in the middle leaves no other running; the next load tidies up after it."""
    cache = tmp_path / "cache"
    parent = _start(checkpoint, cache)
    wait_until(lambda: bool(_exporting(cache)), 60)
    parent.kill()
    parent.communicate()
    wait_until(lambda: not _exporting(cache), 120)
    load_raw(str(checkpoint), cache=cache)
    folder = export_of(str(checkpoint), cache).folder
    assert [path.name for path in cache.iterdir() if path.is_dir()] == [folder.name]


def _exporting(cache: Path) -> list[str]:
    """The processes that were told to write into that cache, as Linux lists them."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = file.read_bytes().decode(errors="replace").split("\0")
            if "moderation.classifier.export" in words and str(cache) in "\n".join(words):
                found.append(file.parent.name)
    return found


def test_a_reason_comes_back(
    checkpoint: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Why the other process cannot export a model is told as `load_plain` tells it, every time,

    without a traceback, and nothing of the attempt is left.
    """
    copy = shutil.copytree(checkpoint.parent, tmp_path / "elsewhere")
    (copy / checkpoint.name).write_bytes(b"dear diary")
    reasons = set()
    for cache in (tmp_path / "cache", tmp_path / "cache"):
        with pytest.raises(ClassifierUnavailable) as refusal:
            load_raw(str(copy), cache=cache)
        reasons.add(refusal.value.reason)
    with pytest.raises(ClassifierUnavailable) as refusal:
        load_raw(str(copy), plain=True)
    assert reasons == {refusal.value.reason}
    assert "Traceback" not in caplog.text
    assert _seen(tmp_path / "cache") == []


@pytest.mark.parametrize("kilobytes", [0, 16])
def test_a_full_disk_is_a_reason(checkpoint: Path, tmp_path: Path, kilobytes: int) -> None:
    """However little can be written, whoever asked for the export is told something in words."""
    asked = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes} * 1024, {kilobytes} * 1024))
from pathlib import Path
from moderation.classifier.export_apart import export_apart
export_apart({str(checkpoint)!r}, Path({str(tmp_path)!r}))
"""
    said = subprocess.run(
        [sys.executable, "-c", asked], env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    ).stderr.splitlines()[-1]  # fmt: skip
    assert ("cannot be exported (" if kilobytes else "without room on the disk") in said
    assert said.endswith("the log says more.")


def test_what_failed_is_not_tried_at_once_again(
    checkpoint: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A model that cannot be exported costs a process once in a while, not at every attempt;

    once its files are mended it is tried at once.
    """
    caplog.set_level("INFO")
    copy = shutil.copytree(checkpoint.parent, tmp_path / "elsewhere")
    (copy / checkpoint.name).write_bytes(b"dear diary")
    for _ in range(5):
        with pytest.raises(ClassifierUnavailable, match="damaged"):
            load_raw(str(copy), cache=tmp_path / "cache")
    assert caplog.text.count("exporting 'bert.ckpt'") == 1
    shutil.copy(checkpoint, copy)
    assert load_raw(str(copy), cache=tmp_path / "cache").labels
    assert caplog.text.count("exporting 'bert.ckpt'") == 2


def test_an_export_that_takes_too_long_is_ended(checkpoint: Path, tmp_path: Path) -> None:
    """Nobody waits for ever: after the time allowed, the other process is ended and that is said."""
    with pytest.raises(ClassifierUnavailable, match="not done after"):
        export_apart(str(checkpoint), tmp_path, seconds=0.1)
    assert not _exporting(tmp_path)


def test_a_cache_that_cannot_be_written_is_a_reason(checkpoint: Path, tmp_path: Path) -> None:
    """A folder that cannot be made is told in words, not as a failure of ours."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ClassifierUnavailable, match="cannot be kept"):
        load_raw(str(checkpoint), cache=tmp_path / "file" / "models")


def test_downloads_are_kept_by_name_and_hash(tmp_path: Path) -> None:
    """detoxify's own models are known before they were ever fetched, by what its files are called."""
    for name, digits in DOWNLOADS.items():
        assert export_of(name, tmp_path).folder == tmp_path / f"{name}-{digits}"


def test_they_are_detoxifys_own(checkpoint: Path) -> None:
    """The names, and the digits of the hashes, are those in the addresses that detoxify has."""
    from detoxify.detoxify import MODEL_URLS

    digits = {name: Path(url).stem.rpartition("-")[2] for name, url in MODEL_URLS.items()}
    assert digits == DOWNLOADS


def test_the_instance_keeps_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where nobody says otherwise, exports lie in the folder of the server's instance."""
    monkeypatch.setenv("BELOWLINE_INSTANCE", str(tmp_path))
    assert default_cache() == tmp_path / "models"
