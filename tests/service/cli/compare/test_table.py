"""A table of comments with old scores, as spreadsheets and databases write CSV."""

import gzip
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cli.compare.columns import Told
from service.cli.compare.table import Table, read_table

Reading = Callable[..., Table]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Write a file, and read it as a table."""

    def reading(content: str | bytes, html: bool | None = None, **told: str) -> Table:
        file = tmp_path / "export.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_table(file, Told(**told), (), (), html)  # type: ignore[arg-type]

    return reading


def seen(table: Table) -> list[tuple[int, str, dict[str, float], bool | None]]:
    """Its rows as plain values."""
    return [(row.number, row.text, dict(row.scores), row.rejected) for row in table.rows]


PLAIN = "text,score,decision\nThank you.,0.02,approved\n“Idiot”,0.9,rejected\n"
EXPECTED = [
    (2, "Thank you.", {"TOXICITY": 0.02}, False),
    (3, "“Idiot”", {"TOXICITY": 0.9}, True),
]
GERMAN = PLAIN.replace(",", ";").replace("0.", "0,")

FILES = [
    PLAIN.encode(),
    PLAIN.encode("utf-8-sig"),
    PLAIN.encode("utf-16"),
    PLAIN.encode("cp1252"),
    PLAIN.replace("\n", "\r\n").encode(),
    PLAIN.replace("\n", "\r").encode(),
    PLAIN.replace(",", "\t").encode(),
    GERMAN.encode("cp1252"),
    gzip.compress(PLAIN.encode(), mtime=0),
]


@pytest.mark.parametrize("content", FILES)
def test_files_that_programs_write(reading: Reading, content: bytes) -> None:
    """Commas, semicolons with decimal commas, tabs, old encodings and archives say the same."""
    assert seen(reading(content)) == EXPECTED


def test_a_text_of_several_lines(reading: Reading) -> None:
    """Rows are numbered as a spreadsheet does, however many lines a text has; empty rows count."""
    table = reading('text,score\n"one\n\ntwo",0.1\n,\n"say ""hi""",0.2\n')
    assert [(row.number, row.text) for row in table.rows] == [(2, "one\n\ntwo"), (4, 'say "hi"')]


def test_rows_without_a_text_or_a_score(reading: Reading) -> None:
    """They are counted, and left out."""
    table = reading("text,score,INSULT\nA,,\nB,null,0.5\n ,0.1,0.1\nC,0.3,\n")
    assert (table.without_text, table.without_score) == (1, 1)
    assert [dict(row.scores) for row in table.rows] == [{"INSULT": 0.5}, {"TOXICITY": 0.3}]
    assert table.attributes == ["TOXICITY", "INSULT"]


def test_corals_score_says_of_what_it_is(reading: Reading) -> None:
    """Each row's score is of the attribute that Coral was set to when it was written."""
    header = "status,body,metadata.perspective.score,metadata.perspective.model\n"
    rows = "NONE,A,0.1,TOXICITY\nAPPROVED,B,0.2,SEVERE_TOXICITY\nREJECTED,C,0.3,SPAM\nNONE,D,0.4,\n"
    table = reading(header + rows)
    assert [dict(row.scores) for row in table.rows] == [
        {"TOXICITY": 0.1}, {"SEVERE_TOXICITY": 0.2}, {"TOXICITY": 0.4},
    ]  # fmt: skip
    assert (table.without_score, table.not_offered) == (1, {"SPAM"})


HTML = "text,score\n<div>Good &amp; true</div><div>2 < 3</div>,0.1\n"


def test_html_is_read_as_people_see_it(reading: Reading) -> None:
    """Texts with tags are taken for HTML, unless somebody says otherwise."""
    table = reading(HTML)
    assert (table.html, table.rows[0].text.split()) == (True, ["Good", "&", "true", "2", "<", "3"])
    assert reading(HTML, html=False).rows[0].text.startswith("<div>")


def test_a_tag_now_and_then_is_a_readers_own(reading: Reading) -> None:
    """One text in thirty with a tag is somebody who typed it: nothing is taken out."""
    rows = "".join(f"I &amp; you {number},0.1\n" for number in range(29))
    table = reading(f"text,score\n{rows}<b>loud</b>,0.2\n")
    assert (table.html, table.rows[-1].text) == (False, "<b>loud</b>")
    assert reading(f"text,score\n{rows}<b>loud</b>,0.2\n", html=True).rows[0].text == "I & you 0"


TROUBLE = [
    ("", "is empty"),
    ("\n\n", "is empty"),
    ("text,score\nA,1.5\n", "row 2, column “score”: “1.5” is not between 0 and 1"),
    ("text,score\nA,0.5\nB,-0.1\n", "row 3, column “score”: “-0.1” is not between"),
    ("text,score\nA,83\nB,83\nC,83\n", "row 2 and 2 more, column “score”: “83” is not between"),
    ("text,score\nA,inf\n", "“inf” is not between"),
    ("text,score\nA,high\n", "column “score”: “high” is no number"),
    ("text,score\nA,0.5,x\n", "row 2, which has 3 cells where the header has 2"),
    ("text,score\nA\n", "row 2, which has 1 cells"),
    ('text,score\n"one\ntwo",0.1\n"A"B,0.5\n', "Row 3 (line 4 of the file) is no CSV"),
    ('text,score\n"A,0.5\n', "Row 2 (line 2 of the file) is no CSV"),
    ("text,score,decision\nA,0.5,freigegeben\n", "“freigegeben” (row 2)"),
    ("text,score\nA,2\nB,3\nC,4\nD,5\nE,6\n", "and 2 rows more"),
    (b"\x1f\x8bnot an archive", "damaged archive"),
    (b"\x81\x8d\x8f", "is no text"),
    ("x" * 200_000, "Row 1 (line 1 of the file) is no CSV"),
    (f"{'a,' * 50_000}\n", "“a”, …. Name one with --column"),
]


@pytest.mark.parametrize(("content", "message"), TROUBLE)
def test_what_is_wrong_is_named(reading: Reading, content: str | bytes, message: str) -> None:
    """Whatever is wrong in a file, the message names row and column, and nothing is guessed."""
    with pytest.raises(click.UsageError) as raised:
        reading(content)
    assert message in raised.value.message


@given(st.binary(max_size=60), st.text('",;\n\r\t01.x\0', max_size=60))
def test_any_file_is_read_or_refused(start: bytes, rest: str) -> None:
    """Whatever bytes a file has, it is a table, or there is a sentence about it."""
    with tempfile.TemporaryDirectory() as folder:
        for content in (start, f"text,score\n{rest}".encode(), start + rest.encode()):
            file = Path(folder) / "export.csv"
            file.write_bytes(content)
            with suppress(click.UsageError):
                read_table(file, Told(), (), (), None)
