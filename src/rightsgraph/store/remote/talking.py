"""How the thread that reads an answer and the event loop that has its connection work together.

The parser of an answer wants a file that it can read, and its writer a file that it can write; the
connection belongs to the event loop. So the thread asks the loop for the next bytes, hands it the
next block, and waits while there are blocks enough. When the loop ends the talk, whatever the
thread waits for or asks next fails, and so the thread ends too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import AsyncExitStack
from traceback import clear_frames
from typing import Any, Final, TypeAlias, TypeVar

import httpx

from rightsgraph.errors import QueryCancelledError, RemoteAnswerError, RightsgraphError
from rightsgraph.store.remote.endpoint import Endpoint, Question

_LOG = logging.getLogger("rightsgraph.store")
_BLOCK_BYTES: Final = 65_536
_ERROR_BYTES: Final = 4096
_Result = TypeVar("_Result")
# Blocks, and at the end `None` or what went wrong.
BlockQueue: TypeAlias = "asyncio.Queue[bytes | RightsgraphError | None]"


def plain_error(error: RightsgraphError) -> RightsgraphError:
    """An error like that one, which holds on to nothing of where it was raised."""
    return type(error)(error.message, remedy=error.remedy, **error.details)


def _let_go(error: BaseException | None) -> None:
    """Empties the frames that an error has passed through: what they hold ends in this thread."""
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


class TalkBody:
    """The body of a response, read from the thread of a talk."""

    def __init__(self, talk: Talk, response: httpx.Response) -> None:
        self.headers: Mapping[str, str] = response.headers
        self._talk = talk
        self._response = response
        self._blocks = response.aiter_bytes()

    def read(self) -> bytes:
        """The next bytes; empty at the end."""
        return self._talk.call(self.next())

    def close(self) -> None:
        """Gives the connection back."""
        self._talk.call(self._close())

    async def _close(self) -> None:
        with self._talk.endpoint.faults():
            await self._response.aclose()

    async def next(self) -> bytes:
        """The next bytes, in the loop."""
        with self._talk.endpoint.faults():
            async for block in self._blocks:
                if block:
                    return block
        return b""


class Talk:
    """What a thread and the event loop say to each other about one answer.

    Args:
        client: The connections.
        endpoint: Where the store is.
        threads: Where the thread comes from.
    """

    def __init__(
        self, client: httpx.AsyncClient, endpoint: Endpoint, threads: ThreadPoolExecutor
    ) -> None:
        self.endpoint = endpoint
        self._client = client
        self._threads = threads
        self._loop = asyncio.get_running_loop()
        self._responses = AsyncExitStack()
        self._current: asyncio.Task[Any] | None = None
        self._left = False

    async def work(self, function: Callable[[], _Result]) -> _Result:
        """What a function returns that is called in a thread.

        Raises:
            RightsgraphError: What it raises; anything else is logged.
        """

        def run() -> _Result | RightsgraphError:
            # The parser must be let go in the thread that made it, so nothing that an exception
            # holds on to may leave it: the engine would end the process.
            try:
                return function()
            except RightsgraphError as error:
                _let_go(error)
                return plain_error(error)
            except Exception as error:  # noqa: BLE001 whoever reads must not wait for ever
                _LOG.exception("The answer of the store could not be read.")
                _let_go(error)
                return RemoteAnswerError(f"The answer of {self.endpoint.name} cannot be read.")

        result = await self._loop.run_in_executor(self._threads, run)
        if isinstance(result, RightsgraphError):
            raise result
        return result

    def call(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        """In the thread: what a coroutine returns that runs in the loop.

        Raises:
            QueryCancelledError: Nobody waits for the answer any more.
        """
        future = asyncio.run_coroutine_threadsafe(self._tracked(work), self._loop)
        try:
            return future.result()
        except CancelledError:
            raise QueryCancelledError("Nobody waits for the answer any more.") from None

    async def _tracked(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        """What a coroutine returns, unless the talk ends first."""
        if self._left:
            work.close()
            raise QueryCancelledError("Nobody waits for the answer any more.")
        self._current = asyncio.current_task()
        try:
            return await work
        finally:
            self._current = None

    def ask(self, question: Question) -> TalkBody:
        """In the thread: the body of the answer to a question.

        Raises:
            RightsgraphError: There is none.
        """
        return self.call(self._ask(question))

    async def _ask(self, question: Question) -> TalkBody:
        endpoint = self.endpoint
        with endpoint.faults():
            response = await self._responses.enter_async_context(
                self._client.stream(**endpoint.request(question))
            )
        body = TalkBody(self, response)
        start = b""
        if not response.is_success:
            while len(start) < _ERROR_BYTES and (block := await body.next()):
                start += block
        endpoint.check(response.status_code, response.headers, start)
        return body

    async def leave(self) -> None:
        """In the loop: ends the connections, and with them what the thread does."""
        self._left = True
        if self._current is not None:
            self._current.cancel()
            await asyncio.wait([self._current])
        await self._responses.aclose()


class Blocks:
    """A file that hands what is written to it to the event loop in blocks.

    Args:
        talk: How the thread that writes reaches the loop.
        queue: Where the blocks go.
    """

    def __init__(self, talk: Talk, queue: asyncio.Queue[bytes | RightsgraphError | None]) -> None:
        self._talk = talk
        self._queue = queue
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Takes a piece; waits while the client has blocks enough."""
        self._parts.append(bytes(data))
        self._size += len(data)
        if self._size >= _BLOCK_BYTES:
            self.flush_block()
        return len(data)

    def flush(self) -> None:
        """Does nothing: blocks go out when they are full, and at the end."""

    def flush_block(self) -> None:
        """Hands over what is there."""
        if self._size:
            block = b"".join(self._parts)
            self._parts, self._size = [], 0
            self._talk.call(self._queue.put(block))
