"""What the Perspective API called things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifier.pinned import BUNDLED
from moderation.markup import plainly, seen
from moderation.perspective import (
    MOST_SPANS,
    Span,
    base_language,
    base_name,
    bytes_of,
    is_attribute,
    label_of,
    spans,
    whole,
)
from moderation.rules import LABELS


@pytest.mark.parametrize(
    ("attribute", "label"),
    [
        ("TOXICITY", "toxicity"),
        ("SEVERE_TOXICITY", "severe_toxicity"),
        ("IDENTITY_ATTACK", "identity_attack"),
        ("INSULT", "insult"),
        ("PROFANITY", "obscene"),
        ("THREAT", "threat"),
        ("SEXUALLY_EXPLICIT", "sexual_explicit"),
        ("TOXICITY_EXPERIMENTAL", "toxicity"),
        ("SEVERE_TOXICITY_EXPERIMENTAL", "severe_toxicity"),
        ("TOXICITY@6", "toxicity"),
        ("THREAT_EXPERIMENTAL@latest", "threat"),
        ("SPAM", None),
        ("toxicity", None),
        ("TOXICITY_EXPERIMENTAL_EXPERIMENTAL", None),
        ("TOXICITY@", None),
        ("TOXICITY ", None),
        ("", None),
    ],
)
def test_attributes_are_labels(attribute: str, label: str | None) -> None:
    """Each attribute means one label, with or without its version; what is unknown means none."""
    assert label_of(attribute, LABELS) == label


def test_a_label_that_the_model_lacks_is_none() -> None:
    """The bundled model cannot tell what is sexually explicit, and nobody says that it can."""
    assert label_of("SEXUALLY_EXPLICIT", BUNDLED.labels) is None
    assert label_of("PROFANITY", BUNDLED.labels) == "obscene"


def test_names_of_attributes() -> None:
    """What was offered elsewhere may be suggested too; what is no name may not."""
    assert is_attribute("LIKELY_TO_REJECT")
    assert is_attribute("TOXICITY@6")
    assert not is_attribute("toxic; drop")
    assert not is_attribute("A" * 101)
    assert base_name("TOXICITY_EXPERIMENTAL@2") == "TOXICITY_EXPERIMENTAL"


@pytest.mark.parametrize(
    ("code", "language"), [("en", "en"), ("en-GB", "en"), ("ja-Latn", "ja"), (" ZH_tw ", "zh")]
)
def test_languages_without_region(code: str, language: str) -> None:
    """A region or a script makes no other language."""
    assert base_language(code) == language


def test_bytes_are_counted_in_utf_8() -> None:
    """Half a character counts too: JSON can carry it."""
    assert bytes_of("ä😀a\ud83d") == 2 + 4 + 1 + 3


def test_spans_are_sentences() -> None:
    """As in the Perspective API's own documentation."""
    text = "What kind of idiot name is foo? Sorry, I like your name."
    assert [(span.begin, span.end) for span in spans(text, plainly(text))] == [(0, 31), (32, 56)]


def test_spans_count_utf_16_units() -> None:
    """A character beyond the first plane counts as two, as in JavaScript."""
    text = "😀😀 Ferries! 🚢 sail."
    found = spans(text, plainly(text))
    assert [(span.begin, span.end) for span in found] == [(0, 13), (14, 22)]
    units = text.encode("utf-16-le")
    assert [units[2 * span.begin : 2 * span.end].decode("utf-16-le") for span in found] == [
        "😀😀 Ferries!",
        "🚢 sail.",
    ]


def test_spans_of_html_stand_in_what_was_sent() -> None:
    """Tags and entities count where they stand, though nobody reads them."""
    html = "<p>You &amp; I 😀 <b>sail</b>.</p><p>He st<i>ay</i>s.</p>"
    found = spans(html, seen(html))
    units = html.encode("utf-16-le")
    assert [span.text for span in found] == ["You & I 😀 sail.", "He stays."]
    assert [units[2 * span.begin : 2 * span.end].decode("utf-16-le") for span in found] == [
        "You &amp; I 😀 <b>sail</b>.",
        "He st<i>ay</i>s.",
    ]


@pytest.mark.parametrize("text", ["!!!", " ", "🙂", "one sentence without an end"])
def test_a_text_of_one_piece_is_one_span(text: str) -> None:
    """There is always at least one."""
    assert [span.text for span in spans(text, plainly(text))] == [text]


def test_the_whole_is_a_span() -> None:
    """From its first unit to its last."""
    assert whole("😀!", plainly("😀!")) == Span("😀!", 0, 3)
    assert whole("<b>x</b>", seen("<b>x</b>")) == Span("x", 0, 8)


def test_there_are_only_so_many_spans() -> None:
    """A text of a thousand sentences does not take a thousand scorings."""
    text = "No. " * 1000
    found = spans(text, plainly(text))
    assert len(found) <= MOST_SPANS
    assert (found[0].begin, found[-1].end) == (0, len(text) - 1)


@given(st.text())
def test_spans_follow_one_another(text: str) -> None:
    """Of any text they come in order, do not overlap, and lie inside of it."""
    end = 0
    for span in spans(text, plainly(text)):
        assert end <= span.begin <= span.end
        end = span.end
    assert end <= len(text.encode("utf-16-le", "surrogatepass")) // 2
