"""A secret is random and written as Standard Webhooks writes it."""

import base64

import pytest

from service.webhooks.secret import new_secret, why_no_secret


def test_a_new_secret_is_one() -> None:
    """It has 32 random bytes, and no two are the same."""
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50
    for secret in secrets:
        assert why_no_secret(secret) is None
        assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32


def written(key: bytes) -> str:
    """A key as a secret."""
    return "whsec_" + base64.b64encode(key).decode()


RANDOM = bytes.fromhex("5d1f0c9be2a74468b3d0917ac2ee01f35b8a6c4d9e7f1023aa54bb67cc89dd0e") * 2


@pytest.mark.parametrize("length", [24, 32, 64])
def test_one_may_bring_a_secret(length: int) -> None:
    """Of 24 to 64 bytes."""
    assert why_no_secret(written(RANDOM[:length])) is None


@pytest.mark.parametrize(
    ("secret", "why"),
    [
        ("", "begin with whsec_"),
        ("hunter2", "begin with whsec_"),
        (base64.b64encode(RANDOM).decode(), "begin with whsec_"),
        ("whsec_", "24 to 64 bytes"),
        ("whsec_not base64!", "base64"),
        ("whsec_" + "é" * 32, "base64"),
        ("whsec_QUJD=QUJD", "base64"),
        (written(RANDOM[:23]), "24 to 64 bytes"),
        (written(RANDOM + b"x"), "24 to 64 bytes"),
        (written(b"\0" * 32), "random"),
        (written(b"abc" * 10), "random"),
        (written(bytes(range(32))), "random"),
    ],
)
def test_what_is_no_secret_is_refused(secret: str, why: str) -> None:
    """With the reason."""
    found = why_no_secret(secret)
    assert found is not None
    assert why in found
