"""A picture of a network as lines, discs and texts, which SVG and PNG are drawn from.

Labels are put where they cover no other label and no larger node: the nodes that count most come
first, and a node whose label has no room goes without. Above a bound only the nodes that count
most are drawn, and the picture says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import networkx as nx

from rightsgraph.networks.attributes import NODE_ATTRIBUTES
from rightsgraph.networks.exports.appearance import Appearance
from rightsgraph.networks.exports.content import (
    edges_of,
    printable,
    source_of,
    title_of,
)
from rightsgraph.networks.layout import lay_out

WIDTH: Final = 1400
HEIGHT: Final = 1000
MOST_DRAWN: Final = 3000
_MOST_LABELS: Final = 120
_NOT_COVERED: Final = 200  # so many of the largest nodes
_MARGIN: Final = 40.0
_TOP: Final = 84.0
_BOTTOM: Final = 52.0
_SIDE: Final = 280.0  # for the legend
_LABEL: Final = 13.0
_LONGEST: Final = 44
_CHARACTER: Final = 0.56  # mean width of a character, of the size of the letters


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line. Positions are in pixels; y grows downwards."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: str
    opacity: float = 1.0
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A node, with what is said about it."""

    x: float
    y: float
    radius: float
    colour: str
    node: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `x` is its beginning, its middle or its end, `y` its foot."""

    x: float
    y: float
    text: str
    size: float = _LABEL
    anchor: str = "start"
    bold: bool = False
    colour: str = "#1a1a1a"


Mark = Line | Disc | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Args:
        title: What it shows.
        description: The same for those who cannot see it.
        marks: What is drawn, one above the other.
    """

    title: str
    description: str
    marks: tuple[Mark, ...] = field(repr=False)
    width: int = WIDTH
    height: int = HEIGHT


def draw(network: nx.Graph) -> Picture:
    """A picture of a network; one without positions is laid out on a copy first."""
    shown, remark = _what_is_shown(network)
    if any("x" not in told for _, told in shown.nodes(data=True)):
        shown = shown.copy()
        lay_out(shown)
    look = Appearance(network)
    places = _fitted(shown)
    marks: list[Mark] = [*_years(network, shown, places), *_edges(shown, places, look)]
    order = sorted(places, key=lambda node: (-look.value(node), node))
    discs = [_disc(node, shown.nodes[node], places[node], look) for node in order]
    marks += reversed(discs)  # the largest on top
    marks += _labels(discs, shown)
    title = title_of(network)
    source = source_of(network) + (f"; {remark}" if remark else "")
    marks.append(Words(_MARGIN, 44, _cut(title, 110), 22, bold=True))
    marks.append(Words(_MARGIN, HEIGHT - 22, source, 12, colour="#555555"))
    marks += _legend(network, look)
    return Picture(title, f"{title}. {source}.", tuple(marks))


def _what_is_shown(network: nx.Graph) -> tuple[nx.Graph, str]:
    if len(network) <= MOST_DRAWN:
        return network, ""
    look = Appearance(network)
    kept = sorted(network, key=lambda node: (-look.value(node), -network.degree(node), node))
    return network.subgraph(
        kept[:MOST_DRAWN]
    ), f"the {MOST_DRAWN:,} nodes that count most are drawn"


def _fitted(network: nx.Graph) -> dict[str, tuple[float, float]]:
    """Where each node is in the picture."""
    if not network:
        return {}
    told = dict(network.nodes(data=True))
    xs = [float(told[node]["x"]) for node in told]
    ys = [float(told[node]["y"]) for node in told]
    room = (WIDTH - _SIDE - 2 * _MARGIN - 60, HEIGHT - _TOP - _BOTTOM - 60)
    scale = min(room[0] / max(max(xs) - min(xs), 1e-9), room[1] / max(max(ys) - min(ys), 1e-9))
    scale = min(scale, 1e3)
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    centre = (_MARGIN + 30 + room[0] / 2, _TOP + 30 + room[1] / 2)
    return {
        node: (
            round(centre[0] + (x - middle[0]) * scale, 2),
            round(centre[1] - (y - middle[1]) * scale, 2),
        )
        for node, x, y in zip(told, xs, ys, strict=True)
    }


def _edges(
    network: nx.Graph, places: Mapping[str, tuple[float, float]], look: Appearance
) -> Iterator[Line]:
    heaviest = max((w or 1 for _, _, w in network.edges(data="weight")), default=1)
    many = network.number_of_edges()
    opacity = 0.7 if many <= 200 else 0.4 if many <= 2000 else 0.2
    for source, target, told in edges_of(network):
        (x1, y1), (x2, y2) = places[source], places[target]
        length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1e-9)
        gap = min(look.size(target) + 2, length / 2)  # so that the arrow ends at the disc
        share = 1 - gap / length
        main = bool(told.get("mainPath"))
        yield Line(
            x1,
            y1,
            round(x1 + (x2 - x1) * share, 2),
            round(y1 + (y2 - y1) * share, 2),
            round(0.8 + 3.2 * (float(told.get("weight", 1)) / heaviest) ** 0.5, 2),
            "#b00020" if main and many > 1 else "#7d8794",
            opacity,
            arrow=network.is_directed() and many <= 1000,
        )


