"""The terms of the ontology: all described, all defined, none invented elsewhere."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from tools.external_terms import all_uses

from rightsgraph.settings import resource_path
from rightsgraph.vocabulary import PREFIXES, RG, VOCABULARY

ONTOLOGY = resource_path("ontology")
IRI = URIRef("https://w3id.org/rightsgraph/ontology")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


@cache
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY / "rightsgraph.ttl")


def terms() -> list[URIRef]:
    return sorted(s for s in set(ontology().subjects()) if isinstance(s, URIRef) and RG in s)


def concepts() -> set[str]:
    found: set[str] = set()
    for path in (ONTOLOGY / "vocabularies").glob("*.ttl"):
        found |= {str(s) for s in set(Graph().parse(path).subjects()) if isinstance(s, URIRef)}
    return found


@pytest.mark.parametrize("path", sorted(ONTOLOGY.rglob("*.ttl")), ids=lambda p: p.name)
def test_both_parsers_read_the_same_number_of_triples(path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert len(Graph().parse(path)) == len(set(ox.parse(path=path, format=ox.RdfFormat.TURTLE)))


def test_the_ontology_says_what_it_is() -> None:
    graph = ontology()
    assert (IRI, RDF.type, OWL.Ontology) in graph
    version = graph.value(IRI, OWL.versionIRI)
    assert version == URIRef(f"{IRI}/{graph.value(IRI, OWL.versionInfo)}")
    assert graph.value(IRI, DCTERMS.title)
    assert graph.value(IRI, DCTERMS.description)
    assert graph.value(IRI, DCTERMS.creator) == Literal("the rightsgraph authors")
    assert graph.value(IRI, DCTERMS.license) == URIRef(
        "https://creativecommons.org/licenses/by/4.0/"
    )
    assert graph.value(IRI, OWL.imports) is None


def test_there_are_classes_and_properties() -> None:
    assert len(terms()) >= 80


@pytest.mark.parametrize("term", terms(), ids=lambda t: t.removeprefix(RG))
def test_a_term_is_described_and_related(term: URIRef) -> None:
    graph = ontology()
    assert len(set(graph.objects(term, RDF.type)) & set(KINDS)) == 1
    for described in (RDFS.label, SKOS.definition, SKOS.example):
        texts = [t for t in graph.objects(term, described) if isinstance(t, Literal)]
        assert [t.language for t in texts] == ["en"], described
    assert graph.value(term, RDFS.isDefinedBy) == IRI
    relations = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso)
    assert any(graph.value(term, relation) for relation in relations)


@pytest.mark.parametrize("term", terms(), ids=lambda t: t.removeprefix(RG))
def test_a_term_is_spelled_by_its_kind(term: URIRef) -> None:
    is_class = (term, RDF.type, OWL.Class) in ontology()
    assert term.removeprefix(RG)[0].isupper() == is_class


def test_no_label_stands_for_two_terms() -> None:
    labels = [str(ontology().value(term, RDFS.label)) for term in terms()]
    assert len(set(labels)) == len(labels)


def test_no_term_of_ours_is_used_undefined() -> None:
    defined = {str(term) for term in terms()}
    undefined = {
        (use.file, use.term)
        for use in all_uses(PREFIXES)
        if use.term.startswith(RG) and use.term != RG and use.term not in defined
    }
    assert undefined == set()


def test_no_concept_is_used_that_is_in_no_vocabulary() -> None:
    known = concepts()
    unknown = {
        (use.file, use.term)
        for use in all_uses(PREFIXES)
        if use.term.startswith(VOCABULARY) and not use.term.endswith("/") and use.term not in known
    }
    assert unknown == set()
