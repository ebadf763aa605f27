"""The communities of a large network, packed: to open one without making the network again.

    4 bytes    how long the first part is
    part 1     the network of the communities
    part 2     the whole network, with what pictures need of its nodes and edges

Each part is a network in JSON, a list for each attribute, deflated.
"""

from __future__ import annotations

import json
import zlib
from typing import Any, Final

import networkx as nx

from rightsgraph.networks.exports.json_files import EDGE_COLUMNS, NODE_COLUMNS
from rightsgraph.networks.gathering import Gathering
from rightsgraph.networks.neighbourhood import find_node

_LENGTH: Final = 4
_LEVEL: Final = 1  # of deflate: the quickest


def pack(gathering: Gathering, gathered: nx.Graph) -> bytes:
    """What is needed to see the communities, and to open each.

    Args:
        gathering: The communities.
        gathered: What its method of that name gave.
    """
    told = {"attribute": gathering.attribute, "how": gathering.how}
    first = _packed(gathered, {})
    return len(first).to_bytes(_LENGTH, "big") + first + _packed(gathering.network, told)


def unpack_gathered(packed: bytes) -> nx.Graph:
    """The network of the communities, as `Gathering.gathered` gave it."""
    return _network(_unpacked(packed[_LENGTH : _LENGTH + _first_length(packed)]))


def unpack_community(packed: bytes, name: str) -> nx.Graph:
    """One community, as `Gathering.community` gives it, with what pictures need.

    Args:
        packed: What `pack` returned.
        name: A node of it.

    Raises:
        NodeNotFoundError: There is no such node, or several are called so.
    """
    columns = _unpacked(packed[_LENGTH + _first_length(packed) :])
    ids: list[str] = columns["nodes"]["id"]
    node = name if name in ids else _found(columns["nodes"], name)
    numbers = columns["nodes"][columns["attribute"]]
    number = numbers[ids.index(node)]
    members = {row for row, other in enumerate(numbers) if other == number}
    part = _network(columns, members)
    return Gathering(part, columns["attribute"], columns["how"]).community(node)


def _found(nodes: dict[str, list[Any]], name: str) -> str:
    """The node of another name than its IRI."""
    names = nx.Graph()
    labels = nodes.get("label") or [""] * len(nodes["id"])
    names.add_nodes_from(
        (node, {"label": label}) for node, label in zip(nodes["id"], labels, strict=True)
    )
    return find_node(names, name)


def _first_length(packed: bytes) -> int:
    return int.from_bytes(packed[:_LENGTH], "big")


def _packed(network: nx.Graph, told: dict[str, str]) -> bytes:
    ids = list(network)
    places = {node: place for place, node in enumerate(ids)}
    edges = list(network.edges(data=True))
    nodes = [network.nodes[node] for node in ids]
    content: dict[str, Any] = {
        **told,
        "directed": network.is_directed(),
        "graph": dict(network.graph),
        "nodes": {"id": ids} | _columns(nodes, NODE_COLUMNS),
        "edges": {
            "source": [places[source] for source, _, _ in edges],
            "target": [places[target] for _, target, _ in edges],
        }
        | _columns([each for _, _, each in edges], EDGE_COLUMNS),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def _unpacked(part: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(part).decode("utf-8", "surrogatepass"))
    return found


def _columns(items: list[dict[str, Any]], names: tuple[str, ...]) -> dict[str, list[Any]]:
    found = {name: [told.get(name) for told in items] for name in names}
    return {
        name: column for name, column in found.items() if any(each is not None for each in column)
    }


def _network(columns: dict[str, Any], rows: set[int] | None = None) -> nx.Graph:
    """The network of columns, or the part of it with some of its nodes."""
    network: nx.Graph = nx.DiGraph() if columns["directed"] else nx.Graph()
    network.graph.update(columns["graph"])
    nodes, edges = dict(columns["nodes"]), dict(columns["edges"])
    ids = nodes.pop("id")
    for row in range(len(ids)) if rows is None else sorted(rows):
        network.add_node(ids[row], **_told(nodes, row))
    sources, targets = edges.pop("source"), edges.pop("target")
    for row, (source, target) in enumerate(zip(sources, targets, strict=True)):
        if rows is None or (source in rows and target in rows):
            network.add_edge(ids[source], ids[target], **_told(edges, row))
    return network


def _told(columns: dict[str, list[Any]], row: int) -> dict[str, Any]:
    return {name: column[row] for name, column in columns.items() if column[row] is not None}
