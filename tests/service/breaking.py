"""The real classifier, which fails on the texts that a test says."""

from collections.abc import Sequence

from moderation.classifier import Classifier
from service.flow.scorer import Scorer


class Breaking:
    """Like another classifier, but for texts with a certain word."""

    def __init__(self, classifier: Classifier, word: str) -> None:
        """`word` is in the texts that break it; the empty one is in all."""
        self.name = classifier.name
        self.revision = classifier.revision
        self.labels = classifier.labels
        self._classifier = classifier
        self._word = word

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Classifier.score."""
        if any(self._word in text for text in texts):
            raise ArithmeticError("the model computed something that is no number")
        return self._classifier.score(texts)


def breaking(scorer: Scorer, word: str) -> Scorer:
    """A scorer like this one, which is ready, and fails on texts with `word`."""
    broken = Scorer(scorer.name)
    broken._classifier = Breaking(scorer.classifier, word)
    broken._state = "ready"
    return broken
