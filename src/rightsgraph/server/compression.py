"""Answers compressed for clients that can read them so.

The framework's middleware looks through every answer for what to do with it, also for clients that
take nothing compressed; these pass it by here, and are told only that others get another answer.

Source: RFC 9110, sections 8.4 (Content-Encoding), 12.5.3 (Accept-Encoding) and 12.5.5 (Vary).
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What is smaller grows when it is compressed; level 1 keeps up with the workers.
_FROM_BYTES: Final = 128
_LEVEL: Final = 1
_VARY: Final = (b"vary", b"Accept-Encoding")


class Compression:
    """An application whose answers are compressed where the client asks for it.

    Args:
        app: What answers.
        beside: A path below which nothing is compressed.
    """

    def __init__(self, app: ASGIApp, *, beside: str) -> None:
        self.app = app
        self.beside = beside + "/"
        self.compressed = GZipMiddleware(app, _FROM_BYTES, _LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http" or scope["path"].startswith(self.beside):
            await self.app(scope, receive, send)
            return
        for name, value in scope["headers"]:
            if name == b"accept-encoding" and b"gzip" in value:
                await self.compressed(scope, receive, send)
                return

        def send_as_it_is(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], _VARY]
            return send(message)

        await self.app(scope, receive, send_as_it_is)
