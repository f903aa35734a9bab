"""Reads HTML to the letter: every element must be closed where it was opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"base", "br", "hr", "img", "input", "link", "meta"}


@dataclass
class Element:
    """An element with its attributes and what is inside it."""

    tag: str
    attributes: dict[str, str | None]
    inside: list[Element | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        """The elements inside, at any depth, in the order of the document."""
        for each in self.inside:
            if isinstance(each, Element):
                yield each
                yield from each

    @property
    def text(self) -> str:
        """All text inside, without what lies at its ends."""
        inner = (each if isinstance(each, str) else each.text for each in self.inside)
        return " ".join("".join(inner).split())

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements inside with this tag and these attributes."""
        return [
            each
            for each in self
            if each.tag == tag and attributes.items() <= each.attributes.items()
        ]

    def properties(self) -> Iterator[tuple[str, Element]]:
        """The microdata of this item: its own properties, not those of the items in it."""
        for each in self.inside:
            if isinstance(each, Element):
                yield from each.named()

    def named(self) -> Iterator[tuple[str, Element]]:
        """This element if it is a property, and else or besides those inside it."""
        name = self.attributes.get("itemprop")
        if name:
            yield name, self
        if "itemscope" not in self.attributes:
            yield from self.properties()

    def property(self, name: str) -> list[str | None]:
        """The values of a property of this item that are text, an address or a time."""
        return [_value(element) for found, element in self.properties() if found == name]

    def items(self, name: str) -> list[Element]:
        """The items that are a property of this one."""
        return [element for found, element in self.properties() if found == name]


def read(html: str) -> Element:
    """The document or fragment, as what is inside an element without a name."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [each.tag for each in reader.open] == [""], "something was left open"
    return reader.open[0]


def _value(element: Element) -> str | None:
    for name in ("content", "href", "datetime"):
        if name in element.attributes:
            return element.attributes[name]
    return element.text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)
