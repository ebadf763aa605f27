"""The main path: the chain of citations through which most paths of a network run.

For each edge the paths are counted that lead over it from a work that nobody cites to a work that
cites nothing (search path count). The main path is the chain with the largest sum of these. What
cites each other in a circle is taken as one work, so that counting ends; edges inside of it have
no count. The numbers are whole and exact however large they become.

Source: N. Hummon and P. Doreian, Connectivity in a citation network, Social Networks 11 (1989);
V. Batagelj, Efficient algorithms for citation network analysis (2003), for the count;
J. Liu and L. Lu, An integrated approach for main path analysis, JASIST 63 (2012), for the chain
with the largest sum (global main path).
"""

from __future__ import annotations

from collections import defaultdict

import networkx as nx

from rightsgraph.errors import ParameterError
from rightsgraph.networks.matrices import Matrices


def main_path(matrices: Matrices) -> str:
    """Put the count of each edge, as a share, and whether it is on the main path; return a remark.

    Raises:
        ParameterError: The network has no direction.
    """
    graph = matrices.graph
    if not matrices.directed:
        raise ParameterError(
            "A main path needs a direction; co-citation and coupling have none.",
            remedy="Take it of the relation cites.",
            parameter="measure",
        )
    groups = sorted(
        (sorted(g) for g in nx.strongly_connected_components(graph)), key=lambda g: g[0]
    )
    group_of = {node: number for number, group in enumerate(groups) for node in group}
    edges: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for source, target in sorted(graph.edges):
        if group_of[source] != group_of[target]:
            edges[(group_of[source], group_of[target])].append((source, target))
    counts = _path_counts(len(groups), edges)
    total, chain = _largest_sum(len(groups), edges, counts)
    for node in graph:
        graph.nodes[node]["mainPath"] = False
    for told in graph.edges.values():
        told["mainPath"] = False
    paths = max(total, 1)
    for pair, each in edges.items():
        for edge in each:
            graph.edges[edge]["spc"] = round(counts[pair] / paths, 12)
    for pair in chain:
        edge = edges[pair][0]  # of parallel ones between circles the first in the alphabet
        graph.edges[edge]["mainPath"] = True
        for node in edge:
            graph.nodes[node]["mainPath"] = True
    circles = sum(len(group) > 1 for group in groups)
    return f"{len(chain):,} edges long" + (f"; {circles:,} circles taken as one" * bool(circles))


def _path_counts(
    size: int, edges: dict[tuple[int, int], list[tuple[str, str]]]
) -> dict[tuple[int, int], int]:
    """For each edge between groups the paths from a start to an end over one of its citations."""
    successors: list[list[int]] = [[] for _ in range(size)]
    predecessors: list[list[int]] = [[] for _ in range(size)]
    for source, target in edges:
        successors[source].append(target)
        predecessors[target].append(source)
    order = _topological(successors, predecessors)
    into = [1] * size
    for group in order:
        if predecessors[group]:
            into[group] = sum(into[p] * len(edges[(p, group)]) for p in predecessors[group])
    out = [1] * size
    for group in reversed(order):
        if successors[group]:
            out[group] = sum(out[s] * len(edges[(group, s)]) for s in successors[group])
    return {(source, target): into[source] * out[target] for source, target in edges}


def _topological(successors: list[list[int]], predecessors: list[list[int]]) -> list[int]:
    waiting = [len(each) for each in predecessors]
    order = [group for group, number in enumerate(waiting) if not number]
    for group in order:
        for following in successors[group]:
            waiting[following] -= 1
            if not waiting[following]:
                order.append(following)
    return order


def _largest_sum(
    size: int,
    edges: dict[tuple[int, int], list[tuple[str, str]]],
    counts: dict[tuple[int, int], int],
) -> tuple[int, list[tuple[int, int]]]:
    """How many paths there are in all, and the chain of edges with the largest sum of counts."""
    successors: list[list[int]] = [[] for _ in range(size)]
    predecessors: list[list[int]] = [[] for _ in range(size)]
    for source, target in sorted(edges):
        successors[source].append(target)
        predecessors[target].append(source)
    total = sum(counts[edge] * len(edges[edge]) for edge in edges if not predecessors[edge[0]])
    best = [0] * size
    following: list[int | None] = [None] * size
    for group in reversed(_topological(successors, predecessors)):
        for target in successors[group]:
            value = counts[(group, target)] + best[target]
            if value > best[group]:
                best[group], following[group] = value, target
    if not edges:
        return 0, []
    group = max(range(size), key=lambda each: (best[each], -each))
    chain = []
    while (target_ := following[group]) is not None:
        chain.append((group, target_))
        group = target_
    return total, chain
