"""Header fields that every response carries: who may read it, and what a page may load.

Source: Fetch Standard (CORS protocol); Content Security Policy Level 3.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rightsgraph.errors import AddressTooLongError, NotFoundError
from rightsgraph.server.problems import problem_response
from rightsgraph.settings import Settings

EVERYWHERE: Final = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"ETag, Retry-After, Link, Location, Content-Location, Content-Range, Accept-Ranges, "
        b"Repr-Digest, Memento-Datetime, Rightsgraph-Snapshot, WWW-Authenticate, X-Request-ID, "
        b"RateLimit, RateLimit-Policy",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        b"img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
]
# Values of parameters are checked one by one; no set of them needs a longer address.
_TARGET_BYTES: Final = 16_384
_METHODS: Final = b"GET, HEAD, OPTIONS"
_POST_METHODS: Final = b"POST, OPTIONS"
_POSTED: Final = ("/api/v1/resolve", "/api/v1/extract")
_SPARQL_METHODS: Final = b"GET, HEAD, POST, QUERY, OPTIONS"
_STORE_METHODS: Final = b"GET, HEAD, PUT, POST, DELETE, PATCH, OPTIONS"
_SOURCE_METHODS: Final = b"GET, HEAD, PUT, OPTIONS"
_ENDPOINT_METHODS: Final = (_SPARQL_METHODS, _STORE_METHODS)
_REQUEST_FIELDS: Final = (
    b"Accept, Accept-Datetime, Authorization, Content-Type, If-Match, If-None-Match, If-Range, "
    b"Range, X-Request-ID"
)


class HeadersMiddleware:
    """Adds the fields, and answers OPTIONS, also the preflight requests of browsers.

    Args:
        app: What answers everything else.
        settings: Says how long an address with a SPARQL query may be.
        knows: Whether there is something at a path.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, knows: Callable[[Scope], bool] = lambda _: True
    ) -> None:
        self.app = app
        self.settings = settings
        self.knows = knows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        def send_with_headers(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                if message["status"] == HTTPStatus.METHOD_NOT_ALLOWED:
                    # A route of the framework names its own method, and not what is done here.
                    headers = [field for field in headers if field[0].lower() != b"allow"]
                    headers.append((b"allow", methods_of(scope)))
                message["headers"] = [*headers, *EVERYWHERE]
            return send(message)

        # These take HEAD themselves; the first also take long addresses.
        endpoint = methods_of(scope) in _ENDPOINT_METHODS
        dumps = scope["path"].startswith("/dumps")
        length = len(scope["path"]) + len(scope["query_string"])
        if length > (self.settings.request_bytes if endpoint else _TARGET_BYTES):
            long = AddressTooLongError(f"The address has {length} characters.")
            await problem_response(long, self.settings)(scope, receive, send_with_headers)
        elif scope["method"] == "OPTIONS":
            if self.knows(scope):
                await _answer_options(scope, send_with_headers)
            else:
                unknown = NotFoundError("There is nothing at this address.")
                await problem_response(unknown, self.settings)(scope, receive, send_with_headers)
        elif scope["method"] == "HEAD" and not endpoint and not dumps:
            # Routes know GET; the server sends no body to the client that asked by HEAD.
            inner = {**scope, "method": "GET"}
            try:
                await self.app(inner, receive, send_with_headers)
            finally:
                scope["route"] = inner.get("route")
        else:
            await self.app(scope, receive, send_with_headers)


async def _answer_options(scope: Scope, send: Send) -> None:
    methods = methods_of(scope)
    headers = [
        (b"allow", methods),
        (b"access-control-allow-methods", methods),
        (b"access-control-allow-headers", _REQUEST_FIELDS),
        (b"access-control-max-age", b"86400"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def methods_of(scope: Scope) -> bytes:
    """The methods that are known at a path, as the Allow field names them."""
    path = scope["path"]
    if path == "/sparql":
        return _SPARQL_METHODS
    if path == "/store" or path.startswith("/store/"):
        return _STORE_METHODS
    if path.startswith("/api/v1/documents/") and path.endswith("/source"):
        return _SOURCE_METHODS
    return _POST_METHODS if path in _POSTED else _METHODS
