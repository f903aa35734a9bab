"""The thread for everybody: by keys alone, to a screen reader, enlarged, in every colour."""

from importlib.resources import files

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.widget.moderator import decide, publish
from tests.browser.widget.newspaper import Newspaper
from tests.browser.widget.reader import Reader
from tests.running_server import RunningServer

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => {
    const options = { runOnly: tags, rules: { region: { enabled: false } } };
    const { violations } = await axe.run('belowline-thread', options);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
        `${id}: ${target.flat().join(' ')}: ${failureSummary}`));
}"""
SMALL_TARGETS = """thread => [...thread.shadowRoot.querySelectorAll('button, a, input, select, textarea')]
    .filter((element) => element.checkVisibility() && !element.closest('.text, .unseen'))
    .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 24 || height < 24;
    }).map((element) => element.outerHTML)"""
MOVING = """thread => [...thread.shadowRoot.querySelectorAll('*')].filter((element) => {
    const { animationName, transitionDuration } = getComputedStyle(element);
    return animationName !== 'none' || transitionDuration !== '0s';
}).map((element) => element.className)"""
RUDE = "You are a stupid idiot and everybody hates you."


class Keys:
    """A reader who has no mouse."""

    def __init__(self, reader: Reader) -> None:
        self.press = reader.page.keyboard.press
        self.type = reader.page.keyboard.type

    def reach(self, target: Locator) -> None:
        """Go on by Tab until `target` has the focus."""
        for _ in range(60):
            if target.evaluate("(it) => it.getRootNode().activeElement === it"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {target}")

    def use(self, target: Locator) -> None:
        """Go there and press Enter."""
        self.reach(target)
        self.press("Enter")


def test_one_writes_and_changes_by_keys_alone(reader: Reader, newspaper: Newspaper) -> None:
    """Write, post, edit and save without a mouse; the focus goes to what came of it."""
    reader.open(newspaper.thread("keys"))
    keys, thread = Keys(reader), reader.thread

    keys.reach(reader.write_area)
    keys.type("By the pier, where it is light.")
    keys.reach(thread.locator(".composer").get_by_label("Your name"))
    keys.type("Ada")
    keys.use(thread.get_by_role("button", name="Post comment"))
    own = reader.card("By the pier")
    expect(own).to_be_focused()

    keys.use(own.get_by_role("button", name="Edit"))
    expect(thread.get_by_label("Edit your comment")).to_be_focused()
    keys.type(" Or by the school.")
    keys.use(thread.get_by_role("button", name="Save"))
    expect(own).to_contain_text("by the school")


def test_one_answers_and_judges_by_keys_alone(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Vote, reply, think again, fold, delete, report and sort without a mouse."""
    publish(server, "keys-too", "Where shall we plant the tree?", name="Grace")
    publish(server, "keys-too", "I have no idea at all.", name="Alan")
    reader.open(newspaper.thread("keys-too"))
    keys, thread = Keys(reader), reader.thread

    question = reader.card("Where shall we")
    keys.use(question.get_by_role("button", name="Agree: 0", exact=True))
    expect(question.get_by_role("button", name="Agree: 1", exact=True)).to_be_focused()
    keys.use(question.get_by_role("button", name="Reply"))
    expect(thread.get_by_label("Reply to Grace")).to_be_focused()
    keys.type(RUDE)
    keys.reach(thread.locator(".slot").get_by_label("Your name"))
    keys.type("Ada")
    keys.use(thread.get_by_role("button", name="Post reply"))
    expect(thread.get_by_role("button", name="Edit").last).to_be_focused()
    keys.press("Enter")
    keys.press("Control+a")
    keys.type("In my garden!")
    keys.use(thread.get_by_role("button", name="Post reply"))
    reply = reader.card("In my garden")
    expect(reply).to_be_focused()

    keys.press("Shift+Tab")
    fold = question.get_by_role("button", name="1 reply")
    expect(fold).to_be_focused()
    keys.press("Enter")
    expect(reply).not_to_be_visible()
    keys.press("Enter")
    keys.use(reply.get_by_role("button", name="Delete"))
    expect(thread.get_by_role("button", name="Keep it")).to_be_focused()
    keys.use(reader.comments.locator(".slot").get_by_role("button", name="Delete"))
    expect(reply).to_have_count(0)

    keys.use(question.get_by_role("button", name="Report"))
    expect(thread.get_by_label("What is wrong")).to_be_focused()
    keys.press("ArrowDown")
    keys.use(thread.get_by_role("button", name="Send report"))
    expect(question).to_contain_text("Reported")
    reader.page.reload()
    reader.write_area.wait_for()
    keys.reach(thread.get_by_label("Sort by"))
    keys.press("o")
    expect(reader.comments.locator(".card").first).to_contain_text("Where shall we")


