"""A remote store as the server uses it: many questions at a time, answers in blocks.

Each answer is read and written anew in a thread (`talking`); a few blocks of it are held at most.
Leaving an answer ends its connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import IO, Final, cast

import httpx

from rightsgraph.errors import (
    QueryTimeoutError,
    QueueFullError,
    RightsgraphError,
)
from rightsgraph.settings import Settings
from rightsgraph.store.answers import GraphRequest, QueryRequest
from rightsgraph.store.remote.endpoint import Endpoint
from rightsgraph.store.remote.manifest import Held
from rightsgraph.store.remote.replies import answer_graph, answer_query, held_by
from rightsgraph.store.remote.talking import Blocks, Talk

# So many blocks wait for a client that takes its time.
_BLOCKS: Final = 4


class RemoteStore:
    """A remote store, asked from one event loop.

    Args:
        endpoint: Where it is.
        settings: Queue, deadline and the size of small answers.
    """

    def __init__(self, endpoint: Endpoint, settings: Settings) -> None:
        # Who asks the server need not learn where the store is.
        self.endpoint: Final = replace(endpoint, shown="The store")
        self.settings: Final = settings
        self.held = Held(default=endpoint.default_graphs)
        self.running = self.waiting = 0
        self.client = httpx.AsyncClient(
            limits=httpx.Limits(max_connections=endpoint.connections + 1), **endpoint.options()
        )
        # One more than there are questions: the manifest is asked for in between.
        self.threads: Final = ThreadPoolExecutor(endpoint.connections + 1, "remote-store")
        self._turns = asyncio.Semaphore(endpoint.connections)
        self._up = False

    @property
    def label(self) -> str:
        """Name of the state that the next query reads; empty when nobody can tell."""
        return self.held.id

    @property
    def created(self) -> datetime | None:
        """When that state was made."""
        return self.held.created

    def numbers(self) -> dict[str, float]:
        """Gauges of the moment."""
        return {
            "queries_running": self.running,
            "queries_waiting": self.waiting,
            "workers": self.endpoint.connections if self._up else 0,
        }

    async def start(self) -> None:
        """Asks which state it holds.

        Raises:
            RemoteStoreError: It does not answer.
        """
        await self.follow()

    async def follow(self) -> bool:
        """Goes over to the state that it holds now; says whether that is another one.

        Raises:
            RightsgraphError: It does not answer; the state in use stays.
        """
        talk = self.talk()
        try:
            async with asyncio.timeout(self.endpoint.seconds):
                held = await talk.work(lambda: held_by(talk.ask, self.endpoint))
        except TimeoutError:
            self._up = False
            raise QueryTimeoutError(f"{self.endpoint.name} does not answer.") from None
        except RightsgraphError:
            self._up = False
            raise
        finally:
            await talk.leave()
        self._up = True
        changed, self.held = held.id != self.held.id, held
        return changed

    async def close(self) -> None:
        """Ends all queries."""
        await self.client.aclose()
        self.threads.shutdown(wait=False, cancel_futures=True)

    def talk(self) -> Talk:
        """What the thread of an answer and this loop say to each other."""
        return Talk(self.client, self.endpoint, self.threads)

    def run(self, request: QueryRequest | GraphRequest) -> _RemoteRun:
        """A context in which an answer is read; leaving it ends the query.

        Raises:
            QueueFullError: Too many queries are running and waiting, here or there.
            RightsgraphError: What the engine refuses, in our own types.
        """
        return _RemoteRun(self, request)

    def is_lasting(self, request: QueryRequest | GraphRequest) -> bool:
        """Whether the answer stays the same as long as the store names its state as it does."""
        if isinstance(request, GraphRequest):
            return request.graph == "" and bool(self.held.id)
        question = self.held.question(
            request.query,
            graph=False,
            default_graphs=request.default_graphs,
            named_graphs=request.named_graphs,
        )
        return self.held.is_lasting(question)

    async def enter(self) -> None:
        """Waits for a turn.

        Raises:
            QueueFullError: There is none in time.
        """
        if self._turns.locked() and self.waiting >= self.settings.queue_length:
            raise QueueFullError(
                f"{self.running} queries are running and {self.waiting} are waiting."
            )
        self.waiting += 1
        try:
            async with asyncio.timeout(self.settings.queue_seconds):
                await self._turns.acquire()
        except TimeoutError:
            seconds = self.settings.queue_seconds
            raise QueueFullError(f"The store was not free for {seconds:g} seconds.") from None
        finally:
            self.waiting -= 1
        self.running += 1

    def leave(self) -> None:
        """Gives the turn back."""
        self.running -= 1
        self._turns.release()


class RemoteAnswer:
    """An answer of a remote store, whole or on its way.

    Args:
        snapshot: Name of the state it was read from; empty when nobody can tell.
        body: The whole answer when it is a small one.
        first: The blocks that have come.
        rest: Where the others come from: blocks, then `None` or an error.
    """

    def __init__(
        self,
        snapshot: str,
        body: bytes | None,
        first: list[bytes],
        rest: asyncio.Queue[bytes | RightsgraphError | None],
    ) -> None:
        self.snapshot = snapshot
        self.body = body
        self._first = first
        self._rest = rest

    async def blocks(self) -> AsyncIterator[bytes]:
        """The blocks of the answer.

        Raises:
            RightsgraphError: It failed on the way.
        """
        if self.body is not None:
            yield self.body
            return
        while self._first:
            yield self._first.pop(0)
        while (block := await self._rest.get()) is not None:
            if isinstance(block, RightsgraphError):
                raise block
            yield block


class _RemoteRun:
    """A query between its admission and the end of its answer."""

    def __init__(self, store: RemoteStore, request: QueryRequest | GraphRequest) -> None:
        self._store = store
        self._request = request
        self._entered = False
        self._talk: Talk | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> RemoteAnswer:
        store = self._store
        await store.enter()
        self._entered = True
        try:
            queue: asyncio.Queue[bytes | RightsgraphError | None] = asyncio.Queue(_BLOCKS)
            self._talk = store.talk()
            snapshot = store.held.id
            self._task = asyncio.create_task(self._evaluate(self._talk, queue))
            first: list[bytes] = []
            size = 0
            while size <= store.settings.small_answer_bytes:
                block = await queue.get()
                if isinstance(block, RightsgraphError):
                    raise block
                if block is None:
                    return RemoteAnswer(snapshot, b"".join(first), [], queue)
                first.append(block)
                size += len(block)
            return RemoteAnswer(snapshot, None, first, queue)
        except BaseException:
            await self._leave()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._leave()

    async def _evaluate(
        self, talk: Talk, queue: asyncio.Queue[bytes | RightsgraphError | None]
    ) -> None:
        store = self._store
        file = Blocks(talk, queue)
        # The engine asks of a file no more than `write` and `flush`.
        output = cast("IO[bytes]", file)
        held, endpoint = store.held, store.endpoint
        if isinstance(self._request, GraphRequest):
            write = answer_graph(talk.ask, self._request, held, endpoint)
        else:
            write = answer_query(talk.ask, self._request, held, endpoint)

        def work() -> None:
            write(output)
            file.flush_block()

        try:
            async with asyncio.timeout(endpoint.seconds):
                await talk.work(work)
        except TimeoutError:
            await talk.leave()
            await queue.put(
                QueryTimeoutError(f"The query ran longer than {endpoint.seconds:g} seconds.")
            )
        except RightsgraphError as error:
            await queue.put(error)
        else:
            await queue.put(None)

    async def _leave(self) -> None:
        if not self._entered:
            return
        self._entered = False
        try:
            if self._task is not None:
                self._task.cancel()
            if self._talk is not None:
                await self._talk.leave()
        finally:
            self._store.leave()
