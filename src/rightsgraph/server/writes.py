"""Writes over HTTP: who may, and what comes after one.

Source: RFC 6750 (bearer tokens), section 3; RFC 9110, section 11.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator
from typing import Any, Final

from starlette.responses import Response

from rightsgraph.errors import InputError, TokenError, WritingOffError
from rightsgraph.server.answering import SNAPSHOT_FIELD
from rightsgraph.server.requests import Headers, graph_iri, spooled
from rightsgraph.server.service import GraphService
from rightsgraph.store.changes import Change, Outcome

_TOKEN_BYTES: Final = 32


def new_token() -> tuple[str, str]:
    """A new token, and the digest of it that the server is told.

    Example:
        >>> token, digest = new_token()
        >>> digest == token_digest(token)
        True
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    return token, token_digest(token)


def token_digest(token: str) -> str:
    """The SHA-256 digest of a token, in hexadecimal digits.

    A plain digest is enough: a token of 256 random bits cannot be found by trying.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def require_token(headers: Headers, service: GraphService) -> None:
    """Nothing, when the request may write.

    Raises:
        WritingOffError: Nobody may.
        TokenError: It has no token, or another one.
    """
    wanted = service.settings.write_token_sha256.lower()
    if not service.writable:
        raise WritingOffError("This server answers questions and takes no data.")
    scheme, _, token = headers.authorization.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenError("The request has no token.", presented=False)
    if not hmac.compare_digest(token_digest(token.strip()), wanted):
        raise TokenError("The token is not that of this server.", presented=True)


async def write(
    service: GraphService,
    blocks: AsyncIterator[bytes],
    kind: str,
    **about: Any,  # noqa: ANN401
) -> Outcome:
    """What came of a write; the next query reads it.

    Args:
        service: The graph.
        blocks: The body of the request.
        kind: As `Change` has it.
        about: Further fields of `Change`.

    Raises:
        RightsgraphError: As `store.writer.Writer.write` does.
    """
    async with spooled(blocks) as body:
        return await service.write(Change(kind=kind, body=str(body), **about))


def written(outcome: Outcome, status: int, location: str = "") -> Response:
    """The response that says that a write is done.

    Args:
        outcome: What came of it.
        status: 200, 201 or 204.
        location: Address of a graph that was made.
    """
    headers = {SNAPSHOT_FIELD.decode(): outcome.snapshot, "Cache-Control": "no-store"}
    if location:
        headers["Location"] = location
    return Response(status_code=status, headers=headers)


def using(parameters: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """The graphs that the WHERE of an update looks in, as fields of `Change`.

    Raises:
        InputError: One of them is no IRI.
    """
    return {
        field: tuple(graph_iri(iri) for iri in parameters.get(name, ()))
        for field, name in (("using", "using-graph-uri"), ("using_named", "using-named-graph-uri"))
    }


def single(parameters: dict[str, list[str]], name: str) -> str | None:
    """The value of a parameter that may stand once.

    Raises:
        InputError: It stands more often.
    """
    values = parameters.get(name, [])
    if len(values) > 1:
        raise InputError(f"The request has several parameters {name!r}; send one at a time.")
    return values[0] if values else None
