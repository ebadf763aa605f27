"""A network that is too large to draw, as the network of its communities.

Source: V. Blondel et al., Fast unfolding of communities in large networks, Journal of Statistical
Mechanics (2008), who draw a network of millions as the network of its communities.
"""

from __future__ import annotations

import importlib.util
from typing import Any

import networkx as nx

from rightsgraph.networks.measures import measure

_NATIVE = "graspologic_native"


def gather(network: nx.Graph, *, seed: int = 1) -> nx.Graph:
    """The communities of a network, and the ties between them.

    They are found by Leiden where graspologic-native is installed, else by Louvain.

    Args:
        network: The network, which gets the number of its community on every node.
        seed: Where random choices begin.

    Returns:
        A network of the same kind. A node is a community: `members` says how many nodes it has,
        `centre` which of them has the most weight, whose label it is named by. An edge has the
        weights of all edges between two communities; those inside are in none. The attributes of
        the network say how large it was (`gatheredNodes`, `gatheredEdges`).
    """
    name = "leiden" if importlib.util.find_spec(_NATIVE) else "communities"
    attribute = "leidenCommunity" if name == "leiden" else "community"
    remarks = measure(network, [name], seed=seed)
    weight = "weightedInDegree" if network.is_directed() else "weightedDegree"
    gathered: nx.Graph = network.__class__()
    gathered.graph.update(
        {**network.graph, "gatheredNodes": len(network), "gatheredEdges": network.size()},
        gatheredBy=remarks[name],
    )
    members: dict[int, list[str]] = {}
    for node, number in sorted(network.nodes(data=attribute)):
        members.setdefault(number, []).append(node)
    for number in sorted(members):
        centre = max(members[number], key=lambda node: network.nodes[node].get(weight, 0))
        label = network.nodes[centre].get("label", centre)
        many = len(members[number])
        gathered.add_node(
            _named(number),
            label=label if many == 1 else f"{label} and {many - 1:,} more",
            nodeType="community",
            members=many,
            centre=centre,
        )
    for source, target, told in network.edges(data=True):
        ends = [_named(network.nodes[node][attribute]) for node in (source, target)]
        if ends[0] != ends[1]:
            _add(gathered, ends[0], ends[1], told)
    return gathered


def _named(number: int) -> str:
    return f"community-{number}"


def _add(gathered: nx.Graph, source: str, target: str, told: dict[str, Any]) -> None:
    """Add the weight and the dates of an edge to those between two communities."""
    if not gathered.has_edge(source, target):
        gathered.add_edge(source, target, weight=0)
    sum_of = gathered.edges[source, target]
    sum_of["weight"] += told.get("weight", 1)
    for name, pick in (("first", min), ("last", max)):
        if name in told:
            sum_of[name] = pick(sum_of.get(name, told[name]), told[name])
