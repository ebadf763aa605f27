"""Co-citation and bibliographic coupling: nodes that are alike by what they share.

Two nodes are co-cited when a third cites both; two are coupled when both cite a third. The weight
of the edge is the number of such thirds, which the edge names.

Source: H. Small, Co-citation in the scientific literature, JASIS 24 (1973); M. M. Kessler,
Bibliographic coupling between scientific papers, American Documentation 14 (1963).
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

import networkx as nx

from rightsgraph.errors import NetworkTooLargeError
from rightsgraph.networks.attributes import Scalar, tidy
from rightsgraph.networks.choices import Relation

# A node that cites a thousand others makes half a million pairs.
MOST_PAIRS: Final = 5_000_000


def build_sharing(cites: nx.DiGraph, relation: Relation, *, named: int) -> nx.Graph:
    """The undirected network of co-citation or of bibliographic coupling.

    Args:
        cites: The network of citations.
        relation: Which of the two.
        named: How many shared nodes an edge names at most.

    Returns:
        A networkx Graph with those nodes that share something with another one. `first` and
        `last` are the dates of the citations that are shared.

    Raises:
        NetworkTooLargeError: There are more than 5,000,000 pairs.
    """
    together = relation is Relation.CO_CITATION
    neighbours = cites.succ if together else cites.pred
    pairs = sum(len(each) * (len(each) - 1) // 2 for each in neighbours.values())
    if pairs > MOST_PAIRS:
        raise NetworkTooLargeError(
            f"The network of {relation} has up to {pairs:,} pairs; at most {MOST_PAIRS:,} are "
            "counted.",
            pairs=pairs,
            limit=MOST_PAIRS,
        )
    shared: dict[tuple[str, str], list[str]] = {}
    for third in sorted(cites):
        for pair in combinations(sorted(neighbours[third]), 2):
            shared.setdefault(pair, []).append(third)
    graph = nx.Graph()
    for pair in sorted(shared):
        graph.add_edge(*pair, **_edge(cites, pair, shared[pair], together=together, named=named))
    graph.graph.update(cites.graph)
    return graph


def _edge(
    cites: nx.DiGraph, pair: tuple[str, str], thirds: list[str], *, together: bool, named: int
) -> dict[str, Scalar]:
    edges = [
        cites.edges[(third, each) if together else (each, third)]
        for third in thirds
        for each in pair
    ]
    first = [edge["first"] for edge in edges if "first" in edge]
    last = [edge["last"] for edge in edges if "last" in edge]
    return tidy(
        {
            "weight": len(thirds),
            "first": min(first, default=""),
            "last": max(last, default=""),
            "shared": " ".join(thirds[:named]),
            "sharedLeftOut": max(len(thirds) - named, 0) or None,
        }
    )
