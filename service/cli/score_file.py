"""`belowline score --file`: JSON objects, one a line, each written again with its scores.

A line in is a line out, in the same order, also where it cannot be scored; so a run that was cut
short goes on after the last whole line. Lines that hold nothing are passed over. Never more than a
few lines are held at a time.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import click

from moderation.rules import risk
from service.cli.reader import AT_ONCE, Read, Reader

LONGEST_LINE = 4_000_000
"""Bytes. What is longer is no comment, and is not held."""
NAMED = 10
"""How many bad lines are named at the end; all of them are in the file."""

FAILED = "The classifier failed on this text."

Item = dict[str, Any]


NOT_OURS = "it was not made from these lines"


class BadLine(ValueError):
    """A line that holds nothing to score; the message says what was expected."""


@dataclass(frozen=True)
class Line:
    """A line of the input, numbered from 1, its length in bytes, and the object in it."""

    number: int
    size: int
    item: Item
    problem: str | None = None
    """What is wrong with it, in which case there is no object."""


@dataclass
class Done:
    """What an earlier run wrote: how many whole lines and bytes of them, and the last of them."""

    lines: int = 0
    size: int = 0
    last: bytes = b""
    half: bytes = b""
    """What follows the last whole line."""


def score_file(source: str, target: str, *, resume: bool) -> None:
    """Score what `source` holds into `target`; “-” are the standard streams.

    Raises `UsageError` where `target` cannot be meant, and `ClickException`, at the end, where
    there were lines that could not be scored.
    """
    done = _done(source, target, resume)
    with ExitStack() as opened:
        into = sys.stdin.buffer if source == "-" else opened.enter_context(Path(source).open("rb"))
        out = sys.stdout.buffer if target == "-" else opened.enter_context(Path(target).open("ab"))
        reader = Reader()
        size = None if source == "-" else os.fstat(into.fileno()).st_size or None
        written, bad = _score_all(reader, _lines(into), out, done, size)
    after = f", after {done.lines:,} that were there" if done.lines else ""
    click.echo(f"{written:,} lines written{after}.", err=True)
    if bad:
        raise click.ClickException(_which(bad))


def _score_all(
    reader: Reader, lines: Iterator[Line], out: BinaryIO, done: Done, size: int | None
) -> tuple[int, list[Line]]:
    """How many lines were written, and those that could not be scored."""
    written, bad = 0, list[Line]()
    with click.progressbar(iter(()), length=size, label="Scoring", file=sys.stderr) as bar:
        bar.update(_pass_over(lines, done, reader))
        if done.half:
            out.truncate(done.size)
        while batch := list(islice(lines, AT_ONCE)):
            scored = _scored(reader, batch)
            out.write(b"".join(_as_line(item) for item, _ in scored))
            out.flush()
            bad += [line for line, (_, well) in zip(batch, scored, strict=True) if not well]
            written += len(batch)
            bar.update(sum(line.size for line in batch))
    return written, bad


def _done(source: str, target: str, resume: bool) -> Done:
    """What is there already."""
    if target == "-":
        if resume:
            raise click.UsageError("--resume needs a file in --out.")
        return Done()
    there = Path(target)
    if not there.exists() or not there.stat().st_size:
        return Done()
    if source != "-" and there.samefile(source):
        raise click.UsageError("--out names the file that is read: name another.")
    if not resume:
        raise click.UsageError(
            f"{target} is already there. --resume goes on where it ends; else name another file."
        )
    done = Done()
    with there.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                done = Done(done.lines + 1, done.size + len(line), line)
            else:
                done.half = line
    return done


def _pass_over(lines: Iterator[Line], done: Done, reader: Reader) -> int:
    """Read on to the first line that is not done; returns how many bytes that were.

    Raises `UsageError` where what is done was made from something else, or by another model.
    """
    size, passed, last = 0, 0, None
    for last in islice(lines, done.lines):
        size, passed = size + last.size, passed + 1
    if passed < done.lines or not done.half.startswith(b"{"[: len(done.half)]):
        _refuse(NOT_OURS)
    if last is not None:
        _compare_last(last, done.last, reader.classifier.revision)
    return size


def _compare_last(line: Line, last: bytes, revision: str) -> None:
    try:
        written = json.loads(last)
    except ValueError:
        written = None
    if not isinstance(written, dict) or written.get("text") != line.item.get("text"):
        _refuse(NOT_OURS)
    if written.get("revision", revision) != revision:
        _refuse(f"it was scored by another model, and {revision} is the present one")


def _refuse(why: str) -> NoReturn:
    raise click.UsageError(f"--resume cannot go on with what is in --out: {why}.")


def _lines(file: BinaryIO) -> Iterator[Line]:
    """All that hold something; bounded in memory, however long a line is."""
    for number, (start, size) in enumerate(_pieces(file), start=1):
        if size > LONGEST_LINE:
            yield Line(number, size, {}, f"It is longer than {LONGEST_LINE:,} bytes.")
        elif start.strip():
            try:
                yield Line(number, size, _object(start))
            except BadLine as error:
                yield Line(number, size, {}, str(error))


def _pieces(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """The start of each line, and how long the whole of it is."""
    while start := file.readline(LONGEST_LINE + 1):
        size, piece = len(start), start
        while len(piece) > LONGEST_LINE and not piece.endswith(b"\n"):
            piece = file.readline(LONGEST_LINE + 1)
            size += len(piece)
        yield start, size


def _object(line: bytes) -> Item:
    try:
        item = json.loads(
            line.decode("utf-8-sig"), parse_constant=_no_number, parse_float=_no_infinity
        )
    except UnicodeDecodeError as error:
        raise BadLine("It is not in UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine("It is no JSON.") from error
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise BadLine('Expected an object with a “text”, such as {"text": "Thank you."}.')
    return item


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _no_infinity(digits: str) -> float:
    """A number; raises `ValueError` for one so large that it could not be written again."""
    if math.isinf(number := float(digits)):
        raise ValueError(f"{digits} is too large")
    return number


def _scored(reader: Reader, batch: Sequence[Line]) -> list[tuple[Item, bool]]:
    """What is written for each line, and whether that is scores."""
    read = iter(reader.read([line.item["text"] for line in batch if not line.problem]))
    return [_written(reader, line, None if line.problem else next(read)) for line in batch]


def _written(reader: Reader, line: Line, read: Read | None) -> tuple[Item, bool]:
    if read is None:
        return {"line": line.number, "error": line.problem}, False
    scores = read.scores
    found = {
        "scores": scores and {label: round(value, 6) for label, value in scores.items()},
        "risk": scores and round(risk(scores), 6),
        "model": reader.model,
        "revision": reader.classifier.revision,
        "language": read.language,
        "unread": read.unread,
    }
    if scores is None and not read.unread:
        return {**line.item, **found, "line": line.number, "error": FAILED}, False
    return {**line.item, **found}, True


def _as_line(item: Item) -> bytes:
    """In plain letters, unless half a character is among them, which UTF-8 cannot say."""
    try:
        return f"{json.dumps(item, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:
        return f"{json.dumps(item)}\n".encode()


def _which(bad: Sequence[Line]) -> str:
    named = ", ".join(f"{line.number:,}" for line in bad[:NAMED])
    more = f" and {len(bad) - NAMED:,} more" if len(bad) > NAMED else ""
    return (
        f"{len(bad):,} lines could not be scored, each written with its “error”: {named}{more}. "
        f"Line {bad[0].number:,}: {bad[0].problem or FAILED}"
    )
