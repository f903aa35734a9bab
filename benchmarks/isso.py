"""Isso (https://isso-comments.de), a comment server of the same size, on the server it recommends.

It is installed into an environment of its own and filled with the same comments, all of them
accepted, as its own API would have stored them: replies belong to the first comment of their
thread. Its guard, which allows two posts a minute, is switched off.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import words
from benchmarks.cases import ROOTS_OF_A_PAGE, Reading, Service
from benchmarks.client import Asked
from benchmarks.corpus import MOST_BELOW_A_ROOT, ORDINARY, Corpus
from benchmarks.fill import external_id
from benchmarks.servers import answers, serving

VERSIONS = ("isso==0.14.0", "gunicorn>=23")
NAME = "Isso 0.14"
POSTED_TO = 200
INSTALL_S = 300
CONFIGURATION = """\
[general]
dbpath = {folder}/isso.db
host = {host}/
notify =
[server]
listen = http://127.0.0.1:8080
[guard]
enabled = false
"""
MAKE_TABLES = """
import sys
from isso import config, make_app
make_app(config.load(config.default_file(), sys.argv[1]), multiprocessing=True)
"""
NOBODY_VOTED = bytes(256)


@contextmanager
def isso(
    cache: Path, folder: Path, corpus: Corpus, host: str = "http://127.0.0.1"
) -> Iterator[Service]:
    """Install it into `cache` on first use, fill a fresh database in `folder`, and serve.

    `host` is the origin whose pages may read the answers.
    """
    programs = _installed(cache / "isso")
    settings = folder / "isso.cfg"
    settings.write_text(CONFIGURATION.format(folder=folder, host=host), encoding="utf-8")
    subprocess.run(
        [programs / "python", "-c", MAKE_TABLES, settings], check=True, timeout=60,
        cwd=folder, capture_output=True,
    )  # fmt: skip
    _fill(folder / "isso.db", corpus)

    def command(port: int) -> list[str | Path]:
        return [programs / "gunicorn", "-b", f"127.0.0.1:{port}", "--preload", "isso.run"]

    variables = {"ISSO_SETTINGS": str(settings), "HOME": str(folder)}
    with serving(command, folder, "isso.log", answers("/config"), variables) as server:
        yield Service(NAME, server, _reads(corpus), lambda number: _post(corpus, number))


def _installed(folder: Path) -> Path:
    programs = folder / "bin"
    if not (programs / "isso").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=INSTALL_S)
        subprocess.run(
            [programs / "python", "-m", "pip", "install", "--quiet", *VERSIONS],
            check=True,
            timeout=INSTALL_S,
        )
    return programs


def _fill(file: Path, corpus: Corpus) -> None:
    threads = [(n, external_id(n), f"Article {n}") for n in range(1, corpus.articles + 1)]
    with closing(sqlite3.connect(file)) as database, database:
        database.executemany("INSERT INTO threads (id, uri, title) VALUES (?, ?, ?)", threads)
        database.executemany(
            "INSERT INTO comments (tid, id, parent, created, mode, remote_addr, text, author,"
            " voters) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)",
            _rows(corpus),
        )


def _rows(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    for each in corpus.written:
        root = None if each.parent is None else each.root
        address = f"127.{each.reader >> 8 & 255}.{each.reader & 255}.0"
        said = (corpus.body(each), corpus.readers[each.reader])
        yield each.article, each.number, root, each.at_ms / 1000, address, *said, NOBODY_VOTED


def _reads(corpus: Corpus) -> dict[str, Reading]:
    paged = {"limit": ROOTS_OF_A_PAGE, "nested_limit": MOST_BELOW_A_ROOT}
    roots = [each for each in corpus.written if each.article == 1 and each.parent is None]
    middle = roots[len(roots) // 2].at_ms / 1000
    return {
        "count": Reading([_counts(2, 1)], lambda said: said == [ORDINARY]),
        "counts20": Reading([_counts(1, 20)], lambda said: len(said) == 20),
        "thread100": Reading([_page(2)], lambda said: _size(said) == ORDINARY),
        "first": Reading([_page(1, **paged)], _is_a_page),
        "middle": Reading([_page(1, after=middle, **paged)], _is_a_page),
    }


def _counts(first: int, how_many: int) -> Asked:
    asked = [external_id(number) for number in range(first, first + how_many)]
    return Asked("/count", "POST", json.dumps(asked))


def _page(article: int, **more: float) -> Asked:
    return Asked(f"/?{urlencode({'uri': external_id(article), **more})}")


def _post(corpus: Corpus, number: int) -> Asked:
    rng = random.Random(f"post {number} {corpus.seed}")
    article = external_id(number % min(POSTED_TO, corpus.articles) + 1)
    sent = {"text": words.comment(rng, str(number)), "author": words.name(rng)}
    return Asked(f"/new?{urlencode({'uri': article})}", "POST", json.dumps(sent))


def _is_a_page(said: Any) -> bool:
    return len(said["replies"]) == ROOTS_OF_A_PAGE


def _size(said: Any) -> int:
    return sum(1 + len(each["replies"]) for each in said["replies"])
