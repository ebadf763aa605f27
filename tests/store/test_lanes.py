"""The lanes: quick queries are answered however many long ones are asked."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from rightsgraph.errors import QueryTimeoutError, QueueFullError
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.lanes import Lane, LongQueries
from rightsgraph.store.pool import WorkerPool
from tests.store.test_workers import (
    COUNT,
    LARGE,
    RUNAWAY,
    THINGS,
    ask,
    in_pool,
    make_store,
    until,
)

COUNTED = b"n\r\n2000\r\n"
# Takes some tenths of a second, and has an end.
MIDDLING = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c < 1500) }"
MIDDLED = b"n\r\n3000000\r\n"


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("store") / "a", THINGS)


def quick(number: int) -> str:
    """A query that was not asked before, and is not known to be long however slow the machine."""
    return f"{COUNT} # {number}"


async def all_cancelled(tasks: list[asyncio.Task[bytes]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_quick_queries_are_answered_while_many_long_ones_run(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        tasks = [asyncio.create_task(ask(pool, f"{RUNAWAY} # {n}")) for n in range(16)]
        await until(lambda: len(pool.long.running) == 2)
        for number in range(20):
            assert await ask(pool, quick(number)) == COUNTED
        assert not any(task.done() for task in tasks)
        # All of them are known to be long by now, or run.
        await until(lambda: len(pool.long.line) >= 10)
        assert len(pool.pids()) <= 2 + 2 + 1
        await all_cancelled(tasks)
        assert pool.running == 0
        assert await ask(pool, COUNT) == COUNTED

    in_pool(store_path, work, quick_seconds=0.05, query_seconds=600)


def test_a_query_that_was_ended_to_make_room_is_answered_later(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        runaway = asyncio.create_task(ask(pool, RUNAWAY))
        await until(lambda: len(pool.long.running) == 1)
        middling = asyncio.create_task(ask(pool, MIDDLING))
        number = 0
        while not pool.long.line:  # until it has been ended once
            number += 1
            assert await ask(pool, quick(number)) == COUNTED
            assert not middling.done()
        await all_cancelled([runaway])
        assert await middling == MIDDLED

    in_pool(store_path, work, workers=1, long_workers=1, quick_seconds=0.1, query_seconds=600)


def test_a_long_query_keeps_its_worker_while_nobody_wants_the_place(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        runaway = asyncio.create_task(ask(pool, RUNAWAY))
        await until(lambda: len(pool.long.running) == 1)
        assert await ask(pool, MIDDLING) == MIDDLED
        assert pool.replaced == 0
        await all_cancelled([runaway])

    in_pool(store_path, work, workers=1, long_workers=1, quick_seconds=0.1, query_seconds=600)


def test_long_queries_one_after_the_other_share_their_processes(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rightsgraph.store.pool._KEEP_SECONDS", 600.0)

    async def work(pool: WorkerPool) -> None:
        seen = set(pool.pids())
        for number in range(5):
            assert await ask(pool, f"{MIDDLING} # {number}") == MIDDLED
            seen.update(pool.pids())
        # Two for the quick lane, one for the long one, and one that is ready.
        assert len(seen) <= 4

    in_pool(store_path, work, workers=2, long_workers=2, quick_seconds=0.05, query_seconds=600)


def test_workers_that_need_not_be_there_end(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rightsgraph.store.pool._KEEP_SECONDS", 0.05)

    async def work(pool: WorkerPool) -> None:
        assert await ask(pool, MIDDLING) == MIDDLED
        await until(lambda: len(pool.pids()) == 3)
        assert pool.replaced == 0
        assert await ask(pool, COUNT) == COUNTED

    in_pool(store_path, work, workers=2, long_workers=2, quick_seconds=0.05, query_seconds=600)


def test_what_was_long_begins_among_the_long(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        with pytest.raises(QueryTimeoutError):
            await ask(pool, RUNAWAY)
        runaway = asyncio.create_task(ask(pool, RUNAWAY))
        await until(lambda: pool.running == 1)
        assert len(pool.long.running) == 1
        assert not pool.quick.running
        await all_cancelled([runaway])

    in_pool(store_path, work, quick_seconds=0.1, query_seconds=0.5)


def test_a_large_answer_is_sent_from_the_long_lane_alone(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        runaway = asyncio.create_task(ask(pool, RUNAWAY))
        await until(lambda: len(pool.long.running) == 1)
        run = pool.run(QueryRequest(LARGE, AnswerFormat.CSV))
        entering = asyncio.create_task(run.__aenter__())
        await until(lambda: len(pool.quick.running) == 1)
        for number in range(3):
            assert await ask(pool, quick(number)) == COUNTED
        assert not entering.done()
        await all_cancelled([runaway])
        answer = await entering
        assert len(pool.long.running) == 1
        lines = 0
        async for block in answer.blocks():
            lines += block.count(b"\n")
        assert lines == 200_001
        await run.__aexit__(None, None, None)

    in_pool(store_path, work, workers=2, long_workers=1, quick_seconds=0.05, query_seconds=600)


def test_a_line_has_a_length_and_an_end() -> None:
    async def work() -> None:
        lane = Lane("long", places=1, length=1, seconds=0.05)
        turn = lane.join()
        with pytest.raises(QueueFullError, match="1 are waiting"):
            lane.join()
        with pytest.raises(QueueFullError, match="No worker was free"):
            await turn
        assert not lane.line

    asyncio.run(work())


def test_no_place_and_no_line(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        tasks = [asyncio.create_task(ask(pool, RUNAWAY))]
        await until(lambda: len(pool.long.running) == 1)
        tasks.append(asyncio.create_task(ask(pool, f"{RUNAWAY} # another")))
        await until(lambda: len(pool.quick.running) == 1)
        with pytest.raises(QueueFullError):
            await ask(pool, COUNT)
        await all_cancelled(tasks)

    in_pool(
        store_path,
        work,
        workers=1,
        long_workers=1,
        queue_length=0,
        quick_seconds=0.05,
        query_seconds=600,
    )


def test_what_was_long_is_forgotten_in_the_end() -> None:
    known = LongQueries()
    for number in range(5000):
        known.add(number)
    assert 0 not in known
    assert 4999 in known
    known.discard(4999)
    assert 4999 not in known
    known = LongQueries(seconds=0)
    known.add(1)
    assert 1 not in known
