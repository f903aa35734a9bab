"""Trying, word lists, settings, articles and the history."""

import pytest
from playwright.sync_api import expect

from tests.browser.rules.rulebook import ADMIN, SHIPPED, SLURS, Rulebook

pytestmark = pytest.mark.browser


def test_a_draft_is_tried_before_it_is_saved(book: Rulebook) -> None:
    """The verdict and each rule's reasons are those of the form as it stands."""
    book.open()
    answer = book.page.locator(".answer")
    text = book.page.get_by_label("A comment", exact=True)
    text.fill("Thank you for this.")
    text.press("Control+Enter")
    expect(answer).to_contain_text("The rule “clean” decides.")
    expect(answer).to_contain_text("a robot filled the hidden field does not match")
    book.rule(3).get_by_label("Value of condition 2").fill("0")
    book.rule(3).get_by_label("How condition 2 compares").select_option("is above")
    expect(book.page.get_by_text("though they are not saved yet")).to_be_visible()
    text.press("Control+Enter")
    expect(answer).to_contain_text("clean does not match: Links is 0.")
    expect(answer).to_contain_text("No rule matched.")
    book.page.get_by_text("Its author and its place").click()
    book.page.get_by_label("Approved before").fill("3")
    book.press("Try it")
    expect(answer).to_contain_text("The rule “clean, one link, known author” decides.")
    assert book.rules() == SHIPPED


def test_trying_says_what_is_wrong(book: Rulebook) -> None:
    """At the text, at its author, or at the rule that it is about."""
    book.open()
    book.press("Try it")
    text = book.page.get_by_label("A comment", exact=True)
    expect(text).to_have_attribute("aria-invalid", "true")
    text.fill("Thank you.")
    book.rule(3).get_by_label("Value of condition 1").fill("much")
    book.press("Try it")
    expect(book.page.get_by_text("The rules have mistakes; they are marked.")).to_be_visible()
    expect(book.rule(3)).to_contain_text("Must be compared with a value of type number.")


def test_a_word_list_is_made_used_and_kept(book: Rulebook) -> None:
    """From the list to the verdict that names its word; in use, it is not deleted."""
    book.page.on("dialog", lambda dialog: dialog.accept())
    book.open()
    book.part("Word lists")
    book.press("+ New list")
    book.page.get_by_label("Name of the list").fill("slurs")
    book.press("Save the list")
    expect(book.page.get_by_text("There is a list of this name already.")).to_be_visible()
    book.page.get_by_label("Name of the list").fill("gambling")
    book.page.get_by_label("Words", exact=True).fill("casino\n*\n\n  easy   money ")
    book.press("Save the list")
    expect(book.page.get_by_text("“*”: Must have a word or a sign to look for.")).to_be_visible()
    book.page.get_by_label("Words", exact=True).fill("casino*\neasy   money\nCASINO*")
    book.press("Save the list")
    expect(book.said).to_have_text("“gambling” is saved with 2 words.")
    assert book.api("GET", "/words/gambling")["words"] == ["casino*", "easy money"]
    book.part("Rules")
    rule = book.rule(3)
    rule.get_by_label("Fact of condition 1").select_option("Listed words")
    rule.get_by_role("checkbox", name="gambling").check()
    rule.get_by_role("button", name="Remove condition 2: Links").click()
    rule.get_by_label("Hold").check()
    book.page.get_by_label("A comment", exact=True).fill("Win at our c a s i n o now")
    book.press("Try it")
    expect(book.page.locator(".answer")).to_contain_text("Listed words: “casino*” (gambling)")
    book.press("Save the rules")
    expect(book.said).to_contain_text("The rules are saved")
    book.part("Word lists")
    expect(book.page.locator("[data-list=gambling]")).to_contain_text("asked for by “clean”")
    book.press("Change “gambling”")
    book.press("Delete the list")
    expect(book.page.get_by_text("The rule “clean” asks for this list.")).to_be_visible()
    book.press("Cancel")
    book.press("Change “slurs”")
    book.press("Delete the list")
    expect(book.page.locator("[data-list=slurs]")).to_have_count(0)


def test_settings_are_changed_field_by_field(book: Rulebook) -> None:
    """Only what was changed is sent; a mistake is shown at its field."""
    book.open()
    book.part("Settings")
    flags = book.page.get_by_label("Flags that take a comment down")
    flags.fill("0")
    book.press("Save the settings")
    expect(flags).to_have_accessible_description("So many readers’ flags send an approved comment "
        "to a person. Must be between 1 and 1000.")  # fmt: skip
    book.api("PATCH", "/sites/default", {"message": "Set meanwhile."})
    flags.fill("7")
    book.page.get_by_label("Authors may edit for (minutes)").fill("30")
    book.page.get_by_label("Mode", exact=True).first.select_option(
        "A person approves every comment"
    )
    book.press("Save the settings")
    expect(book.said).to_have_text("The settings are saved.")
    site = book.api("GET", "/sites/default")
    assert (site["flag_limit"], site["edit_window_s"], site["mode"]) == (7, 1800, "pre")
    assert site["message"] == "Set meanwhile."


def test_an_article_is_found_and_paused(book: Rulebook) -> None:
    """Also one that nobody has commented on yet."""
    book.open()
    book.part("Articles")
    book.page.get_by_label("The article’s id").fill("election/night")
    book.press("Find")
    expect(book.page.get_by_text("Nobody has commented on it")).to_be_visible()
    book.page.get_by_label("Paused", exact=True).select_option("Yes, paused")
    book.page.get_by_label("Close after (days)").fill("3")
    book.press("Save for this article")
    expect(book.said).to_have_text("What holds for this article is saved.")
    article = book.api("GET", "/articles?article=election/night")["article"]
    assert (article["paused"], article["close_after_days"], article["mode"]) == (True, 3, None)


def test_the_history_tells_who_when_and_what(book: Rulebook) -> None:
    """The newest first, each with its difference; narrowed to one kind."""
    book.api("PUT", "/words/slurs", {"words": ["idiot"]})
    book.open()
    book.rule(1).get_by_label("Name of rule 1").fill("robots")
    book.press("Save the rules")
    expect(book.said).to_contain_text("The rules are saved")
    book.part("History")
    newest = book.page.locator(".history > li").first
    expect(newest).to_contain_text(ADMIN)
    hidden = "if the hidden field is filled, hold"
    expect(newest).to_contain_text(f"Removed: a robot filled the hidden field: {hidden}")
    expect(newest).to_contain_text(f"Added: robots: {hidden}")
    book.page.get_by_label("Show", exact=True).select_option("Word lists")
    expect(newest).to_contain_text("The word list “slurs”")
    expect(newest).to_contain_text("Removed: “blatherskite”")
    expect(newest).to_contain_text("Added: “idiot”")


def test_a_card_in_the_queue_names_the_listed_words(book: Rulebook) -> None:
    """With the list that has them."""
    book.api("PUT", "/rules", {"rules": [SLURS | {"then": "hold"}]})
    book.server.post("words", "What a blatherskite!")
    book.open(path="/queue?article=words")
    expect(book.page.get_by_role("article")).to_contain_text("listed words: “blatherskite” (slurs)")
