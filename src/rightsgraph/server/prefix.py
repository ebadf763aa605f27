"""A server whose addresses all begin with a path, as `/graph` of `https://example.org/graph/`.

Everything inside knows addresses from the root only. They get the prefix where they leave: in
fields of the header, in attributes of pages, in what the JSON of the API links. A quotation mark of
a text is escaped in both HTML and JSON, so a text can never be taken for an address.

Requests may come with the prefix or, from a proxy that takes it away, without it.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KEY: Final = "rightsgraph.prefix"
_IN_PAGES: Final = re.compile(rb'(\s(?:href|src|action|data-[a-z-]+)=")/(?!/)')
_IN_JSON: Final = re.compile(rb'("(?:href|next|address|evidence|openapi|docs)":\s*")/(?!/)')
# What these give is the graph itself, in answers of any size.
_DATA: Final = ("/sparql", "/store", "/dumps", "/api/v1/network")
_IN_LINKS: Final = re.compile(rb"(<)/(?!/)")


def prefix_of(scope: Scope) -> str:
    """The prefix of the addresses of this server; empty for none."""
    found: str = scope.get(_KEY, "")
    return found


class PathPrefix:
    """Takes the prefix from what is asked, and puts it before addresses in fields of the header.

    Args:
        app: What answers, and knows nothing of a prefix.
        prefix: A path without a slash at its end.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.prefix: Final = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope[_KEY] = self.prefix
        path: str = scope["path"]
        if path == self.prefix or path.startswith(self.prefix + "/"):
            scope["path"] = path.removeprefix(self.prefix) or "/"
            raw: bytes = scope.get("raw_path") or path.encode()
            scope["raw_path"] = raw.removeprefix(self.prefix.encode()) or b"/"

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [self._field(*f) for f in message["headers"]]}
            await send(message)

        await self.app(scope, receive, send_on)

    def _field(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        kind = name.lower()
        if kind == b"link":
            return name, _IN_LINKS.sub(rb"\g<1>" + self.prefix.encode() + b"/", value)
        if kind in (b"location", b"content-location") and value.startswith(b"/"):
            return name, self.prefix.encode() + value
        return name, value


class PrefixedAddresses:
    """Puts the prefix before the addresses in pages and in the JSON of the API.

    Args:
        app: What answers; its answers are not compressed yet.
        prefix: A path without a slash at its end.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self._prefix: Final = prefix.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        pattern: re.Pattern[bytes] | None = None
        start: Message = {}
        parts: list[bytes] = []

        async def send_on(message: Message) -> None:
            nonlocal pattern, start
            if message["type"] == "http.response.start":
                pattern = _pattern(scope, MutableHeaders(raw=message["headers"]))
                if pattern is not None:
                    start = message
                    return
            if pattern is None or message["type"] != "http.response.body":
                await send(message)
                return
            # An address may be cut in two by the parts in which an answer comes.
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = pattern.sub(rb"\g<1>" + self._prefix + b"/", b"".join(parts))
            headers = MutableHeaders(raw=list(start["headers"]))
            if "Content-Length" in headers:
                headers["Content-Length"] = str(len(body))
            await send({**start, "headers": headers.raw})
            await send({**message, "body": body})

        await self.app(scope, receive, send_on)


def _pattern(scope: Scope, headers: MutableHeaders) -> re.Pattern[bytes] | None:
    kind = headers.get("Content-Type", "").partition(";")[0]
    if kind == "text/html" and "Content-Disposition" not in headers:
        return _IN_PAGES
    if kind == "application/link-format":
        return _IN_LINKS
    if kind.endswith("json") and not scope["path"].startswith(_DATA):
        return _IN_JSON
    return None
