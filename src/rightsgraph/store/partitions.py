"""How much of a graph is of which class, and how often each property is used.

Source: Describing Linked Datasets with the VoID Vocabulary, section 4.4 (class- and
property-based partitions).
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph.vocabulary import PREFIXES, Void

_CLASSES: Final = (
    "SELECT ?name (COUNT(*) AS ?n) WHERE { ?s a ?name FILTER(isIRI(?name)) } GROUP BY ?name"
)
_PROPERTIES: Final = "SELECT ?name (COUNT(*) AS ?n) WHERE { ?s ?name ?o } GROUP BY ?name"


def class_partitions(store: ox.Store, dataset: str, *, union: bool) -> list[ox.Triple]:
    """How many things are of each class.

    Args:
        store: The graph.
        dataset: IRI of the graph as a dataset.
        union: Whether the default graph of the store is the union of its named graphs.
    """
    whole = ox.NamedNode(dataset)
    found = list(_counts(store, _CLASSES, union=union))
    triples = [ox.Triple(whole, ox.NamedNode(Void.classes), ox.Literal(len(found)))]
    for name, number in found:
        part = ox.NamedNode(f"{dataset}#class-{_slug(name)}")
        triples += [
            ox.Triple(whole, ox.NamedNode(Void.classPartition), part),
            ox.Triple(part, ox.NamedNode(Void.class_), ox.NamedNode(name)),
            ox.Triple(part, ox.NamedNode(Void.entities), ox.Literal(number)),
        ]
    return triples


def property_partitions(store: ox.Store, dataset: str, *, union: bool) -> list[ox.Triple]:
    """How many triples have each property; arguments as for `class_partitions`."""
    whole = ox.NamedNode(dataset)
    found = list(_counts(store, _PROPERTIES, union=union))
    triples = [ox.Triple(whole, ox.NamedNode(Void.properties), ox.Literal(len(found)))]
    for name, number in found:
        part = ox.NamedNode(f"{dataset}#property-{_slug(name)}")
        triples += [
            ox.Triple(whole, ox.NamedNode(Void.propertyPartition), part),
            ox.Triple(part, ox.NamedNode(Void.property), ox.NamedNode(name)),
            ox.Triple(part, ox.NamedNode(Void.triples), ox.Literal(number)),
        ]
    return triples


def _slug(iri: str) -> str:
    """A name for the fragment of an IRI: prefix and local name, or a digest.

    Example:
        >>> _slug("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        'rdf-type'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local is not iri and local.replace("-", "_").isidentifier() and local.isascii():
            return f"{prefix}-{local}"
    return blake2b(iri.encode(), digest_size=8).hexdigest()


def _counts(store: ox.Store, query: str, *, union: bool) -> Iterator[tuple[str, int]]:
    answer: Any = store.query(query, use_default_graph_as_union=not union)
    rows = [(row["name"].value, int(row["n"].value)) for row in answer if row["name"] is not None]
    yield from sorted(rows)
