"""What may be typed beside --compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from moderation.perspective import ATTRIBUTES
from service.cli.compare.columns import Told, attribute_named

THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""What callers of the Perspective API usually ask for; Coral's own is 0.8."""

Command = Callable[..., Any]


@dataclass(frozen=True)
class Asked:
    """What somebody wants compared, and how."""

    text: str | None
    decision: str | None
    column: Mapping[str, str]
    attribute: tuple[str, ...]
    approved: tuple[str, ...]
    rejected: tuple[str, ...]
    html: bool | None
    threshold: tuple[float, ...]
    chart: str | None
    worst: int
    sample: int | None

    @property
    def told(self) -> Told:
        """What was said about the columns."""
        return Told(self.text, self.decision, self.column)


def _attribute(given: str) -> str:
    name = attribute_named(given)
    if name is None or name not in ATTRIBUTES:
        raise click.BadParameter(
            f"“{given}” is no attribute that can be compared. Those are: {', '.join(ATTRIBUTES)}."
        )
    return name


def _attributes(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_attribute, given))


def _columns(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Such as `TOXICITY=Old score`, once for each attribute."""
    columns: dict[str, str] = {}
    for each in given:
        attribute, equals, column = each.partition("=")
        if not equals or not column.strip():
            raise click.BadParameter(
                f"“{each}”: expected ATTRIBUTE=COLUMN, such as TOXICITY=score."
            )
        if columns.setdefault(_attribute(attribute), column) != column:
            raise click.BadParameter(f"{attribute} is given two columns.")
    return columns


def _thresholds(
    _: click.Context, __: click.Parameter, given: tuple[float, ...]
) -> tuple[float, ...]:
    for each in given:
        if not 0 < each < 1:
            hint = f" ({each:g} % is {each / 100:g})" if 1 < each < 100 else ""
            raise click.BadParameter(f"{each:g} is not between 0 and 1{hint}.")
    return tuple(sorted(set(given))) or THRESHOLDS


_OPTIONS = (
    click.option(
        "--compare", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False),
        help="Comments with their old scores: a column of texts, one of scores for each attribute "
        "(or “score”, for TOXICITY), and perhaps one of decisions. May be gzipped.",
    ),
    click.option(
        "--threshold", metavar="OLD", type=float, multiple=True, callback=_thresholds,
        help="A threshold that you use now, such as 0.8; repeatable. Default: the usual ones, "
        "0.5 to 0.95.",
    ),
    click.option("--text", metavar="COLUMN", help="The column of texts, if its name does not say so."),
    click.option(
        "--column", metavar="ATTRIBUTE=COLUMN", multiple=True, callback=_columns,
        help="The column of an attribute's old scores, if its name does not say so; repeatable.",
    ),
    click.option("--decision", metavar="COLUMN", help="The column of decisions, likewise."),
    click.option(
        "--approved", metavar="WORD", multiple=True,
        help="What a decision to approve is called, if not “approved” or the like; repeatable.",
    ),
    click.option(
        "--rejected", metavar="WORD", multiple=True, help="The same for a decision to reject.",
    ),
    click.option(
        "--attribute", metavar="ATTRIBUTE", multiple=True, callback=_attributes,
        help="Compare only this one, such as TOXICITY; repeatable.",
    ),
    click.option(
        "--html/--plain-text", "html", default=None,
        help="Whether the texts are HTML, as in Coral's database. Default: by their looks.",
    ),
    click.option(
        "--sample", metavar="NUMBER", type=click.IntRange(min=1),
        help="Compare so many comments, drawn by chance (the same each time); 10,000 take a minute "
        "or two.",
    ),
    click.option(
        "--worst", metavar="NUMBER", type=click.IntRange(0, 1000), default=5, show_default=True,
        help="How many of the worst disagreements to show, of either kind.",
    ),
    click.option(
        "--chart", metavar="OUT.svg", type=click.Path(dir_okay=False),
        help="Draw old scores and their equivalents into this file.",
    ),
)  # fmt: skip


def options(command: Command) -> Command:
    """Add them to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


NAMES = ("compare", *Asked.__dataclass_fields__)
"""What they are called in the command."""
