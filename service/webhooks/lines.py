"""Who is next: what waits for each endpoint, and what is on its way.

At most four requests are on their way to one endpoint, first attempts about one article one after
the other. Endpoints take turns. Those that lately failed or took long share half of the senders,
so that however many hang, the others find one.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from service.webhooks.claims import Due
from service.webhooks.send import AT_ONCE

MOST_WAITING = 100
"""Deliveries of one endpoint that are kept ready."""

MOST_SENDERS = 64


@dataclass(frozen=True)
class Where:
    """An endpoint as of a moment ago. Without a secret that can be opened, nothing is sent."""

    id: UUID
    url: str
    format: str
    full_text: bool
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(eq=False)
class _Line:
    where: Where
    slow: bool
    waiting: deque[Due] = field(default_factory=deque)
    on_the_way: dict[UUID, Due] = field(default_factory=dict)
    unsaved: set[UUID] = field(default_factory=set)

    def held(self) -> set[UUID]:
        return {due.id for due in self.waiting} | self.unsaved | self.on_the_way.keys()

    def next(self) -> Due | None:
        """The first that may go now, taken out of the line."""
        if len(self.on_the_way) >= AT_ONCE:
            return None
        busy = {due.article_id for due in self.on_the_way.values() if due.first}
        for place, due in enumerate(self.waiting):
            if not due.first or due.article_id is None or due.article_id not in busy:
                del self.waiting[place]
                return due
            busy.add(due.article_id)
        return None


class Lines:
    """All lines of a process. Senders take from them, the worker fills them."""

    def __init__(self, most_senders: int = MOST_SENDERS) -> None:
        """`most_senders`: how many requests may be on their way, to all endpoints together."""
        self._most_senders = most_senders
        self._changed = threading.Condition()
        self._lines: dict[UUID, _Line] = {}
        self._turns: deque[UUID] = deque()
        self._waiting_senders = 0

    def keep(self, endpoints: Iterable[tuple[Where, bool]]) -> None:
        """Have a line for each of these endpoints (and whether it has been failing), and no other.

        What waits in another is dropped, but not what is on its way.
        """
        with self._changed:
            given = {where.id: (where, failing) for where, failing in endpoints}
            for id_, (where, failing) in given.items():
                line = self._lines.get(id_)
                if line is None:
                    self._lines[id_] = _Line(where, failing)
                    self._turns.append(id_)
                else:
                    line.where = where
            for id_ in self._lines.keys() - given.keys():
                self._end(id_)

    def add(self, endpoint_id: UUID, dues: Iterable[Due]) -> None:
        """Let these wait in the line of their endpoint."""
        with self._changed:
            line = self._lines[endpoint_id]
            held = line.held()
            line.waiting.extend(due for due in dues if due.id not in held)
            self._changed.notify_all()

    def held(self, endpoint_id: UUID) -> set[UUID]:
        """What waits, is on its way, or came back and is not written down yet."""
        with self._changed:
            return self._lines[endpoint_id].held()

    def room(self, endpoint_id: UUID) -> int:
        """How many more may wait; nothing until half of the places are free."""
        with self._changed:
            room = MOST_WAITING - len(self._lines[endpoint_id].waiting)
            return room if room >= MOST_WAITING // 2 else 0

    def take(self, patience_s: float) -> tuple[Where, Due] | None:
        """The next delivery that may go now; None when there was none for so long."""
        with self._changed:
            self._waiting_senders += 1
            try:
                found = self._next()
                if found is None:
                    self._changed.wait(patience_s)
                    found = self._next()
                return found
            finally:
                self._waiting_senders -= 1

    def came_back(self, due: Due, *, slow: bool) -> None:
        """A request is over; what came of it is about to be written down."""
        with self._changed:
            line = self._lines[due.endpoint_id]
            del line.on_the_way[due.id]
            line.unsaved.add(due.id)
            line.slow = slow
            self._changed.notify()

    def written_down(self, dues: Iterable[Due]) -> None:
        """What came of these is in the database."""
        with self._changed:
            for due in dues:
                self._lines[due.endpoint_id].unsaved.discard(due.id)

    def senders_wanted(self) -> int:
        """How many further senders would find something to do."""
        with self._changed:
            startable = sum(
                min(AT_ONCE - len(line.on_the_way), len(line.waiting))
                for line in self._lines.values()
            )
            return startable - self._waiting_senders

    def let_go(self) -> None:
        """Let nothing more be taken, and wake whoever waits for it."""
        with self._changed:
            for line in self._lines.values():
                line.waiting.clear()
            self._changed.notify_all()

    def idle(self) -> bool:
        """Whether nothing waits, is on its way or has to be written down."""
        with self._changed:
            return not any(line.held() for line in self._lines.values())

    def _next(self) -> tuple[Where, Due] | None:
        slow_ones = sum(len(line.on_the_way) for line in self._lines.values() if line.slow)
        for _ in range(len(self._turns)):
            line = self._lines[self._turns[0]]
            self._turns.rotate(-1)
            if line.slow and slow_ones >= self._most_senders // 2:
                continue
            due = line.next()
            if due is not None:
                line.on_the_way[due.id] = due
                return line.where, due
        return None

    def _end(self, endpoint_id: UUID) -> None:
        line = self._lines[endpoint_id]
        line.waiting.clear()
        if not line.held():
            del self._lines[endpoint_id]
            self._turns.remove(endpoint_id)
