"""Rules: data that proposes what to do with a comment."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from moderation.rules import VERDICTS, problems
from service.schemas.base import Strict
from service.schemas.names import site_name
from service.schemas.text import Text, refuse_unstorable
from service.schemas.values import OneOf

MOST_RULES = 100
LONGEST_LIST = 1000


class Rule(Strict):
    """One rule: all its conditions must hold."""

    name = Text(1, 100, strip=True, one_line=True, visible=True, required=True)
    when = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"example": {"risk": {"lt": 0.15}, "links": {"lte": 0}}},
    )
    then = OneOf(*VERDICTS, required=True)

    @validates_schema
    def makes_sense(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Facts, operators and values must fit one another."""
        found = problems(data)
        for fact, condition in data["when"].items():
            found |= _unstorable(f"when.{fact}", condition)
        if found:
            raise ValidationError(_nested(found))


class ChangedRules(Strict):
    """A site's whole list of rules, in order: the first that matches wins."""

    rules = fields.List(
        fields.Nested(Rule),
        required=True,
        validate=validate.Length(max=MOST_RULES, error=f"At most {MOST_RULES} rules."),
    )


class Rules(Strict):
    """A site's rules in their order."""

    rules = fields.List(fields.Nested(Rule), required=True)


class RulesQuery(Strict):
    """Which site's rules."""

    site = site_name()


def _nested(found: dict[str, list[str]]) -> dict[str, Any]:
    """`{"when.author.approved": […]}` as marshmallow nests it: only the first dot is a level."""
    nested: dict[str, Any] = {}
    for path, messages in found.items():
        name, _, fact = path.partition(".")
        if fact:
            nested.setdefault(name, {})[fact] = messages
        else:
            nested[name] = messages
    return nested


def _unstorable(path: str, condition: Any) -> dict[str, list[str]]:
    """What is wrong with the texts of a condition, which end in the database like any other."""
    try:
        _refuse_unstorable_in(condition)
    except ValidationError as error:
        return {path: [str(message) for message in error.messages]}
    return {}


def _refuse_unstorable_in(value: Any) -> None:
    """Texts within a condition end in the database like any other text."""
    if isinstance(value, str):
        refuse_unstorable(value)
    elif isinstance(value, dict):
        _refuse_unstorable_in([*value, *value.values()])
    elif isinstance(value, list):
        if len(value) > LONGEST_LIST:
            raise ValidationError(f"At most {LONGEST_LIST} values.")
        for item in value:
            _refuse_unstorable_in(item)
