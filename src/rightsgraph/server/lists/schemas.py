"""The lists in OpenAPI: parameters and members come from the tables, examples from the graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rightsgraph.server.lists.asking import (
    FACET_VALUES,
    LIMIT,
    LONGEST,
    MOST_VALUES,
    TEXT,
    controls_of,
)
from rightsgraph.server.lists.definitions import ListDefinition
from rightsgraph.server.problems import problem_responses
from rightsgraph.store.projection.definition import Column, Kind
from rightsgraph.store.projection.reading import MOST_ROWS
from rightsgraph.store.projection.text_index import LONGEST as WORDS

_TYPES: Final = {
    Kind.INTEGER: "integer",
    Kind.YEAR: "integer",
    Kind.NUMBER: "number",
}
UNCHANGED: Final = {
    "description": "Nothing has changed since the ETag named by If-None-Match",
}
THING: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "description": "Its IRI"},
        "label": {"type": "string"},
        "href": {"type": "string", "description": "Its address on this server"},
    },
    "required": ["id"],
}
# A number, or a range of them; nothing counts as not given.
_RANGE: Final = r"^\s*(-?[0-9.eE+-]*(\.\.-?[0-9.eE+-]*)?)\s*$"
# An empty field of a form counts as not given.
NOT_GIVEN: Final = ""
_CONTEXT: Final = {"type": "array", "items": {"type": "string"}}
SPARQL: Final = {"type": "string", "description": "The query that gives the same"}
SNAPSHOT: Final = {"type": "string", "description": "The state of the graph that was read"}


def of_list(definition: ListDefinition) -> dict[str, Any]:
    """A list, for `add_api_route`."""
    return {
        "operation_id": f"list{definition.name.capitalize()}",
        "summary": definition.title,
        "description": f"Each item is {definition.table.about}. Several values of a parameter are "
        "one or the other; different parameters are met together. As CSV the whole list, or as "
        "much as `limit` says.",
        "responses": _list_responses(definition),
        "openapi_extra": {"parameters": _parameters(definition)},
    }


def of_part(whole: ListDefinition, definition: ListDefinition, part: str) -> dict[str, Any]:
    """A list that belongs to an item."""
    return {
        "operation_id": part_operation(whole, part),
        "summary": f"{definition.title} of one item: {whole.one.lower()}, {part}",
        "description": f"The list of {definition.name}, narrowed to what belongs to the item.",
        "responses": _list_responses(definition) | problem_responses(404),
        "openapi_extra": {"parameters": [_id(whole), *_parameters(definition)]},
    }


def part_operation(whole: ListDefinition, part: str) -> str:
    """The id of the operation that lists what belongs to an item."""
    name = "".join(word.capitalize() for word in part.split("-"))
    return f"list{whole.one}{name}"


def of_item(definition: ListDefinition) -> dict[str, Any]:
    """An item."""
    schema = _item(definition)
    schema["properties"] |= {
        "@context": _CONTEXT,
        "links": {"type": "object", "additionalProperties": {"type": "string"}},
        "snapshot": SNAPSHOT,
        "sparql": SPARQL,
    }
    return {
        "operation_id": f"get{definition.one}",
        "summary": f"One of: {definition.title.lower()}",
        "description": f"It is {definition.table.about}. `links` has the lists that belong to it.",
        "responses": {
            200: json_content("The item", schema),
            304: UNCHANGED,
            **problem_responses(400, 404, 406, 414, 500, 503),
        },
        "openapi_extra": {"parameters": [_id(definition), format_parameter("json", "jsonld")]},
    }


def of_tree(name: str) -> dict[str, Any]:
    """A vocabulary as a tree."""
    node = {
        "type": "object",
        "properties": {
            **THING["properties"],
            "count": {"type": "integer", "description": "Statements that name it"},
            "total": {"type": "integer", "description": "Those that name something narrower too"},
            "narrower": {"type": "array", "items": {"type": "object"}},
        },
        "required": ["id", "count", "total"],
    }
    schema = {
        "type": "object",
        "properties": {
            "@context": _CONTEXT,
            "snapshot": SNAPSHOT,
            "sparql": SPARQL,
            "items": {"type": "array", "items": node},
        },
        "required": ["items", "snapshot", "sparql"],
    }
    concepts = json_content("The concepts", schema)
    concepts["content"]["text/csv"] = {"schema": {"type": "string"}}
    return {
        "operation_id": f"list{name.capitalize()}",
        "summary": f"The vocabulary of {name} as a tree, with counts",
        "responses": {
            200: concepts,
            304: UNCHANGED,
            **problem_responses(400, 406, 414, 500, 503),
        },
        "openapi_extra": {"parameters": [format_parameter("json", "jsonld", "csv")]},
    }


STATS: Final[dict[str, Any]] = {
    "operation_id": "getStats",
    "summary": "How much of everything there is",
    "responses": {
        200: {
            "description": "The numbers",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "snapshot": SNAPSHOT,
                            "created": {"type": "string"},
                            "quads": {"type": "integer"},
                            "graphs": {"type": "integer"},
                            "counts": {
                                "type": "object",
                                "additionalProperties": {"type": "integer"},
                            },
                            "sparql": SPARQL,
                        },
                        "required": ["snapshot", "created", "quads", "graphs", "counts"],
                    }
                }
            },
        },
        304: UNCHANGED,
        **problem_responses(400, 406, 414, 500, 503),
    },
    "openapi_extra": {"parameters": []},
}


def _id(definition: ListDefinition) -> dict[str, Any]:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "What stands behind /id/ in its IRI, its slashes as they are and # as "
        f"%23, or the whole IRI; of {definition.name} with a UN symbol also the symbol",
        "schema": {"type": "string"},
    }


def _parameters(definition: ListDefinition) -> list[dict[str, Any]]:
    table = definition.table
    found = []
    for column in table.filters:
        value = {"type": "string", "maxLength": LONGEST}
        if column.kind in _TYPES:
            value["pattern"] = _RANGE
        entry: dict[str, Any] = {
            "name": column.name,
            "in": "query",
            "description": _about(column),
            "schema": {"type": "array", "items": value, "maxItems": MOST_VALUES},
        }
        if column.name in definition.example:
            entry["example"] = [definition.example[column.name]]
        found.append(entry)
    orders = ["id", *(column.name for column in table.columns if column.sort)]
    names = [column.name for column in table.filters]
    found += [
        {
            "name": "sort",
            "in": "query",
            "description": "The order; with - in front it is turned round",
            "schema": {
                "type": "string",
                "enum": [*(sign + name for name in orders for sign in ("", "-")), NOT_GIVEN],
            },
        },
        {
            "name": "limit",
            "in": "query",
            "description": "How many items at most",
            "schema": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": LIMIT},
        },
        {
            "name": "after",
            "in": "query",
            "description": "Where the page begins, from `next` of the page before",
            "schema": {"type": "string"},
        },
        _names("fields", "The members of each item", ["id", *definition.members]),
        _names("facets", f"Members whose {FACET_VALUES} most frequent values are counted", names),
        _names("missing", "Members that must have no value", names),
        format_parameter("json", "jsonld", "csv"),
    ]
    if TEXT in controls_of(table):
        found.append(
            {
                "name": TEXT,
                "in": "query",
                "description": "Words that occur in its names and texts, as the search takes them",
                "schema": {"type": "string", "maxLength": WORDS},
            }
        )
    if {entry["name"] for entry in found[len(table.filters) :]} != set(controls_of(table)):
        raise AssertionError(controls_of(table))
    return found


def _about(column: Column) -> str:
    ways = ""
    if column.kind in _TYPES:
        ways = "; a number, or a range such as 2014..2016, 2014.. or ..2016"
    elif column.kind is Kind.THING:
        ways = "; an IRI, or a name as in the queries"
    narrower = ", with what is narrower" if column.narrower else ""
    return f"{column.about[0].upper()}{column.about[1:]}{narrower}{ways}"


def _names(parameter: str, about: str, names: Sequence[str]) -> dict[str, Any]:
    """A parameter that takes names, by commas."""
    return {
        "name": parameter,
        "in": "query",
        "description": f"{about}, by commas",
        "style": "form",
        "explode": False,
        "schema": {"type": "array", "items": {"type": "string", "enum": [*names, NOT_GIVEN]}},
    }


def format_parameter(*names: str) -> dict[str, Any]:
    """The parameter for one of some formats."""
    return {
        "name": "format",
        "in": "query",
        "description": "Stands above the Accept field",
        "schema": {"type": "string", "enum": list(names)},
    }


def _member(column: Column) -> dict[str, Any]:
    schema: dict[str, Any] = (
        dict(THING) if column.kind is Kind.THING else {"type": _TYPES.get(column.kind, "string")}
    )
    if column.many:
        schema = {"type": "array", "items": schema}
    return {**schema, "description": column.about}


def _item(definition: ListDefinition) -> dict[str, Any]:
    members = {column.name: _member(column) for column in definition.table.by_name.values()}
    if definition.table.each is not None:
        # The item of an address has all that it has; a row of a list has one.
        one = members[definition.table.each.name]
        members[definition.table.each.name] = {"anyOf": [one, {"type": "array", "items": one}]}
    return {
        "type": "object",
        "properties": {
            **THING["properties"],
            "type": {"type": "string"},
            **members,
        },
        "required": ["id"],
    }


def _list_responses(definition: ListDefinition) -> dict[int | str, Any]:
    facet = {
        "type": ["array", "null"],
        "description": "null: counting it took too long",
        "items": {
            "type": "object",
            "properties": {
                **THING["properties"],
                "value": {"type": ["string", "number"]},
                "count": {"type": "integer"},
                "total": {"type": "integer", "description": "With what is narrower"},
            },
            "required": ["count"],
        },
    }
    schema = {
        "type": "object",
        "properties": {
            "@context": _CONTEXT,
            "snapshot": SNAPSHOT,
            "count": {"type": "integer", "description": "How many items the whole list has"},
            "next": {"type": "string", "description": "Address of the next page"},
            "facets": {"type": "object", "additionalProperties": facet},
            "sparql": SPARQL,
            "items": {"type": "array", "items": _item(definition)},
        },
        "required": ["@context", "snapshot", "count", "sparql", "items"],
    }
    found = json_content("The items", schema)
    found["content"]["text/csv"] = {"schema": {"type": "string"}}
    return {200: found, 304: UNCHANGED, **problem_responses(400, 406, 414, 500, 503)}


def json_content(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A body in JSON."""
    return {
        "description": about,
        "content": {
            "application/json": {"schema": schema},
            "application/ld+json": {"schema": schema},
        },
    }
