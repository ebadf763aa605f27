"""GEXF 1.3, for Gephi and Gephi Lite: attributes, and size, colour and place of each node.

Source: GEXF 1.3 schema and primer, https://gexf.net/schema.html, https://gexf.net/viz.html.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Final

import networkx as nx
from lxml import etree

from rightsgraph.networks.attributes import Attribute, Scalar
from rightsgraph.networks.exports.appearance import Appearance, rgb
from rightsgraph.networks.exports.content import (
    edge_attributes,
    edges_of,
    node_attributes,
    nodes_of,
    source_of,
    title_of,
)

_SPACE: Final = "http://gexf.net/1.3"
_VIZ: Final = "http://gexf.net/1.3/viz"
_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
_TYPES: Final[Mapping[type, str]] = {
    str: "string",
    int: "long",
    float: "double",
    bool: "boolean",
}
# What the format has places of its own for.
_NOT_VALUES: Final = frozenset({"label", "x", "y", "weight"})


def write_gexf(network: nx.Graph, out: IO[bytes]) -> None:
    """Write a network as GEXF 1.3."""
    look = Appearance(network)
    of_nodes = [a for a in node_attributes(network) if a.name not in _NOT_VALUES]
    of_edges = [a for a in edge_attributes(network) if a.name not in _NOT_VALUES]
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        names = {None: _SPACE, "viz": _VIZ, "xsi": _INSTANCE}
        place = {
            f"{{{_INSTANCE}}}schemaLocation": f"{_SPACE} {_SPACE}/gexf.xsd",
            "version": "1.3",
        }
        with file.element(_tag("gexf"), place, nsmap=names):
            file.write(_meta(network))
            way = "directed" if network.is_directed() else "undirected"
            with file.element(_tag("graph"), {"defaultedgetype": way, "mode": "static"}):
                file.write(_declared("node", of_nodes))
                file.write(_declared("edge", of_edges))
                with file.element(_tag("nodes")):
                    for node, told in nodes_of(network):
                        file.write(_node(node, told, look))
                with file.element(_tag("edges")):
                    for number, (source, target, told) in enumerate(edges_of(network)):
                        file.write(_edge(number, source, target, told))


def _tag(name: str) -> str:
    return f"{{{_SPACE}}}{name}"


def _meta(network: nx.Graph) -> etree._Element:
    meta = etree.Element(_tag("meta"))
    created = str(network.graph.get("created", ""))[:10]
    if created:
        meta.set("lastmodifieddate", created)
    etree.SubElement(meta, _tag("creator")).text = "rightsgraph"
    told = f"{title_of(network)}. {source_of(network)}."
    etree.SubElement(meta, _tag("description")).text = told
    return meta


def _declared(domain: str, attributes: list[Attribute]) -> etree._Element:
    element = etree.Element(_tag("attributes"), {"class": domain, "mode": "static"})
    for attribute in attributes:
        etree.SubElement(
            element,
            _tag("attribute"),
            id=attribute.name,
            title=attribute.name,
            type=_TYPES[attribute.type],
        )
    return element


def _node(node: str, told: Mapping[str, Scalar], look: Appearance) -> etree._Element:
    element = etree.Element(_tag("node"), id=node, label=str(told.get("label", node)))
    _values(element, told)
    red, green, blue = rgb(look.colour(node))
    colour = {"r": str(red), "g": str(green), "b": str(blue)}
    etree.SubElement(element, f"{{{_VIZ}}}color", colour)
    if "x" in told and "y" in told:
        place = {"x": str(told["x"]), "y": str(told["y"]), "z": "0"}
        etree.SubElement(element, f"{{{_VIZ}}}position", place)
    etree.SubElement(element, f"{{{_VIZ}}}size", value=f"{look.size(node):.2f}")
    return element


def _edge(number: int, source: str, target: str, told: Mapping[str, Scalar]) -> etree._Element:
    element = etree.Element(_tag("edge"), id=str(number), source=source, target=target)
    if "weight" in told:
        element.set("weight", str(told["weight"]))
    _values(element, told)
    return element


def _values(element: etree._Element, told: Mapping[str, Scalar]) -> None:
    values = etree.SubElement(element, _tag("attvalues"))
    for name, value in told.items():
        if name not in _NOT_VALUES:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            etree.SubElement(values, _tag("attvalue"), {"for": name, "value": text})
