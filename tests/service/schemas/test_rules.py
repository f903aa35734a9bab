"""Which lists of rules are taken, and what is said of the others."""

from typing import Any

import pytest
from marshmallow import ValidationError

from moderation.rules import DEFAULT_RULES
from service.errors import paths
from service.schemas.rules import ChangedRules


def rule(**changed: Any) -> dict[str, Any]:
    """A good rule, with whatever a test changes about it."""
    return {"name": "clean", "when": {"risk": {"lt": 0.2}}, "then": "approve"} | changed


def test_the_rules_we_ship_are_taken() -> None:
    """What comes out goes in again."""
    shipped = [{"name": r.name, "when": dict(r.when), "then": r.then} for r in DEFAULT_RULES]

    assert ChangedRules().load({"rules": shipped}) == {"rules": shipped}


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (rule(then="delete"), "rules.1.then"),
        (rule(then=None), "rules.1.then"),
        (rule(name=""), "rules.1.name"),
        (rule(name="two\nlines"), "rules.1.name"),
        (rule(more=1), "rules.1.more"),
        ({"name": "no condition", "then": "hold"}, "rules.1.when"),
        (rule(when=[]), "rules.1.when"),
        (rule(when={"anger": {"lt": 0.2}}), "rules.1.when.anger"),
        (rule(when={"risk": {"below": 0.2}}), "rules.1.when.risk"),
        (rule(when={"risk": {"lt": "low"}}), "rules.1.when.risk"),
        (rule(when={"risk": {"lt": 2}}), "rules.1.when.risk"),
        (rule(when={"author.approved": {"gte": "3"}}), "rules.1.when.author.approved"),
        (rule(when={"risk": 0.2}), "rules.1.when.risk"),
        (rule(when={"language": {"eq": "d\0e"}}), "rules.1.when.language"),
        (rule(when={"language": {"in": ["de", "\ud800"]}}), "rules.1.when.language"),
        ("clean", "rules.1"),
    ],
)
def test_the_part_at_fault_is_named(wrong: Any, path: str) -> None:
    """An error says which rule, and where in it."""
    with pytest.raises(ValidationError) as refused:
        ChangedRules().load({"rules": [rule(), wrong]})

    assert list(paths(refused.value.messages)) == [path]


def test_a_list_has_an_end() -> None:
    """A hundred rules are enough."""
    with pytest.raises(ValidationError, match="At most 100 rules"):
        ChangedRules().load({"rules": [rule()] * 101})
