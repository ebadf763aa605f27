"""How much one client may ask: a number of requests a minute, where the server is set to have one.

Every answer then says how much is left. A client is an address, of IPv6 the first half of it, which
one subscriber has to himself. Behind a reverse proxy all requests come from the proxy; what it says
in X-Forwarded-For is believed of the proxies that the settings name, and of nobody else.

Source: the RateLimit fields of draft-ietf-httpapi-ratelimit-headers-10; RFC 6585, section 4 (429);
RFC 9110, section 10.2.3 (Retry-After).
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rightsgraph.errors import RateLimitError
from rightsgraph.server.headers import EVERYWHERE
from rightsgraph.server.problems import problem_response
from rightsgraph.settings import Settings

Network = IPv4Network | IPv6Network
SECONDS: Final = 60
# Those who look whether the server is well, and browsers that ask whether they may ask.
_FREE: Final = ("/healthz", "/readyz", "/metrics")
_SUBSCRIBER_BITS: Final = 64


class RateLimit:
    """An application that one client may ask so many times a minute.

    Args:
        app: What answers.
        settings: The number, and which proxies are believed.
        clock: The time in seconds, from any moment on.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.app = app
        self.settings = settings
        self._most = settings.rate_limit
        self._proxies = tuple(map(ip_network, settings.proxies.split()))
        self._clock = clock
        # For each client the end of its minute, and what it has asked; the first to end in front.
        self._known: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._policy = f'"client";q={self._most};w={SECONDS}'.encode("ascii")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if scope["type"] != "http" or scope["method"] == "OPTIONS" or scope["path"] in _FREE:
            await self.app(scope, receive, send)
            return
        asked, seconds = self._count(client_of(scope, self._proxies))
        left = f'"client";r={max(0, self._most - asked)};t={seconds}'.encode("ascii")
        fields = [(b"ratelimit-policy", self._policy), (b"ratelimit", left)]

        async def send_with_fields(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *fields]
            await send(message)

        if asked <= self._most:
            await self.app(scope, receive, send_with_fields)
            return
        error = RateLimitError(
            f"One client may send {self._most} requests in {SECONDS} seconds.",
            remedy=f"Go on in {seconds} seconds; the field RateLimit says how much is left.",
        )
        response = problem_response(error, self.settings)
        response.headers["Retry-After"] = str(seconds)
        response.raw_headers.extend(EVERYWHERE)
        await response(scope, receive, send_with_fields)

    def _count(self, client: str) -> tuple[int, int]:
        """How much a client has asked in its minute, with this; and how long that still is."""
        now = self._clock()
        while self._known and next(iter(self._known.values()))[0] <= now:
            self._known.popitem(last=False)
        end, asked = self._known.get(client, (now + SECONDS, 0))
        asked = min(asked + 1, self._most + 1)
        self._known[client] = end, asked
        return asked, math.ceil(end - now)


def client_of(scope: Scope, proxies: Sequence[Network]) -> str:
    """The client that a request is of: its address, or the network of a subscriber.

    Args:
        scope: The request.
        proxies: The reverse proxies that are believed about who asked them.

    Example:
        >>> from ipaddress import ip_network
        >>> headers = [(b"x-forwarded-for", b"203.0.113.9, 198.51.100.7")]
        >>> scope = {"client": ("127.0.0.1", 4711), "headers": headers}
        >>> client_of(scope, [ip_network("127.0.0.1")]), client_of(scope, [])
        ('198.51.100.7', '127.0.0.1')
    """
    named = [
        part.strip()
        for name, value in scope["headers"]
        if name == b"x-forwarded-for"
        for part in value.decode("latin-1").split(",")
    ]
    host = (scope.get("client") or ("", 0))[0]
    while named and _is_within(host, proxies):
        host = named.pop()  # each proxy adds the one that asked it at the end
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Network((address, _SUBSCRIBER_BITS), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def _is_within(host: str, networks: Sequence[Network]) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in networks)
