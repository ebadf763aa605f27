"""What the dataset says of itself, and what editors of SPARQL find in it."""

from __future__ import annotations

import json

import httpx
import pyoxigraph as ox
import pytest

from rightsgraph.catalogue import Catalogue
from rightsgraph.vocabulary import PREFIXES
from tests.server.linked.documents import TYPES, read
from tests.server.linked.test_dereferencing import has

VOID = "http://rdfs.org/ns/void#"
DATASET = "https://w3id.org/rightsgraph/dataset"


def ask(client: httpx.Client, query: str) -> list[dict[str, str]]:
    answer = client.get("/sparql", params={"query": query, "format": "json"})
    assert answer.status_code == 200, answer.text
    rows = answer.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


@pytest.mark.parametrize("media_type", list(TYPES.values()))
def test_void_in_every_format(linked: httpx.Client, media_type: str) -> None:
    answer = linked.get("/.well-known/void", headers={"Accept": media_type})
    assert answer.headers["content-type"].startswith(media_type)
    triples = read(answer.content, media_type)
    about = {
        triple.predicate.value.removeprefix(VOID): str(triple.object)
        for triple in triples
        if str(triple.subject) == f"<{DATASET}>"
    }
    assert about["sparqlEndpoint"] == f"<{linked.base_url}/sparql>".replace("//sparql", "/sparql")
    assert int(about["triples"].split('"')[1]) > 20_000
    again = linked.get(
        "/.well-known/void",
        headers={"Accept": media_type, "If-None-Match": answer.headers["etag"]},
    )
    assert again.status_code == 304


def test_the_partitions_are_what_is_in_the_graph(
    linked: httpx.Client, bundled_store: ox.Store
) -> None:
    triples = read(linked.get("/.well-known/void").content, "text/turtle")
    counted = [triple for triple in triples if str(triple.subject).startswith(f"<{DATASET}#")]
    assert len(counted) > 200
    assert all(has(bundled_store, triple) for triple in counted)
    partition = "?part void:class rg:Finding ; void:entities ?n"
    (row,) = ask(linked, f"SELECT ?n {{ {partition} }}")
    (real,) = ask(linked, "SELECT (COUNT(*) AS ?n) { ?s a rg:Finding }")
    assert row == real
    (row,) = ask(linked, "SELECT ?n { ?part void:property rg:signatory ; void:triples ?n }")
    (real,) = ask(linked, "SELECT (COUNT(*) AS ?n) { ?s rg:signatory ?o }")
    assert row == real


def test_editors_find_prefixes_and_examples(linked: httpx.Client) -> None:
    """The queries by which SPARQL editors configure themselves."""
    found = ask(
        linked, "SELECT ?prefix ?namespace { [] sh:namespace ?namespace ; sh:prefix ?prefix }"
    )
    assert {row["prefix"]: row["namespace"] for row in found} == dict(PREFIXES)
    examples = ask(
        linked,
        "SELECT ?example ?comment ?query { ?example a sh:SPARQLExecutable ; rdfs:comment ?comment"
        " ; sh:select|sh:ask|sh:construct|sh:describe ?query }",
    )
    catalogue = Catalogue.load().queries
    assert len(examples) == len(catalogue)
    for row in examples:
        name = row["example"].rpartition("/")[2]
        assert row["comment"] == " ".join(catalogue[name].question.split())
        answer = linked.get("/sparql", params={"query": row["query"], "format": "json"})
        assert answer.status_code == 200, (name, answer.text)


def test_the_queries_have_a_graph_of_their_own(linked: httpx.Client) -> None:
    rows = ask(
        linked,
        "SELECT DISTINCT ?g { GRAPH ?g { ?q a sh:SPARQLExecutable } }",
    )
    assert rows == [{"g": "https://w3id.org/rightsgraph/graph/queries"}]
    page = linked.get("/id/query/citations.html")
    assert page.status_code == 200
    assert "What does a document cite" in page.text


def test_the_context_is_served(linked: httpx.Client) -> None:
    answer = linked.get("/context.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    assert "@context" in json.loads(answer.content)
