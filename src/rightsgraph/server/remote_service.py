"""The service over a store on another server, which stands in the place of the snapshots."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Final

from rightsgraph.catalogue import Catalogue
from rightsgraph.errors import RightsgraphError, WritingOffError
from rightsgraph.server.service import GraphService
from rightsgraph.server.shared_answers import Readable, WholeAnswer
from rightsgraph.settings import Settings
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.answers import GraphRequest, QueryRequest
from rightsgraph.store.changes import Change, Outcome
from rightsgraph.store.remote.endpoint import Endpoint
from rightsgraph.store.remote.serving import RemoteStore

_LOG = logging.getLogger("rightsgraph.server")
# So often it is asked whether it holds another state.
_WATCH_SECONDS: Final = 5.0


class RemoteService(GraphService):
    """A store on another server and the catalogue.

    Args:
        home: The folder with the snapshots, which is not read.
        settings: The settings of the server; they name the store.
        catalogue: The queries that are offered.
    """

    def __init__(self, home: Home, settings: Settings, catalogue: Catalogue) -> None:
        super().__init__(home, settings, catalogue)
        self._store: RemoteStore | None = None

    @property
    def store(self) -> RemoteStore:
        """The store."""
        if self._store is None:
            raise RuntimeError("The service has not been started.")
        return self._store

    @property
    def snapshot(self) -> str:
        """Id of the state that the next query reads; empty when nobody can tell."""
        return self.store.label

    @property
    def created(self) -> datetime | None:
        """When that state was made."""
        return self.store.created

    @property
    def writable(self) -> bool:
        """Nobody may write: snapshots are made where the graph is."""
        return False

    def states(self) -> list[Snapshot]:
        """None: the store holds one state."""
        return []

    def read_graph(self, request: GraphRequest) -> AbstractAsyncContextManager[Readable]:
        """A context in which it is read what a graph holds.

        Raises:
            GraphNotFoundError: The state has no such graph.
            RightsgraphError: What the store refuses, in our own types.
        """
        return self.store.run(request)

    async def has_graph(self, graph: str, pattern: str = "?s ?p ?o") -> bool:
        """Whether the state has a named graph of that IRI."""
        held = self.store.held
        # Without a manifest nobody has named the graphs, and the engine may not know empty ones.
        return graph in held.graphs if held.id else await super().has_graph(graph, pattern)

    async def write(self, change: Change) -> Outcome:
        """Nothing.

        Raises:
            WritingOffError: Always.
        """
        raise WritingOffError(f"A {change.kind} goes to the store that holds the graph.")

    def numbers(self) -> dict[str, float]:
        """Gauges of the moment by name, for `/metrics`."""
        return {**self.store.numbers(), **self.answers.numbers()}

    def missing_walls(self) -> dict[str, str]:
        """Nothing: queries are evaluated elsewhere."""
        return {}

    async def start(self) -> None:
        """Asks the store which state it holds.

        Raises:
            RemoteStoreError: It does not answer.
        """
        self._store = RemoteStore(Endpoint.of(self.settings), self.settings)
        await self._store.start()
        self._watcher = asyncio.get_running_loop().create_task(self._watch_store())

    async def stop(self) -> None:
        """Ends all queries."""
        await super().stop()
        if self._store is not None:
            await self._store.close()

    async def follow(self) -> bool:
        """Goes over to the state that the store holds now; says whether it was another one.

        Raises:
            RightsgraphError: It does not answer; the state in use stays.
        """
        changed = await self.store.follow()
        if changed:
            _LOG.info("Switched to state %s of the store.", self.snapshot)
        return changed

    def answer(self, request: QueryRequest) -> AbstractAsyncContextManager[Readable]:
        """A context in which the answer to a query is read: kept, shared or evaluated.

        Raises:
            RightsgraphError: What the store refuses, in our own types.
        """
        if not self.is_lasting(request):
            return self.store.run(request)
        return self.answers.run(self.store, request)

    def is_lasting(self, request: QueryRequest | GraphRequest) -> bool:
        """Whether a query has the same answer as long as the state is the same.

        What reaches into named graphs may not: a push writes these before it names their state.
        """
        return self.store.is_lasting(request)

    def kept(self, request: QueryRequest) -> WholeAnswer | None:
        """The answer to a query on the state in use, when it is kept."""
        return super().kept(request) if self.is_lasting(request) else None

    async def _watch_store(self) -> None:
        complaint = ""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            try:
                await self.follow()
                complaint = ""
            except RightsgraphError as error:
                if error.message != complaint:  # once, and not every time
                    complaint = error.message
                    _LOG.warning("The store does not answer: %s", complaint)
