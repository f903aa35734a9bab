"""A table of comments with old scores, as spreadsheets and databases write CSV."""

from __future__ import annotations

import csv
import gzip
import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from moderation.markup import seen
from moderation.perspective import ATTRIBUTES
from service.cli.compare.columns import DEFAULT_ATTRIBUTE, Columns, Told, attribute_named, find
from service.cli.compare.decided import Spelling, Unknown

MISSING = frozenset({"", "null", "none", "nan", "na", "n/a", "-"})
LONGEST_CELL = 131_072
"""In characters: a longer one is a quotation mark that nobody closed. Said here, for it holds for
the whole process, in which other programs may have said otherwise."""
NAMED = 3
"""How many problems are told at once."""
HTML_FROM = 0.05
"""From this share of texts with tags on, all of them are taken for HTML."""

_TAG = re.compile(
    r"</(?:p|div|b|i|u|s|strong|em|a|span|blockquote|li|ul|ol)>|<br ?/?>", re.IGNORECASE
)
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_GZIP = b"\x1f\x8b"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Row:
    """A comment with what was said of it. Rows are numbered as a spreadsheet does: the header is 1."""

    number: int
    text: str
    scores: Mapping[str, float]
    """The old ones, by attribute."""
    rejected: bool | None
    """What people decided; None where they did not."""


@dataclass
class Table:
    """The comments that can be compared, and how many cannot."""

    columns: Columns
    rows: list[Row] = field(default_factory=list)
    not_offered: set[str] = field(default_factory=set)
    """What there are scores of, and nothing here can be compared with."""
    without_text: int = 0
    without_score: int = 0
    windows: bool = False
    """Whether it is in the encoding of old Windows programs."""
    html: bool = False

    @property
    def attributes(self) -> list[str]:
        """Those that any comment has a score of, in our order."""
        found = {name for row in self.rows for name in row.scores}
        return [name for name in ATTRIBUTES if name in found]


class _BadCell(ValueError):
    """What is in a cell cannot be meant; the message says why, and names the column."""


def read_table(
    path: Path, told: Told, approved: Sequence[str], rejected: Sequence[str], html: bool | None
) -> Table:
    """The comments in a file. Raises `UsageError`, naming row and column of what is wrong."""
    text, windows = _decoded(path)
    header_line = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    delimiter = max(",;\t|", key=header_line.count)
    records = _records(text, delimiter)
    header = next(records, None)
    if header is None:
        raise click.UsageError(f"{path} is empty: expected a row of column names, then comments.")
    columns = find([name.strip() for name in header[1]], told)
    spelling = None
    if columns.decision is not None:
        spelling = Spelling(columns.header[columns.decision], approved, rejected)
    table = Table(columns, not_offered=set(columns.not_offered), windows=windows)
    _fill(table, records, spelling, delimiter)
    table.html = _is_html(table.rows) if html is None else html
    if table.html:
        table.rows = [_shown(row) for row in table.rows]
    return table


def _decoded(path: Path) -> tuple[str, bool]:
    """The file as text, and whether it is as old Windows programs write it."""
    content = path.read_bytes()
    if content.startswith(_GZIP):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise click.UsageError(f"{path} is a damaged archive ({error}).") from error
    if content.startswith(_UTF_16):
        return content.decode("utf-16", "replace"), False
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), True
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path} is no text: save it as CSV in UTF-8.") from error


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds something, with its number and its cells."""
    csv.field_size_limit(LONGEST_CELL)
    each_line = (line[0] for line in _LINE.finditer(text))  # io.StringIO takes four times as much
    lines = csv.reader(each_line, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        began = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            raise click.UsageError(
                f"Row {number:,} (line {began:,} of the file) is no CSV: {error}. A quotation mark "
                "within a text must be doubled."
            ) from error
        if any(cell.strip() for cell in cells):
            yield number, cells


def _fill(
    table: Table,
    records: Iterator[tuple[int, list[str]]],
    spelling: Spelling | None,
    delimiter: str,
) -> None:
    problems: dict[str, list[int]] = {}
    words: dict[str, int] = {}
    for number, cells in records:
        try:
            _add(table, number, cells, spelling, delimiter)
        except _BadCell as error:
            problems.setdefault(str(error), []).append(number)
        except Unknown as error:
            words.setdefault(str(error), number)
    if problems:
        raise click.UsageError(_told(problems))
    if words and spelling is not None:
        raise click.UsageError(_asked(words, spelling.column))


def _told(problems: Mapping[str, Sequence[int]]) -> str:
    """The first few problems, each with the first row that has it."""
    told = [
        f"row {rows[0]:,}{f' and {len(rows) - 1:,} more' if len(rows) > 1 else ''}, {problem}"
        for problem, rows in list(problems.items())[:NAMED]
    ]
    rest = sum(len(rows) for rows in list(problems.values())[NAMED:])
    more = f"; and {rest:,} rows more" if rest else ""
    return f"The table cannot be used: {'; '.join(told)}{more}."


def _asked(words: Mapping[str, int], column: str) -> str:
    """What somebody must say of decisions that are in nobody's list."""
    named = ", ".join(f"“{word[:40]}” (row {row:,})" for word, row in list(words.items())[:10])
    return (
        f"Column “{column}” holds decisions that are not known here: {named}. Say what they mean with "
        "--approved WORD and --rejected WORD, or name another column with --decision."
    )


def _add(
    table: Table, number: int, cells: list[str], spelling: Spelling | None, delimiter: str
) -> None:
    columns = table.columns
    if len(cells) != len(columns.header):
        raise _BadCell(f"which has {len(cells)} cells where the header has {len(columns.header)}")
    scores = _scores(columns, cells, delimiter)
    known = {name: score for name, score in scores.items() if name in ATTRIBUTES}
    table.not_offered |= scores.keys() - known.keys()
    rejected = None
    if spelling is not None and columns.decision is not None:
        rejected = spelling.is_rejected(cells[columns.decision])
    if not cells[columns.text].strip():
        table.without_text += 1
    elif known:
        table.rows.append(Row(number, cells[columns.text], known, rejected))
    else:
        table.without_score += 1


def _scores(columns: Columns, cells: Sequence[str], delimiter: str) -> dict[str, float]:
    where = dict(columns.scores)
    if columns.unnamed is not None:
        where.setdefault(_attribute(columns, cells), columns.unnamed)
    found = {
        attribute: _score(columns.header[at], cells[at], delimiter)
        for attribute, at in where.items()
    }
    return {attribute: score for attribute, score in found.items() if score is not None}


def _attribute(columns: Columns, cells: Sequence[str]) -> str:
    """What the score of this row is of, where it is in no column of its own."""
    named = "" if columns.model is None else cells[columns.model].strip()
    return (attribute_named(named) or named) if named else DEFAULT_ATTRIBUTE


def _score(column: str, cell: str, delimiter: str) -> float | None:
    written = cell.strip()
    if written.casefold() in MISSING:
        return None
    try:
        score = float(written if delimiter == "," else written.replace(",", "."))
    except ValueError:
        score = math.nan
    if 0 <= score <= 1:
        return score
    problem = "is no number" if math.isnan(score) else "is not between 0 and 1"
    raise _BadCell(f"column “{column}”: “{written[:40]}” {problem}")


def _is_html(rows: Sequence[Row]) -> bool:
    return sum(bool(_TAG.search(row.text)) for row in rows) > HTML_FROM * len(rows)


def _shown(row: Row) -> Row:
    return Row(row.number, seen(row.text).text, row.scores, row.rejected)
