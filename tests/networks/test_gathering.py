"""A network that is too large to draw, as the network of its communities."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import pytest

from rightsgraph.networks.gathering import gather
from rightsgraph.networks.network import citation_network
from rightsgraph.store import Snapshot


def two_groups(kind: Callable[[], nx.Graph]) -> nx.Graph:
    """Two groups in which everybody is tied to everybody, and one tie between them."""
    network = kind()
    for group in "ab":
        names = [f"{group}{number}" for number in range(6)]
        for one in names:
            for two in names:
                if one < two:
                    network.add_edge(one, two, weight=3, first="2001", last="2004")
    network.add_edge("a0", "b5", weight=2, first="1999", last="2015-06")
    network.add_edge("a1", "b5", weight=5, first="2003", last="2003")
    nx.set_node_attributes(network, {node: f"Node {node}" for node in network}, "label")
    return network


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.Graph])
def test_communities_take_the_place_of_nodes(kind: Callable[[], nx.Graph]) -> None:
    network = two_groups(kind)
    found = gather(network)
    assert found.is_directed() == network.is_directed()
    assert sorted(told for _, told in found.nodes(data="members")) == [6, 6]
    assert sum(told for _, told in found.nodes(data="members")) == len(network)
    (edge,) = found.edges(data=True)
    assert edge[2] == {"weight": 7, "first": "1999", "last": "2015-06"}
    assert (found.graph["gatheredNodes"], found.graph["gatheredEdges"]) == (12, 32)
    assert "modularity" in found.graph["gatheredBy"]
    # The one that is cited most is b5, which everybody of its group and two others cite.
    (with_b5,) = (told for _, told in found.nodes(data=True) if told["centre"] == "b5")
    assert with_b5["label"] == "Node b5 and 5 more"


def test_the_same_seed_gives_the_same_communities(snapshot: Snapshot) -> None:
    found = [gather(citation_network(snapshot=snapshot), seed=7) for _ in range(2)]
    assert nx.utils.graphs_equal(*found)
    assert found[0].graph["snapshot"] == snapshot.id
