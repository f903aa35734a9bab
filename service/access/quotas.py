"""How many texts a key may have scored: so many a second, and a minute's worth at once.

What was not asked for is saved up, for a minute; whoever has used that up goes on at the pace of
the quota. Counted in the memory of this process: each serving process grants it anew.
"""

from __future__ import annotations

import math
import threading
import time
from uuid import UUID

from service.access.callers import Caller
from service.access.running import settings

SAVED_SECONDS = 60
MOST_REMEMBERED = 10_000


class QuotaExceeded(Exception):
    """The key has asked for more than its share."""

    def __init__(self, per_second: int, wait: float) -> None:
        super().__init__(f"the quota of {per_second} a second is used up")
        self.per_second = per_second
        self.per_minute = per_second * SAVED_SECONDS
        self.retry_after = max(1, math.ceil(wait))
        """Whole seconds after which there is room."""


class Quotas:
    """What each caller has left. Safe to use from several threads."""

    def __init__(self) -> None:
        """Everybody has a minute's worth."""
        self._left: dict[UUID, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, who: UUID, per_second: int, texts: int = 1) -> None:
        """Count so many texts; raises `QuotaExceeded`, and then counts none."""
        moment = time.monotonic()
        most = float(per_second * SAVED_SECONDS)
        with self._lock:
            left, since = self._left.get(who, (most, moment))
            left = min(most, left + (moment - since) * per_second)
            if left < texts:
                raise QuotaExceeded(per_second, (min(texts, most) - left) / per_second)
            if len(self._left) >= MOST_REMEMBERED and who not in self._left:
                self._left.clear()
            self._left[who] = (left - texts, moment)


_quotas = Quotas()
"""Those of this process, for all its databases: ids are unique."""


def take(caller: Caller, texts: int = 1) -> None:
    """Count texts that a caller wants scored; raises `QuotaExceeded`."""
    if settings().rate_limits:
        _quotas.take(caller.id, quota_of(caller), texts)


def quota_of(caller: Caller) -> int:
    """How many texts a second the caller may have scored."""
    return caller.queries_per_second or settings().queries_per_second
