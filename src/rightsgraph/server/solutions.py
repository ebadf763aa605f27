"""The rows of a SELECT query, read from what a worker answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a row.

    Args:
        kind: "uri", "bnode", "literal" or "triple".
        value: IRI, label or lexical form.
        datatype: IRI of the datatype; empty for plain strings.
        language: Language tag; empty for none.
    """

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT query.

    Args:
        columns: Names of the variables, in order.
        rows: For each solution the bound variables.
        snapshot: Id of the snapshot they were read from.
        total: How many rows the answer has; more than `rows` when it was cut.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, Term], ...]
    snapshot: str
    total: int


def read_table(document: bytes, snapshot: str = "", most: int | None = None) -> Table:
    """The table in a SPARQL results document in JSON; that of ASK has the one column "answer".

    Args:
        document: The document.
        snapshot: Id of the snapshot it was read from.
        most: How many rows are kept; by default all.
    """
    content: dict[str, Any] = json.loads(document)
    if "boolean" in content:
        value = Term("literal", "yes" if content["boolean"] else "no")
        return Table(("answer",), ({"answer": value},), snapshot, 1)
    bindings = content["results"]["bindings"]
    rows = tuple(
        {name: _term(value) for name, value in binding.items()} for binding in bindings[:most]
    )
    return Table(tuple(content["head"]["vars"]), rows, snapshot, len(bindings))


def _term(value: dict[str, Any]) -> Term:
    content = value["value"]
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return Term(value["type"], text, value.get("datatype", ""), value.get("xml:lang", ""))
