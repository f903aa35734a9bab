"""What a process keeps of the database for a moment, so that hot reads cost no query.

The process that changes a row forgets it once the change is committed, and so answers with the
new value at once; every other process does so when the moment is over.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from models.database import db

K = TypeVar("K")
V = TypeVar("V")

SECONDS = 1.0
MOST_ENTRIES = 20_000


class Kept(Generic[K, V]):
    """Values by key for each database, each for `SECONDS`."""

    def __init__(self, load: Callable[[K], V]) -> None:
        """`load` must read in a transaction of its own: an older one would bring back the past."""
        self._load = load
        self._lock = threading.Lock()
        self._generation = 0
        self._stores: WeakKeyDictionary[Any, dict[K, tuple[float, V]]] = WeakKeyDictionary()

    def get(self, key: K) -> V:
        """The value kept, or a fresh one."""
        store = self._store()
        entry = store.get(key)
        if entry is not None and entry[0] > time.monotonic():
            return entry[1]
        generation = self._generation
        value = self._load(key)
        self._keep(store, key, value, generation)
        return value

    def forget(self, key: K) -> None:
        """Drop what is kept; a load that began before this is not kept either."""
        with self._lock:
            self._generation += 1
            self._store().pop(key, None)

    def _keep(self, store: dict[K, tuple[float, V]], key: K, value: V, generation: int) -> None:
        with self._lock:
            if generation != self._generation:
                return
            if len(store) >= MOST_ENTRIES:
                store.clear()
            store[key] = (time.monotonic() + SECONDS, value)

    def _store(self) -> dict[K, tuple[float, V]]:
        engine = db.engine
        store = self._stores.get(engine)
        return self._stores.setdefault(engine, {}) if store is None else store
