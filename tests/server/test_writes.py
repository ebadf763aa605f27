"""Writes over HTTP: who may, what is published, what is refused and leaves the graph as it was."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from rightsgraph.store import Home
from rightsgraph.store.sources import bundled_sources
from tests.server.conftest import Running
from tests.server.writable import (
    SNAPSHOT,
    TOKEN,
    TURTLE,
    UPDATE,
    ask,
    empty_home,
    quick_folder,
    update,
    writable,
    writer,
)

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
G = "https://examplia.example/g"


@pytest.fixture(scope="module")
def plain() -> Iterator[Running]:
    """A server on an empty graph for general use."""
    with (
        quick_folder() as folder,
        writable(empty_home(folder), keep_snapshots=5, write_memory_mb=1024) as running,
    ):
        yield running


@pytest.fixture
def client(plain: Running) -> Iterator[httpx.Client]:
    with writer(plain) as client:
        yield client


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server on the bundled graph, which checks the shapes."""
    home = Home(tmp_path_factory.mktemp("union") / "home")
    home.build(bundled_sources(), validate=False)
    with writable(home, validate_on_publish="true") as running:
        yield running


def test_an_update_is_read_by_the_next_query(client: httpx.Client, plain: Running) -> None:
    seen = set()
    for number in range(5):
        answer = update(client, f"INSERT DATA {{ <a:s> <a:number> {number} }}")
        assert answer.status_code == 204, answer.text
        assert ask(client, f"<a:s> <a:number> {number}")
        assert answer.headers[SNAPSHOT] == plain.home.current().id
        seen.add(answer.headers[SNAPSHOT])
    assert len(seen) == 5
    assert len(plain.home.snapshots()) <= 6  # five are kept, and one that is still open


def test_an_update_comes_as_a_form(client: httpx.Client) -> None:
    body = str(httpx.QueryParams({"update": "INSERT DATA { <a:form> <a:p> 'é' }"}))
    assert client.post("/sparql", content=body, headers=FORM).status_code == 204
    assert ask(client, "<a:form> <a:p> 'é'")


def test_where_looks_into_the_graphs_of_the_request(client: httpx.Client) -> None:
    update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <a:x> <a:using> 1 }} }}")
    copy = "INSERT { ?s <a:copied> ?o } WHERE { ?s <a:using> ?o }"
    assert update(client, copy).status_code == 204
    assert not ask(client, "?s <a:copied> ?o")
    assert update(client, copy, **{"using-graph-uri": G}).status_code == 204
    assert ask(client, "<a:x> <a:copied> 1")


WITHOUT = {"Authorization": ""}
WRONG = {"Authorization": "Bearer something else"}
REFUSALS = [
    (WITHOUT, UPDATE, b"CLEAR ALL", 401, "token-wrong"),
    (WRONG, UPDATE, b"CLEAR ALL", 401, "token-wrong"),
    ({"Authorization": f"Basic {TOKEN}"}, UPDATE, b"CLEAR ALL", 401, "token-wrong"),
    (WRONG, FORM, b"update=CLEAR+ALL", 401, "token-wrong"),
    ({}, UPDATE, b"CLEAR \xff", 400, "query-syntax"),
    ({}, UPDATE, b"INSERT DATA { ?s ?p ?o }", 400, "query-syntax"),
    ({}, UPDATE, b"ASK {}", 400, "query-syntax"),
    ({}, UPDATE, b"DROP GRAPH <a:nothing>", 409, "update-failed"),
    ({}, UPDATE, b"LOAD <http://127.0.0.1:9/>", 403, "query-forbidden"),
    ({}, UPDATE, b"INSERT {} WHERE { SERVICE <http://127.0.0.1:9/> {} }", 403, "query-forbidden"),
    ({}, FORM, b"update=CLEAR+ALL&query=ASK%7B%7D", 400, "input-invalid"),
    ({}, FORM, b"update=CLEAR+ALL&update=CLEAR+ALL", 400, "input-invalid"),
    ({}, FORM, b"update=%ff", 400, "input-invalid"),
    ({}, FORM, b"update=DROP+ALL&using-graph-uri=no+iri", 400, "input-invalid"),
    ({}, UPDATE, b"#" * 2_000_000, 413, "request-too-large"),
]


