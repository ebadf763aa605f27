"""Lists that are short and whole: queries, prefixes, snapshots. As JSON or as a table in CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

from fastapi import Request
from starlette.responses import Response

from rightsgraph.errors import ParameterError
from rightsgraph.server import negotiation
from rightsgraph.server.answering import matches
from rightsgraph.server.negotiation import Offer
from rightsgraph.server.problems import problem_responses
from rightsgraph.store.answers import AnswerFormat

JSON: Final = Offer("application/json", AnswerFormat.JSON, "json")
CSV: Final = Offer("text/csv", AnswerFormat.CSV, "csv")
OFFERS: Final = (JSON, CSV)


def list_offer(request: Request, offers: Sequence[Offer] = OFFERS) -> Offer:
    """The format that is asked for: by the end of the path, by `?format=`, by Accept.

    Args:
        request: The request; `format` is its only parameter.
        offers: The formats, the default first.

    Raises:
        ParameterError: There is another parameter.
        NotAcceptableError: There is no such format.
    """
    for name in request.query_params:
        if name != "format":
            raise ParameterError(
                f"There is no parameter {name[:80]!r} here.",
                remedy="Leave it out; `format` is the only one.",
                parameter=name[:80],
            )
    if request.scope["path"].endswith(".csv"):
        return CSV
    asked = request.query_params.get("format")
    return negotiation.asked(asked, request.headers.get("accept", ""), offers)


def short_list(
    request: Request, content: Mapping[str, Any], head: Sequence[str], rows: Iterable[Iterable[Any]]
) -> Response:
    """The answer; its ETag is made from what it says, since snapshots come and go.

    Args:
        request: The request.
        content: The list as JSON.
        head: The columns of the table.
        rows: The rows of the table.

    Raises:
        ParameterError: There is another parameter than `format`.
        NotAcceptableError: There is no such format.
    """
    offer = list_offer(request)
    if offer is CSV:
        body = csv_table(head, rows)
    else:
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"Cache-Control": "no-cache", "Vary": "Accept", "ETag": tag}
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=offer.content_type, headers=headers)


def csv_table(head: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    r"""A table in CSV.

    Source: RFC 4180.

    Example:
        >>> csv_table(["name", "count"], [["a, b", 1]])
        b'name,count\r\n"a, b",1\r\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()


def short_list_operation(about: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """A list that is short and whole, for `add_api_route`.

    Args:
        about: What it has, in words.
        schema: The schema of its JSON.
    """
    return {
        "responses": {
            200: {
                "description": about,
                "content": {
                    "application/json": {"schema": schema},
                    "text/csv": {"schema": {"type": "string"}},
                },
            },
            304: {"description": "Nothing has changed since the ETag named by If-None-Match"},
            **problem_responses(400, 406, 414, 500),
        },
        "openapi_extra": {
            "parameters": [
                {
                    "name": "format",
                    "in": "query",
                    "description": "Stands above the Accept field",
                    "schema": {"type": "string", "enum": ["json", "csv"]},
                }
            ]
        },
    }
