"""A network in a few lines: how large it is, what was not counted, who stands at the top."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from rightsgraph.errors import ParameterError
from rightsgraph.networks.attributes import NODE_ATTRIBUTES, Scalar
from rightsgraph.networks.exports.content import title_of
from rightsgraph.networks.measures import MEASURES


@dataclass(frozen=True, slots=True)
class Summary:
    """A network in a few lines.

    Args:
        title: What it is.
        facts: Names and values: its size, its parts, what was not counted, remarks on measures.
        ranked_by: The attribute that the nodes at the top are ranked by.
        top: Label, value and IRI of each.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    ranked_by: str
    top: tuple[tuple[str, Scalar, str], ...]


def summarise(network: nx.Graph, *, by: str = "", most: int = 10) -> Summary:
    """A network in a few lines.

    Args:
        network: The network.
        by: The measure or attribute that nodes are ranked by; by default the last measure that
            was computed, else the citations received.
        most: How many nodes are named.

    Raises:
        ParameterError: Nodes cannot be ranked by that.
    """
    told = network.graph
    components = nx.number_weakly_connected_components if network.is_directed() else (
        nx.number_connected_components
    )  # fmt: skip
    facts = [
        ("nodes", f"{len(network):,}"),
        ("edges", f"{network.number_of_edges():,}"),
        ("components", f"{components(network):,}" if network else "0"),
    ]
    if "citations" in told:
        facts.append(("citations counted", f"{told['citations']:,}"))
    if told.get("setAside"):
        facts.append(("not counted", str(told["setAside"])))
    if told.get("withoutNode"):
        facts.append(("without a known actor", f"{told['withoutNode']:,}"))
    remarks = str(told.get("measures", "")).split("; ") if told.get("measures") else []
    for remark in remarks:
        name, _, text = remark.partition(": ")
        facts.append((name, text) if text else ("", name))
    ranked_by = _ranking(network, by)
    order = sorted(
        (node for node in network if ranked_by in network.nodes[node]),
        key=lambda node: (-float(network.nodes[node][ranked_by]), node),
    )
    top = tuple(
        (str(network.nodes[node].get("label", node)), network.nodes[node][ranked_by], node)
        for node in order[:most]
    )
    return Summary(title_of(network), tuple(facts), ranked_by, top)


def _ranking(network: nx.Graph, by: str) -> str:
    present = {name for _, told in network.nodes(data=True) for name in told}
    names = MEASURES[by].attributes if by in MEASURES else (by,) if by else _DEFAULT
    found = next((name for name in names if name in present), "")
    known = any(name in NODE_ATTRIBUTES and NODE_ATTRIBUTES[name].type is not str for name in names)
    if not known or (not found and network):
        raise ParameterError(
            f"Nodes cannot be ranked by {by!r}: it is not computed, or no number.",
            remedy="Name the measure with --measure too.",
            parameter="by",
        )
    return found or names[0]


_DEFAULT = ("weightedInDegree", "weightedDegree")
