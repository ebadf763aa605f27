"""Documents read for a server: each in a process of its own, with a deadline and a memory limit.

A process that has read somebody's document is ended; one that has read pasted lines goes on. One
more is kept ready, since starting takes a second. Nothing is started before it is first needed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Iterator
from typing import Any, Final

from starlette.types import Receive

from rightsgraph.errors import (
    DocumentError,
    DocumentTooCostlyError,
    QueueFullError,
    RightsgraphError,
    WorkerError,
)
from rightsgraph.ingestion.reader_process import LENGTH
from rightsgraph.server.connection import run_while_connected
from rightsgraph.settings import Settings

_MODULE: Final = "rightsgraph.ingestion.reader_process"
_START_SECONDS: Final = 60.0
PASTED: Final = "pasted"


class ReadingProcesses:
    """The processes that read for a server.

    Args:
        settings: How many may read at a time, how long, and with how much memory.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._turns = asyncio.Semaphore(settings.extract_processes)
        self._waiting = 0
        self._ready: list[Process] = []
        self._all: set[Process] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def run(self, head: dict[str, Any], body: bytes, receive: Receive) -> bytes:
        """The result of a task.

        Args:
            head: What is to be done, as `ingestion.reader_process` has it.
            body: What it is done with.
            receive: Tells when the client goes away, which ends the task.

        Raises:
            QueueFullError: Too many wait already, or no process was free in time.
            DocumentTooCostlyError: It takes too long, or too much memory.
            DocumentError: It cannot be read.
        """
        return await run_while_connected(receive, self._run(head, body))

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        begun = list(self._tasks)
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
        for process in list(self._all):
            await self._end(process)

    async def _run(self, head: dict[str, Any], body: bytes) -> bytes:
        if self._waiting > self.settings.queue_length:
            raise QueueFullError(f"{self._waiting} documents are waiting to be read.")
        self._waiting += 1
        try:
            async with asyncio.timeout(self.settings.queue_seconds):
                await self._turns.acquire()
        except TimeoutError:
            seconds = self.settings.queue_seconds
            raise QueueFullError(f"No process was free for {seconds:g} seconds.") from None
        finally:
            self._waiting -= 1
        try:
            process = self._ready.pop() if self._ready else await self._start()
            return await self._ask(process, head, body)
        finally:
            self._turns.release()

    async def _ask(self, process: Process, head: dict[str, Any], body: bytes) -> bytes:
        kept = False
        try:
            async with asyncio.timeout(self.settings.extract_seconds):
                answer, result = await _exchange(process, {**head, "bytes": len(body)}, body)
            kept = head["task"] == PASTED
        except TimeoutError:
            seconds = self.settings.extract_seconds
            raise DocumentTooCostlyError(
                f"The document was not read after {seconds:g} seconds."
            ) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            await self._end(process)
            raise DocumentError(
                f"The process that read the document ended {_how(process.returncode)}.",
                remedy="The document is broken in a way that ends its reader; leave it out.",
            ) from None
        finally:
            if kept and not self._closed:
                self._ready.append(process)
            else:
                await self._end(process)
                self._prepare()
        if "error" in answer:
            raise _error(answer["error"])
        return result

    async def _start(self) -> Process:
        config = {"parent": os.getpid(), "memory_mb": self.settings.extract_memory_mb}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            _MODULE,
            json.dumps(config),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
        )
        self._all.add(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await _receive(process)
        except (TimeoutError, asyncio.IncompleteReadError):
            await self._end(process)
            raise WorkerError("The process that reads documents could not be started.") from None
        except asyncio.CancelledError:
            await self._end(process)
            raise
        return process

    def _prepare(self) -> None:
        """Start one in advance for the next document."""
        if self._closed or self._ready:
            return

        async def start() -> None:
            with contextlib.suppress(WorkerError):
                self._ready.append(await self._start())

        task = asyncio.get_running_loop().create_task(start())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end(self, process: Process) -> None:
        self._all.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _exchange(
    process: Process, head: dict[str, Any], body: bytes
) -> tuple[dict[str, Any], bytes]:
    if process.stdin is None:
        raise RuntimeError("The process has no standard input.")
    text = json.dumps(head).encode()
    process.stdin.write(LENGTH.pack(len(text)) + text + body)
    await process.stdin.drain()
    return await _receive(process)


async def _receive(process: Process) -> tuple[dict[str, Any], bytes]:
    if process.stdout is None:
        raise RuntimeError("The process has no standard output.")
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    head: dict[str, Any] = json.loads(await process.stdout.readexactly(length))
    return head, await process.stdout.readexactly(head["bytes"])


def _how(code: int | None) -> str:
    return f"by signal {-code}" if code is not None and code < 0 else f"with exit code {code}"


def _error(told: dict[str, Any]) -> RightsgraphError:
    """The error that a process tells of, of the class with its code."""
    kinds = {kind.code: kind for kind in _kinds(RightsgraphError)}
    kind = kinds.get(told["code"], RightsgraphError)
    return kind(told["message"], remedy=told["remedy"], **told["details"])


def _kinds(kind: type[RightsgraphError]) -> Iterator[type[RightsgraphError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _kinds(each)
