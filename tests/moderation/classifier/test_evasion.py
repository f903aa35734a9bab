"""What is undone, and what only looks as if it should be."""

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.classifier.evasion import undo
from moderation.classifier.lookalikes import without_accents
from moderation.classifier.reading import hidden
from moderation.classifier.training.evade import KINDS
from tests.moderation.classifier.disguises import DISGUISES

SENTENCES = [
    "You are one stupid idiot",
    "Shut up you pathetic moron",
    "Kill yourself you worthless bitch",
    "This is complete bullshit you dumb asshole",
    "Suck my dick you faggot",
    "What a bunch of losers and bastards",
    "Thank you for this article, it was very interesting",
    "I agree with the mayor and want the bridge",
]


def _restored(disguise: Callable[[str, random.Random], str]) -> float:
    """The share of words that read as before; without those of two letters all make sense."""
    chance = random.Random(7)
    kept = total = 0
    for sentence in SENTENCES * 20:
        words = _words(sentence)
        kept += len(words & _words(undo(disguise(sentence, chance))))
        total += len(words)
    return kept / total


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]{3,}", without_accents(text).casefold()))


@pytest.mark.parametrize("kind", KINDS)
def test_the_kinds_of_the_training_are_undone(kind: str) -> None:
    """Words respelt in any of the ten kinds that the model was trained against read as before."""
    assert _restored(KINDS[kind]) > 0.97


