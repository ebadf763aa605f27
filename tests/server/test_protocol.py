"""The SPARQL 1.1 Protocol, as a table of requests and what comes back."""

from __future__ import annotations

import httpx
import pytest

QUERY = "SELECT ?o { ?s <https://examplia.example/order> ?o } ORDER BY ?o LIMIT 2"
GRAPH = "DESCRIBE <https://examplia.example/thing1>"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv; charset=utf-8", "text/tab-separated-values; charset=utf-8"
TURTLE, HTML = "text/turtle; charset=utf-8", "text/html; charset=utf-8"

FORMATS = [
    (QUERY, "", JSON, '{"head":{"vars":["o"]}'),
    (QUERY, "*/*", JSON, '{"head"'),
    (QUERY, JSON, JSON, '{"head"'),
    (QUERY, "application/json", "application/json", '{"head"'),
    (QUERY, XML, XML, "<?xml"),
    (QUERY, "text/xml", "text/xml; charset=utf-8", "<?xml"),
    (QUERY, "application/xml", "application/xml", "<?xml"),
    (QUERY, "text/csv", CSV, "o\r\n0\r\n1\r\n"),
    (QUERY, "text/csv; charset=utf-8; header=present", CSV, "o\r\n0"),
    (QUERY, "text/tab-separated-values", TSV, "?o\n0\n1\n"),
    (QUERY, "text/turtle, text/csv;q=0.1", CSV, "o\r\n"),
    (QUERY, f"text/csv;q=0.5, {XML};q=0.6", XML, "<?xml"),
    (QUERY, f"{JSON};q=0, */*;q=0.1", XML, "<?xml"),
    (QUERY, "text/*", CSV, "o\r\n"),
    (QUERY, "nonsense, text/csv", CSV, "o\r\n"),
    (QUERY, BROWSER, HTML, "<!doctype html>"),
    ("ASK {}", XML, XML, "<?xml"),
    ("ASK {}", "", JSON, '{"head":{},"boolean":true}'),
    (GRAPH, "", TURTLE, "<https://examplia.example/thing1>"),
    (GRAPH, "application/n-triples", "application/n-triples", "<https://examplia.example/thing1>"),
    (GRAPH, "application/ld+json", "application/ld+json", "[{"),
    (GRAPH, "application/rdf+xml", "application/rdf+xml", "<?xml"),
    (GRAPH, BROWSER, HTML, "<!doctype html>"),
    (
        "CONSTRUCT WHERE { ?s <https://examplia.example/order> 1 }",
        "text/turtle",
        TURTLE,
        "<https://examplia.example/thing1>",
    ),
]


@pytest.mark.parametrize(("query", "accept", "content_type", "begin"), FORMATS)
def test_the_format_is_negotiated(
    client: httpx.Client, query: str, accept: str, content_type: str, begin: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == content_type
    assert answer.text.startswith(begin)
    assert answer.headers["vary"].startswith("Accept, ")
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "html"])
def test_a_format_can_be_named_in_the_address(client: httpx.Client, name: str) -> None:
    answer = client.get("/sparql", params={"query": QUERY, "format": name})
    assert name in answer.headers["content-type"].replace("tab-separated-values", "tsv")


WAYS = [
    ("GET", {}, {"query": QUERY}, b""),
    ("POST", {"Content-Type": "application/sparql-query"}, {}, QUERY.encode()),
    ("POST", {"Content-Type": "application/sparql-query; charset=UTF-8"}, {}, QUERY.encode()),
    ("POST", {"Content-Type": FORM}, {}, str(httpx.QueryParams({"query": QUERY})).encode()),
    ("POST", {"Content-Type": "application/sparql-query"}, {}, b"\xef\xbb\xbf" + QUERY.encode()),
]


@pytest.mark.parametrize(("method", "headers", "params", "body"), WAYS)
def test_a_query_comes_in_three_ways(
    client: httpx.Client, method: str, headers: dict[str, str], params: dict[str, str], body: bytes
) -> None:
    answer = client.request(method, "/sparql", headers=headers, params=params, content=body)
    assert [row["o"]["value"] for row in answer.json()["results"]["bindings"]] == ["0", "1"]


