"""Which words moved a score, by the real model on plain examples."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.classifier import Classifier
from moderation.classifier.explain import LONGEST, MOST_READ, PASSES, Span, explain
from moderation.classifier.reading import Reading

HARMLESS = "The council met on Tuesday and talked about the new bridge over the river."


class Counted:
    """A classifier that counts what it is asked."""

    def __init__(self, classifier: Classifier) -> None:
        self.name, self.revision = classifier.name, classifier.revision
        self.labels = classifier.labels
        self.texts: list[str] = []
        self._classifier = classifier

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """See Classifier.score."""
        self.texts += texts
        return self._classifier.score(texts)


def marked(text: str, spans: Sequence[Span]) -> list[str]:
    """The words that the spans mark."""
    return [text[span.start : span.end] for span in spans]


def test_the_insult_is_marked(bundled: Classifier) -> None:
    """Of a plain insult the insulting words are marked and the others are not."""
    text = "You are a stupid idiot."
    spans = explain(bundled, text)
    assert marked(text, spans) == ["stupid", "idiot"]
    assert {span.label for span in spans} == {"toxicity"}
    assert all(0.3 < span.weight <= 1 for span in spans)


def test_a_classifier_explains_itself(bundled: Classifier) -> None:
    """What `load_classifier` gives can be asked directly."""
    assert isinstance(bundled, Reading)
    text = "Shut up, you pathetic moron."
    assert bundled.explain(text) == explain(bundled, text) != []
    assert {span.label for span in bundled.explain(text, label="insult")} == {"insult"}


def test_insults_do_not_hide_behind_each_other(bundled: Classifier) -> None:
    """Each of several insults weighs, though taking out one alone would change hardly anything."""
    text = "You idiot, you moron, you stupid fool. What an idiot. Another idiot."
    spans = explain(bundled, text)
    assert marked(text, spans).count("idiot") == 3
    assert {"moron", "stupid"} <= set(marked(text, spans))


def test_an_insult_among_many_words_is_found(bundled: Classifier) -> None:
    """After a page of harmless sentences the insult is marked, and nothing else."""
    text = f"{HARMLESS} " * 60 + "You are an idiot. " + f"{HARMLESS} " * 20
    assert marked(text, explain(bundled, text)) == ["idiot"]


def test_a_sentence_without_an_end_is_looked_into(bundled: Classifier) -> None:
    """Hundreds of words without a full stop hide no insult."""
    words = HARMLESS.rstrip(".").split() * 20
    text = " ".join([*words[:150], "you stupid idiot,", *words[150:]])
    assert "idiot" in marked(text, explain(bundled, text))


@pytest.mark.parametrize("text", ["", " \n ", "…!!!", HARMLESS, f"{HARMLESS} " * 50, "🎉"])
def test_nothing_is_marked_where_nothing_matters(bundled: Classifier, text: str) -> None:
    """What nobody could mind, and what has no words, has no spans."""
    assert explain(bundled, text) == []


def test_offsets_count_code_points(bundled: Classifier) -> None:
    """An emoji before the insult is as many places as it has code points."""
    text = "👩‍👩‍👧‍👦 **You** are a *stupid* idiot 🤡"
    assert marked(text, explain(bundled, text)) == ["stupid", "idiot"]


@pytest.mark.parametrize(
    "word",
    ["1d10t", "i d i o t", "i.d.i.o.t", "іdіоt", "id\u200bi\u200bot", "ｉｄｉｏｔ", "IDIOOOT"],
)
def test_an_insult_in_disguise_is_marked_as_written(bundled: Classifier, word: str) -> None:
    """Evasion is undone for the score alone; marked are the letters that the author wrote."""
    text = f"The mayor is right. You are an {word} if you believe that."
    assert word in marked(text, explain(bundled, text))


def test_a_label_can_be_asked_for(bundled: Classifier) -> None:
    """The words of a certain label are explained by that label's score."""
    text = "You are an idiot. I will find you and kill you."
    spans = explain(bundled, text, label="threat")
    assert any("kill" in words for words in marked(text, spans))
    assert "idiot" not in marked(text, spans)
    assert {span.label for span in spans} == {"threat"}


def test_an_unknown_label_is_named(bundled: Classifier) -> None:
    """A label that the model does not have is a mistake of the caller's."""
    with pytest.raises(ValueError, match="no label 'rudeness'"):
        explain(bundled, "Hello.", label="rudeness")


@pytest.mark.parametrize(
    "text",
    [
        "You are an idiot. " * 500,
        "idiot " * 100_000,
        "x" * 1_000_000,
        f"{HARMLESS} You idiot! " * 100,
        "你是白痴" * 10_000,
        "s t u p i d " * 2_000,
        "e" + "\u0301" * 5_000 + " idiot",
    ],
    ids=["sentences", "words", "no space", "mixed", "no spaces", "spaced", "marks"],
)
def test_the_work_is_bounded(bundled: Classifier, text: str) -> None:
    """However long a text is, no more is read for it than was promised."""
    counted = Counted(bundled)
    spans = explain(counted, text)
    assert len(counted.texts) <= PASSES
    assert sum(map(len, counted.texts)) <= MOST_READ
    assert all(span.end <= LONGEST for span in spans)


@pytest.mark.parametrize("passes", [0, 1, 5, 12])
def test_fewer_passes_can_be_allowed(bundled: Classifier, passes: int) -> None:
    """With less to spend it finds less, and spends no more."""
    counted = Counted(bundled)
    explain(counted, f"You are a stupid idiot. {HARMLESS} Shut up, moron!", passes=passes)
    assert len(counted.texts) <= passes


@given(st.text(st.characters(), max_size=120))
@settings(max_examples=25)
def test_any_text_can_be_explained(bundled: Classifier, text: str) -> None:
    """Any string at all, lone surrogates included, has spans that lie in it, in order, apart."""
    end = 0
    for span in explain(bundled, text):
        assert end <= span.start < span.end <= len(text)
        assert 0 < span.weight <= 1
        end = span.end
