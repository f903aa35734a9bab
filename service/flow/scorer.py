"""The classifier of this process: loaded in the background, and never in the way of a comment."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from moderation.classifier import Classifier, load_classifier

logger = logging.getLogger(__name__)

RELOAD_SECONDS = 30.0


class ScorerAbsent(Exception):
    """There is no classifier to ask now; the message says why."""


class Scorer:
    """A classifier that may still be loading, or be absent with a reason."""

    def __init__(self, name: str, *, plain: bool = False) -> None:
        """`name` as for `load_classifier`; `plain` scores through detoxify itself."""
        self.name = name
        self._plain = plain
        self._classifier: Classifier | None = None
        self._tried = threading.Event()
        self.reason: str | None = None
        """Why there is no classifier, once loading has failed."""

    @property
    def state(self) -> str:
        """loading, ready or degraded."""
        if self._classifier is not None:
            return "ready"
        return "degraded" if self._tried.is_set() else "loading"

    @property
    def classifier(self) -> Classifier:
        """The loaded classifier; raises `ScorerAbsent`."""
        if self._classifier is None:
            raise ScorerAbsent(self.reason or "the classifier is still loading")
        return self._classifier

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """The labels of each text, in order; raises `ScorerAbsent`."""
        return self.classifier.score(texts)

    def load(self) -> bool:
        """Try to load; on failure keep the reason and answer False."""
        try:
            self._classifier = load_classifier(self.name, plain=self._plain)
            self.reason = None
        except Exception as error:
            self.reason = str(error) or type(error).__name__
            logger.exception("the classifier %r could not be loaded", self.name)
        self._tried.set()
        return self._classifier is not None
