"""The queries of the catalogue as a JSON API, one operation each."""

from __future__ import annotations

import json
import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from starlette.responses import Response

from rightsgraph.catalogue import CatalogueQuery, Parameter, ParameterType
from rightsgraph.server import negotiation
from rightsgraph.server.answering import QueryResponse, entity_tag, matches
from rightsgraph.server.negotiation import TABLE_OFFERS, Offer
from rightsgraph.server.problems import problem_responses
from rightsgraph.server.service import GraphService, aside
from rightsgraph.server.short_lists import short_list, short_list_operation
from rightsgraph.server.solutions import Term, read_table
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.vocabulary import XSD

PATH: Final = "/api/v1/queries"
ENVELOPE: Final = Offer("application/json", AnswerFormat.JSON, "json")
_OFFERS: Final = (
    ENVELOPE,
    TABLE_OFFERS[0],
    Offer("text/csv", AnswerFormat.CSV, "csv"),
)
_SCHEMAS: Final[Mapping[ParameterType, dict[str, Any]]] = {
    ParameterType.INTEGER: {"type": "integer"},
    ParameterType.BOOLEAN: {"type": "boolean"},
    ParameterType.DATE: {"type": "string", "format": "date"},
    ParameterType.IRI: {"type": "string", "format": "iri"},
}
SNAPSHOT: Final = {
    "name": "snapshot",
    "in": "query",
    "description": "Id of an earlier state that is asked in place of the present one",
    "schema": {"type": "string"},
}
_PYTHON: Final[Mapping[str, Callable[[str], int | float | bool]]] = {
    XSD + "integer": int,
    XSD + "int": int,
    XSD + "long": int,
    XSD + "nonNegativeInteger": int,
    XSD + "decimal": float,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": lambda text: text in ("true", "1"),
}


def values_of(request: Request, query: CatalogueQuery) -> dict[str, str | list[str]]:
    """The parameters in the address, without `format` where that is not one of the query's."""
    values: dict[str, str | list[str]] = {}
    for name in request.query_params:
        if name == "format" and name not in query.parameters:
            continue
        given = request.query_params.getlist(name)
        values[name] = given[0] if len(given) == 1 else given
    return values


def plain(term: Term) -> str | int | float | bool:
    """A term as a value of JSON: numbers and truth values as such, all else as text."""
    convert = _PYTHON.get(term.datatype)
    if convert is None:
        return term.value
    try:
        value = convert(term.value)
    except ValueError:
        return term.value
    # JSON has no infinity and no NaN. Integers of any size are finite, and no float can say so.
    return value if isinstance(value, int) or math.isfinite(value) else term.value


def describe(query: CatalogueQuery) -> dict[str, Any]:
    """A query as the list shows it."""
    return {
        "name": query.name,
        "title": query.title,
        "question": query.question,
        "description": query.description,
        "tags": list(query.tags),
        "parameters": [_describe_parameter(each) for each in query.parameters.values()],
        "columns": dict(query.columns),
        "href": f"{PATH}/{query.name}",
    }


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": str(parameter.type),
        "description": parameter.description,
        "required": parameter.required,
        "several": parameter.takes_several,
        "default": _json_value(parameter.default),
        "example": _json_value(parameter.example),
        "pattern": parameter.pattern,
    }


def _json_value(value: object) -> str | int | bool | None:
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)


