"""What a store must be able to do, wherever it is: here, or on another server.

There are two ways to read. The server asks many questions at a time and hands the answers on in
blocks: a `GraphStore`, which is a pool of processes on a snapshot (`store.pool`) or a SPARQL
endpoint elsewhere (`store.remote.serving`). The library and the command line ask one question at a
time, in their own thread: an `OpenGraph`, which is a snapshot that is open in this process
(`store.local`) or again an endpoint elsewhere (`store.remote.reading`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from datetime import datetime
from typing import IO, Protocol, TypeAlias

import pyoxigraph as ox

from rightsgraph.store.answers import GraphRequest, QueryRequest


class Readable(Protocol):
    """An answer, whole or on its way."""

    @property
    def snapshot(self) -> str:
        """Name of the state it was read from; empty when nobody can tell."""

    @property
    def body(self) -> bytes | None:
        """The whole answer when it is a small one."""

    def blocks(self) -> AsyncIterator[bytes]:
        """The blocks of the answer."""


class GraphStore(Protocol):
    """A store as the server uses it, from one event loop."""

    @property
    def label(self) -> str:
        """Name of the state that the next query reads; empty when nobody can tell."""

    async def close(self) -> None:
        """Ends all queries."""

    def numbers(self) -> dict[str, float]:
        """Gauges of the moment; `workers` is 0 when no query can be answered."""

    def run(self, request: QueryRequest | GraphRequest) -> AbstractAsyncContextManager[Readable]:
        """A context in which an answer is read; leaving it ends the query.

        Raises:
            RightsgraphError: The query cannot be answered.
        """


class TripleResults(Protocol):
    """The answer to a CONSTRUCT or DESCRIBE query."""

    def __iter__(self) -> Iterator[ox.Triple]:
        """The triples."""

    def serialize(
        self,
        output: IO[bytes],
        format: ox.RdfFormat,
    ) -> object:
        """Writes them to a file."""


Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | TripleResults


class GraphState(Protocol):
    """Which state of the graph is read."""

    @property
    def id(self) -> str:
        """Its name; empty when nobody can tell."""

    @property
    def created(self) -> datetime | None:
        """When it was made, in UTC."""

    @property
    def graphs(self) -> dict[str, int]:
        """How many triples each named graph holds, by its IRI."""


class OpenGraph(Protocol):
    """A state of the graph, open for the questions of one process."""

    @property
    def state(self) -> GraphState:
        """Which state it is."""

    def answer(self, text: str) -> AbstractContextManager[Results]:
        """A block in which the answer to a query is read, in the thread that asked.

        Args:
            text: SPARQL that `check_query` let through.

        Raises:
            QuerySyntaxError: It does not parse.
            StoreError: The store cannot be read.
        """

    def write(self, out: IO[bytes], format_name: str, graph: str | None = None) -> None:
        """Writes the whole graph or one named graph; see `store.exporting.write_graph`."""

    def close(self) -> None:
        """Lets go of it."""
