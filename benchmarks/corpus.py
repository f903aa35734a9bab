"""Comments made up from a seed: the same articles, threads and words for every service.

Article 1 has the big thread, article 2 has exactly `ORDINARY` comments of which one page holds
all; the others share the rest, a few with many, most with few. Replies go to what was said lately
or to anything above, so threads grow as deep as readers make them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice

from benchmarks.words import name, paragraph

ORDINARY = 100
MOST_BELOW_A_ROOT = 10
"""In the ordinary thread: what every service gives with the first page of it."""

READERS = 20_000
PARAGRAPHS = 8_000
REPLIES = 0.58
DEEPEST = 30
FIRST_DAY = datetime(2025, 3, 1, tzinfo=UTC)
BETWEEN_ARTICLES_MS = 6 * 3_600_000
BETWEEN_COMMENTS_S = 40.0


@dataclass(frozen=True, slots=True)
class Written:
    """One comment. `parent` and `root` are numbers of comments, `paragraphs` are of the corpus."""

    number: int
    article: int
    parent: int | None
    root: int
    depth: int
    reader: int
    paragraphs: tuple[int, ...]
    at_ms: int


@dataclass(frozen=True)
class Corpus:
    """How much to make up, and from which seed. Articles and comments are numbered from 1."""

    articles: int
    comments: int
    big_thread: int
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what leaves an article without a comment."""
        if self.comments - self.big_thread - ORDINARY < self.articles - 2 or self.articles < 2:
            raise ValueError("too few comments for so many articles and so big a thread")

    @cached_property
    def sizes(self) -> list[int]:
        """How many comments each article has."""
        rng = random.Random(f"sizes {self.seed}")
        rest, others = self.comments - self.big_thread - ORDINARY, self.articles - 2
        weights = [min(rng.paretovariate(1.3), 60.0) for _ in range(others)]
        shares = [1 + int((rest - others) * weight / sum(weights)) for weight in weights]
        for index in range(rest - sum(shares) if shares else 0):
            shares[index % others] += 1
        return [self.big_thread, ORDINARY, *shares]

    @cached_property
    def paragraphs(self) -> list[str]:
        """What comments are put together from."""
        rng = random.Random(f"paragraphs {self.seed}")
        return [paragraph(rng) for _ in range(PARAGRAPHS)]

    @cached_property
    def readers(self) -> list[str]:
        """Their names; several may share one."""
        rng = random.Random(f"readers {self.seed}")
        return [name(rng) for _ in range(READERS)]

    @cached_property
    def written(self) -> list[Written]:
        """Every comment in the order of time, so that replies follow what they answer."""
        made = [comment for number in range(1, self.articles + 1) for comment in self._of(number)]
        return sorted(made, key=lambda comment: comment.at_ms)

    def body(self, comment: Written) -> str:
        """A comment's text."""
        return "\n\n".join(self.paragraphs[index] for index in comment.paragraphs)

    def _of(self, article: int) -> Iterator[Written]:
        """The comments of one article."""
        rng = random.Random(f"article {article} {self.seed}")
        size, first = self.sizes[article - 1], sum(self.sizes[: article - 1]) + 1
        at_ms = int(FIRST_DAY.timestamp() * 1000) + article * BETWEEN_ARTICLES_MS
        most = MOST_BELOW_A_ROOT if article == 2 else size
        sofar: list[Written] = []
        below: Counter[int] = Counter()
        for number in range(first, first + size):
            at_ms += 1 + int(rng.expovariate(1 / BETWEEN_COMMENTS_S) * 1000)
            parent = _answered(rng, sofar)
            if parent is not None and (below[parent.root] == most or parent.depth == DEEPEST):
                parent = None
            comment = _comment(rng, number, article, parent, at_ms)
            below[comment.root] += parent is not None
            sofar.append(comment)
        yield from sofar


def spread(items: Sequence[int], most: int) -> list[int]:
    """At most so many of them, evenly spread."""
    return list(islice(items, 0, None, max(1, len(items) // most)))[:most]


def _answered(rng: random.Random, sofar: Sequence[Written]) -> Written | None:
    if not sofar or rng.random() > REPLIES:
        return None
    if rng.random() < 0.6:
        return sofar[max(0, len(sofar) - 1 - int(rng.expovariate(1 / 25)))]
    return rng.choice(sofar)


def _comment(
    rng: random.Random, number: int, article: int, parent: Written | None, at_ms: int
) -> Written:
    parts = rng.choices((1, 2, 3, 4), (70, 20, 7, 3))[0]
    return Written(
        number=number,
        article=article,
        parent=parent.number if parent else None,
        root=parent.root if parent else number,
        depth=parent.depth + 1 if parent else 0,
        reader=min(int(rng.expovariate(8 / READERS)), READERS - 1),
        paragraphs=tuple(rng.randrange(PARAGRAPHS) for _ in range(parts)),
        at_ms=at_ms,
    )
