"""Trouble that was to be expected is one line on stderr, with the exit code that fits."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from service.cli import belowline, in_words
from tests.service.cli.conftest import Terminal

MISTYPED = [
    ("an unknown command", ["nonsense"], "nonsense"),
    ("an unknown option", ["serve", "--fast"], "--fast"),
    ("a port that is none", ["serve", "--port", "0"], "--port"),
    ("an id that is none", ["api-key", "revoke", "x"], "UUID"),
    ("a role that is none", ["moderator", "add", "a@b.c", "--role", "king"], "king"),
    ("nothing to change", ["site", "set", "default"], "site set --help"),
    ("no address", ["serve", "--host", ""], "--host"),
    (
        "some origin and any",
        ["site", "set", "default", "--origin", "https://a.example", "--any-origin"],
        "--any-origin",
    ),
    (
        "a model and the server's",
        ["site", "set", "default", "--model", "bundled", "--server-model"],
        "--server-model",
    ),
]


@pytest.mark.parametrize(
    ("words", "named"), [row[1:] for row in MISTYPED], ids=[row[0] for row in MISTYPED]
)
def test_what_cannot_be_meant(
    type_: Terminal, instance: Path, words: list[str], named: str
) -> None:
    """A command that cannot be meant says why in one line, and exits with 2."""
    said = type_(*words)
    assert said.code == 2
    assert said.err.startswith("belowline: ")
    assert said.err.count("\n") == 1
    assert named in said.err


@pytest.mark.parametrize("host", ["x" * 300, "203.0.113.5", ":::"])
def test_an_address_that_is_not_here(type_: Terminal, instance: Path, host: str) -> None:
    """A host that is no name, or that of another machine, is named with its option."""
    said = type_("serve", "--host", host, "--port", "8499")
    assert said.code == 1
    assert said.err.startswith(f"belowline: Cannot listen on {host}:8499 (--host, --port): ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["site"], ["webhook"]])
def test_what_is_there_to_choose_from(type_: Terminal, instance: Path, words: list[str]) -> None:
    """A group without a command shows its commands, one a line."""
    said = type_(*words)
    assert said.code == 2
    assert said.err.startswith("Usage: ")
    assert "\nCommands:\n  " in said.err


def test_a_file_that_cannot_be_written(type_: Terminal, instance: Path, tmp_path: Path) -> None:
    """Trouble of the system names the file in plain words, without the system's number."""
    (tmp_path / "in.jsonl").write_text("{}\n")
    said = type_("score", "--file", str(tmp_path / "in.jsonl"), "--out", "/nowhere/out.jsonl")
    assert (said.code, said.err) == (
        1, "belowline: /nowhere/out.jsonl: No such file or directory.\n"
    )  # fmt: skip


@pytest.mark.parametrize("words", [["serve"], ["check"], ["db", "upgrade"], ["backup", "x"]])
def test_a_wrong_setting(
    type_: Terminal, instance: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """A wrong setting stops every command with its name and what was expected."""
    monkeypatch.setenv("BELOWLINE_THREADS", "many")
    said = type_(*words)
    assert said.code == 2
    assert said.err == (
        "belowline: BELOWLINE_THREADS is 'many'; expected a whole number from 1 to 256\n"
    )


def test_a_database_that_is_not_there(
    type_: Terminal, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that does not answer is said in one line, without its password."""
    monkeypatch.setenv("BELOWLINE_DATABASE_URL", "postgresql://ada:geheim@127.0.0.1:1/paper")
    monkeypatch.setenv("BELOWLINE_SECRET_KEY", "s" * 32)
    said = type_("check")
    assert said.code == 1
    assert said.err.startswith("belowline: The database cannot be used: ")
    assert said.err.count("\n") == 1
    assert "geheim" not in said.err


def test_a_database_that_is_none(type_: Terminal, instance: Path) -> None:
    """A file that is no database is said to be none."""
    instance.mkdir()
    (instance / "belowline.db").write_bytes(b"dear diary " * 500)
    said = type_("check")
    assert said.code == 1
    assert said.err == "belowline: The database cannot be used: file is not a database\n"


@pytest.mark.parametrize(
    "words", [["check"], ["moderator", "list"], ["rescore"], ["db", "current"]]
)
def test_a_database_of_another_age(type_: Terminal, instance: Path, words: list[str]) -> None:
    """Commands do not touch a database that is not up to date: they say what to do."""
    said = type_(*words)
    assert said.code == 1
    assert "run `belowline db upgrade`" in said.err
    assert not (instance / "belowline.db").exists()


@pytest.mark.parametrize("words", [["check"], ["db", "upgrade"], ["serve"], ["site", "list"]])
def test_a_database_of_the_future(type_: Terminal, instance: Path, words: list[str]) -> None:
    """One that a later program has migrated is said to be that, and is left alone."""
    assert type_("db", "upgrade").code == 0
    with closing(sqlite3.connect(instance / "belowline.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'tomorrow'")
    said = type_(*words)
    assert said.code == 1
    assert said.err.startswith("belowline: The database is of a newer Belowline (")
    assert "tomorrow" in said.err
    assert said.err.count("\n") == 1


def test_a_bug_is_not_dressed_up() -> None:
    """What nobody expected keeps its traceback."""
    assert in_words(ZeroDivisionError("division by zero")) is None


def test_every_command_says_what_it_is_for() -> None:
    """Each command and group has a line of help."""
    assert all(command.help for command in belowline.commands.values())
    assert {"serve", "db", "check", "backup", "restore"} <= set(belowline.commands)