SPARQL = {"Content-Type": "application/sparql-query"}
TURTLE_ONLY = {"Accept": "text/turtle"}
REFUSALS = [
    ("GET", {}, {"query": "SELECT * {"}, b"", 400, "query-syntax"),
    ("GET", {}, {"query": ""}, b"", 400, "query-syntax"),
    ("GET", {}, "query=ASK%7B%7D&query=ASK%7B%7D", b"", 400, "input-invalid"),
    ("GET", {}, "query=%ff", b"", 400, "input-invalid"),
    ("GET", TURTLE_ONLY, {"query": "ASK {}"}, b"", 406, "not-acceptable"),
    ("GET", {}, {"query": "ASK {}", "format": "ttl"}, b"", 406, "not-acceptable"),
    ("GET", {}, {"query": "DESCRIBE <a:b>", "format": "csv"}, b"", 406, "not-acceptable"),
    ("GET", {}, {"query": "ASK " + "{" * 60 + "}" * 60}, b"", 400, "query-too-complex"),
    ("GET", {}, {"query": "ASK { SERVICE <http://e/> {} }"}, b"", 403, "query-forbidden"),
    ("GET", {}, {"query": "LOAD <http://e/>"}, b"", 403, "query-forbidden"),
    ("GET", {}, {"update": "CLEAR ALL"}, b"", 400, "input-invalid"),
    ("GET", {}, {"query": "ASK{}", "default-graph-uri": "no iri"}, b"", 400, "input-invalid"),
    ("POST", {}, {}, b"ASK {}", 415, "media-type-unsupported"),
    ("POST", {"Content-Type": "text/plain"}, {}, b"ASK {}", 415, "media-type-unsupported"),
    ("POST", {"Content-Type": UPDATE}, {}, b"CLEAR ALL", 403, "writing-off"),
    ("POST", {"Content-Type": FORM}, {}, b"update=CLEAR+ALL", 403, "writing-off"),
    ("POST", {"Content-Type": FORM}, {}, b"x=y", 400, "input-invalid"),
    ("POST", {"Content-Type": FORM}, {}, b"query=%ff", 400, "input-invalid"),
    ("POST", SPARQL, {}, b"ASK { \xff }", 400, "query-syntax"),
    ("POST", SPARQL, {}, b"ASK { \x00 }", 400, "query-syntax"),
    ("POST", SPARQL, {"query": "ASK {}"}, b"ASK {}", 400, "input-invalid"),
    ("POST", SPARQL, {}, b"ASK {}" + b" " * 70_000, 413, "request-too-large"),
    ("POST", {"Content-Type": FORM}, {}, b"query=" + b"a" * 2_000_000, 413, "request-too-large"),
    (
        "POST",
        {"Content-Type": "application/sparql-query; charset=utf-16"},
        {},
        b"ASK {}",
        415,
        "media-type-unsupported",
    ),
    ("GET", {"Accept": "text/csv"}, {"query": "ASK {}"}, b"", 406, "not-acceptable"),
    ("GET", {}, {"query": "ASK {}", "format": "csv"}, b"", 406, "not-acceptable"),
    ("GET", {}, {"query": "ASK {}", "format": "tsv"}, b"", 406, "not-acceptable"),
    ("GET", {"Host": "no host"}, {}, b"", 400, "input-invalid"),
    ("GET", {"If-None-Match": "*"}, {"query": "SELECT * {"}, b"", 400, "query-syntax"),
    ("POST", {"Content-Type": FORM}, {"query": "ASK {}"}, b"query=ASK%7B%7D", 400, "input-invalid"),
    ("POST", {**SPARQL, "Content-Encoding": "gzip"}, {}, b"x", 415, "media-type-unsupported"),
    ("QUERY", {"Content-Type": FORM}, {}, b"query=ASK%7B%7D", 415, "media-type-unsupported"),
    ("PUT", {}, {}, b"", 405, "method-not-allowed"),
    ("DELETE", {}, {}, b"", 405, "method-not-allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "headers", "params", "body", "status", "code"), REFUSALS)
def test_a_refusal_is_a_problem(
    client: httpx.Client,
    method: str,
    headers: dict[str, str],
    params: dict[str, str] | str,
    body: bytes,
    status: int,
    code: str,
) -> None:
    path = f"/sparql?{params}" if isinstance(params, str) else "/sparql"
    given = None if isinstance(params, str) else params
    answer = client.request(method, path, headers=headers, params=given, content=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == code
    assert problem["type"] == f"https://w3id.org/rightsgraph/problems/{code}"
    assert problem["status"] == status
    assert problem["title"] and problem["detail"] and problem["remedy"]
    assert "Traceback" not in answer.text
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_browser_is_told_in_a_page(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELEC <b>"}, headers={"Accept": BROWSER})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "SELEC &lt;b&gt;</textarea>" in answer.text


def test_an_answer_that_has_not_changed_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": QUERY})
    tag = first.headers["etag"]
    again = client.get("/sparql", params={"query": QUERY}, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    listed = client.get(
        "/sparql", params={"query": QUERY}, headers={"If-None-Match": f'"a", {tag}'}
    )
    assert listed.status_code == 304
    other = client.get(
        "/sparql", params={"query": QUERY}, headers={"If-None-Match": tag, "Accept": "text/csv"}
    )
    assert other.status_code == 200
    assert other.headers["etag"] != tag


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/api/v1/queries/signatories"])
def test_a_client_that_wants_no_answer_it_could_have_gets_none(
    client: httpx.Client, path: str
) -> None:
    answer = client.get(path, headers={"If-None-Match": "*"})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == client.get(path).headers["etag"]


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("turtle", TURTLE),
        ("N3", TURTLE),
        ("xml", "application/rdf+xml"),
        ("rdf+xml", "application/rdf+xml"),
        ("json", "application/ld+json"),
        ("json-ld", "application/ld+json"),
        ("application/ld+json,application/x-json+ld", "application/ld+json"),
        ("n-triples", "application/n-triples"),
    ],
)
def test_formats_have_the_names_that_clients_give_them(
    client: httpx.Client, name: str, content_type: str
) -> None:
    answer = client.get("/sparql", params={"query": GRAPH, "format": name})
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)


def test_a_form_may_name_its_format_in_the_address(client: httpx.Client) -> None:
    answer = client.post("/sparql?format=csv", data={"query": QUERY})
    assert answer.text == "o\r\n0\r\n1\r\n"


def test_an_answer_that_changes_by_itself_has_no_tag(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT (NOW() AS ?now) {}"})
    assert "etag" not in answer.headers


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    get = client.get("/sparql", params={"query": QUERY}, headers={"Accept": "text/csv"})
    head = client.head("/sparql", params={"query": QUERY}, headers={"Accept": "text/csv"})
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("path", ["/", "/queries", "/healthz", "/api/v1/queries", "/openapi.json"])
def test_head_is_known_everywhere(client: httpx.Client, path: str) -> None:
    assert client.head(path).status_code == 200


def test_options_names_the_methods(client: httpx.Client) -> None:
    answer = client.options("/sparql", headers={"Origin": "https://examplia.example"})
    assert answer.status_code == 204
    assert answer.headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 204),
        ("/healthz", 204),
        ("/static/style.css", 204),
        ("/queries/signatories", 204),
        ("/api/v1/queries/signatories", 204),
        ("/api/v1/queries/signatories.csv", 204),
        ("/nothing/here", 404),
        ("/queries/nothing", 404),
        ("/api/v1/queries/nothing", 404),
        ("/sparql/x", 404),
    ],
)
def test_options_are_known_where_something_is(client: httpx.Client, path: str, status: int) -> None:
    answer = client.options(path, headers={"Origin": "https://examplia.example"})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [("", TURTLE), ("application/n-triples", "application/n-triples"), (BROWSER, HTML)],
)
def test_without_a_query_the_endpoint_describes_itself(
    client: httpx.Client, accept: str, content_type: str
) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert answer.headers["content-type"] == content_type
    assert ("sd:Service" in answer.text) == (content_type == TURTLE)
    assert ("<textarea" in answer.text) == (content_type == HTML)


def test_the_dataset_can_be_chosen(client: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    every = client.get("/sparql", params={"query": count, "format": "csv"}).text
    graphs = client.get(
        "/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g {} }", "format": "csv"}
    ).text.split()[1:]
    nothing = client.get(
        "/sparql",
        params={
            "query": count,
            "format": "csv",
            "default-graph-uri": "https://examplia.example/no",
        },
    ).text
    assert int(every.split()[1]) > 1500
    assert nothing.split()[1] == "0"
    assert graphs


def test_unknown_addresses_are_problems(client: httpx.Client) -> None:
    answer = client.get("/nothing/here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert client.post("/healthz").json()["code"] == "method-not-allowed"
