"""Sends the answer to a query: whole when it is small, in blocks when it is large.

A response with status 200 that ends properly is complete. When a large answer fails on the way,
the connection is cut before its last chunk, so that no client can take the part for the whole.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from hashlib import blake2b
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rightsgraph.errors import RightsgraphError
from rightsgraph.server.connection import ClientGoneError, run_while_connected
from rightsgraph.server.negotiation import Offer
from rightsgraph.server.observation import note_query
from rightsgraph.server.service import GraphService, whole
from rightsgraph.server.shared_answers import Readable, WholeAnswer, is_repeatable
from rightsgraph.store.answers import GraphRequest, QueryRequest

_LOG = logging.getLogger("rightsgraph.server")
# Names the state of the graph that an answer was read from, or that a write has made.
SNAPSHOT_FIELD: Final = b"rightsgraph-snapshot"


def entity_tag(snapshot: str, request: QueryRequest, media_type: str) -> str:
    """The ETag of an answer; empty when the same query need not give it again.

    It is a weak one: the engine promises no order of rows without ORDER BY.
    """
    if not snapshot or not is_repeatable(request.query):
        return ""
    key = "\0".join(
        (
            snapshot,
            media_type,
            "union" if request.over_union else "",
            request.base_iri,
            request.query,
            *request.default_graphs,
            "",
            *request.named_graphs,
        )
    )
    return f'W/"{blake2b(key.encode(), digest_size=12).hexdigest()}"'


def matches(field: str, tag: str) -> bool:
    """Whether an If-None-Match field names a tag.

    The field `*`, which any answer matches, is no tag: an answer must first be seen to exist.

    Source: RFC 9110, section 13.1.2 (weak comparison).
    """
    if not tag:
        return False
    wanted = tag.removeprefix("W/")
    return any(part.strip().removeprefix("W/") == wanted for part in field.split(","))


class AnswerResponse(Response, ABC):
    """An answer that comes from a worker, asked for when the response is sent.

    Args:
        service: Where it comes from.
        offer: The media type.
        if_none_match: The field of the request; empty without one, or for POST.
        cacheable: Whether it answers a GET or HEAD.
        extra: Further header fields.
    """

    def __init__(
        self,
        service: GraphService,
        offer: Offer,
        *,
        if_none_match: str = "",
        cacheable: bool = True,
        extra: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.service = service
        self.offer = offer
        self.if_none_match = if_none_match
        self.cacheable = cacheable
        self.extra = extra or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Evaluates the query and sends its answer.

        Raises:
            RightsgraphError: It failed before anything was sent.
        """
        snapshot = self.service.snapshot
        if self.if_none_match and matches(self.if_none_match, self._tag(snapshot)):
            await self._send_unchanged(send, snapshot)
            return
        kept = self.kept()
        if kept is not None and self.if_none_match.strip() != "*":
            await self._send_answer(scope, send, kept)
            return
        # When the client has gone there is nobody who could be told.
        with contextlib.suppress(ClientGoneError):
            await run_while_connected(receive, self._answer(scope, send))

    @abstractmethod
    def ask(self) -> AbstractAsyncContextManager[Readable]:
        """A context in which the answer is read."""

    @abstractmethod
    def tag_on(self, snapshot: str) -> str:
        """The ETag of the answer on a snapshot; empty when it may be another one next time."""

    def kept(self) -> WholeAnswer | None:
        """The answer, when it is at hand."""
        return None

    async def _answer(self, scope: Scope, send: Send) -> None:
        async with self.ask() as answer:
            if self.if_none_match.strip() == "*":
                await self._send_unchanged(send, answer.snapshot)
            else:
                await self._send_answer(scope, send, answer)

    async def _send_unchanged(self, send: Send, snapshot: str) -> None:
        await self._send_head(send, 304, snapshot, self._tag(snapshot))
        await send({"type": "http.response.body", "body": b""})

    async def _send_answer(self, scope: Scope, send: Send, answer: Readable) -> None:
        body = answer.body
        if body is None and scope.get("http_version") == "1.0":
            # Without chunks the end of the connection would be the end of the answer, so a part
            # could be taken for the whole.
            body = await whole(answer, self.service.settings)
        head_only = scope["method"] == "HEAD"
        if body is not None:
            await self._send_head(send, 200, answer.snapshot, self._tag_of(answer), len(body))
            await send({"type": "http.response.body", "body": b"" if head_only else body})
            return
        await self._send_head(send, 200, answer.snapshot, self._tag_of(answer))
        if head_only:
            await send({"type": "http.response.body", "body": b""})
            return
        try:
            async for block in answer.blocks():
                async with asyncio.timeout(self.service.settings.client_seconds):
                    await send({"type": "http.response.body", "body": block, "more_body": True})
        except (RightsgraphError, TimeoutError) as error:
            # Returning with more_body outstanding makes the server close the connection.
            _LOG.warning("An answer was cut off: %s", str(error) or "the client took nothing")
            return
        await send({"type": "http.response.body", "body": b""})

    def _tag(self, snapshot: str) -> str:
        return self.tag_on(snapshot) if self.cacheable else ""

    def _tag_of(self, answer: Readable) -> str:
        if not self.cacheable or not isinstance(answer, WholeAnswer):
            return self._tag(answer.snapshot)
        media_type = self.offer.media_type
        if media_type not in answer.tags:
            answer.tags[media_type] = self._tag(answer.snapshot)
        return answer.tags[media_type]

    async def _send_head(
        self, send: Send, status: int, snapshot: str, tag: str, length: int | None = None
    ) -> None:
        headers = [
            (b"content-type", self.offer.content_type.encode("latin-1")),
            (b"vary", b"Accept, Accept-Datetime"),
            (SNAPSHOT_FIELD, snapshot.encode("ascii")),
        ]
        if length is not None:
            headers.append((b"content-length", b"%d" % length))
        if self.cacheable:
            # A cache asks before it serves: the next snapshot may have another answer.
            headers.append((b"cache-control", b"no-cache"))
            if tag:
                headers.append((b"etag", tag.encode("ascii")))
        for name, value in self.extra.items():
            headers.append((name.encode("latin-1"), value.encode("latin-1")))
        await send({"type": "http.response.start", "status": status, "headers": headers})


