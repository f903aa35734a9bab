"""What a classifier says of many texts together, behind all that somebody waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moderation.classifier import Classifier
from moderation.classifier.explain import Span, explain
from moderation.classifier.languages import Facts
from service.flow.analyze import Unreadable, at_fault, language_of, present
from service.flow.live import GivingWay
from service.flow.scorer import Scorer


@dataclass(frozen=True)
class Told:
    """What there is to say of one of the texts."""

    language: str | None
    unread: Facts | None
    """What it is written in that the model does not read."""
    scores: Mapping[str, float] | None
    """None where it was not read, or where the classifier failed on it."""
    spans: Sequence[Span]
    """Which words moved the highest score, where that was asked for."""


def analyze_many(
    scorer: Scorer, texts: Sequence[str], *, explained: bool
) -> tuple[str, list[Told]]:
    """The revision of the model, and what it says of each text, in order.

    Raises `Unreadable` where there is no classifier for any of them.
    """
    classifier = GivingWay(present(scorer))
    languages = [language_of(text) for text in texts]
    unread = [language.unread(scorer.reads) for language in languages]
    read = [text for text, facts in zip(texts, unread, strict=True) if not facts]
    scored = iter(_scores(scorer, classifier, read))
    told = []
    for text, language, facts in zip(texts, languages, unread, strict=True):
        scores = None if facts else next(scored)
        spans = _spans(scorer, classifier, text) if explained and scores else []
        told.append(Told(language.code, facts, scores, spans))
    return classifier.revision, told


def _scores(
    scorer: Scorer, classifier: Classifier, texts: Sequence[str]
) -> list[dict[str, float] | None]:
    """Those of each text; where scoring fails, one by one, so that a bad text harms only itself."""
    try:
        return [*classifier.score(texts)]
    except Exception as error:
        why = at_fault(scorer, error)
        if why.case == "absent":
            raise why from error
    if len(texts) == 1:
        return [None]
    return [scores for text in texts for scores in _scores(scorer, classifier, [text])]


def _spans(scorer: Scorer, classifier: Classifier, text: str) -> list[Span]:
    try:
        return explain(classifier, text)
    except Exception as error:
        why: Unreadable = at_fault(scorer, error)
        if why.case == "absent":
            raise why from error
        return []
