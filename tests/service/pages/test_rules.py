"""The rules page knows all that rules may ask, as the service does."""

import re
from pathlib import Path

from moderation.rules import FACTS, OPERATORS, VERDICTS
from service.pages import queue
from service.schemas.sites import ChangedSite

FOLDER = Path(queue.__file__).parent / "static" / "queue" / "rules"
KINDS = {float: "share", int: "count", bool: "flag", str: "language", dict: "words"}


def _script(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def test_every_fact_is_explained() -> None:
    """By its name and in its group of choices, and its values are asked for in the right way."""
    script = _script("facts.js")
    explained = re.findall(r'^  "?([a-z_.]+)"?: \[\s*"([a-z]+)", ', script, re.MULTILINE)
    assert dict(explained) == {fact: KINDS[kind] for fact, kind in FACTS.items()}
    groups = script[script.index("GROUPS") : script.index("const NUMBERS")]
    assert all(f'"{fact}"' in groups for fact in FACTS)


def test_every_operator_and_verdict_has_words() -> None:
    """What the API takes can be said and chosen."""
    script = _script("facts.js")
    assert all(re.search(rf"\b{name}: \"", script) for name in (*OPERATORS, *VERDICTS))


def test_every_setting_is_explained() -> None:
    """But for those that are no business of this page."""
    script = _script("settings_fields.js")
    elsewhere = set(re.findall(r'"([a-z_]+)"', re.search(r"NOT_HERE = .*", script)[0]))
    named = set(re.findall(r"^  ([a-z_]+): \{ label:", script, re.MULTILINE))
    assert set(ChangedSite().fields) - elsewhere <= named
