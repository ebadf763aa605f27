"""What a request over HTTP brings along: its header fields, its parameters, its body."""

from __future__ import annotations

import re
import tempfile
from binascii import a2b_qp
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode
from starlette.types import Receive, Scope

from rightsgraph.errors import (
    DiskFullError,
    InputError,
    RequestTooLargeError,
    StoreError,
    StoreNotWritableError,
    UnsupportedMediaTypeError,
)
from rightsgraph.server.connection import ClientGoneError
from rightsgraph.store.faults import FULL

_MOST_PARAMETERS: Final = 1000
_NO_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Headers:
    """The header fields that the endpoints look at; empty when they are not there."""

    accept: str = ""
    content_type: str = ""
    if_none_match: str = ""
    host: str = "localhost"
    authorization: str = ""
    content_encoding: str = ""


def read_headers(scope: Scope) -> Headers:
    """The header fields of a request; several Accept fields are one."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        text = value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name == b"accept" and name in found else text
    return Headers(
        found.get(b"accept", ""),
        found.get(b"content-type", ""),
        found.get(b"if-none-match", ""),
        found.get(b"host", "localhost"),
        found.get(b"authorization", ""),
        found.get(b"content-encoding", ""),
    )


def media_type(content_type: str) -> str:
    """The media type without parameters; empty when it says that it is not UTF-8."""
    name, *parameters = (part.strip().lower() for part in content_type.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key == "charset" and value.strip('"') not in ("utf-8", "utf8", "us-ascii"):
            return ""
    return name


def read_parameters(encoded: bytes) -> dict[str, list[str]]:
    """The parameters of a query string or form, each with its values in order.

    Raises:
        InputError: They are not UTF-8, or too many.
    """
    values: dict[str, list[str]] = {}
    if encoded.count(b"&") >= _MOST_PARAMETERS:
        raise InputError(f"The request has more than {_MOST_PARAMETERS} parameters.")
    try:
        for pair in encoded.split(b"&"):
            if pair:
                name, _, value = pair.partition(b"=")
                values.setdefault(_unquoted(name), []).append(_unquoted(value))
    except UnicodeDecodeError:
        raise InputError("The parameters of the request are not UTF-8.") from None
    return values


def _unquoted(text: bytes) -> str:
    """What stands in a form, its escapes replaced; a % that begins none stands for itself.

    Quoted-printable is the same with another sign, and its decoder takes a megabyte of escapes in
    a few milliseconds, in which nobody else is served.

    Source: URL Standard, section 5.1 (application/x-www-form-urlencoded parsing).
    """
    text = text.replace(b"+", b" ")
    if b"%" in text:
        text = text.replace(b"=", b"%3D").replace(b"%%", b"%25%").replace(b"%%", b"%25%")
        text = a2b_qp(_NO_ESCAPE.sub(b"%25", text).replace(b"%", b"="))
    return text.decode("utf-8")


def graph_iri(text: str) -> str:
    """The IRI of a graph, when it is one.

    Raises:
        InputError: It is not an absolute IRI.
    """
    try:
        return NamedNode(text).value
    except ValueError as error:
        raise InputError(
            f"{text[:200]!r} is not the IRI of a graph: {error}.", remedy="Give an absolute IRI."
        ) from None


async def body_blocks(receive: Receive, headers: Headers, most: int) -> AsyncIterator[bytes]:
    """The pieces of a request body as they arrive.

    Args:
        receive: Where they come from.
        headers: The header fields of the request.
        most: How many bytes there may be in all.

    Raises:
        RequestTooLargeError: There are more bytes.
        UnsupportedMediaTypeError: The body is compressed.
        ClientGoneError: The client went away.
    """
    if headers.content_encoding.strip().lower() not in ("", "identity"):
        raise UnsupportedMediaTypeError(
            f"A body with the encoding {headers.content_encoding[:80]!r} is not read.",
            remedy="Send it as it is, without Content-Encoding.",
        )
    size = 0
    while True:
        message = await receive()  # the connection ends when nothing comes
        if message["type"] == "http.disconnect":
            raise ClientGoneError("The client went away before its request was complete.")
        block: bytes = message.get("body", b"")
        size += len(block)
        if size > most:
            raise RequestTooLargeError(f"The request has more than {most} bytes.")
        yield block
        if not message.get("more_body", False):
            return


async def read_body(receive: Receive, headers: Headers, most: int) -> bytes:
    """A whole request body; see `body_blocks`."""
    return b"".join([block async for block in body_blocks(receive, headers, most)])


@asynccontextmanager
async def spooled(blocks: AsyncIterator[bytes]) -> AsyncIterator[Path]:
    """A block in which what has arrived stands in a file, which another process may read.

    Raises:
        DiskFullError: There is no room for it.
        StoreNotWritableError: It cannot be written for another reason.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix="rightsgraph-", ignore_cleanup_errors=True)
    except OSError as error:
        raise _not_kept(error) from error
    with folder as name:
        file = Path(name) / "body"
        try:
            with file.open("wb") as out:
                async for block in blocks:
                    out.write(block)
        except OSError as error:
            raise _not_kept(error) from error
        yield file


def _not_kept(error: OSError) -> StoreError:
    if error.errno in FULL:
        return DiskFullError("There is no room for what was sent; nothing was changed.")
    return StoreNotWritableError(f"What was sent cannot be kept: {error.strerror}.")


async def only(body: bytes) -> AsyncIterator[bytes]:
    """One piece, as if it had arrived."""
    yield body
