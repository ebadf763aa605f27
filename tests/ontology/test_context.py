"""The JSON-LD context means what it says, to both parsers."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef

from rightsgraph.settings import resource_path
from rightsgraph.vocabulary import PREFIXES, RG

# rdflib's own parser of JSON-LD still uses what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

ONTOLOGY = resource_path("ontology")
ID = "https://w3id.org/rightsgraph/id/"
WORDS: dict[str, Any] = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))[
    "@context"
]
LANGUAGE_MAPS = {
    name
    for name, value in WORDS.items()
    if isinstance(value, dict) and value.get("@container") == "@language"
}


def expand(iri: str) -> str:
    prefix, _, local = iri.partition(":")
    return PREFIXES[prefix] + local


def named() -> dict[str, str]:
    """Short name to the term that it stands for."""
    return {
        name: value if isinstance(value, str) else value["@id"]
        for name, value in WORDS.items()
        if not name.startswith("@") and not str(value).endswith(("#", "/"))
    }


def triples(document: dict[str, Any]) -> tuple[Graph, set[ox.Triple]]:
    """The document as rdflib reads it and as pyoxigraph does."""
    text = json.dumps({"@context": WORDS, **document})
    graph = Graph().parse(data=text, format="json-ld")
    return graph, {quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.JSON_LD)}


def test_no_name_is_given_twice() -> None:
    pairs: list[tuple[str, Any]] = []

    def keep(found: list[tuple[str, Any]]) -> dict[str, Any]:
        pairs.extend(found)
        return dict(found)

    text = (ONTOLOGY / "context.jsonld").read_text(encoding="utf-8")
    context = json.loads(text, object_pairs_hook=keep)["@context"]
    counts = Counter(name for name, _ in pairs if not name.startswith("@"))
    assert [name for name in context if counts[name] > 1] == []


def test_no_term_has_two_names() -> None:
    plain = Counter(iri for name, iri in named().items() if name not in LANGUAGE_MAPS)
    assert [iri for iri, count in plain.items() if count > 1] == []


def test_every_term_of_ours_has_its_own_name() -> None:
    ontology = Graph().parse(ONTOLOGY / "rightsgraph.ttl")
    ours = {s.removeprefix(RG) for s in map(str, ontology.subjects()) if s.startswith(RG)}
    assert {name for name in ours if named().get(name) != f"rg:{name}"} == set()


def test_names_agree_with_the_predeclared_prefixes() -> None:
    declared = {name: value for name, value in WORDS.items() if str(value).endswith(("#", "/"))}
    assert len(declared) > 15
    assert {name: PREFIXES[name] for name in declared} == declared


def test_object_properties_of_ours_take_iris() -> None:
    ontology = Graph().parse(ONTOLOGY / "rightsgraph.ttl")
    objects = {s.removeprefix(RG) for s in map(str, ontology[: RDF.type : OWL.ObjectProperty])}
    ours = {name for name in objects if not name.startswith("http")}
    assert {name for name in ours if WORDS[name].get("@type") != "@id"} == set()


@pytest.mark.parametrize("name", sorted(set(named()) - {"id", "type", "graph"}))
def test_a_name_expands_to_its_term(name: str) -> None:
    term = URIRef(expand(named()[name]))
    if name[0].isupper():
        graph, quick = triples({"id": f"{ID}x", "type": name})
        assert set(graph.objects(None, RDF.type)) == {term}
        assert {t.object for t in quick} == {ox.NamedNode(str(term))}
        return
    value: object = {"en": "1"} if name in LANGUAGE_MAPS else f"{ID}y"
    graph, quick = triples({"id": f"{ID}x", name: value})
    assert set(graph.predicates()) == {term}
    assert {t.predicate for t in quick} == {ox.NamedNode(str(term))}
    definition = WORDS[name]
    if isinstance(definition, dict) and definition.get("@type") == "@id":
        assert set(graph.objects()) == {URIRef(f"{ID}y")}
        assert {t.object for t in quick} == {ox.NamedNode(f"{ID}y")}


def test_a_finding_reads_as_in_turtle() -> None:
    graph, quick = triples(
        {
            "id": f"{ID}letter/x#finding-1",
            "type": "Finding",
            "saidBy": f"{ID}body/inquiry",
            "summaries": {"en": "Torture was widespread.", "fr": "La torture était répandue."},
            "violation": [f"{PREFIXES['violation']}torture", f"{PREFIXES['violation']}rape"],
            "confidence": "0.9",
            "order": 3,
        }
    )
    expected = Graph().parse(
        data=f"""
        @prefix rg: <{RG}> . @prefix violation: <{PREFIXES["violation"]}> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <{ID}letter/x#finding-1> a rg:Finding ; rg:saidBy <{ID}body/inquiry> ;
            rg:summary "Torture was widespread."@en , "La torture était répandue."@fr ;
            rg:violation violation:torture , violation:rape ;
            rg:confidence 0.9 ; rg:order 3 .
        """,
        format="turtle",
    )
    assert set(graph) == set(expected)
    lines = expected.serialize(format="nt").encode()
    assert quick == {quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)}
    assert Literal("Torture was widespread.", lang="en") in set(graph.objects())
