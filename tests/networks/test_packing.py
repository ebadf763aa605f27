"""Communities that were packed are those that are found anew, as pictures need them."""

from __future__ import annotations

import io
import random

import networkx as nx
import pytest

from rightsgraph.errors import NodeNotFoundError
from rightsgraph.networks.exports.json_files import write_columns
from rightsgraph.networks.gathering import Gathering
from rightsgraph.networks.layout import lay_out
from rightsgraph.networks.measures import measure
from rightsgraph.networks.network import citation_network
from rightsgraph.networks.packing import pack, unpack_community, unpack_gathered
from rightsgraph.store import Snapshot


def three_groups(kind: type[nx.Graph]) -> nx.Graph:
    chance = random.Random(7)
    network = kind(level="documents", relation="cites", citations=9, filters="")
    names = [f"https://examplia.example/{group}/{number}" for group in "abc" for number in range(9)]
    for one in names:
        for two in names:
            close = one.split("/")[3] == two.split("/")[3]
            if one != two and chance.random() < (0.6 if close else 0.03):
                network.add_edge(one, two, weight=chance.randrange(1, 5), age=1.5)
                if chance.random() < 0.7:
                    network.edges[one, two].update(first="2001-02", last="2010")
    for node in network:
        network.nodes[node].update(label=f"Node {node[-3:]}", title="left out", date="2001-02")
        if node[-1] in "123":
            network.nodes[node].update(year=2001, selfCitations=2)
    return network


def picture(network: nx.Graph) -> bytes:
    """What the page gets to see of a network."""
    measure(network, ["pagerank", "core"])
    lay_out(network)
    out = io.BytesIO()
    write_columns(network, out)
    return out.getvalue()


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.Graph])
def test_packed_communities_are_the_same(kind: type[nx.Graph]) -> None:
    gathering = Gathering.of(three_groups(kind))
    packed = pack(gathering, gathering.gathered())
    assert len(gathering.gathered()) > 1
    assert picture(unpack_gathered(packed)) == picture(gathering.gathered())
    for name in ("https://examplia.example/a/1", "Node b/2", "c/3"):
        part = gathering.community(name)
        assert 1 < len(part) < len(gathering.network)
        assert picture(unpack_community(packed, name)) == picture(part)
    with pytest.raises(NodeNotFoundError):
        unpack_community(packed, "nobody")


def test_a_community_has_its_nodes_and_the_ties_inside() -> None:
    whole = three_groups(nx.DiGraph)
    gathering = Gathering.of(whole)
    sizes = dict(gathering.gathered().nodes(data="members"))
    found = {frozenset(gathering.community(node)) for node in whole}
    assert sorted(len(part) for part in found) == sorted(sizes.values())
    assert sum(len(part) for part in found) == len(whole)
    part = gathering.community("Node a/1")
    inside = {(s, t) for s, t in whole.edges if s in part and t in part}
    assert set(part.edges) == inside
    assert part.graph["community"].startswith("Node ")
    assert "citations" not in part.graph
    assert whole.graph["citations"] == 9
    assert all(gathering.attribute not in told for _, told in part.nodes(data=True))


def test_of_a_snapshot(snapshot: Snapshot) -> None:
    gathering = Gathering.of(citation_network(snapshot=snapshot, level="paragraphs"))
    packed = pack(gathering, gathering.gathered())
    for node in sorted(gathering.network)[:4]:
        assert picture(unpack_community(packed, node)) == picture(gathering.community(node))
