"""Connections of clients, and what they may take: time to ask, time to read, and their number.

Uvicorn ends a connection that stays silent after an answer. It waits for ever for a request that
trickles in, for one that never begins, and for a client that does not read its answer, and it
takes in a head of any size. This is its connection with an end to each of these.

Source: RFC 9110, section 15.5.9 (408); RFC 6585, section 5 (431).
"""

from __future__ import annotations

import asyncio
from typing import ClassVar, Final, cast

from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from rightsgraph.errors import (
    ConnectionsFullError,
    HeaderTooLargeError,
    HttpSyntaxError,
    RequestTimeoutError,
    RightsgraphError,
)
from rightsgraph.server.problems import problem_response
from rightsgraph.settings import Settings

# What a client must at least send of a body, or take of an answer, in the time it has, in bytes.
_PROGRESS_BYTES: Final = 65_536
# So much is written together at most, in bytes.
_TOGETHER_BYTES: Final = 65_536
# Beside the address, which may hold a query.
_HEAD_BYTES: Final = 65_536


class _OneWrite:
    """A transport that hands on together what is written in one turn of the loop.

    The head of an answer and its body come one after the other; each call of the system takes
    longer than all that was done for the body of a small answer.

    Args:
        transport: The transport of the connection.
        loop: The loop it belongs to.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._parts: list[bytes] = []
        self._bytes = 0
        # The rest is as it was.
        self.is_closing = transport.is_closing
        self.abort = transport.abort
        self.pause_reading = transport.pause_reading
        self.resume_reading = transport.resume_reading
        self.get_extra_info = transport.get_extra_info

    def write(self, data: bytes) -> None:
        """Takes a piece; a large one goes at once, so that the client sets the pace."""
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts.append(data)
        self._bytes += len(data)
        if self._bytes >= _TOGETHER_BYTES:
            self._flush()

    def close(self) -> None:
        """Closes after what was written."""
        self._flush()
        self._transport.close()

    def get_write_buffer_size(self) -> int:
        """How many bytes the client has not taken."""
        return self._transport.get_write_buffer_size() + self._bytes

    def _flush(self) -> None:
        parts, self._parts, self._bytes = self._parts, [], 0
        if parts and not self._transport.is_closing():
            self._transport.write(b"".join(parts))


class ClientConnection(HttpToolsProtocol):
    """A connection with limits; the names of the methods are those of asyncio and httptools.

    Attributes:
        settings: The limits.
    """

    # ruff: noqa: D102

    settings: ClassVar[Settings]

    _in_head = True  # the next byte belongs to the head of a request
    _in_body = False
    _head_bytes = _body_bytes = 0
    _unsent_bytes = 0
    _request_clock: asyncio.TimerHandle | None = None
    _answer_clock: asyncio.TimerHandle | None = None

    # Requests that arrive.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.transport = cast("asyncio.Transport", _OneWrite(transport, self.loop))
        self._since = self.loop.time()
        if len(self.connections) > self.settings.connections and not self._make_room():
            self._refuse(ConnectionsFullError(f"{len(self.connections)} connections are open."))
            return
        self._watch_request()

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        else:
            self._body_bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head and self._head_bytes > self.settings.request_bytes + _HEAD_BYTES:
            self._refuse(HeaderTooLargeError(f"The head has over {self._head_bytes} bytes."))
            return
        self._watch_request()

    def on_message_begin(self) -> None:
        self._in_head, self._in_body = True, False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head, self._in_body = False, True
        self._head_bytes = self._body_bytes = 0
        self._stop_request_clock()  # the body has its own time
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_head, self._in_body = True, False
        self._stop_request_clock()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self._since = self.loop.time()
        super().on_response_complete()
        if not self.transport.is_closing():
            self._watch_request()

    @property
    def answering(self) -> bool:
        """Whether a request is being answered."""
        cycle: RequestResponseCycle | None = self.cycle  # there is none before the first request
        return cycle is not None and not cycle.response_complete

    def _watch_request(self) -> None:
        """Lets the clock run while the client has to send something."""
        silent = not self._head_bytes and self._in_head
        waiting = silent and (self.answering or self.timeout_keep_alive_task is not None)
        if self._request_clock is None and not waiting:
            seconds = self.settings.request_seconds
            self._request_clock = self.loop.call_later(seconds, self._request_is_late)

    def _request_is_late(self) -> None:
        self._request_clock = None
        if self.transport.is_closing():
            return
        # Nothing is read while the one who answers has not taken what came before.
        held_up = self.flow.read_paused or (self.answering and not self._in_body)
        if held_up or (self._in_body and self._body_bytes >= _PROGRESS_BYTES):
            self._body_bytes = 0
            self._watch_request()
        elif not self._head_bytes if self._in_head else not self.answering:
            self.transport.close()  # it has not begun to ask, or has its answer already
        else:
            seconds = self.settings.request_seconds
            self._refuse(RequestTimeoutError(f"The request did not arrive in {seconds:g} seconds."))

    def _stop_request_clock(self) -> None:
        if self._request_clock is not None:
            self._request_clock.cancel()
            self._request_clock = None

    # Answers that are taken.

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unsent_bytes = self.transport.get_write_buffer_size()
        self._watch_answer()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_answer_clock()

    def _watch_answer(self) -> None:
        self._stop_answer_clock()
        seconds = self.settings.client_seconds
        self._answer_clock = self.loop.call_later(seconds, self._answer_is_late)

    def _answer_is_late(self) -> None:
        left = self.transport.get_write_buffer_size()
        if left > self._unsent_bytes - _PROGRESS_BYTES:
            self.transport.abort()
        else:
            self._unsent_bytes = left
            self._watch_answer()

    def _stop_answer_clock(self) -> None:
        if self._answer_clock is not None:
            self._answer_clock.cancel()
            self._answer_clock = None

    # The end.

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_request_clock()
        self._stop_answer_clock()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        self._refuse(HttpSyntaxError(msg))

    def _make_room(self) -> bool:
        """Whether another connection could be closed, the one that has been idle longest."""
        idle = [
            other
            for other in self.connections
            if isinstance(other, ClientConnection)
            and other is not self
            and not other.answering
            and not other.transport.is_closing()
        ]
        if not idle:
            return False
        min(idle, key=lambda other: other._since).transport.abort()
        return True

    def _refuse(self, error: RightsgraphError) -> None:
        """Answers with a problem in place of the application, and closes."""
        if self.answering and self.cycle.response_started:
            self.transport.abort()  # in the middle of an answer there is no room for another
            return
        response = problem_response(error, self.settings)
        response.headers["Connection"] = "close"
        head = STATUS_LINE[error.status] + b"".join(
            name + b": " + value + b"\r\n" for name, value in response.raw_headers
        )
        self.transport.write(head + b"\r\n" + bytes(response.body))
        self.transport.close()


def connections_with(settings: Settings) -> type[ClientConnection]:
    """The class of connections with the limits of some settings.

    Args:
        settings: The limits.
    """
    return type("LimitedConnection", (ClientConnection,), {"settings": settings})
