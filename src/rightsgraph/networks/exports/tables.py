"""Tables of nodes and of edges as CSV, alone or together in a zip, and Pajek's lists.

Source: RFC 4180 (CSV); A. Mrvar and V. Batagelj, Pajek reference manual, section 5.3 (Arcs/Edges).
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Final

import networkx as nx

from rightsgraph.networks.attributes import Scalar
from rightsgraph.networks.exports.content import (
    edge_attributes,
    edges_of,
    graph_attributes,
    node_attributes,
    nodes_of,
)

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: the same bytes each time


def write_node_table(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the nodes as CSV: `id` and a column for each attribute."""
    names = [attribute.name for attribute in node_attributes(network)]
    rows = ([node, *(_cell(told.get(name)) for name in names)] for node, told in nodes_of(network))
    _write_table(out, ["id", *names], rows)


def write_edge_table(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the edges as CSV: `source`, `target` and a column for each attribute."""
    names = [attribute.name for attribute in edge_attributes(network)]
    rows = (
        [source, target, *(_cell(told.get(name)) for name in names)]
        for source, target, told in edges_of(network)
    )
    _write_table(out, ["source", "target", *names], rows)


def write_tables(network: nx.Graph, out: IO[bytes]) -> None:
    """Write a zip with `nodes.csv`, `edges.csv` and `network.json`, which tells of the network."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, write in (("nodes.csv", write_node_table), ("edges.csv", write_edge_table)):
            table = io.BytesIO()
            write(network, table)
            file.writestr(_entry(name), table.getvalue())
        told = {"directed": network.is_directed(), **graph_attributes(network)}
        file.writestr(_entry("network.json"), json.dumps(told, indent=2, ensure_ascii=False))


def write_pajek(network: nx.Graph, out: IO[bytes]) -> None:
    """Write a network for Pajek: a vertex is named by its IRI, its attributes follow as pairs.

    The format knows no escapes: a quotation mark becomes an apostrophe, a backslash a slash, the
    end of a line a blank.
    """
    places: dict[str, int] = {}
    lines = [f"*Vertices {len(network)}"]
    for number, (node, told) in enumerate(nodes_of(network), 1):
        places[node] = number
        place = f"{told.get('x', 0.0)} {told.get('y', 0.0)} ellipse"
        pairs = _pairs(told, without=("x", "y"))
        lines.append(f"{number} {_quoted(node)} {place} {pairs}".rstrip())
    lines.append("*Arcs" if network.is_directed() else "*Edges")
    for source, target, told in edges_of(network):
        weight = float(told.get("weight", 1))
        pairs = _pairs(told, without=("weight",))
        lines.append(f"{places[source]} {places[target]} {weight} {pairs}".rstrip())
    out.write(("\n".join(lines) + "\n").encode())


def _pairs(told: Mapping[str, Scalar], without: tuple[str, ...]) -> str:
    return " ".join(f"{n} {_quoted(value)}" for n, value in told.items() if n not in without)


def _write_table(out: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    file = io.TextIOWrapper(out, encoding="utf-8", newline="")
    table = csv.writer(file)
    table.writerow(head)
    table.writerows(rows)
    file.flush()
    file.detach()


def _cell(value: Scalar | None) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _quoted(value: Scalar) -> str:
    text = _cell(value).replace('"', "'").replace("\\", "/")
    return '"' + " ".join(text.split()) + '"'
