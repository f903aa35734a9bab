"""`belowline score`: what the classifier says, of texts, of a file, and beside older scores."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from moderation.classifier import load_classifier
from moderation.rules import risk
from service.cli.compare import options as comparing
from service.cli.compare.compare import compare
from service.cli.database import chosen
from service.cli.score_file import score_file

TEXTS_AT_ONCE = 16
SHOWN = 48

FILE = "Files of any size"
COMPARE = "Moving thresholds from the Perspective API"


class Grouped(click.Command):
    """A command whose options are listed under what they are for."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each group under its title; those of none come last."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, click.Option):
                groups.setdefault(_group_of(parameter), []).append(record)
        for title, records in groups.items():
            with formatter.section(title):
                formatter.write_dl(records)


def _group_of(parameter: click.Parameter) -> str:
    if parameter.name in ("file", "out", "resume"):
        return FILE
    return COMPARE if parameter.name in comparing.NAMES else "Options"


@click.command(cls=Grouped)
@click.argument("texts", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--file",
    metavar="IN.jsonl",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Score a file of JSON objects, one a line, each with a “text”; “-” is standard input.",
)
@click.option(
    "--out",
    metavar="OUT.jsonl",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Where to write them with their scores; “-”, the default, is standard output.",
)
@click.option("--resume", is_flag=True, help="Go on where OUT.jsonl, half done, ends.")
@comparing.options
def score(texts: tuple[str, ...], as_json: bool, **given: Any) -> None:
    """Print the labels that the configured model gives to TEXTS, each from 0 to 1.

    Without TEXTS, or with “-”, reads a text a line from standard input.

    With --file, adds scores to every object of a file: scores, risk, model, revision, language, and
    what of it the model does not read (unread). A line that cannot be scored gets “error” instead,
    is named at the end, and the exit code is 1.

    With --compare, reads a CSV of comments with the scores that the Perspective API gave them, and
    perhaps what your moderators decided, and prints which threshold does here what yours did there.
    See docs/perspective-thresholds.md.

    A model other than the bundled one is exported first, once, and kept in BELOWLINE_INSTANCE/models.
    """
    _one_thing_at_a_time(click.get_current_context())
    if given["compare"] is not None:
        asked = {name: given[name] for name in comparing.NAMES if name != "compare"}
        compare(Path(given["compare"]), comparing.Asked(**asked), json_wanted=as_json)
    elif given["file"] is not None:
        score_file(given["file"], given["out"] or "-", resume=given["resume"])
    else:
        _score_texts(texts, as_json)


def _one_thing_at_a_time(context: click.Context) -> None:
    """Raises `UsageError` where what was typed does not go together."""
    typed = {
        parameter.name: parameter
        for parameter in context.command.params
        if context.get_parameter_source(str(parameter.name)) is not ParameterSource.DEFAULT
        and context.params.get(str(parameter.name)) not in ((), None, False)
    }
    ways = [name for name in ("texts", "file", "compare") if name in typed]
    if len(ways) > 1:
        raise click.UsageError("TEXTS, --file and --compare exclude one another.")
    for name, parameter in typed.items():
        needed = {FILE: "file", COMPARE: "compare"}.get(_group_of(parameter))
        if needed is not None and needed not in typed:
            raise click.UsageError(f"{parameter.opts[0]} goes with --{needed}.")
        if name == "as_json" and "file" in typed:
            raise click.UsageError("--file writes JSON anyway: leave --json out.")


def _score_texts(texts: tuple[str, ...], as_json: bool) -> None:
    settings = chosen()
    classifier = load_classifier(
        settings.model, plain=settings.plain_classifier, cache=settings.models
    )
    given = map(_readable, sys.stdin if texts in ((), ("-",)) else texts)
    if not as_json:
        click.echo("  ".join((*classifier.labels, "text")))
    for batch in _batches(given):
        for text, scores in zip(batch, classifier.score(batch), strict=True):
            click.echo(_as_json(text, scores) if as_json else _as_row(text, scores))


def _readable(text: str) -> str:
    """A text as typed, without its line end; bytes that are no UTF-8 become question marks."""
    return text.rstrip("\r\n").encode("utf-8", "replace").decode()


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(texts)
    while batch := list(islice(remaining, TEXTS_AT_ONCE)):
        yield batch


def _as_json(text: str, scores: Mapping[str, float]) -> str:
    rounded = {label: round(value, 6) for label, value in scores.items()}
    scored = {"text": text, "scores": rounded, "risk": round(risk(scores), 6)}
    return json.dumps(scored, ensure_ascii=False)


def _as_row(text: str, scores: Mapping[str, float]) -> str:
    numbers = [f"{value:.3f}".rjust(len(label)) for label, value in scores.items()]
    line = " ".join(text.split())
    return "  ".join((*numbers, line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"))
