"""Request bodies: read up to a limit, as bytes, as JSON, or as the file of a form."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Message

from rightsgraph.errors import InputError, RequestTooLargeError
from rightsgraph.server.connection import ClientGoneError
from rightsgraph.server.requests import body_blocks, read_headers

MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Upload:
    """A document that was sent.

    Args:
        data: Its bytes.
        name: Its name; empty when it was sent without one.
        media_type: What the client says it is; empty when it does not say.
    """

    data: bytes
    name: str
    media_type: str


def media_type_of(request: Request) -> str:
    """The media type of a body, in small letters and without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request, most: int) -> bytes:
    """The body of a request.

    Args:
        request: The request.
        most: How many bytes it may have.

    Raises:
        RequestTooLargeError: It has more.
        UnsupportedMediaTypeError: It is compressed.
        ClientGoneError: The client went away.
    """
    return b"".join([block async for block in _blocks(request, most)])


async def read_text(request: Request, most: int) -> str:
    """The body of a request as text.

    Raises:
        InputError: It is not UTF-8.
        RequestTooLargeError: It has more than so many bytes.
    """
    try:
        return (await read_body(request, most)).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("The body is not UTF-8.") from None


async def read_json(request: Request, most: int) -> Any:  # noqa: ANN401 JSON is anything
    """The body of a request as JSON.

    Raises:
        InputError: It is not JSON.
        RequestTooLargeError: It has more than so many bytes.
    """
    text = await read_text(request, most)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"The body is not JSON: {error!s:.200}.") from None


async def read_upload(request: Request, most: int) -> Upload:
    """A document, sent as the body or as the one file of a form.

    Args:
        request: The request; `?name=` names a document that is sent as the body.
        most: How many bytes it may have.

    Raises:
        RequestTooLargeError: It has more.
        InputError: The form has no file, or several.
    """
    if media_type_of(request) != MULTIPART:
        data = await read_body(request, most)
        return Upload(data, request.query_params.get("name", ""), media_type_of(request))
    blocks = _blocks(request, most + 65_536)  # the lines between the parts of a form

    async def receive() -> Message:
        block = await anext(blocks, None)
        return {"type": "http.request", "body": block or b"", "more_body": block is not None}

    form_request = Request(request.scope, receive)
    try:
        async with form_request.form(max_files=1, max_fields=8) as form:
            # Files have these; other fields are text.
            files = [each for each in form.values() if not isinstance(each, str)]
            if len(files) != 1:
                raise InputError("The form has no file.", remedy="Send one file in it.")
            data = await files[0].read()
            if len(data) > most:
                raise RequestTooLargeError(f"The file has more than {most} bytes.")
            kind = (files[0].content_type or "").partition(";")[0].strip().lower()
            return Upload(data, files[0].filename or "", kind)
    except HTTPException as error:
        raise InputError(f"The form cannot be read: {error.detail}") from None
    except ClientDisconnect:
        raise ClientGoneError("The client went away before its request was complete.") from None


def _blocks(request: Request, most: int) -> AsyncIterator[bytes]:
    return body_blocks(request.receive, read_headers(request.scope), most)
