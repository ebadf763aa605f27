"""The search in OpenAPI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rightsgraph.server.lists.schemas import (
    NOT_GIVEN,
    SNAPSHOT,
    THING,
    UNCHANGED,
    format_parameter,
    json_content,
)
from rightsgraph.server.problems import problem_responses
from rightsgraph.store.projection.reading import MOST_ROWS


def search_operation(kinds: Sequence[str], longest: int, limit: int) -> dict[str, Any]:
    """The search, for `add_api_route`."""
    marked = {
        "type": "object",
        "properties": {
            "value": {"type": "string"},
            "ranges": {
                "type": "array",
                "description": "Begin and end of what was found, in code points",
                "items": {"type": "array", "items": {"type": "integer"}},
            },
        },
        "required": ["value", "ranges"],
    }
    item = {
        "type": "object",
        "properties": {
            **THING["properties"],
            "kind": {"type": "string", "enum": list(kinds)},
            "type": {"type": "string", "description": "Its class, where all of its kind have one"},
            "name": marked,
            "others": {"type": "array", "items": marked},
            "text": marked,
            "document": {**THING, "description": "Of words of a text: the document it is of"},
        },
        "required": ["id", "kind"],
    }
    schema = {
        "type": "object",
        "properties": {
            "@context": {"type": "array"},
            "snapshot": SNAPSHOT,
            "count": {"type": "integer"},
            "kinds": {"type": "object", "additionalProperties": {"type": "integer"}},
            "next": {"type": "string", "description": "Address of the next page"},
            "items": {"type": "array", "items": item},
        },
        "required": ["snapshot", "count", "kinds", "items"],
    }
    content = json_content("What was found, the best first", schema)
    content["content"]["text/csv"] = {"schema": {"type": "string"}}
    content["content"]["application/sparql-query"] = {"schema": {"type": "string"}}
    whole = {"type": "integer", "minimum": 0, "maximum": MOST_ROWS}
    return {
        "operation_id": "search",
        "summary": "Things with some words in their names, titles, summaries or quotations",
        "description": "Words are compared without accents and by their English stem. All must "
        'occur; "a phrase" in quotes; the beginning of a word with *; what must not occur with - '
        "in front.",
        "responses": {200: content, 304: UNCHANGED, **problem_responses(400, 406, 414, 500, 503)}
        | problem_responses(504),
        "openapi_extra": {
            "parameters": [
                {
                    "name": "q",
                    "in": "query",
                    "required": True,
                    "description": "The words",
                    "schema": {"type": "string", "maxLength": longest, "pattern": r"\S"},
                    "example": "commission of inquiry",
                },
                {
                    "name": "kind",
                    "in": "query",
                    "description": "What is looked for",
                    "schema": {
                        "type": "array",
                        "items": {"type": "string", "enum": [*kinds, NOT_GIVEN]},
                    },
                },
                {
                    "name": "limit",
                    "in": "query",
                    "description": "How many at most",
                    "schema": {**whole, "minimum": 1, "default": limit},
                },
                {
                    "name": "offset",
                    "in": "query",
                    "description": "How many are passed over",
                    "schema": {**whole, "default": 0},
                },
                format_parameter("json", "jsonld", "csv", "values"),
            ]
        },
    }
