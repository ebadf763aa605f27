"""The graph store: what is put in by each method and format comes out by each."""

from __future__ import annotations

import io
from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest

from tests.server.conftest import Running
from tests.server.writable import SNAPSHOT, TURTLE, ask, empty_home, quick_folder, writable, writer

G = "https://examplia.example/graph/1"
DATA = "<a:s> <a:p> 'one', 'ü'@de ; <a:q> [ <a:r> 1 ] ."
FORMATS = [
    ("text/turtle", ox.RdfFormat.TURTLE, "ttl"),
    ("application/n-triples", ox.RdfFormat.N_TRIPLES, "nt"),
    ("application/rdf+xml", ox.RdfFormat.RDF_XML, "rdf"),
    ("application/ld+json", ox.RdfFormat.JSON_LD, "jsonld"),
]
DATASETS = [
    ("application/trig", ox.RdfFormat.TRIG),
    ("application/n-quads", ox.RdfFormat.N_QUADS),
]


@pytest.fixture(scope="module")
def plain() -> Iterator[Running]:
    with (
        quick_folder() as folder,
        writable(
            empty_home(folder), keep_snapshots=3, upload_bytes=3_000_000, request_seconds=2
        ) as running,
    ):
        yield running


@pytest.fixture
def client(plain: Running) -> Iterator[httpx.Client]:
    with writer(plain) as client:
        yield client


def triples(text: bytes | str, form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> ox.Dataset:
    found = ox.Dataset(
        ox.Quad(quad.subject, quad.predicate, quad.object) for quad in ox.parse(text, form)
    )
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


@pytest.mark.parametrize(("media_type", "form", "name"), FORMATS)
def test_every_format_goes_in_and_comes_out(
    client: httpx.Client, media_type: str, form: ox.RdfFormat, name: str
) -> None:
    quads = ox.parse(DATA, ox.RdfFormat.TURTLE)
    body = ox.serialize((quad.triple for quad in quads), format=form)
    where = {"graph": f"{G}/{name}"}
    put = client.put("/store", params=where, content=body, headers={"Content-Type": media_type})
    assert put.status_code == 201, put.text
    for accept, out, _ in FORMATS:
        answer = client.get("/store", params=where, headers={"Accept": accept})
        assert answer.headers["content-type"].partition(";")[0] == accept
        assert triples(answer.content, out) == triples(DATA)
        assert answer.headers[SNAPSHOT] == put.headers[SNAPSHOT]
    assert client.get("/store", params={**where, "format": name}).status_code == 200


@pytest.mark.parametrize(("media_type", "form"), DATASETS)
def test_a_dataset_goes_in_and_comes_out(
    client: httpx.Client, media_type: str, form: ox.RdfFormat
) -> None:
    iris = [f"{G}/{form.name.lower()}/{number}" for number in range(2)]
    quads = [
        ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal(iri), ox.NamedNode(iri))
        for iri in iris
    ]
    body = ox.serialize(quads, format=form)
    post = client.post("/store", content=body, headers={"Content-Type": media_type})
    assert post.status_code == 204, post.text
    answer = client.get("/store", headers={"Accept": media_type})
    assert set(quads) <= set(ox.parse(answer.content, form))
    refused = client.put("/store?graph=a:x", content=body, headers={"Content-Type": media_type})
    assert refused.json()["code"] == "input-invalid"


def test_the_life_of_a_graph(client: httpx.Client) -> None:
    where = {"graph": f"{G}/life"}
    assert client.get("/store", params=where).json()["code"] == "graph-not-found"
    assert client.head("/store", params=where).status_code == 404
    assert client.delete("/store", params=where).status_code == 404
    assert (
        client.post("/store", params=where, content="<> <a:p> 1 .", headers=TURTLE).status_code
        == 201
    )
    assert ask(client, f"GRAPH <{G}/life> {{ <{G}/life> <a:p> 1 }}")  # relative to the graph
    assert (
        client.post("/store", params=where, content="<> <a:p> 2 .", headers=TURTLE).status_code
        == 204
    )
    assert ask(client, f"GRAPH <{G}/life> {{ ?s <a:p> 1, 2 }}")
    head = client.head("/store", params=where)
    get = client.get("/store", params=where)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "etag", SNAPSHOT):
        assert head.headers[name] == get.headers[name]
    unchanged = client.get("/store", params=where, headers={"If-None-Match": get.headers["etag"]})
    assert unchanged.status_code == 304
    patch = {"Content-Type": "application/sparql-update"}
    change = "DELETE { ?s <a:p> 1 } INSERT { ?s <a:p> 3 } WHERE { ?s <a:p> 1 }"
    assert client.patch("/store", params=where, content=change, headers=patch).status_code == 204
    assert ask(client, f"GRAPH <{G}/life> {{ ?s <a:p> 2, 3 FILTER NOT EXISTS {{ ?s <a:p> 1 }} }}")
    beyond = client.patch("/store", params=where, content="DROP ALL", headers=patch)
    assert beyond.json()["code"] == "input-invalid"
    assert client.put("/store", params=where, content="", headers=TURTLE).status_code == 204
    assert client.get("/store", params=where).text.strip() == ""
    assert client.delete("/store", params=where).status_code == 204
    assert client.get("/store", params=where).status_code == 404


def test_the_default_graph(client: httpx.Client) -> None:
    assert (
        client.put("/store?default", content="<a:d> <a:p> 1 .", headers=TURTLE).status_code == 204
    )
    assert ask(client, "<a:d> <a:p> 1")
    assert "<a:d>" in client.get("/store?default").text
    assert client.delete("/store?default").status_code == 204
    assert not ask(client, "<a:d> <a:p> 1")
    assert client.get("/store?default").status_code == 200


