"""What hangs together: components, cores, communities.

Source: S. Seidman, Network structure and minimum degree, Social Networks 5 (1983), for cores;
R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1 (1972), for
strongly connected components; V. Blondel et al., Fast unfolding of communities in large networks,
Journal of Statistical Mechanics (2008), for Louvain; V. Traag et al., From Louvain to Leiden,
Scientific Reports 9 (2019); M. Newman, Analysis of weighted networks, Physical Review E 70 (2004),
for modularity.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from rightsgraph.networks.matrices import Matrices, Numbers


def components(matrices: Matrices) -> str:
    """Put the numbers of the components of each node; return how many there are.

    In an undirected network both are the same, and only the weak one is put.
    """
    said = []
    for name, kind in (("weakComponent", "weak"), ("strongComponent", "strong")):
        if kind == "strong" and not matrices.directed:
            continue
        if matrices.nodes:
            _, labels = csgraph.connected_components(matrices.edges, directed=True, connection=kind)
        else:
            labels = np.zeros(0, np.int64)
        sizes = _put_groups(matrices, name, labels)
        word = f"{kind}ly connected component" if matrices.directed else "component"
        largest = f", the largest with {sizes[0]:,} nodes" if sizes else ""
        said.append(f"{len(sizes):,} {word}{'s' * (len(sizes) != 1)}{largest}")
    return "; ".join(said)


def core_numbers(matrices: Matrices) -> str:
    """Put the largest k of a k-core that each node is in; return the largest of all.

    The direction of edges is without effect. Nodes with the fewest neighbours are peeled off, all
    at once, until none is left (V. Batagelj and M. Zaversnik, An O(m) algorithm for cores
    decomposition of networks, 2003, peel them one by one).
    """
    near = matrices.neighbours
    degrees = np.diff(near.indptr).astype(np.int64)
    cores = np.zeros(len(matrices.nodes), np.int64)
    alive = np.ones(len(matrices.nodes), bool)
    k = 0
    while alive.any():
        k = max(k, int(degrees[alive].min()))
        peeled = np.flatnonzero(alive & (degrees <= k))
        while len(peeled):
            cores[peeled] = k
            alive[peeled] = False
            touched, lost = np.unique(_neighbours(near, peeled), return_counts=True)
            degrees[touched] -= lost
            peeled = touched[alive[touched] & (degrees[touched] <= k)]
    matrices.put("core", cores.tolist())
    return f"largest core {int(cores.max(initial=0))}"


def louvain(matrices: Matrices, *, seed: int) -> str:
    """Put the number of the community of each node, found by Louvain; return the modularity.

    It is that of networkx, over weights, without direction, with resolution 1.
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(len(matrices.nodes)))
    graph.add_weighted_edges_from(_pairs(matrices))
    labels = np.zeros(len(matrices.nodes), np.int64)
    if graph:
        for number, group in enumerate(nx.community.louvain_communities(graph, seed=seed)):
            labels[list(group)] = number
    return _put_communities(matrices, "community", labels, f"Louvain, seed {seed}")


def leiden(matrices: Matrices, *, seed: int) -> str:
    """Put the number of the community of each node, found by Leiden; return the modularity.

    Over weights, without direction, with resolution 1. It is that of graspologic-native.
    """
    import graspologic_native

    size = len(matrices.nodes)
    labels = np.arange(size)
    weights = matrices.weights
    both = (weights + weights.T if matrices.directed else weights).tocsr()
    if both.nnz:
        _, found = graspologic_native.leiden_csr(
            both.indptr.astype(np.int64),
            both.indices.astype(np.int32),
            both.data.astype(np.float64),
            size,
            seed=seed,
        )
        for place, number in found.items():
            labels[place] = size + number  # a node that is not among them keeps its own
    return _put_communities(matrices, "leidenCommunity", labels, f"Leiden, seed {seed}")


def _neighbours(near: Any, nodes: Numbers) -> Numbers:  # noqa: ANN401
    """All neighbours of some nodes, one after the other."""
    starts, ends = near.indptr[nodes], near.indptr[nodes + 1]
    lengths = ends - starts
    shifts = np.repeat(starts - np.concatenate(([0], lengths.cumsum()[:-1])), lengths)
    found: Numbers = near.indices[np.arange(int(lengths.sum())) + shifts]
    return found


def _pairs(matrices: Matrices) -> Iterable[tuple[int, int, float]]:
    """Each pair of nodes once, with the weight of both directions."""
    weights = matrices.weights
    both = sparse.triu(weights + weights.T if matrices.directed else weights, k=1).tocoo()
    return zip(both.row.tolist(), both.col.tolist(), both.data.tolist(), strict=True)


def _put_groups(matrices: Matrices, name: str, labels: Numbers) -> list[int]:
    """Number groups by their size, equal ones by their first node; return the sizes."""
    if not len(labels):
        return []
    _, first, inverse, counts = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -counts))
    numbers: Numbers = np.empty(len(order), np.int64)
    numbers[order] = np.arange(1, len(order) + 1)
    matrices.put(name, numbers[inverse].tolist())
    sizes: list[int] = counts[order].tolist()
    return sizes


def _put_communities(matrices: Matrices, name: str, labels: Numbers, how: str) -> str:
    sizes = _put_groups(matrices, name, labels)
    plural = "y" if len(sizes) == 1 else "ies"
    return f"{len(sizes):,} communit{plural}, modularity {modularity(matrices, labels):.4f} ({how})"


def modularity(matrices: Matrices, labels: Numbers) -> float:
    """The modularity of groups, over weights and without direction; 0 without edges.

    Args:
        matrices: The network.
        labels: For each node the number of its group.
    """
    weights = matrices.weights
    both = (weights + weights.T if matrices.directed else weights).tocoo()
    total = both.data.sum()
    if not total:
        return 0.0
    inside = both.data[labels[both.row] == labels[both.col]].sum()
    strengths = np.bincount(labels[both.row], weights=both.data, minlength=int(labels.max()) + 1)
    return float(inside / total - ((strengths / total) ** 2).sum())
