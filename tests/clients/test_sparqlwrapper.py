"""SPARQLWrapper, which most Python programs ask endpoints with."""

from __future__ import annotations

from typing import Any
from xml.dom.minidom import Document

import httpx
import pytest
from rdflib import Graph
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
    SPARQLWrapper2,
)
from SPARQLWrapper.SmartWrapper import Bindings
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

from tests.clients.asked import ASK, CONSTRUCT, DESCRIBE, SELECT, rows, triples, values
from tests.server.writable import TOKEN

# It reads RDF/XML into a class of rdflib that rdflib would rather not have used.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
WAYS = [
    pytest.param(GET, URLENCODED, id="get"),
    pytest.param(POST, URLENCODED, id="form"),
    pytest.param(POST, POSTDIRECTLY, id="direct"),
]


def wrapper(endpoint: str, query: str, method: str = GET, way: str = URLENCODED) -> SPARQLWrapper:
    asking = SPARQLWrapper(endpoint)
    asking.setMethod(method)
    asking.setRequestMethod(way)
    asking.setQuery(query)
    return asking


def answer(asking: SPARQLWrapper, returned: str) -> tuple[str, Any]:
    """The media type of an answer, and the answer as SPARQLWrapper reads it."""
    asking.setReturnFormat(returned)
    result = asking.query()
    return result.info()["content-type"].partition(";")[0], result.convert()


@pytest.mark.parametrize(("method", "way"), WAYS)
def test_rows_in_all_formats(endpoint: str, plain: httpx.Client, method: str, way: str) -> None:
    expected = rows(plain, SELECT)
    assert len(expected) > 5
    asking = wrapper(endpoint, SELECT, method, way)
    kind, document = answer(asking, JSON)
    assert kind == "application/sparql-results+json"
    found = document["results"]["bindings"]
    assert sorted((row["c"]["value"], row["d"]["value"]) for row in found) == sorted(
        (row["c"], row["d"]) for row in expected
    )
    kind, document = answer(asking, XML)
    assert kind == "application/sparql-results+xml"
    assert isinstance(document, Document)
    assert len(document.getElementsByTagName("result")) == len(expected)
    for returned, media_type in ((CSV, "text/csv"), (TSV, "text/tab-separated-values")):
        kind, table = answer(asking, returned)
        assert kind == media_type
        assert len(table.splitlines()) == len(expected) + 1


@pytest.mark.parametrize(("method", "way"), WAYS)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
def test_graphs_in_all_formats(
    endpoint: str, plain: httpx.Client, method: str, way: str, query: str
) -> None:
    expected = len(triples(plain, query))
    assert expected > 5
    asking = wrapper(endpoint, query, method, way)
    for returned, media_type in (
        (XML, "application/rdf+xml"),  # what it asks for when it is told nothing
        (RDFXML, "application/rdf+xml"),
        (JSONLD, "application/ld+json"),
    ):
        kind, graph = answer(asking, returned)
        assert (kind, len(graph)) == (media_type, expected)
    for returned in (TURTLE, N3):
        kind, text = answer(asking, returned)
        assert kind == "text/turtle"
        assert len(Graph().parse(data=text, format="turtle")) == expected


@pytest.mark.parametrize(("method", "way"), WAYS)
def test_truth_values(endpoint: str, method: str, way: str) -> None:
    _, document = answer(wrapper(endpoint, ASK, method, way), JSON)
    assert document["boolean"] is True
    kind, read = answer(wrapper(endpoint, ASK, method, way), XML)
    assert kind == "application/sparql-results+xml"
    assert "<boolean>true</boolean>" in read.toxml()


def test_its_other_class(endpoint: str, plain: httpx.Client) -> None:
    asking = SPARQLWrapper2(endpoint)
    asking.setQuery(SELECT)
    found = asking.query()
    assert isinstance(found, Bindings)
    bindings = found.bindings
    assert len(bindings) == len(rows(plain, SELECT))
    assert {row["d"].type for row in bindings} == {"uri"}


def test_updates_with_the_token(endpoint: str, plain: httpx.Client) -> None:
    graph = "https://examplia.example/sparqlwrapper"
    for way in (URLENCODED, POSTDIRECTLY):
        text = f'INSERT DATA {{ GRAPH <{graph}> {{ <a:s> <a:p> "{way} é" }} }}'
        with pytest.raises(Unauthorized):
            wrapper(endpoint, text, POST, way).query()
        asking = wrapper(endpoint, text, POST, way)
        asking.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
        assert asking.query().response.status == 204
    assert values(plain, graph) == [f"{POSTDIRECTLY} é", f"{URLENCODED} é"]
    named = wrapper(endpoint, "SELECT * { GRAPH ?g { ?s ?p ?o } }")
    named.addNamedGraph(graph)
    _, document = answer(named, JSON)
    assert {row["g"]["value"] for row in document["results"]["bindings"]} == {graph}
    default = wrapper(endpoint, "SELECT * { ?s ?p ?o }")
    default.addDefaultGraph(graph)
    _, document = answer(default, JSON)
    assert len(document["results"]["bindings"]) == 2


def test_a_wrong_query_is_an_error_with_the_place(endpoint: str) -> None:
    with pytest.raises(QueryBadFormed, match="Line 1, column"):
        wrapper(endpoint, "SELECT * { ?s ?p ").query()