def _years(
    network: nx.Graph, shown: nx.Graph, places: Mapping[str, tuple[float, float]]
) -> Iterator[Mark]:
    """The beginning of each year, in a layout by date."""
    ticks = str(network.graph.get("years", "")).split()
    dated = [node for node in places if shown.nodes[node].get("year")]
    if not ticks or not dated or network.graph.get("layout") != "dated":
        return
    some = {float(shown.nodes[node]["x"]): places[node][0] for node in dated}
    low, high = min(some), max(some)
    scale = (some[high] - some[low]) / (high - low) if high > low else 1.0
    undated = [places[node][0] for node in places if not shown.nodes[node].get("year")]
    if undated:
        foot = HEIGHT - _BOTTOM - 4
        yield Words(min(undated), foot, "no date", 12, anchor="middle", colour="#777777")
    step = max(1, len(ticks) // 15)
    for tick in ticks[::step]:
        year, _, place = tick.partition(":")
        x = round(some[low] + (float(place) - low) * scale, 2)
        if _MARGIN <= x <= WIDTH - _SIDE:
            yield Line(x, _TOP, x, HEIGHT - _BOTTOM, 1, "#e3e6ea")
            yield Words(x + 4, HEIGHT - _BOTTOM - 4, year, 12, colour="#777777")


def _disc(node: str, told: Mapping[str, Any], place: tuple[float, float], look: Appearance) -> Disc:
    label = str(told.get("label", node))
    about = [label, str(told.get("title", "")), str(told.get("date", ""))]
    if look.size_by:
        about.append(f"{_name(look.size_by)}: {told.get(look.size_by, 0)}")
    lines = dict.fromkeys(printable(text) for text in about if text)
    return Disc(*place, round(look.size(node), 2), look.colour(node), node, "\n".join(lines))


def _labels(discs: list[Disc], network: nx.Graph) -> Iterator[Words]:
    """Labels beside their nodes, those that count most first, none over another one."""
    large = discs[:_NOT_COVERED]
    nodes = [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in large]
    taken: list[tuple[float, float, float, float]] = []
    for number, disc in enumerate(discs[:_MOST_LABELS]):
        text = _label(disc.node, network.nodes[disc.node])
        width = len(text) * _LABEL * _CHARACTER
        # Above and below it goes aside at the edge of the picture.
        middle = min(max(disc.x, 5 + width / 2), WIDTH - _SIDE + 59 - width / 2)
        for x, y, anchor in (
            (disc.x + disc.radius + 4, disc.y + 4, "start"),
            (disc.x - disc.radius - 4, disc.y + 4, "end"),
            (middle, disc.y - disc.radius - 5, "middle"),
            (middle, disc.y + disc.radius + _LABEL, "middle"),
            (middle, disc.y - disc.radius - 5 - _LABEL, "middle"),
            (middle, disc.y + disc.radius + 2 * _LABEL, "middle"),
        ):
            left = x - {"start": 0.0, "end": width, "middle": width / 2}[anchor]
            box = (left, y - _LABEL, left + width, y + 3)
            inside = box[0] >= 4 and box[2] <= WIDTH - _SIDE + 60
            others = [*nodes[:number], *nodes[number + 1 :], *taken]
            if inside and not any(_overlap(box, other) for other in others):
                taken.append(box)
                yield Words(round(x, 2), round(y, 2), printable(text), anchor=anchor)
                break


def _label(node: str, told: Mapping[str, Any]) -> str:
    """The label, cut where it is long; the place in a document is kept."""
    label, place = str(told.get("label", node)), str(told.get("pinpoint", ""))
    if place and len(place) < _LONGEST - 8 and label.endswith(" " + place):
        return f"{_cut(label.removesuffix(place), _LONGEST - len(place) - 1)} {place}"
    return _cut(label, _LONGEST)


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _legend(network: nx.Graph, look: Appearance) -> Iterator[Mark]:
    x, y = WIDTH - _SIDE + 70, _TOP + 16
    if look.colour_by:
        yield Words(x, y, f"Colour: {_name(look.colour_by)}", bold=True)
        for colour, text in look.legend:
            y += 22
            yield Disc(x + 7, y - 5, 7, colour)
            yield Words(x + 22, y, _cut(text, 26))
        y += 36
    if look.size_by:
        yield Words(x, y, f"Size: {_name(look.size_by)}", bold=True)
        y += 36
    yield Words(x, y, "Lines", bold=True)
    y += 22
    yield Line(x, y - 4, x + 30, y - 4, 2, "#7d8794", 0.9, arrow=network.is_directed())
    yield Words(x + 40, y, "cites" if network.is_directed() else "has in common")
    if any(told.get("mainPath") for _, _, told in network.edges(data=True)):
        y += 22
        yield Line(x, y - 4, x + 30, y - 4, 2, "#b00020", 0.9, arrow=True)
        yield Words(x + 40, y, "main path")


def _name(attribute: str) -> str:
    names = {
        "weightedInDegree": "citations received",
        "inDegree": "nodes that cite it",
        "weightedDegree": "weight of its edges",
        "pagerank": "PageRank",
        "kindName": "kind",
        "nodeType": "kind",
        "leidenCommunity": "community",
    }
    return names.get(attribute, attribute if attribute in NODE_ATTRIBUTES else "value")


def _cut(text: str, longest: int) -> str:
    text = " ".join(printable(text).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
