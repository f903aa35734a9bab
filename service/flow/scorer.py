"""A classifier of this process: loaded in the background, and never in the way of a comment.

It goes from loading to ready or to degraded, and between these two as often as the model goes and
comes back. Each change is logged once and told to whoever listens.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from models.database import now
from moderation.classifier import Classifier, ClassifierUnavailable, load_classifier
from moderation.classifier.files import Look, look_of
from moderation.classifier.languages import IdentifierUnavailable, identify, languages_of
from moderation.events import SCORER_DEGRADED, SCORER_RECOVERED

logger = logging.getLogger(__name__)

PLAIN_WORDS = "The ferry sailed on time, and the library was open all day. " * 30
"""More than a window of plain words: a classifier that fails on these fails on everything."""

NO_MEMORY = re.compile(r"bad_alloc|out of memory|allocat\w* (\w+ )?memory", re.IGNORECASE)

Listener = Callable[["Scorer", str], None]
"""Is told of a change: the scorer, and `scorer.degraded` or `scorer.recovered`."""


class ScorerAbsent(Exception):
    """There is no classifier to ask now; the message says why."""


class Scorer:
    """A classifier that may still be loading, or be absent with a reason."""

    def __init__(
        self,
        name: str,
        *,
        plain: bool = False,
        cache: Path | None = None,
        reads: frozenset[str] | None = None,
    ) -> None:
        """`name`, `plain` and `cache` as for `load_classifier`.

        `reads` are the codes of the languages that it reads; None: what is known of the model.
        """
        self.name = name
        self.reads = languages_of(name) if reads is None else reads
        self._reads_as_known = reads is None
        self.since: datetime = now()
        """When its present state began."""
        self.reason: str | None = None
        """Why there is no classifier, while it is degraded: in words for anybody."""
        self.listeners: list[Listener] = []
        self._plain = plain
        self._cache = cache
        self._state = "loading"
        self._classifier: Classifier | None = None
        self._files: Look = ()
        self._lock = threading.Lock()

    @property
    def title(self) -> str:
        """What people see of its name: of a path, the end of it."""
        return Path(self.name).name or self.name

    @property
    def state(self) -> str:
        """loading, ready or degraded."""
        return self._state

    @property
    def classifier(self) -> Classifier:
        """The loaded classifier; raises `ScorerAbsent`."""
        classifier = self._classifier
        if classifier is None:
            raise ScorerAbsent(self.reason or "the classifier is still loading")
        return classifier

    @property
    def revision(self) -> str | None:
        """That of the loaded classifier; None while there is none."""
        classifier = self._classifier
        return classifier.revision if classifier is not None else None

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """The labels of each text, in order; raises `ScorerAbsent`."""
        return self.classifier.score(texts)

    def keep_loaded(self) -> bool:
        """Load what is not loaded, or no longer what lies on the disk; whether it is ready."""
        if self._state == "ready" and look_of(self.name) == self._files:
            return True
        return self.load()

    def load(self) -> bool:
        """Try to load, and to read plain words; on failure keep the reason and answer False."""
        files = look_of(self.name)  # before they are read: a change meanwhile is found later
        try:
            classifier = load_classifier(self.name, plain=self._plain, cache=self._cache)
            _try(classifier)
        except Exception as error:  # noqa: BLE001 - whatever it is, comments wait
            self.degrade(error)
            return False
        if self._reads_as_known:  # its configuration may have been out of reach until now
            self.reads = languages_of(self.name)
        self._become("ready", None, classifier)
        self._files = files
        return True

    def blame(self) -> None:
        """Call when scoring failed: raises `ScorerAbsent` where even plain words fail now.

        Otherwise the text was at fault, not the classifier.
        """
        classifier = self.classifier
        try:
            _try(classifier)
        except Exception as error:
            self.degrade(error)
            raise ScorerAbsent(self.reason) from error

    def degrade(self, error: Exception) -> None:
        """There is no classifier from now on, for this reason."""
        reason = self._in_words(error)
        expected = isinstance(error, ClassifierUnavailable | IdentifierUnavailable)
        self._become("degraded", reason, None, None if expected else error)

    def _in_words(self, error: Exception) -> str:
        """Why there is no classifier, without what only the log should tell, such as paths."""
        if isinstance(error, ClassifierUnavailable):
            why = error.reason.replace(self.name, self.title)
            return f"the model “{self.title}” cannot be used: {why}"
        if isinstance(error, IdentifierUnavailable):
            return str(error)
        if isinstance(error, MemoryError) or NO_MEMORY.search(str(error)):
            return f"there is not enough memory for the model “{self.title}”."
        if isinstance(error, OSError) and error.strerror:
            return f"a file of the model “{self.title}” cannot be read ({error.strerror})."
        return f"the model “{self.title}” fails ({type(error).__name__}); the log says more."

    def _become(
        self,
        state: str,
        reason: str | None,
        classifier: Classifier | None,
        error: Exception | None = None,
    ) -> None:
        with self._lock:
            before = self._state
            same = (state, reason) == (before, self.reason) and _same(classifier, self._classifier)
            self._classifier, self.reason = classifier, reason
            if state != before:
                self._state, self.since = state, now()
        if not same:
            self._log(error)
        if state == "degraded" != before:
            self._tell(SCORER_DEGRADED)
        elif before == "degraded" != state:
            self._tell(SCORER_RECOVERED)

    def _log(self, error: Exception | None) -> None:
        if self._classifier is None:
            logger.error("no scoring by “%s”: %s", self.title, self.reason, exc_info=error)
        else:
            logger.info("scoring by “%s”, revision %s", self.title, self._classifier.revision)

    def _tell(self, event: str) -> None:
        for listener in self.listeners:
            listener(self, event)


def _try(classifier: Classifier) -> None:
    """Do with plain words all that is done with a comment; raises whatever fails."""
    classifier.score([PLAIN_WORDS])
    identify(PLAIN_WORDS)


def _same(one: Classifier | None, other: Classifier | None) -> bool:
    return (one and one.revision) == (other and other.revision)
