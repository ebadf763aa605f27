"""GraphML, for networkx, igraph, yEd, Cytoscape and most other tools.

Source: The GraphML File Format 1.0, http://graphml.graphdrawing.org/specification.html (attributes
by `key` and `data`, section 3.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Final

import networkx as nx
from lxml import etree

from rightsgraph.networks.attributes import Attribute, Scalar
from rightsgraph.networks.exports.content import (
    edge_attributes,
    edges_of,
    graph_attributes,
    node_attributes,
    nodes_of,
)

_SPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA: Final = f"{_SPACE} {_SPACE}/1.0/graphml.xsd"
_TYPES: Final[Mapping[type, str]] = {
    str: "string",
    int: "long",
    float: "double",
    bool: "boolean",
}


def write_graphml(network: nx.Graph, out: IO[bytes]) -> None:
    """Write a network as GraphML."""
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        names = {None: _SPACE, "xsi": _INSTANCE}
        place = {f"{{{_INSTANCE}}}schemaLocation": _SCHEMA}
        with file.element(_tag("graphml"), place, nsmap=names):
            told = graph_attributes(network)
            for name, value in told.items():
                file.write(_key("graph", Attribute(name, type(value), "")))
            for attribute in node_attributes(network):
                file.write(_key("node", attribute))
            for attribute in edge_attributes(network):
                file.write(_key("edge", attribute))
            way = "directed" if network.is_directed() else "undirected"
            with file.element(_tag("graph"), edgedefault=way):
                for each in _data("graph", told):
                    file.write(each)
                for node, attributes in nodes_of(network):
                    element = etree.Element(_tag("node"), id=node)
                    element.extend(_data("node", attributes))
                    file.write(element)
                for source, target, attributes in edges_of(network):
                    element = etree.Element(_tag("edge"), source=source, target=target)
                    element.extend(_data("edge", attributes))
                    file.write(element)


def _tag(name: str) -> str:
    return f"{{{_SPACE}}}{name}"


def _key(domain: str, attribute: Attribute) -> etree._Element:
    key = etree.Element(_tag("key"), id=f"{domain}-{attribute.name}")
    key.set("for", domain)
    key.set("attr.name", attribute.name)
    key.set("attr.type", _TYPES[attribute.type])
    if attribute.about:
        etree.SubElement(key, _tag("desc")).text = attribute.about
    return key


def _data(domain: str, attributes: Mapping[str, Scalar]) -> list[etree._Element]:
    found = []
    for name, value in attributes.items():
        element = etree.Element(_tag("data"), key=f"{domain}-{name}")
        element.text = str(value).lower() if isinstance(value, bool) else str(value)
        found.append(element)
    return found
