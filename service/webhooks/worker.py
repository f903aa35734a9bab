"""Works off what is due: rounds that look into the database, and senders in between.

A round gives new events their places, writes down what came back, claims endpoints and fills
their lines. Senders take from the lines; they touch no table but to read a comment's text.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from models.comments import Comment, CommentText
from models.database import db, now
from models.endpoints import Endpoint
from moderation.status import Status
from service.access.running import settings
from service.access.seal import CannotOpen, unseal
from service.flow import wake
from service.flow.claims import new_token
from service.flow.place import anything_unplaced, place_events
from service.webhooks import claims, slack
from service.webhooks.claims import Due
from service.webhooks.endpoints import guard, old_secret_until
from service.webhooks.lines import MOST_SENDERS, Lines, Where
from service.webhooks.outcome import Sent, write_down
from service.webhooks.payload import Text, with_text, written
from service.webhooks.send import Answer, Sender
from service.webhooks.sign import signed

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 0.5
BREATH_SECONDS = 0.02
"""Between two rounds, so that what comes back in a rush is written down together."""

IDLE_SECONDS = 5.0
"""How long a sender waits for work before it ends."""

SLOW_MS = 1000
NOT_SIGNED = "Its secret cannot be opened: it was sealed with another BELOWLINE_SECRET_KEY."


class Worker:
    """All deliveries that one process makes."""

    def __init__(
        self, app: Flask, sender: Sender | None = None, senders: int = MOST_SENDERS
    ) -> None:
        """`senders`: how many requests may be on their way at once."""
        self._app = app
        self._token = new_token()
        self._most_senders = senders
        self._lines = Lines(senders)
        self._lock = threading.Lock()
        self._came_back: list[Sent] = []
        self._senders = 0
        self._stopping = threading.Event()
        with app.app_context():
            self._settings = settings()
            self._sender = sender or Sender(guard())

    def run(self, stopping: threading.Event) -> None:
        """Work until told to stop, then let what is on its way come back."""
        self._try(claims.free_claims_of_the_dead)
        while not stopping.is_set():
            wake.delivering.wait(SWEEP_SECONDS)
            wake.delivering.clear()
            if not self._try(self.round):
                stopping.wait(SWEEP_SECONDS)
            stopping.wait(BREATH_SECONDS)

    def stop(self, patience_s: float) -> None:
        """Wait so long for what is on its way, write it down, and leave the rest to others."""
        self._stopping.set()
        self._lines.let_go()
        end = time.monotonic() + patience_s
        while self._senders and time.monotonic() < end:
            time.sleep(BREATH_SECONDS)
        self._try(self._leave)
        self._sender.stop()

    def _leave(self) -> None:
        self._write_down()
        claims.release(self._token)

    def round(self) -> bool:
        """Do whatever can be done now; whether there was anything, or is something on its way."""
        placed = place_events() if anything_unplaced(db.session()) else 0
        self._write_down()
        wanted = claims.wanted(db.session(), self._token)
        places = {each.id: (_where(each), each.failing_since is not None) for each in wanted}
        mine = claims.claim(self._token, wanted)
        self._lines.keep(places[id_] for id_ in places if id_ in mine)
        for endpoint_id in mine:
            self._fill(endpoint_id)
        self._start_senders()
        return placed > 0 or bool(mine) or not self._lines.idle()

    def work_off(self) -> None:
        """Make rounds until nothing is due: for tests, and for one command."""
        while True:
            with self._context():
                if not self.round():
                    return
            time.sleep(BREATH_SECONDS)

    def _write_down(self) -> None:
        with self._lock:
            sent, self._came_back = self._came_back, []
        if not sent:
            return
        try:
            write_down(self._token, sent, self._settings.webhook_retry_schedule)
        except BaseException:
            with self._lock:
                self._came_back = sent + self._came_back
            raise
        self._lines.written_down(each.due for each in sent)

    def _fill(self, endpoint_id: UUID) -> None:
        room = self._lines.room(endpoint_id)
        if room:
            held, public_url = self._lines.held(endpoint_id), self._settings.public_url
            found = claims.due(db.session(), endpoint_id, held, room, public_url)
            self._lines.add(endpoint_id, found)

    def _start_senders(self) -> None:
        with self._lock:
            number = min(self._lines.senders_wanted(), self._most_senders - self._senders)
            self._senders += max(0, number)
        for _ in range(number):
            threading.Thread(target=self._send_until_idle, name="send", daemon=True).start()

    def _send_until_idle(self) -> None:
        try:
            while not self._stopping.is_set():
                taken = self._lines.take(IDLE_SECONDS)
                if taken is None:
                    return
                self._send(*taken)
        finally:
            with self._lock:
                self._senders -= 1

    def _send(self, where: Where, due: Due) -> None:
        moment = now()
        told_text = where.full_text and due.comment_id is not None
        headers: dict[str, str] = {}
        try:
            body = written(self._body(where, due))
            headers = _headers(where, due, int(time.time()), body)
            answer = (
                self._sender.post(where.id, where.url, headers, body.encode())
                if where.secrets
                else Answer(error=NOT_SIGNED)
            )
        except Exception:
            logger.exception("delivery %s could not be sent", due.id)
            answer = Answer(error="Something went wrong on our side; it has been logged.")
        with self._lock:
            self._came_back.append(Sent(due, moment, where.url, headers, answer, told_text))
        slow = answer.took_ms > SLOW_MS or answer.status is None
        self._lines.came_back(due, slow=slow)
        wake.delivering.set()

    def _body(self, where: Where, due: Due) -> dict[str, object]:
        message = due.message
        if where.full_text and due.comment_id is not None:
            with self._context():
                message = with_text(message, _text_of(due))
        if where.format == "slack":
            return slack.in_words(message, self._settings.public_url)
        return message

    def _try(self, work: Callable[[], object]) -> bool:
        """Do it with a session of its own; whether nothing went wrong. The thread lives on."""
        try:
            with self._context():
                work()
        except OperationalError as error:  # where it was says nothing: the database is away or full
            logger.warning("a round of deliveries failed and will be made again: %s", error.orig)
            return False
        except Exception:
            logger.exception("a round of deliveries failed and will be made again")
            return False
        return True

    @contextmanager
    def _context(self) -> Iterator[None]:
        with self._app.app_context():
            try:
                yield
            finally:
                db.session.remove()


def _where(endpoint: Endpoint) -> Where:
    sealed = [endpoint.secret]
    if endpoint.old_secret is not None and old_secret_until(endpoint) is not None:
        sealed.append(endpoint.old_secret)
    try:
        secrets = tuple(_opened(each) for each in sealed)
    except CannotOpen:
        secrets = ()
    return Where(endpoint.id, endpoint.url, endpoint.format, endpoint.full_text, secrets)


@lru_cache(maxsize=1000)
def _opened(sealed: str) -> str:
    return unseal(sealed)


def _headers(where: Where, due: Due, at: int, body: str) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "user-agent": "Belowline (webhooks)",
        "accept-encoding": "identity",
        **signed(where.secrets, str(due.event_id), at, body),
    }


def _text_of(due: Due) -> Text | None:
    """The text that the event is about; None once it, or the comment, is deleted.

    An event that does not say which text it is about gets one only if there was never another.
    """
    comment = db.session.get(Comment, due.comment_id, populate_existing=True)
    if comment is None or comment.status == Status.DELETED:
        return None
    if due.revision == comment.revision or (due.revision is None and not comment.edits):
        return Text(comment.body, comment.author_name)
    body = db.session.scalar(
        select(CommentText.body).where(
            CommentText.comment_id == comment.id, CommentText.revision == due.revision
        )
    )
    return None if body is None else Text(body, comment.author_name)
