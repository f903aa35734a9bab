"""Passwords of moderators: argon2id, and the same time for accounts that are not there."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's recommendation for argon2id with little memory (19 MiB, two passes, one lane): many
# log-ins at once must not push the process out of its memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

SHORTEST = 10
LONGEST = 256

_NOBODY = _hasher.hash("the password of nobody")


def hash_password(password: str) -> str:
    """What to keep of a password."""
    return _hasher.hash(password)


def password_matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one behind `kept`.

    Without `kept` (an unknown account) it takes as long and says no, so that the time of a
    refusal does not tell which accounts exist.
    """
    try:
        _hasher.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)
