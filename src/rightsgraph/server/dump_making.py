"""Dumps in the making: one process for each, whose file is sent while it grows."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from rightsgraph import errors
from rightsgraph.errors import QueueFullError, RightsgraphError, WorkerError
from rightsgraph.store import Snapshot
from rightsgraph.store.dumps import DRAFT, Dump, find, folder_of

BLOCK_BYTES: Final = 262_144
# So many are made at a time; each takes a core.
_AT_A_TIME: Final = 2
_LOOK_SECONDS: Final = 0.02


@dataclass(slots=True)
class Making:
    """A dump that a process makes.

    Args:
        draft: The file that grows.
        task: Ends with the dump, or with why there is none.
    """

    draft: Path
    task: asyncio.Task[Dump] = field(init=False)

    async def dump(self) -> Dump:
        """The finished dump; the making goes on when nobody waits any more.

        Raises:
            RightsgraphError: It could not be made.
        """
        return await asyncio.shield(self.task)

    async def begun(self) -> IO[bytes] | None:
        """The file that grows, open for reading and with something in it; None when it is done.

        Raises:
            RightsgraphError: It could not be made.
        """
        while not self.task.done():
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                file = self.draft.open("rb")
                if os.fstat(file.fileno()).st_size:
                    return file
                file.close()
            await asyncio.sleep(_LOOK_SECONDS)
        self.task.result()
        return None

    async def blocks(self, file: IO[bytes]) -> AsyncIterator[bytes]:
        """What the file holds, as it comes.

        Raises:
            RightsgraphError: It could not be completed.
        """
        while True:
            over = self.task.done()  # asked before the read: what comes after it is read next time
            block = await asyncio.to_thread(file.read, BLOCK_BYTES)
            if block:
                yield block
            elif over:
                self.task.result()
                return
            else:
                await asyncio.sleep(_LOOK_SECONDS)


class DumpMaker:
    """Starts the processes that make dumps, one for each dump however many ask for it."""

    def __init__(self) -> None:
        self._makings: dict[tuple[str, str], Making] = {}

    def making(self, snapshot: Snapshot, name: str) -> Making:
        """The making of a dump, which begins when it has not begun yet.

        Args:
            snapshot: Whose.
            name: One of `store.dumps.DUMPS`.

        Raises:
            QueueFullError: Enough dumps are being made.
        """
        key = (snapshot.id, name)
        making = self._makings.get(key)
        if making is None:
            if len(self._makings) >= _AT_A_TIME:
                raise QueueFullError(f"{len(self._makings)} dumps are being made.")
            making = Making(folder_of(snapshot) / f"{DRAFT}{secrets.token_hex(8)}")
            making.task = asyncio.get_running_loop().create_task(_make(snapshot, name, making))
            self._makings[key] = making
            making.task.add_done_callback(lambda task: self._ended(key, task))
        return making

    def _ended(self, key: tuple[str, str], task: asyncio.Task[Dump]) -> None:
        del self._makings[key]
        if not task.cancelled():
            task.exception()  # whoever asked may have gone

    async def close(self) -> None:
        """Ends what is being made."""
        tasks = [making.task for making in self._makings.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _make(snapshot: Snapshot, name: str, making: Making) -> Dump:
    """Lets a process make a dump; that is killed when this is cancelled."""
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "rightsgraph.store.dump_program"),
            *(str(snapshot.path), name, str(making.draft), str(os.getpid())),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError as error:
        raise WorkerError(f"No process could be started that makes the dump: {error}.") from error
    try:
        said, _ = await process.communicate()
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        _forget(making.draft)
        raise
    dump = find(snapshot, name)
    if process.returncode == 0 and dump is not None:
        return dump
    _forget(making.draft)
    raise _failure(said, process.returncode)


def _forget(draft: Path) -> None:
    """Removes what a process has left that was killed."""
    with contextlib.suppress(OSError):
        draft.unlink()


def _failure(said: bytes, code: int | None) -> RightsgraphError:
    try:
        report = json.loads(said)
        error: RightsgraphError = getattr(errors, report["class"])(report["message"])
    except (ValueError, KeyError, AttributeError):
        return WorkerError(f"The process that makes the dump ended with {code}.")
    return error
