"""What a classifier is, and how it says that it cannot be had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Classifier(Protocol):
    """Anything that gives scores to texts. Safe to call from several threads at once."""

    @property
    def name(self) -> str:
        """What `load_classifier` was asked for; for a path, the file's name."""

    @property
    def revision(self) -> str:
        """The first 12 digits of the SHA-256 of the weights: these very numbers, no others."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that every answer has, in the model's order."""

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """One dict a text, in the order of the texts: each label with its score, 0 to 1.

        Any string is answered, however long or odd. A text's scores depend on that text
        alone, never on what is scored beside it. Raises ArithmeticError where the model
        computes something that is no number.
        """


class ClassifierUnavailable(Exception):
    """The model is missing, corrupt, not the one that was pinned, or out of reach."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The classifier {name!r} is unavailable: {reason}")
        self.name = name
        self.reason = reason
