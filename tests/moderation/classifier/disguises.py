"""Ten ways to disguise a text, each after another idea of it than the program of the training.

Here every word is disguised and every letter that can be, by other tables and other signs.
"""

import random
import re
from collections.abc import Callable

_LEET = {
    "a": "@4", "e": "3€", "i": "1!", "o": "0", "s": "$5", "t": "7", "l": "1", "g": "9", "b": "8",
}  # fmt: skip
_ALIKE = {
    "a": "аɑᴀ", "b": "ЬʙᏏ", "c": "ϲᴄс", "d": "ԁᴅᏧ", "e": "еҽᴇ", "f": "ꜰƒ", "g": "ɡɢց", "h": "һհʜ",
    "i": "іᎥɪ", "j": "јϳ", "k": "ᴋκ", "l": "ӏʟ", "m": "ᴍм", "n": "ոɴ", "o": "օᴏο", "p": "ρᴘр",
    "q": "ԛ", "r": "ʀᴦг", "s": "ѕꜱ", "t": "тᴛτ", "u": "սᴜυ", "v": "ѵᴠ", "w": "ԝᴡ", "x": "хχ",
    "y": "уʏγ", "z": "ᴢ",
}  # fmt: skip
_UNSEEN = ["\u2063", "\U000e0061", "\ufe0f", "\x00", "\u180e", "\u034f", "\u200e", "\u3164"]
_FANCY = (0x1D400, 0x1D4D0, 0x1D56C, 0x1D5D4, 0x1D670)
"""Mathematical bold, bold script, bold Fraktur, sans-serif bold and monospaced."""

Disguise = Callable[[str, random.Random], str]


def _letters(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: re.sub("[A-Za-z]", lambda letter: change(letter[0]), text)


def _words(text: str, change: Callable[[str], str]) -> str:
    return re.sub("[A-Za-z]{2,}", lambda word: change(word[0]), text)


def leet(text: str, chance: random.Random) -> str:
    return _letters(lambda each: chance.choice(_LEET.get(each.lower(), each)))(text)


def look_alikes(text: str, chance: random.Random) -> str:
    return _letters(lambda each: chance.choice(_ALIKE[each.lower()]))(text)


def unseen(text: str, chance: random.Random) -> str:
    return _letters(lambda each: each + chance.choice(_UNSEEN))(text)


def spaced(text: str, chance: random.Random) -> str:
    gap, wider = chance.choice(
        [(" ", "   "), ("\u00a0", "\u00a0\u00a0"), (" ", " / "), (" ", "  ")]
    )
    return wider.join(gap.join(word) for word in text.split())


def stretched(text: str, chance: random.Random) -> str:
    def stretch(word: str) -> str:
        places = chance.sample(range(len(word)), min(2, len(word)))
        return "".join(
            each * (chance.randint(3, 30) if place in places else 1)
            for place, each in enumerate(word)
        )

    return _words(text, stretch)


def signs_between(text: str, chance: random.Random) -> str:
    def parted(word: str) -> str:
        return "".join(each + chance.choice(".·•~|_") for each in word[:-1]) + word[-1]

    return _words(text, parted)


def case(text: str, chance: random.Random) -> str:
    return "".join(each.upper() if place % 2 else each.lower() for place, each in enumerate(text))


def emoji(text: str, chance: random.Random) -> str:
    first = chance.choice([0x1F130, 0x1F150, 0x1F170, 0x1F1E6, 0x24B6])
    return _letters(lambda each: chr(first + ord(each.upper()) - ord("A")) + "\ufe0f")(text)


def marked(text: str, chance: random.Random) -> str:
    marks = [
        "".join(map(chr, chance.choices(range(0x300, 0x36F), k=9))),
        "\u0336",
        "\u20dd",
        "\u0301",
    ]
    return _letters(lambda each: each + chance.choice(marks))(text)


def fancy(text: str, chance: random.Random) -> str:
    first = chance.choice(_FANCY)
    return _letters(
        lambda each: chr(first + ord(each.lower()) - ord("a") + (0 if each.isupper() else 26))
    )(text)


DISGUISES: dict[str, Disguise] = {
    "leet": leet,
    "homoglyphs": look_alikes,
    "zero-width": unseen,
    "spacing": spaced,
    "stretching": stretched,
    "dots": signs_between,
    "mixed case": case,
    "emoji letters": emoji,
    "combining marks": marked,
    "full-width": fancy,
}
