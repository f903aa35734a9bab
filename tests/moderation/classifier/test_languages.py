"""Which language a text is written in, and whether the model reads it."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.languages import FOREIGN
from moderation.classifier import languages
from moderation.classifier.languages import (
    ENGLISH,
    MULTILINGUAL,
    IdentifierUnavailable,
    identify,
    known_languages,
    languages_of,
    unread,
)
from moderation.classifier.scripts import letters_by_script
from tests.out_of_reach import out_of_reach

ENGLISH_WORDS = "The ferry was late again this morning, and nobody at the harbour could say why. "
FRENCH_WORDS = "Le bateau était encore en retard ce matin, et personne au port ne savait pourquoi. "
COMMENTS = [line.split("\t") for line in FOREIGN.read_text(encoding="utf-8").splitlines()]
LONG_ENOUGH = [row for row in COMMENTS if letters_by_script(row[1]).total() >= 20]


@pytest.mark.parametrize(
    ("text", "code", "script"),
    [
        (ENGLISH_WORDS, "en", "Latin"),
        (ENGLISH_WORDS.upper(), "en", "Latin"),
        ("Heeeyyyy thaaaat is sooooo goooood I loooove it", "en", "Latin"),
        (FRENCH_WORDS, "fr", "Latin"),
        ("Wer soll das denn bitte alles bezahlen?", "de", "Latin"),
        ("И кто за всё это будет платить? Опять мы.", "ru", "Cyrillic"),
        ("最后还不是我们老百姓买单，有什么意思呢？", "zh", "Chinese"),
        ("ومن سيدفع ثمن كل هذا؟ نحن كالعادة.", "ar", "Arabic"),
        ("Nobody here", None, "Latin"),
        ("(https://exemple.fr/le-bateau-est-en-retard-ce-matin) anna@exemple.fr.", None, None),
        ("", None, None),
    ],
)
def test_the_language_of_a_text(text: str, code: str | None, script: str | None) -> None:
    """Case, stretched letters and addresses do not matter; too few letters have no language."""
    found = identify(text)
    assert (found.code, found.script) == (code, script)
    assert 0 <= found.confidence <= 1


def test_foreign_comments_are_not_read() -> None:
    """Of short comments in 38 languages at least 19 in 20 are recognised as not English."""
    held = [code for code, text in LONG_ENOUGH if unread(text, ENGLISH)]
    assert len(held) >= 0.95 * len(LONG_ENOUGH) > 200


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH_WORDS,
        ENGLISH_WORDS * 100,
        "u dont no nuthin bout dat bro lol smh",
        "YOU ARE ALL A BUNCH OF CLOWNS!!!!!!",
        "Déjà vu: the café in Łódź was closed, señor.",
        "As they say: c'est la vie. The boat will come when it comes, and not a minute sooner.",
        "Constantinople was called Κωνσταντινούπολις, and that is all I know about the place.",
        "asdfghjkl qwertyuiop zxcvbnm",
        "lol",
        "Merci!",
        "π r²",
        "👍👍👍",
        "x" * 1000,
        "ha" * 500,
        "",
    ],
)
def test_english_is_read(text: str) -> None:
    """Slang, shouting, foreign names, a proverb, noise, and what is too short to tell."""
    assert unread(text, ENGLISH) is None


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Wer soll das denn bitte alles bezahlen?", {"language": "de"}),
        ("Και ποιος θα τα πληρώσει όλα αυτά;", {"script": "Greek", "language": "el"}),
        ("Привет, идиот", {"script": "Cyrillic"}),
        ("滚回你自己的国家去", {"script": "Chinese", "language": "zh"}),
        (ENGLISH_WORDS * 8 + FRENCH_WORDS * 2, {"language": "fr", "partly": True}),
        (ENGLISH_WORDS * 50 + FRENCH_WORDS * 2, {"language": "fr", "partly": True}),
        (
            ENGLISH_WORDS * 20
            + "Убирайтесь туда, откуда приехали, и больше сюда не приходите!" * 2,
            {"script": "Cyrillic", "partly": True},
        ),
    ],
)
def test_why_a_text_is_not_read(text: str, facts: dict[str, str | bool]) -> None:
    """By its script, by its language, or by a passage in it, wherever that stands."""
    assert unread(text, ENGLISH) == facts


INSULT = "Tu es un sale connard et tes amis aussi"
SMALL_CAPITALS = str.maketrans("abcdeilmnorstu", "ᴀʙᴄᴅᴇɪʟᴍɴᴏʀꜱᴛᴜ")
WHITE_ON_BLACK = {ord("A") + place: chr(0x1F170 + place) for place in range(26)}


@pytest.mark.parametrize(
    "text",
    [
        "#tu #es #un #sale #con et tes amis aussi",
        "@tu @es @un @sale @con et tes amis aussi",
        "Tu es un sale con://x et:// je:// te:// le:// dis://",
        "\u200b".join(INSULT),
        INSULT.lower().translate(SMALL_CAPITALS),
        INSULT.upper().translate(WHITE_ON_BLACK),
        INSULT.replace("a", "а").replace("e", "е").replace("o", "о"),
        *(INSULT.replace(" ", sign) for sign in "./_,-@|+:;&=~#"),
    ],
)
def test_foreign_words_cannot_hide(text: str) -> None:
    """Not behind the marks of tags, mentions and addresses, nor in fancy, unseen or odd letters."""
    assert unread(text, ENGLISH) == {"language": "fr"}


@pytest.mark.parametrize(
    "text",
    [
        "#Ты #тупая #сволочь #и #идиот #иди #отсюда",
        "Вы@все@тупые@твари идите@вон",
        "www.Ты-тупая-сволочь-иди-отсюда",
        "http://ты-тупая.сволочь/иди/отсюда",
        "Ты тупая сволочь https://example.org/" + "abcdefghijklm" * 5,
        "Тy тупaя сволoчь и идиoт, иди oтсюда",
    ],
)
def test_letters_of_another_script_are_counted_wherever_they_stand(text: str) -> None:
    """In tags and addresses too; Russian with Latin letters strewn in is not taken for Latin."""
    facts = unread(text, ENGLISH)
    assert facts is not None
    assert facts["script"] == "Cyrillic"


@pytest.mark.parametrize(
    "text",
    [
        "@SchneiderKlaus1962 I agree. See https://example.org/wer-soll-das-alles-bezahlen-koennen?",
        "#MakeTheFerriesRunOnTime #FerryGate, says anna.mueller@example.org and/or her brother",
        "The 𝓯𝓮𝓻𝓻𝔂 was ʟᴀᴛᴇ again,and nobody at the harbour_office could say why...",
        "I agree.So does everyone: it's a well-known,much-repeated,never-answered question",
    ],
)
def test_english_with_tags_and_addresses_is_read(text: str) -> None:
    """Names, tags, links and missing spaces hold nobody's comment."""
    assert unread(text, ENGLISH) is None


