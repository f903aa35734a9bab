"""Which column of a table holds what."""

import click
import pytest

from service.cli.compare.columns import Columns, Told, attribute_named, find

SPELLINGS = [
    ("TOXICITY", "TOXICITY"),
    ("severe_toxicity", "SEVERE_TOXICITY"),
    ("Identity attack", "IDENTITY_ATTACK"),
    ("attributeScores.INSULT.summaryScore.value", "INSULT"),
    ("PROFANITY_EXPERIMENTAL", "PROFANITY"),
    ("Perspective: threat score", "THREAT"),
    ("sexuallyExplicit", "SEXUALLY_EXPLICIT"),
    ("score", "TOXICITY"),
    ("Old score", "TOXICITY"),
    ("perspective", "TOXICITY"),
    ("revisions.0.metadata.perspective.score", "TOXICITY"),
]


@pytest.mark.parametrize(("heading", "attribute"), SPELLINGS)
def test_an_attribute_is_known_by_its_name(heading: str, attribute: str) -> None:
    """However a column of scores is spelt, it is known which attribute it holds."""
    found = find(["id", heading, "text"], Told())
    assert where(found) == {attribute: 1}


def where(found: Columns) -> dict[str, int]:
    """The columns of scores, that without a name included."""
    unnamed = {} if found.unnamed is None else {"TOXICITY": found.unnamed}
    return {**found.scores, **unnamed}


@pytest.mark.parametrize(
    "heading",
    ["text", "Comment", "comment_text", "body", "revisions.0.body", "Content", "comment.text"],
)
def test_the_text_is_known_by_its_name(heading: str) -> None:
    """What people call a comment's text is known."""
    assert find(["score", "parent", heading], Told()).text == 2


@pytest.mark.parametrize("heading", ["decision", "Status", "label", "Approved", "Human label"])
def test_the_decision_is_known_by_its_name(heading: str) -> None:
    """So is what they call a decision; without one there is none."""
    assert find(["text", "score", heading], Told()).decision == 2
    assert find(["text", "score", "created_at"], Told()).decision is None


def test_corals_names() -> None:
    """An export of Coral's database needs no option; it says which attribute its score is of."""
    header = ["_id", "status", "revisions.0.body", "revisions.0.metadata.perspective.score"]
    found = find([*header, "revisions.0.metadata.perspective.model"], Told())
    assert (found.decision, found.text, found.unnamed, found.model) == (1, 2, 3, 4)


def test_columns_that_are_told() -> None:
    """What a person says goes before what a name says, in any case and spelling."""
    told = Told("Leserbrief", "freigabe", {"TOXICITY": "wert A", "INSULT": "Wert B"})
    found = find(["text", "score", "Wert A", "Wert B", "Leserbrief", "Freigabe"], told)
    assert (found.text, found.decision, where(found)) == (4, 5, {"TOXICITY": 2, "INSULT": 3})


def test_what_nothing_here_scores() -> None:
    """Attributes that no model of ours has are named, and in nobody's way."""
    found = find(["text", "SPAM", "FLIRTATION", "INSULT"], Told())
    assert (list(found.not_offered), where(found)) == (["SPAM", "FLIRTATION"], {"INSULT": 3})


TROUBLE = [
    # The text is missing: what there is, and how to name it.
    (["id", "score"], Told(), "--text COLUMN"),
    # No score.
    (["text", "votes"], Told(), "--column TOXICITY=COLUMN"),
    # Two texts, two decisions, two scores of one attribute, two scores of nothing.
    (["text", "body", "score"], Told(), "“text”, “body”"),
    (["text", "score", "status", "label"], Told(), "--decision"),
    (["text", "TOXICITY", "toxicity_experimental"], Told(), "“TOXICITY”, “toxicity_experimental”"),
    (["text", "score", "old score"], Told(), "“score”, “old score”"),
    # A column that is not there.
    (["text", "score"], Told(decision="Verdict"), "no column “Verdict”"),
    (["text", "score"], Told(scores={"INSULT": "x"}), "no column “x”"),
]


@pytest.mark.parametrize(("header", "told", "message"), TROUBLE)
def test_what_cannot_be_meant(header: list[str], told: Told, message: str) -> None:
    """Where a column is missing, or two could be meant, the message says which and what to do."""
    with pytest.raises(click.UsageError) as raised:
        find(header, told)
    assert message in raised.value.message


def test_a_score_of_its_own_goes_before_one_without_a_name() -> None:
    """Beside a column TOXICITY, one called score is not looked at."""
    found = find(["text", "score", "toxicity"], Told())
    assert where(found) == {"TOXICITY": 2}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("toxicity", "TOXICITY"),
        ("Severe toxicity", "SEVERE_TOXICITY"),
        ("TOXICITY@6", "TOXICITY"),
        ("INSULT_EXPERIMENTAL", "INSULT"),
        ("SPAM", "SPAM"),
        ("KINDNESS", None),
    ],
)
def test_an_attribute_that_somebody_types(given: str, name: str | None) -> None:
    """Case, spaces, versions and the experimental names do not matter."""
    assert attribute_named(given) == name


@pytest.mark.parametrize("heading", ["1" * 99 + "x", "comments1" * 11 + "x", "scores" * 16 + "x"])
def test_a_heading_of_many_digits_is_none_of_these(heading: str) -> None:
    """A table without headings may begin with any number; it is looked at once, not tried for years."""
    assert where(find([heading, "text", "score"], Told())) == {"TOXICITY": 2}
