"""`belowline score TEXT…`: what the classifier says."""

import json
from pathlib import Path

import pytest

from tests.service.cli.conftest import Terminal

KIND, RUDE = "Thank you for a fine article.", "You are a stupid idiot, shut up."


def test_texts_are_scored(type_: Terminal, instance: Path) -> None:
    """Each text is a line of the table, the rude one with the higher numbers; no database is needed."""
    said = type_("score", KIND, RUDE)
    labels, kind, rude = said.out.splitlines()
    assert labels.split()[:2] == ["toxicity", "severe_toxicity"]
    assert kind.endswith(KIND)
    assert float(kind.split()[0]) < 0.1
    assert float(rude.split()[0]) > 0.9


def test_lines_are_scored(type_: Terminal, instance: Path) -> None:
    """Lines of standard input are texts; as JSON, each keeps its words whatever they are."""
    texts = [KIND, "café \u200b naïve", "half \ud83d of a pair", RUDE]
    said = type_("score", "--json", "-", reads="\n".join(texts) + "\n")
    scored = [json.loads(line) for line in said.out.splitlines()]
    assert [item["text"] for item in scored] == [*texts[:2], "half ? of a pair", RUDE]
    assert all(item["risk"] == max(item["scores"].values()) for item in scored)
    assert scored[0]["risk"] < scored[-1]["risk"]


def test_a_model_that_is_none(
    type_: Terminal, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is no model is said to be none, in one line."""
    checkpoint = tmp_path / "model.ckpt"
    checkpoint.write_bytes(b"dear diary")
    monkeypatch.setenv("BELOWLINE_MODEL", str(checkpoint))
    said = type_("score", KIND)
    assert said.code == 1
    assert said.err.startswith("belowline: The classifier")
    assert said.err.count("\n") == 1