@pytest.mark.parametrize("kind", DISGUISES)
def test_other_ideas_of_the_same_kinds_are_undone(kind: str) -> None:
    """So do sentences disguised from the first letter to the last, by other tables and signs."""
    assert _restored(DISGUISES[kind]) > 0.9


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1d10t, $tup1d, @sshole, @55, @$$", "idiot, stupid, asshole, ass, ass"),
        ("f*ck sh!t! b!tch f**k f*** k!11", "fuck shit! bitch fuck fuck kill"),
        ("**f*ck** *you*", "**fuck** *you*"),
        ("f*ck" + "!" * 99, "fuck" + "!" * 99),
        ("!" * 99 + "$tup1d, !d!ot!!1!", "!" * 99 + "stupid, idiot!!1!"),
        ("f-ck sh_t f.ck", "fuck shit fuck"),
        ("s.t.u.p.i.d, i-d-i-o-t; f_u_c_k!", "stupid, idiot; fuck!"),
        ("you are an i d i o t!", "you are an idiot!"),
        ("y o u   a r e   a n   i d i o t", "you are an idiot"),
        ("y o u a r e a n i d i o t", "you are an idiot"),
        ("S T U P I D and i\nd\ni\no\nt", "STUPID and idiot"),
        ("what a b i t c h", "what a bitch"),
        ("s - t - u - p - i - d", "stupid"),
        ("1 d 1 0 t", "idiot"),
        ("s t u u u p i d", "stupid"),
        ("stu pid fu ck f uck", "stupid fuck fuck"),
        ("S hit happens, you piece of s hit, this is bulls hit", "Shit happens, you piece of shit, this is bullshit"),
        ("stuuuupid iiiidiot cooool sooo", "stupid idiot cool so"),
        ("fuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuck", "fuck"),
        ("уоu аrе аn іdіоt", "you are an idiot"),
        ("ѕtuр1d", "stupid"),
        ("ＦＵＣＫ　ｙｏｕ", "FUCK　you"),
        ("𝓯𝓾𝓬𝓴 ꜰᴜᴄᴋ ⓕⓤⓒⓚ ᶠᵘᶜᵏ 🅵🆄🅲🅺 🄵🅄🄲🄺", "fuck fuck fuck fuck FUCK FUCK"),
        ("ᵏⁱˡˡ ˢᵗᵘᵖⁱᵈ ᵉˣ ĸill ғuck ғυск idiºt stªnd", "kill stupid ex kill fuck fuck idiot stand"),
        ("🇮🇩🇮🇴🇹 and 🇮 🇩 🇮 🇴 🇹", "IDIOT and IDIOT"),
        ("f\u200bu\u00adc\u2060k y\x00ou", "fuck you"),
        ("f\u0336u\u0336c\u0336k", "fuck"),
        ("śťúṕíď ıdıøt", "stupid idiot"),
        ("\u202etoidi na era uoy\u202c indeed", "you are an idiot indeed"),
        ("You're all morons😂, ★idiot★ m0r0n5🤡", "You're all morons 😂, ★ idiot ★ morons 🤡"),
        ("idiot\u20e3 asshole❤\ufe0f you\u2800are\u2800ugly", "idiot asshole ❤ you are ugly"),
        ("f👏u👏c👏k👏you, f👏🏽u👏🏽c👏🏽k, f 👏 u 👏 c 👏 k", "fuck 👏 you, fuck, fuck"),
        ("idi😂ot, i\u2800d\u2800i\u2800o\u2800t", "idiot, idiot"),
        ("&#102;&#117;&#99;&#107; y&#x6F;u &lt;3 &amp;#102;", "fuck you <3 &#102;"),
        ("youareastupididiot YouAreAllStupid", "you area stupid idiot You Are All Stupid"),
        ("go k**i**ll, ki~~ll~~, id-i-ot", "go kill, kill~~, idiot"),
        ("go [ki](https://a.example)ll [stu](https://a.example)[pid](https://b.example)", "go kill stupid"),
        ("www.1d10t, he is", "www.idiot, he is"),
        ("WhatAnAsshole #GoDie #KillAllMorons", "What An Asshole #Go Die #Kill All Morons"),
        ("iddiot fuuck shitt; kiII yourself Ioser, you ldiot!", "idiot fuck shit; kill yourself loser, you idiot!"),
        ("k?ll k^ll k…ll k•ll k%ll", "kill kill kill kill kill"),
        ("d1mw1t, cr3t1n, fata55, v3rm1n", "dimwit, cretin, fatass, vermin"),
        ("[i][d][i][o][t] (i)(d)(i)(o)(t) f=u=c=k", "idiot idiot fuck"),
        ("you `1d10t`", "you `idiot`"),
    ],
)  # fmt: skip
def test_what_is_undone(written: str, meant: str) -> None:
    """Each way to write past a classifier, and several at once, read as they are meant."""
    assert undo(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Chapter 5, 1,000,000.50 €, 50 %, $100, $4k, 12/11/2020, 12:30-14:45, +1 (555) 010-9999",
        "B2B, 3D, H2O, mp3, COVID-19, CO2, PM2.5, G20, F-16, GPT-4o, R2-D2, H1N1, 4x4, sha256, log4j, A55, D13",
        "1st, 2nd, 5th, 90s, 1990s, 10am, 5km, 10ft, 50ft, 10st, 100k, 4chan, iPhone6s, i7-8700K, utf8, ISO 9001",
        "192.168.0.1, 2001:db8::1, v1.2.3-rc4, #5F3A2B, #F5FFFA, 0xDEADBEEF, SGVsbG8gd29ybGQ=",
        "550e8400-e29b-41d4-a716-446655440000",
        "https://example.com/sh1t/a.s.s?x=f*ck www.b1tch.example b1tch@example.com",
        "if (x != null) return y[i+1]; a > b && c; f(**kwargs); SELECT * FROM t WHERE a=1",
        "def __init__(self): snake_case_name",
        "e.g. this, i.e. that, at 5 p.m., J. R. R. Tolkien, U. S. and A. B. Smith",
        "Scunthorpe, Penistone, Cockburn, Dickinson, Essex, the therapist's class, Mr. Ho Mo",
        "The pen is mightier. He'll say she'll. Who're they? An us-and-them story.",
        "Let's hit the road: Adele’s hits, AT&T its rival, it s hit or miss, an iPhone 5s hit, Mum`s cum laude",
        "A Vitamin C rap, the Model T its owner drove, the iPhone S hit the shops, and the Bulls hit back",
        "**bold** and *emphasis*, 5 * 3, C++, A+, Disney+, ### heading, @apple, @dam",
        "Looser rules, an annus horribilis, the SPLC, WILL, Illinois and Kili; looSer",
        "ProcDie and CumSum, WordPress, MacBook, sTuPeNDoUs, What?He said so, 50%off, a.b.ccc, non-stop-us",
        "Read [this](https://example.com/x) and [that](https://example.com/y), [a](https://b.example).",
        "World War III, Henry VIII, XXX, www, ooo, hmm",
        "A sum of 4**5 and k**3, 5**k terms, pi*r**2, 2*a**3, 6*7**2; 30º and 2ª",
        "`f*x + g*h*i*j`, `x = f**k`, #b00b5, color: #a55; a[d][i][c][k], (a)(b)(c), x=y=z",
        "&#102 &; AT&T R&D; &nosuchentity; &#999999999999999999999;",
        "Rechtsschutzversicherungen Geschwindigkeitsbegrenzung Diebstahlsicherung",
        "getElementsByClassName, assassinations, classification, therapistsassociation, dumbfoundedso",
        "café, naïve, Zoë, Jørgen, Łódź, Việt Nam, Müller, jalapeño, Kadıköy",
        "🇩🇪 🇫🇷 👩‍👩‍👧 ❤️ 👍🏽",
        "20 °, 5 € → 6 $, Disney ®, well 👏 done 👏, 😂😂😂!",
        "m², ½, №, ™, ①, Ⅳ, …, “quoted” — and ‘so’",
        "Он сказал, что это очень хорошая книга, и я с ним согласен.",
        "Мама мыла раму. У нас все хорошо, спасибо.",
        "Το άρθρο ήταν πολύ καλό, ευχαριστώ τον συγγραφέα.",
        "The Greek word λόγος and the Russian слово both mean word.",
        "Читаю The Guardian и BBC каждый день.",
        "שלום עולם, مرحبا بالعالم, नमस्ते दुनिया, 你好，世界, こんにちは, สวัสดี, 안녕하세요",
    ],
)  # fmt: skip
def test_what_says_itself_has_no_second_reading(text: str) -> None:
    """Numbers, code, addresses, names, other languages and their letters are what they are."""
    assert hidden(text) is None, undo(text)


