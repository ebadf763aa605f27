"""Documents that were ingested, carried from the current snapshot into one that is built anew.

A build starts from its sources, and what was ingested is in none of them. The graph of such a
document is told by `graph/provenance`: software made it. It is carried with what that graph and
`graph/quotation-checks` say of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

import pyoxigraph as ox

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


# What to do when what was ingested cannot be read from the current snapshot.
WAYS_OUT: Final = (
    "Run `rightsgraph snapshots --rollback ID` to an earlier snapshot; or build without the "
    "ingested documents by `rightsgraph build --only-bundled`, and ingest them again."
)


@dataclass(frozen=True)
class Ingested:
    """The ingested documents of a snapshot, open to be read.

    Args:
        store: Its store.
        base: The base of its IRIs.
        graphs: For the IRI of the graph of each document, the nodes of the provenance graph
            that tell where it comes from.
    """

    store: ox.Store
    base: str
    graphs: dict[str, frozenset[ox.NamedNode]]

    def under_present_base(self) -> dict[str, str]:
        """For the IRI that each graph gets under the base of the settings, the one it has."""
        return {base() + iri.removeprefix(self.base): iri for iri in self.graphs}

    def source(self, graphs: Collection[str]) -> Source:
        """A source of the quads of some of the documents.

        Args:
            graphs: IRIs of their graphs.
        """

        def write(out: IO[bytes]) -> None:
            for quad in self._quads({ox.NamedNode(graph) for graph in graphs}):
                out.write(self._canonical(f"{quad} .\n").encode())

        return Source("ingested documents", write=write)

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


def ingested(snapshot: Snapshot) -> Ingested:
    """The ingested documents of a snapshot.

    Args:
        snapshot: The snapshot; it must not be pruned while they are read.

    Raises:
        SnapshotDamagedError: Its files are not what they should be.
    """
    under = snapshot.manifest.base
    graphs: dict[str, frozenset[ox.NamedNode]] = {}
    with reading(snapshot.path):
        store = ox.Store.read_only(str(snapshot.store_path))
        for row in _rows(store, _INGESTED % (under + "graph/provenance")):
            graph = row["graph"].value
            graphs[graph] = graphs.get(graph, frozenset()) | {
                node for node in row if isinstance(node, ox.NamedNode)
            }
    return Ingested(store, under, graphs)


def _rows(store: ox.Store, query: str) -> Iterator[Any]:
    return iter(store.query(query, prefixes=dict(PREFIXES)))  # type: ignore[arg-type]  # SELECT
