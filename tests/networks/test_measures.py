"""Measures beside those of networkx on small graphs, and by hand where it has none."""

from __future__ import annotations

import math
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rightsgraph.errors import ParameterError
from rightsgraph.networks.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES
from rightsgraph.networks.betweenness import betweenness
from rightsgraph.networks.cohesion import modularity
from rightsgraph.networks.matrices import Matrices
from rightsgraph.networks.measures import MEASURES, measure

QUICK = settings(max_examples=60, deadline=None)


@st.composite
def networks(draw: st.DrawFn, *, directed: bool | None = None) -> nx.Graph:
    """A small network with weights and isolates."""
    size = draw(st.integers(1, 12))
    way = draw(st.booleans()) if directed is None else directed
    graph: nx.Graph = nx.DiGraph() if way else nx.Graph()
    graph.add_nodes_from(f"n{number:02}" for number in range(size))
    node = st.integers(0, size - 1)
    for source, target in draw(st.lists(st.tuples(node, node), max_size=40)):
        if source != target:
            weight = draw(st.integers(1, 4))
            graph.add_edge(f"n{source:02}", f"n{target:02}", weight=weight)
    return graph


def values(graph: nx.Graph, name: str) -> dict[str, float]:
    return dict(graph.nodes(data=name))


@QUICK
@given(networks())
def test_pagerank(graph: nx.Graph) -> None:
    expected = nx.pagerank(graph, tol=1e-12, max_iter=2000)
    measure(graph, ["pagerank"])
    assert values(graph, "pagerank") == pytest.approx(expected, abs=1e-7)


@QUICK
@given(networks())
def test_hits(graph: nx.Graph) -> None:
    matrix = nx.to_numpy_array(graph, sorted(graph))
    strengths = np.linalg.svd(matrix, compute_uv=False)
    # Where two parts are equally strong, every mixture of both is a solution.
    assume(len(strengths) > 1 and strengths[0] > 0 and strengths[1] < 0.9 * strengths[0])
    hubs, authorities = nx.hits(graph, max_iter=5000, tol=1e-14)
    measure(graph, ["hits"])
    assert values(graph, "hub") == pytest.approx(hubs, abs=1e-6)
    assert values(graph, "authority") == pytest.approx(authorities, abs=1e-6)


@QUICK
@given(networks())
def test_betweenness(graph: nx.Graph) -> None:
    remarks = measure(graph, ["betweenness"])
    assert remarks["betweenness"] == "exact"
    assert values(graph, "betweenness") == pytest.approx(nx.betweenness_centrality(graph), abs=1e-9)


def test_betweenness_is_estimated_above_a_bound_and_says_so() -> None:
    graph = nx.gnp_random_graph(300, 0.02, seed=3, directed=True)
    graph = nx.relabel_nodes(graph, {n: f"n{n:03}" for n in graph})
    matrices = Matrices(graph)
    said = betweenness(matrices, seed=7, bound=100_000)
    assert said == "estimated from 54 of 300 sources, seed 7"
    first = values(graph, "betweenness")
    betweenness(matrices, seed=7, bound=100_000)
    assert values(graph, "betweenness") == first
    betweenness(matrices, seed=8, bound=100_000)
    assert values(graph, "betweenness") != first
    exact = nx.betweenness_centrality(graph)
    assert sum(first.values()) == pytest.approx(sum(exact.values()), rel=0.2)


@QUICK
@given(networks())
def test_cores(graph: nx.Graph) -> None:
    measure(graph, ["core"])
    assert values(graph, "core") == nx.core_number(nx.Graph(graph))


@QUICK
@given(networks())
def test_components(graph: nx.Graph) -> None:
    measure(graph, ["components"])
    weak = values(graph, "weakComponent")
    assert groups(weak) == {frozenset(c) for c in nx.connected_components(nx.Graph(graph))}
    sizes = [list(weak.values()).count(number) for number in sorted(set(weak.values()))]
    assert sizes == sorted(sizes, reverse=True)
    if graph.is_directed():
        strong = values(graph, "strongComponent")
        assert groups(strong) == {frozenset(c) for c in nx.strongly_connected_components(graph)}
    else:
        assert "strongComponent" not in graph.nodes["n00"]


@QUICK
@given(networks())
def test_communities(graph: nx.Graph) -> None:
    measure(graph, ["communities", "leiden"], seed=5)
    plain = nx.Graph()
    plain.add_nodes_from(graph)
    for source, target, weight in graph.edges(data="weight"):
        before = plain.get_edge_data(source, target, {"weight": 0})["weight"]
        plain.add_edge(source, target, weight=before + weight)
    for name in ("community", "leidenCommunity"):
        found = values(graph, name)
        numbers = np.array([found[node] for node in sorted(graph)])
        ours = modularity(Matrices(graph), numbers)
        if plain.size():
            expected = nx.community.modularity(plain, groups(found))
            assert ours == pytest.approx(expected, abs=1e-9)
            louvain = nx.community.louvain_communities(plain, seed=5)
            assert ours >= nx.community.modularity(plain, louvain) - 0.1


def groups(labels: dict[str, float]) -> set[frozenset[str]]:
    found: dict[float, set[str]] = {}
    for node, label in labels.items():
        found.setdefault(label, set()).add(node)
    return {frozenset(group) for group in found.values()}


