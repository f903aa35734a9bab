"""Secrets that requests are signed with, as Standard Webhooks writes them: `whsec_` and base64."""

from __future__ import annotations

import base64
import binascii
import secrets
from itertools import pairwise

PREFIX = "whsec_"
LEAST_BYTES, MOST_BYTES = 24, 64
NEW_BYTES = 32
LEAST_DIFFERENT = 8
"""A key of a few bytes over and over was typed, not drawn."""


def new_secret() -> str:
    """A secret of 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(NEW_BYTES)).decode()


def why_no_secret(text: str) -> str | None:
    """What is wrong with a secret that somebody chose, in words; None where it is one."""
    if not text.startswith(PREFIX):
        return f"Must begin with {PREFIX}."
    try:
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return f"Must be base64 after {PREFIX}."
    if not LEAST_BYTES <= len(key) <= MOST_BYTES:
        return f"Must hold {LEAST_BYTES} to {MOST_BYTES} bytes, in base64."
    if len(set(key)) < LEAST_DIFFERENT or _counts_up(key):
        return "Must be random."
    return None


def _counts_up(key: bytes) -> bool:
    return len({(after - before) % 256 for before, after in pairwise(key)}) == 1
