"""What all parts of the server share: the graph that is current, its workers, the catalogue."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from dataclasses import dataclass
from typing import Any, Final

from rightsgraph.catalogue import Catalogue
from rightsgraph.errors import LimitError, RightsgraphError
from rightsgraph.settings import Settings
from rightsgraph.store import Home
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.pool import Answer, WorkerPool

_LOG = logging.getLogger("rightsgraph.server")
_WATCH_SECONDS: Final = 1.0
# An answer that is needed whole (a page, an envelope of JSON) may have this many times the size of
# a small one.
_WHOLE_FACTOR: Final = 16


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a row.

    Args:
        kind: "uri", "bnode", "literal" or "triple".
        value: IRI, label or lexical form.
        datatype: IRI of the datatype; empty for plain strings.
        language: Language tag; empty for none.
    """

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT query.

    Args:
        columns: Names of the variables, in order.
        rows: For each solution the bound variables.
        snapshot: Id of the snapshot they were read from.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, Term], ...]
    snapshot: str


def read_table(document: bytes, snapshot: str = "") -> Table:
    """The table in a SPARQL results document in JSON; that of ASK has the one column "answer"."""
    content: dict[str, Any] = json.loads(document)
    if "boolean" in content:
        value = Term("literal", "yes" if content["boolean"] else "no")
        return Table(("answer",), ({"answer": value},), snapshot)
    rows = tuple(
        {name: _term(value) for name, value in binding.items()}
        for binding in content["results"]["bindings"]
    )
    return Table(tuple(content["head"]["vars"]), rows, snapshot)


def _term(value: dict[str, Any]) -> Term:
    content = value["value"]
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return Term(value["type"], text, value.get("datatype", ""), value.get("xml:lang", ""))


class GraphService:
    """The current snapshot of a home, its workers and the catalogue.

    Args:
        home: The folder with the snapshots.
        settings: The settings of the server.
        catalogue: The queries that are offered.
    """

    def __init__(self, home: Home, settings: Settings, catalogue: Catalogue) -> None:
        self.home = home
        self.settings = settings
        self.catalogue = catalogue
        self._pool: WorkerPool | None = None
        self._watcher: asyncio.Task[None] | None = None

    @property
    def pool(self) -> WorkerPool:
        """The workers."""
        if self._pool is None:
            raise RuntimeError("The service has not been started.")
        return self._pool

    @property
    def snapshot(self) -> str:
        """Id of the snapshot that the next query reads."""
        return self.pool.label

    async def start(self) -> None:
        """Opens the current snapshot.

        Raises:
            NoSnapshotError: Nothing has been built yet.
            SnapshotDamagedError: It cannot be opened.
        """
        snapshot = self.home.current()
        pool = WorkerPool(snapshot.store_path, self.settings, snapshot.id)
        await pool.start()
        self._pool = pool
        self._watcher = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self) -> None:
        """Ends the workers."""
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
        if self._pool is not None:
            await self._pool.close()

    async def follow(self) -> bool:
        """Goes over to the snapshot that is current now; says whether it was another one.

        Raises:
            StoreError: It cannot be opened; the one in use stays.
        """
        loop = asyncio.get_running_loop()
        snapshot = await loop.run_in_executor(None, self.home.current)
        if snapshot.id == self.snapshot:
            return False
        await self.pool.switch(snapshot.store_path, snapshot.id)
        _LOG.info("Switched to snapshot %s.", snapshot.id)
        return True

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

    async def table(self, sparql: str) -> Table:
        """The rows of a SELECT query of our own, read whole.

        Raises:
            LimitError: There are more than fit into memory comfortably, or a limit of the workers.
        """
        async with self.pool.run(QueryRequest(sparql, AnswerFormat.JSON)) as answer:
            document = await whole(answer, self.settings)
            return read_table(document, answer.snapshot)


async def whole(answer: Answer, settings: Settings) -> bytes:
    """The whole of an answer that must be complete before it can be used.

    Raises:
        LimitError: It has more than 16 times `settings.small_answer_bytes`.
    """
    if answer.body is not None:
        return answer.body
    limit = _WHOLE_FACTOR * max(settings.small_answer_bytes, 65_536)
    blocks, size = [], 0
    async for block in answer.blocks():
        size += len(block)
        if size > limit:
            raise LimitError(
                f"The answer has more than {limit} bytes.",
                remedy="Ask for CSV or SPARQL results in JSON over HTTP/1.1, which are streamed, "
                "or for fewer rows with LIMIT.",
            )
        blocks.append(block)
    return b"".join(blocks)
