"""The address that a client reached this server by."""

from __future__ import annotations

import re
from typing import Final

from fastapi import Request

from rightsgraph.errors import InputError
from rightsgraph.server.prefix import prefix_of

_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")


def origin_of(request: Request) -> str:
    """Scheme, host and prefix of the addresses of a request, without a slash at the end.

    Raises:
        InputError: The Host field is not the name of a host.
    """
    host = request.headers.get("host", "localhost")
    if not _HOST.fullmatch(host):
        raise InputError(f"The Host {host[:80]!r} is not the name of a host.")
    return f"{request.scope['scheme']}://{host}{prefix_of(request.scope)}"
