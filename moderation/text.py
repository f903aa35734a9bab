"""A reader's words: Markdown to safe HTML, links, plain text, fingerprint, initials.

Two guards stand behind each other. The parser knows no raw HTML, no images and no link but
http, https and mailto; whatever it writes then passes a sanitizer with a short list of tags.
"""

from __future__ import annotations

import hashlib
import html
import itertools
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "s", "strong", "ul"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "*": set[str]()}
SCHEMES = {"http", "https", "mailto"}
LINK_REL = "nofollow ugc noopener"

_RULES = (
    *("linkify", "text_join"),
    *("blockquote", "fence", "list"),
    *("autolink", "backticks", "emphasis", "entity", "escape", "image", "link", "newline"),
    "strikethrough",
)

# What a bare domain may end in, besides the country codes and the older endings that
# linkify-it knows: where advertising goes, and what readers link to.
_ENDINGS = [
    *("app", "art", "bet", "blog", "cloud", "club", "dev", "fun", "games", "health", "icu", "link"),
    *("live", "media", "news", "online", "page", "site", "space", "store", "tech", "top", "vip"),
    *("website", "wiki", "win", "xyz"),
]

# "I agree.It is so": a full stop without its space, and no address in Italy.
_SLIP = re.compile(r"[a-z]\.(Am|As|At|Be|By|Do|In|Is|It|Me|My|No|So|To|Us)$")

# A line opens at most ten quotes or lists; markers beyond that are dropped and their text is
# kept. Past the parser's own limit (_DEEPEST) the text would vanish with them. Lists nest by
# two columns each, so a line that begins further in than this could be as deep.
_MARKER = r"[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))"
_TOO_DEEP = re.compile(rf"^((?:{_MARKER}){{10}})(?:{_MARKER})+", re.MULTILINE)
_FAR_IN = re.compile(r"^[> ]{60}", re.MULTILINE)
_DEEPEST = 100

# For each open bracket the parser looks for its end through the rest of the text, and for each
# quote or list through the rest of the lines: with thousands of them that takes seconds. A
# body with more than these, too, is shown without links by markup, quotes and lists.
_MOST_BRACKETS = 100
_MOST_LINES = 400

_ANCHOR = re.compile(r"<a .*?</a>", re.DOTALL)


def render(body: str) -> str:
    """The body, which is Markdown, as HTML that any page may show.

    Paragraphs, line breaks, emphasis, strikethrough, quotes, lists, code and links; headings,
    tables and HTML stay the text they are, and an image becomes a link to it.
    """
    parser, text = _parser_for(body)
    return _CLEANER.clean(parser.render(text)).strip()


def blocks(body: str) -> list[Token]:
    """What `render` shows, as the parser's tokens; their lines (`map`) are those of the body."""
    parser, text = _parser_for(body)
    return parser.parse(text)


def links(body: str) -> int:
    """How many links the body shows, by markup or as a bare address.

    Addresses that are shown without becoming a link, as in code or in pieces of different
    emphasis, count as well: a reader can still copy them.
    """
    shown = render(body)
    beside = _visible(_ANCHOR.sub(" ", shown))
    return shown.count("<a href=") + len(_ADDRESSES.match(beside) or ())


def plain(body: str) -> str:
    """What a reader sees of the body, without markup or empty lines."""
    return plain_of(render(body))


def plain_of(html: str) -> str:
    """The same of a body that was rendered already."""
    lines = _visible(html).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def fingerprint(body: str) -> str:
    """64 hexadecimal digits, equal for texts that differ only in what a reader overlooks.

    That is case, white space, invisible characters and compatible forms (Unicode's NFKC).
    """
    folded = unicodedata.normalize("NFKC", well_formed(body)).casefold()
    seen = "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")
    return hashlib.sha256(" ".join(seen.split()).encode()).hexdigest()


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """One or two letters for an avatar: of the first and the last word, "?" where none has any."""
    words = unicodedata.normalize("NFC", well_formed(name)).split()
    found = [letter for letter in map(_first_letter, words) if letter]
    return "".join(found[:1] + found[1:][-1:]) or "?"


def well_formed(text: str) -> str:
    """The text with each half of a character (a lone surrogate) replaced by U+FFFD.

    JSON can carry such halves; neither a tokenizer nor a database in UTF-8 takes them.
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _parser_for(body: str) -> tuple[MarkdownIt, str]:
    """The parser that may read the body, and the body as it may be read, line for line."""
    text = _TOO_DEEP.sub(r"\1", well_formed(body).expandtabs(4))
    return (_PARSER if _is_modest(text) else _SIMPLE_PARSER), text


def _is_modest(text: str) -> bool:
    """Whether the full parser reads the text in little time and to its end."""
    return (
        text.count("[") <= _MOST_BRACKETS
        and len(text.splitlines()) <= _MOST_LINES
        and not _FAR_IN.search(text)
    )


def _first_letter(word: str) -> str:
    """The first letter or digit with the marks on it (two at most), as a capital.

    In title form, since the upper case of a few scripts is a style that few fonts have.
    """
    rest = itertools.dropwhile(lambda letter: not letter.isalnum(), word)
    letter = next(rest, "")
    marks = itertools.takewhile(_is_mark, itertools.islice(rest, 2))
    return letter.title()[:1] + "".join(marks)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _visible(safe: str) -> str:
    """The text of sanitized HTML."""
    return html.unescape(nh3.clean(safe, tags=set()))


class _Addresses(LinkifyIt):  # type: ignore[misc]  # it has no types
    """Finds bare addresses, and leaves out missing spaces that look like one."""

    re: dict[str, str]

    def _on_compile(self) -> None:
        """Take a trap out of the library's pattern of a host (linkify-it-py 2.2.0).

        "xn--a" fits it as an encoded label and as an ordinary one, so thirty such labels
        without a known ending have a thousand million readings, and all are tried.
        """
        twice = self.re["src_xn"] + "|(?:"
        self.re = {name: part.replace(twice, "(?:") for name, part in self.re.items()}

    def match(self, text: str) -> list[Match] | None:
        found = super().match(text) or []
        return [each for each in found if each.schema or not _SLIP.search(each.raw)] or None


def _may_link(url: str) -> bool:
    return url.lower().startswith(tuple(f"{scheme}:" for scheme in SCHEMES))


def _no_relative_links(_tag: str, attribute: str, value: str) -> str | None:
    return None if attribute == "href" and not _may_link(value) else value


def _image_as_link(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    image = tokens[index]
    source = str(image.attrs["src"])
    label = renderer.renderInlineAsText(image.children, options, env) or source
    return f'<a href="{html.escape(source)}">{html.escape(label)}</a>'


def _parser(*without: str) -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True, "linkify": True, "maxNesting": _DEEPEST})
    parser.enable([rule for rule in _RULES if rule not in without])
    parser.linkify = _ADDRESSES
    parser.validateLink = _may_link  # type: ignore[method-assign]
    parser.add_render_rule("image", _image_as_link)
    return parser


_ADDRESSES = _Addresses().tlds(_ENDINGS, keep_old=True)
_PARSER = _parser()
_SIMPLE_PARSER = _parser("link", "image", "blockquote", "list")
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    attribute_filter=_no_relative_links,
    link_rel=LINK_REL,
)
