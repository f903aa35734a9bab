"""Which of its author's words moved a comment's score, for whoever is about to decide about it.

An explanation takes the classifier some twenty passes, so it comes after live scoring: one is
made at a time, and before each pass it gives way to comments that wait for a score, and to other
systems that do. What was explained is kept for as long as text and model stay what they are.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from models.comments import Comment
from models.database import db
from moderation.classifier import Classifier
from moderation.classifier.explain import Span, explain
from moderation.classifier.pieces import only_lines
from moderation.classifier.quotes import split
from moderation.status import Status
from service.flow import wake
from service.flow.answered import bodies_answered
from service.flow.live import calls
from service.flow.refused import Refused
from service.flow.scorer import Scorer
from service.flow.sites import SiteFacts, site_of

MOST_KEPT = 2_000
MOST_WAITING = 4
"""How many wait while one is made. Each holds a thread that could answer requests meanwhile."""

PATIENCE_SECONDS = 2.0
"""How long one explanation gives way altogether: the busiest day must not stop it for good."""

POLL_SECONDS = 0.005

Spans = tuple[Span, ...]


class TooBusy(Exception):
    """Enough explanations are waited for; in a moment there will be room for another."""


@dataclass(frozen=True)
class Key:
    """All that an explanation depends on. `label` None stands for the text's highest label."""

    comment_id: UUID
    revision: int
    model_revision: str
    label: str | None
    own: int = 0
    """The hash of its author's own words: what is quoted counts while its source is approved."""


@dataclass(frozen=True)
class Asked:
    """A comment as it was when its explanation was asked for."""

    key: Key
    version: int
    body: str
    own: str
    """The body with what it quotes made blank: as with scores, its author's own words count."""
    scorer: Scorer
    classifier: Classifier


def ask(
    comment_id: UUID, sites: Collection[UUID] | None, scorer_of: Callable[[SiteFacts], Scorer]
) -> Asked:
    """Look up what is to be explained, and leave no transaction open.

    `sites` are those that the caller may see (None: all), `scorer_of` knows who reads a site.
    Raises `Refused` (not_found) for what is unknown, foreign or deleted, and `ScorerAbsent`.
    """
    session = db.session()
    comment = session.get(Comment, comment_id)
    if comment is None or comment.status == Status.DELETED or _foreign(comment, sites):
        raise Refused("not_found", "There is no such comment.")
    scorer = scorer_of(site_of(comment.site_id))
    classifier = scorer.classifier
    revision, version, body = comment.revision, comment.version, comment.body
    label = _label(comment, classifier)
    session.rollback()
    own = _own_words(comment_id, body)
    key = Key(comment_id, revision, classifier.revision, label, hash(own))
    return Asked(key, version, body, own, scorer, classifier)


def explained(asked: Asked) -> Spans:
    """The words that moved the comment's top label; raises `TooBusy` and `ScorerAbsent`."""
    return _explanations.get(asked.key, lambda: _make(asked))


def _foreign(comment: Comment, sites: Collection[UUID] | None) -> bool:
    return sites is not None and comment.site_id not in sites


def _label(comment: Comment, classifier: Classifier) -> str | None:
    """The label that moderators see as the highest, where this text and model have one."""
    known = comment.scored_revision == comment.revision and comment.top_label in classifier.labels
    return comment.top_label if known else None


def _make(asked: Asked) -> list[Span]:
    try:
        return explain(_GivingWay(asked.classifier), asked.own, label=asked.key.label)
    except Exception:
        asked.scorer.blame()  # raises, unless the classifier is well and the text was at fault
        raise


def _own_words(comment_id: UUID, body: str) -> str:
    own = split(body, bodies_answered(comment_id) if ">" in body else ()).own
    return only_lines(body, own)


class _GivingWay:
    """A classifier that lets live comments and calls go first, as long as its patience lasts."""

    def __init__(self, classifier: Classifier) -> None:
        self.name = classifier.name
        self.revision = classifier.revision
        self.labels = classifier.labels
        self._classifier = classifier
        self._patience = PATIENCE_SECONDS

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Classifier.score."""
        began = time.monotonic()
        while (wake.backlog() or calls.in_hand) and time.monotonic() - began < self._patience:
            time.sleep(POLL_SECONDS)
        self._patience -= time.monotonic() - began
        return self._classifier.score(texts)


class Explanations:
    """Makes one explanation at a time, and keeps the latest."""

    def __init__(self, most_kept: int = MOST_KEPT, most_waiting: int = MOST_WAITING) -> None:
        """`most_waiting` is how many may wait for their turn."""
        self._most_kept = most_kept
        self._kept: dict[Key, Spans] = {}
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(most_waiting + 1)

    def get(self, key: Key, make: Callable[[], Sequence[Span]]) -> Spans:
        """The explanation of that key, made where it is not kept; raises `TooBusy`."""
        kept = self._kept.get(key)
        if kept is None:
            with self._turn_of_one():
                kept = self._kept.get(key)  # perhaps made while this one waited
                if kept is None:
                    kept = self._keep(key, tuple(make()))
        return kept

    @contextmanager
    def _turn_of_one(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise TooBusy
        try:
            with self._turn:
                yield
        finally:
            self._places.release()

    def _keep(self, key: Key, spans: Spans) -> Spans:
        self._kept[key] = spans
        if len(self._kept) > self._most_kept:
            del self._kept[next(iter(self._kept))]
        return spans


_explanations = Explanations()
"""Those of this process, for all its databases: ids of comments are unique."""
