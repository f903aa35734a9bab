"""What the rules, the classifier's languages and the mode propose together about a comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moderation.rules import NO_RULE, Facts, Rule, Verdict, judge

NOT_READ = "the model does not read this language"
PERSON_APPROVES = Verdict("hold", "a person approves everything here")


def verdict_on(
    rules: Sequence[Rule], facts: Facts, unread: Mapping[str, str | bool] | None, mode: str
) -> Verdict:
    """The verdict on a comment that no person has decided, in an article of this mode.

    Scores of words that the classifier does not read (`unread` says what they are written in)
    approve nothing, and where a person approves everything no rule does.
    """
    verdict = judge(rules, facts)
    if unread and (verdict.then == "approve" or verdict.rule == NO_RULE):
        return Verdict("hold", NOT_READ, unread)
    if mode == "pre" and verdict.then == "approve":
        return PERSON_APPROVES
    return verdict
