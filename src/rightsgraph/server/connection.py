"""Work that is done for a client, and ends when the client has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Final, TypeVar

from starlette.types import Receive

from rightsgraph.errors import QueryCancelledError

_Result = TypeVar("_Result")
# Most answers are there before it is worth watching whether the client has gone.
_WATCH_AFTER_SECONDS: Final = 0.05


class ClientGoneError(QueryCancelledError):
    """The client went away; nobody is left to be answered."""


async def run_while_connected(receive: Receive, work: Awaitable[_Result]) -> _Result:
    """What comes of work, which is cancelled when the client goes away.

    Args:
        receive: Where the disconnection is told; the request has been read from it already.
        work: What is done; a query that it runs ends with it.

    Raises:
        ClientGoneError: The client went away before the work was done.

    Source: ASGI, HTTP and WebSocket message format (the `http.disconnect` event).
    """
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("A request is answered in a task.")
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await receive())["type"] != "http.disconnect":
            pass
        gone = True
        task.cancel()

    loop = asyncio.get_running_loop()
    watchers: list[asyncio.Task[None]] = []
    clock = loop.call_later(
        _WATCH_AFTER_SECONDS, lambda: watchers.append(loop.create_task(watch()))
    )
    try:
        result = await work
        if gone:
            await asyncio.sleep(0)  # the cancellation that is on its way arrives here
    except asyncio.CancelledError:
        if not gone or task.uncancel() > 0:
            raise
        raise ClientGoneError("The client went away.") from None
    finally:
        clock.cancel()
        for each in watchers:
            each.cancel()
    return result
