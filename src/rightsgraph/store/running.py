"""One query between its admission and its answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rightsgraph.errors import QueryCancelledError
from rightsgraph.store.answers import GraphRequest, QueryRequest
from rightsgraph.store.lanes import Lane
from rightsgraph.store.worker_process import Exchange, WorkerProcess

if TYPE_CHECKING:
    from rightsgraph.store.pool import WorkerPool


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
            AnswerTooLargeError: It has more bytes or rows than the settings allow.
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


class Run:
    """The context in which the answer to a query is read.

    Args:
        pool: Where it is evaluated.
        request: The query.
    """

    def __init__(self, pool: WorkerPool, request: QueryRequest | GraphRequest) -> None:
        self.request = request
        self.worker: WorkerProcess | None = None
        self._pool = pool
        self._exchange: Exchange | None = None
        self._evicted = False
        self._begin = 0.0
        self._clock: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Answer:
        lane = self._pool.lane_of(self.request)
        while True:
            try:
                return await self._evaluate(lane)
            except QueryCancelledError:
                if not self._evicted:
                    raise
            # Nothing has been sent, so it can begin again where long queries run.
            self._evicted = False
            lane = self._pool.long

    async def _evaluate(self, lane: Lane) -> Answer:
        worker = self.worker = await self._pool.acquire(lane)
        loop = asyncio.get_running_loop()
        self._begin = loop.time()
        exchange = self._exchange = worker.ask(self.request)
        # The worker is free as soon as it has said everything; it need not wait for the client.
        exchange.on_done = self._leave
        if lane is self._pool.quick:
            # Until it runs among the long ones it may have to begin again: nothing is sent.
            exchange.held = True
            exchange.on_large = self.overstay
            self._look()
        try:
            while not exchange.settled:
                await exchange.change()
            if exchange.error is not None:
                raise exchange.error
        except BaseException:
            self._leave()
            raise
        return Answer(worker.label, exchange)

    def _look(self) -> None:
        """Waits for the end of the slice of time that a quick query has."""
        loop = asyncio.get_running_loop()
        rest = self._begin + self._pool.slice_seconds - loop.time()
        if rest <= 0:
            self.overstay()
        else:
            # The slice may become shorter while it waits.
            self._clock = loop.call_later(min(rest, self._pool.least_slice), self._look)

    def overstay(self) -> None:
        """Tells the pool that this is a long query, or one with a large answer."""
        if self._exchange is not None and not self._exchange.done and self.worker is not None:
            self._stop_clock()
            self._pool.overstay(self)

    def proceed(self) -> None:
        """Lets the answer be sent as it comes."""
        if self._exchange is not None:
            self._exchange.held = False
            self._exchange.wake()

    def evict(self) -> None:
        """Ends the query, to let it begin again in the long lane."""
        if self.worker is not None:
            self._evicted = True
            self.worker.kill(QueryCancelledError("The query makes room for another."))

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _leave(self) -> None:
        self._stop_clock()
        worker, self.worker = self.worker, None
        if worker is None or self._exchange is None:
            return
        if not self._exchange.done:
            worker.kill(QueryCancelledError("The client went away."))
        else:
            seconds = asyncio.get_running_loop().time() - self._begin
            self._pool.note_length(self.request, seconds)
        self._pool.release(worker, self)
