"""Rules: data that proposes what to do with a comment."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from moderation.rules import VERDICTS, problems
from service.schemas.base import Strict
from service.schemas.comments import LONGEST_NAME, body
from service.schemas.names import MODES, article_id, site_name
from service.schemas.text import Text, refuse_unstorable
from service.schemas.values import OneOf, WholeNumber, YesNo

MOST_RULES = 100
LONGEST_LIST = 1000
MOST_COUNTED = 1_000_000


class Rule(Strict):
    """One rule: all its conditions must hold."""

    name = Text(1, 100, strip=True, one_line=True, visible=True, required=True)
    when = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"example": {"risk": {"lt": 0.15}, "links": {"lte": 0}}},
    )
    then = OneOf(*VERDICTS, required=True)

    @validates_schema(skip_on_field_errors=False)
    def makes_sense(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Facts, operators and values must fit one another; told along with what else is wrong."""
        when = data.get("when", {})
        found = problems({"when": when, "then": "hold"})
        for fact, condition in when.items():
            found |= _unstorable(f"when.{fact}", condition)
        if found:
            raise ValidationError(_nested(found))


class ChangedRules(Strict):
    """A site's whole list of rules, in order: the first that matches wins."""

    site = site_name()
    rules = fields.List(
        fields.Nested(Rule),
        required=True,
        validate=validate.Length(max=MOST_RULES, error=f"At most {MOST_RULES} rules."),
    )


class Rules(Strict):
    """A site's rules in their order."""

    rules = fields.List(fields.Nested(Rule), required=True)


class TriedAuthor(Strict):
    """What became of an author's earlier comments, as far as it matters to the rules."""

    approved = WholeNumber(0, MOST_COUNTED, load_default=0)
    rejected = WholeNumber(0, MOST_COUNTED, load_default=0)
    verified = YesNo(load_default=False)


class Try(Strict):
    """A comment that might be posted."""

    site = site_name()
    body = body()
    author_name = Text(1, LONGEST_NAME, strip=True, one_line=True, load_default="A reader")
    author = fields.Nested(TriedAuthor, load_default=lambda: TriedAuthor().load({}))
    article = article_id()
    depth = WholeNumber(0, MOST_COUNTED, load_default=0)
    flags = WholeNumber(0, MOST_COUNTED, load_default=0)
    duplicates = WholeNumber(0, MOST_COUNTED, load_default=0)
    rules = fields.List(
        fields.Nested(Rule),
        validate=validate.Length(max=MOST_RULES, error=f"At most {MOST_RULES} rules."),
        metadata={"description": "A draft to judge by; else the site's present rules."},
    )


class Verdict(Strict):
    """What the rules propose, which of them, and the facts that it looked at."""

    then = OneOf(*VERDICTS, required=True)
    rule = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)


class TriedRule(Strict):
    """A rule, and how it fared."""

    name = fields.String(required=True)
    matched = fields.Boolean(required=True)
    first = fields.Boolean(
        required=True, metadata={"description": "Whether it is the first that matched."}
    )
    why = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "The facts that keep it from matching, as they are."},
    )


class Tried(Strict):
    """What would become of the comment, with all that led to it."""

    verdict = fields.Nested(Verdict, required=True)
    rules = fields.List(fields.Nested(TriedRule), required=True)
    facts = fields.Dict(keys=fields.String(), required=True)
    scores = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    risk = fields.Float(required=True)
    language = fields.String(required=True, allow_none=True)
    unread = fields.Dict(
        keys=fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "What it is written in that the classifier does not read."},
    )
    model = fields.String(required=True)
    mode = OneOf(*MODES, required=True, metadata={"description": "Under which it was judged."})


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
