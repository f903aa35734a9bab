"""The numbers: what is shown, what can be asked, and what can be taken along."""

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.numbers.editor import CHARTS, Editor

pytestmark = pytest.mark.browser


def test_the_page_shows_what_the_api_counts(editor: Editor) -> None:
    """The big figures, a day of each chart's table, and the lists are those of the call."""
    stats = editor.stats()
    total = stats["total"]

    for name, number in {
        "Received": total["received"],
        "Approved": total["decisions"]["approved"],
        "Rejected": total["decisions"]["rejected"],
        "Waiting now": stats["waiting"]["number"],
    }.items():
        expect(editor.figure(name).locator(".value")).to_have_text(f"{number:,}")
    share = total["decisions"]["overturned_share"]
    expect(editor.figure("Overturned").locator(".value")).to_have_text(f"{share * 100:.1f} %")

    received = editor.rows("What came in")
    assert len(received) == len(stats["days"]) == 30
    assert [int(row[1]) for row in received] == [day["received"] for day in stats["days"]]
    decided = [sum(map(int, row[1:4])) for row in editor.rows("Who decided")]
    settled = ("approved", "rejected", "confirmed")
    assert decided == [sum(day["decisions"][each] for each in settled) for day in stats["days"]]
    assert [row[0] for row in editor.rows("By rule")] == [each["rule"] for each in stats["rules"]]
    assert len(editor.rows("By whom")) == len(total["by"])
    assert len(editor.rows("By label")) == len(stats["labels"])


def test_the_choice_is_kept_in_the_address(editor: Editor) -> None:
    """Days, own dates and site: each is an address that comes back by itself and by Back."""
    page = editor.page
    page.get_by_role("link", name="7 days").click()
    editor.shows("?days=7")
    assert len(editor.rows("What came in")) == 7

    last = date.today() - timedelta(days=3)  # noqa: DTZ011 - the browser's own day is meant
    first = last - timedelta(days=4)
    page.get_by_label("From").fill(str(first))
    page.get_by_label("to", exact=True).fill(str(last))
    page.get_by_role("button", name="Show", exact=True).click()
    editor.shows(f"?from={first}&to={last}")
    assert len(editor.rows("What came in")) == 5
    page.reload()
    editor.shows(f"?from={first}&to={last}")
    assert len(editor.rows("What came in")) == 5

    page.go_back()
    editor.shows("?days=7")
    expect(page.get_by_role("link", name="7 days")).to_have_attribute("aria-current", "true")
    page.get_by_label("Site").select_option("default")
    editor.shows("?days=7&site=default")


def test_a_new_site_is_told_what_it_will_see(editor: Editor) -> None:
    """Where nothing came in yet there are words instead of empty charts."""
    editor.open("?site=gazette")
    expect(editor.page.get_by_text("In these days nothing came in")).to_be_visible()
    expect(editor.page.locator("canvas")).to_have_count(0)


def test_what_cannot_be_asked_is_said(editor: Editor) -> None:
    """A wrong choice gives the API's own words, and the figures before it stay."""
    editor.page.goto(f"{editor.server.url}/queue/numbers?from=2026-02-02&to=2026-02-01")
    alert = editor.page.get_by_role("alert").filter(has_text="Must not be after the last day.")
    expect(alert).to_be_visible()
    editor.page.get_by_role("link", name="90 days").click()
    expect(editor.section("What came in").locator("canvas")).to_be_visible()
    expect(alert).to_have_count(0)


def test_charts_are_drawn_and_follow_the_light(editor: Editor) -> None:
    """Each chart paints something, and paints it anew in the colours of the night."""
    editor.page.emulate_media(color_scheme="light")
    by_day = {title: editor.paint(title) for title in CHARTS}
    assert all(len(painted) > 2_000 for painted in by_day.values())  # an empty canvas has fewer
    editor.page.emulate_media(color_scheme="dark")
    for title in CHARTS:
        canvas = editor.section(title).locator("canvas")
        editor.page.wait_for_function(
            "([it, before]) => it.toDataURL() !== before",
            arg=[canvas.element_handle(), by_day[title]],
        )


def test_a_table_goes_along_as_a_file(editor: Editor, tmp_path: Path) -> None:
    """The file has what the table has, as bare numbers, under a name that says what it is."""
    stats = editor.stats()
    with editor.page.expect_download() as coming:
        editor.section("How long people took").get_by_text("Download as CSV").click()
    file = tmp_path / "kept.csv"
    coming.value.save_as(file)

    name = f"belowline-time-{stats['from']}-{stats['to']}.csv"
    assert coming.value.suggested_filename == name
    heads, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
    assert heads[2] == "Median (seconds)"
    assert [row[0] for row in rows] == [day["day"] for day in stats["days"]]
    medians = [day["time_to_decision"]["people"]["median_s"] for day in stats["days"]]
    assert [float(row[2]) if row[2] else None for row in rows] == medians


def test_a_file_brings_no_formula(editor: Editor) -> None:
    """A name that a spreadsheet would calculate is a text in the file, and commas are quoted."""
    written = editor.page.evaluate(
        """async () => {
            const { csv } = await import("/queue/static/numbers/table.js");
            const columns = [{ title: "Who", value: (name) => name }];
            return csv(columns, ["=1+1", "@sum", 'a "b", c', "-5", null]);
        }"""
    )
    assert list(csv.reader(io.StringIO(written, newline=""))) == [
        ["Who"], ["'=1+1"], ["'@sum"], ['a "b", c'], ["'-5"], [],
    ]  # fmt: skip


def test_durations_and_shares_are_said_as_people_say_them(editor: Editor) -> None:
    """From tenths of a second to days; a digit after the point only below ten percent."""
    said = editor.page.evaluate(
        """async () => {
            const { duration, share, rangeOfDays } = await import("/queue/static/numbers/words.js");
            const seconds = [null, 0, 0.42, 9.96, 59.4, 59.6, 3569, 3571, 4800, 86_399, 183_600];
            return [seconds.map(duration), [null, 0, 0.019, 0.5, 1].map(share),
                rangeOfDays("2026-11-20", "2026-11-26")];
        }"""
    )
    assert said[0] == [
        "–", "0 s", "0.4 s", "10 s", "59 s", "1 min", "59 min", "1 h", "1 h 20 min", "1 d", "2 d 3 h",
    ]  # fmt: skip
    assert said[1] == ["–", "0 %", "1.9 %", "50 %", "100 %"]
    assert re.fullmatch(r"20\s?–\s?26 November 2026", said[2])
