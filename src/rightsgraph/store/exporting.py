"""A snapshot as a file: the whole graph, or one named graph of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final, TypeAlias

import pyoxigraph as ox

from rightsgraph.errors import NotFoundError, RdfFormatError
from rightsgraph.iris import named_graph
from rightsgraph.store.outputs import read_into
from rightsgraph.store.snapshots import Snapshot
from rightsgraph.vocabulary import PREFIXES

FORMATS: Final = {
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_GraphName: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


def format_named(name: str) -> ox.RdfFormat:
    """The format of that name.

    Raises:
        RdfFormatError: It is not known.
    """
    try:
        return FORMATS[name]
    except KeyError:
        raise RdfFormatError(
            f"The graph cannot be written as {name!r}.",
            remedy=f"Use one of {', '.join(FORMATS)}.",
        ) from None


def write_graph(
    snapshot: Snapshot, out: IO[bytes], format_name: str, *, graph: str | None = None
) -> None:
    """Write a snapshot; memory stays flat whatever its size.

    Where the default graph of a snapshot is derived from its named graphs, formats that know named
    graphs hold those and nothing twice; where it is a graph like the others, they hold it too.
    Turtle, which knows no named graphs, holds the union. The same snapshot is the same bytes.

    Args:
        snapshot: What to write.
        out: A binary file.
        format_name: `trig`, `nquads`, `turtle` or `jsonld`.
        graph: Only this named graph: its IRI, or its name after `graph/`.

    Raises:
        RdfFormatError: The format is not known.
        NotFoundError: The snapshot has no such named graph.
        SnapshotDamagedError: The snapshot cannot be read.
        OSError: The file cannot be written.
    """
    rdf_format = format_named(format_name)
    store = snapshot.open()
    try:
        with read_into(out, snapshot.path) as file:
            _write(store, snapshot, file, rdf_format, graph)
    finally:
        snapshot.release()


def _write(
    store: ox.Store,
    snapshot: Snapshot,
    file: IO[bytes],
    rdf_format: ox.RdfFormat,
    graph: str | None,
) -> None:
    if graph is not None:
        names: list[_GraphName] = [_existing(store, snapshot, graph)]
    else:
        names = [*sorted(store.named_graphs(), key=str)]
        if not snapshot.manifest.union:
            names.insert(0, ox.DefaultGraph())
    if rdf_format.supports_datasets:
        quads: Iterator[ox.Quad] | Iterator[ox.Triple] = _quads(store, names)
    elif graph is not None:
        quads = (quad.triple for quad in _quads(store, names))
    else:
        quads = _union(store, names)
    ox.serialize(quads, file, rdf_format, prefixes=dict(PREFIXES))


def _existing(store: ox.Store, snapshot: Snapshot, graph: str) -> ox.NamedNode:
    for candidate in (graph, named_graph(graph)):
        if ":" in candidate:
            try:
                name = ox.NamedNode(candidate)
            except ValueError:
                continue
            if store.contains_named_graph(name):
                return name
    raise NotFoundError(
        f"The snapshot {snapshot.id} has no named graph {graph!r}.",
        remedy="`rightsgraph snapshots --format json` lists the named graphs.",
    )


def _quads(store: ox.Store, names: list[_GraphName]) -> Iterator[ox.Quad]:
    for name in names:
        yield from store.quads_for_pattern(None, None, None, name)


def _union(store: ox.Store, names: list[_GraphName]) -> Iterator[ox.Triple]:
    """Each triple once, by looking whether an earlier graph has it too."""
    for place, name in enumerate(names):
        for quad in store.quads_for_pattern(None, None, None, name):
            triple = quad.triple
            if not any(_in_graph(store, triple, other) for other in names[:place]):
                yield triple


def _in_graph(store: ox.Store, triple: ox.Triple, graph: _GraphName) -> bool:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph) in store
