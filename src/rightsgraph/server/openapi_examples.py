"""Examples of answers in OpenAPI: what the server answers on the bundled graph.

They stand in `example_answers.json`, which `tools/generate_example_answers.py` writes: for each
operation an address and its answer, lists cut to their first items and queries to their first
words. The tests ask again and compare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from rightsgraph.server import api_examples as examples
from rightsgraph.server.extract_api import EXTRACT
from rightsgraph.server.resolve_api import RESOLVE, SYMBOLS

_FILE: Final = Path(__file__).with_name("example_answers.json")
_ABOUT: Final = "The answer on the bundled graph to %s; lists and queries are shortened"


@cache
def example_answers() -> Mapping[str, Mapping[str, Any]]:
    """For each operation by its id: `request`, an address, and `answer`, its JSON."""
    found: dict[str, dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def add_examples(paths: Mapping[str, Any]) -> None:
    """Adds the examples to an OpenAPI description: answers, and the parameters that lead to them.

    Args:
        paths: Its path items.
    """
    answers = example_answers()
    for path, method, answer in (
        (RESOLVE, "post", examples.RESOLVED),
        (SYMBOLS + "/{symbol}", "get", examples.SYMBOL),
        (EXTRACT, "post", examples.EXTRACTED),
    ):
        # The framework takes every null out of what stands in a route.
        content = paths[path][method]["responses"]["200"]["content"]
        content["application/json"]["example"] = answer
    for path, item in paths.items():
        operation = item.get("get", {})
        if (known := answers.get(operation.get("operationId", ""))) is None:
            continue
        content = operation["responses"]["200"]["content"]
        content[answer_type(content)]["examples"] = {
            "bundled": {"summary": _ABOUT % known["request"], "value": known["answer"]}
        }
        given = _parameters(path, known["request"])
        for parameter in operation.get("parameters", ()):
            value = given.get(parameter["name"])
            if value and "example" not in parameter:
                several = parameter["schema"].get("type") == "array"
                texts = value[0].split(",") if parameter.get("explode") is False else value
                parameter["example"] = texts if several else _typed(texts[0], parameter["schema"])


def answer_type(content: Mapping[str, Any]) -> str:
    """The media type of the answers in the examples: the first that is JSON."""
    return next(name for name in content if "json" in name)


def _parameters(path: str, request: str) -> dict[str, list[str]]:
    """The parameters of an address, those in its path too."""
    parts = urlsplit(request)
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(path))
    match = re.fullmatch(pattern, parts.path)
    in_path = match.groupdict() if match else {}
    return {
        **{name: [unquote(value)] for name, value in in_path.items()},
        **parse_qs(parts.query),
    }


def _typed(text: str, schema: Mapping[str, Any]) -> str | int:
    kind = schema.get("anyOf", [schema])[0].get("type")
    return int(text) if kind == "integer" else text
