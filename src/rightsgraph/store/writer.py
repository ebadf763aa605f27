"""The server's side of writes: one after the other, each in a process that can be killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

from rightsgraph import errors
from rightsgraph.errors import (
    ProcessKilledError,
    QueryCancelledError,
    RightsgraphError,
    WriteMemoryError,
    WriteQueueFullError,
    WriterError,
    WriteTimeoutError,
)
from rightsgraph.settings import Settings
from rightsgraph.store.changes import Change, Outcome
from rightsgraph.store.deaths import Cause, Ending, wait_for
from rightsgraph.store.locking import wait_until_free

_LOG = logging.getLogger("rightsgraph.store")
_HEAD: Final = struct.Struct(">cI")
_START_SECONDS: Final = 60.0
_END_SECONDS: Final = 3.0  # for what was killed to be gone; another program may be writing too
_LAST_WORDS_BYTES: Final = 65_536


class Writer:
    """A queue of writes, and the program that forks a process for each.

    A write that has begun is carried through, also when its client has gone: the graph then has
    it or has it not, as when the connection had broken a moment later.

    Args:
        home: The folder with the snapshots.
        settings: Deadline, memory, length of the queue.
    """

    def __init__(self, home: Path, settings: Settings) -> None:
        self._home = home.absolute()
        self._settings = settings
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._busy = False
        self._closed = False
        self._program: _Program | None = None
        self._running: set[asyncio.Task[Outcome]] = set()

    @property
    def waiting(self) -> int:
        """How many writes wait for their turn."""
        return len(self._waiting)

    @property
    def pid(self) -> int | None:
        """The process id of the program, when it runs."""
        return self._program.process.pid if self._program else None

    async def start(self) -> None:
        """Starts the program, so that the first write need not wait for it.

        Raises:
            WriterError: It could not be started.
        """
        self._program = await _Program.start(self._home, self._settings)

    async def close(self) -> None:
        """Lets the write that runs end, for as long as its deadline allows, and no other begin."""
        self._closed = True
        for turn in self._waiting:
            if not turn.done():
                turn.set_exception(QueryCancelledError("The server is stopping."))
        if self._running:
            await asyncio.wait(self._running)
        if self._program is not None:
            await self._program.end()

    async def write(self, change: Change) -> Outcome:
        """What came of a write, which has had its turn.

        Raises:
            WriteQueueFullError: Too many writes are waiting, or this one has waited for too long.
            WriteTimeoutError: It ran past its deadline.
            WriteMemoryError: It needed too much memory.
            ProcessKilledError: Its process was ended from outside.
            WriterError: Its process died for another reason.
            RightsgraphError: It was refused.
        """
        await self._turn()
        task = asyncio.get_running_loop().create_task(self._run(change))
        self._running.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    async def _turn(self) -> None:
        if self._closed:
            raise QueryCancelledError("The server is stopping.")
        if not self._busy and not self._waiting:
            self._busy = True
            return
        if len(self._waiting) >= self._settings.write_queue_length:
            raise WriteQueueFullError(f"{len(self._waiting)} writes are waiting.")
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._settings.write_seconds):
                await turn
        except BaseException as error:
            if turn in self._waiting:
                self._waiting.remove(turn)
            elif turn.done() and not turn.cancelled() and turn.exception() is None:
                self._next()  # the turn had come, and nobody takes it
            if isinstance(error, TimeoutError):
                seconds = self._settings.write_seconds
                raise WriteQueueFullError(
                    f"The turn of this write did not come within {seconds:g} seconds."
                ) from None
            raise

    def _ended(self, task: asyncio.Task[Outcome]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asked may have gone
        self._next()

    def _next(self) -> None:
        self._busy = False
        while self._waiting and not self._closed:
            turn = self._waiting.popleft()
            if not turn.done():
                self._busy = True
                turn.set_result(None)
                return

    async def _run(self, change: Change) -> Outcome:
        if self._program is not None and self._program.has_died:
            await self._program.end()  # while nobody asked it
        if self._program is None or self._program.ended:
            self._program = await _Program.start(self._home, self._settings)
        return await self._program.write(change)


class _Program:
    """The program that forks, and the socket to it."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        stderr: IO[bytes],
        connection: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        home: Path,
        settings: Settings,
    ) -> None:
        self.process = process
        self.ended = False
        self._home = home
        self._stderr = stderr
        self._settings = settings
        self._reader, self._writer = connection

    @classmethod
    async def start(cls, home: Path, settings: Settings) -> _Program:
        """The program, ready to fork.

        Raises:
            WriterError: It could not be started.
        """
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise WriterError(f"The writing process could not be started: {error}.") from error
        with theirs, contextlib.ExitStack() as opened:
            # Before there is a process: whoever asked may stop waiting here.
            connection = await asyncio.open_unix_connection(sock=ours)
            opened.callback(connection[1].close)
            try:
                stderr = opened.enter_context(tempfile.TemporaryFile())
                process = subprocess.Popen(  # noqa: ASYNC220, S603 our own program, and no waiting
                    [
                        *(sys.executable, "-P", "-m", "rightsgraph.store.writer_program"),
                        *(str(home), str(os.getpid())),
                    ],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=stderr,
                    env={**os.environ, **_environment(settings)},
                    start_new_session=True,
                )
            except OSError as error:
                raise WriterError(f"The writing process could not be started: {error}.") from error
            opened.pop_all()  # it closes them when it ends
        program = cls(process, stderr, connection, home, settings)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await program._frame()
        except asyncio.IncompleteReadError as error:
            loop = asyncio.get_running_loop()
            died = program._death(await loop.run_in_executor(None, wait_for, process))
            await program.end()
            raise died from error
        except TimeoutError as error:
            await program.end()
            raise WriterError("The writing process did not start.") from error
        except BaseException:
            await program.end()
            raise
        return program

    @property
    def has_died(self) -> bool:
        """Whether the process has ended by itself."""
        return self.process.poll() is not None

    async def write(self, change: Change) -> Outcome:
        """What came of a write."""
        content = json.dumps(asdict(change)).encode()
        self._stderr.seek(0)
        self._stderr.truncate()
        try:
            async with asyncio.timeout(self._settings.write_seconds):
                self._writer.write(_HEAD.pack(b"W", len(content)) + content)
                kind, said = await self._frame()
        except TimeoutError:
            await self.end()
            seconds = self._settings.write_seconds
            raise WriteTimeoutError(f"The write was ended after {seconds:g} seconds.") from None
        except (asyncio.IncompleteReadError, OSError):
            await self.end()
            raise ProcessKilledError("The process that forks the writes has died.") from None
        except BaseException:
            await self.end()
            raise
        report: dict[str, Any] = json.loads(said)
        if kind == b"O":
            return Outcome(**report)
        raise (_error(report) if kind == b"X" else self._death(Ending(**report)))

    async def _frame(self) -> tuple[bytes, bytes]:
        kind, length = _HEAD.unpack(await self._reader.readexactly(_HEAD.size))
        return kind, await self._reader.readexactly(length)

    def _death(self, ending: Ending) -> RightsgraphError:
        self._stderr.seek(max(0, self._stderr.seek(0, os.SEEK_END) - _LAST_WORDS_BYTES))
        last = self._stderr.read()
        cause = ending.cause(last, self._settings.write_memory_mb)
        if cause is Cause.MEMORY:
            return WriteMemoryError("The write needed more memory than it may have.")
        _LOG.error("A write died: %s", last.decode(errors="replace").strip() or ending.how)
        kind = ProcessKilledError if cause is Cause.KILLED else WriterError
        return kind(f"The process of the write ended {ending.how}.", exit_code=ending.code)

    async def end(self) -> None:
        """Ends the program and the write that it has forked, if any."""
        self.ended = True
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self._writer.close()
        await asyncio.get_running_loop().run_in_executor(None, self._wait)
        self._stderr.close()

    def _wait(self) -> None:
        self.process.wait()
        wait_until_free(self._home, _END_SECONDS)


def _environment(settings: Settings) -> dict[str, str]:
    """The settings as the variables from which they are read."""
    values = settings.model_dump(mode="json")
    variables = {f"RIGHTSGRAPH_{name.upper()}": str(value) for name, value in values.items()}
    # Each arena of the C library takes address space, of which a write has only so much; a
    # backtrace of the engine names nothing, and would hide the words before it.
    return {"MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0", **variables}


def _error(report: dict[str, Any]) -> RightsgraphError:
    """The error that a write was refused with."""
    kind = getattr(errors, report["class"])
    error: RightsgraphError = kind(report["message"], remedy=report["remedy"], **report["details"])
    return error
