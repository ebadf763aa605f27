"""What the tables, columns and indexes of the projection are called in SQLite."""

from __future__ import annotations

from rightsgraph.store.projection.definition import Column, Table


def quoted(name: str) -> str:
    """The name of a column, which may be a word of SQL."""
    return f'"{name}"'


def index_name(table: Table, column: Column) -> str:
    """The name of the index of a column."""
    return f"{table.name}_by_{column.name}"


def values_table(table: Table, column: Column) -> str:
    """The name of the SQLite table of a column with many values."""
    return f"{table.name}_{column.name}"


def facet_name(table: Table, column: Column) -> str:
    """The name of a column in the table of counts."""
    return f"{table.name}.{column.name}"


def source_of(table: Table, column: Column) -> tuple[str, str]:
    """The SQLite table and the column of it that hold the values of a column."""
    if column.many:
        return values_table(table, column), "value"
    return table.name, "each_" if column is table.each else quoted(column.name)
