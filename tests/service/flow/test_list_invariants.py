"""Rules and word lists agree, and `check` says where they do not."""

from sqlalchemy import delete, update

from models.database import writing
from models.word_lists import WordList
from moderation.rules import Rule
from service.flow.check import check
from service.flow.configure import change_rules, change_words, site_for_changing
from service.flow.decide import Actor
from tests.service.flow.newsroom import Newsroom

KIM = Actor("moderator", "kim@example.org")
SLURS = Rule("slurs", {"words": {"in": ["slurs"]}}, "hold")


def test_the_size_of_a_list_is_right(room: Newsroom) -> None:
    """It is told without the list being read."""
    with writing() as session:
        change_words(session, site_for_changing(session, room.site.id), "tea", ["a", "b"], KIM)
    assert check().differences == []
    with writing() as session:
        session.execute(update(WordList).values(size=3))
    [found] = check().differences
    assert "found 3, expected 2" in str(found)


def test_a_list_that_a_rule_asks_for_is_there(room: Newsroom) -> None:
    """A list that went away behind the rule's back is found, by the rule's id and its name."""
    with writing() as session:
        site = site_for_changing(session, room.site.id)
        change_words(session, site, "slurs", ["idiot"], KIM)
        change_rules(session, site, [SLURS], KIM)
    assert check().differences == []
    with writing() as session:
        session.execute(delete(WordList))
    [found] = check().differences
    assert "the word lists that a rule asks for are there" in str(found)
    assert "slurs" in str(found)
