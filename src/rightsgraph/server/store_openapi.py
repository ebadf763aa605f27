"""The OpenAPI description of the graph store, which has no routes of the framework."""

from __future__ import annotations

from typing import Any, Final

from rightsgraph.server.negotiation import DATASET_OFFERS, GRAPH_OFFERS, HTML
from rightsgraph.server.problems import problem_responses
from rightsgraph.server.queries_api import SNAPSHOT
from rightsgraph.store.changes import RDF_TYPES
from rightsgraph.store.forms import MULTIPART

ABSOLUTE_IRI: Final = {
    "type": "string",
    "format": "iri",
    "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*$",
}
_PARAMETERS: Final = [
    {
        "name": "graph",
        "in": "query",
        "description": "IRI of a named graph",
        "schema": ABSOLUTE_IRI,
    },
    {
        "name": "default",
        "in": "query",
        "description": "The default graph; without a value",
        "allowEmptyValue": True,
        "schema": {"type": "string", "maxLength": 0},
    },
]
_SUMMARIES: Final = {
    "get": "What a graph holds, or all graphs",
    "put": "Triples in place of those of a graph",
    "post": "Triples added to a graph, or quads to all graphs, or triples as a new graph",
    "delete": "A graph taken out",
    "patch": "An update that sees one graph and nothing else",
}


def describe_store() -> dict[str, Any]:
    """The path item of `/store`."""
    return {method: _operation(method) for method in _SUMMARIES}


def _operation(method: str) -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    operation: dict[str, Any] = {
        "operationId": f"store{method.capitalize()}",
        "summary": _SUMMARIES[method],
        "description": "SPARQL 1.1 Graph Store HTTP Protocol",
        "tags": ["sparql"],
        "parameters": _PARAMETERS,
    }
    if method == "get":
        operation["parameters"] = [*_PARAMETERS, SNAPSHOT]
        offers = (*GRAPH_OFFERS, *DATASET_OFFERS)
        types = dict.fromkeys(offer.media_type for offer in offers if offer.media_type != HTML)
        operation["responses"] = {
            "200": {"description": "The graph, complete", "content": dict.fromkeys(types, text)},
            **_problems(400, 404, 406, 500, 503, 504),
        }
        return operation
    operation["security"] = [{"token": []}]
    operation["responses"] = {
        "201": {"description": "The graph is new"},
        "204": {"description": "The graph is changed"},
        **_problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503, 504),
    }
    if method in ("put", "post"):
        known = dict.fromkeys((*RDF_TYPES, MULTIPART), text)
        operation["requestBody"] = {"required": True, "content": known}
    elif method == "patch":
        content = {"application/sparql-update": text}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _problems(*statuses: int) -> dict[str, Any]:
    return {str(status): each for status, each in problem_responses(*statuses).items()}
