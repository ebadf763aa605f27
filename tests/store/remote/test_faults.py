"""Stores that do not do what they should: every fault is an error of ours, without a password."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from rightsgraph.errors import (
    AnswerTooLargeError,
    QueryCancelledError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueueFullError,
    RemoteAccessError,
    RemoteAnswerError,
    RemoteUnreachableError,
    RequestTooLargeError,
    RightsgraphError,
    SettingsError,
)
from rightsgraph.library import Graph, open_graph
from rightsgraph.settings import Settings, load_settings
from rightsgraph.store import Home
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.remote.endpoint import Endpoint, with_prefixes
from rightsgraph.store.remote.reading import RemoteGraph
from rightsgraph.store.remote.serving import RemoteStore
from rightsgraph.store.remote.virtuoso import in_its_words
from tests.server.conftest import run_server

SECRET = "pa55word-that-nobody-may-see"
JSON = "application/sparql-results+json"
EMPTY = b'{"head": {"vars": ["s", "p", "o"]}, "results": {"bindings": []}}'
ROWS = b'{"head": {"vars": ["x"]}, "results": {"bindings": [%s]}}'
ROW = b'{"x": {"type": "literal", "value": "%d"}}'
SELECT = "SELECT ?x WHERE { ?x ?y ?z }"


class Odd(BaseHTTPRequestHandler):
    """Answers the question for the manifest properly, and all others as it was told."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked = self.rfile.read(length).decode()
        server: Any = self.server
        server.asked.append((self.headers.get("Authorization", ""), asked))
        if "graph%2Fmanifest" in asked and not server.from_the_start:
            self.answer(200, JSON, EMPTY)
        else:
            server.behaviour(self)

    def answer(self, status: int, media_type: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing."""


Behaviour = Callable[[Odd], None]


@contextmanager
def odd_store(
    behaviour: Behaviour, *, from_the_start: bool = False
) -> Iterator[tuple[str, list[Any]]]:
    """The address of a store that behaves like this, and what it was asked."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    server.behaviour, server.from_the_start, server.asked = behaviour, from_the_start, []
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", server.asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def endpoint(address: str, **settings: object) -> Endpoint:
    return Endpoint.of(Settings.model_validate({"store": address, **settings}))


def status(
    code: int, body: bytes = b"", media_type: str = "text/plain", **headers: str
) -> Behaviour:
    return lambda handler: handler.answer(code, media_type, body, **headers)


def cut_short(handler: Odd) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(ROWS[:30])
    handler.close_connection = True


def hang_up(handler: Odd) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


FAULTS: list[tuple[Behaviour, type[RightsgraphError], str]] = [
    (status(401, b"who are you"), RemoteAccessError, "401"),
    (status(403), RemoteAccessError, "403"),
    (status(400, b"Syntax error at line 7"), QuerySyntaxError, "line 7"),
    (status(404), RemoteAnswerError, "404"),
    (status(408), QueryTimeoutError, "408"),
    (status(413), RequestTooLargeError, "413"),
    (status(429), QueueFullError, "429"),
    (status(500, b"<html><head><style>p{}</style></head><b>out of memory"), RemoteAnswerError,
     "says: out of memory"),
    (status(503), QueueFullError, "503"),
    (status(504), QueryTimeoutError, "504"),
    (status(302, Location="http://a:b@127.0.0.1/other"), RemoteAnswerError, "127.0.0.1/other"),
    (status(200, b"<html>Welcome</html>", "text/html"), RemoteAnswerError, "text/html"),
    (status(200, b"a,b\r\n", "text/csv"), RemoteAnswerError, "text/csv"),
    (status(200, ROWS[:-5], JSON), RemoteAnswerError, "not whole"),
    (status(200, b"error: timeout", JSON), RemoteAnswerError, "not whole"),
    (status(200, EMPTY, JSON, X_SPARQL_MaxRows="10"), RemoteAnswerError, "at most 10 rows"),
    (status(200, EMPTY, JSON, X_SQL_State="S1TAT"), QueryTimeoutError, "deadline"),
    (cut_short, RemoteAnswerError, "ended before"),
    (hang_up, RemoteAnswerError, "ended before"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("behaviour", "kind", "words"), FAULTS, ids=[f"{n}-{f[2]}" for n, f in enumerate(FAULTS)]
)
def test_faults_are_errors_of_ours(
    behaviour: Behaviour, kind: type[RightsgraphError], words: str
) -> None:
    with (
        odd_store(behaviour) as (address, _),
        Graph(RemoteGraph(endpoint(address, store_user="me", store_password=SECRET))) as graph,
    ):
        with pytest.raises(kind) as caught:
            graph.query(SELECT)
        assert words in str(caught.value)
        assert SECRET not in f"{caught.value} {caught.value.details} {graph!r} {graph._store!r}"

        async def ask() -> None:
            settings = Settings.model_validate({"store": address})
            store = RemoteStore(Endpoint.of(settings), settings)
            await store.start()
            try:
                async with store.run(QueryRequest(SELECT, AnswerFormat.CSV)) as answer:
                    assert answer.body is None  # a whole answer would be a lie
            finally:
                await store.close()

        with pytest.raises(kind) as caught:
            asyncio.run(ask())
        assert address not in str(caught.value)


def test_a_graph_that_breaks_off_is_an_error() -> None:
    body = b"<http://a/a> <http://a/b> <http://a/c> .\n<http://a/a> <htt"
    with (
        odd_store(status(200, body, "application/n-triples")) as (address, _),
        Graph(RemoteGraph(endpoint(address))) as graph,
        pytest.raises(RemoteAnswerError, match="not whole"),
    ):
        graph.construct("CONSTRUCT WHERE { ?s ?p ?o }")


def test_nobody_listens() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/sparql"
        with pytest.raises(RemoteUnreachableError, match="refused"):
            RemoteGraph(endpoint(address))


def test_no_secure_connection() -> None:
    with odd_store(status(200)) as (address, _), pytest.raises(RemoteUnreachableError):
        RemoteGraph(endpoint(address.replace("http:", "https:")))


def test_a_certificate_that_nobody_trusts(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def shake() -> None:
            connection, _ = listener.accept()
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                connection.close()

        thread = threading.Thread(target=shake)
        thread.start()
        port = listener.getsockname()[1]
        with pytest.raises(RemoteUnreachableError, match="certificate is not trusted"):
            RemoteGraph(endpoint(f"https://127.0.0.1:{port}/sparql"))
        thread.join()


def test_the_deadline_ends_an_answer_that_never_comes() -> None:
    release = threading.Event()

    def silent(handler: Odd) -> None:
        release.wait(30)
        handler.close_connection = True

    with odd_store(silent) as (address, _):
        try:
            graph = Graph(RemoteGraph(endpoint(address, query_seconds=0.3)))
            with pytest.raises(QueryTimeoutError, match=r"0\.3 seconds"):
                graph.query(SELECT)
            graph.close()
            settings = {"store": address, "query_seconds": 0.3}
            with run_server(Home("/nowhere"), **settings) as server:
                answer = httpx.get(server.address + "/sparql", params={"query": SELECT})
                assert (answer.status_code, answer.json()["code"]) == (504, "query-timeout")
        finally:
            release.set()


def test_an_endless_answer_is_ended() -> None:
    def endless(handler: Odd) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        try:
            handler.wfile.write(ROWS.partition(b"%s")[0])
            while True:
                handler.wfile.write(b", ".join([ROW % 1] * 1000) + b",")
        except OSError:
            handler.close_connection = True

    with odd_store(endless) as (address, _):
        graph = Graph(RemoteGraph(endpoint(address, store_answer_bytes=65_536)))
        with pytest.raises(AnswerTooLargeError, match="STORE_ANSWER_BYTES"):
            graph.query(SELECT)
        graph.close()
        # A client that leaves ends it, too; and what is cut is not a whole answer.
        with run_server(Home("/nowhere"), store=address, query_seconds=2) as server:
            with (
                httpx.Client(base_url=server.address, timeout=30) as client,
                client.stream("GET", "/sparql", params={"query": SELECT}) as answer,
                pytest.raises(httpx.RemoteProtocolError),
            ):
                assert answer.status_code == 200
                for _ in answer.iter_raw():
                    pass
            with (
                httpx.Client(base_url=server.address, timeout=30) as client,
                client.stream("GET", "/sparql", params={"query": SELECT}) as answer,
            ):
                next(answer.iter_raw())
            numbers = httpx.get(server.address + "/metrics").text
            assert "rightsgraph_queries_waiting 0.0" in numbers


def test_more_than_the_store_may_be_asked_is_refused() -> None:
    release = threading.Event()

    def slow(handler: Odd) -> None:
        release.wait(30)
        handler.answer(200, JSON, ROWS % (ROW % 1))

    async def ask(address: str) -> None:
        settings = Settings.model_validate(
            {"store": address, "store_connections": 1, "queue_length": 0}
        )
        store = RemoteStore(Endpoint.of(settings), settings)
        await store.start()
        request = QueryRequest(SELECT, AnswerFormat.CSV)

        async def first() -> bytes | None:
            async with store.run(request) as answer:
                return answer.body

        running = asyncio.create_task(first())
        while not store.running:  # noqa: ASYNC110 it begins in the loop
            await asyncio.sleep(0.01)
        with pytest.raises(QueueFullError):
            async with store.run(request):
                pass
        release.set()
        assert await running == b"x\r\n1\r\n"
        assert store.numbers() == {"queries_running": 0, "queries_waiting": 0, "workers": 1}
        await store.close()

    with odd_store(slow) as (address, _):
        asyncio.run(ask(address))


def test_who_leaves_ends_the_query() -> None:
    release = threading.Event()

    def silent(handler: Odd) -> None:
        release.wait(30)
        handler.close_connection = True

    async def ask(address: str) -> None:
        settings = Settings.model_validate({"store": address, "store_connections": 1})
        store = RemoteStore(Endpoint.of(settings), settings)
        await store.start()
        for _ in range(3):  # more than there are threads and turns
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1), store.run(QueryRequest(SELECT, AnswerFormat.XML)):
                    pass
        assert store.running == 0
        await store.close()

    with odd_store(silent) as (address, _):
        try:
            asyncio.run(ask(address))
        finally:
            release.set()
    assert QueryCancelledError.status == 499


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"store_user": "me", "store_password": SECRET}, "Basic "),
        ({"store_token": SECRET}, f"Bearer {SECRET}"),
        ({}, ""),
    ],
)
def test_how_it_gets_in(given: dict[str, str], expected: str) -> None:
    with odd_store(status(200, EMPTY, JSON)) as (address, asked):
        RemoteGraph(endpoint(address, **given)).close()
        assert all(seen.startswith(expected) for seen, _ in asked)
        assert bool(asked[0][0]) == bool(expected)
        # They belong to this store, and to no other.
        RemoteGraph(Endpoint.at(address, Settings.model_validate({**given, "store": ""}))).close()
        assert asked[-1][0] == ""


