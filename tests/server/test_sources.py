"""Documents into the graph over HTTP: what is published, what is refused, what is kept."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import jsonschema
import pytest

from rightsgraph.ingestion import copy_path, ingest
from rightsgraph.store import Home
from tests.server.conftest import Running
from tests.server.writable import SNAPSHOT, quick_folder, writable, writer

LETTER = """Open letter on the situation in Examplia

Geneva, 1 March 2030

Dear Excellencies,

We urge the Security Council to refer the situation to the International Criminal Court.[1]

Yours sincerely,
Examplia Watch

Notes
[1] A/HRC/25/63, para. 94(a).
"""
NAME = "letter/2030-03-01-open-letter-on-the-situation-in-examplia"
PATH = f"/api/v1/documents/{NAME}/source"
TEXT = {"Content-Type": "text/plain"}


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with quick_folder() as folder:
        home = Home(folder / "home")
        home.build([], validate=False)
        with writable(
            home,
            serve_texts="true",
            document_upload_bytes=20_000,
            extract_seconds=300,
            queue_seconds=300,
        ) as running:
            yield running


@pytest.fixture
def client(running: Running) -> Iterator[httpx.Client]:
    with writer(running) as client:
        yield client


def put(client: httpx.Client, text: str | bytes, path: str = PATH, **fields: str) -> httpx.Response:
    return client.put(path, content=text, headers={**TEXT, **fields}, params={"name": "letter.txt"})


def cited(client: httpx.Client) -> set[str]:
    query = "SELECT ?d { GRAPH ?g { ?c rg:citedDocument ?d } }"
    found = client.get("/sparql", params={"query": query, "format": "json"}).json()
    return {row["d"]["value"].rpartition("/id/un/")[2] for row in found["results"]["bindings"]}


def test_a_document_goes_its_way(client: httpx.Client, running: Running) -> None:
    added = put(client, LETTER, **{"If-None-Match": "*"})
    assert added.status_code == 201, added.text
    told = added.json()
    assert told["fate"] == "added"
    assert told["document"].endswith(NAME)
    assert told["statements"]["citations"] == 1
    assert added.headers[SNAPSHOT] == told["snapshot"] == running.home.current().id
    assert client.get(added.headers["location"]).status_code == 200
    assert cited(client) == {"A/HRC/25/63"}
    schema = client.get("/openapi.json").json()["paths"]["/api/v1/documents/{id}/source"]["put"]
    jsonschema.validate(told, schema["responses"]["201"]["content"]["application/json"]["schema"])

    source = client.get(PATH)
    assert (source.status_code, source.content) == (200, LETTER.encode())
    assert source.headers["content-type"].startswith("text/plain")
    assert source.headers["content-disposition"] == "attachment"
    assert source.headers["etag"] == added.headers["etag"]
    tag = {"If-None-Match": source.headers["etag"]}
    assert client.get(PATH, headers=tag).status_code == 304

    again = put(client, LETTER)
    assert (again.status_code, again.json()["fate"]) == (200, "unchanged")
    assert again.json()["snapshot"] == told["snapshot"]

    changed = LETTER.replace("A/HRC/25/63, para. 94(a)", "A/70/362, para. 5")
    for condition in ({"If-None-Match": "*"}, {"If-Match": '"another"'}):
        refused = put(client, changed, **condition)
        assert (refused.status_code, refused.json()["code"]) == (412, "precondition-failed")
    replaced = put(client, changed, **{"If-Match": source.headers["etag"]})
    assert (replaced.status_code, replaced.json()["fate"]) == (200, "replaced")
    assert cited(client) == {"A/70/362"}
    assert client.get(PATH).content == changed.encode()
    query = "SELECT ?d { GRAPH ?p { ?g rg:sourceDigest ?d } }"
    rows = client.get("/sparql", params={"query": query, "format": "json"}).json()
    digests = {row["d"]["value"] for row in rows["results"]["bindings"]}
    assert digests == {replaced.json()["sourceDigest"]}
    # What was replaced is kept beside the snapshots.
    assert copy_path(running.home.path, told["sourceDigest"]).read_bytes() == LETTER.encode()


def test_it_is_what_the_command_line_publishes(client: httpx.Client, running: Running) -> None:
    text = LETTER.replace("1 March", "2 March")
    with quick_folder() as folder:
        file = folder / "letter.txt"
        file.write_text(text, encoding="utf-8")
        other = Home(folder / "home")
        other.build([], validate=False)
        ingest([file], other)
        expected = {str(quad) for quad in other.current().open() if NAME[7:11] in str(quad)}
    told = put(client, text, PATH.replace("03-01", "03-02"))
    assert told.status_code == 201, told.text
    graph = told.json()["graph"]
    named = client.get("/store", params={"graph": graph, "format": "nt"}).text.splitlines()
    ours = {line.removesuffix(" .") for line in named}
    assert ours == {
        line.replace(f" <{graph}>", "") for line in expected if line.endswith(f"<{graph}>")
    }


REFUSALS = [
    (PATH, LETTER.replace("1 March", "3 March"), {}, 409, "source-conflict"),
    (PATH.replace(NAME, "un/A/HRC/1/1"), LETTER, {}, 409, "source-conflict"),
    (PATH, "", {}, 422, "document-empty"),
    (PATH, "  \n", {}, 422, "document-empty"),
    (PATH, "x" * 20_001, {}, 413, "request-too-large"),
    (PATH, gzip.compress(LETTER.encode()), {}, 415, "document-format"),
    (PATH, b"%PDF-1.7 broken", {"Content-Type": "application/pdf"}, 415, "document-format"),
    (PATH, LETTER, {"Authorization": ""}, 401, "token-wrong"),
    (PATH, "", {"Authorization": "Bearer other"}, 401, "token-wrong"),
    (f"{PATH}?snapshot=x", LETTER, {}, 400, "parameter-invalid"),
]


@pytest.mark.parametrize(
    ("path", "body", "fields", "status", "code"),
    REFUSALS,
    ids=[f"{code}-{number}" for number, (*_, code) in enumerate(REFUSALS)],
)
def test_a_refusal_changes_nothing(
    client: httpx.Client,
    running: Running,
    path: str,
    body: str | bytes,
    fields: dict[str, str],
    status: int,
    code: str,
) -> None:
    before = running.home.current().id
    answer = client.put(path, content=body, headers={**TEXT, **fields})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert running.home.current().id == before


def test_a_conflict_says_which_document_it_is(client: httpx.Client) -> None:
    text = LETTER.replace("1 March", "4 March")
    refused = put(client, text).json()
    assert refused["details"]["document"].endswith(NAME.replace("03-01", "03-04"))
    path = refused["remedy"].removeprefix("PUT it at ").removesuffix(".")
    assert put(client, text, path).status_code == 201
    # Another document of that date and title has a part of its digest behind its name.
    other = text.replace("urge", "call upon")
    digest = put(
        client, other, f"/api/v1/documents/{NAME.replace('03-01', '03-04')}-0123abcd/source"
    )
    assert digest.status_code == 201, digest.text
    assert digest.json()["document"].endswith("-0123abcd")


def test_one_of_many_at_once_is_the_first(running: Running) -> None:
    text = LETTER.replace("1 March", "5 March")
    path = PATH.replace("03-01", "03-05")

    def send(number: int) -> int:
        with writer(running) as client:
            body = text.replace("urge", f"urge {'again ' * number}")
            return put(client, body, path, **{"If-None-Match": "*"}).status_code

    with ThreadPoolExecutor(3) as pool:
        statuses = sorted(pool.map(send, range(3)))
    assert statuses == [201, 412, 412]


def test_what_nobody_switched_on(bundled_off: httpx.Client) -> None:
    path = "/api/v1/documents/letter/2015-10-29-joint-letter-dprk/source"
    assert bundled_off.get(path).json()["code"] == "texts-off"
    assert bundled_off.put(path, content=b"x").json()["code"] == "writing-off"


@pytest.fixture
def bundled_off(server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, timeout=60) as client:
        yield client


def test_a_source_that_is_not_there(client: httpx.Client) -> None:
    for name in ("letter/none", "un/A/HRC/25/63", "%00", "..%2F..%2Fetc"):
        answer = client.get(f"/api/v1/documents/{name}/source")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), name
    assert json.loads(answer.text)["remedy"]
