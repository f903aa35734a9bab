"""The widget in a real Chromium on a processor four times slower, beside Isso's client.

    python -m benchmarks.widget                  Belowline
    python -m benchmarks.widget --peer isso      and Isso, installed on first use

Both show the same threads, made up from a seed: one of 25 comments and one of 520. Each figure is
the median of several visits by a browser without a cache; the clients take turns.
"""

from __future__ import annotations

import argparse
import gzip
import math
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks import ours
from benchmarks.client import Asked, ask
from benchmarks.corpus import Corpus
from benchmarks.fill import external_id
from benchmarks.isso import isso
from benchmarks.machine import spin_ms
from benchmarks.press import Press, press
from tests.browser.chromium import find_chromium

ROOT = Path(__file__).parent.parent
SLOWER = 4
"""How many times slower than this machine the processor is made."""

LONG, SHORT = 520, 25
OPEN = 500
ROUND_TRIP_MS = 300
QUIET_MS = 700
"""Without a further comment for so long, a thread is there."""

WATCH = """() => {
  window.seen = { shift: 0, longest: 0, long: 0 };
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    if (!entry.hadRecentInput) seen.shift += entry.value;
  })).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => {
    seen.longest = Math.max(seen.longest, duration);
    seen.long += 1;
  })).observe({ type: 'longtask', buffered: false });
}"""

FIRST_PAINT = """([count, script]) => new Promise((done) => {
  const comments = Function(`return ${count}`);
  const frame = () => {
    if (!comments()) return requestAnimationFrame(frame);
    requestAnimationFrame((painted) => {
      const { responseEnd } = performance.getEntriesByName(script)[0];
      done(painted - responseEnd);
    });
  };
  frame();
})"""

INSERT = """(html) => {
  const place = document.createRange().createContextualFragment(html);
  document.querySelector('footer').before(place);
}"""

FINISHED = """(root) => ({
  html: root.innerHTML,
  css: root.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join(''),
})"""

PUT_FINISHED = """({ html, css }) => {
  const place = document.createElement('div');
  const root = place.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [new CSSStyleSheet()];
  root.adoptedStyleSheets[0].replaceSync(css);
  root.innerHTML = html;
  document.querySelector('footer').before(place);
}"""


class Threads(Corpus):
    """Two articles of a fixed size, all of whose comments are approved."""

    @cached_property
    def sizes(self) -> list[int]:
        """The long thread first."""
        return [LONG, SHORT]


@dataclass(frozen=True)
class Client:
    """A widget: its markup for an article, and how a script counts its comments and opens more.

    `count` and `more` are JavaScript expressions: a number, and a control or nothing. `element` is
    the CSS selector of what the thread is put into, `inside` the expression of its shadow root.
    """

    name: str
    script: str
    markup: Callable[[str], str]
    count: str
    more: str
    element: str
    inside: str | None = None


@dataclass
class Figures:
    """What one visit, or the median of several, came to. Times are in ms, CPU time throttled."""

    shift_below: float = 0
    shift_in_sight: float = 0
    shift_reserved: float = 0
    work: float = 0
    nothing: float = 0
    finished: float = math.nan
    scripting: float = 0
    round_trips: float = 0
    open_longest: float = 0
    open_long: float = 0


WORDS = {
    "shift_below": "layout shift, the thread below the article",
    "shift_in_sight": "layout shift, the thread in sight and a footer under it",
    "shift_reserved": "  the same where the page keeps room for it",
    "work": f"main-thread work of the first {SHORT} comments, ms",
    "nothing": "  the same for an empty paragraph, ms",
    "finished": "  the same for the thread as it is at the end, put in as HTML, ms",
    "scripting": "  of the work, scripts, ms",
    "round_trips": "round trips from the script to the first comment painted",
    "open_longest": f"longest task while {OPEN} comments are opened, ms (0: none over 50)",
    "open_long": "  how many tasks over 50 ms",
}


