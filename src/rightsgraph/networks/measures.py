"""The measures of a network by name: what each says, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from rightsgraph.errors import ParameterError

if TYPE_CHECKING:
    import networkx as nx

    from rightsgraph.networks.matrices import Matrices


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    Args:
        name: Its name.
        title: The name of its attribute in words.
        about: What it says of a node.
        source: The paper it comes from.
        attributes: The attributes of nodes that it gives; the first is the one nodes are ranked by.
        compute: Puts the attributes, and returns a remark on how it was done.
        directed: Whether it needs a direction.
    """

    name: str
    title: str
    about: str
    source: str
    attributes: tuple[str, ...]
    compute: Callable[[Matrices, int], str]
    directed: bool = False


def _degrees(matrices: Matrices, seed: int) -> str:  # noqa: ARG001  nothing is drawn
    graph = matrices.graph
    received = dict.fromkeys(graph, 0)
    heavy = dict.fromkeys(graph, 0)
    out, weighted_out = (
        ("outDegree", "weightedOutDegree") if matrices.directed else ("degree", "weightedDegree")
    )
    for node, others in graph.adjacency():
        number, total = len(others), 0
        for other, edge in others.items():
            weight = edge.get("weight", 1)
            total += weight
            received[other] += 1
            heavy[other] += weight
        if not matrices.directed and node in others:  # a loop has two ends
            number, total = number + 1, total + others[node].get("weight", 1)
        told = graph.nodes[node]
        told[out], told[weighted_out] = number, total
    if matrices.directed:
        for node in graph:
            told = graph.nodes[node]
            told["inDegree"], told["weightedInDegree"] = received[node], heavy[node]
    return ""


def _pagerank(matrices: Matrices, seed: int) -> str:  # noqa: ARG001
    from rightsgraph.networks.ranking import pagerank

    return pagerank(matrices)


def _hits(matrices: Matrices, seed: int) -> str:  # noqa: ARG001
    from rightsgraph.networks.ranking import hits

    return hits(matrices)


def _betweenness(matrices: Matrices, seed: int) -> str:
    from rightsgraph.networks.betweenness import betweenness

    return betweenness(matrices, seed=seed)


def _core(matrices: Matrices, seed: int) -> str:  # noqa: ARG001
    from rightsgraph.networks.cohesion import core_numbers

    return core_numbers(matrices)


def _components(matrices: Matrices, seed: int) -> str:  # noqa: ARG001
    from rightsgraph.networks.cohesion import components

    return components(matrices)


def _louvain(matrices: Matrices, seed: int) -> str:
    from rightsgraph.networks.cohesion import louvain

    return louvain(matrices, seed=seed)


def _leiden(matrices: Matrices, seed: int) -> str:
    from rightsgraph.networks.cohesion import leiden

    return leiden(matrices, seed=seed)


def _main_path(matrices: Matrices, seed: int) -> str:  # noqa: ARG001
    from rightsgraph.networks.main_path import main_path

    return main_path(matrices)


def _ages(matrices: Matrices, seed: int) -> str:  # noqa: ARG001
    from rightsgraph.networks.ages import ages

    return ages(matrices)


