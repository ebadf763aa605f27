"""What the endpoint says about itself, the prefixes, and compressed answers."""

from __future__ import annotations

import gzip

import brotli
import httpx
import pyoxigraph as ox
import pytest

from rightsgraph.vocabulary import PREFIXES
from tests.server.conftest import Running

SD, VOID = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"


def test_the_description_tells_what_is_served(client: httpx.Client, server: Running) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    store = ox.Store()
    store.extend(ox.parse(answer.content, ox.RdfFormat.TURTLE))

    def values(predicate: str) -> set[str]:
        quads = store.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
        return {getattr(quad.object, "value", "") for quad in quads}

    manifest = server.home.current().manifest
    assert values(SD + "name") == set(manifest.graphs)
    assert {str(size) for size in manifest.graphs.values()} <= values(VOID + "triples")
    assert values(VOID + "entities")
    assert values("http://purl.org/dc/terms/identifier") == {manifest.id}
    assert values(SD + "feature") == {SD + "UnionDefaultGraph"}
    assert values(SD + "supportedLanguage") == {SD + "SPARQL11Query"}  # writing is off
    assert values(SD + "endpoint") == {f"{server.address}/sparql"}


def test_the_prefixes_are_those_that_queries_may_use(client: httpx.Client) -> None:
    listed = client.get("/api/v1/prefixes").json()["prefixes"]
    assert listed == dict(PREFIXES)
    for name in listed:
        answer = client.get("/sparql", params={"query": f"ASK {{ {name}:x ?p ?o }}"})
        assert answer.status_code == 200, name


ROWS = "SELECT * { ?s ?p ?o } LIMIT 1000"
# More than this server takes for a small answer: it comes in parts.
STREAMED = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 5000"


@pytest.mark.parametrize("query", [ROWS, STREAMED], ids=["whole", "in parts"])
@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP;q=1.0, br;q=0.9", "gzip"),
        ("gzip;q=0, br;q=0.001", "br"),
    ],
)
def test_answers_are_compressed_for_who_can_read_them(
    client: httpx.Client, query: str, accepted: str, coding: str
) -> None:
    asked = {"query": query, "format": "csv"}
    plain = client.get("/sparql", params=asked, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream(
        "GET", "/sparql", params=asked, headers={"Accept-Encoding": accepted}
    ) as answer:
        assert answer.headers["content-encoding"] == coding
        assert "Accept-Encoding" in answer.headers["vary"]
        body = b"".join(answer.iter_raw())
        length = int(answer.headers.get("content-length", len(body)))
    assert length == len(body) < len(plain.content) / 2
    unpack = gzip.decompress if coding == "gzip" else brotli.decompress
    assert unpack(body) == plain.content


@pytest.mark.parametrize(
    "accepted", ["", "identity", "gzip;q=0", "br;q=0, gzip;q=0.0", "gzip;q=0.5, identity", "zstd"]
)
def test_nobody_gets_what_he_does_not_read(client: httpx.Client, accepted: str) -> None:
    asked = {"query": ROWS, "format": "csv"}
    answer = client.get("/sparql", params=asked, headers={"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.text.startswith("o,p,s\r\n")


def test_what_is_small_or_compressed_already_is_sent_as_it_is(client: httpx.Client) -> None:
    for address in ("/healthz", "/dumps/latest.nq.gz"):
        answer = client.get(address, headers={"Accept-Encoding": "br"}, follow_redirects=True)
        assert "content-encoding" not in answer.headers, address


def test_a_query_comes_by_the_method_query(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    query = "SELECT (1 AS ?x) {}"
    answer = client.request("QUERY", "/sparql", content=query, headers=headers)
    assert (answer.status_code, answer.text) == (200, "x\r\n1\r\n")
    tag = {"If-None-Match": answer.headers["etag"]}
    again = client.request("QUERY", "/sparql", content=query, headers={**headers, **tag})
    assert again.status_code == 304


def test_relative_iris_are_relative_to_the_endpoint(client: httpx.Client, server: Running) -> None:
    query = {"query": "SELECT ?x { VALUES ?x { <x> } }", "format": "csv"}
    assert client.get("/sparql", params=query).text == f"x\r\n{server.address}/x\r\n"
