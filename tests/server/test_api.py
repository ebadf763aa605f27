"""The JSON API of the catalogue, health, and the description of both."""

from __future__ import annotations

import csv
import io

import httpx
import pytest

from rightsgraph.catalogue import Catalogue
from rightsgraph.server.lists.definitions import API, LISTS
from rightsgraph.server.lists.routes import PARTS, TREES

QUERIES = Catalogue.load().queries
PATH = "/api/v1/queries"


def example(name: str) -> dict[str, str]:
    if name not in QUERIES:
        return {}
    return {key: str(value) for key, value in QUERIES[name].example.items()}


def test_the_list_names_every_query(client: httpx.Client) -> None:
    answer = client.get(PATH).json()
    assert [each["name"] for each in answer["queries"]] == list(QUERIES)
    first = answer["queries"][0]
    assert client.get(first["href"], params=example(first["name"])).status_code == 200


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_answers_as_json_and_csv(client: httpx.Client, name: str) -> None:
    query, values = QUERIES[name], example(name)
    envelope = client.get(f"{PATH}/{name}", params=values)
    assert envelope.status_code == 200, envelope.text
    content = envelope.json()
    assert content["query"] == name
    assert content["columns"] == list(query.columns)
    assert content["count"] == len(content["rows"])
    assert content["parameters"] == values
    assert content["snapshot"]
    assert all(list(row) == content["columns"] for row in content["rows"])
    direct = client.post(
        "/sparql",
        content=content["sparql"],
        headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"},
    )
    table = client.get(f"{PATH}/{name}.csv", params=values)
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert sorted(table.text.splitlines()) == sorted(direct.text.splitlines())
    assert next(csv.reader(io.StringIO(table.text))) == list(query.columns)


def test_the_format_is_negotiated_or_named(client: httpx.Client) -> None:
    for accept, params, content_type in [
        ("", {}, "application/json"),
        ("application/sparql-results+json", {}, "application/sparql-results+json"),
        ("text/csv", {}, "text/csv; charset=utf-8"),
        ("", {"format": "csv"}, "text/csv; charset=utf-8"),
        ("text/csv", {"format": "json"}, "application/json"),
    ]:
        answer = client.get(f"{PATH}/signatories", params=params, headers={"Accept": accept})
        assert answer.headers["content-type"] == content_type


def test_values_have_the_types_of_json(client: httpx.Client) -> None:
    rows = client.get(f"{PATH}/signatories").json()["rows"]
    assert {row["name"] for row in rows} == {"Examplia Watch", 'Rights "&" <Law>'}
    assert all(row["abbreviation"] is None for row in rows)


@pytest.mark.parametrize(
    ("path", "accept", "status", "code"),
    [
        (f"{PATH}/signatorie", "", 404, "query-not-found"),
        (f"{PATH}/signatories?no=1", "", 400, "parameter-invalid"),
        (f"{PATH}/recommendation-evidence?action=no-such-action", "", 400, "parameter-invalid"),
        (f"{PATH}/who-cites", "", 400, "parameter-invalid"),
        (f"{PATH}/signatories", "text/turtle", 406, "not-acceptable"),
        (f"{PATH}/signatories?format=pdf", "", 406, "not-acceptable"),
        (f"{PATH}/signatories?document={'a' * 20_000}", "", 414, "address-too-long"),
        (f"/queries/signatories?document={'a' * 20_000}", "", 414, "address-too-long"),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    client: httpx.Client, path: str, accept: str, status: int, code: str
) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert ("Accept" in answer.headers.get("vary", "").split(", ")) == (status == 406)


@pytest.mark.parametrize("suffix", ["", ".csv"])
def test_an_answer_that_has_not_changed_is_not_sent_again(
    client: httpx.Client, suffix: str
) -> None:
    first = client.get(f"{PATH}/signatories{suffix}")
    tag = first.headers["etag"]
    again = client.get(f"{PATH}/signatories{suffix}", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_health(client: httpx.Client) -> None:
    answer = client.get("/healthz").json()
    assert answer["status"] == "ok"
    assert answer["snapshot"]


def test_the_description_is_true(client: httpx.Client) -> None:
    description = client.get("/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    served = {f"{PATH}/{name}" for name in QUERIES} | {API, PATH, "/sparql"}
    served |= {"/healthz", "/readyz", "/metrics", "/timemap"}
    served |= {"/api/v1/resolve", "/api/v1/symbols/{symbol}", "/api/v1/extract"}
    served |= {"/api/v1/prefixes", "/api/v1/snapshots", "/api/v1/network", "/store"}
    served |= {f"/{name}" for name in ("recommendations.csv", "recommendations.json")}
    served |= {"/api/v1/documents/{id}/source"}
    served |= {f"/{name}" for name in ("evidence.svg", "evidence.json")}
    served |= {each.path for each in LISTS.values()} | {f"{API}/{name}" for name in TREES}
    served |= {f"{each.path}/{{id}}" for each in LISTS.values()} | {f"{API}/stats", f"{API}/search"}
    served |= {
        f"{LISTS[name].path}/{{id}}/{part}" for name, parts in PARTS.items() for part in parts
    }
    assert set(description["paths"]) == served
    for name, query in QUERIES.items():
        operation = description["paths"][f"{PATH}/{name}"]["get"]
        named = [each["name"] for each in operation["parameters"]]
        assert [each for each in named if each not in ("format", "snapshot")] == list(
            query.parameters
        )
        assert "422" not in operation["responses"]
    for path, operations in description["paths"].items():
        # What takes a body, or a part of its path, is sent its examples in tests of its own.
        if path in ("/sparql", "/store") or "get" not in operations or "{" in path:
            continue
        if path.startswith("/evidence"):  # there is none in this graph
            continue
        operation = operations["get"]
        asked = {"q": "x"} if path.endswith("/search") else example(path.removeprefix(f"{PATH}/"))
        answer = client.get(path, params=asked)
        content = operation["responses"][str(answer.status_code)]["content"]
        media_type = answer.headers["content-type"]
        assert {media_type, media_type.partition(";")[0]} & content.keys(), path


def test_a_value_that_names_nothing_is_said(client: httpx.Client) -> None:
    path = f"{PATH}/quotations"
    unknown = client.get(
        path, params={"document": ["A/RES/60/999", "https://examplia.example/none"]}
    )
    assert unknown.json()["count"] == 0
    assert unknown.json()["unknown"] == [
        {"parameter": "document", "value": "A/RES/60/999"},
        {"parameter": "document", "value": "https://examplia.example/none"},
    ]
    page = client.get("/queries/quotations", params={"document": "A/RES/60/999"}).text
    assert "Nothing in the graph is called &#39;A/RES/60/999&#39; (parameter document)." in page
    known = client.get(path, params={"document": "https://examplia.example/letter"}).json()
    assert known["unknown"] == []
