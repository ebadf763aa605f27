"""The workers of a server: who evaluates which query, who waits, who is replaced.

A query that passes its deadline or its memory, or whose client goes away, costs its worker, which
is killed; one more process than may run at a time is kept ready, and takes its place at once.

A query that takes longer than a slice of time goes over to the long lane, with its worker, when
there is a place. When there is none it stays until another query wants its place among the quick
ones; then it is ended, and waits for a place in the long lane to begin again.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final, Self

from rightsgraph.errors import (
    QueryCancelledError,
    RightsgraphError,
    SnapshotDamagedError,
)
from rightsgraph.settings import Settings
from rightsgraph.store.answers import GraphRequest, QueryRequest
from rightsgraph.store.lanes import LEAST_SLICE, Lane, LongQueries
from rightsgraph.store.running import Run
from rightsgraph.store.worker_process import WorkerProcess

_SPARE: Final = 1
# So long after a switch the workers that nobody needed follow it.
_CALM_SECONDS: Final = 0.2
# So long a worker that need not be there waits for a query: to start one takes as much as many
# queries do.
_KEEP_SECONDS: Final = 2.0
_RESTART_SECONDS: Final = (0.0, 0.1, 0.5, 2.0, 5.0)


class WorkerPool:
    """Processes that evaluate queries on a snapshot.

    Args:
        store_path: Folder of the snapshot's store.
        settings: Number of workers, queue, limits.
        label: Name of the snapshot, which answers carry.

    Attributes:
        quick: The lane in which queries begin.
        long: The lane of those that take longer than a slice.
        least_slice: What a slice comes to at least, in seconds.
        replaced: How many workers have died and been replaced.

    Example:
        >>> async def first(path: Path, request: QueryRequest) -> bytes:
        ...     async with WorkerPool(path, Settings()) as pool, pool.run(request) as answer:
        ...         return b"".join([block async for block in answer.blocks()])
    """

    def __init__(self, store_path: Path, settings: Settings, label: str = "") -> None:
        self._store_path = store_path
        self._settings = settings
        self._label = label
        length = settings.queue_length
        self.quick = Lane("quick", settings.workers, length, settings.queue_seconds)
        # Who asks a long query waits as long as it may run: so many come again so much later.
        patience = max(settings.queue_seconds, settings.query_seconds)
        self.long = Lane("long", settings.long_workers, length, patience)
        self.least_slice = min(LEAST_SLICE, settings.quick_seconds)
        self._overstaying: list[Run] = []
        self._known_long = LongQueries()
        self._idle: list[WorkerProcess] = []
        self._starting = 0
        self._burials: set[asyncio.Task[None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._moving: set[WorkerProcess] = set()  # on their way to another snapshot
        self._refresh: asyncio.TimerHandle | None = None
        self._shrinking: asyncio.TimerHandle | None = None
        self._started = False
        self._closed = False
        self.replaced = 0

    @property
    def label(self) -> str:
        """Name of the snapshot that the next query reads."""
        return self._label

    @property
    def running(self) -> int:
        """How many queries are being evaluated."""
        return len(self.quick.running) + len(self.long.running)

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return len(self.quick.line) + len(self.long.line)

    @property
    def slice_seconds(self) -> float:
        """How long a query may run before it counts as a long one; less when many wait."""
        shared = self._settings.quick_seconds / (1 + len(self.quick.line))
        return max(shared, self.least_slice)

    def missing_walls(self) -> dict[str, str]:
        """The walls that workers could not raise around themselves, with the reasons."""
        walls: dict[str, str] = {}
        for worker in (*self._idle, *self.quick.running, *self.long.running):
            walls.update(worker.missing_walls)
        return walls

    def pids(self) -> list[int]:
        """The process ids of the workers that are ready or busy."""
        workers = (*self._idle, *self.quick.running, *self.long.running)
        return [worker.pid for worker in workers]

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Starts the workers and waits until they have the snapshot open.

        Raises:
            SnapshotDamagedError: It could not be opened; no process is left.
        """
        try:
            workers = await self._start_all(self._store_path, self._label)
        except BaseException:
            await self.close()
            raise
        self._started = True
        self._idle = [worker for worker in workers if not worker.dead]
        self._top_up()

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
        except RightsgraphError:
            worker.kill()  # it died, for whatever reason
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
        if self._shrinking is not None:
            self._shrinking.cancel()
        for task in self._tasks:
            task.cancel()
        self.quick.close()
        self.long.close()
        for worker in [*self.quick.running, *self.long.running]:
            worker.kill(QueryCancelledError("The server is stopping."))
        for worker in [*self._idle, *self._moving]:
            worker.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*self._burials)

    def run(self, request: QueryRequest | GraphRequest) -> Run:
        """A context in which the answer to a query is read.

        Leaving it before the answer was read to its end ends the query.

        Raises:
            QueueFullError: Too many queries are running and waiting.
            QuerySyntaxError: The query does not parse.
            QueryTimeoutError: It ran past its deadline.
            QueryMemoryError: It needed too much memory.
            WorkerError: Its worker died for another reason.
        """
        return Run(self, request)

    def lane_of(self, request: QueryRequest | GraphRequest) -> Lane:
        """The lane in which a request begins."""
        return self.long if request in self._known_long else self.quick

    async def acquire(self, lane: Lane) -> WorkerProcess:
        """A worker that is free and reads the present snapshot, with a place in a lane."""
        while True:
            worker = await self._next(lane)
            try:
                while worker.label != self._label and not worker.dead:
                    await worker.go_over(self._store_path, self._label)
            except RightsgraphError:
                worker.kill()  # others have opened it: something is wrong with this process
            except BaseException:
                self.release(worker)
                raise
            if not worker.dead and not worker.has_ended:
                return worker
            # It died after its turn had come, or while nobody asked it.
            worker.kill()

    async def _next(self, lane: Lane) -> WorkerProcess:
        if self._idle and not lane.line and lane.free:
            worker = self._idle.pop()
            lane.running.add(worker)
            self._top_up()
            return worker
        if self._closed:
            raise QueryCancelledError("The server is stopping.")
        turn = lane.join()
        if lane is self.quick:
            self._evict_one()
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.release(turn.result())
            else:
                lane.leave(turn)  # who has left takes no place in the queue
            raise

    def overstay(self, run: Run) -> None:
        """Finds a place for a query that takes long, or whose answer is large."""
        if self._go_over(run):
            self._serve()
            return
        self._overstaying.append(run)
        if self.quick.line:
            self._evict_one()

    def _evict_one(self) -> None:
        """Lets the query that has overstayed longest make room for another."""
        if self._overstaying:
            run = self._overstaying.pop(0)
            run.evict()
            self._known_long.add(run.request)

    def _go_over(self, run: Run) -> bool:
        """Whether a query now runs in the long lane."""
        if run.worker is None or self.long.line or not self.long.free:
            return False
        self.quick.running.discard(run.worker)
        self.long.running.add(run.worker)
        run.proceed()
        self._top_up()
        return True

    def note_length(self, request: QueryRequest | GraphRequest, seconds: float) -> None:
        """Remembers whether a request was a long one when it was answered."""
        if seconds < self._settings.quick_seconds:
            self._known_long.discard(request)
        else:
            self._known_long.add(request)

    def release(self, worker: WorkerProcess, run: Run | None = None) -> None:
        """Takes back a worker whose query has ended."""
        self.quick.running.discard(worker)
        self.long.running.discard(worker)
        if run in self._overstaying:
            self._overstaying.remove(run)
        worker.finish()
        if worker.label != self._label and self._surplus() >= 0:
            worker.retired = True  # a switch has started another
            worker.close()
        elif not worker.dead:
            self._idle.append(worker)
        self._serve()
        if self._surplus() > 0 and self._shrinking is None:  # long queries have ended
            loop = asyncio.get_running_loop()
            self._shrinking = loop.call_later(_KEEP_SECONDS, self._shrink)

    def _shrink(self) -> None:
        """Ends workers that need not be there, those first that have been idle longest."""
        self._shrinking = None
        for worker in self._idle[: max(0, self._surplus())]:
            worker.retired = True
            worker.close()

    def _surplus(self) -> int:
        """How many processes there are that need not be there."""
        running = len(self.quick.running) + len(self.long.running)
        there = len(self._idle) + running + len(self._moving) + self._starting
        return there - self._settings.workers - len(self.long.running) - _SPARE

    def _serve(self) -> None:
        for lane in (self.quick, self.long):
            lane.serve(self._idle)
        while self._overstaying and self._go_over(self._overstaying[0]):
            del self._overstaying[0]
        self._top_up()

    def _top_up(self) -> None:
        """Starts the workers that are missing."""
        if self._started and not self._closed:
            for _ in range(-self._surplus()):
                self._starting += 1
                self._do(self._start_one())

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
            raise failures[0]
        return workers

    def _left(self, worker: WorkerProcess) -> None:
        """Replaces a worker that has ended, unless it was meant to."""
        loop = asyncio.get_running_loop()
        burial = loop.create_task(worker.wait())
        self._burials.add(burial)
        burial.add_done_callback(self._burials.discard)
        lanes = (self.quick.running, self.long.running)
        if not worker.retired and any(worker in place for place in (self._idle, *lanes)):
            self.replaced += 1
        if worker in self._idle:
            self._idle.remove(worker)
        for running in lanes:
            running.discard(worker)
        self._serve()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start_one(self) -> None:
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
            self._starting -= 1
            if self._closed:
                worker.retired = True
                worker.close()
            else:
                self._idle.append(worker)
                self._serve()
            return
