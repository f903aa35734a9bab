"""What a command that reads many texts asks: their scores, and their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from moderation.classifier import Classifier, load_classifier
from moderation.classifier.languages import Facts, identify, languages_of
from service.cli.database import chosen

AT_ONCE = 16


@dataclass(frozen=True)
class Read:
    """What the model says of a text, and what it does not read of it."""

    scores: Mapping[str, float]
    language: str | None
    unread: Facts | None


class Reader:
    """The configured model, with the languages that it reads."""

    def __init__(self) -> None:
        """Raises `SettingError` and `ClassifierUnavailable`."""
        settings = chosen()
        self.classifier: Classifier = load_classifier(
            settings.model, plain=settings.plain_classifier, cache=settings.models
        )
        known = settings.model_languages
        self._reads = languages_of(settings.model) if known is None else known

    @property
    def model(self) -> str:
        """What people see of the model's name: of a path, the end of it."""
        return Path(self.classifier.name).name

    def read(self, texts: Sequence[str]) -> list[Read | None]:
        """One a text, in order; None where the model computes something that is no number."""
        try:
            scored: Sequence[Mapping[str, float]] = self.classifier.score(texts)
        except ArithmeticError:
            return [None] if len(texts) == 1 else [self.read([text])[0] for text in texts]
        return [self._read(text, each) for text, each in zip(texts, scored, strict=True)]

    def _read(self, text: str, scores: Mapping[str, float]) -> Read:
        language = identify(text)
        return Read(scores, language.code, language.unread(self._reads))
