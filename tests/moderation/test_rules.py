"""Rules: facts in, a verdict with its reason out."""

from typing import Any

import pytest

from moderation.rules import (
    CLEAN,
    DEFAULT_RULES,
    FACTS,
    LABELS,
    NO_RULE,
    OPERATORS,
    Rule,
    failing,
    judge,
    problems,
    risk,
    top_label,
    unknown_lists,
)

HOLD_LINKS = Rule("links", {"links": {"gte": 1}}, "hold")
APPROVE_CLEAN = Rule("clean", {"risk": {"lt": 0.15}}, "approve")
REJECT_THREATS = Rule("threats", {"threat": {"gte": 0.9}}, "reject")


def test_risk_is_the_highest_label() -> None:
    """A comment is as risky as its worst label, and that label is named."""
    scores = {"toxicity": 0.2, "threat": 0.7, "insult": 0.5}
    assert risk(scores) == 0.7
    assert top_label(scores) == "threat"


@pytest.mark.parametrize(
    ("facts", "then", "rule"),
    [
        # The first rule that matches wins, whatever comes after.
        ({"links": 1, "risk": 0.01, "threat": 0.99}, "hold", "links"),
        # A rule that does not match is passed over.
        ({"links": 0, "risk": 0.01, "threat": 0.99}, "approve", "clean"),
        ({"links": 0, "risk": 0.99, "threat": 0.99}, "reject", "threats"),
        # Nothing matching means hold.
        ({"links": 0, "risk": 0.99, "threat": 0.1}, "hold", NO_RULE),
        ({}, "hold", NO_RULE),
    ],
)
def test_the_first_match_wins(facts: dict[str, Any], then: str, rule: str) -> None:
    """Rules are asked in order until one matches; where none does, a person decides."""
    verdict = judge([HOLD_LINKS, APPROVE_CLEAN, REJECT_THREATS], facts)
    assert (verdict.then, verdict.rule) == (then, rule)


def test_all_conditions_of_a_rule_must_hold() -> None:
    """A rule matches when every one of its conditions does, and each may have two ends."""
    rule = Rule("middling", {"risk": {"gte": 0.2, "lt": 0.5}, "links": {"lte": 0}}, "approve")
    for facts, then in (
        ({"risk": 0.2, "links": 0}, "approve"),
        ({"risk": 0.1, "links": 0}, "hold"),
        ({"risk": 0.5, "links": 0}, "hold"),
        ({"risk": 0.3, "links": 1}, "hold"),
    ):
        assert judge([rule], facts).then == then, facts


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("facts", [{}, {"sexual_explicit": None}])
def test_a_missing_fact_matches_no_condition(op: str, facts: dict[str, Any]) -> None:
    """A label that the model lacks is neither high nor low, nor unequal to anything."""
    wanted: Any = [0.5] if op == "in" else 0.5
    rule = Rule("explicit", {"sexual_explicit": {op: wanted}}, "approve")
    assert judge([rule], facts).then == "hold"


def test_a_rule_without_conditions_matches_everything() -> None:
    """The last rule of a list may say what becomes of the rest."""
    assert judge([Rule("the rest", {}, "reject")], {"risk": 0.0}).then == "reject"


@pytest.mark.parametrize(
    ("fact", "condition", "matching", "others"),
    [
        ("risk", {"lt": 0.5}, [0.49], [0.5, 0.51]),
        ("risk", {"lte": 0.5}, [0.49, 0.5], [0.51]),
        ("risk", {"gt": 0.5}, [0.51], [0.5, 0.49]),
        ("risk", {"gte": 0.5}, [0.51, 0.5], [0.49]),
        ("language", {"eq": "en"}, ["en"], ["de", ""]),
        ("language", {"ne": "en"}, ["de", ""], ["en"]),
        ("language", {"in": ["en", "de"]}, ["en", "de"], ["fr"]),
        ("author.verified", {"eq": True}, [True], [False]),
        ("depth", {"eq": 0}, [0], [1]),
        ("words", {"in": ["a", "b"]}, [{"a": ["x"]}, {"c": ["x"], "b": ["y"]}], [{}, {"c": ["x"]}]),
    ],
)
def test_each_operator_compares_as_it_says(
    fact: str, condition: dict[str, Any], matching: list[Any], others: list[Any]
) -> None:
    """Every operator has its plain meaning."""
    rule = Rule("it", {fact: condition}, "approve")
    assert {judge([rule], {fact: each}).then for each in matching} == {"approve"}
    assert {judge([rule], {fact: each}).then for each in others} == {"hold"}


