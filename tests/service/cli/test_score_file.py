"""`belowline score --file`: JSON objects, one a line, each written again with its scores."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from moderation.classifier import load_classifier
from moderation.classifier.pinned import BUNDLED, EXPORT
from service.cli.score_file import LONGEST_LINE
from tests.service.breaking import Breaking
from tests.service.cli.conftest import Terminal

KIND, RUDE = "Thank you for a fine article.", "You are a stupid idiot, shut up."
FRENCH = "Tu es un sale con et je te déteste vraiment."


@pytest.fixture(autouse=True)
def _instance(instance: Path) -> None:
    """Nothing of an instance is needed."""


def written(file: Path, *items: object) -> Path:
    """A file of these lines: objects as JSON, strings as they are."""
    lines = (item if isinstance(item, str) else json.dumps(item) for item in items)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def read(text: str) -> list[dict[str, Any]]:
    """The objects in a file of lines."""
    return [json.loads(line) for line in text.splitlines()]


def test_objects_get_their_scores(type_: Terminal, tmp_path: Path) -> None:
    """Each object comes back in its place, with all that it had, and with its scores."""
    items: Sequence[dict[str, Any]] = [
        {"text": KIND, "id": 12345678901234567890, "tags": ["a", None]},
        {"id": "é", "text": RUDE},
    ]
    source, out = written(tmp_path / "in.jsonl", *items), tmp_path / "out.jsonl"
    said = type_("score", "--file", str(source), "--out", str(out))
    assert (said.code, said.out) == (0, "")
    assert "2 lines written." in said.err
    kind, rude = read(out.read_text(encoding="utf-8"))
    for each, item in zip((kind, rude), items, strict=True):
        assert {name: each[name] for name in item} == item
        assert each["risk"] == max(each["scores"].values())
    assert kind["risk"] < 0.1
    assert rude["risk"] > 0.9
    assert (kind["model"], kind["revision"]) == ("bundled", BUNDLED.revision(EXPORT))
    assert (kind["language"], kind["unread"]) == ("en", None)


def test_what_the_model_does_not_read_has_no_scores(type_: Terminal, tmp_path: Path) -> None:
    """A French insult is not called clean: there are no scores, and it says why."""
    source = written(tmp_path / "in.jsonl", {"text": FRENCH})
    (item,) = read(type_("score", "--file", str(source)).out)
    assert (item["scores"], item["risk"]) == (None, None)
    assert (item["language"], item["unread"]) == ("fr", {"language": "fr"})


BAD = [
    "not json",
    '["a list"]',
    '{"body": "no text"}',
    '{"text": 7}',
    '{"text": "a", "n": NaN}',
    '{"text": "' + "a" * LONGEST_LINE + '"}',
    "[" * 100_000,
]


def test_bad_lines_do_not_lose_the_rest(type_: Terminal, tmp_path: Path) -> None:
    """What is no object with a text is written with its number and an error; the rest is scored."""
    source = written(tmp_path / "in.jsonl", {"text": KIND}, *BAD, "", {"text": RUDE})
    source.write_bytes(source.read_bytes() + b'{"text": "\xff"}\n')
    said = type_("score", "--file", str(source))
    found = read(said.out)
    assert [item.get("text") for item in found] == [KIND, *[None] * len(BAD), RUDE, None]
    bad = [*range(2, 2 + len(BAD)), len(BAD) + 4]  # the empty line between is passed over
    assert [item["line"] for item in found if "error" in item] == bad
    assert "longer than" in found[6]["error"]
    assert "UTF-8" in found[-1]["error"]
    assert said.code == 1
    assert f"{len(bad)} lines could not be scored" in said.err
    assert ", ".join(map(str, bad)) in said.err


def test_a_text_that_breaks_the_model(
    type_: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It harms only itself: it is written with an error and all it had, and the others are scored."""
    breaking = Breaking(load_classifier(), "mumpsimus")
    monkeypatch.setattr("service.cli.reader.load_classifier", lambda *_, **__: breaking)
    items = [{"text": KIND}, {"text": "mumpsimus", "id": 5}, {"text": RUDE}]
    said = type_("score", "--file", str(written(tmp_path / "in.jsonl", *items)))
    kind, broken, rude = read(said.out)
    assert (kind["scores"] is None, rude["scores"] is None) == (False, False)
    assert (broken["id"], broken["line"], broken["scores"]) == (5, 2, None)
    assert broken["error"] == "The classifier failed on this text."
    assert (said.code, "could not be scored" in said.err) == (1, True)


def test_half_characters_and_own_errors(type_: Terminal, tmp_path: Path) -> None:
    """A lone surrogate stays what it was, and an object's own “error” is no failure."""
    source = written(tmp_path / "in.jsonl", {"text": "half \ud83d", "error": "mine"})
    said = type_("score", "--file", str(source))
    assert said.code == 0
    (item,) = read(said.out)
    assert (item["text"], item["error"]) == ("half \ud83d", "mine")


