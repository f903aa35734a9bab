"""The floor: a Flask app that does nothing, on the very server that Belowline runs on.

    python -m benchmarks.floor HOST PORT THREADS

`/` is an empty view; `/N` answers N bytes, for comparison with pages of that size.
"""

from __future__ import annotations

from functools import cache

from flask import Flask, Response

from service import serve

MOST_BYTES = 1_000_000

app = Flask(__name__)


@app.get("/")
def empty() -> str:
    """As little as a view can do."""
    return ""


@app.get("/<int:size>")
def filled(size: int) -> Response:
    """So many bytes."""
    return Response(_bytes(min(size, MOST_BYTES)), content_type="application/json")


@cache
def _bytes(size: int) -> bytes:
    return b" " * size


def main() -> None:
    """Serve it as `service.serve` serves Belowline: same server, same settings, another app."""
    serve.load_app = lambda: app
    serve.main()


if __name__ == "__main__":
    main()
