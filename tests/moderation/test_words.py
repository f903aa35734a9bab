"""Lists of literal words: what they find, and what they do not."""

import pytest

from moderation.words import MOST_TOLD, Matcher, key_of, matches_something, tidied


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        # Case does not matter, in any alphabet that has it.
        ("idiot", "You IDIOT!"),
        ("ДУРАК", "ты дурак"),
        ("Scheiße", "SCHEISSE"),
        # Whatever is no letter and no digit ends a word, Markdown's marks included.
        ("idiot", "(idiot)"),
        ("idiot", "an_idiot_here"),
        ("idiot", "**idiot**"),
        # The two ways to write é, and the apostrophes of typewriters and printers, are one.
        ("café", "cafe\u0301"),
        ("don't", "Don’t!"),
        ("don’t", "don't"),
        # A phrase goes over line ends and wider gaps.
        ("go home", "Go\n  home."),
        # Signs in an entry are part of it; an emoji and a domain are entries like others.
        ("f*ck", "what the f*ck"),
        ("spam.example", "see https://spam.example/buy"),
        ("🍆", "hi🍆🍆"),
        # Evasions are undone first, and invisible characters are not there.
        ("idiot", "i d i o t"),
        ("idiot", "1d10t"),
        ("blatherskite", "a bl4th3rsk1te!"),
        ("blatherskite", "b|athersk!te"),
        ("Schwurbler", "du 5chwurb1er!!"),
        ("moron*", "m0ronize"),
        ("blatherskite", "you b l a t h e r s k i t e"),
        ("blatherskite", "b.l.a.t.h.e.r.s.k.i.t.e!"),
        ("idiot", "id\u200biot"),
        ("idiot", "id\u00adiot"),
        ("идиот", "иди\u00adот"),
        ("idiot", "ｉｄｉｏｔ"),
        # A star at the end stands for any further letters, none included.
        ("moron*", "morons"),
        ("moron*", "moron"),
        ("go hom*", "go homeward"),
        # Scripts without spaces have a word at each sign.
        ("支那", "在支那人"),
        ("โง่", "คนโง่มาก"),
        # Vowel signs belong to their word.
        ("गधा", "तू गधा है"),
    ],
)
def test_an_entry_is_found(entry: str, text: str) -> None:
    """Found, and told as it stands in the list."""
    assert Matcher({"slurs": [entry]}).found(text) == {"slurs": [entry]}


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        # Whole words only.
        ("ass", "a class assembled"),
        ("idiot", "idiotic"),
        ("गध", "तू गधा है"),
        # A star is for the end of a word, and needs the beginning.
        ("moron*", "oxymoron"),
        ("go hom*", "go to home"),
        # Nothing is a pattern: not a dot, not a bracket, not a star elsewhere.
        ("i.iot", "idiot"),
        ("[a-z]+", "anything"),
        ("*iot", "idiot"),
        # The words of a phrase stand next to each other, in this order.
        ("go home", "home, go"),
        ("go home", "go straight home"),
        ("go home", "go. Home"),
        # A figure or a sign is a letter only in a word that has one; a plain word is itself.
        ("ill", "1 11"),
        ("list", "iist"),
        # Other marks are other words.
        ("resume", "résumé"),
    ],
)
def test_an_entry_is_not_found(entry: str, text: str) -> None:
    """An honest text is let be."""
    assert Matcher({"slurs": [entry]}).found(text) == {}


def test_each_list_tells_its_own_words() -> None:
    """Each once, over all the texts; lists of which there is nothing are absent."""
    matcher = Matcher({"slurs": ["idiot", "moron"], "spam": ["casino", "idiot"], "other": ["tea"]})
    found = matcher.found("Idiot, moron, idiot!", "Casino Moron")
    assert found == {"slurs": ["idiot", "moron"], "spam": ["idiot", "casino"]}


def test_what_is_told_is_bounded() -> None:
    """A comment made of listed words does not fill the audit log."""
    words = [f"word{number}" for number in range(100)]
    found = Matcher({"many": words}).found(" ".join(words))
    assert found == {"many": words[:MOST_TOLD]}


def test_no_lists_find_nothing() -> None:
    """A site without lists costs nothing."""
    assert Matcher({}).found("idiot") == {}
    assert Matcher({"empty": []}).found("idiot") == {}


@pytest.mark.parametrize("entry", ["", " ", "*", "\u200b"])
def test_an_entry_of_nothing_says_so(entry: str) -> None:
    """It would match every comment, or none."""
    assert not matches_something(entry)
    assert Matcher({"slurs": [entry]}).found("anything * at all") == {}


def test_the_same_entry_is_recognised() -> None:
    """Whatever its case, spaces and signs that nobody sees; with a star it is another."""
    assert tidied("  go   home ") == "go home"
    assert key_of("Go  Home") == key_of("go home")
    assert key_of("moron") != key_of("moron*")
