"""The source of a document in OpenAPI."""

from __future__ import annotations

from typing import Any, Final

from rightsgraph.server.api_examples import EXTRACT_BODY
from rightsgraph.server.problems import problem_responses

_ID: Final = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "What stands behind /id/ in the IRI of the document, its slashes as they are, "
    "its UN symbol, or the whole IRI",
    "schema": {"type": "string", "minLength": 1},
    "example": "letter/2030-03-01-open-letter-on-examplia",
}
_NAME: Final = {
    "name": "name",
    "in": "query",
    "description": "Name of the file; its extension helps to tell what it is, and a document "
    "without date and title is called by it",
    "schema": {"type": "string"},
    "example": "letter.txt",
}
_CONDITIONS: Final = [
    {
        "name": name,
        "in": "header",
        "description": text,
        "schema": {"type": "string"},
    }
    for name, text in (
        ("If-Match", "Only when the source is the one of this ETag; * for any"),
        ("If-None-Match", "Only when it is not; * when there must be none yet"),
    )
]
_COUNTS: Final = {"type": "object", "additionalProperties": {"type": "integer"}}
_TEXT: Final = {"type": "string"}
_SCHEMA: Final = {
    "type": "object",
    "properties": {
        "document": {"type": "string", "format": "iri"},
        "href": {"type": "string", "description": "Its address on this server"},
        "graph": {"type": "string", "format": "iri", "description": "Its named graph"},
        "fate": {"enum": ["added", "replaced", "unchanged", "described by hand"]},
        "snapshot": _TEXT,
        "sourceDigest": _TEXT,
        "textDigest": _TEXT,
        "mediaType": _TEXT,
        "characters": {"type": "integer"},
        "statements": _COUNTS,
        "resolutions": _COUNTS,
        "warnings": {"type": "array", "items": _TEXT},
    },
    "required": ["document", "href", "graph", "fate", "snapshot", "sourceDigest"],
}
_PUBLISHED: Final = {
    "description": "What became of it",
    "content": {"application/json": {"schema": _SCHEMA}},
    "headers": {"ETag": {"description": "That of the source", "schema": _TEXT}},
}
PUT: Final[dict[str, Any]] = {
    "operation_id": "putDocumentSource",
    "summary": "Read a document into the graph",
    "description": "What `rightsgraph ingest` does, for one document: it is read in a process of "
    "its own, and what it says is published as a new snapshot, in place of what was said of it "
    "before. The document must be the one that the address names, by its symbol or by its date and "
    "title; the error says which one it is. The bytes are kept on the server. Needs the token.",
    "responses": {
        200: _PUBLISHED,
        201: {**_PUBLISHED, "description": "The document is new in the graph"},
        **problem_responses(400, 401, 403, 408, 409, 412, 413, 414, 415, 422, 500, 503, 504),
    },
    "openapi_extra": {
        "requestBody": EXTRACT_BODY,
        "parameters": [_ID, _NAME, *_CONDITIONS],
        "security": [{"token": []}],
    },
}
GET: Final[dict[str, Any]] = {
    "operation_id": "getDocumentSource",
    "summary": "The bytes that a document was read from",
    "description": "Only where RIGHTSGRAPH_SERVE_TEXTS is switched on.",
    "responses": {
        200: {
            "description": "The document, of the media type that it was read as",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        },
        304: {"description": "Nothing has changed since the ETag named by If-None-Match"},
        **problem_responses(400, 403, 404, 414, 422, 500, 503, 504),
    },
    "openapi_extra": {"parameters": [_ID]},
}