def test_what_is_read_depends_on_the_model() -> None:
    """The multilingual model reads Russian and French, but neither Ukrainian nor German."""
    assert unread(FRENCH_WORDS, MULTILINGUAL) is None
    assert unread("И кто за всё это будет платить? Опять мы.", MULTILINGUAL) is None
    assert unread("І хто за все це платитиме? Знову ми.", MULTILINGUAL) == {"language": "uk"}
    german = "Wer soll das denn bitte alles bezahlen?"
    assert unread(german, MULTILINGUAL) == {"language": "de"}
    assert unread(german, {"de"}) is None
    assert unread(ENGLISH_WORDS, {"de"}) == {"language": "en"}


@pytest.mark.parametrize(
    ("model", "reads"),
    [
        ("bundled", ENGLISH),
        ("original", ENGLISH),
        ("unbiased", ENGLISH),
        ("original-small", ENGLISH),
        ("unbiased-small", ENGLISH),
        ("multilingual", MULTILINGUAL),
        ("nowhere/multilingual.ckpt", ENGLISH),
    ],
)
def test_what_the_known_models_read(model: str, reads: frozenset[str]) -> None:
    """detoxify's multilingual reads seven languages, every other model by name English."""
    assert languages_of(model) == reads


@pytest.mark.parametrize(
    ("config", "reads"),
    [
        ({"model_type": "xlm-roberta"}, MULTILINGUAL),
        ({"model_type": "bert"}, ENGLISH),
        (["no configuration"], ENGLISH),
        (None, ENGLISH),
    ],
)
def test_what_a_checkpoint_reads(tmp_path: Path, config: object, reads: frozenset[str]) -> None:
    """Its configuration tells which kind of model it is, for the file and for its folder."""
    checkpoint = tmp_path / "mine.ckpt"
    checkpoint.touch()
    if config is not None:
        (tmp_path / "config.json").write_text(json.dumps(config))
    assert languages_of(str(checkpoint)) == languages_of(str(tmp_path)) == reads


