"""Header fields that every response carries: who may read it, and what a page may load.

Source: Fetch Standard (CORS protocol); Content Security Policy Level 3.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EVERYWHERE: Final = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Retry-After, Link"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        b"base-uri 'none'; frame-ancestors 'none'",
    ),
]
_METHODS: Final = b"GET, HEAD, OPTIONS"
_SPARQL_METHODS: Final = b"GET, HEAD, POST, OPTIONS"


class HeadersMiddleware:
    """Adds the fields, and answers OPTIONS, also the preflight requests of browsers.

    Args:
        app: What answers everything else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        def send_with_headers(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_EVERYWHERE]
            return send(message)

        if scope["method"] == "OPTIONS":
            await _answer_options(scope, send_with_headers)
        elif scope["method"] == "HEAD" and scope["path"] != "/sparql":
            # Routes know GET; the server sends no body to the client that asked by HEAD.
            await self.app({**scope, "method": "GET"}, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)


async def _answer_options(scope: Scope, send: Send) -> None:
    methods = _SPARQL_METHODS if scope["path"] == "/sparql" else _METHODS
    headers = [
        (b"allow", methods),
        (b"access-control-allow-methods", methods),
        (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
        (b"access-control-max-age", b"86400"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
