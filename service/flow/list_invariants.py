"""What always holds of rules and word lists; JSON is compared here, as each database queries its own way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Connection

from models.rules import Rule
from models.word_lists import WordList

SENTENCE = "the word lists that a rule asks for are there"


class Missing(NamedTuple):
    """A rule that asks for a list which its site does not have."""

    rule_id: UUID
    name: str


def missing_lists(connection: Connection) -> Iterator[Missing]:
    """Every list that a rule asks for in vain."""
    lists = {tuple(row) for row in connection.execute(select(WordList.site_id, WordList.name))}
    for rule in connection.execute(select(Rule.id, Rule.site_id, Rule.when)):
        for name in rule.when.get("words", {}).get("in", ()):
            if (rule.site_id, name) not in lists:
                yield Missing(rule.id, name)
