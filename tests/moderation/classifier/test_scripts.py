"""Which scripts a text is written in."""

import pytest

from moderation.classifier.languages import known_languages
from moderation.classifier.scripts import letters_by_script, scripts_of


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Hello, you 2!", {"Latin": 8}),
        ("Привет", {"Cyrillic": 6}),
        ("Ｈｉ 𝖞𝖔𝖚 ﬁ", {"Latin": 6}),
        ("ᴛʜɪs ꜱmall", {"Latin": 9}),
        ("日本", {"Chinese": 6}),
        ("ひらカー", {"Hiragana": 4, "Katakana": 4}),
        ("ﾊﾝ", {"Katakana": 4}),
        ("한국", {"Korean": 6}),
        ("αβ שלום", {"Greek": 2, "Hebrew": 4}),
        ("don\N{MODIFIER LETTER APOSTROPHE}t", {"Latin": 4}),
        ("12 % 😀 — \0", {}),
    ],
)
def test_letters_count_for_their_script(text: str, letters: dict[str, int]) -> None:
    """Compatible forms are what they mean, a sign for a syllable or a word is worth more."""
    assert letters_by_script(text) == letters


@pytest.mark.parametrize(
    ("language", "scripts"),
    [
        ("en", {"Latin"}),
        ("ru", {"Cyrillic"}),
        ("sr", {"Cyrillic", "Latin"}),
        ("ja", {"Hiragana", "Katakana", "Chinese"}),
        ("fa", {"Arabic"}),
        ("zh", {"Chinese"}),
    ],
)
def test_a_language_has_its_scripts(language: str, scripts: set[str]) -> None:
    """Some are written in several."""
    assert set(scripts_of(language)) == scripts


def test_no_script_is_named_for_a_language_that_nobody_can_identify() -> None:
    """Every code that has a script of its own is one of the identifier's."""
    strange = {"ab", "qq"}
    own = {code for code in known_languages() | strange if scripts_of(code) != ("Latin",)}
    assert own <= known_languages()
    assert len(own) == 76
