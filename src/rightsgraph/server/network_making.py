"""Making networks in processes of their own, each once, and the first one before it is asked for.

Of a network that is shown as its communities these are kept too, packed: to open one of them, or to
see them in another order, takes no look at the citations.

A network that two clients ask for at once is made once, and made to its end while one of them
waits. After a network was made, the next process is started and waits with everything loaded: to
load what it needs takes longer than a small network. What everybody sees first is made when a large
snapshot comes, at a low priority; who asks before it is there waits for the rest.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from typing import Any, Final

from rightsgraph import errors
from rightsgraph.errors import (
    QueryMemoryError,
    QueryTimeoutError,
    QueueFullError,
    RightsgraphError,
    WorkerError,
)
from rightsgraph.networks.process import PICTURE
from rightsgraph.server.kept import Kept
from rightsgraph.settings import Settings

_LOG = logging.getLogger("rightsgraph.server")
_MODULE: Final = "rightsgraph.networks.process"
_AT_ONCE: Final = 2
_NICE: Final = 10
# Nobody waits for what is prepared: it may take so many deadlines, on a busy machine too.
_PATIENCE: Final = 4


class NetworkMaker:
    """Networks as files: those that are kept, those that are being made, and new ones.

    Args:
        settings: Deadline, memory, how long to wait for a turn, how much is kept.

    Attributes:
        settings: Those that were given.
        kept: The files that are kept.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings: Final = settings
        self._turns = asyncio.Semaphore(_AT_ONCE)
        # A snapshot never changes, so a network made of it can be given again.
        self.kept: Final[Kept[str, bytes]] = Kept(
            settings.answer_cache_bytes, lambda key, body: len(key) + len(body)
        )
        self._making: dict[str, asyncio.Task[bytes]] = {}
        self._waiting: dict[str, int] = {}
        self._ready: list[asyncio.Task[Process]] = []
        self._preparing: asyncio.Task[None] | None = None
        self._rest = 0.0
        self._closed = False

    async def made(self, task: dict[str, Any]) -> bytes:
        """The file of a network. Who is cancelled here ends the work when nobody else waits.

        Args:
            task: As `networks.process.make` takes it.

        Raises:
            RightsgraphError: It cannot be made, or a limit was met.
        """
        return await self._shared(json.dumps(task, sort_keys=True), patience=1, nice=0)

    def prepare(self, task: dict[str, Any]) -> None:
        """Begins to make a network that will be asked for, in place of one begun before.

        It waits for as long as the one before took: whoever publishes again and again keeps at
        most half a processor busy with this. The first one of a server has no low priority: who
        comes that early would wait for it, and little else is asked yet.
        """
        if not self.kept.limit:
            return
        nice = 0
        if self._preparing is not None:
            self._preparing.cancel()
            nice = _NICE
        key = json.dumps(task, sort_keys=True)
        self._preparing = asyncio.get_running_loop().create_task(self._prepare(key, nice))

    async def close(self) -> None:
        """Ends all processes."""
        self._closed = True
        begun: list[asyncio.Task[Any]] = [*self._making.values()]
        if self._preparing is not None:
            begun.append(self._preparing)
        for each in begun:
            each.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
        for starting in self._ready:
            with contextlib.suppress(OSError):
                await _end(await starting)

    async def _prepare(self, key: str, nice: int) -> None:
        await asyncio.sleep(self._rest)
        clock = asyncio.get_running_loop().time
        begun = clock()
        try:
            await self._shared(key, patience=_PATIENCE, nice=nice)
        except RightsgraphError as error:
            _LOG.info("The first network was not made beforehand: %s", error.message)
        finally:
            self._rest = clock() - begun

    async def _shared(self, key: str, *, patience: int, nice: int) -> bytes:
        if (kept := self.kept.find(key)) is not None:
            return kept
        making = self._making.get(key)
        if making is None:
            making = asyncio.get_running_loop().create_task(self._run(key, patience, nice))
            self._making[key] = making
            self._waiting[key] = 0
        self._waiting[key] += 1
        try:
            return await asyncio.shield(making)
        finally:
            if self._making.get(key) is making:
                self._waiting[key] -= 1
                if making.done() or not self._waiting[key]:
                    making.cancel()
                    del self._making[key], self._waiting[key]

    async def _run(self, key: str, patience: int, nice: int) -> bytes:
        settings = self.settings
        try:
            async with asyncio.timeout(settings.queue_seconds):
                await self._turns.acquire()
        except TimeoutError:
            raise QueueFullError("Other networks are being made.") from None
        try:
            task = json.loads(key)
            whole = _whole(task)
            packed = (self.kept.find(whole) or b"") if task["format"] == PICTURE else b""
            seconds = settings.query_seconds * patience
            body, communities = await self._make({**task, "nice": nice}, packed, seconds)
        finally:
            self._turns.release()
        self.kept.keep(key, body)
        if communities:
            self.kept.keep(whole, communities)
        return body

    async def _make(
        self, task: dict[str, Any], packed: bytes, seconds: float
    ) -> tuple[bytes, bytes]:
        """The file, and the communities to be kept."""
        process = await self._process()
        try:
            async with asyncio.timeout(seconds):
                answer, _ = await process.communicate(json.dumps(task).encode() + b"\n" + packed)
        except TimeoutError:
            raise QueryTimeoutError(
                f"The network was not made in {seconds:g} seconds.",
                remedy="Ask for fewer measures, or narrow the network.",
            ) from None
        finally:
            await _end(process)
        self._get_ready()
        first, found, body = answer.partition(b"\n")
        if not found:
            raise WorkerError(f"The process that made the network ended: {process.returncode}.")
        head: dict[str, Any] = json.loads(first)
        if "memory" in head:
            raise QueryMemoryError("The network needs more memory than it may have.")
        if "error" in head:
            raise _error(head["error"])
        return body[: head["bytes"]], body[head["bytes"] :]

    async def _process(self) -> Process:
        """A process that waits for its task: the one that is ready, or a new one."""
        while self._ready:
            process = await self._taken(self._ready.pop())
            if process.returncode is None:
                return process
        return await self._taken(asyncio.get_running_loop().create_task(_started()))

    async def _taken(self, starting: asyncio.Task[Process]) -> Process:
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            self._ready.append(starting)  # it is there for the next one
            raise

    def _get_ready(self) -> None:
        if not self._ready and not self._closed:
            self._ready.append(asyncio.get_running_loop().create_task(_started()))


def _whole(task: dict[str, Any]) -> str:
    """The key of the communities of the whole network that a network is a part of."""
    parts = ("community", "measures")
    options = {name: value for name, value in task["options"].items() if name not in parts}
    told = [task["folder"], options, task["memory_mb"]]
    return f"communities {json.dumps(told, sort_keys=True)}"


async def _started() -> Process:
    # One thread for what BLAS does: the others would wait in circles, and take from the server.
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _MODULE),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _error(told: dict[str, Any]) -> RightsgraphError:
    """The error that the process tells of, of the class with its code."""
    kinds = {kind.code: kind for kind in (getattr(errors, name) for name in errors.__all__)}
    kind: type[RightsgraphError] = kinds.get(told["code"], RightsgraphError)
    return kind(told["message"], remedy=told["remedy"], **told["details"])
