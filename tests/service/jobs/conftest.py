"""A newsroom as for the tests of the steps, and the classifier that ships with Belowline."""

import pytest

from service.flow.scorer import Scorer
from tests.service.flow.conftest import room, shared_app, shared_url

__all__ = ["room", "scorer", "shared_app", "shared_url"]


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    """The bundled classifier, loaded once."""
    scorer = Scorer("bundled")
    assert scorer.load(), scorer.reason
    return scorer
