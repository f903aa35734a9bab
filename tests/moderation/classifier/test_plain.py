"""Scoring through detoxify: the same numbers as its own, and no program out of a checkpoint."""

import json
import shutil
import threading
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import torch
from detoxify import Detoxify
from detoxify.detoxify import MODEL_URLS
from transformers import BertConfig, BertForSequenceClassification

from moderation.classifier import Classifier, ClassifierUnavailable, load_raw
from moderation.classifier.checkpoint import DOWNLOADS, sha256_of
from moderation.classifier.export import write_export
from moderation.classifier.manifest import read_manifest
from moderation.classifier.pinned import BUNDLED, WEIGHTS
from moderation.classifier.plain import load_plain
from tests.moderation.classifier.random_models import random_model

TEXTS = [
    "hello world",
    "You are a stupid idiot.",
    "Shut up, you pathetic moron.",
    "I will find you and kill you.",
    "I am a gay man and I liked this article.",
    "The mayor is wrong about the bridge, and so is the council.",
    "What a load of crap, who pays these clowns?",
    "🎉 naïve café — “quoted” 100 % !!!",
    "Nobody asked you. Go back to where you came from.",
    "Thanks! Could you link the report that you mention in the third paragraph?",
    "The council met on Tuesday and talked about the bridge. " * 25 + "Idiots.",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model with random weights in detoxify's format, its tokenizer beside it."""
    folder = tmp_path_factory.mktemp("model")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=30522, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32,
    )  # fmt: skip
    config.num_labels = 3
    model = BertForSequenceClassification(config)
    config.save_pretrained(folder)
    for file in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
        shutil.copy(BUNDLED.folder / file, folder)
    torch.save(_checkpoint(model.state_dict()), folder / "tiny.ckpt")
    return folder


def _checkpoint(state: dict[str, Any]) -> dict[str, Any]:
    model = {
        "model_type": ".",
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
        "num_classes": 3,
    }
    classes = ["toxic", "identity_hate", "sexual_explicit"]
    config = {"arch": {"args": model}, "dataset": {"args": {"classes": classes}}}
    return {"config": config, "state_dict": state}


def _damaged(folder: Path, to: Path) -> Path:
    """A copy of the folder with a checkpoint still to be written into it."""
    shutil.copytree(folder, to, dirs_exist_ok=True)
    return to / "tiny.ckpt"


def test_the_bundled_checkpoint_has_detoxifys_labels(plain_bundled: Classifier) -> None:
    """The pinned labels are the checkpoint's own, as detoxify renames them, in its order."""
    assert plain_bundled.labels == BUNDLED.labels


def test_the_plain_path_is_detoxify(plain_bundled: Classifier, monkeypatch: Any) -> None:
    """For texts that fit into a window the scores are those of Detoxify.predict, to 1e-5."""
    monkeypatch.chdir(BUNDLED.folder)
    detoxify = Detoxify(
        checkpoint=str(BUNDLED.folder / WEIGHTS), huggingface_config_path=str(BUNDLED.folder)
    )
    for text in TEXTS[:-1]:
        assert plain_bundled.score([text])[0] == pytest.approx(detoxify.predict(text), abs=1e-5)


def test_the_export_equals_the_checkpoint(bundled: Classifier, plain_bundled: Classifier) -> None:
    """Quantised to 8 bits the scores stay within 0.15 of the checkpoint's, on average 0.02.

    Measured on 300 comments of Wikipedia's talk pages: 0.0015 on average, 0.10 at most.
    """
    exact = [value for scores in plain_bundled.score(TEXTS) for value in scores.values()]
    quantised = [value for scores in bundled.score(TEXTS) for value in scores.values()]
    differences = [abs(one - other) for one, other in zip(exact, quantised, strict=True)]
    assert max(differences) < 0.15
    assert sum(differences) / len(differences) < 0.02


def test_the_plain_path_reads_to_the_end(plain_bundled: Classifier) -> None:
    """detoxify cuts a text at 512 tokens without a word; here its end is read as well."""
    harmless = "The council met on Tuesday and talked about the new bridge. " * 60
    assert plain_bundled.score([harmless])[0]["toxicity"] < 0.15
    assert plain_bundled.score([harmless + "You are a stupid idiot."])[0]["toxicity"] > 0.5


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "a" * 1_000, "🎉" * 500])
def test_odd_texts_have_scores(plain_bundled: Classifier, text: str) -> None:
    """Whatever can be sent is answered with numbers from 0 to 1 on this path too."""
    assert all(0 <= value <= 1 for value in plain_bundled.score([text])[0].values())


@pytest.mark.parametrize("part", ["", "tiny.ckpt"])
def test_a_checkpoint_loads_by_its_path(
    folder: Path, tmp_path: Path, monkeypatch: Any, part: str
) -> None:
    """A folder or its checkpoint loads from any working directory and scores as detoxify does."""
    monkeypatch.chdir(folder)
    detoxify = Detoxify(checkpoint="tiny.ckpt", huggingface_config_path=str(folder))
    monkeypatch.chdir(tmp_path)
    classifier = load_raw(str(folder / part), plain=True)
    assert classifier.name == "tiny.ckpt"
    assert classifier.labels == ("toxicity", "identity_attack", "sexual_explicit")
    assert classifier.score([TEXTS[0]])[0] == pytest.approx(detoxify.predict(TEXTS[0]), abs=1e-6)


def test_a_relative_path_loads(folder: Path, monkeypatch: Any) -> None:
    """A path is meant as seen from the working directory."""
    monkeypatch.chdir(folder.parent)
    assert load_raw(f"{folder.name}/tiny.ckpt", plain=True).score(["x"])


