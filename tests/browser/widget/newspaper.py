"""A publisher's web server: on an origin of its own, under a Content-Security-Policy as strict as
one can be that still lets the widget in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A story</title>{head}
</head><body>{body}</body></html>"""


class Newspaper:
    """Pages of a newspaper whose comments are run by the service at `comments`."""

    def __init__(self, comments: str, port: int) -> None:
        self.comments = comments
        self.url = f"http://127.0.0.1:{port}"
        self.pages: dict[str, str] = {}

    @property
    def policy(self) -> str:
        """Scripts and calls of the comment service; no styles at all, and no HTML from strings."""
        return (
            f"default-src 'none'; script-src {self.comments}; connect-src {self.comments}; "
            "base-uri 'none'; form-action 'none'; "
            "require-trusted-types-for 'script'; trusted-types belowline"
        )

    def print(self, body: str, head: str = "") -> str:
        """Publish a page with this body; its address."""
        path = f"/{len(self.pages)}"
        self.pages[path] = PAGE.format(head=head, body=body)
        return self.url + path

    def thread(self, article: str, attributes: str = "") -> str:
        """Publish a page with a thread and the number beside its headline; its address."""
        return self.print(
            f'<h1>A story <a data-comment-count="{article}"></a></h1>'
            f'<belowline-thread article="{article}" {attributes}></belowline-thread>'
            f'<script type="module" src="{self.comments}/embed.js"></script>'
            f'<script type="module" src="{self.comments}/count.js"></script>'
        )


@contextmanager
def newspaper_with(comments: str) -> Iterator[Newspaper]:
    """The newspaper, served until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Press)
    server.newspaper = paper = Newspaper(comments, server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield paper
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Press(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        paper: Newspaper = self.server.newspaper  # type: ignore[attr-defined]
        body = paper.pages.get(self.path.split("?")[0])
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", paper.policy)
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Keep the tests' output quiet."""
