"""The outcome of a comparison as a picture: old thresholds, and what does the same here.

SVG that needs nothing else: no script, no font, no other file. It follows the light or dark scheme of
whoever looks, and tells in words (title and description) what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from service.cli.compare.outcome import GRID, Moved, Outcome, shown

SIDE = 420
"""Of the square in which the curve is drawn."""
LEFT, TOP, BOTTOM, RIGHT = 70, 64, 70, 270
WIDTH, HEIGHT = LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
LINE = 21

STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1d2329 }
.title { font-size: 17px; font-weight: 600 }
.head { font-weight: 600 }
.quiet { fill: #59636e }
.ground { fill: #ffffff }
.grid { stroke: #d8dee4; fill: none }
.same { stroke: #818b98; stroke-dasharray: 2 4; fill: none }
.band { fill: #0969a8; fill-opacity: .18 }
.curve { stroke: #0969a8; stroke-width: 2.5; fill: none; stroke-linejoin: round }
.guess { stroke-dasharray: 4 5; stroke-width: 1.5 }
.dot { fill: #0969a8; stroke: #ffffff; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .quiet { fill: #9aa4af } .ground { fill: #14181d } .grid { stroke: #323a43 }
.same { stroke: #7d8894 } .band { fill: #63b8f2 } .curve { stroke: #63b8f2 }
.dot { fill: #63b8f2; stroke: #14181d }
}
"""


def chart(outcomes: Sequence[Outcome], model: str) -> str:
    """The whole file; one picture below the other where there are several attributes."""
    height = HEIGHT * len(outcomes)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {height}",
            "width": str(WIDTH),
            "height": str(height),
            "role": "img",
            "aria-labelledby": "title description",
        },
    )
    names = ", ".join(outcome.attribute for outcome in outcomes)
    _add(svg, "title", f"Old thresholds of {names} and their equivalents", id="title")
    described = " ".join(map(_described, outcomes))
    _add(svg, "desc", f"{described} The model is “{model}”.", id="description")
    _add(svg, "style", STYLE)
    _add(svg, "rect", width=WIDTH, height=height, **{"class": "ground"})
    for number, outcome in enumerate(outcomes):
        _draw(_add(svg, "g", transform=f"translate(0 {number * HEIGHT})"), outcome, model)
    return f"{ET.tostring(svg, encoding='unicode')}\n"


def _described(outcome: Outcome) -> str:
    """What the picture shows, for whoever does not see it."""
    moved = "; ".join(map(_moved, outcome.thresholds))
    return (
        f"{outcome.attribute}, {outcome.compared:,} comments: for each old threshold the one that "
        f"holds the same share of comments here, with its 95 % interval. {moved}."
    )


def _moved(each: Moved) -> str:
    if each.same_share is None:
        return f"{each.name} has no equivalent"
    share = each.same_share
    few = ", by few comments" if each.few else ""
    return f"{each.name} becomes {shown(share.value)}, between {shown(share.low)} and {shown(share.high)}{few}"


def _draw(into: ET.Element, outcome: Outcome, model: str) -> None:
    _write(into, LEFT, 30, f"{outcome.attribute}: which threshold holds as many", "title")
    _write(into, LEFT, 50, f"{outcome.compared:,} comments, model “{model}”", "quiet")
    _axes(into)
    _curve(into, outcome)
    _list(into, outcome)


def _axes(into: ET.Element) -> None:
    for tick in TICKS:
        _path(into, [(tick, 0), (tick, 1)], "grid")
        _path(into, [(0, tick), (1, tick)], "grid")
        _write(into, _x(tick), _y(0) + 20, f"{tick:.1f}", "quiet", "middle")
        _write(into, LEFT - 10, _y(tick) + 4, f"{tick:.1f}", "quiet", "end")
    _path(into, [(0, 0), (1, 1)], "same")
    _write(into, _x(0.5), _y(0) + 46, "Old threshold", "", "middle")
    across = _write(into, 0, 0, "Threshold here", "", "middle")
    across.set("transform", f"translate(24 {_y(0.5)}) rotate(-90)")


def _curve(into: ET.Element, outcome: Outcome) -> None:
    """The band and the line, as far as there are comments; dashed where there are few."""
    drawn = [
        (old, each) for old, each in zip(GRID, outcome.curve, strict=True) if old <= outcome.highest
    ]
    if not drawn:
        return
    low = [(old, each.low) for old, each in drawn]
    high = [(old, each.high) for old, each in drawn]
    _path(into, [*low, *reversed(high)], "band", closed=True)
    line = [(old, each.value) for old, each in drawn]
    known = [point for point in line if point[0] <= outcome.known_to]
    _path(into, known, "curve")
    _path(into, line[max(len(known) - 1, 0) :], "curve guess")
    for moved in outcome.thresholds:
        if moved.same_share is not None:
            at = {"cx": _x(moved.old), "cy": _y(moved.same_share.value)}
            _add(into, "circle", None, r=4.5, **at, **{"class": "dot"})


def _list(into: ET.Element, outcome: Outcome) -> None:
    """The same in numbers, beside it."""
    left, top = LEFT + SIDE + 28, TOP + 14
    _write(into, left, top, "Old", "head")
    _write(into, left + 56, top, "Here", "head")
    _write(into, left + 112, top, "95 % interval", "head")
    for number, moved in enumerate(outcome.thresholds, start=1):
        share, line = moved.same_share, top + number * LINE
        style = "quiet" if moved.few else ""
        if share is None:
            _write(into, left, line, moved.name, style)
            _write(into, left + 56, line, "–", style)
            continue
        _write(into, left, line, f"{moved.name}{'*' if moved.few else ''}", style)
        _write(into, left + 56, line, shown(share.value), style)
        _write(into, left + 112, line, f"{shown(share.low)} to {shown(share.high)}", style)
    line = top + (len(outcome.thresholds) + 2) * LINE
    _write(into, left, line, "Dotted: where nothing would change.", "quiet")
    if any(moved.few for moved in outcome.thresholds):
        line += 2 * LINE
        _write(into, left, line, "* Fewer than ten comments lie", "quiet")
        _write(into, left, line + 18, "beyond: little more than a guess.", "quiet")


def _x(score: float) -> float:
    return round(LEFT + score * SIDE, 1)


def _y(score: float) -> float:
    return round(TOP + (1 - score) * SIDE, 1)


def _path(
    into: ET.Element, points: Sequence[tuple[float, float]], style: str, *, closed: bool = False
) -> None:
    if len(points) > 1:
        steps = " L".join(f"{_x(x)} {_y(y)}" for x, y in points)
        _add(into, "path", d=f"M{steps}{' Z' if closed else ''}", **{"class": style})


def _write(
    into: ET.Element, x: float, y: float, text: str, style: str, anchor: str = "start"
) -> ET.Element:
    return _add(into, "text", text, x=x, y=y, **{"class": style, "text-anchor": anchor})


def _add(into: ET.Element, name: str, text: str | None = None, **attributes: object) -> ET.Element:
    given = {key: str(value) for key, value in attributes.items() if value != ""}
    element = ET.SubElement(into, name, given)
    element.text = text
    return element