class QueryResponse(AnswerResponse):
    """The answer to a query; further arguments are those of `AnswerResponse`.

    Args:
        service: Where it is evaluated.
        request: The query.
        offer: The media type.
    """

    def __init__(
        self,
        service: GraphService,
        request: QueryRequest,
        offer: Offer,
        *,
        if_none_match: str = "",
        cacheable: bool = True,
        extra: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(
            service, offer, if_none_match=if_none_match, cacheable=cacheable, extra=extra
        )
        self.request = request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Evaluates the query and sends its answer.

        Raises:
            RightsgraphError: It failed before anything was sent.
        """
        note_query(self.request.query, self.service.snapshot)
        await super().__call__(scope, receive, send)

    def ask(self) -> AbstractAsyncContextManager[Readable]:
        """A context in which the answer is read."""
        return self.service.answer(self.request)

    def tag_on(self, snapshot: str) -> str:
        """The ETag of the answer on a snapshot."""
        if not self.service.is_lasting(self.request):
            return ""
        return entity_tag(snapshot, self.request, self.offer.media_type)

    def kept(self) -> WholeAnswer | None:
        """The answer, when it is at hand."""
        return self.service.kept(self.request)


class GraphResponse(AnswerResponse):
    """What a graph holds.

    Args:
        service: Where it is read.
        request: The graph.
        offer: The media type.
        if_none_match: The field of the request; empty without one.
    """

    def __init__(
        self, service: GraphService, request: GraphRequest, offer: Offer, *, if_none_match: str
    ) -> None:
        super().__init__(service, offer, if_none_match=if_none_match)
        self.request = request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reads the graph and sends it; for HEAD nothing is read.

        Raises:
            RightsgraphError: It failed before anything was sent.
        """
        if scope["method"] == "HEAD":
            snapshot = self.service.snapshot
            await self._send_head(send, 200, snapshot, self._tag(snapshot))
            await send({"type": "http.response.body", "body": b""})
            return
        await super().__call__(scope, receive, send)

    def ask(self) -> AbstractAsyncContextManager[Readable]:
        """A context in which the answer is read."""
        return self.service.read_graph(self.request)

    def tag_on(self, snapshot: str) -> str:
        """The ETag of the graph on a snapshot."""
        if not self.service.is_lasting(self.request):
            return ""
        graph = "all" if self.request.graph is None else f"<{self.request.graph}>"
        key = "\0".join((snapshot, self.offer.media_type, graph))
        return f'W/"{blake2b(key.encode(), digest_size=12).hexdigest()}"'
