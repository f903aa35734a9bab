"""How people spell to get past a classifier."""

import random

import pytest

from moderation.classifier.training.evade import KINDS, MORE_KINDS, Respell, evade

SENTENCE = "You are a stupid idiot, go home."


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_respells_by_its_seed(kind: str) -> None:
    """A kind changes the text, and the same seed changes it in the same way."""
    respelt = evade(SENTENCE, kind, random.Random(1))
    assert respelt != SENTENCE
    assert respelt == evade(SENTENCE, kind, random.Random(1))


@pytest.mark.parametrize("respell", (KINDS | MORE_KINDS).values())
@pytest.mark.parametrize("text", ["", "ok", "12 + 3", "é", "an"])
def test_a_text_without_a_word_of_three_letters_stays_itself(respell: Respell, text: str) -> None:
    """There is nothing to respell where no word has three letters, whatever its case."""
    assert respell(text, random.Random(1)).casefold() == text.casefold()


def test_only_some_words_are_respelt() -> None:
    """A sentence stays legible: over many seeds, some words are left as they are."""
    words = SENTENCE.split()
    kept = [set(evade(SENTENCE, "leet", random.Random(n)).split()) & set(words) for n in range(20)]
    assert any(len(each) > 3 for each in kept)
