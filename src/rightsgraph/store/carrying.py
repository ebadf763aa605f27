"""What a build takes over from the current snapshot: ingested documents, and what was written.

A build starts from its sources, and what was ingested or written over HTTP is in none of them. The
graph of an ingested document is told by `graph/provenance`: software made it. It is carried with
what that graph and `graph/quotation-checks` say of it. Graphs that were written over HTTP are named
by the manifest of the snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import IO, Any, Final

import pyoxigraph as ox

from rightsgraph.errors import NoSnapshotError, SnapshotDamagedError, WrittenGraphsError
from rightsgraph.graph.loading import Source
from rightsgraph.iris import CANONICAL_BASE, base
from rightsgraph.store.faults import reading
from rightsgraph.store.snapshots import Snapshot
from rightsgraph.vocabulary import PREFIXES, RDF, Rg

_INGESTED: Final = """
SELECT ?graph ?activity ?software WHERE { GRAPH <%s> {
  ?graph a rg:SourceGraph ; prov:wasGeneratedBy ?activity .
  ?activity prov:wasAssociatedWith ?software .
  ?software a prov:SoftwareAgent .
} }
"""
_TYPE: Final = ox.NamedNode(RDF + "type")
_COMPARISON_OF: Final = ox.NamedNode(Rg.comparisonOf)


# What to do when what would be kept cannot be read from the current snapshot.
WAYS_OUT: Final = (
    "Run `rightsgraph snapshots --rollback ID` to an earlier snapshot; or build without the "
    "ingested documents by `rightsgraph build --only-bundled`, and ingest them again."
)


@dataclass(frozen=True)
class CarriedGraphs:
    """Named graphs of a snapshot, open to be read.

    Args:
        store: Its store.
        base: The base of its IRIs.
        graphs: For the IRI of each graph, the nodes of the provenance graph that tell where it
            comes from.
    """

    store: ox.Store
    base: str
    graphs: dict[str, frozenset[ox.NamedNode]]

    def under_present_base(self) -> dict[str, str]:
        """For the IRI that each graph gets under the base of the settings, the one it has."""
        return {
            base() + iri.removeprefix(self.base) if iri.startswith(self.base) else iri: iri
            for iri in self.graphs
        }

    def source(self, graphs: Collection[str]) -> Source:
        """A source of the quads of some of the graphs.

        Args:
            graphs: Their IRIs.
        """

        def write(out: IO[bytes]) -> None:
            for quad in self._quads({ox.NamedNode(graph) for graph in graphs}):
                out.write(self._canonical(f"{quad} .\n").encode())

        return Source("what was there before", write=write)

    def _quads(self, graphs: set[ox.NamedNode]) -> Iterator[ox.Quad]:
        for graph in graphs:
            yield from self.store.quads_for_pattern(None, None, None, graph)
        provenance = ox.NamedNode(self.base + "graph/provenance")
        for node in {node for graph in graphs for node in self.graphs[graph.value]}:
            yield from self.store.quads_for_pattern(node, None, None, provenance)
        checks = ox.NamedNode(self.base + "graph/quotation-checks")
        for check in self.store.quads_for_pattern(None, _COMPARISON_OF, None, checks):
            quotation = check.object
            if isinstance(quotation, ox.NamedNode) and any(
                quad.graph_name in graphs
                for quad in self.store.quads_for_pattern(quotation, _TYPE, None, None)
            ):
                yield from self.store.quads_for_pattern(check.subject, None, None, checks)

    def _canonical(self, line: str) -> str:
        """A line whose IRIs loading will move to the base of the settings."""
        if self.base in (base(), CANONICAL_BASE):
            return line
        for part in ("id/", "graph/"):
            line = line.replace(self.base + part, CANONICAL_BASE + part)
        return line


@dataclass(frozen=True)
class Kept:
    """What a build takes over.

    Args:
        ingested: The documents that were ingested.
        written: The graphs that were written over HTTP; the default graph by an empty IRI.
    """

    ingested: CarriedGraphs | None = None
    written: CarriedGraphs | None = None

    def refuse_clashes(self, store: ox.Store) -> None:
        """Nothing, when no source describes otherwise what was written over HTTP.

        Args:
            store: What was made of the sources.

        Raises:
            WrittenGraphsError: One does.
        """
        if self.written is None:
            return
        found = [
            iri or "the default graph"
            for target, iri in self.written.under_present_base().items()
            if not iri
            or (
                store.contains_named_graph(ox.NamedNode(target))
                and _differ(self.written.store, iri, store, target)
            )
        ]
        if found:
            raise WrittenGraphsError(
                f"Written over HTTP, and not what this build would have: {', '.join(found)}.",
                graphs=found,
            )


def kept(current: Callable[[], Snapshot], *, ingested: bool = True, written: bool = True) -> Kept:
    """What a build takes over from the current snapshot; nothing where there is none.

    Args:
        current: Gives that snapshot; it must not be pruned while what is kept is read.
        ingested: Whether ingested documents are kept.
        written: Whether what was written over HTTP is.

    Raises:
        SnapshotDamagedError: It cannot be read.
        SnapshotVersionError: A newer version of rightsgraph made it.
    """
    if not (ingested or written):
        return Kept()
    try:
        snapshot = current()
        if not ingested and not snapshot.manifest.written:
            return Kept()
        snapshot.verify_contents()
        with reading(snapshot.path):
            store = ox.Store.read_only(str(snapshot.store_path))
            return Kept(
                _ingested(snapshot, store) if ingested else None,
                _written(snapshot, store) if written else None,
            )
    except NoSnapshotError:
        return Kept()
    except SnapshotDamagedError as error:
        raise SnapshotDamagedError(
            f"{error.message} What was ingested or written cannot be read from it.",
            remedy=WAYS_OUT,
            **error.details,
        ) from error


def _ingested(snapshot: Snapshot, store: ox.Store) -> CarriedGraphs:
    under = snapshot.manifest.base
    graphs: dict[str, frozenset[ox.NamedNode]] = {}
    for row in _rows(store, _INGESTED % (under + "graph/provenance")):
        graph = row["graph"].value
        graphs[graph] = graphs.get(graph, frozenset()) | {
            node for node in row if isinstance(node, ox.NamedNode)
        }
    return CarriedGraphs(store, under, graphs)


def _written(snapshot: Snapshot, store: ox.Store) -> CarriedGraphs:
    graphs: dict[str, frozenset[ox.NamedNode]] = dict.fromkeys(
        snapshot.manifest.written, frozenset()
    )
    return CarriedGraphs(store, snapshot.manifest.base, graphs)


def changed_graphs(
    before: ox.Store, after: ox.Store, graphs: Iterable[str] | None, *, union: bool
) -> set[str]:
    """IRIs of the named graphs that differ; empty for a default graph that is no union.

    Args:
        before: A store.
        after: A changed copy of it.
        graphs: Those that may differ; by default all.
        union: Whether the default graphs are the unions of the others.
    """
    if graphs is None:
        names = {*before.named_graphs(), *after.named_graphs()}
        graphs = [name.value for name in names if isinstance(name, ox.NamedNode)]
    places = [*graphs] if union else ["", *graphs]
    return {
        iri
        for iri in places
        if (iri and _is_there(before, iri) != _is_there(after, iri))
        or _differ(before, iri, after, iri)
    }


def _is_there(store: ox.Store, graph: str) -> bool:
    return store.contains_named_graph(ox.NamedNode(graph))


def _differ(one: ox.Store, graph: str, other: ox.Store, called: str) -> bool:
    """Whether two graphs have different triples; the engine gives them in the same order."""
    pairs = zip_longest(_triples(one, graph), _triples(other, called))
    return any(left != right for left, right in pairs)


def _triples(store: ox.Store, graph: str) -> Iterator[ox.Triple]:
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, name))


def _rows(store: ox.Store, query: str) -> Iterator[Any]:
    return iter(store.query(query, prefixes=dict(PREFIXES)))  # type: ignore[arg-type]  # SELECT
