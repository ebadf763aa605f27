"""The queue before the workers: who waits, who leaves, who is given a worker."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from rightsgraph.errors import QueryMemoryError, QueryTimeoutError, QueueFullError
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.pool import WorkerPool
from rightsgraph.store.worker import frame
from tests.store.test_workers import COUNT, RUNAWAY, THINGS, ask, in_pool, make_store, until


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("store") / "a", THINGS)


def test_a_full_queue_refuses_at_once(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        tasks = [asyncio.create_task(ask(pool, RUNAWAY)) for _ in range(3)]
        await until(lambda: pool.running == 2)
        with pytest.raises(QueueFullError):
            await ask(pool, COUNT)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    in_pool(store_path, work, queue_length=1)


def test_who_hangs_up_while_waiting_gives_the_place_back(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        runaway = asyncio.create_task(ask(pool, RUNAWAY))
        await until(lambda: pool.running == 1)
        for _ in range(3):
            waiter = asyncio.create_task(ask(pool, COUNT))
            await asyncio.sleep(0)
            waiter.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiter
        last = asyncio.create_task(ask(pool, COUNT))
        await asyncio.sleep(0)
        runaway.cancel()
        assert await last == b"n\r\n2000\r\n"
        await asyncio.gather(runaway, return_exceptions=True)

    in_pool(store_path, work, workers=1, queue_length=1)


def test_a_worker_that_is_killed_is_not_given_to_who_waits(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        runaway = asyncio.create_task(ask(pool, RUNAWAY))
        await until(lambda: pool.running == 1)
        waiting = asyncio.create_task(ask(pool, COUNT))
        with pytest.raises(QueryTimeoutError):
            await runaway
        async with asyncio.timeout(20):
            assert await waiting == b"n\r\n2000\r\n"

    in_pool(store_path, work, workers=1, query_seconds=0.5)


def test_a_worker_without_memory_gets_no_other_query(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        worker = await pool.acquire(pool.quick)
        exchange = worker.ask(QueryRequest(RUNAWAY, AnswerFormat.CSV))
        exchange.on_done = lambda: pool.release(worker)
        # What it says when Python has no memory left, which the engine mostly forestalls.
        worker.data_received(frame(b"X", b'{"kind": "memory", "message": ""}'))
        assert isinstance(exchange.error, QueryMemoryError)
        assert worker.dead
        assert worker.pid not in pool.pids()
        assert await ask(pool, COUNT) == b"n\r\n2000\r\n"
        await until(lambda: len(pool.pids()) == 2)

    in_pool(store_path, work, workers=1)


def test_waiting_has_an_end(store_path: Path) -> None:
    async def work(pool: WorkerPool) -> None:
        tasks = [asyncio.create_task(ask(pool, RUNAWAY)) for _ in range(2)]
        await until(lambda: pool.running == 2)
        with pytest.raises(QueueFullError, match="No worker was free"):
            await ask(pool, COUNT)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    in_pool(store_path, work, queue_seconds=0.1)
