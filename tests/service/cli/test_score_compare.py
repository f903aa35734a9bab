"""`belowline score --compare`: which threshold does here what one on the Perspective API did."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.service.cli.conftest import Terminal

KIND = "Thank you for explaining number {}, I learned a lot."
RUDE = "You are a stupid idiot, number {}, shut up."
FRENCH = "Merci beaucoup pour cet article, je l'ai lu avec plaisir."


@pytest.fixture(autouse=True)
def _instance(instance: Path) -> None:
    """Nothing of an instance is needed."""


def table(*rows: Sequence[object]) -> str:
    """CSV of these rows."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """60 comments in English, two thirds of them kind and approved, two in French, one unscored."""
    kind = [(KIND.format(n), 0.01 + n / 200, 0.01, "approved") for n in range(40)]
    rude = [(RUDE.format(n), 0.70 + n / 100, 0.6, "rejected") for n in range(20)]
    foreign = [(FRENCH, 0.2, 0.2, "approved"), (f"{FRENCH} Bravo !", 0.9, 0.2, "")]
    header = ("Comment", "TOXICITY", "flirtation", "Status")
    file = tmp_path / "export.csv"
    rows = (header, *kind, *rude, *foreign, ("No score", "", "", "approved"))
    file.write_text(table(*rows), encoding="utf-8")
    return file


def test_an_export_is_compared(type_: Terminal, export: Path) -> None:
    """Without any option: what was compared and what was not, the thresholds, and what they mean."""
    said = type_("score", "--compare", str(export))
    assert said.code == 0
    assert "60 comments compared with the model “bundled”" in said.out
    assert "text from “Comment”, TOXICITY from “TOXICITY”, decisions from “Status”" in said.out
    assert "2 in languages that the model does not read (fr 2)" in said.out
    assert "1 without an old score" in said.out
    assert "no such score: FLIRTATION" in said.out
    assert "60 comments: 40 approved, 20 rejected" in said.out
    rows = [line.split() for line in said.out.splitlines() if line.startswith("  0.")]
    assert [row[0] for row in rows[:8]] == [
        "0.50",
        "0.60",
        "0.70",
        "0.75",
        "0.80",
        "0.85",
        "0.90",
        "0.95",
    ]
    assert rows[0][1:3] == ["20", "(33.3%)"]
    assert "Read: where 0.80 held 9" not in said.out  # nine are too few for an example
    assert "old        1.000 (1.000 to 1.000)" in said.out
    assert "neither is shown to be better" in said.out


def test_as_json(type_: Terminal, export: Path) -> None:
    """The same as JSON, for the thresholds that were asked for, without what was only shown."""
    said = type_("score", "--compare", str(export), "--json", "--threshold", "0.5")
    told = json.loads(said.out)
    assert (told["compared"], told["left_out"]["unread"]) == (60, {"fr": 2})
    assert (told["left_out"]["without_score"], told["not_offered"]) == (1, ["FLIRTATION"])
    found = told["attributes"]["TOXICITY"]
    (moved,) = found["thresholds"]
    assert (moved["old"], moved["held"], moved["missed"]) == (0.5, 20, 0)
    assert 0.05 < moved["same_share"]["value"] < 0.95
    assert moved["same_share"]["low"] <= moved["same_share"]["value"] <= moved["same_share"]["high"]
    assert moved["same_misses"] is None  # none slipped through
    assert found["auc"]["new"]["value"] == 1


def test_the_chart(type_: Terminal, export: Path, tmp_path: Path) -> None:
    """With --chart, the picture lies where it was wanted."""
    chart = tmp_path / "chart.svg"
    said = type_("score", "--compare", str(export), "--chart", str(chart))
    assert f"The chart is in {chart}." in said.err
    assert ET.parse(chart).getroot().tag.endswith("svg")  # noqa: S314 - it is our own


def test_the_worst_disagreements(type_: Terminal, export: Path) -> None:
    """A rude comment that had a low old score is shown with its row, cut to a line."""
    rude = RUDE.format("7,\nwhich everybody knows, and which I would say again and again")
    row = table((rude, 0.001, "", "approved"))
    export.write_text(export.read_text(encoding="utf-8") + row, encoding="utf-8")
    said = type_("score", "--compare", str(export), "--worst", "1")
    (line,) = [line for line in said.out.splitlines() if "which everybody" in line]
    assert "row 65 approved: You are a stupid idiot, number 7, which everybody" in line
    assert line.endswith("…")
    assert "which everybody" not in type_("score", "--compare", str(export), "--worst", "0").out


def test_columns_and_words_that_are_told(type_: Terminal, export: Path) -> None:
    """Columns and decisions of any name are compared, once it is said what they are."""
    german = export.read_text(encoding="utf-8").replace("Comment,TOXICITY", "Leserbrief,Wert", 1)
    german = german.replace(",approved", ",frei").replace(",rejected", ",weg")
    export.write_text(german, encoding="utf-8")
    words = ("--text", "leserbrief", "--column", "toxicity=Wert", "--approved", "frei")
    said = type_("score", "--compare", str(export), *words, "--rejected", "Weg")
    assert "60 comments: 40 approved, 20 rejected" in said.out


def test_an_attribute_of_few_comments(type_: Terminal, export: Path) -> None:
    """Where one attribute has too few comments, the others are compared all the same."""
    lines = export.read_text(encoding="utf-8").splitlines()
    lines = [f"{lines[0]},INSULT", f"{lines[1]},0.5", *(f"{line}," for line in lines[2:])]
    export.write_text("\n".join(lines), encoding="utf-8")
    said = type_("score", "--compare", str(export), "--worst", "0")
    assert (said.code, "TOXICITY (here: toxicity), 60 comments" in said.out) == (0, True)
    assert "too few comments with it: INSULT (1)." in said.out
    assert type_("score", "--compare", str(export), "--attribute", "INSULT").code == 2


def test_a_sample(type_: Terminal, export: Path) -> None:
    """With --sample, so many comments are drawn, the same ones each time."""
    words = ("score", "--compare", str(export), "--sample", "40", "--json")
    first, second = type_(*words), type_(*words)
    assert first.out == second.out
    told = json.loads(first.out)
    assert 38 <= told["compared"] <= 40


TROUBLE = [
    ((), "text,votes\nA,3\n", "--column TOXICITY=COLUMN"),
    ((), "text,score\nA,1.5\n", "row 2, column “score”: “1.5” is not between 0 and 1"),
    ((), "", "is empty"),
    ((), 'text,score\n"A,1\n', "Row 2"),
    ((), "text,score\nA,0.5\n", "Too few comments to move a threshold by (TOXICITY 1)"),
    ((), "text,SPAM\nA,0.5\n", "no model of ours scores SPAM"),
    ((), "text,score\nA,\n", "no comment has both a text and an old score"),
    ((), "text,SEXUALLY_EXPLICIT\n" + "Thank you for this.,0.5\n" * 20, "none of these attributes"),
    (
        (),
        "text,score\n" + f'"{FRENCH}",0.5\n' * 20,
        "Too few comments to move a threshold by (TOXICITY 0)",
    ),
    (("--attribute", "INSULT"), "text,score\nA,0.5\n", "no old scores of INSULT"),
    (("--attribute", "KINDNESS"), "", "“KINDNESS” is no attribute"),
    (("--threshold", "80"), "", "80 is not between 0 and 1 (80 % is 0.8)"),
    (("--column", "score"), "", "expected ATTRIBUTE=COLUMN"),
    (("--column", "INSULT=a", "--column", "insult=b"), "", "is given two columns"),
    (("--chart", "nowhere/at/all.svg"), "", "no folder"),
    (("--file", "-"), "", "exclude one another"),
]


@pytest.mark.parametrize(("words", "content", "message"), TROUBLE)
def test_what_cannot_be_compared(
    type_: Terminal, tmp_path: Path, words: Sequence[str], content: str, message: str
) -> None:
    """Whatever is wrong is said in one line that names it, with exit code 2."""
    file = tmp_path / "export.csv"
    file.write_text(content, encoding="utf-8")
    said = type_("score", "--compare", str(file), *words)
    assert (said.code, said.out) == (2, "")
    assert message in said.err


def test_the_help_is_in_groups(type_: Terminal) -> None:
    """Options stand under what they are for."""
    said = type_("score", "--help")
    texts, files, moving = (said.out.index(word) for word in ("--json", "--resume", "--threshold"))
    assert texts < said.out.index("Files of any size:") < files
    assert files < said.out.index("Moving thresholds from the Perspective API:") < moving
