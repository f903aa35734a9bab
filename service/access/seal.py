"""Short texts that must be read again, encrypted at rest.

The keys are derived from `BELOWLINE_SECRET_KEY`: the first seals, and all of them open, so that a
secret can be rotated by putting a new one in front.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.access.running import settings


class CannotOpen(ValueError):
    """The text was sealed with a secret that is no longer among the settings, or changed since."""


def seal(text: str) -> str:
    """`text`, encrypted and signed."""
    return _box(settings().secret_keys).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What was sealed; raises `CannotOpen`."""
    try:
        return _box(settings().secret_keys).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotOpen("sealed with another secret, or changed since") from error


@lru_cache(maxsize=8)
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"belowline seal")
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
