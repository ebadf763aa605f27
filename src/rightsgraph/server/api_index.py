"""What there is below `/api/v1`: the addresses that can be asked as they are."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI, Request
from starlette.responses import Response

from rightsgraph.server.short_lists import short_list, short_list_operation

PATH: Final = "/api/v1"
_TEXT: Final = {"type": "string"}
_SCHEMA: Final = {
    "type": "object",
    "properties": {
        "openapi": {"type": "string", "description": "Address of the whole description"},
        "docs": {"type": "string", "description": "Address of the page to read it at"},
        "addresses": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"href": _TEXT, "title": _TEXT},
                "required": ["href", "title"],
            },
        },
    },
    "required": ["openapi", "docs", "addresses"],
}


class ApiIndex:
    """The operation.

    Args:
        app: The application whose addresses are told.
    """

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def install(self) -> None:
        """Adds it, with and without a slash at the end."""
        for end in ("", "/"):
            self.app.add_api_route(
                PATH + end,
                self.index,
                operation_id="listAddresses",
                summary="What can be asked",
                tags=["lists"],
                include_in_schema=not end,
                response_class=Response,
                **short_list_operation("The addresses", _SCHEMA),
            )

    async def index(self, request: Request) -> Response:
        """The addresses that need no parameter in their path."""
        paths: dict[str, Any] = self.app.openapi()["paths"]
        found = [
            {"href": path, "title": item["get"]["summary"]}
            for path, item in sorted(paths.items())
            if path.startswith(PATH + "/") and "{" not in path and "get" in item
        ]
        content = {"openapi": "/openapi.json", "docs": "/docs", "addresses": found}
        return short_list(request, content, ["href", "title"], [each.values() for each in found])
