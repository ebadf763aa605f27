"""The rows of the lists as one would keep them for datasette: one flat table a list, with indexes.

Every thing stands with its IRI and its label, as in our CSV, so that the peer joins nothing. What
has one value a row is a plain column with an index, also where the projection would allow several;
where a row has several they are an array in JSON, which is how datasette filters and counts them.
Columns that are empty in the whole list are left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rightsgraph.store.projection import TABLES
from rightsgraph.store.projection.definition import Column, Kind, Table
from rightsgraph.store.projection.sqlite_names import source_of


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table of the peer.

    Args:
        table: The table of the projection that it has the rows of.
        rows: How many rows.
        columns: The columns that have values.
        arrays: Names of those that hold arrays.
        keyed: Whether its rows are told apart by the IRI alone.
    """

    table: Table
    rows: int
    columns: tuple[Column, ...]
    arrays: frozenset[str]
    keyed: bool


def write(tables: Path, path: Path) -> list[FlatTable]:
    """Writes the database of the peer; returns what is in it.

    Args:
        tables: The tables of a snapshot.
        path: The database; it must not be there yet.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        database.execute("ATTACH ? AS ours", (str(tables),))
        written = [_write_table(database, table) for table in TABLES.values()]
        database.execute("DETACH ours")
        database.execute("ANALYZE")
    return [each for each in written if each.rows]


def _write_table(database: sqlite3.Connection, table: Table) -> FlatTable:
    (rows, things) = database.execute(
        f"SELECT count(*), count(DISTINCT this) FROM ours.{table.name}"
    ).fetchone()
    columns: list[Column] = []
    arrays: set[str] = set()
    for column in table.by_name.values():
        source, value = source_of(table, column)
        of_row = "row" if column.many else "rowid"
        (most,) = database.execute(
            f"SELECT max(number) FROM (SELECT count({value}) AS number FROM ours.{source} "
            f"GROUP BY {of_row})"
        ).fetchone()
        if most:
            columns.append(column)
        if (most or 0) > 1:
            arrays.add(column.name)
    keyed = rows == things
    kinds = {Kind.INTEGER: "INTEGER", Kind.YEAR: "INTEGER", Kind.NUMBER: "REAL"}
    defined = ["id TEXT PRIMARY KEY" if keyed else "id TEXT", "label TEXT"]
    chosen = [_thing("r.this", "iri"), _thing("r.this", "label")]
    for column in columns:
        defined.append(f'"{column.name}" {kinds.get(column.kind, "TEXT")}')
        chosen.append(_value(table, column, "iri", array=column.name in arrays))
        if column.kind is Kind.THING:
            defined.append(f'"{column.name}Label" TEXT')
            chosen.append(_value(table, column, "label", array=column.name in arrays))
    database.execute(f'CREATE TABLE main."{table.name}" ({", ".join(defined)})')
    database.execute(
        f'INSERT INTO main."{table.name}" SELECT {", ".join(chosen)} '
        f"FROM ours.{table.name} AS r ORDER BY r.row"
    )
    if not keyed:
        database.execute(f'CREATE INDEX "{table.name}_id" ON "{table.name}" (id)')
    for column in columns:
        if (column.filter or column.sort) and column.name not in arrays:
            name = f"{table.name}_by_{column.name}"
            database.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column.name}")')
    return FlatTable(table, rows, tuple(columns), frozenset(arrays), keyed)


def _thing(number: str, what: str) -> str:
    return f"(SELECT {what} FROM ours.things WHERE things.id = {number})"


def _value(table: Table, column: Column, what: str, *, array: bool) -> str:
    """The expression of a column: its value, or that of the IRI or label of the thing it holds."""
    source, name = source_of(table, column)
    shown = _thing(f"v.{name}", what) if column.kind is Kind.THING else f"v.{name}"
    if not column.many:
        return shown.replace("v.", "r.")
    values = f"FROM ours.{source} AS v WHERE v.row = r.row"
    if not array:
        return f"(SELECT {shown} {values})"
    return (
        f"(SELECT json_group_array(value) FROM (SELECT {shown} AS value {values} ORDER BY v.value)"
        " HAVING count(*) > 0)"
    )


def some_values(path: Path, flat: FlatTable, column: Column, most: int) -> list[str]:
    """Some values of a column: the most frequent one, then others evenly down to the rarest."""
    name = f'"{column.name}"'
    source = f'"{flat.table.name}"'
    if column.name in flat.arrays:
        source, name = f"{source} AS t, json_each(t.{name}) AS each", "each.value"
    with closing(sqlite3.connect(path)) as database:
        found: Iterable[tuple[object]] = database.execute(
            f"SELECT {name} FROM {source} WHERE {name} IS NOT NULL "
            "GROUP BY 1 ORDER BY count(*) DESC, 1"
        )
        values = [str(value) for (value,) in found]
    step = max(1, len(values) // most)
    return values[::step][:most]


def some_ids(path: Path, flat: FlatTable, most: int) -> list[str]:
    """The IRIs of some rows, from the first to the last."""
    with closing(sqlite3.connect(path)) as database:
        step = max(1, flat.rows // most)
        found = database.execute(
            f'SELECT id FROM "{flat.table.name}" WHERE rowid % ? = 1 % ? ORDER BY id LIMIT ?',
            (step, step, most),
        )
        return [str(iri) for (iri,) in found]
