"""The rules as a form: what an admin sees, changes and saves."""

import re

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser.rules.rulebook import MODERATOR, SHIPPED, SLURS, Rulebook

pytestmark = pytest.mark.browser


def test_a_rule_is_made_without_json(book: Rulebook) -> None:
    """Name, conditions of each kind and verdict become the rule that the API stores."""
    book.open()
    book.press("+ Add a rule")
    rule = book.rule(5)
    expect(rule.get_by_label("Name of rule 5")).to_be_focused()
    rule.get_by_label("Name of rule 5").fill("newcomers with slurs")
    rule.get_by_label("Value of condition 1").fill("0,25")
    rule.get_by_label("How condition 1 compares").select_option("is at least")
    for number, (fact, value) in enumerate(
        [("Author’s approved comments", "2"), ("Language", "en, DE")], start=2
    ):
        rule.get_by_role("button", name="+ Add a condition").click()
        rule.get_by_label(f"Fact of condition {number}").select_option(fact)
        rule.get_by_label(f"Value of condition {number}").fill(value)
    expect(rule).to_contain_text("Here: English, German.")
    rule.get_by_role("button", name="+ Add a condition").click()
    rule.get_by_label("Fact of condition 4").select_option("Listed words")
    rule.get_by_role("checkbox", name="slurs").check()
    rule.get_by_role("button", name="+ Add a condition").click()
    rule.get_by_label("Fact of condition 5").select_option("Author is verified")
    rule.get_by_label("Value of condition 5").select_option("no")
    rule.get_by_label("Reject").check()
    book.press("Save the rules")
    expect(book.said).to_contain_text("The rules are saved")
    assert book.rules() == [
        *SHIPPED,
        {
            "name": "newcomers with slurs",
            "when": {
                "risk": {"gte": 0.25},
                "author.approved": {"lte": 2},
                "language": {"in": ["en", "de"]},
                "words": {"in": ["slurs"]},
                "author.verified": {"eq": False},
            },
            "then": "reject",
        },
    ]


def test_rules_move_by_buttons_and_by_keys(book: Rulebook) -> None:
    """The focus stays where it was, and the new place is said."""
    book.open()
    down = book.page.get_by_role("button", name="Move “a robot filled the hidden field” down")
    down.press("Enter")
    expect(book.said).to_have_text("“a robot filled the hidden field” is now number 2 of 4.")
    expect(down).to_be_focused()
    name = book.rule(4).get_by_label("Name of rule 4")
    name.press("Alt+ArrowUp")
    expect(book.said).to_have_text("“clean, one link, known author” is now number 3 of 4.")
    expect(book.page.get_by_label("Name of rule 3")).to_be_focused()
    book.press("Save the rules")
    expect(book.said).to_contain_text("The rules are saved")
    order = [1, 0, 3, 2]
    assert [rule["name"] for rule in book.rules()] == [SHIPPED[place]["name"] for place in order]


def test_a_rule_is_made_by_keys_alone(book: Rulebook) -> None:
    """From the skip link to the save button without a mouse."""
    book.open()
    keys = book.page.keyboard
    book.reach("button", "+ Add a rule")
    keys.press("Enter")
    keys.type("by hand")
    book.reach("combobox", "Fact of condition 1")
    keys.type("Leng")
    book.reach("textbox", "Value of condition 1")
    keys.type("9")
    book.reach("radio", "Hold")
    keys.press("ArrowLeft")
    keys.press("Alt+ArrowUp")
    expect(book.said).to_contain_text("“by hand” is now number 4 of 5.")
    book.reach("button", "Save the rules")
    keys.press("Enter")
    expect(book.said).to_contain_text("The rules are saved")
    made = {"name": "by hand", "when": {"length": {"lte": 9}}, "then": "approve"}
    assert book.rules() == [*SHIPPED[:3], made, SHIPPED[3]]


def test_what_is_removed_comes_back_until_it_is_saved(book: Rulebook) -> None:
    """“Discard” puts everything back as it is stored."""
    book.open()
    book.press("Remove “clean”")
    book.rule(2).get_by_label("Value of condition 1").fill("7")
    assert len(book.names) == 3
    expect(book.page.get_by_role("link", name="Rules • (not saved yet)")).to_be_visible()
    book.press("Discard")
    assert book.names == [rule["name"] for rule in SHIPPED]
    expect(book.page.get_by_role("button", name="Save the rules")).to_have_count(0)
    assert book.rules() == SHIPPED