@QUICK
@given(networks(directed=True))
def test_the_main_path_is_the_chain_with_the_largest_sum(graph: nx.DiGraph) -> None:
    acyclic = nx.DiGraph((s, t) for s, t in graph.edges if s > t)
    assume(acyclic.size())
    measure(acyclic, ["main-path"])
    starts = [n for n in acyclic if not acyclic.in_degree(n)]
    ends = [n for n in acyclic if not acyclic.out_degree(n)]
    paths = [
        path
        for start in starts
        for end in ends
        for path in nx.all_simple_paths(acyclic, start, end)
    ]
    counts = dict.fromkeys(acyclic.edges, 0)
    for path in paths:
        for edge in pairwise(path):
            counts[edge] += 1
    shares = {edge: count / len(paths) for edge, count in counts.items()}
    assert {(s, t): told for s, t, told in acyclic.edges(data="spc")} == pytest.approx(shares)
    on_it = [(s, t) for s, t, told in acyclic.edges(data="mainPath") if told]
    best = max(sum(counts[edge] for edge in pairwise(path)) for path in paths)
    assert sum(counts[edge] for edge in on_it) == best
    chain = nx.DiGraph(on_it)
    assert nx.is_directed_acyclic_graph(chain)
    assert max(degree for _, degree in chain.out_degree) == 1
    assert {n for n in acyclic if acyclic.nodes[n]["mainPath"]} == set(chain)


def test_circles_are_taken_as_one_and_large_counts_stay_exact() -> None:
    circle = nx.DiGraph([("a", "b"), ("b", "a"), ("c", "a"), ("b", "d")])
    remarks = measure(circle, ["main-path"])
    assert remarks["main-path"] == "2 edges long; 1 circles taken as one"
    assert "spc" not in circle.edges["a", "b"]
    assert circle.edges["c", "a"]["spc"] == 1.0
    ladder = nx.DiGraph()  # 3 ** 700 paths, more than a float can say
    for step in range(700):
        for way in "xyz":
            ladder.add_edge(f"{step:04}", f"{step:04}{way}")
            ladder.add_edge(f"{step:04}{way}", f"{step + 1:04}")
    measure(ladder, ["main-path"])
    assert ladder.edges["0000", "0000x"]["spc"] == pytest.approx(1 / 3)
    assert sum(told for _, _, told in ladder.edges(data="mainPath")) == 1400


def test_ages_by_hand() -> None:
    graph = nx.DiGraph()
    graph.add_edge("a", "b", weight=3, age=1.0)
    graph.add_edge("a", "c", weight=1, age=5.0)
    graph.add_edge("b", "c", weight=2, age=4.0)
    graph.add_edge("d", "c", weight=1)
    remarks = measure(graph, ["age"])
    assert remarks["age"] == "median 2.50 years over 6 citations with dates"
    assert graph.nodes["a"]["citingAge"] == 2.0
    assert graph.nodes["c"]["citedAge"] == pytest.approx(13 / 3, abs=1e-3)
    assert "citingAge" not in graph.nodes["d"]
    assert measure(nx.DiGraph([("a", "b")]), ["age"])["age"] == "no dates"
    one = nx.DiGraph()
    one.add_edge("a", "b", age=2.0)
    assert measure(one, ["age"])["age"].startswith("median 2.00")


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.Graph])
def test_all_measures_of_an_empty_network(kind: type[nx.Graph]) -> None:
    graph = kind()
    remarks = measure(graph, ["all", "leiden"])
    assert len(remarks) == (10 if graph.is_directed() else 8)
    lonely = kind()
    lonely.add_node("a")
    measure(lonely, ["all", "leiden"])
    told = lonely.nodes["a"]
    assert told["pagerank"] == 1.0
    assert (told["core"], told["community"], told["betweenness"], told["hub"]) == (0, 1, 0.0, 0.0)
    assert not any(isinstance(v, float) and math.isnan(v) for v in told.values())


def test_every_attribute_is_declared_and_of_its_type() -> None:
    graph = nx.gnp_random_graph(20, 0.2, seed=1, directed=True)
    graph = nx.relabel_nodes(graph, str)
    nx.set_edge_attributes(graph, 1.5, "age")
    measure(graph, ["all", "leiden"])
    for _, told in graph.nodes(data=True):
        for name, value in told.items():
            assert type(value) is NODE_ATTRIBUTES[name].type, name
    for _, _, told in graph.edges(data=True):
        for name, value in told.items():
            assert type(value) is EDGE_ATTRIBUTES[name].type, name
    for each in MEASURES.values():
        assert each.source
        assert all(name in NODE_ATTRIBUTES for name in each.attributes)


def test_the_same_seed_gives_the_same_communities() -> None:
    graph = nx.relabel_nodes(nx.gnp_random_graph(60, 0.1, seed=1), str)
    found = []
    for _ in range(2):
        measure(graph, ["communities", "leiden"], seed=11)
        found.append((values(graph, "community"), values(graph, "leidenCommunity")))
    assert found[0] == found[1]


def test_progress_and_wrong_names() -> None:
    said: list[tuple[str, int, int]] = []
    graph = nx.DiGraph([("a", "b")])
    measure(graph, ["core"], progress=lambda *step: said.append(step))
    assert said == [("degree", 0, 2), ("core", 1, 2)]
    with pytest.raises(ParameterError, match="no measure"):
        measure(graph, ["beauty"])
    with pytest.raises(ParameterError, match="seed"):
        measure(graph, seed=2**32)
