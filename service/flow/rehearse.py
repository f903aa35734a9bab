"""What would become of a comment that nobody has posted. Nothing is stored.

All steps are those of a real comment: its texts are read, judged and put under the mode by the
same functions. Only what is known about its author is given instead of looked up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from moderation import text
from moderation.rules import Facts, Rule, failing
from service.flow.facts import Known, facts_of
from service.flow.read import texts_of, understood
from service.flow.scorer import Scorer
from service.flow.sites import SiteFacts
from service.flow.verdict import verdict_on


@dataclass(frozen=True)
class Trial:
    """A comment that might be posted in an article of this mode, and the rules to judge it by."""

    body: str
    author_name: str
    mode: str
    rules: tuple[Rule, ...]
    known: Known
    """What is known besides its text."""


def rehearse(site: SiteFacts, scorer: Scorer, trial: Trial) -> dict[str, Any]:
    """The verdict with all that led to it. Raises `ScorerAbsent`."""
    texts = texts_of(trial.body, trial.author_name, ())
    try:
        results = scorer.score(texts)
    except Exception:
        scorer.blame()  # raises, unless the classifier is well and the text was at fault
        raise
    read = understood(site, texts, results, scorer.reads)
    known = replace(
        trial.known,
        links=text.links(trial.body),
        length=len(trial.body),
        language=read.language,
        words=read.words,
    )
    facts = facts_of(read.scores, known)
    return {
        "verdict": verdict_on(trial.rules, facts, read.unread, trial.mode),
        "rules": _asked(trial.rules, facts),
        "facts": facts,
        "scores": read.scores,
        "risk": facts["risk"],
        "language": read.language,
        "unread": read.unread,
        "model": scorer.title,
        "mode": trial.mode,
    }


def _asked(rules: Sequence[Rule], facts: Facts) -> list[dict[str, Any]]:
    """Each rule: whether it matches, whether it is the first that does, and why it does not."""
    told: list[dict[str, Any]] = []
    decided = False
    for rule in rules:
        why = failing(rule, facts)
        told.append(
            {"name": rule.name, "matched": not why, "first": not (why or decided), "why": why}
        )
        decided = decided or not why
    return told
