"""Pasted citations and symbols over HTTP."""

from __future__ import annotations

import json

import httpx
import pytest

from rightsgraph.server import api_examples as examples

SYMBOL = "/api/v1/symbols/"


def resolve(client: httpx.Client, text: str) -> dict[str, object]:
    answer = client.post("/api/v1/resolve", content=text, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_the_example_is_what_the_server_says(linked: httpx.Client) -> None:
    found = resolve(linked, examples.PASTED_TEXT)
    assert found.pop("snapshot")
    assert found == {k: v for k, v in examples.RESOLVED.items() if k != "snapshot"}


def test_text_and_items_say_the_same(linked: httpx.Client) -> None:
    notes = ["A/HRC/25/63, para. 94 (a)", "Ibid., para. 76", "S/2014/276"]
    by_text = resolve(linked, "\n".join(notes))
    assert by_text == linked.post("/api/v1/resolve", json={"items": notes}).json()
    assert by_text == linked.post("/api/v1/resolve", json={"text": "\n".join(notes)}).json()


def test_documents_and_places_are_found_in_the_graph(linked: httpx.Client) -> None:
    answer = linked.post(
        "/api/v1/resolve",
        json={"items": ["A/HRC/25/63, paras. 76 and 94 (a)", "S/2014/276", "A/HRC/99/1, para. 1"]},
    )
    first, other, unknown = answer.json()["citations"]
    document = first["document"]
    assert document["known"]
    assert document["timesCited"] == 2
    assert document["address"]["url"] == "https://docs.un.org/en/A/HRC/25/63"
    assert [(each["href"], each["known"], each["timesCited"]) for each in first["places"]] == [
        ("/id/un/A/HRC/25/63#para-76", True, 1),
        ("/id/un/A/HRC/25/63#para-94(a)", True, 1),
    ]
    assert linked.get(document["href"]).status_code == 200
    assert other["document"]["href"] == "/id/un/A/HRC/25/63"  # another symbol of the same document
    assert other["document"]["symbol"] == "S/2014/276"
    assert not unknown["document"]["known"]
    assert unknown["places"][0]["href"] == "/id/un/A/HRC/99/1#para-1"


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"", "text/plain", 400, "input-invalid"),
        (b" \n ", "text/plain", 400, "input-invalid"),
        (b"\xff\xfe", "text/plain", 400, "input-invalid"),
        (b"{", "application/json", 400, "input-invalid"),
        (b"[" * 200_000, "application/json", 400, "input-invalid"),
        (b"[]", "application/json", 400, "input-invalid"),
        (b'{"text": 1}', "application/json", 400, "input-invalid"),
        (b'{"items": [1]}', "application/json", 400, "input-invalid"),
        (b'{"items": [], "text": ""}', "application/json", 400, "input-invalid"),
        (b'{"text": "\\ud800"}', "application/json", 400, "input-invalid"),
        (b"x\n" * 5001, "text/plain", 400, "input-invalid"),
        (b"x" * 2_000_000, "text/plain", 413, "request-too-large"),
        (b"x", "image/png", 415, "media-type-unsupported"),
    ],
    ids=range(13),
)
def test_what_cannot_be_resolved_is_refused(
    linked: httpx.Client, content: bytes, kind: str, status: int, code: str
) -> None:
    answer = linked.post("/api/v1/resolve", content=content, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "text",
    [
        "A/HRC/25/63> } DELETE WHERE { ?s ?p ?o } #",
        'A/HRC/25/63" . ?x ?y ?z',
        "A/\u202eHRC/25/63",
        "A/HRC/25/63\x00, para. 1\x07",
        "A/HRC/25/63, paras. 1-99999999",
        "A/HRC/25/63, para. " + "9" * 5000,
        "../../../etc/passwd\n%2e%2e/%2e%2e",
    ],
    ids=range(7),
)
def test_hostile_citations_change_no_query(linked: httpx.Client, text: str) -> None:
    resolve(linked, text)
    count = linked.get("/sparql?query=SELECT(COUNT(*)AS%20?n){?s%20?p%20?o}").json()
    assert int(count["results"]["bindings"][0]["n"]["value"]) > 20_000


def test_the_example_of_a_symbol_is_what_the_server_says(linked: httpx.Client) -> None:
    found = linked.get(SYMBOL + "A/RES/51/77").json()
    assert found.pop("snapshot")
    assert found == {k: v for k, v in examples.SYMBOL.items() if k != "snapshot"}


@pytest.mark.parametrize(
    ("path", "outcome", "symbols"),
    [
        ("a/hrc/25/63", "symbol", ["A/HRC/25/63"]),
        ("S/RES/1593%20(2005)", "symbol", ["S/RES/1593 (2005)"]),
        ("A/RES/217(III)%5BA%5D", "symbol", ["A/RES/217(III)[A]"]),
        ("A/64/435%20and%20Corr.1", "compound", ["A/64/435", "A/64/435/Corr.1"]),
        ("S%2FRES%2F1593", "symbol", ["S/RES/1593"]),
    ],
)
def test_symbols_in_any_spelling(
    linked: httpx.Client, path: str, outcome: str, symbols: list[str]
) -> None:
    found = linked.get(SYMBOL + path).json()
    assert found["outcome"] == outcome
    assert [each["symbol"] for each in found["symbols"]] == symbols


def test_a_symbol_lists_its_printed_forms(linked: httpx.Client) -> None:
    answer = linked.get(SYMBOL + "A/HRC/25/63")
    assert answer.json()["symbols"][0]["printedForms"] == ["A/HRC/25/63", "S/2014/276"]
    again = linked.get(SYMBOL + "A/HRC/25/63", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["nonsense", "A/HRC/46//L.7", "A/RES/58/...", "%00", "%ED%A0%80", "A/" + "9" * 3000]
)
def test_what_is_no_symbol_is_said(linked: httpx.Client, path: str) -> None:
    answer = linked.get(SYMBOL + path)
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["code"] == "symbol-invalid"
    json.dumps(problem["details"])


def test_methods_are_told(linked: httpx.Client) -> None:
    preflight = linked.options("/api/v1/resolve", headers={"Origin": "https://example.org"})
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    refused = linked.get("/api/v1/resolve")
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST, OPTIONS")
