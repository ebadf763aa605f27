"""What is noted of each request: its id, how it went, which query it asked - for logs and metrics.

A query is noted by its digest. Its text holds what somebody wanted to know, so it is written down
only where the setting RIGHTSGRAPH_LOG_QUERIES says so.

Source: for the id, the field X-Request-ID as reverse proxies set it.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import blake2b
from http import HTTPStatus
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rightsgraph.server.metrics import Metrics
from rightsgraph.settings import Settings

_LOG = logging.getLogger("rightsgraph.requests")
_SAFE_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}\Z")
_NO_ROUTE: Final = "none"
_CLIENT_CLOSED: Final = 499  # as nginx writes it down; never sent
_LONGEST_PATH: Final = 200


@dataclass(slots=True)
class RequestRecord:
    """One request, as it is noted.

    Args:
        id: Its id; the client's, when that is a short plain word.
        query: The SPARQL query that it asked; empty for none.
        snapshot: Id of the snapshot that answered it.
        code: The code of the error that it was answered with.
    """

    id: str
    query: str = ""
    snapshot: str = ""
    code: str = ""
    status: int = 0
    bytes: int = 0
    complete: bool = False
    begun: float = field(default_factory=time.perf_counter)

    @property
    def query_digest(self) -> str:
        """Sixteen hexadecimal digits that stand for the query; empty without one."""
        if not self.query:
            return ""
        return blake2b(self.query.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


_current: ContextVar[RequestRecord | None] = ContextVar("request", default=None)


def current_request() -> RequestRecord | None:
    """The request that is being answered here; `None` outside of one."""
    return _current.get()


def note_query(query: str, snapshot: str = "") -> None:
    """Notes that the present request asks a query.

    Args:
        query: The query.
        snapshot: Id of the snapshot that answers it, once that is known.
    """
    record = _current.get()
    if record is not None:
        record.query = query
        record.snapshot = snapshot or record.snapshot


def note_error(code: str) -> None:
    """Notes the code of the error that the present request is answered with."""
    record = _current.get()
    if record is not None:
        record.code = code


class Observation:
    """An application whose requests are counted, timed and logged.

    Args:
        app: What answers them.
        settings: What is logged.
        metrics: Where they are counted.
    """

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self.app = app
        self.settings = settings
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        record = RequestRecord(_request_id(scope))
        identity = (b"x-request-id", record.id.encode("ascii"))

        async def observe(message: Message) -> None:
            if message["type"] == "http.response.start":
                record.status = message["status"]
                message["headers"] = [*message["headers"], identity]
            elif message["type"] == "http.response.body":
                record.bytes += len(message.get("body", b""))
                record.complete = not message.get("more_body", False)
            await send(message)

        token = _current.set(record)
        try:
            await self.app(scope, receive, observe)
        finally:
            _current.reset(token)
            self._note(scope, record)

    def _note(self, scope: Scope, record: RequestRecord) -> None:
        seconds = time.perf_counter() - record.begun
        status = record.status if record.complete else record.status or _CLIENT_CLOSED
        route = _route(scope)
        self.metrics.note(
            route,
            scope["method"],
            status,
            seconds,
            record.bytes,
            record.code,
            cut=not record.complete,
        )
        failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR or (
            record.status > 0 and not record.complete
        )
        level = logging.WARNING if failed else logging.INFO
        if _LOG.isEnabledFor(level):
            _LOG.log(
                level,
                "%s %s %d",
                scope["method"],
                route,
                status,
                extra={"request": self._fields(scope, record, route, status, seconds)},
            )

    def _fields(
        self, scope: Scope, record: RequestRecord, route: str, status: int, seconds: float
    ) -> dict[str, object]:
        fields: dict[str, object] = {
            "request_id": record.id,
            "method": scope["method"],
            "path": scope["path"][:_LONGEST_PATH],
            "route": route,
            "status": status,
            "milliseconds": round(seconds * 1000, 3),
            "bytes": record.bytes,
        }
        if not record.complete:
            fields["complete"] = False
        if record.code:
            fields["code"] = record.code
        if record.snapshot:
            fields["snapshot"] = record.snapshot
        if record.query:
            fields["query_digest"] = record.query_digest
            fields["query_bytes"] = len(record.query.encode("utf-8", "surrogatepass"))
            if self.settings.log_queries:
                fields["query"] = record.query
        return fields


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            given: bytes = value
            if _SAFE_ID.match(given):
                return given.decode("ascii")
    return secrets.token_hex(8)


def _route(scope: Scope) -> str:
    """The pattern of the address, which has few values, and not the address, which has many."""
    route = scope.get("route")
    pattern = getattr(route, "path", None)
    return pattern if isinstance(pattern, str) else _NO_ROUTE
