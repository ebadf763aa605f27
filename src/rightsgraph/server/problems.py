"""Errors as problem details: one shape for every error that the server sends.

Source: RFC 9457 (Problem Details for HTTP APIs).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from rightsgraph.errors import NotFoundError, RightsgraphError
from rightsgraph.iris import CANONICAL_BASE
from rightsgraph.server import negotiation
from rightsgraph.server.observation import current_request, note_error
from rightsgraph.settings import Settings

PROBLEM_TYPE: Final = "application/problem+json"
_RETRY_SECONDS: Final = 10
_FOR_PROGRAMS: Final = (
    "/api/",
    "/sparql",
    "/store",
    "/metrics",
    "/healthz",
    "/readyz",
    "/static/",
    "/built/",
)
_DATA: Final = (".json", ".csv", ".svg", ".ttl", ".nt", ".jsonld", ".rdf")


_PROBLEMS: Final = {
    400: "The query or a parameter is wrong",
    401: "The token is missing or wrong",
    403: "The request asks for something that is switched off",
    404: "There is nothing here",
    406: "None of the formats asked for is available",
    408: "The request did not arrive in time",
    409: "The write does not fit the graph as it is",
    412: "The condition of the request does not hold",
    413: "The request or the query is too large",
    414: "The address is too long",
    415: "The media type of the request is not supported",
    422: "The document cannot be read, or the data fails its shapes",
    429: "Too many requests of one client in a minute; Retry-After says when to come back",
    500: "Something went wrong in rightsgraph",
    503: "Too many queries at once, or nothing to ask yet; Retry-After says when to come back",
    504: "The query took too long or needed too much memory",
}


def problem(error: RightsgraphError) -> dict[str, Any]:
    """The members of the problem details of an error."""
    record = current_request()
    return {
        "type": f"{CANONICAL_BASE}problems/{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.message,
        "code": error.code,
        "remedy": error.remedy,
        **({"requestId": record.id} if record is not None else {}),
        **({"details": error.details} if error.details else {}),
    }


def problem_response(error: RightsgraphError, settings: Settings) -> Response:
    """The response that tells of an error."""
    note_error(error.code)
    response = Response(
        json.dumps(problem(error), ensure_ascii=False, default=str).encode(),
        status_code=error.status,
        media_type=PROBLEM_TYPE,
        headers={"Cache-Control": "no-store"},
    )
    if error.status == HTTPStatus.NOT_ACCEPTABLE:
        response.headers["Vary"] = "Accept"
    if error.status == HTTPStatus.UNAUTHORIZED:
        wrong = ', error="invalid_token"' if error.details.get("presented") else ""
        response.headers["WWW-Authenticate"] = f'Bearer realm="rightsgraph"{wrong}'
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        queue = math.ceil(settings.queue_seconds)
        seconds = queue if error.code == "queue-full" else _RETRY_SECONDS
        response.headers["Retry-After"] = str(seconds)
    return response


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI response objects of errors, which all have the same shape."""
    reference = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": _PROBLEMS[status],
            "content": {PROBLEM_TYPE: {"schema": reference}},
        }
        for status in statuses
    }


class HttpError(RightsgraphError):
    """An error of HTTP itself, such as a method that a path does not know."""

    default_remedy = "See /openapi.json for what is served here."

    def __init__(self, status: int, message: str, **details: str) -> None:
        super().__init__(message, **details)
        phrase = HTTPStatus(status)
        # Each instance has its own: the class stands for all of HTTP's own errors.
        self.status = status  # type: ignore[misc]
        self.code = phrase.phrase.lower().replace(" ", "-").replace("'", "")  # type: ignore[misc]
        self.title = phrase.phrase  # type: ignore[misc]


def _of_http(error: HTTPException) -> RightsgraphError:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return NotFoundError("There is nothing at this address.")
    return HttpError(error.status_code, str(error.detail))


def _unexpected(settings: Settings) -> Response:
    # What went wrong is in the log; the client learns that it was our fault and no more.
    return problem_response(RightsgraphError("An unexpected error; it was logged."), settings)


def outermost(app: ASGIApp, settings: Settings) -> ASGIApp:
    """An application whose unexpected errors are answered with a problem, and logged."""

    async def unknown(request: Request, error: Exception) -> Response:  # noqa: ARG001 the framework's
        return _unexpected(settings)

    return ServerErrorMiddleware(app, handler=unknown)


def _is_for_people(request: Request) -> bool:
    """Whether a browser asks for a page; what is made for programs answers programs."""
    path = request.scope["path"]
    if path.startswith(_FOR_PROGRAMS) or path.endswith(_DATA):
        return False
    return negotiation.prefers_html(request.headers.get("accept", ""))


def install(app: FastAPI, settings: Settings, page: Callable[[RightsgraphError], Response]) -> None:
    """Lets the app answer every error with a problem, also those that nobody expected.

    Args:
        app: The application.
        settings: Those of the server.
        page: Makes the page that tells people in a browser of an error.
    """

    def told(request: Request, error: RightsgraphError) -> Response:
        response = problem_response(error, settings)
        if not _is_for_people(request):
            return response
        shown = page(error)
        for name in ("Retry-After", "WWW-Authenticate"):
            if name in response.headers:
                shown.headers[name] = response.headers[name]
        shown.headers["Vary"] = "Accept"
        return shown

    async def ours(request: Request, error: Exception) -> Response:
        if not isinstance(error, RightsgraphError):
            raise TypeError(type(error).__name__)
        return told(request, error)

    async def http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise TypeError(type(error).__name__)
        response = told(request, _of_http(error))
        response.headers.update(error.headers or {})
        return response

    async def unknown(request: Request, error: Exception) -> Response:  # noqa: ARG001 the same
        return _unexpected(settings)

    app.add_exception_handler(RightsgraphError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unknown)
