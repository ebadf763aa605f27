"""The quads of described documents into a copy of the graph, also while others are described."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from rightsgraph.errors import RightsgraphError, StoreBusyError
from rightsgraph.ingestion.report import Outcome
from rightsgraph.store import Home
from rightsgraph.store.copies import BegunCopy, begin

# The engine takes about six times the size of a file that it loads in bulk. Each file leaves a
# run in its indexes, and with every fourth run it writes all of them anew: few files are quickest.
FILE_BYTES: Final = 128 << 20
_COPY: Final = "ahead"
# No room, a snapshot that is damaged, an engine that gives up: the publication says which.
_FAILURES: Final = (OSError, RuntimeError, RightsgraphError)


def load(store: ox.Store, outcomes: Sequence[Outcome], staging: Path) -> None:
    """Load the quads of documents into a copy that is nobody's yet, so file by file.

    Args:
        store: The copy.
        outcomes: The documents, with the files of their quads, which stay.
        staging: A folder for the quads together.

    Raises:
        OSError: No room left.
    """
    at = 0
    while at < len(outcomes):
        # Files of a size that the engine takes in easily; each leaves a run in its indexes.
        file = staging / f"together-{secrets.token_hex(8)}.nq"
        with file.open("wb") as out:
            while at < len(outcomes) and out.tell() < FILE_BYTES:
                with Path(outcomes[at].file).open("rb") as quads:
                    shutil.copyfileobj(quads, out)
                at += 1
        store.bulk_load(path=file, format=ox.RdfFormat.N_QUADS, lenient=True)
        file.unlink()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What has been loaded ahead.

    Args:
        copy: A copy of the snapshot that was current, with the quads.
        graphs: IRIs of the named graphs that it has been given.
    """

    copy: BegunCopy
    graphs: frozenset[str]


class LoadingAhead:
    """Loads the quads of new documents while others are still being described.

    It begins when there is enough for one file. It holds no lock: when another process publishes
    meanwhile, or something goes wrong, what was loaded is of no use, and all is loaded in the
    end as it would have been without it.

    Args:
        home: The folder of the snapshots.
        staging: A folder for the copy and the quads together.
    """

    def __init__(self, home: Home, staging: Path) -> None:
        self._home = home
        self._staging = staging
        self._pool = ThreadPoolExecutor(1)
        self._waiting: list[Outcome] = []
        self._bytes = 0
        self._copy: BegunCopy | None = None
        self._loads: list[tuple[list[Outcome], Future[None]]] = []

    def close(self) -> None:
        """Wait for what is being loaded, and let go of the copy."""
        self._pool.shutdown(cancel_futures=True)
        self._copy = None

    def take(self, outcome: Outcome) -> None:
        """Load a document whose graph is not in the current snapshot; not at once, perhaps."""
        self._waiting.append(outcome)
        self._bytes += Path(outcome.file).stat().st_size
        if self._bytes >= FILE_BYTES:
            self._loads.append((self._waiting, self._pool.submit(self._load, self._waiting)))
            self._waiting, self._bytes = [], 0

    def loaded(self) -> Loaded | None:
        """What has been loaded, when it is all; None when nothing was begun, or it failed."""
        for _, future in self._loads:
            if isinstance(future.exception(), _FAILURES):
                return None
            future.result()
        if self._copy is None:
            return None
        graphs = frozenset(each.graph for outcomes, _ in self._loads for each in outcomes)
        return Loaded(self._copy, graphs)

    def _load(self, outcomes: list[Outcome]) -> None:
        if self._copy is None:
            self._copy = begin(self._home.current(), self._staging / _COPY)
        for each in outcomes:
            if self._copy.store.contains_named_graph(ox.NamedNode(each.graph)):
                raise StoreBusyError("Another process has changed the graph; please try again.")
        load(self._copy.store, outcomes, self._staging)
