"""Partitions: each class and property with how much there is of it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from rightsgraph.store.partitions import class_partitions, property_partitions
from rightsgraph.vocabulary import Void

GRAPH = """
@prefix rg: <https://w3id.org/rightsgraph/ontology#> .
@prefix x: <https://examplia.example/> .
GRAPH x:one { x:a a rg:Finding, x:Thing ; rg:order 1 . x:b a rg:Finding . _:c a [] . }
GRAPH x:two { x:a a rg:Finding . }
"""


def counted(triples: list[ox.Triple], of: str, number: str) -> dict[str, int]:
    """For each partition, what it is of and how much there is of it."""
    facts = {(t.subject, t.predicate.value): t.object for t in triples}
    return {
        value.value: int(getattr(facts[part, number], "value", "-1"))
        for (part, name), value in facts.items()
        if name == of and isinstance(value, ox.NamedNode)
    }


@pytest.mark.parametrize("union", [True, False])
def test_partitions(*, union: bool) -> None:
    store = ox.Store()
    store.load(GRAPH.encode(), format=ox.RdfFormat.TRIG)
    if union:
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    classes = class_partitions(store, "x:dataset", union=union)
    properties = property_partitions(store, "x:dataset", union=union)
    thing = "https://examplia.example/Thing"
    finding = "https://w3id.org/rightsgraph/ontology#Finding"
    # A plain default graph counts what two graphs state twice, as its queries do.
    assert counted(classes, Void.class_, Void.entities) == {thing: 1, finding: 2 if union else 3}
    uses = counted(properties, Void.property, Void.triples)
    assert uses["https://w3id.org/rightsgraph/ontology#order"] == 1
    whole = ox.NamedNode("x:dataset")
    assert ox.Triple(whole, ox.NamedNode(Void.classes), ox.Literal(2)) in classes
    assert ox.Triple(whole, ox.NamedNode(Void.properties), ox.Literal(2)) in properties
    assert ox.NamedNode("x:dataset#class-rg-Finding") in {t.subject for t in classes}
