"""The operations that OpenAPI describes, each with a request that has an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from rightsgraph.server.app import create_app
from rightsgraph.server.openapi_examples import example_answers
from rightsgraph.settings import Settings
from rightsgraph.store import Home

EXAMPLES = example_answers()


@dataclass(frozen=True)
class Operation:
    """An operation of the API.

    Args:
        path: Its path, with names in braces.
        method: Its method, in small letters.
        about: What OpenAPI says of it.
    """

    path: str
    method: str
    about: dict[str, Any]

    @property
    def name(self) -> str:
        """Its operation id."""
        return str(self.about["operationId"])

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """Its parameters."""
        return list(self.about.get("parameters", ()))

    @property
    def media_types(self) -> list[str]:
        """What it answers when all is well."""
        return [
            name
            for status, answer in self.about["responses"].items()
            if str(status).startswith("2")
            for name in answer.get("content", {})
        ]

    @property
    def example_path(self) -> str:
        """An address below which it answers on the bundled graph, without parameters."""
        if "{" not in self.path:
            return self.path
        if self.name in EXAMPLES:
            return str(EXAMPLES[self.name]["request"]).partition("?")[0]
        given = {each["name"]: each["example"] for each in self.parameters if each["in"] == "path"}
        return self.path.format(**given)

    @property
    def needed(self) -> dict[str, str]:
        """The parameters without which there is no answer, with the values of the example.

        A query may need one of two, which OpenAPI cannot say: it gets those of its example.
        """
        example = EXAMPLES.get(self.name, {"request": ""})["request"]
        given = parse_qsl(urlsplit(str(example)).query)
        required = {each["name"] for each in self.parameters if each.get("required")}
        is_query = "queries" in self.about["tags"]
        return {name: value for name, value in given if is_query or name in required}


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description, which needs neither a graph nor a server."""
    return create_app(Home(Path("no-such-home")), Settings()).openapi()


def operations(openapi: dict[str, Any]) -> Iterator[Operation]:
    """All operations, in the order of the description."""
    for path, item in openapi["paths"].items():
        for method, about in item.items():
            yield Operation(path, method, about)


@cache
def operations_by_name() -> dict[str, Operation]:
    """The operations of the application by their ids."""
    return {each.name: each for each in operations(description())}
