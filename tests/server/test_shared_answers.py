"""Answers that are kept, and evaluations that several clients share."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from rightsgraph.errors import QuerySyntaxError, QueryTimeoutError
from rightsgraph.server.answering import entity_tag
from rightsgraph.server.shared_answers import SharedAnswers, WholeAnswer, is_repeatable
from rightsgraph.settings import Settings
from rightsgraph.store import Home
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.pool import WorkerPool
from tests.server.conftest import publish, run_server
from tests.server.test_limits import ENDLESS, NUMBERS, RUNAWAYS, until
from tests.store.test_workers import COUNT, THINGS, make_store
from tests.store.test_workers import until as eventually

ONE = b"n\r\n2000\r\n"


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("store") / "a", THINGS)


def request(query: str, format: AnswerFormat = AnswerFormat.CSV) -> QueryRequest:
    return QueryRequest(query, format)


def shared(
    store_path: Path,
    work: Callable[[SharedAnswers, WorkerPool], Awaitable[None]],
    limit: int = 1_000_000,
    **settings: float,
) -> None:
    async def run() -> None:
        chosen = Settings(**{"workers": 2, **settings})  # type: ignore[arg-type]
        async with WorkerPool(store_path, chosen, "first") as pool:
            await work(SharedAnswers(limit), pool)

    asyncio.run(run())


async def ask(answers: SharedAnswers, pool: WorkerPool, query: str) -> bytes:
    async with answers.run(pool, request(query)) as answer:
        return b"".join([block async for block in answer.blocks()])


def counted(answers: SharedAnswers) -> tuple[int, int, int]:
    return answers.hits, answers.joined, answers.misses


def test_an_answer_is_kept_for_its_snapshot_query_graphs_and_format(store_path: Path) -> None:
    async def work(answers: SharedAnswers, pool: WorkerPool) -> None:
        assert await ask(answers, pool, COUNT) == ONE
        assert await ask(answers, pool, COUNT) == ONE
        assert counted(answers) == (1, 0, 1)
        assert await ask(answers, pool, COUNT + " ") == ONE
        for other in (
            request(COUNT, AnswerFormat.JSON),
            QueryRequest(COUNT, AnswerFormat.CSV, over_union=True),
            QueryRequest(COUNT, AnswerFormat.CSV, ("x:g",)),
            QueryRequest(COUNT, AnswerFormat.CSV, (), ("x:g",)),
        ):
            async with answers.run(pool, other) as answer:
                assert answer.body is not None
        assert counted(answers) == (1, 0, 6)
        await pool.switch(store_path, "second")
        assert await ask(answers, pool, COUNT) == ONE
        assert counted(answers) == (1, 0, 7)

    shared(store_path, work)


def test_a_kept_answer_needs_no_worker(store_path: Path) -> None:
    async def work(answers: SharedAnswers, pool: WorkerPool) -> None:
        assert await ask(answers, pool, COUNT) == ONE
        runaway = asyncio.create_task(ask(answers, pool, RUNAWAYS[0]))
        await eventually(lambda: pool.running == 1)
        assert await ask(answers, pool, COUNT) == ONE
        runaway.cancel()
        await asyncio.gather(runaway, return_exceptions=True)

    shared(store_path, work, workers=1, queue_length=0)


def test_what_was_used_longest_ago_goes_first(store_path: Path) -> None:
    async def work(answers: SharedAnswers, pool: WorkerPool) -> None:
        queries = [f"{COUNT} # {number}" for number in range(4)]
        await ask(answers, pool, queries[0])
        size = answers.kept.bytes
        assert size > len(ONE) + len(queries[0])
        for query in queries[1:3]:
            await ask(answers, pool, query)
        await ask(answers, pool, queries[0])  # now the second is the oldest
        await ask(answers, pool, queries[3])
        assert (len(answers.kept), answers.kept.bytes) == (3, 3 * size)
        assert answers.find(("first", request(queries[0]))) is not None
        assert answers.find(("first", request(queries[1]))) is None
        assert answers.find(("first", request(queries[3]))) is not None

    shared(store_path, work, limit=4000)


def test_what_is_larger_than_all_the_room_is_not_kept() -> None:
    answers = SharedAnswers(2000)
    key = ("first", request(COUNT))
    answers.keep(key, WholeAnswer("first", b"x" * 2000))
    assert (len(answers.kept), answers.kept.bytes) == (0, 0)
    answers.keep(key, WholeAnswer("first", b"x"))
    answers.keep(key, WholeAnswer("first", b"x"))
    assert len(answers.kept) == 1
    assert answers.kept.bytes < 2000


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (NOW() AS ?x) {}", False),
        ("SELECT (rAnD ( ) AS ?x) {}", False),
        ("SELECT (UUID # comment )\n () AS ?x) {}", False),
        ("SELECT (STRUUID() AS ?x) {}", False),
        ("SELECT (BNODE('a') AS ?x) {}", False),
        ("SELECT ?now { ?now ?uuid ?rand }", True),
        ("SELECT ?s { ?s ?p 'know (it)' }", True),
    ],
)
def test_what_changes_by_itself_is_not_kept(store_path: Path, query: str, expected: bool) -> None:
    assert is_repeatable(query) is expected

    async def work(answers: SharedAnswers, pool: WorkerPool) -> None:
        await asyncio.gather(ask(answers, pool, query), ask(answers, pool, query))
        assert len(answers.kept) == int(expected)
        assert answers.joined == int(expected)

    shared(store_path, work)
    assert bool(entity_tag("first", request(query), "text/csv")) is expected


def test_many_clients_one_evaluation(store_path: Path) -> None:
    async def work(answers: SharedAnswers, pool: WorkerPool) -> None:
        found = await asyncio.gather(*(ask(answers, pool, COUNT) for _ in range(20)))
        assert found == [ONE] * 20
        assert counted(answers) == (0, 19, 1)

    shared(store_path, work, workers=1, queue_length=0)


def test_who_leaves_does_not_end_the_query_of_the_others(store_path: Path) -> None:
    async def work(answers: SharedAnswers, pool: WorkerPool) -> None:
        clients = [asyncio.create_task(ask(answers, pool, RUNAWAYS[0])) for _ in range(3)]
        await eventually(lambda: pool.running == 1)
        pids = set(pool.pids())
        for client in clients[:2]:
            client.cancel()
            await asyncio.gather(client, return_exceptions=True)
            await asyncio.sleep(0.05)
        assert pool.running == 1
        assert set(pool.pids()) == pids
        clients[2].cancel()
        await asyncio.gather(clients[2], return_exceptions=True)
        await eventually(lambda: pool.running == 0)
        assert set(pool.pids()) != pids
        # It is gone: who asks now begins anew.
        assert await ask(answers, pool, COUNT) == ONE

    shared(store_path, work)


def test_all_learn_of_a_failure(store_path: Path) -> None:
    async def work(answers: SharedAnswers, pool: WorkerPool) -> None:
        for query, error in (("SELECT {", QuerySyntaxError), (RUNAWAYS[0], QueryTimeoutError)):
            tasks = [ask(answers, pool, query) for _ in range(3)]
            found = await asyncio.gather(*tasks, return_exceptions=True)
            assert [type(each) for each in found] == [error] * 3
        assert len(answers.kept) == 0

    shared(store_path, work, query_seconds=0.3)


def test_a_large_answer_is_not_shared_and_not_kept(store_path: Path) -> None:
    async def work(answers: SharedAnswers, pool: WorkerPool) -> None:
        query = "SELECT ?s { ?s ?p ?o }"
        found = await asyncio.gather(*(ask(answers, pool, query) for _ in range(3)))
        assert len(set(found)) == 1
        assert len(found[0].splitlines()) == THINGS + 1
        assert (len(answers.kept), pool.running) == (0, 0)

    shared(store_path, work, small_answer_bytes=1000)


def test_leaving_a_large_answer_ends_it(store_path: Path) -> None:
    async def work(answers: SharedAnswers, pool: WorkerPool) -> None:
        async with answers.run(pool, request(ENDLESS)) as answer:
            assert answer.body is None
            assert pool.running == 1
        await eventually(lambda: pool.running == 0)

    shared(store_path, work, small_answer_bytes=1000, query_seconds=600)


def test_switched_off_nothing_is_kept_or_shared(store_path: Path) -> None:
    async def work(answers: SharedAnswers, pool: WorkerPool) -> None:
        await asyncio.gather(ask(answers, pool, COUNT), ask(answers, pool, COUNT))
        assert counted(answers) == (0, 0, 0)
        assert len(answers.kept) == 0

    shared(store_path, work, limit=0)


def test_over_http(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, tmp_path, 1500)
    query = "SELECT (COUNT(*) AS ?n) { ?s <https://examplia.example/order> ?o }"
    with (
        run_server(
            home, workers=1, queue_seconds=0.3, query_seconds=600, quick_seconds=600
        ) as running,
        httpx.Client(base_url=running.address, timeout=60) as client,
    ):
        first = client.get("/sparql", params={"query": query, "format": "csv"})
        assert first.text == "n\r\n1500\r\n"
        host, port = running.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as busy:
            target = f"/sparql?query={quote(RUNAWAYS[0])}"
            busy.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())

            def refused() -> bool:
                other = {"query": f"{query} # {next(NUMBERS)}", "format": "csv"}
                return client.get("/sparql", params=other).status_code == 503

            until(refused)
            # The one worker is busy, and nobody may wait for it.
            again = client.get("/sparql", params={"query": query, "format": "csv"})
            assert (again.status_code, again.content) == (200, first.content)
            assert again.headers["etag"] == first.headers["etag"]
            posted = client.post("/sparql?format=csv", data={"query": query, "format": "csv"})
            assert posted.content == first.content
            assert "etag" not in posted.headers
            headed = client.head("/sparql", params={"query": query, "format": "csv"})
            assert headed.headers["content-length"] == first.headers["content-length"]
            unchanged = client.get(
                "/sparql",
                params={"query": query, "format": "csv"},
                headers={"If-None-Match": first.headers["etag"]},
            )
            assert (unchanged.status_code, unchanged.content) == (304, b"")
        publish(home, tmp_path, 1501)

        def followed() -> bool:
            return (
                client.get("/sparql", params={"query": query, "format": "csv"}).text
                == "n\r\n1501\r\n"
            )

        until(followed)
