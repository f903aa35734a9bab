"""The classifiers of this process: the server's own, and those that single sites chose.

Each is loaded once, whoever chose it, and only a few are: a model takes hundreds of megabytes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from uuid import UUID

from moderation.classifier import ClassifierUnavailable
from service.flow.scorer import Scorer
from service.flow.sites import models_of_sites

MOST_MODELS = 4
"""How many are loaded at once, the server's own included."""


class Scorers:
    """Scorers by the name of their model. Safe to use from several threads."""

    def __init__(self, own: Scorer, make: Callable[[str], Scorer] = Scorer) -> None:
        """`own` reads for every site that chose no other; `make` makes those by name."""
        self.own = own
        self._make = make
        self._chosen: dict[str, Scorer] = {}
        self._working: set[str] = set()
        self._lock = threading.Lock()

    def of(self, model: str | None) -> Scorer:
        """The scorer of a site's model; it may be loading, or be absent with a reason."""
        if model is None or model == self.own.name:
            return self.own
        with self._lock:
            return self._chosen.get(model) or self._make(model)

    def all(self) -> list[Scorer]:
        """All of them, the server's own first."""
        with self._lock:
            return [self.own, *(self._chosen[name] for name in sorted(self._chosen))]

    def follow(self, models: Collection[str | None]) -> tuple[list[Scorer], list[Scorer]]:
        """Have a scorer for each of these models, those of all sites.

        Returns whose work is to begin and whose is to end. A model beyond the few waits, with
        that reason, until another is no longer chosen.
        """
        wanted = {model for model in models if model is not None} - {self.own.name}
        with self._lock:
            ended = [self._chosen.pop(name) for name in set(self._chosen) - wanted]
            at_work = [scorer for scorer in ended if scorer.name in self._working]
            self._working &= wanted
            begun = [self._begin(name) for name in sorted(wanted - self._working)]
        return [scorer for scorer in begun if scorer is not None], at_work

    def _begin(self, name: str) -> Scorer | None:
        known = self._chosen.get(name)
        if len(self._working) >= MOST_MODELS - 1:
            refused = known or self._make(name)
            refused.degrade(ClassifierUnavailable(name, f"no more than {MOST_MODELS} at a time."))
            self._chosen[name] = refused
            return None
        self._working.add(name)
        # One that was refused begins anew, and says that it is loading.
        self._chosen[name] = self._make(name)
        return self._chosen[name]

    def sites_of(self, scorer: Scorer) -> frozenset[UUID] | None:
        """The sites whose comments it reads; None means all that there are."""
        chosen = models_of_sites()
        sites = frozenset(
            site for site, model in chosen.items() if (model or self.own.name) == scorer.name
        )
        return None if len(sites) == len(chosen) else sites
