"""The jobs: each finds its rows, works outside any transaction, and commits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from models.database import db
from service.flow import wake
from service.flow.announce import announce_counts, any_count_marked
from service.flow.score import Claimed, Model, anything_due, claim, keep, renew, set_aside
from service.flow.scorer import Scorer

logger = logging.getLogger(__name__)

BATCH = 16
RENEW_SECONDS = 3.0

InContext = Callable[[Callable[[], object]], object]


def score_due(scorer: Scorer, in_context: InContext) -> int:
    """Score one batch of due comments; returns how many were claimed."""
    if not anything_due(db.session()):
        wake.nothing_due()
        return 0
    claimed = claim(BATCH)
    if claimed:
        with _renewing(claimed, in_context):
            scored = _score_each(scorer, claimed)
        if scored:
            classifier = scorer.classifier
            keep(Model(classifier.name, classifier.revision), scored)
    return len(claimed)


def announce_moved_counts() -> None:
    """Turn the marks of articles whose count moved into events."""
    if any_count_marked(db.session()):
        announce_counts()


def _score_each(
    scorer: Scorer, claimed: Sequence[Claimed]
) -> list[tuple[Claimed, Mapping[str, float]]]:
    """Score a batch; where it fails, one by one, so that a bad comment harms only itself."""
    try:
        return _score(scorer, claimed)
    except Exception as error:
        if len(claimed) > 1:
            return [pair for item in claimed for pair in _score_each(scorer, [item])]
        logger.exception("comment %s could not be scored", claimed[0].id)
        set_aside(claimed[0], error)
        return []


def _score(scorer: Scorer, claimed: Sequence[Claimed]) -> list[tuple[Claimed, Mapping[str, float]]]:
    results = iter(scorer.score([text for item in claimed for text in item.texts]))
    return [(item, _highest([next(results) for _ in item.texts])) for item in claimed]


def _highest(results: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Per label the highest score of a comment's texts: a name is read like the body."""
    return {label: max(result[label] for result in results) for label in results[0]}


@contextmanager
def _renewing(claimed: Sequence[Claimed], in_context: InContext) -> Iterator[None]:
    """Renew the claims every few seconds while the block works."""
    done = threading.Event()

    def renew_until_done() -> None:
        while not done.wait(RENEW_SECONDS):
            in_context(lambda: renew(claimed))

    thread = threading.Thread(target=renew_until_done, name="renew", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
