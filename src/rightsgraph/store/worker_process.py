"""The parent's side of a worker: starting it, asking it one query, ending it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Final, cast

from rightsgraph.errors import (
    AnswerTooLargeError,
    QueryCancelledError,
    QueryMemoryError,
    QueryTimeoutError,
    RightsgraphError,
    SnapshotDamagedError,
    WorkerError,
    WorkerWallsError,
)
from rightsgraph.settings import Settings
from rightsgraph.store.answers import GraphRequest, QueryRequest, death, failure
from rightsgraph.store.deaths import wait_for
from rightsgraph.vocabulary import PREFIXES

_PROGRAM: Final = str(Path(__file__).with_name("worker.py"))
_HEAD: Final = struct.Struct(">cI")
_START_SECONDS: Final = 60.0
_LAST_WORDS_BYTES: Final = 4096
# Blocks of a streamed answer that wait here for the client, in bytes.
_BUFFER_BYTES: Final = 1_048_576


def _allocation(environment: Mapping[str, str]) -> dict[str, str]:
    """What lets the allocator of glibc keep more small blocks at hand.

    The engine plans a query in many hundred of them. With the seven of each size that glibc keeps
    by default, a third of the time of a point query goes to taking them from the heap and merging
    them into it again; 512 of each are some 17 MiB. Other allocators do not look at this.

    Source: The GNU C Library manual, section 39.2 (Memory Allocation Tunables).
    """
    given = environment.get("GLIBC_TUNABLES", "")
    if "tcache_count" in given:
        return {}
    return {"GLIBC_TUNABLES": f"glibc.malloc.tcache_count=512{given and ':' + given}"}


def _pin(store_path: Path) -> str:
    """The manifest of the snapshot that a store belongs to; empty when it belongs to none."""
    manifest = store_path.parent / "manifest.json"
    return str(manifest) if manifest.exists() else ""


class Exchange:
    """One query on its way through a worker.

    Args:
        hold: How many bytes are held back before the answer counts as a large one.

    Attributes:
        held: Whether nothing is sent before the answer is complete, however large it is.
        on_large: Called when the answer turns out to be a large one.
        on_done: Called when nothing more comes.
        on_room: Called when there is room for more blocks.
    """

    def __init__(self, hold: int) -> None:
        self.hold = hold
        self.header = b""
        self.blocks: deque[bytes] = deque()
        self.buffered = self.bytes = 0
        self.done = False
        self.streaming = False
        self.error: RightsgraphError | None = None
        self.on_done: Callable[[], None] | None = None
        self.on_room: Callable[[], None] | None = None
        self.held = False
        self.on_large: Callable[[], None] | None = None
        self._changed: asyncio.Future[None] | None = None

    @property
    def settled(self) -> bool:
        """Whether it is known how the answer begins."""
        return self.done or (self.streaming and not self.held) or self.error is not None

    def add(self, block: bytes) -> None:
        """Appends a block of the answer."""
        self.blocks.append(block)
        self.buffered += len(block)
        self.bytes += len(block)
        if not self.streaming and self.buffered > self.hold:
            self.streaming = True
            if self.on_large is not None:
                self.on_large()
        if self.streaming:
            self.wake()

    def take(self) -> bytes | None:
        """The next block, when one is there; makes room for more."""
        if not self.blocks:
            return None
        block = self.blocks.popleft()
        self.buffered -= len(block)
        if self.on_room is not None and self.buffered < _BUFFER_BYTES // 2:
            self.on_room()
        return block

    def end(self, error: RightsgraphError | None = None) -> None:
        """Notes that nothing more comes; the first error counts."""
        if not self.done:
            self.done, self.error = True, error
            self.wake()
            if self.on_done is not None:
                self.on_done()

    async def change(self) -> None:
        """Waits until something arrives."""
        self._changed = asyncio.get_running_loop().create_future()
        await self._changed

    def wake(self) -> None:
        """Resumes whoever waits in `change`."""
        if self._changed is not None and not self._changed.done():
            self._changed.set_result(None)


class WorkerProcess(asyncio.Protocol):
    """A worker, as a protocol on the socket to it.

    Args:
        settings: Limits on memory and time.
        label: Name of the snapshot it has open.
        on_exit: Called once when it can no longer be used.

    Attributes:
        missing_walls: The walls of `store.walls` that it could not raise, with the reasons.
    """

    def __init__(
        self, settings: Settings, label: str, on_exit: Callable[[WorkerProcess], None]
    ) -> None:
        self.label = label
        self.exchange: Exchange | None = None
        self.dead = True  # until it has been started
        self.retired = False
        self.missing_walls: dict[str, str] = {}
        self._settings = settings
        self._on_exit = on_exit
        self._buffer = bytearray()
        self._loop = asyncio.get_running_loop()
        self._ready: asyncio.Future[None] = self._loop.create_future()
        self._deadline: asyncio.TimerHandle | None = None
        self._paused = False
        self._transport: asyncio.Transport
        self._connected = False
        self._process: subprocess.Popen[bytes]
        self._burial: asyncio.Task[None] | None = None
        self._stderr: IO[bytes]

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended, also when its socket has not told so yet."""
        return self._process.poll() is not None

    async def start(self, store_path: Path) -> None:
        """Starts the process and waits until it has the snapshot open.

        Raises:
            SnapshotDamagedError: It could not be opened.
            WorkerError: The process could not be started.
            WorkerWallsError: It has no walls around it, and the settings require them.
        """
        try:
            # A file and not a pipe: nobody needs to read it before the process has ended.
            self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 closed when that has ended
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise WorkerError(f"A worker could not be started: {error}.") from error
        with theirs:
            try:
                self._process = self._spawn(store_path, theirs)
            except OSError as error:
                ours.close()
                self._stderr.close()
                raise WorkerError(f"A worker could not be started: {error}.") from error
        self.dead = False
        try:
            async with asyncio.timeout(_START_SECONDS):
                await self._loop.create_unix_connection(lambda: self, sock=ours)
                await self._ready
            if self._settings.require_walls and self.missing_walls:
                reasons = "; ".join(self.missing_walls.values())
                raise WorkerWallsError(f"A worker cannot be cut off from the system: {reasons}.")
        except TimeoutError:
            self.kill()
            raise SnapshotDamagedError(f"{store_path} did not open in time.") from None
        except BaseException:
            # Also when whoever started it has stopped waiting: no process is left behind.
            self.kill()
            raise
        finally:
            if not self._connected:
                ours.close()

    def _spawn(self, store_path: Path, connection: socket.socket) -> subprocess.Popen[bytes]:
        pin = _pin(store_path)
        config = {
            "store": str(store_path),
            "pin": pin,
            # A worker reads snapshots, and nothing beside them.
            "readable": [str(store_path.parent.parent if pin else store_path.parent)],
            "ports": self._settings.service_ports,
            "parent": os.getpid(),
            "memory_mb": self._settings.worker_memory_mb,
            "rows": self._settings.answer_rows,
            "prefixes": dict(PREFIXES),
        }
        return subprocess.Popen(  # noqa: S603 our own program
            [sys.executable, "-P", _PROGRAM, json.dumps(config)],
            stdin=connection.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=self._stderr,
            start_new_session=True,
            env=os.environ | _allocation(os.environ),
        )

    async def go_over(self, store_path: Path, label: str) -> None:
        """Lets an idle worker read another snapshot from now on; quicker than a new process.

        Raises:
            SnapshotDamagedError: It could not be opened; the worker reads what it read.
            WorkerError: The process died.
        """
        self._ready = self._loop.create_future()
        content = json.dumps({"store": str(store_path), "pin": _pin(store_path)}).encode()
        self._transport.write(_HEAD.pack(b"S", len(content)) + content)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await self._ready
        except TimeoutError:
            self.kill()
            raise SnapshotDamagedError(f"{store_path} did not open in time.") from None
        except asyncio.CancelledError:
            self.kill()  # nobody knows which snapshot it has
            raise
        self.label = label

    def ask(self, request: QueryRequest | GraphRequest) -> Exchange:
        """Sends a request; what comes back gathers in the exchange."""
        exchange = self.exchange = Exchange(self._settings.small_answer_bytes)
        content = json.dumps(request.message()).encode()
        self._transport.write(_HEAD.pack(b"Q", len(content)) + content)
        seconds = min(self._settings.query_seconds, request.seconds or math.inf)
        self._deadline = self._loop.call_later(seconds, self._expire, seconds)
        return exchange

    def finish(self) -> None:
        """Forgets the query that has been answered."""
        self._stop_clock()
        if self.exchange is not None:
            self.exchange.on_room = None
            self.exchange = None
        if not self.dead:
            self._resume()

    def kill(self, error: RightsgraphError | None = None) -> None:
        """Ends the process now.

        Args:
            error: What the running query is told.
        """
        if self.dead:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)
        # It counts as dead before the query is told, which gives it back for others to use.
        self.close()
        self._fail(error or QueryCancelledError("The query was ended."))

    def close(self) -> None:
        """Lets the process end by closing the socket to it."""
        if not self.dead:
            if self._connected:
                self._transport.abort()
            self._leave()

    async def wait(self) -> None:
        """Waits until the process has ended."""
        if self._burial is not None:
            await self._burial

    # What the transport calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the transport."""
        self._transport = cast("asyncio.Transport", transport)
        self._connected = True

    def data_received(self, data: bytes) -> None:
        """Cuts what arrived into frames."""
        buffer = self._buffer
        buffer += data
        start, end = 0, len(buffer)
        while end - start >= _HEAD.size:
            kind, length = _HEAD.unpack_from(buffer, start)
            stop = start + _HEAD.size + length
            if stop > end:
                break
            self._frame(kind, bytes(buffer[start + _HEAD.size : stop]))
            start = stop
        if start:
            del buffer[:start]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 the protocol's
        """Finds out why the process ended, when it was not us."""
        if not self.dead:
            self._leave()

    def _frame(self, kind: bytes, content: bytes) -> None:
        exchange = self.exchange
        if exchange is None:
            self._first_frame(kind, content)
        elif kind == b"D":
            exchange.add(content)
            if exchange.bytes > self._settings.answer_bytes:
                most = self._settings.answer_bytes
                self.kill(AnswerTooLargeError(f"The answer has more than {most} bytes."))
            elif exchange.buffered > max(_BUFFER_BYTES, exchange.hold) and not self._paused:
                self._paused, exchange.on_room = True, self._resume
                self._transport.pause_reading()
        elif kind == b"H":
            exchange.header = content
        elif kind in (b"E", b"X"):
            self._stop_clock()
            error = failure(json.loads(content)) if kind == b"X" else None
            if isinstance(error, QueryMemoryError):
                self.kill(error)  # it is about to end, and must not be given another query
            else:
                exchange.end(error)

    def _first_frame(self, kind: bytes, content: bytes) -> None:
        if self._ready.done():
            return
        if kind == b"R":
            if content:
                self.missing_walls = json.loads(content)
            self._ready.set_result(None)
        elif kind == b"X":
            self._ready.set_exception(failure(json.loads(content)))

    def _resume(self) -> None:
        if self._paused and not self.dead:
            self._paused = False
            self._transport.resume_reading()

    def _expire(self, seconds: float) -> None:
        self.kill(QueryTimeoutError(f"The query was ended after {seconds:g} seconds."))

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _fail(self, error: RightsgraphError) -> None:
        if not self._ready.done():
            self._ready.set_exception(error)
            self._ready.exception()  # it is told to `start` too, when that still waits
        if self.exchange is not None:
            self.exchange.end(error)

    def _leave(self) -> None:
        self.dead = True
        self._stop_clock()
        self._burial = self._loop.create_task(self._bury())
        self._on_exit(self)

    async def _bury(self) -> None:
        """Waits for the end of the process, and tells why it ended to whoever does not know."""
        ending = await self._loop.run_in_executor(None, wait_for, self._process)
        self._stderr.seek(max(0, self._stderr.seek(0, os.SEEK_END) - _LAST_WORDS_BYTES))
        error = death(ending, self._stderr.read(), self._settings.worker_memory_mb)
        self._stderr.close()
        self._fail(error)
