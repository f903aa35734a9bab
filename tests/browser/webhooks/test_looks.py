"""The webhooks page for everybody: by keys alone, to a screen reader, on a phone, by night."""

from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect

from tests.browser.queue.test_looks import CONTRASTS
from tests.browser.webhooks.office import Json, Office
from tests.service.webhooks.receiver import Receiver

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => {
    const { violations } = await axe.run(document, { runOnly: tags });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
        `${id}: ${target.flat().join(' ')}: ${failureSummary}`));
}"""


@pytest.fixture
def made(office: Office, receiver: Receiver) -> Json:
    """A webhook with a long address that has failed, and one that the service has disabled."""
    receiver.answer = lambda got: (410 if "gone" in got.path else 500, {"x": "y" * 200}, b"z" * 500)
    gone = office.webhook(f"{receiver.url}/gone", article_prefix="looks")
    made = office.webhook(f"{receiver.url}/{'long' * 40}", article_prefix="looks")
    office.server.post("looks", "Look at this.")
    office.become(made, "failed", 1)
    office.become(gone, "failed", 1)
    return made


def _screens(office: Office, made: Json) -> dict[str, str]:
    """The addresses of all screens, each with what is there once it is complete."""
    (delivery,) = office.deliveries(made)
    return {
        "": "#webhooks > li",
        "?new": "#events input",
        f"?webhook={made['id']}&edit=yes": "#events input",
        f"?webhook={made['id']}": "#log > li",
        f"?delivery={delivery['id']}": "#attempts > li",
    }


def _show(office: Office, address: str, complete: str) -> Page:
    office.page.goto(f"{office.server.url}/queue/webhooks{address}")
    expect(office.page.locator(complete).first).to_be_visible()
    expect(office.page.locator("#notices > div").first).to_be_visible()
    for summary in office.page.locator("summary").all():
        summary.click()
    return office.page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_every_text_can_be_read(
    office: Office, made: Json, scheme: str
) -> None:
    """On every screen, by day and by night, no rule of axe and no contrast is broken."""
    office.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    office.sign_in()
    for address, complete in _screens(office, made).items():
        page = _show(office, address, complete)
        page.evaluate(AXE)
        assert page.evaluate(RUN_AXE, TAGS) == [], address
        assert page.evaluate(CONTRASTS) == [], address


def test_axe_finds_nothing_in_the_dialogs(office: Office, made: Json) -> None:
    """Nor in the dialogs, and each gives the focus back to the button that opened it."""
    office.open(made)
    for button, name in (("New secret", "A new secret"), ("Delete", "Delete this webhook?")):
        office.press(button)
        expect(office.page.get_by_role("dialog", name=name)).to_be_visible()
        office.page.evaluate(AXE)
        assert office.page.evaluate(RUN_AXE, TAGS) == [], name
        office.page.keyboard.press("Escape")
        expect(office.page.get_by_role("button", name=button)).to_be_focused()


def test_the_dialog_for_a_new_secret_reads_from_the_left(office: Office, made: Json) -> None:
    """Its label begins where the field below it begins."""
    office.open(made)
    office.press("New secret")
    label = office.page.locator("#rotation label").bounding_box()
    field = office.page.locator("#rotation select").bounding_box()
    assert label is not None
    assert field is not None
    assert label["x"] == field["x"]


def test_everything_fits_a_small_phone(office: Office, made: Json) -> None:
    """At 360 px no screen scrolls sideways, long addresses and answers included."""
    office.page.set_viewport_size({"width": 360, "height": 740})
    office.sign_in()
    for address, complete in _screens(office, made).items():
        page = _show(office, address, complete)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, address


def test_one_makes_and_tests_a_webhook_by_keys_alone(office: Office, receiver: Receiver) -> None:
    """From the list to the result of a test without a mouse; results are live regions."""
    page, keys = office.page, office.page.keyboard
    office.sign_in()
    _reach(page, "link", "New webhook")
    keys.press("Enter")
    expect(page.get_by_label("comment.created")).to_be_visible()
    _reach(page, "textbox", "Address")
    keys.type(receiver.url)
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    expect(page.get_by_label("Secret", exact=True)).to_be_focused()
    _reach(page, "button", "I have kept it")
    keys.press("Enter")
    expect(office.heading(receiver.url)).to_be_visible()
    _reach(page, "button", "Send a test")
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Delivered.")).to_be_visible()
    expect(page.get_by_role("button", name="Send a test")).to_be_focused()


def _reach(page: Page, role: str, name: str) -> None:
    """Go on by Tab until this has the focus."""
    target = page.get_by_role(role, name=name)  # type: ignore[arg-type]
    expect(target).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("(it) => document.activeElement === it"):
            return
    raise AssertionError(f"Tab does not lead to {name}")
