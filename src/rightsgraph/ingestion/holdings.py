"""What the current snapshot already has: which documents, from which bytes, made by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph.errors import NoSnapshotError
from rightsgraph.iris import named_graph
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.faults import reading
from rightsgraph.vocabulary import PREFIXES

_SOURCES: Final = """
SELECT ?graph ?document ?digest ?software ?is_software ?name ?format WHERE {
  GRAPH <%s> {
    ?graph a rg:SourceGraph ; dcterms:subject ?document .
    OPTIONAL { ?graph rg:sourceDigest ?digest }
    OPTIONAL { ?graph dcterms:source ?name }
    OPTIONAL { ?graph dcterms:format ?format }
    OPTIONAL { ?graph prov:wasGeneratedBy/prov:wasAssociatedWith ?software .
      BIND(EXISTS { ?software a prov:SoftwareAgent } AS ?is_software) }
  }
}
"""
_TEXT: Final = "SELECT ?digest WHERE { GRAPH <%s> { <%s> rg:textDigest ?digest } }"


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the graph.

    Attributes:
        graph: IRI of its named graph.
        document: Its IRI.
        source_digest: Digest of the bytes that were read; empty when it was described by hand.
        software: IRI of the extractor; empty when it was described by hand.
        name: The file that was read.
        media_type: Its media type.
    """

    graph: str
    document: str
    source_digest: str = ""
    software: str = ""
    name: str = ""
    media_type: str = ""


@dataclass(frozen=True)
class Holdings:
    """The documents of a snapshot.

    Attributes:
        documents: The documents by the IRI of their graph.
        by_hand: Graphs that people made, by the digest of the text they describe.
        union: Whether the default graph of the snapshot is the union of its named graphs.
    """

    documents: dict[str, Held] = field(default_factory=dict)
    by_hand: dict[str, str] = field(default_factory=dict)
    union: bool = True

    def known(self, software: str) -> frozenset[str]:
        """The digests of the sources that this extractor in this version has described."""
        return frozenset(
            held.source_digest
            for held in self.documents.values()
            if held.source_digest and held.software == software
        )


def holdings(home: Home) -> Holdings | None:
    """What the current snapshot of a folder holds; None when there is no snapshot.

    Raises:
        SnapshotDamagedError: The current snapshot is incomplete.
    """
    try:
        snapshot = home.current()
    except NoSnapshotError:
        return None
    store = snapshot.open()
    try:
        return _holdings(store, snapshot)
    finally:
        del store
        snapshot.release()


def _holdings(store: ox.Store, snapshot: Snapshot) -> Holdings:
    documents: dict[str, Held] = {}
    by_hand: dict[str, str] = {}
    with reading(snapshot.path):
        for row in rows(store, _SOURCES % named_graph("provenance")):
            graph, document = row["graph"].value, row["document"].value
            software = _value(row, "software") if _value(row, "is_software") == "true" else ""
            documents[graph] = Held(
                graph,
                document,
                _value(row, "digest"),
                software,
                _value(row, "name"),
                _value(row, "format"),
            )
            if not software:
                for found in rows(store, _TEXT % (graph, document)):
                    by_hand[found["digest"].value] = graph
    return Holdings(documents, by_hand, snapshot.manifest.union)


def rows(store: ox.Store, query: str) -> Iterator[Any]:
    """The solutions of a SELECT query over the named graphs."""
    return iter(store.query(query, prefixes=dict(PREFIXES)))  # type: ignore[arg-type]


def _value(row: Any, name: str) -> str:  # noqa: ANN401
    term = row[name]
    return "" if term is None else str(term.value)