def test_a_new_graph_gets_an_address(client: httpx.Client, plain: Running) -> None:
    made = client.post("/store", content="<> <a:p> 1 .", headers=TURTLE)
    assert made.status_code == 201
    location = made.headers["location"]
    assert location.startswith(plain.address + "/store/")
    assert f"<{location}>" in client.get(location).text
    assert client.get("/store", params={"graph": location}).status_code == 200


def test_files_of_a_form_are_added(client: httpx.Client) -> None:
    files = [
        ("a", ("a.ttl", io.BytesIO(b"<a:f> <a:p> 1 ."), "text/turtle")),
        ("b", ("b.nt", io.BytesIO(b"<a:f> <a:p> <a:o> ."), "application/n-triples")),
    ]
    answer = client.post("/store", params={"graph": f"{G}/form"}, files=files)
    assert answer.status_code == 201, answer.text
    assert ask(client, f"GRAPH <{G}/form> {{ <a:f> <a:p> 1, <a:o> }}")
    bad = [("a", ("bad.ttl", io.BytesIO(b"<a:f> <a:p>"), "text/turtle"))]
    refused = client.post("/store", params={"graph": f"{G}/form"}, files=bad)
    assert refused.json()["code"] == "rdf-syntax"
    assert refused.json()["detail"].startswith("bad.ttl:1:")


def test_many_triples_are_loaded_in_one_go(client: httpx.Client) -> None:
    body = "\n".join(f"<a:s{number}> <a:p> {number} ." for number in range(50_000))
    where = {"graph": f"{G}/many"}
    assert client.put("/store", params=where, content=body, headers=TURTLE).status_code == 201
    answer = client.get("/store", params=where, headers={"Accept": "application/n-triples"})
    assert answer.text.count("\n") == 50_000
    assert client.delete("/store", params=where).status_code == 204


GZIP = {"Content-Encoding": "gzip"}
XML = {"Content-Type": "application/rdf+xml"}
JSON = {"Content-Type": "application/ld+json"}
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
REFUSALS: list[tuple[str, str, dict[str, str], bytes, int, str]] = [
    ("PUT", "?graph=a:g", TURTLE, b"<a:s> <a:p>\n\n x .", 400, "rdf-syntax"),
    ("PUT", "?graph=a:g", TURTLE, b"<a:s> <a:p> '\xff' .", 400, "rdf-syntax"),
    ("PUT", "?graph=a:g", XML, ENTITY, 400, "rdf-syntax"),
    ("PUT", "?graph=a:g", XML, b"<a>" * 5000, 400, "rdf-syntax"),
    ("PUT", "?graph=a:g", JSON, b'{"@id":' * 2000, 400, "rdf-syntax"),
    ("PUT", "?graph=a:g", TURTLE, b"<a:s> <a:p> <<(" * 500, 400, "rdf-syntax"),
    ("PUT", "?graph=a:g", {}, b"x", 415, "media-type-unsupported"),
    ("PUT", "?graph=a:g", {"Content-Type": "text/csv"}, b"x", 415, "media-type-unsupported"),
    ("PUT", "?graph=a:g", {**TURTLE, **GZIP}, b"", 415, "media-type-unsupported"),
    ("PUT", "?graph=a:g", TURTLE, b"#" * 3_100_000, 413, "request-too-large"),
    ("PUT", "", TURTLE, b"", 400, "input-invalid"),
    ("DELETE", "", {}, b"", 400, "input-invalid"),
    ("PUT", "?graph=g", TURTLE, b"", 400, "input-invalid"),
    ("PUT", "?graph=a:g&default", TURTLE, b"", 400, "input-invalid"),
    ("PUT", "?graph=a:g&graph=a:h", TURTLE, b"", 400, "input-invalid"),
    ("PUT", "?graph=%ff", TURTLE, b"", 400, "input-invalid"),
    ("PUT", "?grpah=a:g", TURTLE, b"", 400, "input-invalid"),
    ("PATCH", "?default", TURTLE, b"", 415, "media-type-unsupported"),
    ("TRACE", "?default", {}, b"", 405, "method-not-allowed"),
    ("GET", "?default", {"Accept": "image/png"}, b"", 406, "not-acceptable"),
    ("GET", "?graph=a:nothing", {}, b"", 404, "graph-not-found"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "query", "headers", "body", "status", "code"), REFUSALS)
def test_a_refusal_is_a_problem(
    client: httpx.Client,
    plain: Running,
    method: str,
    query: str,
    headers: dict[str, str],
    body: bytes,
    status: int,
    code: str,
) -> None:
    before = plain.home.current().id
    answer = client.request(method, f"/store{query}", headers=headers, content=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert "/tmp" not in answer.text and "rightsgraph-" not in answer.json()["detail"]
    assert plain.home.current().id == before


def test_a_client_that_stops_in_the_middle_is_told(client: httpx.Client) -> None:
    import threading

    def halves() -> Iterator[bytes]:
        yield b"<a:s> <a:p> "
        threading.Event().wait(4)
        yield b"1 ."

    answer = client.put("/store?graph=a:slow", content=halves(), headers=TURTLE)
    assert (answer.status_code, answer.json()["code"]) == (408, "request-timeout")


def test_options_names_the_methods(client: httpx.Client) -> None:
    answer = client.options("/store", headers={"Origin": "https://examplia.example"})
    assert answer.headers["allow"] == "GET, HEAD, PUT, POST, DELETE, PATCH, OPTIONS"
    assert "Authorization" in answer.headers["access-control-allow-headers"]
