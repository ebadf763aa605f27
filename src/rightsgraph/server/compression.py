"""Answers compressed for clients that can read them so: with Brotli, or else with gzip.

The framework's middleware knows gzip alone, does not read qualities (a client that refuses gzip by
`gzip;q=0` gets it), and looks through every answer for what to do with it, also for clients that
take nothing compressed; these pass it by here, and are told only that others get another answer.

Source: RFC 9110, sections 8.4 (Content-Encoding), 12.5.3 (Accept-Encoding) and 12.5.5 (Vary);
RFC 7932 (Brotli), RFC 1952 (gzip).
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, Protocol

import brotli
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rightsgraph.server.negotiation import read_qualities

# What is smaller grows when it is compressed.
_FROM_BYTES: Final = 128
# Levels that keep up with the workers. On a page of a list Brotli's takes as long as that of gzip,
# and leaves a seventh less.
_GZIP_LEVEL: Final = 1
_BROTLI_LEVEL: Final = 3
_GZIP_FORM: Final = 16 + zlib.MAX_WBITS
# From so many bytes on a piece is compressed on another thread, where it holds nobody up.
_THREAD_BYTES: Final = 131_072
_VARY: Final = (b"vary", b"Accept-Encoding")
_IDENTITY: Final = "identity"
# What is compressed by its nature.
_PACKED: Final = ("image/png", "image/webp", "font/woff2", "application/gzip", "application/zip")


class _Compressor(Protocol):
    """What compresses one answer."""

    def piece(self, data: bytes) -> bytes:
        """A piece of it, so that the client can read all that it has so far."""

    def last(self, data: bytes) -> bytes:
        """The last piece."""


class _Gzip:
    def __init__(self) -> None:
        self._by = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_FORM)

    def piece(self, data: bytes) -> bytes:
        return self._by.compress(data) + self._by.flush(zlib.Z_SYNC_FLUSH)

    def last(self, data: bytes) -> bytes:
        return self._by.compress(data) + self._by.flush()


class _Brotli:
    def __init__(self) -> None:
        self._by = brotli.Compressor(quality=_BROTLI_LEVEL)

    def piece(self, data: bytes) -> bytes:
        return bytes(self._by.process(data) + self._by.flush())

    def last(self, data: bytes) -> bytes:
        return bytes(self._by.process(data) + self._by.finish())


# Those that a client likes equally well are taken in this order.
_CODINGS: Final = MappingProxyType[str, Callable[[], _Compressor]]({"br": _Brotli, "gzip": _Gzip})


@lru_cache(maxsize=256)
def coding_of(accept: str) -> str:
    """How an answer is compressed for a client; empty for not at all.

    Args:
        accept: Its Accept-Encoding field. What it does not name it does not get.

    Example:
        >>> coding_of("gzip, deflate, br"), coding_of("gzip;q=1.0, br;q=0.5"), coding_of("gzip;q=0")
        ('br', 'gzip', '')
    """
    qualities = dict(read_qualities(accept))
    best = max(_CODINGS, key=lambda name: qualities.get(name, 0.0))  # the first of equals
    quality = qualities.get(best, 0.0)
    return best if quality > 0 and quality >= qualities.get(_IDENTITY, 0.0) else ""


class Compression:
    """An application whose answers are compressed where the client asks for it.

    Args:
        app: What answers.
        beside: A path below which nothing is compressed.
    """

    def __init__(self, app: ASGIApp, *, beside: str) -> None:
        self.app = app
        self.beside = beside + "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http" or scope["path"].startswith(self.beside):
            await self.app(scope, receive, send)
            return
        if coding := coding_of(_accepted(scope["headers"])):
            await self.app(scope, receive, _Answer(coding, send).send)
            return

        def send_as_it_is(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], _VARY]
            return send(message)

        await self.app(scope, receive, send_as_it_is)


def _accepted(fields: Iterable[tuple[bytes, bytes]]) -> str:
    """The Accept-Encoding field of a request, of several the list that they make up."""
    values = [value.decode("latin-1") for name, value in fields if name == b"accept-encoding"]
    return values[0] if len(values) == 1 else ", ".join(values)


class _Answer:
    """An answer on its way to a client, compressed.

    Args:
        coding: The name of the way.
        send: Where it goes.
    """

    def __init__(self, coding: str, send: Send) -> None:
        self._coding = coding
        self._send = send
        self._start: Message | None = None
        self._compressor: _Compressor | None = None

    async def send(self, message: Message) -> None:
        """Passes on a message; the head waits for the first piece of the body."""
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], _VARY]
            self._start = message
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        start, self._start = self._start, None
        if start is not None:
            headers = MutableHeaders(raw=start["headers"])
            if (more or len(body) >= _FROM_BYTES) and _gains(start["status"], headers):
                self._compressor = _CODINGS[self._coding]()
                headers["Content-Encoding"] = self._coding
                del headers["Content-Length"]
        if self._compressor is not None:
            step = self._compressor.piece if more else self._compressor.last
            large = len(body) >= _THREAD_BYTES
            body = await asyncio.to_thread(step, body) if large else step(body)
            if start is not None and not more:
                headers["Content-Length"] = str(len(body))
        if start is not None:
            await self._send(start)
        await self._send({**message, "body": body})


def _gains(status: int, headers: MutableHeaders) -> bool:
    """Whether an answer can be compressed, and is not so already."""
    if status == HTTPStatus.PARTIAL_CONTENT or "Content-Encoding" in headers:
        return False
    return not headers.get("Content-Type", "").startswith(_PACKED)
