"""The outcome of a comparison as a picture."""

import re
from xml.etree import ElementTree as ET

import pytest

from service.cli.compare.chart import HEIGHT, LEFT, SIDE, TOP, chart
from service.cli.compare.outcome import Scored, outcome
from service.cli.compare.table import Row

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def svg() -> ET.Element:
    """Two attributes, of a scorer that says half of what the old one said."""
    comments = [
        Scored(Row(number, "text", {}, None), number / 100, number / 200) for number in range(1, 90)
    ]
    found = [
        outcome(name, name.lower(), comments, (0.5, 0.85, 0.95), 0) for name in ("TOXICITY", "A<B")
    ]
    return ET.fromstring(chart(found, "bundled & co"))  # noqa: S314 - it is our own


def test_it_tells_in_words_what_it_shows(svg: ET.Element) -> None:
    """Title and description say it to whoever does not see it, and are named as its label."""
    title, described = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert svg.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert svg.get("role") == "img"
    assert "0.50 becomes 0.25, between 0." in str(described.text)
    assert "0.85 becomes 0.4" in str(described.text)
    assert "by few comments" in str(described.text)
    assert "0.95 has no equivalent" in str(described.text)


def test_it_needs_nothing_else(svg: ET.Element) -> None:
    """No script, no picture, no font and no address but the name of SVG itself."""
    names = {element.tag.removeprefix(SVG) for element in svg.iter()}
    assert names == {"svg", "title", "desc", "style", "rect", "g", "path", "circle", "text"}
    assert not re.search(
        r"https?:|url\(|@import", ET.tostring(svg, "unicode").replace(SVG[1:-1], "")
    )


def test_it_follows_light_and_dark(svg: ET.Element) -> None:
    """Every colour has another one for dark surroundings, and none is written beside the shapes."""
    style = str(svg.findtext(f"{SVG}style"))
    light, _, dark = style.partition("@media (prefers-color-scheme: dark)")
    for name in ("text", ".quiet", ".ground", ".grid", ".same", ".band", ".curve", ".dot"):
        assert f"{name} {{" in light
        assert f"{name} {{" in dark
    assert not [element for element in svg.iter() if element.get("fill") or element.get("stroke")]


def test_a_point_lies_where_its_numbers_say(svg: ET.Element) -> None:
    """0.5 that becomes 0.25 is half-way across and a quarter up; what has no equivalent is no point."""
    circles = list(svg.iter(f"{SVG}circle"))
    assert len(circles) == 2 * 2
    first = circles[0]
    assert float(str(first.get("cx"))) == pytest.approx(LEFT + SIDE / 2)
    assert float(str(first.get("cy"))) == pytest.approx(TOP + 0.75 * SIDE, abs=0.5)


def test_each_attribute_has_its_own(svg: ET.Element) -> None:
    """Several attributes are drawn one below the other."""
    assert [group.get("transform") for group in svg.findall(f"{SVG}g")] == [
        "translate(0 0)", f"translate(0 {HEIGHT})",
    ]  # fmt: skip
    shown = [text.text for text in svg.iter(f"{SVG}text")]
    assert "A<B: which threshold holds as many" in shown
    assert "89 comments, model “bundled & co”" in shown
