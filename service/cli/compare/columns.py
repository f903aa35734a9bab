"""Which column of a table holds what: by its name, however it is spelt, or as it is told.

Coral's database says `revisions.0.metadata.perspective.score`, an answer of the Perspective API
`attributeScores.SEVERE_TOXICITY.summaryScore.value`, a person “Old score”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import click

from moderation.perspective import ATTRIBUTES, EXPERIMENTAL

DEFAULT_ATTRIBUTE = "TOXICITY"
"""What a score is of that says nothing else."""
NOT_OFFERED = (
    *("ATTACK_ON_AUTHOR", "ATTACK_ON_COMMENTER", "FLIRTATION", "INCOHERENT", "INFLAMMATORY"),
    *("LIKELY_TO_REJECT", "OBSCENE", "SPAM", "UNSUBSTANTIAL"),
)
"""What the Perspective API scores besides, and no model of ours does."""

_NAMES = {name.replace("_", "").casefold(): name for name in (*ATTRIBUTES, *NOT_OFFERED)}
_AROUND = (
    r"(?:old|google|perspective|api|attributes?|scores?|summary|value|comments?|metadata|revisions?"
    r"|experimental|probability|prob|\d)*"
)
_SCORE = re.compile(rf"{_AROUND}(?P<name>{'|'.join(_NAMES)})?{_AROUND}")
_SAYS_SCORE = re.compile(r"score|perspective")
_TEXT = re.compile(
    r"(?:old|comments?|revisions?|body|\d)*(?:text|body|content|message|comment)(?:plain|html)?"
)
_MODEL = re.compile(r"(?:comments?|revisions?|metadata|\d)*perspective(?:model|attribute)")
_DECISION = re.compile(
    r"(?:old|human|comments?|moderators?|moderation)*"
    r"(?:decision|status|state|verdict|label|approved|accepted|published|rejected|removed|deleted"
    r"|blocked|toxic)"
)
LONGEST_NAME = 100
"""Letters. A heading that is longer is none of these."""
MOST_NAMED = 30
"""Headings in a message."""


@dataclass(frozen=True)
class Told:
    """What a person said about the columns, by their names."""

    text: str | None = None
    decision: str | None = None
    scores: Mapping[str, str] = field(default_factory=dict)
    """By attribute."""


@dataclass(frozen=True)
class Columns:
    """Where what is, as an index into a row."""

    header: Sequence[str]
    text: int
    scores: Mapping[str, int]
    """By attribute."""
    unnamed: int | None
    """A score that does not say of what; `model` or DEFAULT_ATTRIBUTE does."""
    model: int | None
    decision: int | None
    not_offered: Sequence[str]
    """Attributes that are in the table, and that nothing here can be compared with."""

    @property
    def in_words(self) -> str:
        """What was found where."""
        found = {"text": self.text, **self.scores}
        if self.unnamed is not None:
            found[DEFAULT_ATTRIBUTE if self.model is None else "scores"] = self.unnamed
        named = [f"{what} from “{self.header[at]}”" for what, at in found.items()]
        if self.decision is None:
            return ", ".join([*named, "no decisions (--decision names their column)"])
        return ", ".join([*named, f"decisions from “{self.header[self.decision]}”"])


def find(header: Sequence[str], told: Told) -> Columns:
    """Raises `UsageError` where a column is missing, or two could be meant."""
    plain = [_plain(name) for name in header]
    named = _named(header, plain, told)
    attributes = {name: at for name, at in named.items() if name in ATTRIBUTES}
    unnamed = None if told.scores else _only(header, _unnamed(plain), "the old score", "--column")
    if DEFAULT_ATTRIBUTE in attributes:
        unnamed = None
    if not named and unnamed is None:
        raise click.UsageError(
            f"No column holds old scores; there are {_quoted(header)}. Name one with --column "
            "TOXICITY=COLUMN; the attributes are " + ", ".join(ATTRIBUTES) + "."
        )
    return Columns(
        header,
        _text(header, plain, told.text),
        attributes,
        unnamed,
        _first(_matching(plain, _MODEL)) if unnamed is not None else None,
        _decision(header, plain, told.decision),
        [name for name in named if name in NOT_OFFERED],
    )


def attribute_named(given: str) -> str | None:
    """The attribute that somebody means; None where there is none of that name."""
    name = given.strip().upper().replace("-", "_").replace(" ", "_")
    name = name.partition("@")[0].removesuffix(EXPERIMENTAL)
    return name if name in ATTRIBUTES or name in NOT_OFFERED else None


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))[:LONGEST_NAME]


def _named(header: Sequence[str], plain: Sequence[str], told: Told) -> dict[str, int]:
    """The columns that say which attribute they hold."""
    if told.scores:
        return {name: _at(header, plain, column) for name, column in told.scores.items()}
    found: dict[str, int] = {}
    for at, name in enumerate(plain):
        match = _SCORE.fullmatch(name)
        if match and match["name"]:
            attribute = _NAMES[match["name"]]
            if attribute in found and attribute in ATTRIBUTES:
                both = _quoted([header[found[attribute]], header[at]])
                raise click.UsageError(
                    f"Two columns could hold {attribute}: {both}. Name one with --column "
                    f"{attribute}=COLUMN."
                )
            found[attribute] = at
    return found


def _unnamed(plain: Sequence[str]) -> list[int]:
    matching = ((at, _SCORE.fullmatch(name), name) for at, name in enumerate(plain))
    return [at for at, m, name in matching if m and not m["name"] and _SAYS_SCORE.search(name)]


def _text(header: Sequence[str], plain: Sequence[str], told: str | None) -> int:
    if told is not None:
        return _at(header, plain, told)
    found = _only(header, _matching(plain, _TEXT), "the text", "--text")
    if found is None:
        raise click.UsageError(
            f"No column holds the text; there are {_quoted(header)}. Name it with --text COLUMN."
        )
    return found


def _decision(header: Sequence[str], plain: Sequence[str], told: str | None) -> int | None:
    if told is not None:
        return _at(header, plain, told)
    return _only(header, _matching(plain, _DECISION), "the decision", "--decision")


def _matching(plain: Sequence[str], pattern: re.Pattern[str]) -> list[int]:
    return [at for at, name in enumerate(plain) if pattern.fullmatch(name)]


def _first(found: Sequence[int]) -> int | None:
    return found[0] if found else None


def _only(header: Sequence[str], found: Sequence[int], what: str, option: str) -> int | None:
    if len(found) > 1:
        names = _quoted(header[at] for at in found)
        raise click.UsageError(
            f"More than one column could be {what}: {names}. Name it with {option}."
        )
    return _first(found)


def _at(header: Sequence[str], plain: Sequence[str], told: str) -> int:
    for names, wanted in ((header, told), (plain, _plain(told))):
        if wanted in names:
            return names.index(wanted)
    raise click.UsageError(f"There is no column “{told}”; there are {_quoted(header)}.")


def _quoted(names: Iterable[str]) -> str:
    """Of a file that is no table, there may be many, and long ones."""
    every = [f"“{name[:LONGEST_NAME]}”" for name in names]
    return ", ".join(every[:MOST_NAMED]) + (", …" if len(every) > MOST_NAMED else "")