class QueriesApi:
    """The operations.

    Args:
        service: Where queries are evaluated.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service

    def install(self, app: FastAPI) -> None:
        """Adds the list, an operation for each query, and the answer for names nobody knows."""
        for end in ("", ".csv"):
            app.add_api_route(
                PATH + end,
                self.list_queries,
                operation_id="listQueries",
                summary="The queries of the catalogue",
                tags=["queries"],
                include_in_schema=not end,
                response_class=Response,
                **short_list_operation("The queries", _LIST_SCHEMA),
            )
        for query in self.service.catalogue.queries.values():
            for suffix in ("", ".csv", ".json"):
                app.add_api_route(
                    f"{PATH}/{query.name}{suffix}",
                    self._operation(query, suffix.removeprefix(".")),
                    operation_id=query.name,
                    summary=query.title,
                    description=f"{query.question}\n\n{query.description}",
                    tags=["queries"],
                    include_in_schema=not suffix,
                    response_class=Response,
                    responses=_responses(query),
                    openapi_extra={"parameters": _parameters(query)},
                )
        app.add_api_route(PATH + "/{name:path}", self.unknown, include_in_schema=False)

    async def list_queries(self, request: Request) -> Response:
        """All queries with their parameters and columns."""
        found = [describe(query) for query in self.service.catalogue.queries.values()]
        return short_list(
            request,
            {"queries": found, "snapshot": self.service.snapshot},
            ["name", "title", "question", "parameters", "columns", "href"],
            [
                [
                    *(each[name] for name in ("name", "title", "question")),
                    " | ".join(parameter["name"] for parameter in each["parameters"]),
                    " | ".join(each["columns"]),
                    each["href"],
                ]
                for each in found
            ],
        )

    async def unknown(self, name: str) -> Response:
        """Says that there is no query of that name.

        Raises:
            QueryNotFoundError: Always.
        """
        self.service.catalogue.get(name)
        raise AssertionError(name)  # each query has a route of its own before this one

    def _operation(
        self, query: CatalogueQuery, suffix: str
    ) -> Callable[[Request], Awaitable[Response]]:
        async def operation(request: Request) -> Response:
            sparql = query.bind(values_of(request, query))
            name = suffix or (
                None if "format" in query.parameters else request.query_params.get("format")
            )
            offer = negotiation.asked(name, request.headers.get("accept", ""), _OFFERS)
            tags = request.headers.get("if-none-match", "")
            if offer is not ENVELOPE:
                asked = QueryRequest(sparql, offer.format, over_union=True)
                return self._results(query, asked, offer, tags)
            return await self._envelope(request, query, sparql, tags)

        return operation

    def _results(
        self, query: CatalogueQuery, request: QueryRequest, offer: Offer, tags: str
    ) -> Response:
        extra = {}
        if offer.format is AnswerFormat.CSV:
            extra["content-disposition"] = f'inline; filename="{query.name}.csv"'
        return QueryResponse(self.service, request, offer, if_none_match=tags, extra=extra)

    async def _envelope(
        self, request: Request, query: CatalogueQuery, sparql: str, tags: str
    ) -> Response:
        asked = QueryRequest(sparql, AnswerFormat.JSON, over_union=True)
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
        tag = entity_tag(self.service.snapshot, asked, ENVELOPE.media_type)
        if matches(tags, tag):
            return Response(status_code=304, headers={**headers, "ETag": tag})
        document, snapshot = await self.service.document(asked, request.receive)
        tag = entity_tag(snapshot, asked, ENVELOPE.media_type)
        if tag:
            headers["ETag"] = tag
        if tags.strip() == "*":
            return Response(status_code=304, headers=headers)

        table = await aside(len(document), lambda: read_table(document, snapshot))
        values = values_of(request, query)
        unknown = [] if table.rows else await self.service.absent_values(query, values)

        def envelope() -> Response:
            rows = [{name: plain(term) for name, term in row.items()} for row in table.rows]
            content: dict[str, Any] = {
                "query": query.name,
                "title": query.title,
                "snapshot": snapshot,
                "parameters": values,
                # A question without rows may be a misspelt one.
                "unknown": [{"parameter": u.parameter, "value": u.value} for u in unknown],
                "columns": list(table.columns),
                "rows": [{name: row.get(name) for name in table.columns} for row in rows],
                "count": len(rows),
                "sparql": sparql,
            }
            return _json(content, headers)

        return await aside(len(document), envelope)


def _json(content: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(body, media_type="application/json", headers=headers)


def _parameters(query: CatalogueQuery) -> list[dict[str, Any]]:
    """The parameters of a query as OpenAPI parameter objects."""
    found = []
    for parameter in query.parameters.values():
        schema = dict(_SCHEMAS.get(parameter.type, {"type": "string"}))
        if parameter.pattern is not None:
            schema["pattern"] = f"^(?:{parameter.pattern})$"
        # What a form sends for an empty field counts as not given.
        if schema != {"type": "string"}:
            schema = {"anyOf": [schema, {"const": ""}]}
        if parameter.takes_several:
            schema = {"type": "array", "items": schema}
        if parameter.default is not None:
            schema["default"] = _json_value(parameter.default)
        entry: dict[str, Any] = {
            "name": parameter.name,
            "in": "query",
            "description": parameter.description,
            "required": parameter.required,
            "schema": schema,
        }
        if parameter.example is not None:
            example = _json_value(parameter.example)
            if parameter.type is ParameterType.INTEGER:
                example = int(str(example))
            entry["example"] = [example] if parameter.takes_several else example
        found.append(entry)
    if "format" not in query.parameters:
        found.append(
            {
                "name": "format",
                "in": "query",
                "description": "Stands above the Accept field.",
                "schema": {"type": "string", "enum": [offer.name for offer in _OFFERS]},
            }
        )
    return [*found, SNAPSHOT]


def _responses(query: CatalogueQuery) -> dict[int | str, dict[str, Any]]:
    value = {"type": ["string", "number", "boolean", "null"]}
    row = {
        "type": "object",
        "properties": {
            name: {**value, "description": text} for name, text in query.columns.items()
        },
        "required": list(query.columns),
        "additionalProperties": False,
    }
    envelope = {
        "type": "object",
        "properties": {
            "query": {"const": query.name},
            "title": {"type": "string"},
            "snapshot": {"type": "string"},
            "parameters": {"type": "object"},
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": row},
            "count": {"type": "integer", "minimum": 0},
            "unknown": {
                "type": "array",
                "description": "Values that name nothing in the graph, when there are no rows",
                "items": {
                    "type": "object",
                    "properties": {"parameter": {"type": "string"}, "value": {"type": "string"}},
                    "required": ["parameter", "value"],
                },
            },
            "sparql": {"type": "string"},
        },
        "required": [
            "query",
            "title",
            "snapshot",
            "parameters",
            "unknown",
            "columns",
            "rows",
            "count",
            "sparql",
        ],
    }
    return {
        200: {
            "description": "The rows",
            "content": {
                "application/json": {"schema": envelope},
                "application/sparql-results+json": {"schema": {"type": "object"}},
                "text/csv": {"schema": {"type": "string"}},
            },
        },
        304: {"description": "Nothing has changed since the ETag named by If-None-Match"},
        **problem_responses(400, 404, 406, 414, 500, 503, 504),
    }


_LIST_SCHEMA: Final = {
    "type": "object",
    "properties": {
        "queries": {"type": "array", "items": {"type": "object"}},
        "snapshot": {"type": "string"},
    },
    "required": ["queries", "snapshot"],
}
