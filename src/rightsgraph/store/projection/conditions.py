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

# So many values of a condition are looked at to tell how many rows meet it.
_COUNTED_VALUES: Final = 2000
# What has some words is counted so far; where there is more it counts as all.
_COUNTED_ROWS: Final = 10_000
_MOST_VALUES: Final = 1000
_LARGEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class _Condition:
    """A filter whose values are those of the database."""

    column: Column
    test: str
    values: list[Any]
    missing: bool
    number: int  # of rows that meet it; of the whole table when that is not known


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that must occur, as a query of the index and the rows of it that are of this kind."""

    values: tuple[str, int, int]
    number: int  # of rows that have them


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
        sql = "SELECT count FROM row_counts WHERE name = ?"
        self._rows = int(database.execute(sql, (table.name,)).fetchone()[0]) if filters else 0
        self._conditions = [self._condition(each) for each in filters if not each.words]
        self._words = [self._occurring(each.words) for each in filters if each.words]

    def exact(self) -> tuple[str, list[Any]]:
        """The condition by which all rows are found at once, and its values."""
        return self._where(lookup=True)

    def for_page(self, limit: int) -> tuple[str, list[Any], bool]:
        """The condition by which the next few rows are found, its values, and by which way.

        Either the rows are gone through in the order of the list until the page is full, or all
        that meet the conditions are looked up and put in order: whichever looks at fewer rows.
        The first looks at the page times the share of the rows that do not meet them.

        Args:
            limit: How many rows are wanted.
        """
        lookup = self.fewest * self.fewest < limit * self._rows
        return *self._where(lookup=lookup), lookup

    def chosen(self) -> list[tuple[Column, list[Any]]] | None:
        """For each filter its column and the values, as they stand in the tables.

        Returns:
            The pairs; None when a filter asks for something else than one of some values.
        """
        if self._words:
            return None
        for each in self.filters:
            if each.missing or not each.values or each.low is not None or each.high is not None:
                return None
        return [(each.column, each.values) for each in self._conditions]

    @property
    def fewest(self) -> int:
        """About how many rows meet the narrowest filter."""
        numbers = [each.number for each in self._conditions]
        numbers += [each.number for each in self._words]
        return min(numbers, default=self._rows)

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
            return _Condition(column, "", [], missing=True, number=self._rows)
        if column.kind is Kind.THING and (chosen.low is not None or chosen.high is not None):
            raise ParameterError(
                f"{column.name} has no order, so it has no range.", parameter=column.name
            )
        tests, values = [], []
        if chosen.values:
            found = self._found(column, chosen.values)
            if not found:
                return _Condition(column, "FALSE", [], missing=False, number=0)
            tests.append(f"{{0}} IN ({', '.join('?' * len(found))})")
            values += found
        for sign, bound in ((">=", chosen.low), ("<=", chosen.high)):
            if bound is not None:
                tests.append(f"{{0}} {sign} ?")
                values.append(_fitting(column, bound))
        test = " AND ".join(tests) or "{0} IS NOT NULL"
        number = self._number(column, test, values)
        return _Condition(column, test, values, missing=False, number=number)

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
            f"AND rowid BETWEEN ? AND ? LIMIT {_COUNTED_ROWS})",
            (match, first, last),
        ).fetchone()
        return _Words((match, first, last), self._rows if number == _COUNTED_ROWS else number)

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

    def _number(self, column: Column, test: str, values: list[Any]) -> int:
        """How many rows meet a condition, by the counts of the facets."""
        sql = (
            "SELECT sum(count) FROM (SELECT count FROM facet_counts "
            f"WHERE facet = ? AND {test.format('value')} LIMIT {_COUNTED_VALUES})"
        )
        (number,) = self._database.execute(
            sql, [facet_name(self.table, column), *values]
        ).fetchone()
        return number or 0


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
