"""/docs: the description of the API as a page, made by the server itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from markupsafe import Markup
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
        schema: Its schema as JSON; empty when that says nothing or stands on the page already.
        example: An example, as it is sent.
        same_as: Id of the operation where the same schema stands; empty for none.
    """

    media_type: str
    schema: str
    example: str
    same_as: str


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
    schemas: dict[str, str] = {}
    for path, item in description["paths"].items():
        for method in _METHODS:
            if method in item:
                operation = item[method]
                tag = (operation.get("tags") or ["other"])[0]
                found.setdefault(tag, []).append(_operation(method, path, operation, schemas))
    return list(found.items())


def _operation(
    method: str, path: str, operation: Mapping[str, Any], schemas: dict[str, str]
) -> OperationView:
    name = operation.get("operationId", f"{method}{path}")

    def media(content: Mapping[str, Any]) -> tuple[MediaView, ...]:
        return tuple(_media(each, body, name, schemas) for each, body in content.items())

    responses = tuple(
        (
            _status(status),
            response.get("description", ""),
            # What errors look like is said once, in docs/errors.md.
            media(response.get("content", {})) if status.startswith("2") else (),
        )
        for status, response in operation.get("responses", {}).items()
    )
    return OperationView(
        id=name,
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=tuple(filter(None, operation.get("description", "").split("\n\n"))),
        deprecated=bool(operation.get("deprecated")),
        parameters=tuple(_parameter(each) for each in operation.get("parameters", ())),
        request=media(operation.get("requestBody", {}).get("content", {})),
        responses=responses,
    )


def _status(status: str) -> str:
    return f"{status} {HTTPStatus(int(status)).phrase}" if status.isdecimal() else status


def _parameter(parameter: Mapping[str, Any]) -> Mapping[str, str]:
    schema = parameter.get("schema", {})
    example = parameter.get("example", "")
    return {
        "name": parameter["name"],
        "where": parameter["in"],
        "type": _type(schema),
        "description": parameter.get("description", ""),
        "required": "required" if parameter.get("required") else "",
        "default": "" if "default" not in schema else str(schema["default"]),
        "example": ", ".join(map(str, example if isinstance(example, list) else [example])),
    }


def _type(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return _type(schema["anyOf"][0])
    if "enum" in schema:
        return " or ".join(str(each) for each in schema["enum"] if each != "")
    kind = schema.get("type", "any")
    text = " or ".join(kind) if isinstance(kind, list) else str(kind)
    if text == "array":
        return f"several of {_type(schema.get('items', {}))}"
    return f"{text} ({schema['format']})" if "format" in schema else text


def _media(
    media_type: str, body: Mapping[str, Any], name: str, schemas: dict[str, str]
) -> MediaView:
    """A body, its schema only where it stands for the first time.

    Args:
        media_type: The media type.
        body: The media type object.
        name: Id of the operation.
        schemas: The operations by the schemas that stand with them; the schema is added.
    """
    schema = body.get("schema", {})
    told = _pretty(schema) if schema.keys() - {"type", "format"} else ""
    first = schemas.setdefault(told, name) if told else name
    several: Mapping[str, Any] = next(iter(body.get("examples", {}).values()), {})
    example = body.get("example", several.get("value", ""))
    return MediaView(
        media_type,
        told if first == name else "",
        example if isinstance(example, str) else _pretty(example),
        "" if first == name else first,
    )


def _pretty(content: object) -> Markup:
    """JSON as text of a page, where quotation marks stand for themselves."""
    return Markup(escape(json.dumps(content, ensure_ascii=False, indent=1), quote=False))  # noqa: S704