def main() -> None:
    """Measure what the command line asks for."""
    chosen = _arguments()
    chosen.work.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(dir=chosen.work.absolute()))
        printed = stack.enter_context(press())
        clients = list(_clients(stack, Path(name), chosen, printed))
        browser = stack.enter_context(_chromium())
        visits: dict[str, list[Figures]] = {client.name: [] for client in clients}
        for number in range(chosen.visits):
            for client in clients:
                print(f"visit {number + 1}: {client.name}", file=sys.stderr, flush=True)
                visits[client.name].append(_visit(browser, printed, client))
        _print(visits, {client.name: _gzipped_kb(client) for client in clients})


def _clients(
    stack: ExitStack, folder: Path, chosen: argparse.Namespace, printed: Press
) -> Iterator[Client]:
    corpus = Threads(articles=2, comments=LONG + 100, big_thread=LONG)
    yield _belowline(stack.enter_context(ours.belowline(folder, corpus)).server.port)
    if chosen.peer == "isso":
        service = isso(chosen.work.absolute(), folder, corpus, host=printed.origin)
        yield _isso(stack.enter_context(service).server.port)


def _belowline(port: int) -> Client:
    script = f"http://127.0.0.1:{port}/embed.js"
    inside = "document.querySelector('belowline-thread')?.shadowRoot"
    return Client(
        ours.NAME,
        script,
        lambda article: (
            f'<belowline-thread article="{article}"></belowline-thread>'
            f'<script type="module" src="{script}"></script>'
        ),
        f"{inside}?.querySelectorAll('li.comment article').length ?? 0",
        f"[...{inside}.querySelectorAll('button.more')].find((each) => !each.hidden)",
        "belowline-thread",
        inside,
    )


def _isso(port: int) -> Client:
    """With pages as large as ours; by itself Isso would show the whole thread at once."""
    script = f"http://127.0.0.1:{port}/js/embed.min.js"
    sizes = {"max-comments-top": 25, "max-comments-nested": 10, "reveal-on-click": 25}
    paged = " ".join(f'data-isso-{name}="{size}"' for name, size in sizes.items())
    more = ".isso-comment-loader .isso-load-hidden"
    return Client(
        "Isso 0.14",
        script,
        lambda article: (
            f'<section id="isso-thread" data-isso-id="{article}"></section>'
            f'<script data-isso="http://127.0.0.1:{port}/" {paged} src="{script}"></script>'
        ),
        "document.querySelectorAll('#isso-root .isso-comment').length",
        f"document.querySelector('{more}')",
        "#isso-thread",
    )


def _visit(browser: Browser, printed: Press, client: Client) -> Figures:
    figures = Figures()
    short, long = client.markup(external_id(2)), client.markup(external_id(1))
    room = f"<style>{client.element} {{ display: block; min-block-size: 100vh }}</style>"
    figures.shift_below = _shift(browser, client, printed.article(short, paragraphs=12))
    figures.shift_in_sight = _shift(browser, client, printed.article(short, paragraphs=1))
    figures.shift_reserved = _shift(browser, client, printed.article(room + short, paragraphs=1))
    _all_work(browser, client, printed.article("", paragraphs=12), short, figures)
    with _opened(browser, printed.article(short, paragraphs=12), ROUND_TRIP_MS) as (page, _):
        waited = page.evaluate(FIRST_PAINT, [client.count, client.script])
        figures.round_trips = waited / ROUND_TRIP_MS
    with _opened(browser, printed.article("", paragraphs=12)) as (page, _):
        _open_all(page, client, long, figures)
    return figures


def _shift(browser: Browser, client: Client, url: str) -> float:
    with _opened(browser, url) as (page, _):
        _wait(page, client, SHORT)
        return float(page.evaluate("seen.shift"))


