"""How often one may write: per reader and per address. Reads are not limited.

@limits.posts
def post_comment(): ...
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import flask_limiter
from flask import Flask, request
from flask_limiter import RequestLimit
from werkzeug.exceptions import TooManyRequests

from service.access.addresses import client_network
from service.access.readers import reader_token
from service.access.running import settings

P = ParamSpec("P")
R = TypeVar("R")
Decorator = Callable[[Callable[P, R]], Callable[P, R]]


class Limiter(flask_limiter.Limiter):
    """Flask-Limiter without its hooks on every request.

    They cost each read about 35 µs, a third of what an empty view takes on the whole server.
    Decorated views check their limits themselves.
    """

    def init_app(self, app: Flask) -> None:
        """Attach to `app`. An extension that is already listed adds no hooks."""
        app.extensions.setdefault("limiter", set()).add(self)
        super().init_app(app)


def attach_limits(app: Flask) -> None:
    """Start counting for `app`, in the memory of this process."""
    limiter.init_app(app)


def _refuse(limit: RequestLimit) -> None:
    seconds = max(1, math.ceil(limit.window.reset_time - time.time()))
    raise TooManyRequests(
        f"Too many requests. Please wait {seconds} seconds and try again.", retry_after=seconds
    )


def _by_address() -> str:
    return f"address {client_network()}"


def _by_reader() -> str:
    return f"reader {_short(reader_token() or '')}"


def _no_reader() -> bool:
    return reader_token() is None


def _by_account() -> str:
    body = request.get_json(silent=True)
    email = body.get("email") if isinstance(body, dict) else None
    return f"account {_short(str(email).strip().lower())}"


def _short(text: str) -> str:
    """A name for a text of whatever length, which may be a secret."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


limiter = Limiter(_by_address, storage_uri="memory://", on_breach=_refuse)


@limiter.request_filter
def _switched_off() -> bool:
    return not settings().rate_limits


def _limit_of_readers(scope: str, rate: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Count a view's calls twice, by reader and by address; views of one scope count together."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        by_reader = limiter.shared_limit(
            rate, scope=f"{scope} of a reader", key_func=_by_reader, exempt_when=_no_reader
        )
        by_address = limiter.shared_limit(rate, scope=f"{scope} of an address")
        return by_address(by_reader(view))

    return decorate


posts = _limit_of_readers("posts", "60 per minute")
votes_and_flags = _limit_of_readers("votes and flags", "60 per minute")
previews = _limit_of_readers("previews", "30 per minute")


def log_ins(view: Callable[P, R]) -> Callable[P, R]:
    """Count a view's calls by address and by the account that is tried."""
    by_account = limiter.shared_limit(
        "10 per minute", scope="log-ins of an account", key_func=_by_account
    )
    by_address = limiter.shared_limit("10 per minute", scope="log-ins of an address")
    return by_address(by_account(view))
