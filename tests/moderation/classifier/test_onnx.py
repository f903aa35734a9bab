"""The bundled model as it serves: real scores of real sentences."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.classifier import Classifier
from moderation.rules import risk

SENTENCE = (
    "The council met on Tuesday and talked about the new bridge over the river, the cost of it "
    "and the time it would take to build."
)
HARMLESS = SENTENCE.split()

FRIENDLY = [
    "hello world",
    "Thank you for this article, I learned a lot.",
    "I disagree with the mayor: the bridge costs too much and helps too few.",
]
RUDE = [
    "You are a stupid idiot.",
    "Shut up, you pathetic moron.",
    "go fuck yourself",
]


@pytest.mark.parametrize("text", FRIENDLY)
def test_friendly_words_score_low(bundled: Classifier, text: str) -> None:
    """What nobody could mind stays below the threshold at which the shipped rules approve."""
    assert risk(bundled.score([text])[0]) < 0.15


@pytest.mark.parametrize("text", RUDE)
def test_plain_insults_score_high(bundled: Classifier, text: str) -> None:
    """What nobody would print is toxic and an insult."""
    scores = bundled.score([text])[0]
    assert scores["toxicity"] > 0.8
    assert scores["insult"] > 0.5


def test_answers_come_in_the_order_of_the_texts(bundled: Classifier) -> None:
    """Each text has its own answer at its own place, in whichever order texts are given."""
    texts = [text for pair in zip(FRIENDLY, RUDE, strict=True) for text in pair] + [""]
    forwards = bundled.score(texts)
    assert [risk(scores) > 0.5 for scores in forwards] == [False, True] * 3 + [False]
    assert bundled.score(texts[::-1]) == forwards[::-1]
    assert bundled.score([]) == []


def test_a_text_scores_the_same_in_any_company(bundled: Classifier) -> None:
    """A score depends on the text alone: among others it is exactly what it is by itself."""
    texts = [*FRIENDLY, *RUDE, " ".join(HARMLESS * 30), "🎉"]
    assert bundled.score(texts) == [bundled.score([text])[0] for text in texts]


@pytest.mark.parametrize(("before", "after"), [(2000, 0), (0, 2000), (1000, 1000), (300, 0)])
def test_an_insult_in_a_long_text_is_found(bundled: Classifier, before: int, after: int) -> None:
    """Thousands of harmless words hide no insult, wherever it stands among them."""
    words = HARMLESS * 100
    hidden = " ".join([*words[:before], RUDE[0], *words[:after]])
    assert risk(bundled.score([" ".join(words[: before + after])])[0]) < 0.15
    assert bundled.score([hidden])[0]["toxicity"] > 0.5


def test_a_text_without_spaces_is_read(bundled: Classifier) -> None:
    """Leaving out the spaces, which a word-piece tokenizer gives up on, hides nothing either."""
    assert bundled.score(["fuckyou" * 20])[0]["toxicity"] > 0.8


ODD = {
    "empty": "",
    "blank": " \t\r\n\u00a0\u3000",
    "NUL": "\x00" * 50,
    "lone surrogates": "\ud800 you \udfff\ud800",
    "emoji": "🎉👩‍👩‍👧‍👦🏳️‍🌈" * 200,
    "combining marks": "e" + "\u0301" * 512,
    "right to left": "\u202eyou are kind\u202c \u2066\u200f",
    "special tokens": "[CLS] [SEP] [MASK] [PAD] [UNK]" * 40,
    "no script it knows": "ಠ_ಠ 你好 Привет שלום" * 100,
    "compatible forms": "\ufdfa" * 2000,
    "unassigned": "\U000e0fff\U0010ffff\uffff" * 100,
    "a megabyte without a space": "a" * 1_000_000,
    "marks and nothing else": "?!" * 10_000,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_texts_have_scores(bundled: Classifier, text: str) -> None:
    """Whatever can be sent is answered with numbers from 0 to 1."""
    scores = bundled.score([text])[0]
    assert tuple(scores) == bundled.labels
    assert all(0 <= value <= 1 for value in scores.values())


@given(st.lists(st.text(st.characters(), max_size=40), max_size=3))
@settings(max_examples=25)
def test_any_texts_have_scores(bundled: Classifier, texts: list[str]) -> None:
    """Any strings at all, lone surrogates included, are answered one by one."""
    answers = bundled.score(texts)
    assert len(answers) == len(texts)
    assert all(0 <= value <= 1 for scores in answers for value in scores.values())


def test_threads_score_alike(bundled: Classifier) -> None:
    """Eight threads that score at once all get what one thread gets."""
    texts = [*FRIENDLY, *RUDE, " ".join(HARMLESS * 20)]
    alone = bundled.score(texts)
    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(lambda _: bundled.score(texts), range(8)):
            assert together == alone
