"""A text is scored as written and as it is meant, and the higher score counts."""

import random
from collections.abc import Sequence

import pytest

from moderation.classifier import Classifier, load_classifier, load_raw
from moderation.classifier.reading import Reading, hidden
from moderation.classifier.training.evade import KINDS
from moderation.rules import risk
from tests.moderation.classifier.disguises import DISGUISES

SENTENCE = (
    "The council met on Tuesday and talked about the new bridge over the river, the cost of it "
    "and the time it would take to build."
)
PLAIN = "I disagree with the mayor: the bridge costs too much and helps too few."
EVADED = "You are a $tup1d i d i o t."
MEANT = "You are a stupid idiot."
INSULTS = [
    "You are one stupid idiot",
    "Shut up you pathetic moron",
    "You are worthless scum and a liar, bitch",
    "This is complete bullshit you dumb asshole",
    "Suck my dick you faggot",
]


class Overheard:
    """A classifier that also remembers which texts it was given, call by call."""

    def __init__(self, classifier: Classifier) -> None:
        self.name = classifier.name
        self.revision = classifier.revision
        self.labels = classifier.labels
        self.calls: list[list[str]] = []
        self._classifier = classifier

    def score(self, texts: Sequence[str]) -> list[dict[str, float]]:
        self.calls.append(list(texts))
        return self._classifier.score(texts)


@pytest.fixture(scope="module")
def raw() -> Classifier:
    """The bundled model on texts as they are written."""
    return load_raw("bundled")


def test_it_says_that_it_is_the_classifier_inside(raw: Classifier) -> None:
    """Name, revision and labels are those of the classifier that is wrapped."""
    reading = Reading(raw)
    assert reading.raw is raw
    assert (reading.name, reading.revision, reading.labels) == (raw.name, raw.revision, raw.labels)


def test_a_plain_text_is_scored_once(raw: Classifier) -> None:
    """Where there is nothing to undo, the scores are exactly those of the text as written."""
    overheard = Overheard(raw)
    assert Reading(overheard).score([PLAIN, "", "Hi!"]) == raw.score([PLAIN, "", "Hi!"])
    assert overheard.calls == [[PLAIN, "", "Hi!"]]


def test_an_evaded_text_is_scored_twice_and_the_higher_counts(raw: Classifier) -> None:
    """Each label has the higher of its two scores, and no label is lower than as written."""
    overheard = Overheard(raw)
    scores = Reading(overheard).score([EVADED])[0]
    assert overheard.calls == [[EVADED, MEANT]]
    written, meant = raw.score([EVADED, MEANT])
    assert scores == {label: max(written[label], meant[label]) for label in raw.labels}
    assert scores["insult"] > 0.5


def test_each_text_keeps_its_place(raw: Classifier) -> None:
    """Among others, evaded or not, a text has the scores that it has by itself."""
    reading = Reading(raw)
    texts = [EVADED, PLAIN, "", "y o u  a r e  k i n d", EVADED, PLAIN]
    assert reading.score(texts) == [reading.score([text])[0] for text in texts]
    assert reading.score([]) == []


def test_undoing_can_only_raise(raw: Classifier) -> None:
    """An insult does not get past by looking like a harmless word once it is undone."""
    text = "You stupid id10t, y o u  a r e  k i n d"
    written, read = raw.score([text])[0], Reading(raw).score([text])[0]
    assert all(read[label] >= written[label] for label in raw.labels)


@pytest.mark.parametrize("kind", [*KINDS, *(f"{kind}, otherwise" for kind in DISGUISES)])
def test_evaded_insults_are_found(bundled: Classifier, kind: str) -> None:
    """Nine of ten plain insults are toxic in each of the ten kinds, by either idea of them."""
    disguise = KINDS.get(kind) or DISGUISES[kind.removesuffix(", otherwise")]
    chance = random.Random(3)
    scores = bundled.score([disguise(insult, chance) for insult in INSULTS * 4])
    assert sum(each["toxicity"] > 0.5 for each in scores) >= 18


@pytest.mark.parametrize(
    "insult",
    [
        "You're all morons😂",
        "Idiot🤡",
        "Fuck🖕 you🖕",
        "Stupid🤡 bitch💩",
        "you are an idiot\u20e3",
        "asshole❤\ufe0f",
        "★idiot★",
        "f👏u👏c👏k you",
        "you\u2800stupid\u2800idiot",
        "&#102;&#117;&#99;&#107; you",
        "youareastupididiot",
        "YouAreAStupidIdiot",
        "you [i][d][i][o][t]",
    ],
)
def test_an_insult_that_no_tokenizer_knows_is_found(bundled: Classifier, insult: str) -> None:
    """Emoji that cling to words, entities, brackets and missing spaces hide no insult."""
    assert bundled.score([insult])[0]["toxicity"] > 0.6


@pytest.mark.parametrize(
    "text", ["Thank you😊 so much❤\ufe0f", "Well👏done👏everybody", "It is 20°C in Oslo®, AT&amp;T"]
)
def test_a_second_reading_of_a_kind_text_is_as_kind(bundled: Classifier, text: str) -> None:
    """What clings to friendly words makes nobody unfriendly."""
    assert hidden(text) is not None
    assert risk(bundled.score([text])[0]) < 0.5


@pytest.mark.parametrize(
    "insult", [EVADED, "уоu аrе а ѕtuріd іdіоt", "Ｙｏｕ are a s.t.u.p.i.d 1d10t"]
)
def test_an_evaded_insult_after_many_harmless_words_is_found(
    bundled: Classifier, insult: str
) -> None:
    """Neither length nor spelling hides an insult; 2,000 harmless words by themselves are clean."""
    harmless = " ".join([SENTENCE] * 80)
    assert len(harmless.split()) >= 2000
    assert risk(bundled.score([harmless])[0]) < 0.2
    assert bundled.score([f"{harmless} {insult}"])[0]["toxicity"] > 0.5


def test_the_plain_path_undoes_as_well(plain_bundled: Classifier) -> None:
    """Through detoxify and torch an evaded insult is no harder to find."""
    assert plain_bundled.score([EVADED])[0]["toxicity"] > 0.5


def test_every_classifier_that_is_loaded_reads() -> None:
    """`load_classifier` wraps what `load_raw` gives, which is bare."""
    assert isinstance(load_classifier("bundled"), Reading)
    assert not isinstance(load_raw("bundled"), Reading)


@pytest.mark.parametrize(
    "text",
    [PLAIN, PLAIN.upper(), "  spaces\n\nand lines ", "“quotes” – and so on …", "👩‍👩‍👧 ❤️ nice", "café"],
)  # fmt: skip
def test_what_no_word_depends_on_is_no_reason_to_read_twice(text: str) -> None:
    """Case, white space, quotation marks, emoji and accents hide nothing."""
    assert hidden(text) is None
