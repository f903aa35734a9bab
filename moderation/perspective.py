"""What the Perspective API calls things, and what we call them.

Its attributes are our labels under other names; its texts come as plain text or as HTML, and its
spans count UTF-16 units of the text as it was sent, as JavaScript does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from moderation.classifier.pieces import sentences, words_of
from moderation.markup import Seen

LONGEST_BYTES = 20_480
"""Of a text in UTF-8: what the Perspective API takes."""

MOST_SPANS = 40
"""Into how many parts a text is cut at most; then several sentences are one part."""

ATTRIBUTES: Mapping[str, str] = {
    "TOXICITY": "toxicity",
    "SEVERE_TOXICITY": "severe_toxicity",
    "IDENTITY_ATTACK": "identity_attack",
    "INSULT": "insult",
    "PROFANITY": "obscene",
    "THREAT": "threat",
    "SEXUALLY_EXPLICIT": "sexual_explicit",
}
"""The label of each attribute; a model may lack the last one."""

EXPERIMENTAL = "_EXPERIMENTAL"
_NAME = re.compile(rf"([A-Z][A-Z_]*?)(?:{EXPERIMENTAL})?(?:@[0-9A-Za-z_.-]{{1,32}})?")
"""An attribute, which may name a version: there was `TOXICITY@6` and `TOXICITY_EXPERIMENTAL`."""


@dataclass(frozen=True)
class Span:
    """A part of a text: what is read of it, and where it stands in UTF-16 units as sent."""

    text: str
    begin: int
    end: int


def label_of(attribute: str, labels: Collection[str]) -> str | None:
    """The label that an attribute means, where the model with these labels has it."""
    name = _NAME.fullmatch(attribute)
    label = ATTRIBUTES.get(name[1]) if name else None
    return label if label in labels else None


def is_attribute(name: str) -> bool:
    """Whether an attribute may be called so, ours or not."""
    return len(name) <= 100 and _NAME.fullmatch(name) is not None


def base_name(attribute: str) -> str:
    """An attribute without its version: `TOXICITY` of `TOXICITY@6`, all else as it is."""
    return attribute.partition("@")[0]


def base_language(code: str) -> str:
    """The language of a code with script or region: `en` of `en-GB`, `ja` of `ja-Latn`."""
    return re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]


def bytes_of(text: str) -> int:
    """How long a text is in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def whole(sent: str, seen: Seen) -> Span:
    """The text as one span."""
    return Span(seen.text, 0, _units(sent)[-1])


def spans(sent: str, seen: Seen) -> list[Span]:
    """The sentences of a text that has any; else the text as one."""
    units = _units(sent)
    found = [
        Span(seen.text[start:end], units[seen.start_of(start)], units[seen.end_of(end)])
        for start, end in _sentences(seen.text)
    ]
    if len(found) > 1:
        return found
    return [replace(found[0], text=seen.text) if found else whole(sent, seen)]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    words = list(words_of(text))
    for sentence in sentences(words, MOST_SPANS) if words else ():
        yield sentence[0].start, sentence[-1].end


def _units(text: str) -> Sequence[int]:
    """Before each character, and at the end, how many UTF-16 units there are."""
    return [0, *accumulate(2 if sign > "\uffff" else 1 for sign in text)]