@pytest.fixture(scope="module")
def scene(server: RunningServer) -> str:
    """The article of a thread with a tombstone, replies, quotes, links and lists."""
    root = publish(server, "scene", "> A quote\n\nA *friendly* word, see https://example.org/.")
    gone = publish(server, "scene", "This one goes.", parent_id=root)
    publish(server, "scene", "- A friendly\n- list", name="Grace", parent_id=gone)
    decide(server, gone, "reject")
    return "scene"


def set_the_scene(
    reader: Reader, newspaper: Newspaper, article: str, scheme: str, lang: str
) -> None:
    """Open every kind of form on a thread, and have a comment of one's own wait."""
    direction = "rtl" if lang == "ar" else "ltr"
    page = newspaper.print(
        f'<belowline-thread article="{article}" lang="{lang}" dir="{direction}"></belowline-thread>'
        f'<script type="module" src="{newspaper.comments}/embed.js"></script>',
        f'<meta name="color-scheme" content="{scheme}">'
        '<meta name="viewport" content="width=device-width">',
    )
    reader.page.goto(page)
    thread, composer = reader.thread, reader.thread.locator(".composer")
    thread.locator(".card").first.wait_for()
    composer.locator(".bar .plain:visible").first.wait_for()
    composer.locator("textarea").fill(RUDE)
    composer.locator("input[name=name]").fill("Ada")
    composer.locator(".primary:not([type=button])").last.click()
    composer.locator(".nudge:visible button:not([type=button])").click()
    thread.locator(".hidden-from-others").wait_for()
    thread.locator("[data-does=flag]").first.click()
    thread.locator("[data-does=reply]").last.click()
    thread.locator(".slot .primary").last.click()
    thread.locator(".slot .problem:visible").first.wait_for()
    composer.locator("textarea").fill(RUDE + " Again.")
    composer.locator(".primary:not([type=button])").last.click()
    composer.locator(".nudge:visible").wait_for()


@pytest.mark.parametrize(
    ("scheme", "lang"), [("light", "en"), ("dark", "en"), ("light", "ar"), ("dark", "ar")]
)
def test_axe_finds_nothing(
    reader: Reader, newspaper: Newspaper, scene: str, scheme: str, lang: str
) -> None:
    """The rules of WCAG 2.2 AA that a machine can check hold, by day and night, both ways round."""
    set_the_scene(reader, newspaper, scene, scheme, lang)
    reader.page.evaluate("document.body.style.background = 'Canvas'")  # it knows no other ground
    reader.page.evaluate(AXE)

    assert reader.page.evaluate(RUN_AXE, RULES) == []


def test_targets_are_large_enough_to_hit(reader: Reader, newspaper: Newspaper, scene: str) -> None:
    """Whatever can be pressed measures 24 pixels at least each way, links inside texts apart."""
    set_the_scene(reader, newspaper, scene, "light", "en")

    assert reader.thread.evaluate(SMALL_TARGETS) == []


def test_whom_a_deep_reply_answers_is_large_enough_to_hit(
    reader: Reader, server: RunningServer, newspaper: Newspaper
) -> None:
    """Below the deepest level, the link to what is answered is a target like the others."""
    parent = publish(server, "deep-targets", "A friendly word at the top.")
    for level in range(8):
        answer = f"A friendly answer number {level}."
        parent = publish(server, "deep-targets", answer, parent_id=parent)
    reader.open(newspaper.thread("deep-targets"))
    reader.thread.get_by_text("in reply to Ada").first.wait_for()

    assert reader.thread.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("way", ["zoom", "text"])
def test_enlarged_to_twice_the_size_nothing_is_lost(
    reader: Reader, newspaper: Newspaper, scene: str, way: str
) -> None:
    """At 200 %, of the page or of its text alone, nothing is cut and nothing scrolls sideways."""
    width = 640 if way == "zoom" else 1280
    reader.page.set_viewport_size({"width": width, "height": 450})
    set_the_scene(reader, newspaper, scene, "light", "en")
    if way == "text":
        reader.page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert reader.cut() == []
    assert reader.sideways == 0


def test_nothing_moves_by_itself(reader: Reader, newspaper: Newspaper, scene: str) -> None:
    """There is no animation and no transition to reduce."""
    set_the_scene(reader, newspaper, scene, "light", "en")

    assert reader.thread.evaluate(MOVING) == []
