"""What is read in a comment: scores, language, and the words that its site has listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moderation.classifier.languages import identify
from moderation.classifier.quotes import split
from moderation.text import plain
from moderation.words import Matches
from service.flow.sites import SiteFacts
from service.flow.words import listed_words


@dataclass(frozen=True)
class Read:
    """All that was found in a comment's texts."""

    scores: Mapping[str, float]
    """By label, of its author's own words and name."""
    language: str | None
    """What the author's own words are written in, where that is certain enough."""
    unread: Mapping[str, str | bool] | None
    """What they are written in that the classifier does not read."""
    quoted: Mapping[str, float] | None
    """By label, of the quoted words, where there are any."""
    words: Matches
    """The site's lists that match the author's own words or name, each with the words that do."""


def texts_of(body: str, name: str, answered: Sequence[str]) -> list[str]:
    """What is scored of a comment: its author's own words and name, then what it quotes, if it does.

    `answered` are the bodies of the comments that it answers: only those can be quoted.
    """
    own, quoted = split(body, answered)
    return [own, name, quoted] if quoted else [own, name]


def understood(
    site: SiteFacts,
    texts: Sequence[str],
    results: Sequence[Mapping[str, float]],
    reads: frozenset[str],
) -> Read:
    """What these texts of one comment say, given their scores.

    `reads` are the languages that the classifier reads.
    """
    language = identify(plain(texts[0]))
    quoted = results[2] if len(results) > 2 else None
    words = listed_words(site, texts[:2])
    return Read(_highest(results[:2]), language.code, language.unread(reads), quoted, words)


def _highest(results: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Per label the highest score of a comment's texts: a name is read like the body."""
    return {label: max(result[label] for result in results) for label in results[0]}
