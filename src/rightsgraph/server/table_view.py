"""The rows of a query as a table for people: names with links, headings in words, an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from rightsgraph.iris import base
from rightsgraph.server.linked.addresses import href
from rightsgraph.server.naming import natural, short
from rightsgraph.server.solutions import Table, Term
from rightsgraph.store.tokens import read_tokens

# A column of that name tells the name of the thing in the column without the ending.
_NAMING: Final = ("Name", "Title")
# What stands behind the pattern of a query and cannot be followed by LIMIT, or be said twice.
_MODIFIERS: Final = frozenset({"LIMIT", "OFFSET", "VALUES"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell.

    Args:
        text: What it says.
        address: Where it leads; empty for nowhere.
        language: Language tag of the text; empty for none.
        is_number: Whether it is a number.
    """

    text: str
    address: str = ""
    language: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column.

    Args:
        name: Name of the column.
        text: The same in words.
        about: What the column holds; empty where nothing is known.
        address: The same rows in the order of this column; empty when they have no other.
        order: "ascending", "descending" or empty: how the rows are ordered by it.
        is_number: Whether all its values are numbers.
    """

    name: str
    text: str
    about: str
    address: str
    order: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Order:
    """By which column rows are ordered.

    Args:
        column: Its name; empty for the order of the query.
        descending: Whether it is turned round.
    """

    column: str = ""
    descending: bool = False

    @classmethod
    def read(cls, text: str) -> Order:
        """The order as an address has it: `-citations` for the largest first."""
        return cls(text.removeprefix("-"), text.startswith("-"))


def put_in_order(table: Table, order: Order) -> Table:
    """The table in another order; rows without a value come last, and equal rows stay as they are.

    A table that was cut stays as it is: its order would be that of the rows that are shown only.
    """
    if order.column not in table.columns or table.total > len(table.rows):
        return table
    with_value = [row for row in table.rows if order.column in row]
    without = [row for row in table.rows if order.column not in row]
    with_value.sort(key=lambda row: _key(row[order.column]), reverse=order.descending)
    return replace(table, rows=(*with_value, *without))


def _key(term: Term) -> tuple[int, float, list[tuple[int, str]]]:
    number = _number(term)
    return (0, number, []) if number is not None else (1, 0.0, natural(term.value))


def _number(term: Term) -> float | None:
    if not term.datatype.endswith(("#integer", "#decimal", "#double", "#int", "#float", "#long")):
        return None
    try:
        return float(term.value)
    except ValueError:
        return None


def nameless(table: Table, columns: Sequence[str]) -> list[str]:
    """The IRIs of things that the shown columns would name, and for which they have no name."""
    found: dict[str, None] = {}
    for row in table.rows:
        for name in columns:
            thing = None if name in row else _named(row, name)
            if thing is not None and thing.kind == "uri":
                found[thing.value] = None
    return list(found)


def _named(row: Mapping[str, Term], name: str) -> Term | None:
    """The thing that a column names; None when it is no column of names."""
    for ending in _NAMING:
        if name.endswith(ending):
            return row.get(name.removesuffix(ending))
    return None


def cells(
    table: Table,
    columns: Sequence[str],
    all_columns: Sequence[str] = (),
    labels: Mapping[str, str] = MappingProxyType({}),
) -> list[list[Cell]]:
    """The cells of the shown columns.

    Args:
        table: The rows.
        columns: The columns that are shown.
        labels: What things are called for which the rows have no name.
        all_columns: All columns of the query, what a row is about first; the first column leads
            there when nothing else in it leads anywhere.
    """
    subject = next((name for name in all_columns if name not in columns), "")
    found = []
    for row in table.rows:
        line = [_cell(row, name, labels) for name in columns]
        thing = row.get(subject)
        if line and not line[0].address and thing and _is_ours(thing):
            line[0] = replace(line[0], text=line[0].text or short(thing.value), address=_to(thing))
        found.append(line)
    return found


def _cell(row: Mapping[str, Term], name: str, labels: Mapping[str, str]) -> Cell:
    term, thing = row.get(name), _named(row, name)
    if term is None:
        # A thing without a name is shown by its IRI rather than not at all.
        return (
            Cell(labels.get(thing.value) or short(thing.value), _to(thing)) if thing else Cell("")
        )
    if term.kind == "uri":
        return Cell(short(term.value), _to(term))
    return Cell(
        term.value, _to(thing) if thing else "", term.language, is_number=_number(term) is not None
    )


def _to(term: Term) -> str:
    return href(term.value) if term.kind == "uri" else ""


def _is_ours(term: Term) -> bool:
    return term.kind == "uri" and term.value.startswith(base() + "id/")


def headings(
    table: Table,
    columns: Sequence[str],
    about: Mapping[str, str],
    order: Order,
    address: Mapping[str, str],
) -> list[Heading]:
    """The heads of the shown columns.

    Args:
        table: The rows.
        columns: The columns that are shown.
        about: What the columns hold.
        order: The order of the rows.
        address: For each column the address of the rows in its order; empty for none.
    """
    return [
        Heading(
            name=name,
            text=words(name),
            about=about.get(name, ""),
            address=address.get(name, ""),
            order=("descending" if order.descending else "ascending")
            if name == order.column
            else "",
            is_number=any(name in row for row in table.rows)
            and all(_number(row[name]) is not None for row in table.rows if name in row),
        )
        for name in columns
    ]


def words(name: str) -> str:
    """The name of a column in words.

    Example:
        >>> words("citedTitle"), words("saidByName")
        ('cited title', 'said by')
    """
    plain = name.removesuffix("Name") or name
    return "".join(f" {each.lower()}" if each.isupper() else each for each in plain)


def limited(sparql: str, most: int) -> str:
    """A query for its first rows; one that says itself how many it has stays as it is.

    Args:
        sparql: A SELECT query.
        most: How many rows at most.
    """
    depth = 0
    for token in read_tokens(sparql):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.kind == "word" and token.upper in _MODIFIERS:
            return sparql
    return f"{sparql}\nLIMIT {most}"