def test_detoxifys_own_file_is_known_by_its_name(tmp_path: Path) -> None:
    """Downloaded by hand, it lies without a configuration."""
    checkpoint = tmp_path / "multilingual_debiased-0b549669.ckpt"
    checkpoint.touch()
    assert languages_of(str(checkpoint)) == MULTILINGUAL


def test_a_checkpoint_out_of_reach_is_taken_to_read_english(tmp_path: Path) -> None:
    """A disk that does not answer is no reason to fall over."""
    with out_of_reach(tmp_path):
        assert languages_of(str(tmp_path / "multilingual.ckpt")) == ENGLISH


def test_the_languages_that_can_be_told() -> None:
    """lid.176 knows as many as its name says."""
    assert len(known_languages()) == 176
    assert MULTILINGUAL | {code for code, _ in COMMENTS} <= known_languages()


def test_a_damaged_identifier_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so, rather than naming languages at random."""
    damaged = Path(shutil.copy(languages.MODEL, tmp_path))
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"!")
    monkeypatch.setattr(languages, "MODEL", damaged)
    languages._identifier.cache_clear()
    try:
        with pytest.raises(IdentifierUnavailable, match="damaged"):
            identify(ENGLISH_WORDS)
        damaged.unlink()
        with pytest.raises(IdentifierUnavailable, match="cannot be read"):
            identify(ENGLISH_WORDS)
    finally:
        languages._identifier.cache_clear()


@pytest.mark.parametrize(
    "text",
    ["\0", "\0" * 1000, "\ud800\udfff", "a\n\n\tb\rc", "😀" * 5000, "\u202e\u200b" * 5000,
     "a" + "\u0301" * 5000, "x" * 1_000_000, "a " * 500_000, "ﷺ" * 12_000, "@" * 12_000,
     "漢字" * 6000, "http://a.b/" + ")" * 11_000 + "é", "a" + "./" * 6000, "a@b" + ".c" * 5000],
)  # fmt: skip
def test_odd_texts_are_answered(text: str) -> None:
    """Whatever it is made of, there is an answer, and no more is looked at than a few pages."""
    found = identify(text)
    found.unread(ENGLISH)
    assert len(found.passages) <= 200


@given(st.text(max_size=2000))
def test_any_text_is_answered(text: str) -> None:
    """Never an exception, and always numbers between 0 and 1."""
    found = identify(text)
    assert 0 <= found.confidence <= 1
    assert found.letters >= 0


def test_it_may_be_asked_by_several_threads_at_once() -> None:
    """Each gets the answer that one alone gets."""
    alone = [identify(text) for _, text in COMMENTS]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(identify, [text for _, text in COMMENTS])) == alone
