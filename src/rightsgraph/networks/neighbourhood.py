"""The part of a network around one node.

Source: S. Wasserman and K. Faust, Social Network Analysis (1994), section 2.3 (ego-centred
networks).
"""

from __future__ import annotations

import networkx as nx

from rightsgraph.errors import NodeNotFoundError, ParameterError
from rightsgraph.networks.choices import Direction


def find_node(graph: nx.Graph, name: str) -> str:
    """The node that a user means.

    Args:
        graph: The network.
        name: An IRI, the end of one after a slash, a symbol, or a whole label.

    Raises:
        NodeNotFoundError: No node is called so, or several are.
    """
    text = name.strip()
    if not text:
        raise NodeNotFoundError("The name of the node is empty.")
    if text in graph:
        return text
    wanted = text.casefold()
    found = {
        node
        for node, told in graph.nodes(data=True)
        if str(told.get("label", "")).casefold() == wanted
        or (str(told.get("symbol", "")).casefold() == wanted and "pinpoint" not in told)
    } or {node for node in graph if node.casefold().endswith("/" + wanted)}
    if len(found) == 1:
        return str(found.pop())
    if found:
        raise NodeNotFoundError(
            f"{len(found)} nodes are called {name!r}.",
            remedy="Give the IRI of one of them.",
            found=sorted(found)[:20],
        )
    raise NodeNotFoundError(f"The network has no node {name!r}.", node=name)


def ego_network(
    graph: nx.Graph, name: str, *, radius: int = 1, direction: Direction = Direction.BOTH
) -> nx.Graph:
    """The network of a node and of what is so many steps from it.

    Args:
        graph: The network.
        name: The node, as for `find_node`.
        radius: How many steps, 1 to 10.
        direction: Which way edges are followed; in an undirected network without effect.

    Raises:
        NodeNotFoundError: There is no such node.
        ParameterError: The radius is out of range.
    """
    if not 1 <= radius <= 10:
        raise ParameterError(f"A radius has 1 to 10 steps, not {radius}.", parameter="radius")
    node = find_node(graph, name)
    steps = graph
    if graph.is_directed():
        if direction is Direction.CITING:
            steps = graph.reverse(copy=False)
        elif direction is Direction.BOTH:
            steps = graph.to_undirected(as_view=True)
    near = nx.single_source_shortest_path_length(steps, node, cutoff=radius)
    part = graph.subgraph(sorted(near)).copy()
    part.graph["ego"] = node
    part.graph["radius"] = radius
    for name in ("citations", "setAside", "withoutNode"):  # those of the whole
        part.graph.pop(name, None)
    if graph.is_directed():
        part.graph["direction"] = str(direction)
    return part
