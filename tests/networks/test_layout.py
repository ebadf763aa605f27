from __future__ import annotations

import networkx as nx
import pytest

from rightsgraph.errors import ParameterError
from rightsgraph.networks.layout import lay_out


def places(graph: nx.Graph) -> dict[str, tuple[float, float]]:
    return {node: (told["x"], told["y"]) for node, told in graph.nodes(data=True)}


def two_cliques(size: int) -> nx.Graph:
    graph = nx.disjoint_union(nx.complete_graph(size), nx.complete_graph(size))
    graph.add_edge(0, size)
    graph.add_nodes_from(range(1000, 1004))
    return nx.relabel_nodes(graph, {node: f"n{node:04}" for node in graph})


@pytest.mark.parametrize("size", [6, 220])  # every pair is looked at; cells are
def test_the_same_seed_gives_the_same_places(size: int) -> None:
    graph = two_cliques(size)
    lay_out(graph, seed=3)
    first = places(graph)
    lay_out(graph, seed=3)
    assert places(graph) == first
    lay_out(graph, seed=4)
    assert places(graph) != first
    assert len(set(first.values())) == len(first)  # no two nodes at one place
    assert all(abs(x) <= 501 and abs(y) <= 501 for x, y in first.values())


def test_what_is_connected_stands_together() -> None:
    graph = two_cliques(12)
    lay_out(graph)
    where = places(graph)

    def middle(start: int) -> tuple[float, float]:
        some = [where[f"n{number:04}"] for number in range(start, start + 12)]
        return sum(x for x, _ in some) / 12, sum(y for _, y in some) / 12

    (ax, ay), (bx, by) = middle(0), middle(12)
    for number in range(12):
        x, y = where[f"n{number:04}"]
        assert (x - ax) ** 2 + (y - ay) ** 2 < (x - bx) ** 2 + (y - by) ** 2


def test_documents_stand_from_left_to_right_by_date() -> None:
    graph = nx.DiGraph([("c", "a"), ("d", "b"), ("e", "a")])
    for node, date in (("a", "2010"), ("b", "2010"), ("c", "2014-05"), ("d", "2014-06-02")):
        graph.nodes[node]["date"] = date
    lay_out(graph, "dated")
    where = places(graph)
    assert where["a"][0] == where["b"][0] == 0.0
    assert where["e"][0] < 0  # it has no date
    assert where["a"][0] < where["c"][0] < where["d"][0]
    assert where["a"][1] != where["b"][1]
    assert (where["a"][1] < where["b"][1]) == (where["c"][1] < where["d"][1])  # no crossing
    assert graph.graph["layout"] == "dated"
    assert graph.graph["years"].startswith("2010:-")


def test_layouts_that_cannot_be() -> None:
    with pytest.raises(ParameterError, match="No node"):
        lay_out(nx.DiGraph([("a", "b")]), "dated")
    with pytest.raises(ParameterError, match="knows no 'round'"):
        lay_out(nx.DiGraph([("a", "b")]), "round")
    empty = nx.DiGraph()
    lay_out(empty)
    lay_out(nx.DiGraph([("a", "b")]), "none")
    assert "layout" not in empty.graph
