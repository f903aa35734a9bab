"""The keys of the queue: each does what the help says, and none does more."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.queue.desk import Desk

pytestmark = pytest.mark.browser


def test_keys_rest_while_the_moderator_types(desk: Desk) -> None:
    """Letters in a field, with Ctrl, or from a key held down decide nothing."""
    ids = desk.post_held("Ann", "Bob", "Cem")
    desk.open()
    desk.page.get_by_label("Words in the comment").fill("")
    desk.page.keyboard.type("jar")
    expect(desk.page.get_by_label("Words in the comment")).to_have_value("jar")
    desk.card("Bob").focus()
    desk.press("Control+j")
    expect(desk.card("Bob")).to_be_focused()
    desk.page.keyboard.down("a")
    desk.page.keyboard.down("a")
    desk.page.keyboard.down("a")
    desk.page.keyboard.up("a")
    desk.becomes(ids[1], "approved")
    expect(desk.cards).to_have_count(2)
    assert [desk.status(ids[0]), desk.status(ids[2])] == ["pending", "pending"]


def test_enter_and_space_on_a_card_do_nothing(desk: Desk) -> None:
    """On a card itself Enter and Space decide nothing; Enter uncovers its text at most."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.card("Ann").focus()
    desk.press("b")
    desk.press("Enter")
    desk.press("Space")
    expect(desk.card("Ann")).to_be_visible()
    expect(desk.said).to_be_empty()
    assert desk.status(only) == "pending"


def test_help_lists_the_keys_and_can_switch_them_off(desk: Desk) -> None:
    """? explains the keys; switched off there, they stay off, and buttons still decide."""
    (only,) = desk.post_held("Ann")
    desk.open()
    desk.press("?")
    help_ = desk.page.get_by_role("dialog", name="Keys")
    expect(help_).to_contain_text("Next comment")
    help_.get_by_label("Decide with single keys").uncheck()
    help_.get_by_role("button", name="Close").click()
    desk.page.reload()
    desk.card("Ann").focus()
    desk.press("a")
    expect(desk.said).to_be_empty()
    desk.card("Ann").get_by_role("button", name="Approve").click()
    desk.becomes(only, "approved")


def test_every_key_does_what_the_help_says(desk: Desk) -> None:
    """One after another, each key of the help: what it says is what happens."""
    ids = desk.post_held(*(f"Reader {number}" for number in range(6)))
    desk.open()
    desk.press("?")
    shown = desk.page.get_by_role("dialog", name="Keys").locator("kbd").all_inner_texts()
    tried = list(SHOWN)
    assert shown == tried
    desk.press("Escape")
    for key in tried:
        SHOWN[key](desk, ids)


def _moves(key: str, name: str) -> Callable[[Desk, list[str]], None]:
    def press(desk: Desk, _ids: list[str]) -> None:
        desk.press(key)
        expect(desk.card(name)).to_be_focused()

    return press


def _decides(key: str, at: int, status: str) -> Callable[[Desk, list[str]], None]:
    def press(desk: Desk, ids: list[str]) -> None:
        desk.press(key)
        desk.becomes(ids[at], status)

    return press


def _opens(key: str, role: str, name: str) -> Callable[[Desk, list[str]], None]:
    def press(desk: Desk, _ids: list[str]) -> None:
        desk.press(key)
        expect(desk.page.get_by_role(role, name=name)).to_be_visible()  # type: ignore[arg-type]
        desk.press("Escape")
        expect(desk.page.get_by_role(role, name=name)).to_have_count(0)  # type: ignore[arg-type]

    return press


def _rejects_with_a_reason(desk: Desk, ids: list[str]) -> None:
    desk.press("R")
    desk.press("1")
    desk.becomes(ids[2], "rejected")


def _puts_off(desk: Desk, _ids: list[str]) -> None:
    desk.press("h")
    expect(desk.said).to_contain_text("Put off Reader 3’s comment")


def _takes_back(desk: Desk, _ids: list[str]) -> None:
    desk.press("u")
    expect(desk.card("Reader 3")).to_be_focused()


def _selects(desk: Desk, _ids: list[str]) -> None:
    desk.press("x")
    expect(desk.page.get_by_role("checkbox", name="Select Reader 3’s comment")).to_be_checked()
    desk.press("x")


def _uncovers(desk: Desk, _ids: list[str]) -> None:
    desk.press("b")
    expect(desk.card("Reader 3").locator(".comment")).to_have_css("filter", "none")


def _searches(desk: Desk, _ids: list[str]) -> None:
    desk.press("/")
    expect(desk.page.get_by_role("searchbox", name="Words in the comment")).to_be_focused()


def _lets_go(desk: Desk, _ids: list[str]) -> None:
    desk.press("Escape")
    expect(desk.card("Reader 3")).to_be_focused()


SHOWN: dict[str, Callable[[Desk, list[str]], None]] = {
    "j": _moves("j", "Reader 1"),
    "k": _moves("k", "Reader 0"),
    "a": _decides("a", 0, "approved"),
    "r": _decides("r", 1, "rejected"),
    "Shift r": _rejects_with_a_reason,
    "h": _puts_off,
    "e": _opens("e", "dialog", "Escalate"),
    "u": _takes_back,
    "x": _selects,
    "m": _opens("m", "dialog", "More than this one"),
    "b": _uncovers,
    "c": _opens("c", "region", "The thread around it"),
    "i": _opens("i", "region", "Its history"),
    "d": _opens("d", "region", "What edits changed"),
    "/": _searches,
    "Esc": _lets_go,
    "?": _opens("?", "dialog", "Keys"),
}
"""Each key of the help, in its order there, with what it must do to six held comments."""
