"""The real classifiers, loaded once for all the tests here."""

import pytest

from moderation.classifier import Classifier, load_classifier


@pytest.fixture(scope="session")
def bundled() -> Classifier:
    """The bundled model as it serves."""
    return load_classifier("bundled")


@pytest.fixture(scope="session")
def plain_bundled() -> Classifier:
    """The bundled model through detoxify and torch."""
    return load_classifier("bundled", plain=True)
