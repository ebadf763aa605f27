"""The OpenAPI description: what the framework knows of the routes, and the SPARQL endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from rightsgraph.server.negotiation import GRAPH_OFFERS, HTML, TABLE_OFFERS
from rightsgraph.server.openapi_examples import add_examples
from rightsgraph.server.openapi_links import add_links
from rightsgraph.server.problems import problem_responses
from rightsgraph.server.queries_api import SNAPSHOT
from rightsgraph.server.sparql import FORM, QUERY, UPDATE
from rightsgraph.server.store_openapi import ABSOLUTE_IRI, describe_store

_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "An error (RFC 9457)",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Stable; programs may rely on it"},
        "remedy": {"type": "string", "description": "What can be done about it"},
        "requestId": {"type": "string", "description": "As in the log and in X-Request-ID"},
        "details": {"type": "object"},
    },
    "required": ["type", "title", "status", "detail", "code", "remedy"],
}


def _graphs(name: str, about: str) -> dict[str, Any]:
    schema = {"type": "array", "items": ABSOLUTE_IRI}
    return {"name": name, "in": "query", "description": about, "schema": schema}


_GRAPH_PARAMETERS: Final = [
    _graphs("default-graph-uri", "Graphs that make up the default graph of a query"),
    _graphs("named-graph-uri", "Graphs that GRAPH reaches in a query"),
]
_USING_PARAMETERS: Final = [
    _graphs("using-graph-uri", "Graphs that the WHERE of an update looks in"),
    _graphs("using-named-graph-uri", "Graphs that GRAPH reaches in the WHERE of an update"),
]
_TIMEOUT: Final = {
    "name": "timeout",
    "in": "query",
    "description": "Seconds after which the query is ended; no longer than the server allows",
    "schema": {"type": "number", "exclusiveMinimum": 0},
}
_FORMAT: Final = {
    "name": "format",
    "in": "query",
    "description": "Stands above the Accept field.",
    "schema": {
        "type": "string",
        "enum": list(dict.fromkeys(o.name for o in (*TABLE_OFFERS, *GRAPH_OFFERS) if o.name)),
    },
}


def install(app: FastAPI) -> None:
    """Lets the app serve this description at its own path."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                openapi_version=app.openapi_version,
                description=app.description,
                routes=app.routes,
            )
            if prefix := app.state.service.settings.root_path:
                schema["servers"] = [{"url": prefix}]
            schema["paths"]["/sparql"] = {"get": _operation("GET"), "post": _operation("POST")}
            schema["paths"]["/store"] = describe_store()
            _name_once(schema["paths"])
            add_links(schema["paths"])
            add_examples(schema["paths"])
            components = schema.setdefault("components", {})
            components.setdefault("schemas", {})["Problem"] = _PROBLEM
            if app.state.service.writable:
                components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            else:
                _drop_security(schema["paths"])
            if app.state.service.settings.rate_limit:
                _add_rate_limit(schema["paths"])
            app.openapi_schema = schema
        return app.openapi_schema

    # This is how the framework wants it replaced.
    app.openapi = openapi  # type: ignore[method-assign]


def _operation(method: str) -> dict[str, Any]:
    types = dict.fromkeys(offer.media_type for offer in (*TABLE_OFFERS, *GRAPH_OFFERS))
    # What is JSON is of any shape: rows, or things as JSON-LD.
    answer: dict[str, Any] = {
        name: {"schema": {} if "json" in name else {"type": "string"}} for name in types
    }
    operation: dict[str, Any] = {
        "operationId": f"sparql{method.capitalize()}",
        "summary": "A SPARQL 1.1 query",
        "description": "SPARQL 1.1 Protocol. Common prefixes need not be declared. LOAD is "
        "refused, and SERVICE but for the endpoints that the server lists. An update goes by POST "
        "and needs the token of the server. SELECT * gives its columns in the order of the "
        "alphabet. The method QUERY, which OpenAPI 3.1 has "
        f"no room for, takes a query as a body of the type {QUERY} and answers as GET does.",
        "tags": ["sparql"],
        "parameters": [*_GRAPH_PARAMETERS, _TIMEOUT, _FORMAT, SNAPSHOT],
        "responses": {
            "200": {"description": "The answer, complete", "content": answer},
            **_problems(400, 403, 404, 406, 413, 414, 415, 500, 503, 504),
        },
    }
    if method == "GET":
        query = {"name": "query", "in": "query", "schema": {"type": "string"}}
        query["description"] = "Without it the endpoint describes itself."
        operation["parameters"] = [query, *operation["parameters"]]
        operation["responses"]["304"] = {"description": "Nothing has changed"}
    else:
        form = {
            "type": "object",
            "properties": {"query": {"type": "string"}, "update": {"type": "string"}},
            "description": "One of the two",
        }
        operation["parameters"] = [*operation["parameters"], *_USING_PARAMETERS]
        operation["requestBody"] = {
            "required": True,
            "content": {
                FORM: {"schema": form},
                QUERY: {"schema": {"type": "string"}},
                UPDATE: {"schema": {"type": "string"}},
            },
        }
        operation["security"] = [{}, {"token": []}]
        operation["responses"]["204"] = {"description": "The update is published"}
        operation["responses"] |= _problems(401, 409, 422)
    return operation


def _name_once(paths: Mapping[str, Any]) -> None:
    """Leaves of each parameter the last: the framework describes those of a path as well."""
    for item in paths.values():
        for operation in item.values():
            if "parameters" in operation:
                last = {(each["name"], each["in"]): each for each in operation["parameters"]}
                operation["parameters"] = list(last.values())


def _drop_security(paths: Mapping[str, Any]) -> None:
    """Asks for no token where none is of use: a server that takes no writes answers 403."""
    for item in paths.values():
        for operation in item.values():
            operation.pop("security", None)


def _add_rate_limit(paths: Mapping[str, Any]) -> None:
    """Tells of the refusal that every operation knows on a server with a limit."""
    refused = {str(status): answer for status, answer in problem_responses(429).items()}
    for item in paths.values():
        for operation in item.values():
            operation["responses"] |= refused


def _problems(*statuses: int) -> dict[str, Any]:
    """The errors of the endpoint, which are a page for people."""
    found = {}
    for status, response in problem_responses(*statuses).items():
        content = {**response["content"], HTML: {"schema": {"type": "string"}}}
        found[str(status)] = {**response, "content": content}
    return found
