"""Values of a column and how many rows have them."""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from rightsgraph.store.projection.conditions import Conditions
from rightsgraph.store.projection.definition import Column, Kind, Scalar, Table
from rightsgraph.store.projection.rows import Thing, by_number
from rightsgraph.store.projection.sqlite_names import facet_name, source_of


class Count(NamedTuple):
    """How many rows have a value.

    Args:
        value: The value.
        number: How many rows have it itself.
        total: How many have it or something narrower; None in a column without broader and
            narrower.
    """

    value: Thing | Scalar
    number: int
    total: int | None = None


def count_values(
    database: sqlite3.Connection,
    table: Table,
    column: Column,
    conditions: Conditions,
    most: int,
) -> tuple[Count, ...]:
    """The values of a column and how many rows have them, the most frequent first.

    Args:
        database: The tables.
        table: The table of the column.
        column: The column.
        conditions: What the counted rows must meet.
        most: How many values.
    """
    if not conditions.filters:
        sql = (
            "SELECT value, count, total FROM facet_counts WHERE facet = ? "
            "ORDER BY count DESC, value LIMIT ?"
        )
        found = database.execute(sql, (facet_name(table, column), most)).fetchall()
    else:
        found = _count_filtered(database, table, column, conditions, most)
    if column.kind is Kind.THING:
        things = by_number(database, [row[0] for row in found])
        return tuple(Count(things[value], count, total) for value, count, total in found)
    return tuple(Count(*row) for row in found)


def _count_filtered(
    database: sqlite3.Connection, table: Table, column: Column, conditions: Conditions, most: int
) -> list[tuple[Any, ...]]:
    where, values = conditions.exact()
    source, value = source_of(table, column)
    if column.many:
        rows_with, value = f"{table.name} AS t CROSS JOIN {source} AS v ON v.row = t.row", "v.value"
    else:
        rows_with, value = f"{table.name} AS t", f"t.{value}"
    if column.narrower:
        sql = (
            "SELECT w.value, count(DISTINCT t.row) FILTER (WHERE w.value = w.row), "
            f"count(DISTINCT t.row) FROM {rows_with} JOIN concepts_within AS w ON w.row = {value} "
            f"WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"
        )
    else:
        sql = (
            f"SELECT {value}, count(*), NULL FROM {rows_with} "
            f"WHERE {where} AND {value} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"
        )
    return database.execute(sql, [*values, most]).fetchall()
