"""Pages are kept as bytes, within bounds."""

from flask import Flask

from service.api.copies import Copies


def test_what_was_not_asked_for_longest_falls_out() -> None:
    """The bytes that are kept stay within the bound, and what is asked for is kept."""
    made: list[str] = []

    def page(copies: Copies, name: str) -> bytes:
        def make() -> bytes:
            made.append(name)
            return name.encode() * 400

        with Flask("copies").test_request_context():
            return copies.answer((name,), make, "no-cache").data

    copies = Copies(most_bytes=1000)
    assert page(copies, "a") == page(copies, "a") == b"a" * 400
    page(copies, "b")
    page(copies, "a")
    page(copies, "c")  # too much: b, which nobody asked for again, goes
    page(copies, "a")
    page(copies, "b")

    assert made == ["a", "b", "c", "b"]


def test_a_page_too_large_to_keep_is_answered() -> None:
    """It is made each time."""
    copies = Copies(most_bytes=10)
    with Flask("copies").test_request_context():
        for _ in range(2):
            answer = copies.answer(("x",), lambda: b"x" * 100, "no-cache", "text/html")
            assert (answer.data, answer.mimetype) == (b"x" * 100, "text/html")
