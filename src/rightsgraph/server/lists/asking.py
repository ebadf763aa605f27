"""What a request asks of a list: its parameters, read and checked, and where a page begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from rightsgraph.errors import ParameterError
from rightsgraph.server.lists.definitions import ListDefinition, parameter_of
from rightsgraph.store.projection import Filter, Place
from rightsgraph.store.projection.definition import Column, Kind, Table
from rightsgraph.store.projection.reading import MOST_ROWS
from rightsgraph.store.projection.text_index import INDEXED

LIMIT: Final = 50
FACET_VALUES: Final = 20
# Parameters that are no columns.
TEXT, SORT, CURSOR, SIZE, FIELDS, FACETS, MISSING = (
    "text",
    "sort",
    "after",
    "limit",
    "fields",
    "facets",
    "missing",
)
CONTROLS: Final = (SORT, SIZE, CURSOR, FIELDS, FACETS, MISSING, "format")
# That of lists whose things have words of their own.
WORDED: Final = (TEXT, *CONTROLS)
_RANGED: Final = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.YEAR})
MOST_VALUES: Final = 100
LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What is asked of a list.

    Args:
        filters: What every row must meet.
        sort: Name of the column of the order; None for that of the IRIs.
        descending: Whether the order is turned round.
        after: The end of the page before.
        limit: How many rows at most; None when the request does not say.
        fields: The members of each row; empty for all.
        facets: The columns whose values are counted.
    """

    filters: tuple[Filter, ...] = ()
    sort: str | None = None
    descending: bool = False
    after: Place | None = None
    limit: int | None = None
    fields: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()


def read_request(
    definition: ListDefinition,
    pairs: Sequence[tuple[str, str]],
    fixed: Iterable[Filter] = (),
) -> ListRequest:
    """What the parameters of an address ask of a list.

    Args:
        definition: The list.
        pairs: Names and values, decoded, in their order. Several values of one name are one or the
            other; empty ones count as not given.
        fixed: Filters that the address itself stands for.

    Raises:
        ParameterError: There is no such parameter, or a value does not fit it.
    """
    table = definition.table
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if len(value) > LONGEST and name != CURSOR:
            raise ParameterError(
                f"Parameter {name[:80]!r} has {len(value)} characters; {LONGEST} are the most.",
                parameter=name[:80],
            )
        given.setdefault(name, []).append(value.strip())
    filters = list(fixed)
    controls = controls_of(table)
    for name, values in given.items():
        number = len(values)
        if name != SIZE:  # an empty field of a form is no value, but this is a number
            values[:] = [value for value in values if value]
        if name in controls:
            continue
        column = table.by_name.get(name)
        if column is None or not column.filter:
            raise ParameterError(
                f"The list of {definition.name} has no parameter {name[:80]!r}.",
                remedy=f"Use {', '.join(each.name for each in table.filters)}; "
                f"or {', '.join(controls)}.",
                parameter=name[:80],
            )
        if number > MOST_VALUES:
            raise ParameterError(
                f"{name} has {number} values; {MOST_VALUES} are the most.", parameter=name
            )
        if values:
            filters += _filters(column, values)
    filters += [Filter("", words=words) for words in given.get(TEXT, ())]
    filters += [
        Filter(column.name, missing=True) for column in _columns(table, given.get(MISSING, ()))
    ]
    sort, descending = _order(table, given.get(SORT, ()))
    return ListRequest(
        filters=tuple(filters),
        sort=sort,
        descending=descending,
        after=_cursor(given.get(CURSOR, ()), table, sort),
        limit=_limit(given.get(SIZE, ())),
        fields=_fields(definition, given.get(FIELDS, ())),
        facets=tuple(column.name for column in _columns(table, given.get(FACETS, ()))),
    )


def controls_of(table: Table) -> tuple[str, ...]:
    """The parameters of a list that are none of its columns."""
    return WORDED if table.name in INDEXED else CONTROLS


def write_cursor(place: Place) -> str:
    """Where a page ends, as a word for an address."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _cursor(given: Sequence[str], table: Table, sort: str | None) -> Place | None:
    if not given:
        return None
    word = given[-1]
    try:
        padded = word + "=" * (-len(word) % 4)
        read = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        value, this, each = read
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise _no_cursor() from None
    fits = isinstance(this, str) and (isinstance(each, str) if table.each else each is None)
    if value is not None:
        text = sort is not None and table.column(sort).kind in (Kind.TEXT, Kind.WORDS)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        fits = fits and sort is not None and (isinstance(value, str) if text else number)
        if isinstance(value, int) and abs(value) >= 2**63:
            fits = False
    if not fits:
        raise _no_cursor()
    return Place(value, this, each)


def _no_cursor() -> ParameterError:
    return ParameterError(
        "`after` does not say where a page of this list begins.",
        remedy="Take it from `next` of the page before, with the same parameters.",
        parameter=CURSOR,
    )


def _filters(column: Column, values: Sequence[str]) -> list[Filter]:
    if column.kind is Kind.THING:
        terms = parameter_of(column).terms(values)
        iris = tuple(term.value for term in terms if isinstance(term, ox.NamedNode))
        return [Filter(column.name, iris)]
    ranges = [value for value in values if column.kind in _RANGED and ".." in value]
    if ranges and len(values) > 1:
        raise ParameterError(
            f"{column.name} takes one range, or several values.", parameter=column.name
        )
    if not ranges:
        return [Filter(column.name, tuple(values))]
    low, _, high = ranges[0].partition("..")
    return [Filter(column.name, low=low.strip() or None, high=high.strip() or None)]


def _order(table: Table, given: Sequence[str]) -> tuple[str | None, bool]:
    if not given:
        return table.order, False
    name = given[-1].removeprefix("-")
    if name == "id":
        return None, given[-1].startswith("-")
    column = table.by_name.get(name)
    if column is None or not column.sort:
        orders = [each.name for each in table.columns if each.sort]
        raise ParameterError(
            f"The list of {table.name} cannot be put in the order of {name[:80]!r}.",
            remedy=f"Use id, {', '.join(orders)}; with - in front to turn it round.",
            parameter=SORT,
        )
    return column.name, given[-1].startswith("-")


def _limit(given: Sequence[str]) -> int | None:
    if not given:
        return None
    text = given[-1]
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= MOST_ROWS):
        raise ParameterError(f"`limit` is a number from 1 to {MOST_ROWS}.", parameter=SIZE)
    return int(text)


def _fields(definition: ListDefinition, given: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(_names(given)))
    for name in names:
        if name not in definition.members and name != "id":
            raise ParameterError(
                f"An item of {definition.name} has no member {name[:80]!r}.",
                remedy=f"Use id, {', '.join(definition.members)}.",
                parameter=FIELDS,
            )
    return names


def _columns(table: Table, given: Sequence[str]) -> list[Column]:
    found = []
    for name in dict.fromkeys(_names(given)):
        column = table.by_name.get(name)
        if column is None or not column.filter:
            raise ParameterError(
                f"The list of {table.name} cannot be narrowed or counted by {name[:80]!r}.",
                remedy=f"Use {', '.join(each.name for each in table.filters)}.",
                parameter=name[:80],
            )
        found.append(column)
    return found


def _names(given: Sequence[str]) -> list[str]:
    return [name.strip() for text in given for name in text.split(",") if name.strip()]
