"""Passwords are kept as argon2id and never told."""

from service.access.passwords import hash_password, password_matches


def test_a_password_matches_itself_alone() -> None:
    """What is kept is argon2id, different each time, and matches one password."""
    kept = hash_password("correct horse")

    assert kept.startswith("$argon2id$")
    assert kept != hash_password("correct horse")
    assert password_matches(kept, "correct horse")
    assert not password_matches(kept, "correct horse ")


def test_nobody_has_no_password() -> None:
    """An account that is not there matches nothing, not even what stands in for it."""
    assert not password_matches(None, "the password of nobody")
    assert not password_matches("", "the password of nobody")
    assert not password_matches("not a hash", "x")
