"""What all parts of the server share: the graph that is current, its workers, the catalogue."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from datetime import datetime
from typing import Final, Protocol, TypeVar

import pyoxigraph as ox
from starlette.types import Receive

from rightsgraph.catalogue import (
    Catalogue,
    CatalogueQuery,
    NamedValue,
    Value,
    absent,
    named_values,
    presence_query,
)
from rightsgraph.errors import AnswerTooLargeError, InputError, RightsgraphError
from rightsgraph.server.connection import run_while_connected
from rightsgraph.server.observation import note_query
from rightsgraph.server.shared_answers import Readable, SharedAnswers, WholeAnswer
from rightsgraph.server.solutions import Table, read_table
from rightsgraph.server.tables import Tables
from rightsgraph.settings import Settings
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.answers import AnswerFormat, GraphRequest, QueryRequest
from rightsgraph.store.changes import Change, Outcome
from rightsgraph.store.pool import WorkerPool
from rightsgraph.store.writer import Writer

_LOG = logging.getLogger("rightsgraph.server")
_WATCH_SECONDS: Final = 1.0
# An answer that is needed whole (a page, an envelope of JSON) may have this many times the size of
# a small one.
_WHOLE_FACTOR: Final = 16
# What is smaller is read and written faster than a thread takes it over.
_ASIDE_BYTES: Final = 65_536
_Result = TypeVar("_Result")


class Reader(Protocol):
    """What evaluates requests on one snapshot; see `store.pool.WorkerPool`."""

    @property
    def label(self) -> str:
        """Name of the snapshot that the next request reads."""

    def run(self, request: QueryRequest | GraphRequest) -> AbstractAsyncContextManager[Readable]:
        """A context in which an answer is read."""


_earlier: ContextVar[Reader | None] = ContextVar("earlier", default=None)


async def aside(size: int, work: Callable[[], _Result]) -> _Result:
    """What a function returns, which is called in a thread when it has much to do.

    Args:
        size: How many bytes it works on.
        work: The function.
    """
    return await asyncio.to_thread(work) if size > _ASIDE_BYTES else work()


class GraphService:
    """The current snapshot of a home, its workers and the catalogue.

    Args:
        home: The folder with the snapshots.
        settings: The settings of the server.
        catalogue: The queries that are offered.

    Attributes:
        answers: Answers that are kept or being made; its counters are there to be read.
        tables: The tables of the current snapshot, for lists, facets and look-ups.
        followers: Called with each snapshot that becomes the one in use.
    """

    def __init__(self, home: Home, settings: Settings, catalogue: Catalogue) -> None:
        self.home = home
        self.settings = settings
        self.catalogue = catalogue
        self.answers = SharedAnswers(settings.answer_cache_bytes)
        self.tables = Tables(settings.workers)
        self.followers: list[Callable[[Snapshot], object]] = []
        self._pool: WorkerPool | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._snapshot: Snapshot | None = None
        self._following = asyncio.Lock()
        self._writer = Writer(home.path, settings)
        self.stopping = False

    @property
    def pool(self) -> WorkerPool:
        """The workers."""
        if self._pool is None:
            raise RuntimeError("The service has not been started.")
        return self._pool

    @property
    def writable(self) -> bool:
        """Whether somebody may write over HTTP."""
        return bool(self.settings.write_token_sha256)

    @property
    def reader(self) -> Reader:
        """What this request reads from: the workers, or the snapshot that it names."""
        return _earlier.get() or self.pool

    @contextlib.contextmanager
    def reading_from(self, reader: Reader) -> Iterator[None]:
        """A block in which this request reads from the snapshot that it names."""
        token = _earlier.set(reader)
        try:
            yield
        finally:
            _earlier.reset(token)

    @property
    def snapshot(self) -> str:
        """Id of the snapshot that the next query of this request reads."""
        return self.reader.label

    @property
    def current(self) -> Snapshot | None:
        """The current snapshot; `None` when the graph is on another server."""
        return self._snapshot

    def states(self) -> list[Snapshot]:
        """The snapshots that can be read, the oldest first; reads all their manifests."""
        return self.home.snapshots()[::-1]

    @property
    def created(self) -> datetime | None:
        """When the current snapshot was made."""
        return self._snapshot.created if self._snapshot else None

    def numbers(self) -> dict[str, float]:
        """Gauges of the moment by name, for `/metrics`."""
        pool = self.pool
        return {
            "queries_running": pool.running,
            "queries_waiting": pool.waiting,
            "workers": len(pool.pids()),
            "workers_replaced": pool.replaced,
            "writes_waiting": self._writer.waiting,
            **self.answers.numbers(),
        }

    def missing_walls(self) -> dict[str, str]:
        """Why the workers are not cut off from the system, by wall; empty when they are."""
        return self.pool.missing_walls()

    async def start(self) -> None:
        """Opens the current snapshot.

        Raises:
            NoSnapshotError: Nothing has been built yet.
            SnapshotDamagedError: It cannot be opened.
            WriterError: Writes are allowed, and their process could not be started.
        """
        snapshot = self.home.current()
        # Whoever follows may have something to begin with, while the workers start.
        self._tell(snapshot)
        pool = WorkerPool(snapshot.store_path, self.settings, snapshot.id)
        await pool.start()
        for reason in pool.missing_walls().values():
            _LOG.warning("The workers are not cut off from the system: %s.", reason)
        self._pool = pool
        self._snapshot = snapshot
        if self.settings.write_token_sha256:
            try:
                await self._writer.start()
            except BaseException:
                await self.stop()
                raise
        self._watcher = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self) -> None:
        """Ends the workers."""
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
        await self._writer.close()
        if self._pool is not None:
            await self._pool.close()
        await asyncio.to_thread(self.tables.close)

    def read_graph(self, request: GraphRequest) -> AbstractAsyncContextManager[Readable]:
        """A context in which it is read what a graph holds.

        Raises:
            GraphNotFoundError: There is no such graph.
            LimitError: A limit of the workers.
        """
        return self.reader.run(request)

    async def has_graph(self, graph: str, pattern: str = "") -> bool:
        """Whether there is a named graph of that IRI, and a pattern in it."""
        text = f"ASK {{ GRAPH {ox.NamedNode(graph)} {{ {pattern} }} }}"
        document, _ = await self.document(QueryRequest(text, AnswerFormat.JSON))
        return bool(json.loads(document)["boolean"])

    async def write(self, change: Change) -> Outcome:
        """What came of a write; queries that are asked after it read the new snapshot.

        Raises:
            RightsgraphError: As `store.writer.Writer.write` does.
        """
        if _earlier.get() is not None:
            raise InputError("A snapshot never changes; leave the parameter `snapshot` out.")
        try:
            return await self._writer.write(change)
        finally:
            # A write whose process was killed may have been published in the moment before.
            try:
                await self.follow()
            except RightsgraphError as error:
                # What is published is published; the server follows as soon as it can.
                _LOG.warning("A write has ended, and is not read yet: %s", error.message)

    async def follow(self) -> bool:
        """Goes over to the snapshot that is current now; says whether it was another one.

        Raises:
            StoreError: It cannot be opened; the one in use stays.
        """
        loop = asyncio.get_running_loop()
        async with self._following:
            snapshot = await loop.run_in_executor(None, self.home.current)
            if snapshot.id == self.pool.label:
                return False
            await self.pool.switch(snapshot.store_path, snapshot.id)
            self._snapshot = snapshot
            self._tell(snapshot)
        _LOG.info("Switched to snapshot %s.", snapshot.id)
        return True

    def _tell(self, snapshot: Snapshot) -> None:
        self.tables.follow(snapshot)
        for follower in self.followers:
            follower(snapshot)

    async def _watch(self) -> None:
        complaint = ""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            try:
                await self.follow()
                complaint = ""
            except RightsgraphError as error:
                if error.message != complaint:  # once, and not every second
                    complaint = error.message
                    _LOG.warning("The snapshot in use stays: %s", complaint)
            except Exception as error:  # noqa: BLE001 whoever stops watching serves old states
                if str(error) != complaint:
                    complaint = str(error)
                    _LOG.exception("The snapshot in use stays.")

    async def table(
        self, sparql: str, receive: Receive | None = None, most: int | None = None
    ) -> Table:
        """The rows of a SELECT query of the catalogue or of our own, over the union of all graphs.

        Args:
            sparql: The query.
            receive: Tells when the client that asked goes away, which ends the query.
            most: How many rows are kept; by default all.

        Raises:
            AnswerTooLargeError: There are more than fit into memory comfortably.
            LimitError: A limit of the workers.
        """
        request = QueryRequest(sparql, AnswerFormat.JSON, over_union=True)
        document, snapshot = await self.document(request, receive)
        return await aside(len(document), lambda: read_table(document, snapshot, most))

    async def absent_values(
        self, query: CatalogueQuery, values: Mapping[str, Value]
    ) -> tuple[NamedValue, ...]:
        """The values of parameters that name nothing in the graph, such as a misspelt slug.

        Args:
            query: The query they are for.
            values: What `query.bind` has taken.

        Raises:
            LimitError: A limit of the workers.
        """
        named = named_values(query, values)
        if not named:
            return ()
        found = await self.table(presence_query(named))
        return absent(named, {row["term"].value for row in found.rows})

    async def document(
        self, request: QueryRequest, receive: Receive | None = None
    ) -> tuple[bytes, str]:
        """The whole answer to a query, and the snapshot it was read from.

        Args:
            request: The query.
            receive: Tells when the client that asked goes away, which ends the query.

        Raises:
            AnswerTooLargeError: It is larger than fits into memory comfortably.
            LimitError: A limit of the workers.
        """
        note_query(request.query, self.snapshot)
        work = self._document(request)
        return await (work if receive is None else run_while_connected(receive, work))

    def is_lasting(self, request: QueryRequest | GraphRequest) -> bool:  # noqa: ARG002 of other stores
        """Whether a request has the same answer as long as the snapshot is the same."""
        return True

    def kept(self, request: QueryRequest) -> WholeAnswer | None:
        """The answer to a query on the snapshot in use, when it is kept."""
        return self.answers.find((self.snapshot, request))

    def answer(self, request: QueryRequest) -> AbstractAsyncContextManager[Readable]:
        """A context in which the answer to a query is read: kept, shared or evaluated.

        Raises:
            LimitError: A limit of the workers.
        """
        return self.answers.run(self.reader, request)

    async def _document(self, request: QueryRequest) -> tuple[bytes, str]:
        async with self.answer(request) as answer:
            return await whole(answer, self.settings), answer.snapshot


async def whole(answer: Readable, settings: Settings) -> bytes:
    """The whole of an answer that must be complete before it can be used.

    Raises:
        AnswerTooLargeError: It has more than 16 times `settings.small_answer_bytes`.
    """
    if answer.body is not None:
        return answer.body
    limit = _WHOLE_FACTOR * max(settings.small_answer_bytes, 65_536)
    blocks, size = [], 0
    async for block in answer.blocks():
        size += len(block)
        if size > limit:
            raise AnswerTooLargeError(f"The answer has more than {limit} bytes.")
        blocks.append(block)
    return b"".join(blocks)