def test_a_verdict_tells_the_lists_that_its_rule_names() -> None:
    """With the words that matched; what other lists found is no reason of this rule."""
    rule = Rule("slurs", {"words": {"in": ["slurs"]}}, "hold")
    facts = {"words": {"slurs": ["idiot"], "spam": ["casino"]}}
    assert judge([rule], facts).facts == {"words": {"slurs": ["idiot"]}}
    assert judge([], facts).facts == facts
    assert judge([], {"words": {}}).facts == {}


def test_what_keeps_a_rule_from_matching_is_told() -> None:
    """Each fact whose condition does not hold, as it is, and None for one that is not known."""
    rule = Rule("it", {"risk": {"lt": 0.1}, "links": {"lte": 0}, "threat": {"lt": 1}}, "approve")
    assert failing(rule, {"risk": 0.4, "links": 0}) == {"risk": 0.4, "threat": None}
    assert failing(rule, {"risk": 0.0, "links": 0, "threat": 0.0}) == {}


def test_word_lists_that_are_not_there_are_named() -> None:
    """With those that are."""
    rule = Rule("it", {"words": {"in": ["slurs", "spam"]}}, "hold")
    assert unknown_lists(rule, ["spam", "slurs"]) is None
    assert unknown_lists(rule, ["spam"]) == (
        "There is no word list called “slurs”. There are: spam."
    )
    assert unknown_lists(rule, []) == "There is no word list called “slurs”. There is none yet."
    assert unknown_lists(Rule("else", {}, "hold"), []) is None


def test_a_verdict_carries_the_facts_that_it_looked_at() -> None:
    """A moderator sees what the matching rule saw, and nothing else."""
    facts = {"links": 2, "risk": 0.4, "length": 80}
    assert judge([HOLD_LINKS], facts).facts == {"links": 2}


def test_where_no_rule_matched_the_telling_facts_are_carried() -> None:
    """Why nothing approved a comment is told by the facts that rules mostly ask for."""
    facts = {"risk": 0.4, "links": 0, "length": 80, "flags": 0, "duplicates": None}
    assert judge([], facts).facts == {"risk": 0.4, "links": 0, "flags": 0}


@pytest.mark.parametrize(
    "when",
    [{}, *({name: {"lt": 0.5}} for name in LABELS), {"language": {"in": ["en", "de"]}}],
)
@pytest.mark.parametrize("then", ["approve", "hold", "reject"])
def test_a_good_rule_has_no_problems(when: dict[str, Any], then: str) -> None:
    """Whatever can be judged is accepted."""
    assert problems({"name": "fine", "when": when, "then": then}) == {}


