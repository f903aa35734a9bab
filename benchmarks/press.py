"""A newspaper's web server for one article, on an origin of its own, with a comment widget below."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PARAGRAPH = (
    "<p>" + "The harbour council met again on Thursday and decided nothing at all. " * 6 + "</p>"
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A story</title>
<link rel="icon" href="data:,"><style>body{{max-width:42rem;margin:auto;font:1.1rem/1.5 serif}}</style>
</head><body><h1>A story</h1>{text}{widget}<footer>{footer}</footer></body></html>"""


@dataclass
class Press:
    """Prints pages and says where they are; a page is a path with what stands in its body."""

    origin: str
    pages: dict[str, bytes] = field(default_factory=dict)

    def article(self, widget: str, paragraphs: int) -> str:
        """An article of so many paragraphs with the widget's markup below; its address."""
        path = f"/{len(self.pages)}"
        page = PAGE.format(text=PARAGRAPH * paragraphs, widget=widget, footer=PARAGRAPH)
        self.pages[path] = page.encode()
        return self.origin + path


@contextmanager
def press() -> Iterator[Press]:
    """The server, until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.press = printed = Press(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield printed
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = self.server.press.pages.get(self.path)  # type: ignore[attr-defined]
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing of each request."""
