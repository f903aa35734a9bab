"""What always holds of rules and word lists. Each database looks into JSON in a way of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from models.rules import Rule
from models.word_lists import WordList

ASKED_FOR = "the word lists that a rule asks for are there"
SIZE = "the size of a list is the number of its words"
SENTENCES = (ASKED_FOR, SIZE)


class Broken(NamedTuple):
    """Where one of the sentences does not hold."""

    sentence: str
    where: str
    found: str
    expected: str


def broken_lists(connection: Connection) -> Iterator[Broken]:
    """Every place where one of the sentences does not hold."""
    yield from _missing(connection)
    yield from _of_another_size(connection)


def _missing(connection: Connection) -> Iterator[Broken]:
    lists = {tuple(row) for row in connection.execute(select(WordList.site_id, WordList.name))}
    for rule in connection.execute(select(Rule.id, Rule.site_id, Rule.when)):
        for name in rule.when.get("words", {}).get("in", ()):
            if (rule.site_id, name) not in lists:
                yield Broken(ASKED_FOR, f"rule {rule.id}", "none", f"a list “{name}”")


def _of_another_size(connection: Connection) -> Iterator[Broken]:
    postgres = connection.dialect.name == "postgresql"
    length = (func.jsonb_array_length if postgres else func.json_array_length)(WordList.words)
    statement = select(WordList.id, WordList.size, length).where(WordList.size != length)
    for list_id, size, number in connection.execute(statement):
        yield Broken(SIZE, f"wordlist {list_id}", str(size), str(number))