@pytest.mark.parametrize(("who", "kind", "body", "status", "code"), REFUSALS)
def test_a_refusal_leaves_the_graph_as_it_was(
    client: httpx.Client,
    plain: Running,
    who: dict[str, str],
    kind: dict[str, str],
    body: bytes,
    status: int,
    code: str,
) -> None:
    before = plain.home.current().id
    answer = client.post("/sparql", content=body, headers={**kind, **who})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert ("www-authenticate" in answer.headers) == (status == 401)
    assert plain.home.current().id == before


def test_writing_is_off_by_default(server: Running) -> None:
    with writer(server) as client:
        assert update(client, "CLEAR ALL").json()["code"] == "writing-off"
        answer = client.put("/store?default", content=b"", headers=TURTLE)
        assert (answer.status_code, answer.json()["code"]) == (403, "writing-off")


def test_a_snapshot_is_not_written_to(client: httpx.Client, plain: Running) -> None:
    name = plain.home.current().id
    answer = update(client, "CLEAR ALL", snapshot=name)
    assert (answer.status_code, answer.json()["code"]) == (400, "input-invalid")


def test_a_union_is_written_through_its_named_graphs(union: Running) -> None:
    with writer(union) as client:
        for text in ("INSERT DATA { <a:s> <a:p> 1 }", "CLEAR DEFAULT", "MOVE DEFAULT TO <a:g>"):
            answer = update(client, text)
            assert (answer.status_code, answer.json()["code"]) == (409, "default-graph-derived")
            assert "GRAPH" in answer.json()["remedy"]
        statistics = "https://w3id.org/rightsgraph/graph/statistics"
        assert update(client, f"DROP GRAPH <{statistics}>").json()["code"] == "graph-reserved"
        assert update(client, f"INSERT DATA {{ GRAPH <{G}> {{ <a:s> <a:p> 1 }} }}").is_success
        assert ask(client, "<a:s> <a:p> 1")
        # A triple that another graph states too stays in the union.
        assert update(client, "INSERT DATA { GRAPH <a:h> { <a:s> <a:p> 1 } }").is_success
        assert update(client, f"DELETE WHERE {{ GRAPH <{G}> {{ <a:s> <a:p> ?o }} }}").is_success
        assert ask(client, "<a:s> <a:p> 1")
        assert update(client, "DROP GRAPH <a:h>").is_success
        assert not ask(client, "<a:s> <a:p> 1")


def test_what_fails_its_shapes_is_refused_with_the_report(union: Running) -> None:
    with writer(union) as client:
        before = union.home.current().id
        text = f"INSERT DATA {{ GRAPH <{G}> {{ <a:finding> a rg:Finding }} }}"
        answer = update(client, text)
        assert (answer.status_code, answer.json()["code"]) == (422, "shapes-violated")
        assert {each["node"] for each in answer.json()["details"]["violations"]} == {"a:finding"}
        assert union.home.current().id == before


def test_readers_never_fail_while_writes_go_on(client: httpx.Client, plain: Running) -> None:
    update(client, "INSERT DATA { <a:busy> <a:p> 0 }")
    query = "SELECT (MAX(?o) AS ?most) { <a:busy> <a:p> ?o }"
    stop = threading.Event()

    def read() -> int:
        answers, last = 0, -1
        with httpx.Client(base_url=plain.address, timeout=60) as reader:
            while not stop.is_set():
                answer = reader.get("/sparql", params={"query": query, "format": "csv"})
                assert answer.status_code == 200, answer.text
                number = int(answer.text.split()[1])
                assert number >= last  # nobody goes back to an earlier state
                last, answers = number, answers + 1
        return answers

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        try:
            for number in range(1, 81):
                answer = update(client, f"INSERT DATA {{ <a:busy> <a:p> {number} }}")
                assert answer.status_code == 204, answer.text
        finally:
            stop.set()
        assert all(reader.result() > 10 for reader in readers)


