"""What hostile or unlucky queries cost: a worker, and nothing else."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from rightsgraph.store import Home
from tests.server.conftest import Running, run_server

NUMBERS = itertools.count()
CHEAP = "SELECT ?s { ?s <https://examplia.example/order> 7 }"
RUNAWAYS = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c LIMIT 1",
]
# Three million rows: more than the bound for small answers, and more than two seconds allow.
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def cheap(client: httpx.Client) -> bool:
    # Another query each time, so that it takes a worker and not an answer that is kept.
    query = f"{CHEAP} # {next(NUMBERS)}"
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    return answer.text == "s\r\nhttps://examplia.example/thing7\r\n"


@pytest.mark.parametrize("query", RUNAWAYS)
def test_a_runaway_ends_with_504_while_others_are_answered(
    client: httpx.Client, query: str
) -> None:
    with ThreadPoolExecutor(1) as thread:
        runaway = thread.submit(client.get, "/sparql", params={"query": query})
        answers = 0
        while not runaway.done():
            assert cheap(client)
            answers += 1
        answer = runaway.result()
    assert answers > 3
    assert answer.status_code == 504
    assert answer.json()["code"] in ("query-timeout", "query-memory")


def test_a_memory_bomb_costs_only_its_worker(client: httpx.Client, server: Running) -> None:
    before = set(server.workers())
    bomb = 'SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); separator="") AS ?x) ' + (
        "{ ?a ?b ?c . ?d ?e ?f }"
    )
    answer = client.get("/sparql", params={"query": bomb + " GROUP BY ?b ?e"})
    assert answer.status_code == 504
    assert answer.json()["code"] in ("query-memory", "query-timeout")
    assert cheap(client)
    until(lambda: len(server.workers()) == 3)
    assert len(before & set(server.workers())) == 2


def test_a_worker_that_dies_in_a_query_is_a_problem_and_is_replaced(home: Home) -> None:
    with (
        run_server(home, workers=1, query_seconds=600) as running,
        httpx.Client(base_url=running.address, timeout=60) as client,
        ThreadPoolExecutor(1) as thread,
    ):
        before = running.workers()
        runaway = thread.submit(client.get, "/sparql", params={"query": RUNAWAYS[0]})
        until(lambda: any(processor_seconds(pid) > 0.5 for pid in before))
        busy = max(before, key=processor_seconds)
        os.kill(busy, signal.SIGSEGV)
        answer = runaway.result()
        assert (answer.status_code, answer.json()["code"]) == (500, "worker-died")
        assert answer.json()["details"]["exit_code"] == -signal.SIGSEGV
        assert cheap(client)
        until(lambda: len(running.workers()) == 2)
        assert len(set(running.workers()) & set(before)) == 1
        assert busy not in running.workers()


def processor_seconds(pid: int) -> float:
    """The processor time that a process has used in user mode, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


def test_killed_workers_are_replaced(client: httpx.Client, server: Running) -> None:
    before = server.workers()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(set(server.workers()) - set(before)) == 3)
    assert cheap(client)


@pytest.mark.parametrize(
    ("query", "format"), [(RUNAWAYS[0], "json"), (ENDLESS, "json"), (RUNAWAYS[0], "html")]
)
def test_hanging_up_ends_the_query(home: Home, query: str, format: str) -> None:
    with run_server(home, query_seconds=600, client_seconds=600, answer_cache_bytes=0) as running:
        before = set(running.workers())
        host, port = running.address.removeprefix("http://").split(":")
        connections = [socket.create_connection((host, int(port))) for _ in range(2)]
        for connection in connections:
            target = f"/sparql?format={format}&query={quote(query)}"
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.5)
        for connection in connections:
            connection.close()
        # Both workers that ran are gone, and others have their places.
        until(lambda: len(before & set(running.workers())) == 1)
        with httpx.Client(base_url=running.address, timeout=60) as client:
            assert cheap(client)


