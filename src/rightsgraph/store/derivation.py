"""What a snapshot derives from its named graphs: the default graph, and the counts.

The default graph is the union of the named graphs, each triple once. A fresh build gets it from
the load itself, which reads every quad twice, once without its graph: measured on a million
quads that adds a tenth to the load, where inserting it afterwards by SPARQL takes twice the
load and writing it out and in again one and a half times. An edit only brings the differences.

The counts stand in `graph/statistics`, so that nobody needs to aggregate over all citations
for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph.iris import base, named_graph
from rightsgraph.vocabulary import PREFIXES, RDF, XSD, C4o, Rg, Void

_INTEGER: Final = XSD + "integer"

# A citation is counted once for each thing that it names. One by which a document cites itself
# ("see paragraph 5 above") says nothing of how the document is received, and is left out.
_TIMES_CITED: Final = """
SELECT ?thing (COUNT(DISTINCT ?citation) AS ?count) WHERE {
  ?citation cito:hasCitingEntity ?citing .
  { ?citation rg:citedDocument ?thing } UNION { ?citation cito:hasCitedEntity ?thing }
  FILTER(?thing != ?citing)
  FILTER NOT EXISTS { ?citation rg:citedDocument ?citing }
} GROUP BY ?thing
"""
_CITATIONS: Final = """
SELECT ?thing (COUNT(DISTINCT ?citation) AS ?count) WHERE {
  ?citation a cito:Citation ; cito:hasCitingEntity ?thing .
} GROUP BY ?thing
"""
_STATEMENTS: Final = """
SELECT ?thing (COUNT(DISTINCT ?statement) AS ?count) WHERE {
  ?statement a rg:%s ; dcterms:isPartOf ?thing .
} GROUP BY ?thing
"""
# Everything that has a name and a type is described here.
_ENTITIES: Final = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?type FILTER(isIRI(?s)) }"
_COUNTS: Final = (
    ((Rg.timesCited, C4o.hasGlobalCitationFrequency), _TIMES_CITED),
    ((Rg.citationCount,), _CITATIONS),
    ((Rg.recommendationCount,), _STATEMENTS % "Recommendation"),
    ((Rg.findingCount,), _STATEMENTS % "Finding"),
)

_STALE: Final = """
DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }
"""
_NEW: Final = """
INSERT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }
"""
# From here on a bulk load is quicker than a transaction, which is kept in memory.
_BULK: Final = 10_000


def dataset_iri() -> str:
    """The IRI of the whole graph as a dataset, in the sense of VoID."""
    return base() + "dataset"


def statistics_graph() -> ox.NamedNode:
    """The named graph of the counts."""
    return ox.NamedNode(named_graph("statistics"))


def clear_statistics(store: ox.Store) -> None:
    """Take the counts out of their named graph, before the union is made anew."""
    store.remove_graph(statistics_graph())


def refresh_union(store: ox.Store) -> None:
    """Make the default graph the union of the named graphs again, by the differences only."""
    store.update(_STALE)
    store.update(_NEW % "?g")


def refresh_union_of(store: ox.Store, before: ox.Store, graphs: Iterable[str]) -> None:
    """Make the default graph the union again when only some named graphs have changed.

    Args:
        store: The changed store.
        before: The store it was copied from.
        graphs: IRIs of the graphs that differ; others are not looked at.
    """
    nowhere = ox.DefaultGraph()
    for graph in graphs:
        name = ox.NamedNode(graph)
        for old in before.quads_for_pattern(None, None, None, name):
            found = store.quads_for_pattern(old.subject, old.predicate, old.object, None)
            if all(quad.graph_name == nowhere for quad in found):
                store.remove(ox.Quad(old.subject, old.predicate, old.object, nowhere))
        store.update(_NEW % name)


def graph_counts(store: ox.Store) -> dict[str, int]:
    """How many triples each named graph holds, by its IRI, in the order of the IRIs."""
    rows = _select(store, "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return dict(sorted((graph, count) for graph, count in rows))


def add_statistics(store: ox.Store, *, triples: int, union: bool, scratch: Path) -> int:
    """Count, and write the counts to `graph/statistics`; return how many triples that took.

    Args:
        store: A store whose statistics are cleared.
        triples: How many triples the dataset has without them.
        union: Whether the default graph is the union; the counts are added to it then.
        scratch: A file that may be written and is removed again.
    """
    graph = f" {statistics_graph()} .\n"
    written = 0
    with scratch.open("w", encoding="utf-8") as file:
        for line in _statistics(store, triples=triples, union=union):
            written += 1
            file.write(line + graph)
            if union:
                file.write(line + " .\n")
    load = store.bulk_load if written >= _BULK else store.load
    load(path=scratch, format=ox.RdfFormat.N_QUADS)
    scratch.unlink()
    return written


def _statistics(store: ox.Store, *, triples: int, union: bool) -> Iterator[str]:
    for properties, query in _COUNTS:
        for thing, number in _select(store, query, union=union):
            for name in properties:
                yield f'<{thing}> <{name}> "{number}"^^<{_INTEGER}>'
    dataset = f"<{dataset_iri()}>"
    yield f"{dataset} <{RDF}type> <{Void.Dataset}>"
    yield f'{dataset} <{Void.triples}> "{triples}"^^<{_INTEGER}>'
    yield f'{dataset} <{Void.entities}> "{count(store, _ENTITIES, union=union)}"^^<{_INTEGER}>'


def _select(store: ox.Store, query: str, *, union: bool = True) -> Iterator[tuple[str, int]]:
    """The rows (IRI, count) of a query; those about blank nodes are left out."""
    for thing, number in _rows(store, query, union=union):
        if isinstance(thing, ox.NamedNode):
            yield thing.value, int(number.value)


def count(store: ox.Store, query: str, *, union: bool = True) -> int:
    """The one number that a query gives."""
    ((number,),) = _rows(store, query, union=union)
    return int(number.value)


def _rows(store: ox.Store, query: str, *, union: bool) -> Iterator[Any]:
    answer = store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=not union)
    return iter(answer)  # type: ignore[arg-type]  # a SELECT gives rows
