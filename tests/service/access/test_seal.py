"""What is sealed can be opened with one of the secrets, and with nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask

from service.access import running
from service.access.seal import CannotOpen, seal, unseal
from service.settings import Settings
from tests.service.someone import ONE_DATABASE

pytestmark = ONE_DATABASE

OLD, NEW = "o" * 32, "n" * 32


@contextmanager
def secrets(settings: Settings, *keys: str) -> Iterator[None]:
    """An app with these secrets."""
    app = Flask("sealing")
    app.config[running.SETTINGS] = replace(settings, secret_keys=keys)
    with app.app_context():
        yield


def test_a_seal_survives_a_rotation(settings: Settings) -> None:
    """A new secret in front still opens what the old one sealed; without the old one, no more."""
    with secrets(settings, OLD):
        sealed = seal("a reader's token")
        assert "token" not in sealed
        assert unseal(sealed) == "a reader's token"
    with secrets(settings, NEW, OLD):
        assert unseal(sealed) == "a reader's token"
    with secrets(settings, NEW), pytest.raises(CannotOpen):
        unseal(sealed)


def test_a_changed_seal_stays_shut(settings: Settings) -> None:
    """What was tampered with does not open."""
    with secrets(settings, OLD):
        sealed = seal("text")
        with pytest.raises(CannotOpen):
            unseal(sealed[:-8] + "AAAAAAA=")
