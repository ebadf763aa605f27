"""How nodes look in pictures: size by a measure, colour by community or by what they are.

Source: M. Okabe and K. Ito, Color universal design (2008), for colours that people with any kind
of colour vision tell apart.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import networkx as nx

_COLOURS: Final = (
    *("#0072b2", "#d55e00", "#009e73", "#cc79a7"),
    *("#e69f00", "#56b4e9", "#94700a", "#7d5fc0"),
)
_OTHERS: Final = "#8a8a8a"
_SMALLEST: Final = 4.0
_LARGEST: Final = 22.0
# The first of these that nodes have gives their size and their colour.
_SIZED_BY: Final = (
    *("pagerank", "authority", "betweenness", "core"),
    *("weightedInDegree", "weightedDegree", "inDegree", "degree"),
)
_COLOURED_BY: Final = ("community", "leidenCommunity", "kindName", "nodeType")


class Appearance:
    """Size and colour of every node.

    Args:
        network: The network.
        size_by: The attribute that gives the size; by default the measure that was computed.
        colour_by: The attribute that gives the colour; by default the community, else the kind.
    """

    def __init__(self, network: nx.Graph, size_by: str = "", colour_by: str = "") -> None:
        present = {name for _, told in network.nodes(data=True) for name in told}
        self.size_by: Final = size_by or _first_of(_SIZED_BY, present)
        self.colour_by: Final = colour_by or _first_of(_COLOURED_BY, present)
        self._values = {
            node: float(told.get(self.size_by, 0) or 0) for node, told in network.nodes(data=True)
        }
        self._most = max(self._values.values(), default=0.0)
        self._groups = {
            node: str(told.get(self.colour_by, "")) for node, told in network.nodes(data=True)
        }
        counts = Counter(group for group in self._groups.values() if group)
        most = sorted(counts, key=lambda group: (-counts[group], group))
        self._colours = dict(zip(most, _COLOURS, strict=False))
        self._has_others = len(most) > len(_COLOURS) or len(counts) < len(
            set(self._groups.values())
        )

    def size(self, node: str) -> float:
        """The radius of a node: 4 to 22, its area in proportion to the value."""
        if self._most <= 0:
            return _SMALLEST * 1.5
        share = max(self._values.get(node, 0.0), 0.0) / self._most
        return _SMALLEST + (_LARGEST - _SMALLEST) * float(share**0.5)

    def value(self, node: str) -> float:
        """The value behind the size."""
        return self._values.get(node, 0.0)

    def colour(self, node: str) -> str:
        """The colour of a node, as #rrggbb."""
        return self._colours.get(self._groups.get(node, ""), _OTHERS)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """The colours with what they stand for."""
        word = "community " if self.colour_by in ("community", "leidenCommunity") else ""
        found = [(colour, word + group) for group, colour in self._colours.items()]
        return [*found, (_OTHERS, "others")] if self._has_others else found


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255.

    Example:
        >>> rgb("#0072b2")
        (0, 114, 178)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _first_of(names: tuple[str, ...], present: set[str]) -> str:
    return next((name for name in names if name in present), "")