FOUL_IN_ENGLISH = re.compile("fuck|shit|cunt|cock|dick|ass|fag|nig|bitch|slut|whore|idiot|moron")


@pytest.mark.parametrize(
    "alphabet", ["абвгдежзийклмнопрстуфхцчшщъыьэюя", "αβγδεζηθικλμνξοπρσςτυφχψω"]
)
@given(data=st.data())
@settings(max_examples=150)
def test_sentences_of_other_alphabets_are_not_undone(alphabet: str, data: st.DataObject) -> None:
    """Sentences in which each letter of Russian or Greek occurs stay letter for letter."""
    others = data.draw(st.lists(st.text(st.sampled_from(alphabet), min_size=1, max_size=9)))
    sentence = " ".join([alphabet, *others])
    assert not FOUL_IN_ENGLISH.search(undo(sentence))


NUMBERS = st.one_of(st.integers(), st.decimals(allow_nan=False), st.dates(), st.times())


@given(st.lists(NUMBERS, min_size=1), st.sampled_from([" ", ", ", "; ", "\n", " and "]))
def test_no_number_is_a_word(numbers: list[object], between: str) -> None:
    """Whatever number, date or time is written down stays as written, in any company."""
    text = between.join(map(str, numbers))
    assert hidden(text) is None


@given(st.lists(st.sampled_from(["0", "4", "8", "-", ".", ":", "/", "€", "%", " "]), max_size=60))
def test_figures_with_signs_hold_no_letters(signs: list[str]) -> None:
    """Out of figures alone comes no word, however they are set apart."""
    assert not re.search("[a-z]", undo("".join(signs)))


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd", "Po", "Zs", "Cf", "Mn", "So"])))
def test_undoing_comes_to_an_end(text: str) -> None:
    """What is undone a few times over says the same from then on."""
    for _ in range(6):
        text = undo(text)
    assert undo(text) == text
