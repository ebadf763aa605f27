"""curl, as the documentation shows it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import httpx

from tests.clients.asked import ASK, CONSTRUCT, SELECT, rows, values
from tests.server.conftest import Running
from tests.server.writable import TOKEN
from tests.shared import skip_unless

CURL = shutil.which("curl")
pytestmark = skip_unless(CURL is not None, "curl is not installed")
BEARER = ("-H", f"Authorization: Bearer {TOKEN}")
TURTLE = ("-H", "Content-Type: text/turtle")


def curl(*arguments: str) -> tuple[int, str, bytes]:
    """Status, media type and body of the answer that curl gets."""
    assert CURL
    done = subprocess.run(
        [CURL, "-sS", "--max-time", "60", "-w", "\n%{http_code} %{content_type}", *arguments],
        capture_output=True,
        check=True,
    )
    body, _, about = done.stdout.rpartition(b"\n")
    status, _, media_type = about.decode().partition(" ")
    return int(status), media_type.partition(";")[0], body


def test_queries(endpoint: str, plain: httpx.Client) -> None:
    expected = rows(plain, SELECT)
    query = ("--data-urlencode", f"query={SELECT}")
    for way in (
        ("-G", *query),
        query,
        ("--data-binary", SELECT, "-H", "Content-Type: application/sparql-query"),
        ("--http1.0", *query),
        ("--compressed", *query),
        ("-H", "Expect: 100-continue", *query),
    ):
        status, kind, body = curl(endpoint, "-H", "Accept: text/csv", *way)
        assert (status, kind) == (200, "text/csv")
        assert len(body.splitlines()) == len(expected) + 1
    status, kind, body = curl(endpoint, "-G", "--data-urlencode", f"query={ASK}")
    assert (status, kind) == (200, "application/sparql-results+json")
    assert json.loads(body)["boolean"] is True
    status, kind, body = curl(
        endpoint, "-H", "Accept: application/n-triples", "--data-urlencode", f"query={CONSTRUCT}"
    )
    assert (status, kind) == (200, "application/n-triples")
    assert b"references" in body


def test_the_head_alone(endpoint: str) -> None:
    status, kind, body = curl("--head", "-G", endpoint, "--data-urlencode", f"query={SELECT}")
    assert (status, kind) == (200, "application/sparql-results+json")
    assert b"rightsgraph-snapshot" in body.lower()


def test_errors_say_what_to_do(endpoint: str) -> None:
    status, kind, body = curl(endpoint, "--data-urlencode", "query=SELECT nothing")
    assert (status, kind) == (400, "application/problem+json")
    assert json.loads(body)["code"] == "query-syntax"
    status, _, body = curl(endpoint, "-d", "update=CLEAR ALL")
    assert status == 401
    assert json.loads(body)["remedy"]


def test_writes(served: Running, endpoint: str, plain: httpx.Client, tmp_path: Path) -> None:
    graph = "https://examplia.example/curl"
    store = f"{served.address}/store?graph={graph}"
    file = tmp_path / "data.ttl"
    file.write_text("<a:s> <a:p> 'one' .", encoding="utf-8")
    assert curl(store, *BEARER, *TURTLE, "--upload-file", str(file))[0] == 201
    assert values(plain, graph) == ["one"]
    assert curl(store, *BEARER, *TURTLE, "--data-binary", "<a:s> <a:p> 'two' .")[0] == 204
    assert values(plain, graph) == ["one", "two"]
    assert curl(store, *BEARER, "-F", f"file=@{file};type=text/turtle")[0] == 204
    update = f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s ?p 'one' }} }}"
    assert curl(endpoint, *BEARER, "--data-urlencode", f"update={update}")[0] == 204
    assert values(plain, graph) == ["two"]
    assert curl(store, "-H", "Accept: application/n-triples")[2] == b'<a:s> <a:p> "two" .\n'
    assert curl(store, *BEARER, "-X", "DELETE")[0] == 204
    assert curl(store)[0] == 404
