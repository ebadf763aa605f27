"""Clients that are slow, silent, many or loud: each is cut off, and the others are served."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from rightsgraph.store import Home
from tests.server.conftest import Running, run_server
from tests.server.test_limits import CHEAP, RUNAWAYS, until

HELLO = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def hasty(home: Home) -> Iterator[Running]:
    """A server that waits for nobody."""
    with run_server(
        home,
        request_seconds=0.4,
        client_seconds=0.4,
        connections=8,
        request_bytes=32_768,
        small_answer_bytes=64_000_000,
    ) as running:
        yield running


def connect(running: Running) -> socket.socket:
    host, port = running.address.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)))
    connection.settimeout(20)
    return connection


def rest(connection: socket.socket) -> bytes:
    """All that comes before the end of a connection."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def problem(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert b"connection: close" in head.lower()
    return int(head.split()[1]), json.loads(body)["code"]


def trickle(connection: socket.socket, byte: bytes) -> None:
    """Sends a byte every now and then until the connection has ended."""

    def send() -> None:
        try:
            while True:
                connection.sendall(byte)
                time.sleep(0.05)
        except OSError:
            return

    threading.Thread(target=send, daemon=True).start()


def test_who_says_nothing_is_cut_off(hasty: Running) -> None:
    with connect(hasty) as connection:
        assert rest(connection) == b""


def test_a_head_that_trickles_is_cut_off(hasty: Running) -> None:
    with connect(hasty) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ")
        trickle(connection, b"a")
        assert problem(rest(connection)) == (408, "request-timeout")


def test_a_body_that_trickles_is_cut_off(hasty: Running) -> None:
    with connect(hasty) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 20000\r\n\r\nASK {}"
        )
        trickle(connection, b" ")
        assert problem(rest(connection)) == (408, "request-timeout")


def test_empty_lines_after_an_answer_do_not_keep_a_connection(hasty: Running) -> None:
    with connect(hasty) as connection:
        connection.sendall(HELLO)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        trickle(connection, b"\r\n")
        assert problem(rest(connection)) == (408, "request-timeout")


def test_a_body_that_nobody_waits_for_is_not_waited_for(hasty: Running) -> None:
    with connect(hasty) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
            b"Content-Length: 20000\r\n\r\nASK"
        )
        answer = rest(connection)
        assert answer.startswith(b"HTTP/1.1 415")
        assert answer.count(b"HTTP/1.1") == 1


def test_a_head_without_end_is_refused(hasty: Running) -> None:
    with connect(hasty) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        try:
            for number in range(2000):
                connection.sendall(b"X-%d: " % number + b"a" * 1000 + b"\r\n")
        except OSError:
            return  # the answer is lost when more was on its way
        assert problem(rest(connection)) == (431, "header-too-large")


def test_what_is_no_http_is_a_problem(hasty: Running) -> None:
    with connect(hasty) as connection:
        connection.sendall(b"\x16\x03\x01 is no request\r\n\r\n")
        assert problem(rest(connection)) == (400, "http-syntax")


def test_idle_connections_leave_room_for_others(home: Home) -> None:
    with (
        run_server(home, connections=8, request_seconds=600) as running,
        ExitStack() as stack,
        httpx.Client(base_url=running.address, timeout=60) as client,
    ):
        idle = [stack.enter_context(connect(running)) for _ in range(60)]
        for connection in idle[::2]:
            connection.sendall(b"GET / HTTP/1.1\r\nX: ")  # half of them have begun to ask
        for _ in range(20):
            answer = client.get("/sparql", params={"query": CHEAP})
            assert answer.status_code == 200
        assert rest(idle[0]) == b""  # the oldest had to go


def test_connections_that_are_all_in_use_are_told(home: Home) -> None:
    with (
        run_server(home, connections=2, query_seconds=600) as running,
        connect(running) as first,
        connect(running) as second,
    ):
        for number, connection in enumerate((first, second)):
            body = f"{RUNAWAYS[0]} # {number}".encode()
            connection.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body) + body
            )
        answers: list[bytes] = []

        def refused() -> bool:
            with connect(running) as third:
                third.sendall(HELLO)
                answers.append(rest(third))
            return answers[-1].startswith(b"HTTP/1.1 503")

        until(refused)
        assert problem(answers[-1]) == (503, "connections-full")
        assert b"retry-after: " in answers[-1].lower()


def test_who_does_not_read_a_whole_answer_is_cut_off(hasty: Running) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000"
    with connect(hasty) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        body = query.encode()
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body) + body
        )
        begin = connection.recv(4096)
        length = int(begin.lower().split(b"content-length: ")[1].split()[0])
        assert length > 20_000_000

        def gone() -> bool:
            with connect(hasty) as other:
                other.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                rest(other)
            try:
                connection.sendall(b"\r\n")
            except OSError:
                return True
            return False

        until(gone)
        assert len(rest(connection)) < length


def test_a_client_that_reads_slowly_but_reads_is_served(hasty: Running) -> None:
    query = b"SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
    with connect(hasty) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 131_072)
        connection.sendall(
            b"POST /sparql?format=csv HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"Content-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n"
            % len(query)
            + query
        )
        taken = 0
        parts = []
        while part := connection.recv(262_144):
            parts.append(part)
            taken += len(part)
            if taken > 262_144:
                taken = 0
                time.sleep(0.05)
        _, _, body = b"".join(parts).partition(b"\r\n\r\n")
        assert body.count(b"\n") == 60_001
