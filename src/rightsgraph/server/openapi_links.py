"""Links between operations in OpenAPI: from an answer to what can be asked next.

A program that knows them goes from a list to its items and from an item to what belongs to it, and
so does a tester.

Source: OpenAPI 3.1, section 4.8.20 (link objects).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rightsgraph.server.lists.definitions import API, LISTS, ListDefinition
from rightsgraph.server.lists.routes import PARTS
from rightsgraph.server.lists.schemas import part_operation

_FIRST: Final = "$response.body#/items/0"
# Members that name something of one list, and are in an answer that has an item.
_NAMED: Final = {"document": "documents", "citedDocument": "documents", "cited": "paragraphs"}


def add_links(paths: Mapping[str, Any]) -> None:
    """Adds the links to the answers of an OpenAPI description.

    Args:
        paths: Its path items.
    """
    for definition in LISTS.values():
        item = f"{definition.path}/{{id}}"
        _answer(paths, definition.path)["links"] = dict(_of_list(definition))
        _answer(paths, item)["links"] = dict(_of_parts(definition, "$response.body#/id"))
        for part, (other, _) in PARTS.get(definition.name, {}).items():
            _answer(paths, f"{item}/{part}")["links"] = dict(_of_list(LISTS[other]))
    _answer(paths, f"{API}/snapshots")["links"] = {
        "query": {
            "operationId": "sparqlGet",
            "parameters": {"query": "ASK {}", "snapshot": "$response.body#/current"},
            "description": "The graph as it was",
        }
    }


def _answer(paths: Mapping[str, Any], path: str) -> dict[str, Any]:
    answer: dict[str, Any] = paths[path]["get"]["responses"]["200"]
    return answer


def _of_list(definition: ListDefinition) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "item", _link(f"get{definition.one}", f"{_FIRST}/id", "The first item")
    yield from _of_parts(definition, f"{_FIRST}/id")
    for member, other in _NAMED.items():
        if member in definition.members and not definition.table.column(member).many:
            about = f"What `{member}` of the first item names"
            yield member, _link(f"get{LISTS[other].one}", f"{_FIRST}/{member}/id", about)


def _of_parts(definition: ListDefinition, found: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in PARTS.get(definition.name, {}):
        yield part, _link(part_operation(definition, part), found, f"{part} of it")


def _link(operation: str, found: str, about: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {"id": found}, "description": about}
