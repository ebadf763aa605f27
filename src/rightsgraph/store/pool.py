"""The workers of a server: who evaluates which query, who waits, who is replaced.

A query that passes its deadline or its memory, or whose client goes away, costs its worker, which
is killed; one more process than may run at a time is kept ready, and takes its place at once.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from rightsgraph.errors import (
    QueryCancelledError,
    QueueFullError,
    RightsgraphError,
    SnapshotDamagedError,
    WorkerError,
)
from rightsgraph.settings import Settings
from rightsgraph.store.answers import GraphRequest, QueryRequest
from rightsgraph.store.worker_process import Exchange, WorkerProcess

_SPARE: Final = 1
# So long after a switch the workers that nobody needed follow it.
_CALM_SECONDS: Final = 0.2
_RESTART_SECONDS: Final = (0.0, 0.1, 0.5, 2.0, 5.0)


class Answer:
    """The answer to a query, whole or on its way.

    Attributes:
        snapshot: Name of the snapshot it was read from.
        body: The whole answer when it is a small one; `None` when it comes in blocks.
    """

    def __init__(self, snapshot: str, exchange: Exchange) -> None:
        self.snapshot = snapshot
        small = exchange.done and exchange.buffered <= exchange.hold
        self.body = b"".join(exchange.blocks) if small else None
        self._exchange = exchange

    @property
    def header(self) -> dict[str, Any]:
        """`kind` ("solutions", "boolean", "graph") and, for solutions, their `variables`."""
        header: dict[str, Any] = json.loads(self._exchange.header)
        return header

    async def blocks(self) -> AsyncIterator[bytes]:
        """The blocks of the answer, each some 64 KiB.

        Raises:
            QueryTimeoutError: The deadline passed on the way.
            QueryCancelledError: The server is stopping.
            QueryMemoryError: The worker ran out of memory.
            WorkerError: The worker died.
        """
        if self.body is not None:
            yield self.body
            return
        exchange = self._exchange
        while True:
            # What failed must not look whole, so blocks that wait are not sent after a failure.
            if exchange.error is not None:
                raise exchange.error
            block = exchange.take()
            if block is not None:
                yield block
            elif exchange.done:
                return
            else:
                await exchange.change()


class _Run:
    """A query between its admission and the moment its worker is free again."""

    def __init__(self, pool: WorkerPool, request: QueryRequest | GraphRequest) -> None:
        self._pool = pool
        self._request = request
        self._worker: WorkerProcess | None = None
        self._exchange: Exchange | None = None

    async def __aenter__(self) -> Answer:
        worker = self._worker = await self._pool.acquire()
        exchange = self._exchange = worker.ask(self._request)
        # The worker is free as soon as it has said everything; it need not wait for the client.
        exchange.on_done = self._leave
        try:
            while not exchange.settled:
                await exchange.change()
            if exchange.error is not None:
                raise exchange.error
        except BaseException:
            self._leave()
            raise
        return Answer(worker.label, exchange)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def _leave(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None or self._exchange is None:
            return
        if not self._exchange.done:
            worker.kill(QueryCancelledError("The client went away."))
        self._pool.release(worker)


class WorkerPool:
    """Processes that evaluate queries on a snapshot.

    Args:
        store_path: Folder of the snapshot's store.
        settings: Number of workers, queue, limits.
        label: Name of the snapshot, which answers carry.

    Example:
        >>> async def first(path: Path, request: QueryRequest) -> bytes:
        ...     async with WorkerPool(path, Settings()) as pool, pool.run(request) as answer:
        ...         return b"".join([block async for block in answer.blocks()])
    """

    def __init__(self, store_path: Path, settings: Settings, label: str = "") -> None:
        self._store_path = store_path
        self._settings = settings
        self._label = label
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._burials: set[asyncio.Task[None]] = set()
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._moving: set[WorkerProcess] = set()  # on their way to another snapshot
        self._refresh: asyncio.TimerHandle | None = None
        self._closed = False
        self.replaced = 0

    @property
    def label(self) -> str:
        """Name of the snapshot that the next query reads."""
        return self._label

    @property
    def running(self) -> int:
        """How many queries are being evaluated."""
        return len(self._busy)

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return len(self._waiting)

    def missing_walls(self) -> dict[str, str]:
        """The walls that workers could not raise around themselves, with the reasons."""
        walls: dict[str, str] = {}
        for worker in (*self._idle, *self._busy):
            walls.update(worker.missing_walls)
        return walls

    def pids(self) -> list[int]:
        """The process ids of the workers that are ready or busy."""
        return [worker.pid for worker in (*self._idle, *self._busy)]

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Starts the workers and waits until they have the snapshot open.

        Raises:
            SnapshotDamagedError: It could not be opened.
        """
        self._idle = await self._start_all(self._store_path, self._label)

    async def switch(self, store_path: Path, label: str) -> None:
        """Lets the next query read another snapshot; queries that run are finished.

        One worker goes over at once, which shows that the snapshot can be opened. The others
        follow before their next query, or when no further switch has come for a moment: while
        one write follows the other nothing is opened that nobody reads. The store must stand in
        the folder of snapshots that the workers may read.

        Raises:
            SnapshotDamagedError: It could not be opened; the present one stays in use.
        """
        worker = self._idle.pop() if self._idle else None
        if worker is not None and not await self._move(worker, store_path, label):
            worker = None
        if worker is None:  # all are busy; of those one ends when its query has ended
            worker = WorkerProcess(self._settings, label, self._left)
            await worker.start(store_path)
        self._store_path, self._label = store_path, label
        self._idle.append(worker)
        self._serve()
        if self._refresh is not None:
            self._refresh.cancel()
        loop = asyncio.get_running_loop()
        self._refresh = loop.call_later(_CALM_SECONDS, lambda: self._do(self._move_all()))

    async def _move(self, worker: WorkerProcess, store_path: Path, label: str) -> bool:
        """Whether a worker, taken out of the idle ones, reads another snapshot now.

        When it does not, it has died, and is replaced.

        Raises:
            SnapshotDamagedError: The snapshot could not be opened; the worker is idle again.
        """
        self._moving.add(worker)
        try:
            await worker.go_over(store_path, label)
        except SnapshotDamagedError:
            if not worker.dead:
                self._idle.append(worker)
                self._serve()
            raise
        except WorkerError:
            pass
        finally:
            self._moving.discard(worker)
        return not worker.dead

    async def _move_all(self) -> None:
        """Lets idle workers go over, so that nothing keeps an old snapshot from being pruned."""
        while stale := [worker for worker in self._idle if worker.label != self._label]:
            self._idle.remove(stale[0])
            try:
                if await self._move(stale[0], self._store_path, self._label):
                    self._idle.append(stale[0])
                    self._serve()
            except SnapshotDamagedError:
                return  # one worker has opened it, so this is not about the snapshot

    async def close(self) -> None:
        """Ends all workers; queries that still run are cancelled."""
        self._closed = True
        if self._refresh is not None:
            self._refresh.cancel()
        for task in self._tasks:
            task.cancel()
        for future in self._waiting:
            if not future.done():
                future.set_exception(QueryCancelledError("The server is stopping."))
        for worker in list(self._busy):
            worker.kill(QueryCancelledError("The server is stopping."))
        for worker in [*self._idle, *self._moving]:
            worker.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*self._burials)

    def run(self, request: QueryRequest | GraphRequest) -> _Run:
        """A context in which the answer to a query is read.

        Leaving it before the answer was read to its end ends the query.

        Raises:
            QueueFullError: Too many queries are running and waiting.
            QuerySyntaxError: The query does not parse.
            QueryTimeoutError: It ran past its deadline.
            QueryMemoryError: It needed too much memory.
            WorkerError: Its worker died for another reason.
        """
        return _Run(self, request)

    async def acquire(self) -> WorkerProcess:
        """A worker that is free and reads the present snapshot, marked as busy."""
        while True:
            worker = await self._next()
            try:
                while worker.label != self._label and not worker.dead:
                    await worker.go_over(self._store_path, self._label)
            except RightsgraphError:
                worker.kill()  # others have opened it: something is wrong with this process
            except BaseException:
                self.release(worker)
                raise
            if not worker.dead:
                return worker
            # It died after its turn had come, before it was asked.

    async def _next(self) -> WorkerProcess:
        if self._idle and not self._waiting and len(self._busy) < self._settings.workers:
            return self._occupy()
        if self._closed:
            raise QueryCancelledError("The server is stopping.")
        if len(self._waiting) >= self._settings.queue_length:
            raise QueueFullError(
                f"{len(self._busy)} queries are running and {len(self._waiting)} are waiting."
            )
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[WorkerProcess] = loop.create_future()
        self._waiting.append(turn)
        clock = loop.call_later(self._settings.queue_seconds, self._give_up, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.release(turn.result())
            elif turn in self._waiting:
                self._waiting.remove(turn)  # who has left takes no place in the queue
            raise
        finally:
            clock.cancel()

    def release(self, worker: WorkerProcess) -> None:
        """Takes back a worker whose query has ended."""
        self._busy.discard(worker)
        worker.finish()
        others = len(self._idle) + len(self._busy) + len(self._moving)
        if others >= self._settings.workers + _SPARE:
            worker.retired = True  # a switch that found no idle worker has started another
        if worker.retired:
            worker.close()
        elif not worker.dead:
            self._idle.append(worker)
        self._serve()

    def _occupy(self) -> WorkerProcess:
        worker = self._idle.pop()
        self._busy.add(worker)
        return worker

    def _serve(self) -> None:
        while self._waiting and self._idle and len(self._busy) < self._settings.workers:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(self._occupy())

    def _give_up(self, turn: asyncio.Future[WorkerProcess]) -> None:
        if not turn.done():
            self._waiting.remove(turn)
            seconds = self._settings.queue_seconds
            turn.set_exception(QueueFullError(f"No worker was free for {seconds:g} seconds."))

    async def _start_all(self, store_path: Path, label: str) -> list[WorkerProcess]:
        workers = [
            WorkerProcess(self._settings, label, self._left)
            for _ in range(self._settings.workers + _SPARE)
        ]
        results = await asyncio.gather(
            *(worker.start(store_path) for worker in workers), return_exceptions=True
        )
        failures = [result for result in results if isinstance(result, BaseException)]
        if failures:
            for worker in workers:
                worker.retired = True
                worker.kill()
            await asyncio.gather(*(worker.wait() for worker in workers))
            raise failures[0]
        return workers

    def _left(self, worker: WorkerProcess) -> None:
        """Replaces a worker that has ended, unless it was meant to."""
        loop = asyncio.get_running_loop()
        burial = loop.create_task(worker.wait())
        self._burials.add(burial)
        burial.add_done_callback(self._burials.discard)
        known = worker in self._idle or worker in self._busy or worker in self._moving
        if worker in self._idle:
            self._idle.remove(worker)
        self._busy.discard(worker)
        if known and not self._closed and not worker.retired:
            self._do(self._replace())
        self._serve()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self) -> None:
        """Starts a worker, again and again until one is up."""
        pauses = itertools.chain(_RESTART_SECONDS, itertools.repeat(_RESTART_SECONDS[-1]))
        for seconds in pauses:
            await asyncio.sleep(seconds)
            label = self._label
            worker = WorkerProcess(self._settings, label, self._left)
            try:
                await worker.start(self._store_path)
            except RightsgraphError:
                continue
            if self._closed:
                worker.retired = True
                worker.close()
            else:
                self.replaced += 1
                self._idle.append(worker)
                self._serve()
            return
