"""Responses with a dump: a file that is there, or one that grows."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from http import HTTPStatus
from pathlib import Path
from typing import IO, Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rightsgraph.errors import RightsgraphError
from rightsgraph.server.connection import ClientGoneError, run_while_connected
from rightsgraph.server.dump_making import BLOCK_BYTES, Making
from rightsgraph.server.ranges import Part

_LOG: Final = logging.getLogger("rightsgraph.server")


class _FileResponse(Response):
    """Sends a file as fast as the client takes it, until that goes away."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Sends it."""
        with contextlib.suppress(ClientGoneError):
            await run_while_connected(receive, self._send(send))

    async def _send(self, send: Send) -> None:
        raise NotImplementedError

    async def _begin(self, send: Send) -> None:
        head = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **head})


class PartResponse(_FileResponse):
    """A file that is there, or a part of it.

    Args:
        path: The file.
        part: Its bytes that are sent.
        headers: The header fields, with Content-Length.
        status: 200, or 206 for a part.
    """

    def __init__(
        self, path: Path, part: Part, headers: dict[str, str], status: int = HTTPStatus.OK
    ) -> None:
        super().__init__(status_code=status, headers=headers)
        self.path = path
        self.part = part

    async def _send(self, send: Send) -> None:
        with await asyncio.to_thread(self.path.open, "rb") as file:
            await self._begin(send)
            file.seek(self.part.first)
            left = len(self.part)
            while left:
                block = await asyncio.to_thread(file.read, min(left, BLOCK_BYTES))
                if not block:
                    _LOG.warning("%s is shorter than it was.", self.path)
                    return  # the connection is cut, as less has come than was said
                left -= len(block)
                body = {"body": block, "more_body": left > 0}
                await send({"type": "http.response.body", **body})


class GrowingResponse(_FileResponse):
    """A dump that is being made.

    Args:
        making: Who makes it.
        file: The file that grows, which is closed at the end.
        headers: The header fields.
    """

    def __init__(self, making: Making, file: IO[bytes], headers: dict[str, str]) -> None:
        super().__init__(headers=headers)
        del self.headers["Content-Length"]
        self.making = making
        self.file = file

    async def _send(self, send: Send) -> None:
        with self.file:
            await self._begin(send)
            try:
                async for block in self.making.blocks(self.file):
                    body = {"body": block, "more_body": True}
                    await send({"type": "http.response.body", **body})
            except RightsgraphError as error:
                # Returning with more_body outstanding makes the server close the connection.
                _LOG.warning("A dump was cut off: %s", error)
                return
            await send({"type": "http.response.body", "body": b""})
