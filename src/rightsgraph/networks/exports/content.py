"""What is written of a network: nodes and edges in order, and text that every format can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import networkx as nx

from rightsgraph.networks.attributes import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    Attribute,
    Scalar,
    used,
)

# What XML 1.0 cannot hold, not even as a reference (section 2.2, production Char).
_UNPRINTABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT: Final = "\ufffd"
_TITLES: Final = {
    "cites": "Citations between {}",
    "co-citation": "Co-citation of {}",
    "coupling": "Bibliographic coupling of {}",
}


def printable(text: str) -> str:
    r"""The text with U+FFFD for every character that XML, or Unicode itself, does not know.

    Example:
        >>> printable("a\x00b\ud800c")
        'a�b�c'
    """
    if text.isprintable():  # nearly all are; it is quicker to see
        return text
    return _UNPRINTABLE.sub(_REPLACEMENT, text)


def nodes_of(network: nx.Graph) -> Iterator[tuple[str, dict[str, Scalar]]]:
    """The nodes in the order of the alphabet, each with its attributes in their order."""
    known = node_attributes(network)
    for node in sorted(network):
        yield printable(node), _clean(known, network.nodes[node])


def edges_of(network: nx.Graph) -> Iterator[tuple[str, str, dict[str, Scalar]]]:
    """The edges in the order of the alphabet, each with its attributes in their order."""
    known = edge_attributes(network)
    ends = network.edges if network.is_directed() else (sorted(edge) for edge in network.edges)
    for source, target in sorted((s, t) for s, t in ends):
        told = _clean(known, network.edges[source, target])
        yield printable(source), printable(target), told


def node_attributes(network: nx.Graph) -> list[Attribute]:
    """The attributes that nodes have."""
    return used(NODE_ATTRIBUTES, (told for _, told in network.nodes(data=True)))


def edge_attributes(network: nx.Graph) -> list[Attribute]:
    """The attributes that edges have."""
    return used(EDGE_ATTRIBUTES, (told for _, _, told in network.edges(data=True)))


def graph_attributes(network: nx.Graph) -> dict[str, Scalar]:
    """The attributes of the network itself."""
    return {
        str(name): printable(value) if isinstance(value, str) else value
        for name, value in network.graph.items()
        if isinstance(value, str | int | float | bool)
    }


def title_of(network: nx.Graph) -> str:
    """A title: what the nodes and edges are, and which filters hold.

    Example:
        >>> title_of(nx.Graph(level="actors", relation="co-citation", filters="state PRK"))
        'Co-citation of actors (state PRK)'
    """
    told = network.graph
    nodes = str(told.get("level", "nodes"))
    start = _TITLES.get(str(told.get("relation", "")), "Network of {}").format(nodes)
    community = f"community of {told['community']}" if "community" in told else ""
    limits = "; ".join(str(t) for t in (told.get("filters", ""), _around(network), community) if t)
    return printable(start + (f" ({limits})" if limits else ""))


def source_of(network: nx.Graph) -> str:
    """A line that says which state of the graph it comes from, and how large it is."""
    size = f"{len(network):,} nodes, {network.number_of_edges():,} edges"
    snapshot = network.graph.get("snapshot", "")
    return f"rightsgraph, snapshot {snapshot}; {size}" if snapshot else f"rightsgraph; {size}"


def _around(network: nx.Graph) -> str:
    ego = network.graph.get("ego")
    if not ego:
        return ""
    label = network.nodes[ego].get("label", ego) if ego in network else ego
    return f"within {network.graph.get('radius', 1)} of {label}"


def _clean(known: list[Attribute], told: dict[str, Any]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    for attribute in known:
        if attribute.name in told:
            value = attribute.type(told[attribute.name])
            found[attribute.name] = printable(value) if isinstance(value, str) else value
    return found
