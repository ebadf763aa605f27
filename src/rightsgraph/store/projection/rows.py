"""Rows of the tables: those of a page, with the values of their columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from rightsgraph.iris import Iri
from rightsgraph.store.projection.conditions import Conditions
from rightsgraph.store.projection.definition import Column, Kind, Scalar, Table
from rightsgraph.store.projection.sqlite_names import quoted, values_table

_BEHIND_ALL: Final = 2**62


class Thing(NamedTuple):
    """An IRI with its label, None when it has none."""

    iri: Iri
    label: str | None


Value = Thing | Scalar | None
Row = dict[str, Value | tuple[Value, ...]]


class Place(NamedTuple):
    """Where a page ends: the value of the column of the order, and the keys of the last row.

    It holds for every snapshot: the next page begins behind it, whether the row is still there
    or not.
    """

    value: Scalar | None
    this: str
    each: str | None = None


def place(table: Table, row: Row, column: Column | None) -> Place:
    """Where a page with this last row ends."""
    keys = [row[key] for key in ("this", *([table.each.name] if table.each else []))]
    value = row[column.name] if column is not None else None
    if isinstance(value, tuple):
        raise TypeError(f"{column} has many values")
    return Place(value, *(key.iri for key in keys if isinstance(key, Thing)))


def select(
    database: sqlite3.Connection,
    conditions: Conditions,
    column: Column | None,
    after: Place | None,
    limit: int,
    *,
    descending: bool,
) -> list[tuple[Any, ...]]:
    """The records of a page; those without a value of the order are a part of their own.

    Args:
        database: The tables.
        conditions: The table and what its rows must meet.
        column: The column of the order; None for that of the rows.
        after: Behind which row the page begins.
        limit: How many records at most.
        descending: Whether the order is turned round.
    """
    table = conditions.table
    direction, beyond = ("DESC", "<") if descending else ("ASC", ">")
    row = None if after is None else _row_before(database, table, after, descending=descending)
    behind = "TRUE" if row is None else f"t.row {beyond} ?"
    numbers = [] if row is None else [row]
    if column is None:
        parts = [(behind, "t.row", numbers)]
    else:
        name = f"t.{quoted(column.name)}"
        without: tuple[str, str, list[Any]] = (f"{name} IS NULL", "t.row", [])
        within: tuple[str, str, list[Any]] = (f"{name} IS NOT NULL", name, [])
        if after is not None and after.value is None:
            without = (f"{name} IS NULL AND {behind}", "t.row", numbers)
        elif after is not None:
            within = (f"({name}, t.row) {beyond} (?, ?)", name, [after.value, row])
        parts = [within, without] if descending else [without, within]
        if after is not None and (after.value is None) is descending:
            parts = parts[1:]  # the first part has been shown
    where, chosen, lookup = conditions.for_page(limit)
    found: list[tuple[Any, ...]] = []
    for condition, order, values in parts:
        if len(found) < limit:
            asked = f"FROM {table.name} AS t WHERE {condition} AND {where}"
            ordered = f"ORDER BY {order} {direction}, t.row {direction}"
            sql = f"SELECT t.* {asked} {ordered} LIMIT ?"
            if lookup:  # many are put in order: their numbers, and not all of their columns
                sql = (
                    f"SELECT t.* FROM (SELECT t.row AS row {asked} {ordered} LIMIT ?) AS found "
                    f"CROSS JOIN {table.name} AS t ON t.row = found.row {ordered}"
                )
            found += database.execute(sql, [*values, *chosen, limit - len(found)]).fetchall()
    return found


def _row_before(
    database: sqlite3.Connection, table: Table, after: Place, *, descending: bool
) -> int:
    """The number behind which the next page begins: that of the row, or of its neighbour."""
    way, direction = (">=", "ASC") if descending else ("<=", "DESC")
    edge = _BEHIND_ALL if descending else 0
    # The numbers are in the order of the IRIs, whose index has the place without any counting.
    sql = f"SELECT id FROM things WHERE iri {way} ? ORDER BY iri {direction} LIMIT 1"
    found = database.execute(sql, (after.this,)).fetchone()
    if found is None:
        return edge
    (thing,) = found
    if table.each is None:
        return int(thing)
    end = (after.this, after.each or "")
    rows = database.execute(
        f"SELECT t.row, this.iri, each_.iri FROM {table.name} AS t "
        "JOIN things AS this ON this.id = t.this JOIN things AS each_ ON each_.id = t.each_ "
        f"WHERE t.this {way} ? ORDER BY t.this {direction}, t.row {direction}",
        (thing,),
    )
    for row, this, each in rows:  # only those of one thing are passed over
        if (this, each) >= end if descending else (this, each) <= end:
            return int(row)
    return edge


def complete(
    database: sqlite3.Connection,
    table: Table,
    found: Sequence[tuple[Any, ...]],
    columns: Collection[str] | None = None,
    unused: Collection[str] = (),
) -> list[Row]:
    """Records with their columns of many values, and with IRIs and labels for numbers.

    Args:
        database: The tables.
        table: The table of the records.
        found: The records.
        columns: Names of the columns that are wanted; None for all.
        unused: Names of columns of many values that have none in the whole table.
    """
    if not found:
        return []
    single = [
        (at, column.name, column.kind is Kind.THING)
        for at, column in enumerate(table.single, 3)
        if columns is None or column.name in columns
    ]
    many = [column for column in table.several if columns is None or column.name in columns]
    marks = ", ".join("?" * len(found))
    numbers = [record[0] for record in found]
    several: dict[str, dict[int, list[Any]]] = {}
    for column in many:
        if column.name in unused:
            several[column.name] = {}
            continue
        sql = f"SELECT row, value FROM {values_table(table, column)} WHERE row IN ({marks})"
        pairs = several[column.name] = {}
        for number, value in database.execute(sql, numbers):
            if number in pairs:
                pairs[number].append(value)
            else:
                pairs[number] = [value]
    ids = {number for record in found for number in record[1:3]}
    ids.update(record[at] for at, _, is_thing in single if is_thing for record in found)
    for column in many:
        if column.kind is Kind.THING:
            ids.update(value for values in several[column.name].values() for value in values)
    things = by_number(database, ids)
    # Most columns of many values have none on a page; their members are made once.
    without: Row = {column.name: () for column in many if not several[column.name]}
    many = [column for column in many if several[column.name]]
    rows: list[Row] = []
    for record in found:
        row: Row = {"this": things[record[1]], **without}
        if table.each is not None:
            row[table.each.name] = things[record[2]]
        for at, name, is_thing in single:
            row[name] = things.get(record[at]) if is_thing else record[at]
        for column in many:
            values = several[column.name].get(record[0])
            if values is None:
                row[column.name] = ()
            elif column.kind is Kind.THING:
                row[column.name] = tuple([things[value] for value in values])
            else:
                row[column.name] = tuple(values)
        rows.append(row)
    return rows


def by_number(database: sqlite3.Connection, ids: Iterable[int | None]) -> Mapping[int, Thing]:
    """The things of some numbers."""
    wanted = sorted(number for number in ids if number is not None)
    found: dict[int, Thing] = {}
    for start in range(0, len(wanted), 10_000):
        some = wanted[start : start + 10_000]
        sql = f"SELECT id, iri, label FROM things WHERE id IN ({', '.join('?' * len(some))})"
        found.update({n: Thing(Iri(iri), label) for n, iri, label in database.execute(sql, some)})
    return found