def test_an_answer_that_fails_late_is_cut_off(client: httpx.Client) -> None:
    with (
        client.stream("GET", "/sparql", params={"query": ENDLESS, "format": "csv"}) as answer,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        assert answer.status_code == 200
        for _ in answer.iter_raw():
            pass


def test_a_client_that_reads_nothing_is_cut_off(home: Home) -> None:
    with run_server(home, query_seconds=600, client_seconds=0.3) as running:
        before = set(running.workers())
        host, port = running.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(
                f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            )
            until(lambda: bool(before - set(running.workers())))


def test_a_large_answer_to_http_1_0_is_never_a_part(server: Running) -> None:
    host, port = server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        request = f"GET /sparql?query={quote(ENDLESS)}&format=csv HTTP/1.0\r\n\r\n"
        connection.sendall(request.encode())
        begin = connection.recv(64)
    assert begin.split()[1] in (b"400", b"504")


def test_a_full_queue_says_when_to_come_back(home: Home) -> None:
    with (
        run_server(
            home, queue_length=0, query_seconds=600, answer_cache_bytes=0, quick_seconds=600
        ) as running,
        httpx.Client(base_url=running.address, timeout=60) as client,
    ):
        host, port = running.address.removeprefix("http://").split(":")
        connections = [socket.create_connection((host, int(port))) for _ in range(2)]
        for connection in connections:
            head = f"GET /sparql?query={quote(RUNAWAYS[0])} HTTP/1.1\r\nHost: x\r\n\r\n"
            connection.sendall(head.encode())
        answers = []

        def refused() -> bool:
            answers.append(client.get("/sparql", params={"query": CHEAP}))
            return answers[-1].status_code == 503

        until(refused)
        assert answers[-1].json()["code"] == "queue-full"
        assert int(answers[-1].headers["retry-after"]) >= 1
        for connection in connections:
            connection.close()


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        yield listener


SERVICES = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ sErViCe<{0}>{{?s ?p ?o}} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?o FILTER(?a<?b)SERVICE#>\n<{0}>{{?s ?p ?o}} }}",
    "SELECT * {{ ?s ?p 1SERVICE<{0}>{{?s ?p ?o}} }}",
    "LOAD <{0}>",
    "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
]


def test_nothing_reaches_the_network(client: httpx.Client, canary: socket.socket) -> None:
    address = f"http://127.0.0.1:{canary.getsockname()[1]}/"
    for query in SERVICES:
        answer = client.get("/sparql", params={"query": query.format(address)})
        assert answer.status_code == (200 if "FROM" in query else 403)
    with pytest.raises(TimeoutError):
        canary.accept()


def test_eight_clients_at_once_get_what_they_asked_for(client: httpx.Client) -> None:
    lock = threading.Lock()
    seen: list[tuple[int, str]] = []

    def ask(number: int) -> None:
        query = f"SELECT ?s {{ ?s <https://examplia.example/order> {number} }}"
        text = client.get("/sparql", params={"query": query, "format": "csv"}).text
        with lock:
            seen.append((number, text))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(400)))
    assert len(seen) == 400
    assert all(f"thing{number}\r\n" in text for number, text in seen)


def test_a_client_may_ask_for_a_shorter_deadline(client: httpx.Client) -> None:
    for parameters in ({"timeout": "0.1"}, {"timeout": "1e-3"}):
        answer = client.get("/sparql", params={"query": RUNAWAYS[0], **parameters})
        assert (answer.status_code, answer.json()["code"]) == (504, "query-timeout")
        assert "after 2 seconds" not in answer.json()["detail"]
    answer = client.post("/sparql", data={"query": RUNAWAYS[0], "timeout": "900"})
    assert (answer.status_code, answer.json()["code"]) == (504, "query-timeout")
    assert "after 2 seconds" in answer.json()["detail"]
    for wrong in ("", "soon", "0", "-1", "nan"):
        answer = client.get("/sparql", params={"query": "ASK {}", "timeout": wrong})
        assert (answer.status_code, answer.json()["code"]) == (400, "input-invalid")


def test_an_answer_over_a_limit_is_never_a_part_that_looks_whole(home: Home) -> None:
    with (
        run_server(
            home, answer_rows=1000, answer_bytes=500_000, small_answer_bytes=1000
        ) as running,
        httpx.Client(base_url=running.address, timeout=60) as client,
    ):
        short = {"query": "SELECT ?s { ?s ?p ?o } LIMIT 3", "format": "csv"}
        assert client.get("/sparql", params=short).text.count("\n") == 4
        for query, format in [
            ("SELECT ?s { ?s ?p ?o }", "csv"),
            ("CONSTRUCT { ?s ?p ?o . ?s ?p ?x } WHERE { ?s ?p ?o . ?t ?q ?x }", "nt"),
        ]:
            try:
                answer = client.get("/sparql", params={"query": query, "format": format})
            except httpx.RemoteProtocolError:
                continue  # cut off
            assert (answer.status_code, answer.json()["code"]) == (400, "answer-too-large")
