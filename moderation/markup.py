"""HTML that somebody sends to be read: what people see of it, and where that stands.

Tags say nothing and part no word (`st<b>u</b>pid` is read as one), apart from those of blocks,
which end a line. Nothing that a browser might show goes unread: what looks like a tag but never
ends is text.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

_LONGEST = 1_000
"""Characters of a tag or a comment. Without a bound, hostile HTML would be read over and over."""
_MARKUP = re.compile(
    rf"<!--.{{0,{_LONGEST}}}?-->"
    rf"|<(?P<hidden>script|style|template|title)\b[^>]{{0,{_LONGEST}}}+>"
    rf".{{0,{_LONGEST}}}?</(?P=hidden)\s{{0,9}}>"
    r"|<(?:/?(?P<tag>[a-z][a-z0-9-]{0,31}+)"
    rf"(?:\s(?:\"[^\"]{{0,{_LONGEST}}}+\"|'[^']{{0,{_LONGEST}}}+'|[^'\">]){{0,{_LONGEST}}}+)?/?"
    rf"|[!?/][^>]{{0,{_LONGEST}}}+)>"
    r"|&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});?",
    re.IGNORECASE | re.DOTALL,
)
_ENDS_A_LINE = (
    "address article aside blockquote br center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol option p pre section"
    " select summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_ENDS_A_LINE.split())


@dataclass(frozen=True)
class Seen:
    """What is seen of a text as sent. Places are in characters (code points)."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    """Where each character of `text` starts and ends in what was sent."""

    def start_of(self, start: int) -> int:
        """Where the part from `start` on starts in what was sent."""
        return self.starts[start]

    def end_of(self, end: int) -> int:
        """Where the part up to `end` ends in what was sent."""
        return self.ends[end - 1]


def plainly(sent: str) -> Seen:
    """A text that is seen as it is."""
    return Seen(sent, range(len(sent)), range(1, len(sent) + 1))


def seen(sent: str) -> Seen:
    """What is seen of HTML, its entities decoded."""
    parts: list[str] = []
    starts, ends = array("l"), array("l")
    at = 0
    for match in _MARKUP.finditer(sent):
        start, end = match.span()
        shown = _shown(match)
        parts += (sent[at:start], shown)
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        starts.extend([start] * len(shown))
        ends.extend([end] * len(shown))
        at = end
    parts.append(sent[at:])
    starts.extend(range(at, len(sent)))
    ends.extend(range(at + 1, len(sent) + 1))
    return Seen("".join(parts), starts, ends)


def _shown(match: re.Match[str]) -> str:
    if match[0].startswith("&"):
        return unescape(match[0])
    return "\n" if (match["tag"] or "").lower() in _BLOCKS else ""
