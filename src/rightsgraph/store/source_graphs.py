"""The named graphs of sources, and what the provenance graph says of them."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from rightsgraph.iris import named_graph
from rightsgraph.vocabulary import Prov, Rg


def take_out(store: ox.Store, graphs: Iterable[str]) -> None:
    """Remove named graphs, and what the provenance graph says of them."""
    provenance = _provenance()
    made_by = ox.NamedNode(Prov.wasGeneratedBy)
    for graph in graphs:
        name = ox.NamedNode(graph)
        store.remove_graph(name)
        about = list(store.quads_for_pattern(name, None, None, provenance))
        for quad in list(about):
            if quad.predicate == made_by and isinstance(quad.object, ox.NamedNode):
                about += store.quads_for_pattern(quad.object, None, None, provenance)
        for quad in about:
            store.remove(quad)


def source_digest(store: ox.Store, graph: str) -> str:
    """The digest of the source that a graph was made from; empty when nothing says so."""
    found = store.quads_for_pattern(
        ox.NamedNode(graph), ox.NamedNode(Rg.sourceDigest), None, _provenance()
    )
    return min((q.object.value for q in found if isinstance(q.object, ox.Literal)), default="")


def _provenance() -> ox.NamedNode:
    return ox.NamedNode(named_graph("provenance"))
