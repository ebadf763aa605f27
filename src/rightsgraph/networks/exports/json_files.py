"""JSON: networkx's node-link form, graphology's serialisation, columns, and JSON-LD.

Source: networkx.readwrite.json_graph; graphology, Serialization
(https://graphology.github.io/serialization.html); JSON-LD 1.1; RDF 1.1 Schema, section 5.3
(reification), for what is said about an edge.
"""

from __future__ import annotations

import json
from operator import itemgetter
from typing import IO, Any, Final

import networkx as nx

from rightsgraph.networks.attributes import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    Attribute,
    Scalar,
)
from rightsgraph.networks.exports.appearance import Appearance
from rightsgraph.networks.exports.content import (
    edge_attributes,
    edges_of,
    graph_attributes,
    node_attributes,
    nodes_of,
    printable,
    title_of,
)
from rightsgraph.vocabulary import PREFIXES

TERMS: Final = "https://w3id.org/rightsgraph/network#"
_NAMES: Final = ("rdf", "rdfs", "rg", "dcterms", "cito", "foaf")
# What the graph has terms for; all other attributes are terms of TERMS.
_CONTEXT: Final = {
    **{name: PREFIXES[name] for name in _NAMES if name in PREFIXES},
    "@vocab": TERMS,
    "label": "rdfs:label",
    "title": "dcterms:title",
    "symbol": "rg:symbol",
    "pinpoint": "rg:pinpoint",
    "date": "dcterms:issued",
    **{
        name: {"@id": term, "@type": "@id"}
        for name, term in (
            ("kind", "rg:documentKind"),
            ("body", "rg:issuedBy"),
            ("state", TERMS + "state"),
            ("document", "dcterms:isPartOf"),
            ("identifiedAs", "rg:identifiedAs"),
            ("citations", TERMS + "citation"),
            ("shared", TERMS + "shared"),
            ("cites", "cito:cites"),
            ("coCitedWith", TERMS + "coCitedWith"),
            ("coupledWith", TERMS + "coupledWith"),
            ("subject", "rdf:subject"),
            ("predicate", "rdf:predicate"),
            ("object", "rdf:object"),
        )
    },
}
# The texts that fit into columns; others are behind the IRI of the node.
_COLUMNS: Final = ("label", "nodeType", "kindName", "date", "centre")
_TIE_COLUMNS: Final = ("weight", "first", "last", "mainPath")
NODE_COLUMNS: Final = tuple(
    name for name, each in NODE_ATTRIBUTES.items() if each.type is not str or name in _COLUMNS
)
EDGE_COLUMNS: Final = tuple(name for name in EDGE_ATTRIBUTES if name in _TIE_COLUMNS)
_SEVERAL: Final = ("body", "state", "citations", "shared")
_RELATIONS: Final = {"cites": "cites", "co-citation": "coCitedWith", "coupling": "coupledWith"}


def write_node_link(network: nx.Graph, out: IO[bytes]) -> None:
    """Write what `networkx.node_link_graph(data, edges="edges")` reads."""
    _write(
        out,
        {
            "directed": bool(network.is_directed()),
            "multigraph": False,
            "graph": graph_attributes(network),
            "nodes": [{"id": node, **told} for node, told in nodes_of(network)],
            "edges": [{"source": s, "target": t, **told} for s, t, told in edges_of(network)],
        },
    )


def write_graphology(network: nx.Graph, out: IO[bytes]) -> None:
    """Write what graphology's `import` reads, with place, size and colour as sigma wants them."""
    look = Appearance(network)
    way = "directed" if network.is_directed() else "undirected"

    def drawn(node: str, told: dict[str, Scalar]) -> dict[str, Scalar]:
        return {**told, "size": round(look.size(node), 2), "color": look.colour(node)}

    edges: list[dict[str, Any]] = []
    for number, (source, target, told) in enumerate(edges_of(network)):
        edge: dict[str, Any] = {"key": str(number), "source": source, "target": target}
        edges.append({**edge, "undirected": way == "undirected", "attributes": told})
    _write(
        out,
        {
            "options": {"type": way, "multi": False, "allowSelfLoops": False},
            "attributes": {"title": title_of(network), **graph_attributes(network)},
            "nodes": [{"key": n, "attributes": drawn(n, told)} for n, told in nodes_of(network)],
            "edges": edges,
        },
    )


def write_columns(network: nx.Graph, out: IO[bytes]) -> None:
    """Write a list for each attribute: what a picture or a data frame takes, and little else.

    `nodes` and `edges` hold lists of one length each; `source` and `target` of an edge are numbers
    of nodes. What a node does not have is null. `legend` says what the colours stand for.
    """
    look = Appearance(network)
    ids = sorted(network)
    numbers = {node: number for number, node in enumerate(ids)}
    nodes = [network.nodes[node] for node in ids]
    columns: dict[str, list[Scalar | None]] = {"id": [printable(node) for node in ids]}
    for each in node_attributes(network):
        if each.name in NODE_COLUMNS:
            columns[each.name] = _column(each, nodes)
    columns["size"] = [round(look.size(node), 2) for node in ids]
    columns["colour"] = [look.colour(node) for node in ids]
    found = [(numbers[s], numbers[t], told) for s, t, told in network.edges(data=True)]
    if not network.is_directed():
        found = [(min(s, t), max(s, t), told) for s, t, told in found]
    found.sort(key=itemgetter(0, 1))
    edges = [told for _, _, told in found]
    ties: dict[str, list[Scalar | None]] = {
        "source": [source for source, _, _ in found],
        "target": [target for _, target, _ in found],
    }
    for each in edge_attributes(network):
        if each.name in EDGE_COLUMNS:
            ties[each.name] = _column(each, edges)
    _write(
        out,
        {
            "directed": bool(network.is_directed()),
            "title": title_of(network),
            "network": graph_attributes(network),
            "sizeBy": look.size_by,
            "colourBy": look.colour_by,
            "legend": [list(entry) for entry in look.legend],
            "nodes": columns,
            "edges": ties,
        },
    )


def _column(attribute: Attribute, items: list[dict[str, Any]]) -> list[Scalar | None]:
    """The values of an attribute; of what does not have it, nothing."""
    name, kind = attribute.name, attribute.type
    values = [told.get(name) for told in items]
    if kind is str:
        return [value if value is None else printable(str(value)) for value in values]
    return [value if value is None else kind(value) for value in values]


def write_json_ld(network: nx.Graph, out: IO[bytes]) -> None:
    """Write a network as linked data: the plain edges, and a statement about each."""
    relation = _RELATIONS.get(str(network.graph.get("relation", "cites")), "cites")
    things: dict[str, dict[str, Any]] = {
        node: {"@id": node, **_linked(told)} for node, told in nodes_of(network)
    }
    statements = []
    for source, target, told in edges_of(network):
        things[source].setdefault(relation, []).append(target)
        about = {"subject": source, "predicate": _expanded(relation), "object": target}
        statements.append({"@type": "rdf:Statement", **about, **_linked(told)})
    about_it = {"@type": "Network", "directed": network.is_directed(), **graph_attributes(network)}
    everything = [about_it, *things.values(), *statements]
    _write(out, {"@context": _CONTEXT, "@graph": everything})


def _linked(told: dict[str, Scalar]) -> dict[str, Any]:
    """The attributes, with IRIs that stand in one text as a list."""
    return {name: str(value).split() if name in _SEVERAL else value for name, value in told.items()}


def _expanded(relation: str) -> str:
    return PREFIXES["cito"] + "cites" if relation == "cites" else TERMS + relation


def _write(out: IO[bytes], content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    out.write(text.encode() + b"\n")
