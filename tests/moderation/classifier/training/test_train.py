"""Fine-tuning, on an encoder small enough for a test."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from moderation.classifier.plain import load_plain

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "you", "idiot", "kind", "thanks", "a", "are"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The configuration and tokenizer of a tiny encoder with its random weights."""
    made = tmp_path / "encoder"
    made.mkdir()
    (made / "vocab.txt").write_text("\n".join(WORDS))
    tokenizer = Tokenizer(models.WordPiece({w: n for n, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(made / "tokenizer.json"))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    config.num_labels = 6
    BertForSequenceClassification(config).save_pretrained(made)
    BertTokenizer(str(made / "vocab.txt")).save_pretrained(made)
    return made


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Sentences that one word tells apart."""
    path = tmp_path / "rows.jsonl.gz"
    with gzip.open(path, "wt") as file:
        for number in range(3000):
            rude = number % 2
            text = f"you are a {'idiot' if rude else 'kind'}" + " thanks" * (number % 5)
            labels = [rude, None, 0, 0, rude, 0]
            row = {"text": text, "labels": labels, "weight": 1.0, "source": "test"}
            file.write(json.dumps(row) + "\n")
    return path


def _run(rows: Path, folder: Path, out: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    module = "moderation.classifier.training.train"
    arguments = (rows, folder, out, "--rate", "3e-3", "--budget", "64", "--device", "cpu", *more)
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def _train(rows: Path, folder: Path, out: Path, *more: str) -> None:
    done = _run(rows, folder, out, *more)
    assert done.returncode == 0, done.stderr


def _weights(out: Path) -> dict[str, torch.Tensor]:
    return torch.load(out / "checkpoint.ckpt", weights_only=True)["state_dict"]


def test_it_learns_and_detoxify_loads_what_it_wrote(
    rows: Path, folder: Path, tmp_path: Path
) -> None:
    """After one pass the rude word has a high score and the kind one a low score."""
    _train(rows, folder, tmp_path / "out", "--epochs", "1")
    (tmp_path / "out/checkpoint.ckpt").rename(folder / "checkpoint.ckpt")
    rude, kind = load_plain(str(folder)).score(["you are a idiot", "you are a kind"])
    assert rude["toxicity"] > 0.9
    assert rude["insult"] > 0.9
    assert kind["toxicity"] < 0.1
    assert rude["threat"] < 0.1


def test_a_run_that_was_stopped_goes_on_where_it_was(
    rows: Path, folder: Path, tmp_path: Path
) -> None:
    """Started again after its last saved step, a run ends with the very same weights."""
    _train(rows, folder, tmp_path / "out", "--epochs", "1")
    first = _weights(tmp_path / "out")
    assert (tmp_path / "out/state.pt").exists()
    _train(rows, folder, tmp_path / "out", "--epochs", "1")
    again = _weights(tmp_path / "out")
    assert all(torch.equal(first[name], again[name]) for name in first)


def test_the_state_of_another_run_is_refused(rows: Path, folder: Path, tmp_path: Path) -> None:
    """A later pass into the folder of an earlier one would train nothing, and give its weights."""
    out = tmp_path / "out"
    out.mkdir()
    torch.save({"run": "9 examples"}, out / "state.pt")
    done = _run(rows, folder, out, "--epochs", "0.5")
    assert done.returncode == 1
    assert "state.pt is of another run (9 examples)" in done.stderr
    assert not (out / "checkpoint.ckpt").exists()
