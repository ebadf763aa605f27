"""A server that may ask one other: it does, and nobody else, whatever a query says."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from rightsgraph.store import Home
from tests.server.conftest import THINGS, Running, run_server
from tests.store.services import Canary, queries


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


@pytest.fixture(scope="module")
def turncoat(canary: Canary) -> Iterator[str]:
    """An endpoint that sends whoever asks it to the canary."""

    class Turncoat(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(int(self.path[1:]))
            self.send_header("Location", f"http://127.0.0.1:{canary.port}/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Turncoat)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


REDIRECTIONS = (301, 302, 303, 307, 308)


@pytest.fixture(scope="module")
def gone() -> Iterator[str]:
    """An endpoint that takes no connection."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # it is bound, so nobody else gets the port; it never listens
        yield f"http://127.0.0.1:{deaf.getsockname()[1]}/sparql"


@pytest.fixture(scope="module")
def client(home: Home, server: Running, turncoat: str, gone: str) -> Iterator[httpx.Client]:
    """A client of a server that may ask another one, which runs, and the one that misleads."""
    misleading = [f"{turncoat}/{code}" for code in REDIRECTIONS]
    endpoints = [f"{server.address}/sparql", gone, *misleading]
    with (
        run_server(home, workers=1, service_endpoints=" ".join(endpoints)) as running,
        httpx.Client(base_url=running.address, timeout=60) as client,
    ):
        yield client


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})


def test_the_endpoint_of_the_list_is_asked(client: httpx.Client, server: Running) -> None:
    service = f"SERVICE <{server.address}/sparql>"
    count = "{ SELECT (COUNT(*) AS ?n) { ?s <https://examplia.example/order> ?o } }"
    answer = ask(client, f"SELECT ?n {{ {service} {count} }}")
    assert (answer.status_code, answer.text.split()) == (200, ["n", str(THINGS)]), answer.text
    get = client.get("/sparql", params={"query": f"ASK {{ {service} {{ ?s ?p 1 }} }}"})
    assert get.json()["boolean"] is True
    assert "etag" not in get.headers
    described = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert "BasicFederatedQuery" in described


@pytest.mark.parametrize("code", REDIRECTIONS)
def test_a_redirection_is_not_followed(
    client: httpx.Client, turncoat: str, canary: Canary, code: int
) -> None:
    service = f"SERVICE <{turncoat}/{code}> {{ ?s ?p ?o }}"
    answer = ask(client, f"SELECT * {{ {service} }}")
    assert (answer.status_code, answer.json()["code"]) == (502, "service-failed"), answer.text
    silent = ask(client, f"SELECT * {{ {service.replace('SERVICE', 'SERVICE SILENT')} }}")
    assert silent.status_code == 200
    assert canary.calls == 0


def test_nobody_else_is_asked(client: httpx.Client, server: Running, canary: Canary) -> None:
    others = [
        f"http://127.0.0.1:{canary.port}/",
        f"{server.address}/other",
        f"{server.address}/sparql?query=ASK%7B%7D",
        server.address.replace("127.0.0.1", "localhost") + "/sparql",
    ]
    for other in others:
        answer = ask(client, f"SELECT * {{ SERVICE <{other}> {{ ?s ?p ?o }} }}")
        assert (answer.status_code, answer.json()["code"]) == (403, "query-forbidden")
    for query in queries(canary.port, 200):
        assert ask(client, query).status_code in (200, 400, 403)
    canary.close()
    assert canary.calls == 0


def test_an_endpoint_that_is_down_is_told(client: httpx.Client, gone: str) -> None:
    answer = ask(client, f"SELECT * {{ SERVICE <{gone}> {{ ?s ?p ?o }} }}")
    assert (answer.status_code, answer.json()["code"]) == (502, "service-failed"), answer.text
    assert ask(client, "SELECT (1 AS ?x) {}").status_code == 200
