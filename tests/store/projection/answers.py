"""What SPARQL says, in the form in which the tables say it."""

from typing import Any

import pyoxigraph as ox

from rightsgraph.store import Snapshot
from rightsgraph.store.projection import Column, Row, Thing
from rightsgraph.store.projection.definition import Kind


def ask(snapshot: Snapshot, sparql: str) -> list[dict[str, Any]]:
    """The rows of a query: IRIs and texts as such, numbers as numbers."""
    store = snapshot.open()
    try:
        answer = store.query(sparql, use_default_graph_as_union=not snapshot.manifest.union)
        assert isinstance(answer, ox.QuerySolutions)
        names = [variable.value for variable in answer.variables]
        return [
            {name: _plain(value) for name, value in zip(names, row, strict=True)} for row in answer
        ]
    finally:
        del store
        snapshot.release()


def _plain(term: object) -> str | int | float | None:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        if term.datatype.value.endswith("#integer"):
            return int(term.value)
        if term.datatype.value.endswith("#double"):
            return float(term.value)
    assert isinstance(term, ox.Literal | ox.NamedNode)
    return term.value


def plain(value: object) -> object:
    """A value of a row without its label."""
    return value.iri if isinstance(value, Thing) else value


def single(row: Row, columns: tuple[Column, ...]) -> dict[str, object]:
    """The columns of a row that have one value."""
    return {column.name: plain(row[column.name]) for column in columns}


def value_of(column: Column, record: dict[str, Any]) -> object:
    """The value in a record of a query for the values of a column."""
    if column.name in record:
        return record[column.name]
    if column.kind is Kind.THING:
        return record.get("value", record.get("each"))
    return record["key"]