def test_by_get() -> None:
    class Got(Odd):
        def do_GET(self) -> None:
            self.server.asked.append(self.path)  # type: ignore[attr-defined]
            self.answer(200, JSON, EMPTY if "manifest" in self.path else ROWS % (ROW % 7))

    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Got)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/sparql"
        with Graph(RemoteGraph(endpoint(address, store_method="GET"))) as graph:
            assert [row.x for row in graph.query(SELECT)] == ["7"]
        assert server.asked[-1].startswith("/sparql?query=SELECT")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "address",
    [f"https://me:{SECRET}@store.example/sparql", f"https://{SECRET}@store.example/sparql"],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTSGRAPH_STORE", address)
    with pytest.raises(SettingsError, match="RIGHTSGRAPH_STORE_PASSWORD") as caught:
        load_settings()
    assert SECRET not in str(caught.value)
    with pytest.raises(SettingsError) as caught:
        open_graph(store=address)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("address", ["ftp://store.example/", "sparql", "http://", "http://[::1"])
def test_what_is_no_address(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTSGRAPH_STORE", address)
    with pytest.raises(SettingsError, match="no address of an endpoint"):
        load_settings()


def test_no_password_in_what_the_command_line_and_the_server_say(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "RIGHTSGRAPH_STORE_USER": "me",
        "RIGHTSGRAPH_STORE_PASSWORD": SECRET,
        "RIGHTSGRAPH_LOG_LEVEL": "debug",
        "RIGHTSGRAPH_HOME": str(tmp_path),
    }
    with odd_store(status(500, b"no"), from_the_start=True) as (address, _):
        environment["RIGHTSGRAPH_STORE"] = address
        for command in (["query", "signatories"], ["serve", "--port", "0"], ["export"], ["push"]):
            ended = subprocess.run(
                [sys.executable, "-m", "rightsgraph.cli", *command],
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert ended.returncode == 1, ended
            assert "[" in ended.stderr
            assert "Traceback" not in ended.stderr
            assert SECRET not in ended.stdout + ended.stderr


def test_prefixes_that_are_missing_are_declared() -> None:
    text = "PREFIX rg: <urn:mine#>\nSELECT * { ?x a rg:A, cito:B, <urn:org:c> ; ?p 'doco:D' }"
    assert with_prefixes(text).startswith("PREFIX ")
    assert "PREFIX cito: <http://purl.org/spar/cito/>" in with_prefixes(text)
    assert "ontology#" not in with_prefixes(text)
    assert with_prefixes(text).count("\n") == text.count("\n")


def test_virtuoso_is_not_told_of_groups_that_never_match() -> None:
    group = "OPTIONAL { ?x rg:citationRank ?rank . FILTER(?rank <= ?top) }"
    assert in_its_words(f"SELECT ?x {{ {group} ?x ?p ?o }}") == "SELECT ?x {  ?x ?p ?o }"
    for text in (
        f"SELECT ?x {{ VALUES ?top {{ 3 }} {group} ?x ?p ?o }}",  # it can match
        "SELECT ?x { OPTIONAL { ?x rg:citationRank ?rank . FILTER(?rank <= 3) } ?x ?p ?o }",
        "SELECT ?x { OPTIONAL { ?x rg:citationRank ?rank } ?x ?p ?o }",
    ):
        assert in_its_words(text) == text


def test_virtuoso_is_told_of_paths_in_its_words() -> None:
    text = "VALUES ?a__of { <urn:x> <urn:y> } ?a <urn:p>* ?a__of . ?s ?p ?a"
    assert in_its_words(text) == (
        "{ SELECT DISTINCT ?a WHERE { { ?a <urn:p>* <urn:x> } UNION { ?a <urn:p>* <urn:y> } } }"
        " ?s ?p ?a"
    )
    assert in_its_words("VALUES ?a { <urn:x> } ?a <urn:p>* ?b .") == (
        "VALUES ?a { <urn:x> } ?a <urn:p>* ?b ."
    )
