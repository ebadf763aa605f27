"""The tables of the snapshot that is served, read on threads of their own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from rightsgraph.errors import ProjectionError
from rightsgraph.store import Snapshot
from rightsgraph.store.projection import Projection

_Result = TypeVar("_Result")


class _Open:
    """A projection, and how many are reading it."""

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self.readers = 0
        self.left = False


class Tables:
    """The tables of the snapshot in use.

    Reading happens on a few threads: SQLite lets go of the interpreter while it works, and the
    loop that serves everybody goes on.

    Args:
        threads: How many read at once.
    """

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="tables")
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._open: _Open | None = None

    def follow(self, snapshot: Snapshot) -> None:
        """Read that snapshot from now on; who is reading another one ends in peace."""
        with self._lock:
            self._leave()
            self._snapshot = snapshot

    def close(self) -> None:
        """Let go of the snapshot once all reading has ended."""
        with self._lock:
            self._leave()
            self._snapshot = None
        self._threads.shutdown()

    async def read(self, work: Callable[[Projection], _Result]) -> _Result:
        """What a function returns that reads the tables, called on another thread.

        Args:
            work: The function. What it is given must not leave it.

        Raises:
            ProjectionError: The snapshot has no tables, or they cannot be read.
            StoreError: The snapshot is gone.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._read, work)

    def _read(self, work: Callable[[Projection], _Result]) -> _Result:
        with self._lock:
            if self._snapshot is None:
                raise ProjectionError("No snapshot is served.")
            if self._open is None:  # tried again each time: it can be made while we serve
                self._open = _Open(Projection(self._snapshot))
            opened = self._open
            opened.readers += 1
        try:
            return work(opened.projection)
        finally:
            with self._lock:
                opened.readers -= 1
                if opened.left and not opened.readers:
                    opened.projection.close()

    def _leave(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.left = True
            if not opened.readers:
                opened.projection.close()
