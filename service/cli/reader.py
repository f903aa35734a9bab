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
    """What was found out about a text."""

    language: str | None
    unread: Facts | None
    """What it is written in that the model does not read."""
    scores: Mapping[str, float] | None
    """None where it was not read, or where the model computed something that is no number."""


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

    def read(self, texts: Sequence[str]) -> list[Read]:
        """One a text, in order."""
        languages = [identify(text) for text in texts]
        unread = [language.unread(self._reads) for language in languages]
        read = [text for text, facts in zip(texts, unread, strict=True) if not facts]
        scores = iter(self._scores(read))
        return [
            Read(language.code, facts, None if facts else next(scores))
            for language, facts in zip(languages, unread, strict=True)
        ]

    def _scores(self, texts: Sequence[str]) -> Sequence[Mapping[str, float] | None]:
        """Where scoring fails, one by one, so that a bad text harms only itself."""
        try:
            return self.classifier.score(texts)
        except ArithmeticError:
            if len(texts) == 1:
                return [None]
            return [scores for text in texts for scores in self._scores([text])]