@pytest.mark.parametrize(
    ("fact", "condition", "message"),
    [
        # A fact must be one that Belowline knows.
        ("karma", {"gt": 3}, "Unknown fact. Known are: toxicity, "),
        # A condition is an operator with a value.
        ("risk", 0.2, "Must be an operator with a value"),
        ("risk", {}, "Must be an operator with a value"),
        ("risk", None, "Must be an operator with a value"),
        ("risk", {"below": 0.2}, "Unknown operator below. Known are: lt, lte, "),
        ("risk", {"lt": 0.2, "below": 0.2}, "Unknown operator below."),
        # Only numbers have an order.
        ("language", {"lt": "en"}, "lt compares numbers, and language is none."),
        ("author.verified", {"gte": True}, "gte compares numbers, and author.verified is none."),
        # A value must have the type of its fact; true is no number and 1 is not true.
        ("risk", {"lt": "0.2"}, "Must be compared with a value of type number."),
        ("risk", {"lt": True}, "Must be compared with a value of type number."),
        ("risk", {"lt": None}, "Must be compared with a value of type number."),
        ("links", {"lte": 0.5}, "Must be compared with a value of type whole number."),
        ("links", {"lte": 10**30}, "Must be between 0 and 1000000000."),
        ("links", {"gte": -1}, "Must be between 0 and 1000000000."),
        ("links", {"lte": False}, "Must be compared with a value of type whole number."),
        ("language", {"eq": 3}, "Must be compared with a value of type text."),
        ("honeypot", {"eq": 1}, "Must be compared with a value of type true or false."),
        ("honeypot", {"eq": "true"}, "Must be compared with a value of type true or false."),
        # A label lies between 0 and 1: 15 would be a slip for 0.15.
        ("toxicity", {"lt": 15}, "Must be between 0 and 1."),
        ("toxicity", {"gte": -0.1}, "Must be between 0 and 1."),
        ("toxicity", {"lt": float("nan")}, "Must be between 0 and 1."),
        # Word lists are asked for by their names, and at least one.
        ("words", {"eq": "slurs"}, "words takes only in, with the names of word lists."),
        ("words", {"in": "slurs"}, "in takes a list of the names of word lists."),
        ("words", {"in": [3]}, "in takes a list of the names of word lists."),
        ("words", {"in": []}, "Name at least one word list."),
        # One of several values is a list of them.
        ("language", {"in": "en"}, "in takes a list of values."),
        ("language", {"in": ["en", 3]}, "Must be compared with a value of type text."),
        # A list may not stand where one value is compared.
        ("links", {"eq": [1]}, "Must be compared with a value of type whole number."),
    ],
)
def test_a_problem_names_the_condition_at_fault(fact: str, condition: Any, message: str) -> None:
    """What is wrong with a rule is said in words, under the path of the part at fault."""
    rule = {"name": "mine", "when": {"depth": {"eq": 0}, fact: condition}, "then": "hold"}
    found = problems(rule)
    assert list(found) == [f"when.{fact}"]
    assert found[f"when.{fact}"][0].startswith(message)


@pytest.mark.parametrize("then", ["publish", "", None, 3, ["approve"]])
def test_a_rule_must_propose_one_of_three_things(then: Any) -> None:
    """A rule approves, holds or rejects."""
    assert problems({"name": "mine", "when": {}, "then": then}) == {
        "then": ["Must be one of: approve, hold, reject."]
    }


def test_every_problem_of_a_rule_is_named_at_once() -> None:
    """Whoever wrote a rule mends it in one go."""
    rule = {"name": "mine", "when": {"karma": {"gt": 1}, "risk": {"lt": 2}}, "then": "pass"}
    assert set(problems(rule)) == {"when.karma", "when.risk", "then"}


def test_the_shipped_rules_are_good_rules() -> None:
    """The defaults pass the check that everybody's rules pass."""
    for rule in DEFAULT_RULES:
        assert problems({"name": rule.name, "when": rule.when, "then": rule.then}) == {}


def test_the_shipped_rules_only_approve_and_hold() -> None:
    """No machine rejects anything until an editor says so."""
    assert {rule.then for rule in DEFAULT_RULES} == {"approve", "hold"}


PLAIN = {
    "risk": 0.01, "links": 0, "duplicates": 0, "honeypot": False,
    "author.approved": 0, "flags": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "then"),
    [
        # What is clean and has no link is approved.
        ({}, "approve"),
        # The threshold itself is no longer clean.
        ({"risk": CLEAN}, "hold"),
        ({"risk": 0.9}, "hold"),
        # One link is approved from an author with three comments a person approved.
        ({"links": 1}, "hold"),
        ({"links": 1, "author.approved": 2}, "hold"),
        ({"links": 1, "author.approved": 3}, "approve"),
        ({"links": 2, "author.approved": 3}, "hold"),
        ({"links": 1, "author.approved": 3, "risk": 0.5}, "hold"),
        # Twice is a slip of the finger; the third time is held.
        ({"duplicates": 1}, "approve"),
        ({"duplicates": 2}, "hold"),
        # Only a robot fills the honeypot.
        ({"honeypot": True}, "hold"),
        # What the classifier could not say approves nothing.
        ({"risk": None}, "hold"),
    ],
)
def test_the_shipped_rules_hold_whatever_is_not_plainly_clean(
    facts: dict[str, Any], then: str
) -> None:
    """Out of the box the machine passes only what it is sure of."""
    assert judge(DEFAULT_RULES, PLAIN | facts).then == then


def test_every_label_can_be_asked_for() -> None:
    """All of detoxify's labels are facts."""
    assert set(LABELS) < set(FACTS)