def test_writers_wait_for_one_another_and_too_many_are_refused(tmp_path: Path) -> None:
    home = empty_home(tmp_path)
    with writable(home, write_queue_length=3) as running, ThreadPoolExecutor(16) as pool:

        def one(number: int) -> httpx.Response:
            with writer(running) as client:
                return update(client, f"INSERT DATA {{ <a:s> <a:p> {number} }}")

        answers = list(pool.map(one, range(16)))
        refused = [answer for answer in answers if answer.status_code == 503]
        assert refused
        assert {answer.json()["code"] for answer in refused} == {"write-queue-full"}
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        written = [number for number in range(16) if answers[number].status_code == 204]
        assert len(written) + len(refused) == 16
        with writer(running) as client:
            for number in range(16):
                assert ask(client, f"<a:s> <a:p> {number}") == (number in written)


SLOW = (
    "INSERT { ?s <a:q> ?n } WHERE { SELECT (COUNT(*) AS ?n) (SAMPLE(?a) AS ?s) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } }"
)
# A text that is doubled until it has two gigabytes.
BOMB = (
    "INSERT { <a:s> <a:bomb> ?x28 } WHERE { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(28))
    + " }"
)


def fill(client: httpx.Client) -> None:
    lines = "\n".join(f"<a:s{number}> <a:p> {number} ." for number in range(1000))
    assert client.put("/store?default", content=lines.encode(), headers=TURTLE).is_success


def test_a_write_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with writable(empty_home(tmp_path), write_seconds=3) as running, writer(running) as client:
        fill(client)
        before = running.home.current().id
        answer = update(client, SLOW)
        assert (answer.status_code, answer.json()["code"]) == (504, "write-timeout")
        assert running.home.current().id == before
        assert update(client, "INSERT DATA { <a:after> <a:p> 1 }").status_code == 204
        assert ask(client, "<a:after> <a:p> 1")


def test_a_write_that_needs_too_much_memory_is_ended(tmp_path: Path) -> None:
    with (
        writable(empty_home(tmp_path), write_memory_mb=1024) as running,
        writer(running) as client,
    ):
        answer = update(client, BOMB)
        assert (answer.status_code, answer.json()["code"]) == (504, "write-memory"), answer.text
        assert update(client, "INSERT DATA { <a:after> <a:p> 1 }").status_code == 204


def writing_processes(running: Running) -> list[int]:
    """The program that forks, and the process of the write, if there is one."""
    found = []
    for pid in running.children():
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"writer_program" in command:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
            found += [pid, *map(int, children.split())]
    return found


def test_killing_the_writing_process_leaves_the_old_state_or_the_new(tmp_path: Path) -> None:
    with (
        writable(empty_home(tmp_path), keep_snapshots=3) as running,
        writer(running) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        begun = time.monotonic()
        assert update(client, "INSERT DATA { <a:first> <a:q> 1 }").status_code == 204
        usual = time.monotonic() - begun
        died = done = 0
        known = -1
        for number in range(40):
            text = f"DELETE {{ ?s <a:p> ?o }} INSERT {{ <a:s> <a:p> {number} }} WHERE " + (
                "{ OPTIONAL { ?s <a:p> ?o } }"
            )
            waiting = pool.submit(update, client, text)
            # At any moment of a write, on a fast machine and on a slow one; some are left alone.
            threading.Event().wait(usual * (number % 20) / 16)
            killed = writing_processes(running)[::-1][: 1 + number % 2]
            for pid in killed if number % 10 != 9 else ():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            answer = waiting.result()
            current = running.home.current()
            current.verify_contents()
            rows = client.get("/sparql", params={"query": "SELECT ?o { ?s <a:p> ?o }"}).json()
            values = [int(row["o"]["value"]) for row in rows["results"]["bindings"]]
            if answer.status_code == 204:
                done += 1
                assert values == [number]
            else:
                died += 1
                assert (answer.status_code, answer.json()["code"]) == (503, "process-killed")
                # It may have been published in the moment before it died.
                assert values in ([known] if known >= 0 else [], [number])
            known = values[0] if values else -1
        assert died and done
        assert update(client, "INSERT DATA { <a:last> <a:p> 1 }").status_code == 204
        assert not any(running.home.check().values())
