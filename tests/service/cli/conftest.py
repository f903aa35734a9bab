"""A terminal: `belowline` as somebody types it, on each database."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.cli import main
from tests.conftest import SECRET


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Terminal = Callable[..., Said]


@pytest.fixture
def type_(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Type the words of a command, and perhaps what it reads, and see what comes back."""

    def type_(*words: str, reads: str = "") -> Said:
        monkeypatch.setattr(sys, "argv", ["belowline", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(reads))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return Said(int(end.value.code or 0), said.out, said.err)

    return type_


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an instance in which nothing was ever done, on SQLite."""
    monkeypatch.setenv("BELOWLINE_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.fixture
def terminal(
    type_: Terminal, instance: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    """The same on a migrated database, once on SQLite and once on PostgreSQL."""
    monkeypatch.setenv("BELOWLINE_DATABASE_URL", database_url)
    monkeypatch.setenv("BELOWLINE_SECRET_KEY", SECRET)
    return type_