class Malice:
    """Unpickled, it writes a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.write_text, (self.target, "run")


def test_a_checkpoint_runs_no_program(folder: Path, tmp_path: Path) -> None:
    """A checkpoint that is a program in disguise is refused, and the program is not run."""
    file = _damaged(folder, tmp_path / "model")
    torch.save({**torch.load(folder / "tiny.ckpt"), "x": Malice(tmp_path / "proof")}, file)
    with pytest.raises(ClassifierUnavailable, match="more than weights"):
        load_raw(str(file), plain=True)
    assert not (tmp_path / "proof").exists()


@pytest.mark.parametrize(
    "content", [b"", b"not a checkpoint", b"root:x:0:0:root:/root", b"PK\x03\x04" + b"\0" * 100]
)
def test_a_file_that_is_no_checkpoint_is_refused(
    folder: Path, tmp_path: Path, content: bytes
) -> None:
    """Any other file, and an empty one, is named as damaged."""
    file = _damaged(folder, tmp_path)
    file.write_bytes(content)
    with pytest.raises(ClassifierUnavailable, match="damaged"):
        load_raw(str(file), plain=True)


def test_a_checkpoint_cut_short_is_refused(folder: Path, tmp_path: Path) -> None:
    """A copy that broke off half-way is not half a model."""
    file = _damaged(folder, tmp_path)
    content = (folder / "tiny.ckpt").read_bytes()
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(ClassifierUnavailable, match="damaged"):
        load_raw(str(file), plain=True)


@pytest.mark.parametrize("content", [{"state_dict": {}}, [1, 2], {"config": {}}])
def test_another_format_is_refused(folder: Path, tmp_path: Path, content: Any) -> None:
    """Weights without their configuration are not detoxify's format."""
    file = _damaged(folder, tmp_path)
    torch.save(content, file)
    with pytest.raises(ClassifierUnavailable, match="detoxify's format"):
        load_raw(str(file), plain=True)


def test_a_missing_weight_is_refused(folder: Path, tmp_path: Path) -> None:
    """No weight is filled with random numbers, as the library would do with a mere warning."""
    file = _damaged(folder, tmp_path)
    state = torch.load(folder / "tiny.ckpt")["state_dict"]
    del state["classifier.weight"]
    torch.save(_checkpoint(state), file)
    with pytest.raises(ClassifierUnavailable, match=r"lacks weights: classifier\.weight"):
        load_raw(str(file), plain=True)


def test_a_configuration_that_does_not_fit_is_refused(folder: Path, tmp_path: Path) -> None:
    """Weights of one shape with the configuration of another are no model."""
    file = _damaged(folder, tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, "hidden_size": 32}))
    with pytest.raises(ClassifierUnavailable, match="cannot open it"):
        load_raw(str(file), plain=True)


def test_a_folder_must_hold_one_checkpoint(folder: Path, tmp_path: Path) -> None:
    """Between two checkpoints nobody guesses, and none is none."""
    with pytest.raises(ClassifierUnavailable, match="holds 0 files"):
        load_raw(str(tmp_path), plain=True)
    for name in ("a.ckpt", "b.ckpt"):
        shutil.copy(folder / "tiny.ckpt", tmp_path / name)
    with pytest.raises(ClassifierUnavailable, match="holds 2 files"):
        load_raw(str(tmp_path), plain=True)


def test_a_download_that_fails_says_so(tmp_path: Path, monkeypatch: Any) -> None:
    """Where detoxify's release cannot be reached, the reason is told and nothing is left over."""
    monkeypatch.setattr(torch.hub, "_hub_dir", str(tmp_path))
    monkeypatch.setattr(urllib.request, "_opener", None)
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with pytest.raises(ClassifierUnavailable, match="could not be downloaded"):
        load_raw("original-small", plain=True)
    assert list((tmp_path / "checkpoints").iterdir()) == []


class Quiet(SimpleHTTPRequestHandler):
    """A file server that does not talk about it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address under which a web server of this machine gives its files out."""
    (tmp_path / "served").mkdir()
    handler = partial(Quiet, directory=tmp_path / "served")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield tmp_path / "served", f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_download_is_kept(
    tmp_path: Path, served: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model comes over the network once, is compared with its hash, and exported as any other."""
    files, address = served
    folder = tmp_path / "config"
    checkpoint = torch.load(random_model(folder, "Albert"))
    checkpoint["config"]["arch"]["args"]["model_type"] = str(folder)  # and not the hub
    torch.save(checkpoint, files / "albert.ckpt")
    digits = sha256_of(files / "albert.ckpt")[:8]
    name = f"original-albert-{digits}.ckpt"
    (files / "albert.ckpt").rename(files / name)
    monkeypatch.setitem(MODEL_URLS, "original-small", f"{address}/{name}")
    monkeypatch.setitem(DOWNLOADS, "original-small", digits)
    monkeypatch.setattr(torch.hub, "_hub_dir", str(tmp_path / "hub"))
    (tmp_path / "export").mkdir()
    first = load_plain("original-small")
    assert first.revision.startswith(digits)
    (files / name).unlink()
    write_export(load_plain("original-small"), tmp_path / "export")
    assert read_manifest(tmp_path / "export").source == first.source


def test_a_download_with_another_hash_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    """A file in the download folder counts only if its hash is the one in detoxify's file name."""
    monkeypatch.setattr(torch.hub, "_hub_dir", str(tmp_path))
    (tmp_path / "checkpoints").mkdir()
    kept = tmp_path / "checkpoints" / "original-albert-0e1d6498.ckpt"
    shutil.copy(folder / "tiny.ckpt", kept)
    with pytest.raises(ClassifierUnavailable, match="its hash is not detoxify's"):
        load_raw("original-small", plain=True)