def _all_work(browser: Browser, client: Client, url: str, markup: str, figures: Figures) -> None:
    """That of the widget, of nothing, and of what the widget comes to without making it."""
    with _opened(browser, url) as (page, devtools):
        figures.nothing = _work(page, devtools, INSERT, "<p></p>")["TaskDuration"]
    with _opened(browser, url) as (page, devtools):
        spent = _work(page, devtools, INSERT, markup)
        figures.work, figures.scripting = spent["TaskDuration"], spent["ScriptDuration"]
        shown = page.evaluate(client.count)
        assert shown == SHORT, f"{client.name} shows {shown}"
        finished = page.evaluate(f"({FINISHED})({client.inside})") if client.inside else None
    if finished:
        with _opened(browser, url) as (page, devtools):
            figures.finished = _work(page, devtools, PUT_FINISHED, finished)["TaskDuration"]


def _work(page: Page, devtools: CDPSession, script: str, given: object) -> dict[str, float]:
    """What the browser's main thread does from a widget's first byte to its last comment, in ms."""
    page.wait_for_timeout(QUIET_MS)
    before = _spent(devtools)
    page.evaluate(script, given)
    page.wait_for_timeout(3 * QUIET_MS)  # no script of ours may work meanwhile
    after = _spent(devtools)
    return {name: (after[name] - before[name]) * 1000 for name in after}


def _open_all(page: Page, client: Client, markup: str, figures: Figures) -> None:
    """Open more, as a reader does by clicking, until so many comments are there.

    The page, and what Playwright puts into it, has settled before anything is counted.
    """
    page.wait_for_timeout(QUIET_MS)
    page.evaluate("seen.longest = seen.long = 0")
    page.evaluate(INSERT, markup)
    _wait(page, client, 1)
    while (shown := page.evaluate(client.count)) < OPEN:
        page.evaluate(f"({client.more}).click()")
        _wait(page, client, shown + 1)
    page.wait_for_timeout(QUIET_MS)
    figures.open_longest = page.evaluate("seen.longest")
    figures.open_long = page.evaluate("seen.long")


def _wait(page: Page, client: Client, comments: int) -> None:
    page.wait_for_function(f"() => ({client.count}) >= {comments}", polling=100)
    page.wait_for_timeout(QUIET_MS)


def _spent(devtools: CDPSession) -> dict[str, float]:
    """Seconds of the main thread's CPU since the page began, by what they were spent on."""
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return {each["name"]: each["value"] for each in metrics}


@contextmanager
def _opened(browser: Browser, url: str, latency_ms: int = 0) -> Iterator[tuple[Page, CDPSession]]:
    """The page in a browser without a past, on a slow processor and perhaps a slow line."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        devtools = context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        if latency_ms:
            line = {"latency": latency_ms, "downloadThroughput": -1, "uploadThroughput": -1}
            devtools.send("Network.enable")
            devtools.send("Network.emulateNetworkConditions", {"offline": False, **line})
        page.add_init_script(f"({WATCH})()")
        page.goto(url, wait_until="commit" if latency_ms else "load")
        yield page, devtools


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def _gzipped_kb(client: Client) -> float:
    parts = urlsplit(client.script)
    return len(gzip.compress(ask(parts.port or 80, Asked(parts.path)).body, 9)) / 1000


def _print(visits: dict[str, list[Figures]], sizes: dict[str, float]) -> None:
    names = list(visits)
    print("| median of the visits | " + " | ".join(names) + " |")
    print("|---|" + "---:|" * len(names))
    print("| script, gzipped, kB | " + " | ".join(f"{sizes[name]:.1f}" for name in names) + " |")
    for field, words in WORDS.items():
        values = [median(getattr(each, field) for each in visits[name]) for name in names]
        digits = 3 if "shift" in field else 1
        shown = ("–" if math.isnan(value) else f"{value:.{digits}f}" for value in values)
        print(f"| {words} | " + " | ".join(shown) + " |")
    print(
        f"\nprocessor {SLOWER} times slower; a fixed loop takes {spin_ms():.0f} ms on this machine"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.widget", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--peer", choices=["isso"])
    parser.add_argument("--visits", type=int, default=5)
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmarks",
                        help="folder for what is installed once, and for the instance")  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    main()