MEASURES: Final = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            Measure(
                "degree",
                "citations received",
                "How many nodes and citations lead to it and from it.",
                "J. Moreno 1934; L. Freeman 1979 (Centrality in social networks)",
                (
                    *("weightedInDegree", "inDegree", "outDegree", "weightedOutDegree"),
                    *("weightedDegree", "degree"),
                ),
                _degrees,
            ),
            Measure(
                "pagerank",
                "PageRank",
                "How often one comes by who follows citations at random, and now and then begins "
                "anew anywhere.",
                "S. Brin and L. Page 1998",
                ("pagerank",),
                _pagerank,
            ),
            Measure(
                "hits",
                "authority",
                "Authorities are cited by good hubs, hubs cite good authorities.",
                "J. Kleinberg 1999",
                ("authority", "hub"),
                _hits,
            ),
            Measure(
                "betweenness",
                "betweenness",
                "The share of shortest paths between others that run through it.",
                "L. Freeman 1977; U. Brandes 2001; U. Brandes and C. Pich 2007 (sampling)",
                ("betweenness",),
                _betweenness,
            ),
            Measure(
                "core",
                "k-core",
                "The largest k of a group in which everyone has k neighbours of the group.",
                "S. Seidman 1983; V. Batagelj and M. Zaversnik 2003",
                ("core",),
                _core,
            ),
            Measure(
                "components",
                "component",
                "What hangs together at all (weakly), and what cites each other in circles "
                "(strongly).",
                "R. Tarjan 1972",
                ("weakComponent", "strongComponent"),
                _components,
            ),
            Measure(
                "communities",
                "community",
                "Groups with more edges inside than chance would give, by Louvain.",
                "V. Blondel et al. 2008; M. Newman 2004 (modularity)",
                ("community",),
                _louvain,
            ),
            Measure(
                "leiden",
                "community",
                "The same by Leiden, which is quick in large networks.",
                "V. Traag et al. 2019",
                ("leidenCommunity",),
                _leiden,
            ),
            Measure(
                "main-path",
                "main path",
                "The chain of citations through which most paths run, and the search path count "
                "(SPC) of every edge.",
                "N. Hummon and P. Doreian 1989; V. Batagelj 2003; J. Liu and L. Lu 2012",
                ("mainPath",),
                _main_path,
                directed=True,
            ),
            Measure(
                "age",
                "age of citations",
                "How old what it cites is, and how old it is when it is cited, in years.",
                "R. Burton and R. Kebler 1960; D. J. de Solla Price 1965",
                ("citedAge", "citingAge"),
                _ages,
                directed=True,
            ),
        )
    }
)


def measure(
    network: nx.Graph,
    names: Iterable[str] = (),
    *,
    seed: int = 1,
    progress: Callable[[str, int, int], object] | None = None,
) -> dict[str, str]:
    """Compute measures, which become attributes of nodes and edges; degrees always.

    Args:
        network: The network, which is changed.
        names: Names of `MEASURES`; `all` for all that the network can have, without `leiden`.
        seed: Where random choices begin, 0 to 4294967295.
        progress: Called with the name of a measure, how many are done and how many there are.

    Returns:
        For each measure a remark on how it was done, which is an attribute of the network too.

    Raises:
        ParameterError: There is no such measure, or it needs a direction.
    """
    from rightsgraph.networks.matrices import Matrices

    if not 0 <= seed < 2**32:
        raise ParameterError(f"A seed is 0 to 4294967295, not {seed}.", parameter="seed")
    wanted = chosen(names, directed=bool(network.is_directed()))
    matrices = Matrices(network)
    remarks: dict[str, str] = {}
    for done, each in enumerate(wanted):
        if progress is not None:
            progress(each.name, done, len(wanted))
        remarks[each.name] = each.compute(matrices, seed)
    said = {name: remark for name, remark in remarks.items() if remark}
    if said:
        network.graph["measures"] = "; ".join(f"{name}: {text}" for name, text in said.items())
    return remarks


def chosen(names: Iterable[str], *, directed: bool) -> list[Measure]:
    """The measures of some names, with the degrees, each once.

    Args:
        names: Names of `MEASURES`, or `all`.
        directed: Whether the network has a direction.

    Raises:
        ParameterError: There is no such measure, or it needs a direction.
    """
    wanted = {"degree": MEASURES["degree"]}
    for name in names:
        if name == "all":
            wanted |= {
                m.name: m
                for m in MEASURES.values()
                if m.name != "leiden" and directed >= m.directed
            }
        elif name not in MEASURES:
            raise ParameterError(
                f"There is no measure {name!r}.",
                remedy=f"Use one of {', '.join(MEASURES)} or all.",
                parameter="measure",
            )
        elif MEASURES[name].directed and not directed:
            raise ParameterError(
                f"The measure {name!r} needs a direction; co-citation and coupling have none.",
                remedy="Take it of the relation cites.",
                parameter="measure",
            )
        else:
            wanted[name] = MEASURES[name]
    return list(wanted.values())
