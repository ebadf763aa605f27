"""A network that is too large to draw, as the network of its communities.

Source: V. Blondel et al., Fast unfolding of communities in large networks, Journal of Statistical
Mechanics (2008), who draw a network of millions as the network of its communities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx

from rightsgraph.networks.measures import measure
from rightsgraph.networks.neighbourhood import find_node


@dataclass(frozen=True)
class Gathering:
    """The communities of a network.

    They are found by Leiden.

    Args:
        network: The network, with the number of its community on every node.
        attribute: The attribute with that number.
        how: By which method, and how good they are.
    """

    network: nx.Graph
    attribute: str
    how: str

    @classmethod
    def of(cls, network: nx.Graph, *, seed: int = 1) -> Gathering:
        """The communities of a network, which gets the number of its community on every node.

        Args:
            network: The network.
            seed: Where random choices begin.
        """
        remarks = measure(network, ["leiden"], seed=seed)
        return cls(network, "leidenCommunity", remarks["leiden"])

    def gathered(self) -> nx.Graph:
        """The communities, and the ties between them.

        Returns:
            A network of the same kind. A node is a community: `members` says how many nodes it has,
            `centre` which of them has the most weight, whose label it is named by. An edge has the
            weights of all edges between two communities; those inside are in none. The attributes
            of the network say how large it was (`gatheredNodes`, `gatheredEdges`).
        """
        network = self.network
        gathered: nx.Graph = network.__class__()
        gathered.graph.update(
            {**network.graph, "gatheredNodes": len(network), "gatheredEdges": network.size()},
            gatheredBy=self.how,
        )
        numbers: dict[str, int] = dict(network.nodes(data=self.attribute))
        members: dict[int, list[str]] = {}
        for node, number in numbers.items():
            members.setdefault(number, []).append(node)
        for number in sorted(members):
            centre = self._centre(members[number])
            many = len(members[number])
            gathered.add_node(
                _named(number),
                label=_label(network, centre, many),
                nodeType="community",
                members=many,
                centre=centre,
            )
        sums: dict[tuple[int, int], dict[str, Any]] = {}
        for source, others in network.adjacency():
            one = numbers[source]
            for target, told in others.items():
                two = numbers[target]
                if one == two or (not network.is_directed() and one > two):
                    continue  # inside; or the other direction of the same edge
                found = sums.get((one, two))
                if found is None:
                    found = sums[one, two] = {"weight": 0}
                found["weight"] += told.get("weight", 1)
                first, last = told.get("first"), told.get("last")
                if first is not None and first < found.get("first", "\U0010ffff"):
                    found["first"] = first
                if last is not None and last > found.get("last", ""):
                    found["last"] = last
        for one, two in sorted(sums):
            gathered.add_edge(_named(one), _named(two), **sums[one, two])
        return gathered

    def community(self, name: str) -> nx.Graph:
        """The community of a node, with the ties inside it.

        Args:
            name: The node: an IRI, a symbol or a label.

        Returns:
            A network of the same kind, whose attribute `community` says which node it is named by.

        Raises:
            NodeNotFoundError: There is no such node, or several are called so.
        """
        network = self.network
        number = network.nodes[find_node(network, name)][self.attribute]
        members = sorted(
            node for node, other in network.nodes(data=self.attribute) if other == number
        )
        part: nx.Graph = network.subgraph(members).copy()
        for told in ("citations", "setAside", "withoutNode", "measures"):  # those of the whole
            part.graph.pop(told, None)
        for _, told in part.nodes(data=True):
            del told[self.attribute]
        part.graph["community"] = _label(network, self._centre(members), 1)
        return part

    def _centre(self, members: list[str]) -> str:
        """The one with the most weight; of equal ones the first by the alphabet."""
        nodes = self.network.nodes
        weight = "weightedInDegree" if self.network.is_directed() else "weightedDegree"
        return min(members, key=lambda node: (-nodes[node].get(weight, 0), node))


def gather(network: nx.Graph, *, seed: int = 1) -> nx.Graph:
    """The communities of a network, and the ties between them; see `Gathering.gathered`.

    Args:
        network: The network, which gets the number of its community on every node.
        seed: Where random choices begin.
    """
    return Gathering.of(network, seed=seed).gathered()


def _named(number: int) -> str:
    return f"community-{number}"


def _label(network: nx.Graph, centre: str, many: int) -> str:
    label = str(network.nodes[centre].get("label", centre))
    return label if many == 1 else f"{label} and {many - 1:,} more"