def test_mistakes_are_shown_at_rule_and_field(book: Rulebook) -> None:
    """The field is marked, described and focused, the rule is named, and nothing is saved."""
    book.open()
    value = book.rule(3).get_by_label("Value of condition 1")
    value.fill("15")
    book.press("+ Add a rule")
    book.rule(5).get_by_role("button", name="+ Add a condition").click()
    book.rule(5).get_by_label("Fact of condition 2").select_option("Listed words")
    book.press("Save the rules")
    expect(
        book.page.get_by_text("Not saved: 2 rules to look at again, rules 3, 5.")
    ).to_be_visible()
    expect(value).to_have_attribute("aria-invalid", "true")
    expect(value).to_have_accessible_description(re.compile("Must be between 0 and 1."))
    expect(book.rule(5).get_by_label("Name of rule 5")).to_have_accessible_description(
        "Must have 1 to 100 characters."
    )
    expect(book.rule(5)).to_contain_text("Must be compared with a value of type number.")
    expect(book.rule(5)).to_contain_text("Name at least one word list.")
    assert book.rules() == SHIPPED
    book.press("Remove “rule 5”")
    value.fill("0.15")
    book.press("Save the rules")
    expect(book.said).to_contain_text("The rules are saved")
    assert book.rules()[2]["when"]["risk"] == {"lt": 0.15}


def test_the_same_question_twice_is_a_mistake(book: Rulebook) -> None:
    """Two rows would become one without a word."""
    book.open()
    rule = book.rule(3)
    rule.get_by_role("button", name="+ Add a condition").click()
    rule.get_by_label("Fact of condition 3").select_option("Risk")
    rule.get_by_label("How condition 3 compares").select_option("is below")
    book.press("Save the rules")
    expect(rule).to_contain_text("Asked twice: remove one of the two.")
    assert book.rules() == SHIPPED


def test_nobody_overwrites_what_another_saved(book: Rulebook) -> None:
    """Who saves later is shown what changed meanwhile, and chooses whose list holds."""
    book.open()
    book.rule(1).get_by_label("Name of rule 1").fill("robots")
    book.api("PUT", "/rules", {"rules": [*SHIPPED[:3], SLURS]})
    book.press("Save the rules")
    conflict = book.page.get_by_role("alert").filter(has_text="changed this at")
    expect(conflict).to_contain_text("Removed: clean, one link, known author")
    expect(conflict).to_contain_text("Added: slurs: if it has a word from “slurs”, reject")
    assert book.rules()[0]["name"] == SHIPPED[0]["name"]
    book.press("Take theirs, drop mine")
    assert book.names[3] == "slurs"
    book.rule(1).get_by_label("Name of rule 1").fill("robots")
    book.api("PUT", "/rules", {"rules": SHIPPED})
    book.press("Save the rules")
    book.press("Save mine over theirs")
    expect(book.said).to_have_text("Your rules are saved.")
    assert [rule["name"] for rule in book.rules()] == ["robots", *book.names[1:3], "slurs"]


def test_leaving_asks_while_something_is_unsaved(book: Rulebook) -> None:
    """And not otherwise; a look at another part loses nothing."""
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    book.open()
    book.page.on("dialog", agree)
    book.page.reload()
    expect(book.rule(1)).to_be_visible()
    assert asked == []
    book.rule(1).get_by_label("Name of rule 1").fill("robots")
    book.part("History")
    book.page.go_back()
    expect(book.rule(1).get_by_label("Name of rule 1")).to_have_value("robots")
    book.page.reload()
    expect(book.rule(1).get_by_label("Name of rule 1")).to_have_value(str(SHIPPED[0]["name"]))
    assert asked == ["beforeunload"]


def test_a_moderator_reads_and_tries(book: Rulebook) -> None:
    """Who is no admin is told so, sees sentences instead of a form, and may try."""
    book.open(MODERATOR)
    expect(book.page.get_by_text("Only admins change rules and word lists.")).to_be_visible()
    clean = "If risk is below 0.1 and the number of links is at most 0: approve"
    expect(book.rule(3)).to_contain_text(clean)
    expect(book.page.locator(".rule :is(input, select, button)")).to_have_count(0)
    for part in ("Settings", "Articles", "History"):
        expect(book.page.get_by_role("link", name=part, exact=True)).to_have_count(0)
    book.page.get_by_label("A comment", exact=True).fill("You are a stupid idiot.")
    book.press("Try it")
    expect(book.page.locator(".answer")).to_contain_text("No rule matched.")
    book.part("Word lists")
    book.press("Show “slurs”")
    expect(book.page.get_by_label("Its words")).to_have_value("blatherskite")
    expect(book.page.get_by_role("button", name="Save the list")).to_have_count(0)
