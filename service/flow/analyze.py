"""What a classifier says of a text that another system asks about; nothing is stored.

A text that the model cannot read is never answered with a score: whoever asks is told why.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from moderation.classifier import Classifier
from moderation.classifier.languages import Facts, IdentifierUnavailable, Language, identify
from moderation.perspective import base_language
from service.flow.live import one_by_one
from service.flow.scorer import Scorer, ScorerAbsent

logger = logging.getLogger(__name__)

Case = Literal["language", "attribute", "absent", "failed", "busy"]
"""Why a text has no scores: what it is written in, what was asked for, or the classifier."""


class Unreadable(Exception):
    """There is nothing to say about this text; the message says why."""

    def __init__(self, case: Case, message: str) -> None:
        super().__init__(message)
        self.case = case


class Unread(Unreadable):
    """It is in a language that the model does not read."""

    def __init__(self, facts: Facts, *, detected: bool) -> None:
        """`facts` as `Language.unread` has them; `detected`, or only said by the caller."""
        said = str(facts.get("language") or facts.get("script"))
        super().__init__("language", f"the model does not read this language ({said}).")
        self.facts = facts
        self.language = str(facts.get("language", "und"))
        self.detected = detected


@dataclass(frozen=True)
class Analysis:
    """What was found out about one text."""

    scores: Mapping[str, float]
    parts: Sequence[Mapping[str, float]]
    """The scores of each part that was asked about, in order."""


def language_of(text: str) -> Language:
    """What a text is written in; raises `Unreadable` where nobody can tell."""
    try:
        return identify(text)
    except IdentifierUnavailable as error:
        raise Unreadable("absent", str(error)) from error


def refuse_unread(language: Language, said: Sequence[str], reads: Collection[str]) -> None:
    """Raise `Unread` where a text is not in one of the languages that the model reads.

    Its own language counts, whatever the caller `said`. Only where the text is too short to tell
    is the caller believed.
    """
    facts = language.unread(frozenset(reads))
    if facts is not None:
        raise Unread(facts, detected=True)
    if said and language.code is None and not {base_language(code) for code in said} & set(reads):
        raise Unread({"language": said[0]}, detected=False)


def analyze(scorer: Scorer, text: str, parts: Sequence[str] = ()) -> Analysis:
    """The scores of a text and of its parts; raises `Unreadable`, and never guesses."""
    classifier = present(scorer)
    others = [part for part in parts if part != text]
    try:
        first, *rest = one_by_one(classifier.score, [text, *others])
    except Exception as error:
        raise at_fault(scorer, error) from error
    remaining = iter(rest)
    return Analysis(first, [first if part == text else next(remaining) for part in parts])


def present(scorer: Scorer) -> Classifier:
    """The classifier; raises `Unreadable` where there is none."""
    try:
        return scorer.classifier
    except ScorerAbsent as absent:
        raise Unreadable("absent", str(absent)) from absent


def at_fault(scorer: Scorer, error: Exception) -> Unreadable:
    """Whose fault it was that scoring failed: the classifier's, or that of the text."""
    try:
        scorer.blame()
    except ScorerAbsent as absent:
        return Unreadable("absent", str(absent))
    logger.error("a text that another system asked about could not be scored", exc_info=error)
    return Unreadable("failed", "the classifier failed on this text.")