def test_standard_input_and_output(
    type_: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“-” are the standard streams."""
    lines = io.TextIOWrapper(io.BytesIO(json.dumps({"text": RUDE}).encode()), encoding="utf-8")
    monkeypatch.setattr("tests.service.cli.conftest.io.StringIO", lambda _: lines)
    (item,) = read(type_("score", "--file", "-", "--out", "-").out)
    assert item["text"] == RUDE


def test_a_run_that_was_cut_short_goes_on(type_: Terminal, tmp_path: Path) -> None:
    """With --resume, half a line is thrown away, and what follows is as if nothing had happened."""
    items = [{"text": f"{KIND} {number}"} for number in range(20)]
    source = written(tmp_path / "in.jsonl", *items[:10], "", "nonsense", *items[10:])
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    type_("score", "--file", str(source), "--out", str(whole))
    lines = whole.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(lines[:14]) + lines[14][:20])
    said = type_("score", "--file", str(source), "--out", str(out), "--resume")
    assert (said.code, out.read_bytes()) == (0, whole.read_bytes())
    assert "7 lines written, after 14 that were there." in said.err
    again = type_("score", "--file", str(source), "--out", str(out), "--resume")
    assert (again.code, out.read_bytes()) == (0, whole.read_bytes())


def test_nothing_is_overwritten(type_: Terminal, tmp_path: Path) -> None:
    """A file that is there is left alone, and the message says how to go on with it."""
    source, out = written(tmp_path / "in.jsonl", {"text": KIND}), tmp_path / "out.jsonl"
    out.write_text("mine\n")
    said = type_("score", "--file", str(source), "--out", str(out))
    assert (said.code, out.read_text()) == (2, "mine\n")
    assert "--resume" in said.err


OTHERS = [
    ('{"text": "another", "revision": "x"}\n', "not made from these lines"),
    (json.dumps({"text": KIND, "revision": "of old"}) + "\n", "another model"),
    ("no json\n", "not made from these lines"),
    ("a letter to mother", "not made from these lines"),
    (json.dumps({"text": KIND}) + "\na letter to mother", "not made from these lines"),
]


@pytest.mark.parametrize(("last", "why"), OTHERS)
def test_what_belongs_to_something_else_is_not_gone_on_with(
    type_: Terminal, tmp_path: Path, last: str, why: str
) -> None:
    """With --resume, what is there must be from these very lines and this very model."""
    source = written(tmp_path / "in.jsonl", {"text": KIND}, {"text": RUDE})
    out = tmp_path / "out.jsonl"
    out.write_text(last)
    said = type_("score", "--file", str(source), "--out", str(out), "--resume")
    assert (said.code, out.read_text()) == (2, last)
    assert why in said.err


def test_more_is_there_than_there_was_to_do(type_: Terminal, tmp_path: Path) -> None:
    """Where the output is longer than the input, it is from something else."""
    source = written(tmp_path / "in.jsonl", {"text": KIND})
    out = written(tmp_path / "out.jsonl", {"text": KIND}, {"text": KIND})
    said = type_("score", "--file", str(source), "--out", str(out), "--resume")
    assert (said.code, "not made from these lines" in said.err) == (2, True)


CANNOT_BE_MEANT = [
    (("score", "--file", "{in}", "a text"), "exclude one another"),
    (("score", "--file", "{in}", "--json"), "leave --json out"),
    (("score", "--file", "{in}", "--out", "{in}", "--resume"), "name another"),
    (("score", "--file", "{in}", "--resume"), "--resume needs a file"),
    (("score", "--out", "x.jsonl", "a text"), "--out goes with --file"),
    (("score", "--file", "{in}", "--chart", "x.svg"), "--chart goes with --compare"),
    (("score", "--file", "nowhere.jsonl"), "nowhere.jsonl"),
]


@pytest.mark.parametrize(("words", "why"), CANNOT_BE_MEANT)
def test_what_cannot_be_meant(
    type_: Terminal, tmp_path: Path, words: Sequence[str], why: str
) -> None:
    """Options that do not go together are refused before anything is written."""
    source = written(tmp_path / "in.jsonl", {"text": KIND})
    said = type_(*(word.replace("{in}", str(source)) for word in words))
    assert (said.code, why in said.err) == (2, True)
    assert read(source.read_text()) == [{"text": KIND}]


def test_only_json_is_written(type_: Terminal, tmp_path: Path) -> None:
    """A number that nobody could read again makes its line a bad one."""
    source = written(tmp_path / "in.jsonl", '{"text": "Thank you.", "n": 1e999}')
    said = type_("score", "--file", str(source))
    assert said.code == 1
    assert read(said.out) == [{"line": 1, "error": "It is no JSON."}]
