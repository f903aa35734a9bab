"""The jobs: each finds its rows, works outside any transaction, and commits."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta

from models.database import db, now
from service.access.running import settings
from service.flow import measure, wake
from service.flow.announce import announce_counts, any_count_marked
from service.flow.answered import bodies_answered
from service.flow.live import giving_way
from service.flow.read import texts_of, understood
from service.flow.score import (
    Claimed,
    Model,
    Scored,
    Sites,
    anything_due,
    claim,
    give_back,
    keep,
    renew,
    set_aside,
)
from service.flow.scorer import Scorer, ScorerAbsent
from service.flow.sites import site_of
from service.flow.suggest import Which, forget

logger = logging.getLogger(__name__)

BATCH = 16
CHARACTERS = 8_000
"""How much is scored before results are kept. The longest comments take seconds each, and no
short one is to wait behind many of them."""
RENEW_SECONDS = 3.0

InContext = Callable[[Callable[[], object]], object]


def score_due(scorer: Scorer, in_context: InContext, sites: Sites = None) -> int:
    """Score one batch of due comments of these sites; returns how many were claimed.

    A batch is small in numbers and in characters, and its results are kept bit by bit. Where the classifier itself fails, what it has not scored is due again at once.
    """
    if not anything_due(db.session(), sites):
        if sites is None or not anything_due(db.session()):  # another's comments may still wait
            wake.nothing_due()
        return 0
    claimed = claim(BATCH, sites, CHARACTERS)
    if claimed:
        with _renewing(claimed, in_context):
            _score_claimed(scorer, claimed)
    return len(claimed)


def _score_claimed(scorer: Scorer, claimed: Sequence[Claimed]) -> None:
    for group in _groups(claimed):
        _score_group(scorer, group)


def _groups(claimed: Iterable[Claimed]) -> Iterator[list[Claimed]]:
    """In their order, as many together as have so many characters, and at least one."""
    group: list[Claimed] = []
    characters = 0
    for item in claimed:
        length = len(item.texts[0])
        if group and characters + length > CHARACTERS:
            yield group
            group, characters = [], 0
        group.append(item)
        characters += length
    if group:
        yield group


def _score_group(scorer: Scorer, claimed: Sequence[Claimed]) -> None:
    scored: list[Scored] = []
    revision = scorer.revision
    with suppress(ScorerAbsent):  # what it scored until then is kept
        _score_each(scorer, claimed, scored)
    if revision is None or scorer.revision not in (revision, None):
        # Another took its place meanwhile, and nobody can say which of the two gave which score.
        scored.clear()
    done = {each.claimed.id for each in scored}
    left = [item for item in claimed if item.id not in done]
    if left:
        give_back(left)
    if scored:
        keep(Model(scorer.title, str(revision)), scored)


def announce_moved_counts() -> None:
    """Turn the marks of articles whose count moved into events."""
    if any_count_marked(db.session()):
        announce_counts()


def forget_old_suggestions() -> None:
    """Suggested scores are kept for a time, and then they go."""
    forget(Which(before=now() - timedelta(days=settings().suggestion_keep_days)))


def _score_each(scorer: Scorer, claimed: Sequence[Claimed], scored: list[Scored]) -> None:
    """Score a batch; where it fails, one by one, so that a bad comment harms only itself.

    Raises `ScorerAbsent` where it is not the comment's fault.
    """
    try:
        scored += _score(scorer, claimed)
    except ScorerAbsent:
        raise
    except Exception as error:
        scorer.blame()
        if len(claimed) > 1:
            for item in claimed:
                _score_each(scorer, [item], scored)
            return
        logger.exception("comment %s could not be scored", claimed[0].id)
        set_aside(claimed[0], error)
        measure.failed(scorer.title)


def _score(scorer: Scorer, claimed: Sequence[Claimed]) -> list[Scored]:
    began = time.perf_counter()
    texts = [_texts(item) for item in claimed]
    results = iter(giving_way(scorer.score, [text for each in texts for text in each]))
    scored = [
        _scored(item, each, [next(results) for _ in each], scorer.reads)
        for item, each in zip(claimed, texts, strict=True)
    ]
    measure.scored(scorer.title, len(scored), time.perf_counter() - began)
    return scored


def _texts(item: Claimed) -> list[str]:
    body, name = item.texts
    return texts_of(body, name, bodies_answered(item.id) if ">" in body else ())


def _scored(
    item: Claimed,
    texts: Sequence[str],
    results: Sequence[Mapping[str, float]],
    reads: frozenset[str],
) -> Scored:
    read = understood(site_of(item.site_id), texts, results, reads)
    return Scored(item, read.scores, read.language, read.unread, read.quoted, read.words)


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
