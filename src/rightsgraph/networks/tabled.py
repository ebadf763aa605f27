"""The network of all documents that cite each other, from the tables of a snapshot, for a picture.

It is what the page of networks shows first. Read from the graph it would take some seconds more:
a node has here what `exports.json_files` puts into columns, an edge its weight and its dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import networkx as nx

from rightsgraph.errors import ProjectionError
from rightsgraph.networks.attributes import Scalar, tidy
from rightsgraph.networks.choices import Level, Relation
from rightsgraph.networks.facts import Facts
from rightsgraph.networks.levels import SELF_CITATION, drawn_document, is_work, short
from rightsgraph.store import Snapshot
from rightsgraph.store.local import LocalGraph
from rightsgraph.store.projection import Projection
from rightsgraph.store.projection.citing import Citing, read_citing

# The options of `citation_network` that the tables are enough for, and their only value.
_SERVED: Final = {"level": Level.DOCUMENTS, "relation": Relation.CITES}
_WITHOUT_EFFECT: Final = frozenset({"seed", "named"})  # on what a picture shows
_NEEDS_MORE: Final = frozenset({"age", "all"})


def is_tabled(options: Mapping[str, Any], measures: Iterable[str] = ()) -> bool:
    """Whether the tables are enough for a picture of a network.

    Args:
        options: Those of `citation_network`.
        measures: What is to be computed.

    Example:
        >>> is_tabled({"level": "documents", "seed": 2}), is_tabled({"since": "2015"})
        (True, False)
    """
    return _NEEDS_MORE.isdisjoint(measures) and all(
        name in _WITHOUT_EFFECT or _SERVED.get(name) == value for name, value in options.items()
    )


def tabled_network(snapshot: Snapshot) -> nx.DiGraph | None:
    """Who cites whom among all documents, with what pictures need of nodes and edges.

    Args:
        snapshot: The snapshot.

    Returns:
        The network as `citation_network` makes it, with fewer attributes. None when the snapshot
        has no tables, or they do not hold all: in a graph that was not checked by the shapes a
        citation may name no place, or something that is no document may cite.
    """
    try:
        projection = Projection(snapshot)
    except ProjectionError:
        return None
    # The engine counts while SQLite reads; neither holds the lock of Python.
    with Facts(LocalGraph(snapshot)) as facts, ThreadPoolExecutor(1) as pool:
        counted = pool.submit(facts.count, "rg:citedDocument")
        with projection:
            citing = read_citing(projection)
        ends = {end for pair in citing.pairs for end in (pair.citing, pair.cited)}
        if counted.result() != citing.citations or not ends <= citing.documents.keys():
            return None
        network, own = _edges(citing)
        _describe(network, citing, own, facts)
    network.graph.update(
        level=str(Level.DOCUMENTS),
        relation=str(Relation.CITES),
        snapshot=str(snapshot.id),
        created=snapshot.created.isoformat(),
    )
    return network


def _edges(citing: Citing) -> tuple[nx.DiGraph, Counter[str]]:
    """The network, and how often each document cites itself."""
    documents = citing.documents
    network = nx.DiGraph()
    own: Counter[str] = Counter()
    aside: Counter[str] = Counter()
    edges: list[tuple[str, str, dict[str, Scalar]]] = []
    number = 0
    for citing_number, cited_number, set_aside, citations in citing.pairs:
        source, target = documents[citing_number], documents[cited_number]
        if source is target:
            own[source.iri] += citations
        if source is target or set_aside:
            aside[set_aside or SELF_CITATION] += citations
            continue
        number += citations
        told: dict[str, Scalar] = {"weight": citations}
        if source.issued:
            told["first"] = told["last"] = source.issued
        edges.append((source.iri, target.iri, told))
    network.add_edges_from(edges)
    network.graph.update(
        tidy(
            {
                "citations": number,
                "setAside": ", ".join(f"{why} {many}" for why, many in sorted(aside.items())),
                "withoutNode": 0,
            }
        )
    )
    return network, own


def _describe(network: nx.DiGraph, citing: Citing, own: Counter[str], facts: Facts) -> None:
    shown = [document for document in citing.documents.values() if document.iri in network]
    names = facts.words_of("skos:prefLabel", {each.kind for each in shown if each.kind})
    words = facts.words_of(
        "rg:citationText", [each.iri for each in shown if is_work(each.iri, each.symbol)]
    )
    for each in shown:
        told: dict[str, Scalar | None] = drawn_document(
            each.iri, each.symbol, each.title, words.get(each.iri, ""), each.issued
        )
        told["kindName"] = names.get(each.kind) or short(each.kind)
        told["findings"] = citing.findings.get(each.number, 0)
        told["recommendations"] = citing.recommendations.get(each.number, 0)
        told["selfCitations"] = own[each.iri] or None
        network.nodes[each.iri].update(tidy(told))
