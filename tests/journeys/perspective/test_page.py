"""The page for those who move: what it says to type works, and what it names is there."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

from click import Group

from moderation.perspective import ATTRIBUTES
from service.cli import belowline
from service.flow.analyze import Case
from service.settings import NAMES
from tests.journeys.perspective.wire import compact, score_of, written
from tests.running_server import Answer, RunningServer

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "perspective.md").read_text(encoding="utf-8")
ANALYZE = "/v1alpha1/comments:analyze?key="
PLAIN = "Host: {host}\nContent-Type: application/json\nContent-Length: {length}"
RUDE = "You are a worthless idiot and everyone here hates you."
KIND = "Thank you for this report; the ferry has been late all week."


def test_the_first_question(scoring: RunningServer, key: str) -> None:
    """Google's quick start gets the score that the page promises."""
    (body,) = re.findall(r"--data '(\{comment.*\})'", PAGE)
    (promised,) = re.findall(r"The answer says (0\.\d\d)", PAGE)
    answer = written(scoring, ANALYZE + key, PLAIN, body.encode())
    assert f"{score_of(answer, 'TOXICITY'):.2f}" == promised


def test_the_python_of_the_page_runs(scoring: RunningServer, key: str, tmp_path: Path) -> None:
    """With an address and a key put in."""
    (program,) = re.findall(r"```python\n(# analyze\.py\n.*?)```", PAGE, re.DOTALL)
    program = program.replace("https://comments.example.org", scoring.url)
    done = subprocess.run(
        [sys.executable, "-c", program.replace("YOUR_KEY", key)], cwd=tmp_path, check=False,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) > 0.5


def test_what_coral_exports_can_be_compared(scoring: RunningServer, tmp_path: Path) -> None:
    """The columns that the page has MongoDB write are understood without further words."""
    (columns,) = re.findall(r"--fields (\S+)", PAGE)
    comments = [
        *(["<div>" + RUDE + "</div>", 0.9 + n / 100, "TOXICITY", "REJECTED"] for n in range(9)),
        *([f"{KIND} {n}", n / 100, "TOXICITY", "APPROVED"] for n in range(9)),
        *([f"{KIND} No. {n}", n / 100, "TOXICITY", "NONE"] for n in range(9)),
    ]
    with (tmp_path / "coral.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns.split(","), *comments])
    chart = tmp_path / "thresholds.svg"
    compared = scoring.command(
        "score", "--compare", str(tmp_path / "coral.csv"), "--threshold", "0.8",
        "--chart", str(chart),
    )  # fmt: skip
    assert "TOXICITY" in compared
    assert "0.80" in compared
    assert chart.read_text(encoding="utf-8").lstrip().startswith("<")


def test_the_attributes_are_those_of_the_page(scoring: RunningServer, key: str) -> None:
    """What it offers is scored, under every name; what it says is not there is withheld."""
    row = next(line for line in PAGE.splitlines() if line.startswith("| attributes"))
    offered = re.findall(r"`([A-Z_]+)`", row.rpartition("; each as")[0])
    assert set(offered) == set(ATTRIBUTES)
    bundled = [name for name in offered if name != "SEXUALLY_EXPLICIT"]
    names = [form for name in bundled for form in (name, f"{name}_EXPERIMENTAL", f"{name}@6")]
    answer = _asked(scoring, key, *names)
    assert "x-belowline-held" not in answer.headers
    assert max(score_of(answer, name) for name in names) < 0.5

    row = next(line for line in PAGE.splitlines() if line.startswith("| not there"))
    missing = re.findall(r"`([A-Z_]+)`", row)
    answer = _asked(scoring, key, *missing)
    assert answer.headers["x-belowline-held"] == "attribute"
    assert {score_of(answer, name) for name in missing} == {1.0}


def _asked(server: RunningServer, key: str, *attributes: str) -> Answer:
    wanted: dict[str, dict[str, object]] = {name: {} for name in attributes}
    sent = {"comment": {"text": KIND}, "requestedAttributes": wanted}
    return written(server, ANALYZE + key, PLAIN, compact(sent))


def test_what_the_page_names_is_there(scoring: RunningServer) -> None:
    """Settings, metrics, cases and commands exist; what is to be copied can be read."""
    assert {name.removeprefix("BELOWLINE_") for name in re.findall(r"BELOWLINE_\w+", PAGE)} <= set(
        NAMES
    )
    metrics = scoring.request("GET", "/metrics").body.decode()
    assert "belowline_analyses_total{" in metrics
    assert "belowline_analyses_total{call,outcome}" in PAGE
    (cases,) = re.findall(r"`X-Belowline-Held` says why: (.*?) \|", PAGE)
    assert set(re.findall(r"`(\w+)`", cases)) == set(get_args(Case))
    (extra,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert scoring.get(json.loads(extra)["endpoint"].partition(".org")[2])["id"]
    for words in set(re.findall(r"belowline ([a-z-]+(?: [a-z]+)?)", PAGE)):
        assert _is_command(words), words


def _is_command(words: str) -> bool:
    first, _, second = words.partition(" ")
    command = belowline.commands.get(first)
    return command is not None and (not isinstance(command, Group) or second in command.commands)
