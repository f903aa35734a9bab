"""The word lists of a site, ready to be looked up in."""

from collections.abc import Sequence

from models.database import writing
from service.flow.configure import change_words, site_for_changing
from service.flow.decide import Actor
from service.flow.words import Matchers, listed_words
from tests.service.flow.newsroom import Newsroom

KIM = Actor("moderator", "kim@example.org")


def write(room: Newsroom, name: str, words: Sequence[str]) -> None:
    """Put these words into a list of the room's site."""
    with writing() as session:
        change_words(session, site_for_changing(session, room.site.id), name, words, KIM)


def test_a_change_holds_at_once(room: Newsroom) -> None:
    """For the process that made it, with the next comment."""
    assert listed_words(room.site, ["Tea, idiot?"]) == {}
    write(room, "slurs", ["idiot"])
    assert listed_words(room.site, ["Tea, idiot?"]) == {"slurs": ["idiot"]}
    write(room, "slurs", ["tea"])
    assert listed_words(room.site, ["Tea, idiot?"]) == {"slurs": ["tea"]}


def test_lists_are_read_only_when_they_have_changed(room: Newsroom) -> None:
    """Another setting of the site, or the same words once more, leave them as they are."""
    matchers = Matchers()
    write(room, "slurs", ["idiot"])
    first = matchers.of(room.site)
    room.set(flag_limit=9)
    write(room, "slurs", ["idiot"])
    assert matchers.of(room.site) is first
    write(room, "tea", ["tea"])
    assert matchers.of(room.site) is not first


def test_lists_are_each_sites_own(room: Newsroom) -> None:
    """The same name on another site is another list."""
    write(room, "slurs", ["idiot"])
    other = Newsroom("gazette")
    write(other, "slurs", ["tea"])
    assert listed_words(room.site, ["Tea, idiot?"]) == {"slurs": ["idiot"]}
    assert listed_words(other.site, ["Tea, idiot?"]) == {"slurs": ["tea"]}
