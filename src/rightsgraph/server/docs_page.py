"""/docs: the description of the API as a page, made by the server itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from starlette.responses import Response

from rightsgraph.server.rendering import render
from rightsgraph.server.service import GraphService

PATH: Final = "/docs"
_METHODS: Final = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class MediaView:
    """A body in one media type.

    Args:
        media_type: The media type.
        schema: Its schema as JSON; empty when that says nothing.
        example: An example, as it is sent.
    """

    media_type: str
    schema: str
    example: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation.

    Args:
        id: Its id, which names it on the page.
        method: Its method in capitals.
        path: Its path.
        summary: What it does.
        description: More of that, a paragraph each.
        deprecated: Whether it is to go.
        parameters: Name, where it goes, what it is, and whether it must be given.
        request: What is sent.
        responses: Status, what it means, and the bodies.
    """

    id: str
    method: str
    path: str
    summary: str
    description: tuple[str, ...]
    deprecated: bool
    parameters: tuple[Mapping[str, str], ...]
    request: tuple[MediaView, ...]
    responses: tuple[tuple[str, str, tuple[MediaView, ...]], ...]


class DocsPage:
    """The page.

    Args:
        app: Whose description it shows.
        service: Names the snapshot.
    """

    def __init__(self, app: FastAPI, service: GraphService) -> None:
        self.app = app
        self.service = service
        self._groups: list[tuple[str, list[OperationView]]] = []

    def install(self) -> None:
        """Adds the page."""
        self.app.add_api_route(PATH, self.page, include_in_schema=False, response_class=Response)

    async def page(self) -> Response:
        """The description of the API."""
        if not self._groups:
            self._groups = groups(self.app.openapi())
        context = {
            "groups": self._groups,
            "version": self.app.version,
            "description": self.app.description,
            "snapshot": self.service.snapshot,
        }
        return render("docs.html", context)


def groups(description: Mapping[str, Any]) -> list[tuple[str, list[OperationView]]]:
    """The operations of an OpenAPI description by their first tag, in its order."""
    found: dict[str, list[OperationView]] = {}
    for path, item in description["paths"].items():
        for method in _METHODS:
            if method in item:
                operation = item[method]
                tag = (operation.get("tags") or ["other"])[0]
                found.setdefault(tag, []).append(_operation(method, path, operation))
    return list(found.items())


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> OperationView:
    responses = tuple(
        (_status(status), response.get("description", ""), _media(response.get("content", {})))
        for status, response in operation.get("responses", {}).items()
    )
    return OperationView(
        id=operation.get("operationId", f"{method}{path}"),
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=tuple(filter(None, operation.get("description", "").split("\n\n"))),
        deprecated=bool(operation.get("deprecated")),
        parameters=tuple(_parameter(each) for each in operation.get("parameters", ())),
        request=_media(operation.get("requestBody", {}).get("content", {})),
        responses=responses,
    )


def _status(status: str) -> str:
    return f"{status} {HTTPStatus(int(status)).phrase}" if status.isdecimal() else status


def _parameter(parameter: Mapping[str, Any]) -> Mapping[str, str]:
    schema = parameter.get("schema", {})
    example = parameter.get("example")
    return {
        "name": parameter["name"],
        "where": parameter["in"],
        "type": _type(schema),
        "description": parameter.get("description", ""),
        "required": "required" if parameter.get("required") else "",
        "default": "" if "default" not in schema else str(schema["default"]),
        "example": "" if example is None else str(example),
    }


def _type(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return _type(schema["anyOf"][0])
    if "enum" in schema:
        return " or ".join(str(each) for each in schema["enum"])
    kind = schema.get("type", "any")
    text = " or ".join(kind) if isinstance(kind, list) else str(kind)
    if text == "array":
        return f"several of {_type(schema.get('items', {}))}"
    return f"{text} ({schema['format']})" if "format" in schema else text


def _media(content: Mapping[str, Any]) -> tuple[MediaView, ...]:
    found = []
    for media_type, body in content.items():
        schema = body.get("schema", {})
        telling = schema if schema.keys() - {"type", "format"} else {}
        example = body.get("example", "")
        found.append(
            MediaView(
                media_type,
                _pretty(telling) if telling else "",
                example if isinstance(example, str) else _pretty(example),
            )
        )
    return tuple(found)


def _pretty(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
