"""Scores the comments of a table, and prints the outcome."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click

from moderation.perspective import ATTRIBUTES
from service.cli.compare import basis as left_out
from service.cli.compare.basis import Basis
from service.cli.compare.chart import chart
from service.cli.compare.options import Asked
from service.cli.compare.outcome import FEWEST, Outcome, Scored, as_json, outcome
from service.cli.compare.report import in_words
from service.cli.compare.table import Row, Table, read_table
from service.cli.reader import AT_ONCE, Reader

Compared = Sequence[tuple[Row, Mapping[str, float]]]
"""Comments with the model's scores, by label."""


def compare(path: Path, asked: Asked, *, json_wanted: bool) -> None:
    """Read, score, compare and print. Raises `UsageError` where the table does not serve."""
    if asked.chart and not Path(asked.chart).absolute().parent.is_dir():
        raise click.UsageError(f"There is no folder for {asked.chart}.")
    table = read_table(path, asked.told, asked.approved, asked.rejected, asked.html)
    attributes = [name for name in table.attributes if name in (asked.attribute or ATTRIBUTES)]
    _refuse_too_few(table, attributes, asked)
    reader = Reader()
    basis = Basis.of(table, reader)
    compared = list(_compared(_drawn(table.rows, asked.sample), reader, basis))
    outcomes = _outcomes(compared, attributes, reader, basis, asked)
    if json_wanted:
        found = {each.attribute: as_json(each) for each in outcomes}
        told = {**left_out.as_json(basis), "attributes": found}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo(in_words(basis, outcomes))
    if asked.chart:
        Path(asked.chart).write_text(chart(outcomes, reader.model), encoding="utf-8")
        click.echo(f"The chart is in {asked.chart}.", err=True)


def _refuse_too_few(table: Table, attributes: Sequence[str], asked: Asked) -> None:
    """Before minutes are spent on scoring."""
    for wanted in asked.attribute:
        if wanted not in attributes:
            raise click.UsageError(f"There are no old scores of {wanted}.")
    if not attributes:
        others = ", ".join(sorted(table.not_offered))
        raise click.UsageError(
            f"There is nothing to compare: no model of ours scores {others}."
            if others
            else "There is nothing to compare: no comment has both a text and an old score."
        )
    numbers = {name: sum(name in row.scores for row in table.rows) for name in attributes}
    if max(numbers.values()) < FEWEST:
        _refuse(numbers)


def _refuse(numbers: Mapping[str, int]) -> NoReturn:
    """`numbers` of comments with an old score, by attribute."""
    named = ", ".join(f"{name} {number}" for name, number in numbers.items())
    raise click.UsageError(
        f"Too few comments to move a threshold by ({named}): it takes {FEWEST} at the very least, and "
        "some thousands for narrow intervals."
    )


def _drawn(rows: Sequence[Row], sample: int | None) -> Sequence[Row]:
    if sample is None or sample >= len(rows):
        return rows
    drawn = random.Random(0).sample(rows, sample)  # noqa: S311 - the same each time, on purpose
    return sorted(drawn, key=lambda row: row.number)


def _compared(
    rows: Sequence[Row], reader: Reader, basis: Basis
) -> Iterator[tuple[Row, Mapping[str, float]]]:
    """Those that the model reads."""
    with click.progressbar(length=len(rows), label="Scoring", file=sys.stderr) as bar:
        for start in range(0, len(rows), AT_ONCE):
            batch = rows[start : start + AT_ONCE]
            for row, read in zip(batch, reader.read([row.text for row in batch]), strict=True):
                basis.count(read)
                if read.scores is not None:
                    yield row, read.scores
            bar.update(len(batch))


def _outcomes(
    compared: Compared, attributes: Sequence[str], reader: Reader, basis: Basis, asked: Asked
) -> list[Outcome]:
    """Of each attribute that the model has, and of which there are enough comments."""
    offered = [name for name in attributes if ATTRIBUTES[name] in reader.classifier.labels]
    if not offered:
        raise click.UsageError(f"The model “{reader.model}” has none of these attributes.")
    basis.not_offered += [name for name in attributes if name not in offered]
    outcomes = []
    for name in offered:
        scored = _scored(compared, name)
        if len(scored) < FEWEST:
            basis.too_few[name] = len(scored)
        else:
            label = ATTRIBUTES[name]
            outcomes.append(outcome(name, label, scored, asked.threshold, asked.worst))
    if not outcomes:
        _refuse(basis.too_few)
    return outcomes


def _scored(compared: Compared, attribute: str) -> list[Scored]:
    label = ATTRIBUTES[attribute]
    return [
        Scored(row, row.scores[attribute], scores[label])
        for row, scores in compared
        if attribute in row.scores
    ]
