"""The named graphs of sources, what the provenance graph says of them, and life without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph.graph.validation import validate
from rightsgraph.iris import named_graph
from rightsgraph.vocabulary import Prov, Rg

# So many things are checked when a graph goes; more of them would take as long as all.
_CHECKED: Final = 20_000
_NOWHERE: Final = ox.DefaultGraph()


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


def take_out_checked(store: ox.Store, graphs: Iterable[str], scratch: Path) -> bool:
    """Remove named graphs, and say whether what conformed to the shapes conforms without them.

    What a shape says of a thing is about its own triples and the types of what it names. So only
    things can fail that have lost triples and are still described, or that name such as have.

    Args:
        store: A copy of a snapshot that conforms; its default graph may still be that of before.
        graphs: IRIs of the graphs.
        scratch: A folder for temporary files.

    Returns:
        Whether they conform; False too when there are too many of them.
    """
    gone = list(graphs)
    lost = {
        quad
        for name in (*gone, _provenance().value)
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(name))
    }
    take_out(store, gone)
    changed = {
        quad.subject
        for quad in lost
        if not any(_described(store, quad.subject, quad.predicate, quad.object))
    }
    touched = {subject for subject in changed if any(_described(store, subject))}
    for subject in changed:
        for quad in _described(store, None, None, subject):
            touched.add(quad.subject)
            if len(touched) > _CHECKED:
                return False
    part = ox.Store()
    for subject in touched:
        for quad in _described(store, subject):
            part.add(ox.Quad(quad.subject, quad.predicate, quad.object))
            if isinstance(quad.object, ox.NamedNode | ox.BlankNode):
                part.extend(
                    ox.Quad(each.subject, each.predicate, each.object)
                    for each in _described(store, quad.object)
                )
    nodes = {subject.value for subject in touched if not isinstance(subject, ox.Triple)}
    return not any(found.node in nodes for found in validate(part, scratch=scratch).violations)


def _described(
    store: ox.Store,
    subject: Any,  # noqa: ANN401  # any term, as the engine has it
    predicate: ox.NamedNode | None = None,
    value: Any = None,  # noqa: ANN401
) -> Iterator[ox.Quad]:
    """The quads of the named graphs with a pattern."""
    found = store.quads_for_pattern(subject, predicate, value, None)
    return (quad for quad in found if quad.graph_name != _NOWHERE)


def source_digest(store: ox.Store, graph: str) -> str:
    """The digest of the source that a graph was made from; empty when nothing says so."""
    found = store.quads_for_pattern(
        ox.NamedNode(graph), ox.NamedNode(Rg.sourceDigest), None, _provenance()
    )
    return min((q.object.value for q in found if isinstance(q.object, ox.Literal)), default="")


def _provenance() -> ox.NamedNode:
    return ox.NamedNode(named_graph("provenance"))
