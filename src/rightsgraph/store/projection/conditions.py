"""Filters of lists as conditions of SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from rightsgraph.errors import ParameterError
from rightsgraph.store.projection.definition import Column, Filter, Kind, Scalar, Table
from rightsgraph.store.projection.sqlite_names import facet_name, source_of, values_table
from rightsgraph.store.projection.text_index import INDEXED, match_of

# A filter that so many rows meet is looked at row by row in the order of the list, until the page
# is full; one that fewer meet is looked up, and what it finds is put in order.
BROAD: Final = 2000
_MOST_VALUES: Final = 1000
_LARGEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class _Condition:
    """A filter whose values are those of the database."""

    column: Column
    test: str
    values: list[Any]
    missing: bool
    broad: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that must occur, as a query of the index and the rows of it that are of this kind."""

    values: tuple[str, int, int]
    broad: bool


class Conditions:
    """The filters of a list.

    Args:
        database: The tables.
        table: The table of the list.
        filters: The filters.

    Raises:
        ParameterError: A column cannot be filtered by, or a value does not fit it.
    """

    def __init__(
        self, database: sqlite3.Connection, table: Table, filters: Sequence[Filter]
    ) -> None:
        self._database = database
        self.table: Final = table
        self.filters: Final = tuple(filters)
        self._conditions = [self._condition(each) for each in filters if not each.words]
        self._words = [self._occurring(each.words) for each in filters if each.words]

    def exact(self) -> tuple[str, list[Any]]:
        """The condition by which all rows are found at once, and its values."""
        return self._where(lookup=True)

    def for_page(self) -> tuple[str, list[Any]]:
        """The condition by which the next few rows are found, and its values."""
        narrow = not all(each.broad for each in self._conditions)
        return self._where(lookup=narrow or not all(each.broad for each in self._words))

    def known_count(self) -> int | None:
        """How many rows meet the one filter by one value, as counted when the tables were made.

        Returns:
            The number; None when there are other filters, or none.
        """
        if len(self.filters) != 1 or self._words:
            return None
        chosen, each = self.filters[0], self._conditions[0]
        bounded = chosen.low is not None or chosen.high is not None
        if each.missing or bounded or len(chosen.values) != 1:
            return None
        value = chosen.values[0]
        if each.column.kind is Kind.THING:
            # A concept stands for all that is narrower; its total counts a row with several once.
            sql = (
                "SELECT coalesce(total, count) FROM facet_counts WHERE facet = ? "
                "AND value = (SELECT id FROM things WHERE iri = ?)"
            )
            value = str(value)
        else:
            sql = "SELECT count FROM facet_counts WHERE facet = ? AND value = ?"
            value = _fitting(each.column, value)
        facet = facet_name(self.table, each.column)
        found = self._database.execute(sql, (facet, value)).fetchone()
        return int(found[0]) if found else 0

    def _where(self, *, lookup: bool) -> tuple[str, list[Any]]:
        parts, values = ["TRUE"], []
        for each in self._conditions:
            parts.append(self._sql(each, lookup=lookup))
            values += each.values
        thing = ("" if lookup else "+") + ("t.row" if self.table.each is None else "t.this")
        for words in self._words:
            parts.append(
                f"{thing} IN (SELECT thing FROM search_rows WHERE id IN ("
                "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?))"
            )
            values += words.values
        return " AND ".join(parts), values

    def _sql(self, each: _Condition, *, lookup: bool) -> str:
        if not each.column.many:
            name = f"t.{source_of(self.table, each.column)[1]}"
            if each.missing:
                return f"{name} IS NULL"
            # With a plus before it the index of the column is not used.
            return each.test.format(name if lookup else f"+{name}")
        side = values_table(self.table, each.column)
        if each.missing:
            return f"NOT EXISTS (SELECT 1 FROM {side} AS f WHERE f.row = t.row)"
        test = each.test.format("f.value")
        if lookup:
            return f"t.row IN (SELECT f.row FROM {side} AS f WHERE {test})"
        return f"EXISTS (SELECT 1 FROM {side} AS f WHERE f.row = t.row AND {test})"

    def _condition(self, chosen: Filter) -> _Condition:
        column = self.table.column(chosen.column)
        if not column.filter:
            raise ParameterError(
                f"The list of {self.table.name} cannot be narrowed by {column.name!r}.",
                remedy=f"Use one of {', '.join(c.name for c in self.table.filters)}.",
                parameter=column.name,
            )
        if chosen.missing:
            return _Condition(column, "", [], missing=True, broad=True)
        if column.kind is Kind.THING and (chosen.low is not None or chosen.high is not None):
            raise ParameterError(
                f"{column.name} has no order, so it has no range.", parameter=column.name
            )
        tests, values = [], []
        if chosen.values:
            found = self._found(column, chosen.values)
            if not found:
                return _Condition(column, "FALSE", [], missing=False, broad=False)
            tests.append(f"{{0}} IN ({', '.join('?' * len(found))})")
            values += found
        for sign, bound in ((">=", chosen.low), ("<=", chosen.high)):
            if bound is not None:
                tests.append(f"{{0}} {sign} ?")
                values.append(_fitting(column, bound))
        test = " AND ".join(tests) or "{0} IS NOT NULL"
        return _Condition(
            column, test, values, missing=False, broad=self._broad(column, test, values)
        )

    def _occurring(self, words: str) -> _Words:
        if self.table.name not in INDEXED:
            raise ParameterError(
                f"The list of {self.table.name} has no words of its own to look for.",
                remedy="Look for them in /api/v1/search, or in the list of documents.",
                parameter="text",
            )
        match = match_of(words, "text").found
        place = self._database.execute(
            "SELECT first, last FROM search_kinds WHERE kind = ?",
            (tuple(INDEXED).index(self.table.name),),
        ).fetchone()
        first, last = place or (0, 0)  # an empty list has no place in the index
        (number,) = self._database.execute(
            "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? "
            f"AND rowid BETWEEN ? AND ? LIMIT {BROAD})",
            (match, first, last),
        ).fetchone()
        return _Words((match, first, last), broad=number >= BROAD)

    def _found(self, column: Column, given: Sequence[Scalar]) -> list[Any]:
        """The values as they stand in the tables; those that do not are left out."""
        if len(given) > _MOST_VALUES:
            raise ParameterError(
                f"{column.name} has {len(given)} values; {_MOST_VALUES} are the most.",
                parameter=column.name,
            )
        if column.kind is not Kind.THING:
            return [_fitting(column, value) for value in given]
        marks = ", ".join("?" * len(given))
        sql = f"SELECT id FROM things WHERE iri IN ({marks})"
        numbers = {row[0] for row in self._database.execute(sql, [str(each) for each in given])}
        if column.narrower and numbers:
            sql = (
                f"SELECT row FROM concepts_within WHERE value IN ({', '.join('?' * len(numbers))})"
            )
            numbers |= {row[0] for row in self._database.execute(sql, list(numbers))}
        return sorted(numbers)

    def _broad(self, column: Column, test: str, values: list[Any]) -> bool:
        """Whether many rows meet a condition, by the counts of the facets."""
        sql = (
            "SELECT sum(count) FROM (SELECT count FROM facet_counts "
            f"WHERE facet = ? AND {test.format('value')} LIMIT {BROAD})"
        )
        (number,) = self._database.execute(
            sql, [facet_name(self.table, column), *values]
        ).fetchone()
        return (number or 0) >= BROAD


def _fitting(column: Column, value: Scalar) -> Scalar:
    """A value as a column holds it."""
    if column.kind in (Kind.TEXT, Kind.WORDS, Kind.THING):
        return str(value)
    try:
        number = float(value) if column.kind is Kind.NUMBER else int(value)
    except (ValueError, OverflowError):
        raise ParameterError(
            f"{column.name} is a number, and {str(value)[:100]!r} is none.", parameter=column.name
        ) from None
    if isinstance(number, int) and abs(number) > _LARGEST:
        raise ParameterError(f"{column.name} has no number that large.", parameter=column.name)
    return number
