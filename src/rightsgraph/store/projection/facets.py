"""How many rows of a list have each value of a column."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rightsgraph.store.projection import rows
from rightsgraph.store.projection.conditions import Conditions
from rightsgraph.store.projection.definition import Column, Kind, Scalar, Table
from rightsgraph.store.projection.rows import Thing
from rightsgraph.store.projection.sqlite_names import facet_name, source_of

if TYPE_CHECKING:
    from rightsgraph.store.projection.column_arrays import ColumnArrays

# A table with fewer rows is quick without arrays; one with more would take too much memory.
FEWEST_ROWS: Final = 5_000
MOST_ROWS: Final = 1_000_000
# What fewer rows meet is counted by looking these up.
_LOOKED_UP: Final = 100
_WHOLE: Final = frozenset({Kind.THING, Kind.INTEGER, Kind.YEAR})
_Counted = list[tuple[Any, int, int | None]]


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


class Facets:
    """The facets of the tables of one snapshot. Threads may share them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._arrays: dict[str, ColumnArrays | None] = {}

    def counts(
        self, database: sqlite3.Connection, column: Column, conditions: Conditions, most: int
    ) -> tuple[Count, ...]:
        """The values of a column with the number of rows, the most frequent first.

        Args:
            database: The tables.
            column: The column.
            conditions: What the rows must meet.
            most: How many values.
        """
        table = conditions.table
        if not conditions.filters:
            sql = (
                "SELECT value, count, total FROM facet_counts WHERE facet = ? "
                "ORDER BY count DESC, value LIMIT ?"
            )
            found = database.execute(sql, (facet_name(table, column), most)).fetchall()
        else:
            counted = self._from_arrays(database, column, conditions, most)
            found = (
                _looked_up(database, table, column, conditions, most)
                if counted is None
                else counted
            )
        if column.kind is Kind.THING:
            things = rows.by_number(database, [row[0] for row in found])
            return tuple(Count(things[value], count, total) for value, count, total in found)
        return tuple(Count(*row) for row in found)

    def _from_arrays(
        self, database: sqlite3.Connection, column: Column, conditions: Conditions, most: int
    ) -> _Counted | None:
        """The counts made of columns in memory; None where looking up is the better way."""
        chosen = conditions.chosen()
        if chosen is None or conditions.fewest < _LOOKED_UP or column.kind not in _WHOLE:
            return None
        if any(each.kind not in _WHOLE for each, _ in chosen):
            return None
        arrays = self._of(database, conditions.table)
        if arrays is None:
            return None
        return arrays.counts(database, column, arrays.marked(database, chosen), most)

    def _of(self, database: sqlite3.Connection, table: Table) -> ColumnArrays | None:
        with self._lock:
            if table.name not in self._arrays:
                sql = f"SELECT count(*), max(row) FROM {table.name}"
                number, last = database.execute(sql).fetchone()
                self._arrays[table.name] = None
                if FEWEST_ROWS <= number <= MOST_ROWS:
                    # NumPy takes longer to load than most commands take in all.
                    from rightsgraph.store.projection.column_arrays import ColumnArrays

                    self._arrays[table.name] = ColumnArrays(table, last)
            return self._arrays[table.name]


def _looked_up(
    database: sqlite3.Connection, table: Table, column: Column, conditions: Conditions, most: int
) -> _Counted:
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
