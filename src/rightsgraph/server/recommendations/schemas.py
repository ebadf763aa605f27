"""The twins of the pages in OpenAPI."""

from __future__ import annotations

from typing import Any, Final

from rightsgraph.server.problems import problem_responses
from rightsgraph.server.recommendations.asked import FACETS, NUMBERS, SORTS

_TEXTS: Final = {"type": "array", "items": {"type": "string"}}
_TEXT_OR_NONE: Final = {"type": ["string", "null"]}
_ASK: Final = {
    "recommendation": {"type": "string", "description": "Its IRI"},
    "summary": {"type": "string"},
    "year": {"type": ["integer", "null"]},
    "saidBy": _TEXTS,
    "addressedTo": _TEXTS,
    "asksFor": _TEXTS,
    "state": _TEXTS,
    "document": {"type": "string"},
    "restsOn": _TEXTS,
    "deadline": _TEXT_OR_NONE,
    "confidence": {"type": ["number", "null"]},
    "review": _TEXT_OR_NONE,
    "response": _TEXT_OR_NONE,
    "issue": _TEXTS,
    "session": {"type": ["integer", "null"]},
    "evidence": {"type": "string", "description": "Address of its chain of evidence"},
}
_STEP: Final = {
    "type": "object",
    "properties": {
        "kind": {"type": "string"},
        "label": {"type": "string"},
        "text": {"type": "string"},
        "address": {"type": "string"},
    },
    "required": ["kind", "label", "text", "address"],
}
_STEPS: Final = {"type": "array", "items": _STEP}
_SNAPSHOT: Final = {"type": "string", "description": "The state of the graph that was read"}
_LISTED: Final = {
    "type": "object",
    "properties": {
        "snapshot": _SNAPSHOT,
        "isCut": {"type": "boolean", "description": "Whether there are more than are shown"},
        "recommendations": {
            "type": "array",
            "items": {"type": "object", "properties": _ASK, "required": list(_ASK)},
        },
    },
    "required": ["snapshot", "isCut", "recommendations"],
}
_CHAIN: Final = {
    "type": "object",
    "properties": {
        "snapshot": _SNAPSHOT,
        "statement": {"type": "string", "description": "The IRI of the statement"},
        "head": {**_STEPS, "description": "The statement, and where it stands"},
        "branches": {
            "type": "array",
            "items": _STEPS,
            "description": "For each citation that proves it, the steps to the cited place",
        },
    },
    "required": ["snapshot", "statement", "head", "branches"],
}


def of_listing(media_type: str) -> dict[str, Any]:
    """The list in a format, for `add_api_route`."""
    name = "Csv" if media_type == "text/csv" else "Json"
    return {
        "operation_id": f"recommendations{name}",
        "summary": "The page of recommendations for a spreadsheet or a program",
        "description": "What the page /recommendations shows, with names in the place of IRIs; at "
        "most the first ten thousand. /api/v1/recommendations has every field and every page.",
        "tags": ["pages"],
        "responses": {
            200: _content("The recommendations", media_type, _LISTED),
            **problem_responses(400, 414, 500, 503),
        },
        "openapi_extra": {"parameters": [*map(_facet, FACETS), _SORT]},
    }


def of_evidence(media_type: str) -> dict[str, Any]:
    """The chain of evidence in a format, for `add_api_route`."""
    name = "Svg" if media_type == "image/svg+xml" else "Json"
    return {
        "operation_id": f"evidence{name}",
        "summary": "The chain of evidence of a finding, recommendation or quotation",
        "tags": ["pages"],
        "responses": {
            200: _content("The chain", media_type, _CHAIN),
            **problem_responses(400, 404, 414, 500, 503, 504),
        },
        "openapi_extra": {"parameters": [_OF]},
    }


def _content(about: str, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    shape = schema if media_type == "application/json" else {"type": "string"}
    return {"description": about, "content": {media_type: {"schema": shape}}}


def _facet(name: str) -> dict[str, Any]:
    heading = FACETS[name][1]
    value: dict[str, Any] = {"type": "string"}
    if name in NUMBERS:
        value["pattern"] = "^([0-9]{1,4})?$"  # an empty field of a form counts as not given
    return {
        "name": name,
        "in": "query",
        "description": f"{heading}: a value as the page has it in its addresses, or an IRI",
        "schema": {"type": "array", "items": value},
    }


_SORT: Final = {
    "name": "sort",
    "in": "query",
    "description": "The order; with - in front it is turned round",
    "schema": {
        "type": "string",
        "enum": [sign + name for name in SORTS for sign in ("", "-")],
        "default": "-year",
    },
}
_OF: Final = {
    "name": "of",
    "in": "query",
    "required": True,
    "description": "The statement: its IRI, or what stands behind /id/ in it",
    "schema": {"type": "string", "minLength": 1},
}
