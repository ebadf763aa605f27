"""Examples and schemas of the description of the API; the tests send them and compare."""

from __future__ import annotations

from typing import Any, Final

PASTED_TEXT: Final = "1. A/RES/51/77, para. 37.\n2. A/RES/58/..."
EXTRACTED_TEXT: Final = "See the resolution of the Assembly, A/RES/51/77, para. 37.\n"
_BASE: Final = "https://w3id.org/rightsgraph/id/un/A/RES/51/77"
_ADDRESS: Final = {
    "url": "https://docs.un.org/en/A/RES/51/77",
    "source": "built from the symbol, as the UN's document system addresses documents",
}
_DOCUMENT: Final = {
    "iri": _BASE,
    "href": "/id/un/A/RES/51/77",
    "known": True,
    "timesCited": 0,
    "symbol": "A/RES/51/77",
    "title": None,
    "address": _ADDRESS,
}
RESOLVE_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "text/plain": {
            "schema": {"type": "string", "minLength": 1},
            "example": PASTED_TEXT,
        },
        "application/json": {
            "schema": {
                "oneOf": [
                    {
                        "type": "object",
                        "properties": {"text": {"type": "string", "minLength": 1}},
                        "required": ["text"],
                        "not": {"required": ["items"]},
                    },
                    {
                        "type": "object",
                        "properties": {
                            "items": {
                                "type": "array",
                                "minItems": 1,
                                "maxItems": 5000,
                                "items": {"type": "string"},
                            }
                        },
                        "required": ["items"],
                        "not": {"required": ["text"]},
                    },
                ]
            },
            "example": {"items": ["A/RES/51/77, para. 37", "Ibid., para. 35"]},
        },
    },
}
_THING: Final = {
    "iri": {"type": "string", "format": "iri", "description": "Its IRI in the graph"},
    "href": {"type": "string", "description": "Its address on this server"},
    "known": {"type": "boolean", "description": "Whether the graph says anything of it"},
    "timesCited": {"type": "integer", "minimum": 0, "description": "Citations in the graph"},
}
_DOCUMENT_SCHEMA: Final = {
    "type": "object",
    "properties": {
        **_THING,
        "symbol": {"type": "string"},
        "title": {"type": ["string", "null"]},
        "address": {
            "type": "object",
            "description": "Where the UN publishes it, and how the address was found",
            "properties": {"url": {"type": "string"}, "source": {"type": "string"}},
            "required": ["url", "source"],
        },
    },
    "required": ["iri", "href", "known", "timesCited", "symbol", "title", "address"],
}
RESOLVED_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "items": {
            "type": "array",
            "description": "The notes as they were told apart",
            "items": {
                "type": "object",
                "properties": {
                    "item": {"type": "integer", "minimum": 1},
                    "label": {"type": "string"},
                    "text": {"type": "string"},
                },
                "required": ["item", "label", "text"],
            },
        },
        "citations": {
            "type": "array",
            "description": "What is recognised, as in the exchange format, with what the graph "
            "knows of it; `antecedent` and `candidates` are values of `index`",
            "items": {
                "type": "object",
                "properties": {
                    "item": {"type": "integer", "minimum": 1},
                    "index": {"type": "integer", "minimum": 0},
                    "text": {"type": "string"},
                    "kind": {"enum": ["un", "treaty", "law", "case", "other"]},
                    "symbol": {"type": ["string", "null"]},
                    "title": {"type": ["string", "null"]},
                    "pinpoints": {"type": "array", "items": {"type": "string"}},
                    "resolution": {"type": "string"},
                    "antecedent": {"type": ["integer", "null"]},
                    "document": {"oneOf": [{"type": "null"}, _DOCUMENT_SCHEMA]},
                    "further": {"type": "array", "items": _DOCUMENT_SCHEMA},
                    "places": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"pinpoint": {"type": "string"}, **_THING},
                            "required": ["pinpoint", *_THING],
                        },
                    },
                },
                "required": ["item", "index", "text", "kind", "symbol", "document", "places"],
            },
        },
        "notRecognised": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "item": {"type": "integer", "minimum": 1},
                    "text": {"type": "string"},
                    "reason": {
                        "enum": [
                            "ambiguous",
                            "unresolved",
                            "no-work-named",
                            "misprint",
                            "placeholder",
                        ]
                    },
                    "explanation": {"type": "string"},
                    "candidates": {"type": "array", "items": {"type": "object"}},
                    "suggestion": {"type": ["string", "null"]},
                },
                "required": [
                    "item",
                    "text",
                    "reason",
                    "explanation",
                    "candidates",
                    "suggestion",
                ],
            },
        },
        "snapshot": {"type": "string"},
    },
    "required": ["items", "citations", "notRecognised", "snapshot"],
}
RESOLVED: Final[dict[str, Any]] = {
    "items": [
        {"item": 1, "label": "1", "text": "A/RES/51/77, para. 37."},
        {"item": 2, "label": "2", "text": "A/RES/58/..."},
    ],
    "citations": [
        {
            "item": 1,
            "label": "1",
            "index": 0,
            "symbol": "A/RES/51/77",
            "title": None,
            "pinpoints": ["para 37"],
            "pinpoint_text": "para. 37",
            "text": "A/RES/51/77, para. 37",
            "note": 1,
            "resolution": "explicit",
            "antecedent": None,
            "candidates": [],
            "kind": "un",
            "start": 3,
            "end": 24,
            "rule": "citation.symbol",
            "confidence": 0.98,
            "inherited": False,
            "document": _DOCUMENT,
            "further": [],
            "places": [
                {
                    "pinpoint": "para 37",
                    "iri": _BASE + "#para-37",
                    "href": "/id/un/A/RES/51/77#para-37",
                    "known": False,
                    "timesCited": 0,
                }
            ],
        }
    ],
    "notRecognised": [
        {
            "item": 2,
            "text": "A/RES/58/...",
            "reason": "placeholder",
            "explanation": "The symbol has its number left open.",
            "candidates": [],
            "suggestion": None,
        }
    ],
    "snapshot": "20300302T100000Z-1f2e3d4c",
}
SYMBOL_PARAMETER: Final[dict[str, Any]] = {
    "name": "symbol",
    "in": "path",
    "required": True,
    "description": "The symbol, its slashes as they are",
    "schema": {"type": "string", "minLength": 1, "maxLength": 400},
    "example": "A/RES/51/77",
}
SYMBOL: Final[dict[str, Any]] = {
    "text": "A/RES/51/77",
    "outcome": "symbol",
    "symbols": [
        {
            "symbol": "A/RES/51/77",
            "key": "A/RES/51/77",
            "organ": "General Assembly",
            "organ_id": "general-assembly",
            "body": "General Assembly",
            "body_id": "general-assembly",
            "session": "51",
            "type": "resolution",
            "kind": "resolution",
            "kind_label": "resolution",
            "number": "77",
            "state": None,
            "suffixes": [],
            "year": None,
            "parts": ["A", "RES", "51", "77"],
            "parent": None,
            "url": "https://docs.un.org/en/A/RES/51/77",
            "document": _DOCUMENT,
            "printedForms": ["A/RES/51/77"],
        }
    ],
    "snapshot": "20300302T100000Z-1f2e3d4c",
}
SYMBOL_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "outcome": {"enum": ["symbol", "compound", "joint"]},
        "symbols": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "symbol": {"type": "string", "description": "The official spelling"},
                    "key": {"type": "string", "description": "Its identity, as in the IRI"},
                    "document": _DOCUMENT_SCHEMA,
                    "printedForms": {
                        "type": "array",
                        "items": {"type": "string"},
                        "description": "How documents in the graph print it",
                    },
                },
                "required": ["symbol", "key", "document", "printedForms"],
            },
        },
        "snapshot": {"type": "string"},
    },
    "required": ["text", "outcome", "symbols", "snapshot"],
}
# No type: a text is sent as it is, not as a string of JSON, and whatever is sent is one.
_ANY_TEXT: Final = {"description": "The text as it is"}
EXTRACT_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "text/plain": {"schema": _ANY_TEXT, "example": EXTRACTED_TEXT},
        "text/markdown": {"schema": _ANY_TEXT},
        "text/html": {"schema": _ANY_TEXT},
        "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {
            "schema": {"type": "string", "format": "binary"}
        },
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
                "required": ["file"],
            }
        },
    },
}
EXTRACTED: Final[dict[str, Any]] = {
    "format": 1,
    "document": "letter.txt",
    "citations": [
        {
            "symbol": "A/RES/51/77",
            "title": None,
            "pinpoints": ["para 37"],
            "text": "A/RES/51/77, para. 37",
            "resolution": "explicit",
            "kind": "un",
        }
    ],
    "findings": [],
    "recommendations": [],
}
