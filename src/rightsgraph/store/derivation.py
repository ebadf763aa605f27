"""What a snapshot derives from its named graphs: the default graph, and the counts.

The default graph is the union of the named graphs, each triple once. A fresh build gets it from
the load itself, which reads every quad twice, once without its graph: inserting it afterwards by
SPARQL takes twice the load, and writing it out and in again one and a half times. An edit only
brings the differences. Reviews and checks of quotations are laid over it afterwards (`overlays`).

The counts stand in `graph/statistics`, so that nobody needs to aggregate over all citations
for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph.iris import base, named_graph
from rightsgraph.store.counting import Fact, count
from rightsgraph.store.partitions import class_partitions, property_partitions
from rightsgraph.vocabulary import PREFIXES, RDF, Void

# Everything that has a name and a type is described here.
_ENTITIES: Final = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?type FILTER(isIRI(?s)) }"
_DEFAULT_GRAPH: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_GRAPHS: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"

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


def clear_statistics(store: ox.Store) -> bool:
    """Take the counts out of their named graph, and say whether there were any.

    Their copy in the default graph goes when the union is made again.
    """
    found = store.contains_named_graph(statistics_graph())
    store.remove_graph(statistics_graph())
    return found


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


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted in a store.

    Args:
        graphs: How many triples each named graph holds, by its IRI; the statistics too.
        default: How many triples the default graph holds, without the statistics.
        bulky: Whether so many counts were written that the engine's files should be merged: they
            stand beside the graph in each of its indexes, and a look-up has to search both.
    """

    graphs: dict[str, int]
    default: int
    bulky: bool = False


def add_statistics(store: ox.Store, *, union: bool, scratch: Path, tallies: bool = True) -> Counts:
    """Count, and write the counts to `graph/statistics`; return the sizes of the graphs.

    Args:
        store: A store without statistics.
        union: Whether the default graph is the union; the counts are added to it then.
        scratch: A folder for temporary files.
        tallies: Whether what the questions of everybody ask for is counted, and not only how
            large the graph is.
    """
    file = scratch / "counts.nq"
    with ThreadPoolExecutor(2) as pool:
        graphs = pool.submit(_graph_counts, store)
        entities = pool.submit(_number, store, _ENTITIES, union=union)
        default = pool.submit(_number, store, _DEFAULT_GRAPH, union=True).result()
        facts = count(store, dataset_iri(), union=union) if tallies else []
        partitions = (
            class_partitions(store, dataset_iri(), union=union)
            + property_partitions(store, dataset_iri(), union=union)
            if tallies
            else []
        )
    written = _write_facts(facts, file, union=union)
    if written >= _BULK:
        store.bulk_load(path=file, format=ox.RdfFormat.N_QUADS, lenient=True)
    else:
        store.load(path=file, format=ox.RdfFormat.N_QUADS, lenient=True)
    file.unlink()
    sizes = graphs.result()
    # What was published, without these statistics themselves.
    triples = default if union else default + sum(sizes.values())
    about = [*_about(triples, entities.result()), *partitions]
    store.extend([quad for triple in about for quad in _placed(triple, union=union)])
    sizes[statistics_graph().value] = written + len(about)
    return Counts(dict(sorted(sizes.items())), default, bulky=written >= _BULK)


def _write_facts(facts: list[Fact], path: Path, *, union: bool) -> int:
    """Write facts as N-Quads; return how many there are."""
    graph = f" {statistics_graph()} .\n".encode()
    with path.open("wb") as file:
        for thing, name, value in facts:
            triple = b"%s <%s> %s" % (thing, name.encode(), value)
            file.write(triple + graph)
            if union:
                file.write(triple + b" .\n")
    return len(facts)


def sizes(store: ox.Store) -> Counts:
    """How much a store holds, without writing anything to it.

    Args:
        store: A store without statistics.
    """
    return Counts(
        dict(sorted(_graph_counts(store).items())), _number(store, _DEFAULT_GRAPH, union=True)
    )


def _about(triples: int, entities: int) -> list[ox.Triple]:
    dataset = ox.NamedNode(dataset_iri())
    return [
        ox.Triple(dataset, ox.NamedNode(RDF + "type"), ox.NamedNode(Void.Dataset)),
        ox.Triple(dataset, ox.NamedNode(Void.triples), ox.Literal(triples)),
        ox.Triple(dataset, ox.NamedNode(Void.entities), ox.Literal(entities)),
    ]


def _placed(triple: ox.Triple, *, union: bool) -> Iterator[ox.Quad]:
    yield ox.Quad(triple.subject, triple.predicate, triple.object, statistics_graph())
    if union:
        yield ox.Quad(triple.subject, triple.predicate, triple.object)


def _graph_counts(store: ox.Store) -> dict[str, int]:
    return {
        graph.value: int(number.value)
        for graph, number in _rows(store, _GRAPHS, union=True)
        if isinstance(graph, ox.NamedNode)
    }


def _number(store: ox.Store, query: str, *, union: bool) -> int:
    ((number,),) = _rows(store, query, union=union)
    return int(number.value)


def _rows(store: ox.Store, query: str, *, union: bool) -> Iterator[Any]:
    answer = store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=not union)
    return iter(answer)  # type: ignore[arg-type]  # a SELECT gives rows
