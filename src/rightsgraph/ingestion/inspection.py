"""One document of the graph: what is said of it, and taking it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from rightsgraph.errors import InputError, NotFoundError
from rightsgraph.ingestion.copies import read_bytes
from rightsgraph.ingestion.holdings import Held, holdings, rows
from rightsgraph.ingestion.publication import withdraw
from rightsgraph.iris import base
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.faults import reading
from rightsgraph.vocabulary import RDF

_FACTS: Final = """
SELECT DISTINCT ?property ?value ?label WHERE {
  GRAPH <%(graph)s> { <%(document)s> ?property ?value }
  OPTIONAL { GRAPH ?names { ?value skos:prefLabel ?label } FILTER(LANG(?label) IN ("en", "")) }
}
"""
_STATEMENTS: Final = """
SELECT ?type (COUNT(DISTINCT ?s) AS ?n) WHERE { GRAPH <%s> { ?s a ?type } } GROUP BY ?type
"""
_RESOLUTIONS: Final = """
SELECT ?way (COUNT(DISTINCT ?c) AS ?n) WHERE { GRAPH <%s> { ?c rg:resolution ?way } } GROUP BY ?way
"""
_SUMMARIES: Final = """
SELECT DISTINCT ?type ?summary ?start WHERE { GRAPH <%s> {
  ?s a ?type ; rg:summary ?summary .
  FILTER(?type IN (rg:Finding, rg:Recommendation))
  OPTIONAL { ?s rg:evidence/oa:hasSelector/oa:start ?start }
} } ORDER BY ?start
"""


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What the graph says of one document.

    Attributes:
        held: Its names and where it is from.
        facts: Its properties: name of the property, and its values for people.
        counts: How many things of each class its graph holds.
        resolutions: How its citations were resolved.
        findings: The summaries of its findings, in reading order.
        recommendations: The summaries of its recommendations, in reading order.
    """

    held: Held
    facts: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int]
    resolutions: Mapping[str, int]
    findings: tuple[str, ...]
    recommendations: tuple[str, ...]


def find_document(document: str, home: Home) -> Held:
    """The document of the graph that a name means.

    Args:
        document: Its IRI or that of its graph, its name after `id/` or `graph/`, its UN symbol,
            or the name of the file it was read from.
        home: The folder of the snapshots.

    Raises:
        NotFoundError: There is none.
        InputError: Several have that name.
        NoSnapshotError: Nothing has been built yet.
    """
    home.current()
    held = holdings(home)
    everything = held.documents.values() if held else ()
    whole = document.removeprefix(base())
    names = {whole, f"id/{whole}", f"id/un/{whole}", f"id/letter/{whole}", f"graph/{whole}"}
    names |= {f"graph/un/{whole}"}
    found = [
        each
        for each in everything
        if {each.document.removeprefix(base()), each.graph.removeprefix(base())} & names
    ]
    found = found or [each for each in everything if each.name and each.name == document]
    if not found:
        raise NotFoundError(
            f"The graph has no document {document!r}.",
            remedy="`rightsgraph query documents` lists the documents.",
        )
    if len(found) > 1:
        listed = ", ".join(each.document.removeprefix(base()) for each in found[:5])
        raise InputError(f"Several documents are called {document!r}: {listed}.")
    return found[0]


def remove(document: str, home: Home | None = None) -> Snapshot:
    """A snapshot without a document and its graph, published; its kept copy stays.

    Args:
        document: As for `find_document`.
        home: The folder of the snapshots; by default the setting RIGHTSGRAPH_HOME.

    Raises:
        NotFoundError: There is no such document.
        StoreBusyError: Another process is writing.
    """
    folder = home or Home()
    return withdraw(folder, [find_document(document, folder).graph])


def source(document: str, home: Home | None = None) -> bytes:
    """The bytes that a document was read from, as they were kept.

    Args:
        document: As for `find_document`.
        home: The folder of the snapshots; by default the setting RIGHTSGRAPH_HOME.

    Raises:
        NotFoundError: There is no such document, or it was described by hand.
        DocumentError: There is no copy, or it is not what it was.
    """
    folder = home or Home()
    held = find_document(document, folder)
    if not held.source_digest:
        raise NotFoundError(
            f"{document} was described by hand: no copy of it was kept.",
            remedy="`rightsgraph query documents` lists the documents.",
        )
    return read_bytes(folder.path, held.source_digest)


def show(document: str, home: Home | None = None) -> DocumentSummary:
    """What the graph says of one document.

    Args:
        document: As for `find_document`.
        home: The folder of the snapshots; by default the setting RIGHTSGRAPH_HOME.

    Raises:
        NotFoundError: There is no such document.
    """
    folder = home or Home()
    held = find_document(document, folder)
    snapshot = folder.current()
    store = snapshot.open()
    try:
        with reading(snapshot.path):
            return _summary(store, held)
    finally:
        del store
        snapshot.release()


def _summary(store: ox.Store, held: Held) -> DocumentSummary:
    facts: dict[str, dict[str, None]] = {}
    values = {"graph": held.graph, "document": held.document}
    for row in rows(store, _FACTS % values):
        name = _last(row["property"].value)
        if row["property"].value == RDF + "type":
            name = "type"
        value = row["label"].value if row["label"] is not None else _short(row["value"])
        facts.setdefault(name, {})[value] = None
    summaries: dict[str, list[str]] = {"Finding": [], "Recommendation": []}
    for row in rows(store, _SUMMARIES % held.graph):
        summaries[_last(row["type"].value)].append(row["summary"].value)
    return DocumentSummary(
        held=held,
        facts={name: tuple(each) for name, each in facts.items()},
        counts=_counted(store, _STATEMENTS % held.graph, "type"),
        resolutions=_counted(store, _RESOLUTIONS % held.graph, "way"),
        findings=tuple(summaries["Finding"]),
        recommendations=tuple(summaries["Recommendation"]),
    )


def _counted(store: ox.Store, query: str, name: str) -> dict[str, int]:
    found = {_last(row[name].value): int(row["n"].value) for row in rows(store, query)}
    return dict(sorted(found.items()))


def _short(term: ox.NamedNode | ox.Literal) -> str:
    return str(term.value).removeprefix(base())


def _last(iri: str) -> str:
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]
