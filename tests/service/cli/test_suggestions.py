"""`belowline suggestions`: labels of other systems."""

import json

import pytest
from flask import Flask

from models.database import writing
from service.access.keys import create_key
from service.flow.suggest import About, Suggested, suggest
from tests.service.cli.conftest import Terminal


@pytest.fixture
def key_ids(app: Flask) -> list[str]:
    """The ids of two keys, each with suggestions for two communities."""
    ids = []
    with app.app_context():
        for name in ("coral", "a bot"):
            with writing() as session:
                key, _ = create_key(session, name, "scorer", None)
                ids.append(key.id)
            for community in ("sports", "politics"):
                about = About(
                    ids[-1], f"A point by {name}. 😀", "PLAIN_TEXT", "en", community, "c1"
                )
                suggest(about, [Suggested("PROFANITY", 0.5), Suggested("SPAM", 1.0, 0, 3)])
    return [str(each) for each in ids]


def exported(terminal: Terminal, *words: str) -> list[dict]:
    """The lines that are printed."""
    said = terminal("suggestions", "export", *words)
    assert (said.code, said.err) == (0, "")
    return [json.loads(line) for line in said.out.splitlines()]


def test_suggestions_are_printed_as_they_came(terminal: Terminal, key_ids: list[str]) -> None:
    """One JSON object a line, with the label that the attribute means here."""
    lines = exported(terminal)
    assert len(lines) == 8
    first = lines[0]
    assert first == {
        "id": first["id"],
        "key_id": key_ids[0],
        "community_id": "sports",
        "client_token": "c1",
        "text": "A point by coral. 😀",
        "text_type": "PLAIN_TEXT",
        "language": "en",
        "attribute": "PROFANITY",
        "value": 0.5,
        "begin": None,
        "end": None,
        "created_at": first["created_at"],
        "label": "obscene",
    }
    assert first["created_at"].endswith("Z")
    assert (lines[1]["attribute"], lines[1]["label"]) == ("SPAM", None)
    assert (lines[1]["begin"], lines[1]["end"]) == (0, 3)


def test_some_can_be_chosen(terminal: Terminal, key_ids: list[str]) -> None:
    """By key and by community."""
    assert {each["key_id"] for each in exported(terminal, "--key", key_ids[1])} == {key_ids[1]}
    [one, other] = exported(terminal, "--key", key_ids[0], "--community", "politics")
    assert one["community_id"] == other["community_id"] == "politics"
    assert exported(terminal, "--community", "Sports") == []


def test_suggestions_are_forgotten(terminal: Terminal, key_ids: list[str]) -> None:
    """For good; never all of them by leaving something out."""
    assert terminal("suggestions", "forget").code == 2
    assert terminal("suggestions", "forget", "--all", "--key", key_ids[0]).code == 2
    assert terminal("suggestions", "forget", "--before", "2020-01-01").out == (
        "0 suggestions are deleted.\n"
    )
    said = terminal("suggestions", "forget", "--key", key_ids[0], "--community", "sports")
    assert said.out == "2 suggestions are deleted.\n"
    assert len(exported(terminal)) == 6
    assert terminal("suggestions", "forget", "--before", "2999-01-01").code == 0
    assert exported(terminal) == []
    assert terminal("suggestions", "forget", "--all").code == 0
