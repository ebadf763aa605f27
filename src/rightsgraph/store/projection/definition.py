"""How a table of the projection is defined: by SPARQL over the default graph of its snapshot.

A table has a row for each thing that a pattern finds; its columns are properties of the thing.
A column with one value holds the smallest one, words in English before others. A column with
many values is a table of its own, a row for each pair. The SPARQL of a table is made from this
definition, is what the API shows as the query it ran, and is what the tests compare with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import Final

import pyoxigraph as ox

from rightsgraph.errors import ParameterError
from rightsgraph.vocabulary import PREFIXES

_VARIABLE: Final = re.compile(r"\?(\w+)")
_PREFIX: Final = re.compile(r"\b([a-z][a-z0-9]*):(?=[A-Za-z])")
_ONE: Final = "<urn:x-one>"
_SHARED: Final = frozenset({"this", "each"})
Scalar = str | int | float


class Kind(StrEnum):
    """What the values of a column are."""

    THING = "thing"  # an IRI; it has a label
    TEXT = "text"  # a literal as it is written, or an address
    WORDS = "words"  # a literal in a language
    INTEGER = "integer"
    NUMBER = "number"
    YEAR = "year"  # the first four digits of a date


# For each kind the term that is compared, and what is taken from the smallest.
_KEY: Final = {
    Kind.THING: "STR(?value)",
    Kind.TEXT: "STR(?value)",
    Kind.WORDS: (
        'CONCAT(IF(LANG(?value) = "" || LANGMATCHES(LANG(?value), "en"), "0", "1"), STR(?value))'
    ),
    Kind.INTEGER: "xsd:integer(STR(?value))",
    Kind.NUMBER: "xsd:double(STR(?value))",
    Kind.YEAR: "xsd:integer(SUBSTR(STR(?value), 1, 4))",
}
_KEPT: Final = {
    Kind.THING: "isIRI(?value)",
    Kind.TEXT: 'STR(?value) != ""',
    Kind.WORDS: 'STR(?value) != ""',
}
_OUTCOME: Final = {Kind.THING: "IRI(MIN(%s))", Kind.WORDS: "SUBSTR(MIN(%s), 2)"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Args:
        name: Its name, as the API and the catalogue of queries spell it.
        path: A property path from the thing to the value, or a pattern with ?this and ?value
            (?each in a table that has a row for each of something).
        kind: What its values are.
        about: What it says, in words.
        many: Whether a thing may have several values.
        sort: Whether lists can be put in its order; only with one value.
        filter: Whether lists can be narrowed by it.
        narrower: Whether a filter by a concept finds what is narrower too.
    """

    name: str
    path: str
    kind: Kind
    about: str
    many: bool = False
    sort: bool = False
    filter: bool = False
    narrower: bool = False

    @property
    def pattern(self) -> str:
        """The graph pattern from ?this to ?value, with what is no value left out."""
        pattern = self.path if "?value" in self.path else f"?this {self.path} ?value"
        return f"{pattern} FILTER({_KEPT.get(self.kind, '!isBLANK(?value)')})"

    @property
    def scan(self) -> str:
        """SPARQL for all pairs of a thing, of whatever table, and the key of a value."""
        pattern = self.pattern.replace("?each", "?this")
        key = "?value" if self.kind is Kind.THING else f"({self.key} AS ?key)"
        return prefixed(f"SELECT ?this {key} WHERE {{ {pattern} }}")

    @property
    def key(self) -> str:
        """The term by which values are compared."""
        return _KEY[self.kind]

    @property
    def outcome(self) -> str:
        """The aggregate that picks the one value."""
        return _OUTCOME.get(self.kind, "MIN(%s)") % f"?{self.name}_key"

    @property
    def keyed(self) -> str:
        """The pattern to ?value and its key, which what does not fit the kind has not."""
        return f"{self.pattern} BIND({self.key} AS ?key) FILTER(BOUND(?key))"

    def optional(self) -> str:
        """The pattern of the column as part of the query of its table."""
        return _optional(self)

    def renamed(self, pattern: str) -> str:
        """A pattern whose variables are those of this column alone."""

        def name(found: re.Match[str]) -> str:
            return found[0] if found[1] in _SHARED else f"?{self.name}_{found[1]}"

        return _VARIABLE.sub(name, pattern)

    def condition(self, chosen: Filter) -> str:
        """What keeps the rows that have such a value among others, or none."""
        if chosen.missing:
            return f"FILTER NOT EXISTS {{ {self.renamed(self.keyed)} }}"
        if chosen.values and self.narrower:
            # From each concept downwards: inside EXISTS the engine would try every path there is.
            ways = (f"{{ ?value skos:broader* {term} }}" for term in _terms(self, chosen.values))
            pattern = f"{self.pattern} {' UNION '.join(ways)}"
            return f"{{ SELECT DISTINCT ?this WHERE {{ {self.renamed(pattern)} }} }}"
        tested = {Kind.THING: "?value", Kind.WORDS: "STR(?value)"}.get(self.kind, "?key")
        pattern = f"{self.keyed} FILTER({self.tests(chosen, tested)})"
        return f"FILTER EXISTS {{ {self.renamed(pattern)} }}"

    def tests(self, chosen: Filter, tested: str) -> str:
        """What a filter asks of a term.

        Args:
            chosen: The filter.
            tested: The term, in SPARQL.
        """
        found = []
        if chosen.values:
            found.append(f"{tested} IN ({', '.join(_terms(self, chosen.values))})")
        for sign, bound in ((">=", chosen.low), ("<=", chosen.high)):
            if bound is not None:
                found.append(f"{tested} {sign} {_terms(self, [bound])[0]}")
        return " && ".join(found) or "true"


@cache
def _optional(column: Column) -> str:
    """The pattern of a column; there are as many as the tables have, and each list asks for it."""
    return f"OPTIONAL {{ {column.renamed(column.keyed)} }}"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to, in one column.

    Args:
        column: Name of the column.
        values: At least one of these: IRIs, texts or numbers.
        low: Not less than this; texts are compared by code points.
        high: Not more than this.
        missing: Whether the column must have no value.
        words: What must occur in the names and texts of the thing, as a search takes it; the rest
            is empty then.
    """

    column: str
    values: tuple[Scalar, ...] = ()
    low: Scalar | None = None
    high: Scalar | None = None
    missing: bool = False
    words: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the projection.

    Args:
        name: Its name, also in SQLite.
        about: What a row is, in words.
        subjects: A pattern for ?this.
        columns: Its columns.
        each: A property: then a row is a pair of a thing and one of its values.
        order: The column of its lists when none is asked for; without one that of the IRIs.
    """

    name: str
    about: str
    subjects: str
    columns: tuple[Column, ...]
    each: Column | None = None
    order: str | None = None
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        every = self.columns if self.each is None else (self.each, *self.columns)
        object.__setattr__(self, "by_name", {column.name: column for column in every})

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            ParameterError: There is none.
        """
        try:
            return self.by_name[name]
        except KeyError:
            raise ParameterError(
                f"The list of {self.name} has no column {name!r}.",
                remedy=f"Use one of {', '.join(self.by_name)}.",
                parameter=name,
            ) from None

    @cached_property
    def filters(self) -> tuple[Column, ...]:
        """The columns that lists can be narrowed and counted by."""
        return tuple(column for column in self.by_name.values() if column.filter)

    @cached_property
    def single(self) -> tuple[Column, ...]:
        """The columns with one value."""
        return tuple(column for column in self.columns if not column.many)

    @cached_property
    def several(self) -> tuple[Column, ...]:
        """The columns with many values."""
        return tuple(column for column in self.columns if column.many)

    @property
    def found(self) -> str:
        """The pattern that finds the rows."""
        pattern = f"{{ {self.subjects} }} FILTER(isIRI(?this))"
        if self.each is not None:
            pattern += " " + self.each.pattern.replace("?value", "?each")
        return pattern

    @property
    def keys(self) -> str:
        """The variables that tell the rows apart."""
        return "?this" if self.each is None else "?this ?each"

    @property
    def counted(self) -> str:
        """The pattern with one solution for each row."""
        return f"{{ SELECT DISTINCT {self.keys} WHERE {{ {self.found} }} }}"

    def rows_query(self) -> str:
        """SPARQL for the rows, without their columns."""
        return prefixed(f"SELECT DISTINCT {self.keys} WHERE {{ {self.found} }}")

    def query(
        self,
        filters: Sequence[Filter] = (),
        *,
        sort: str | None = None,
        descending: bool = False,
        limit: int | None = None,
        things: Sequence[str] | None = None,
    ) -> str:
        """The SPARQL that the table is defined by, with the columns that have one value.

        Args:
            filters: What it is narrowed to; by words only through the things that have them.
            sort: Name of the column of the order; else that of the IRIs.
            descending: Whether the order is turned round.
            limit: How many rows at most.
            things: The IRIs of the only things that are asked about; None for all.

        Raises:
            ParameterError: There is no such column, or a value is no IRI.
        """
        told = tuple(each for each in filters if not each.words)
        some = None if things is None else tuple(things)
        return self._query(told, sort, descending, limit, some)

    @cached_property
    def _query(self) -> Callable[..., str]:
        """What `query` says; the pages of a list have one query."""
        return lru_cache(maxsize=128)(self._make_query)

    def _make_query(
        self,
        filters: Sequence[Filter],
        sort: str | None,
        descending: bool,  # noqa: FBT001 a key of the cache has no names
        limit: int | None,
        things: Sequence[str] | None,
    ) -> str:
        names = ([f"?{self.column(sort).name}"] if sort else []) + self.keys.split()
        order = " ".join(f"DESC({name})" if descending else name for name in names)
        end = "" if limit is None else f"\nLIMIT {limit}"
        rows = self._rows(self.single, filters, things)
        return prefixed(f"{rows}\nORDER BY {order}{end}")

    def query_of(self, thing: str) -> str:
        """The SPARQL that gives the row of one thing, of a citation each of its rows.

        Args:
            thing: Its IRI.
        """
        return self._query_of_one.replace(_ONE, str(_iri(thing)))

    @cached_property
    def _query_of_one(self) -> str:
        return self.query(things=[_ONE[1:-1]])

    def values_query(self, column: Column, filters: Sequence[Filter] = ()) -> str:
        """SPARQL for the pairs of a row and a value of a column with many values."""
        return prefixed(self._pairs(column, filters))

    def facet_query(self, column: Column, filters: Sequence[Filter] = ()) -> str:
        """SPARQL for the number of rows with each value of a column, the most frequent first."""
        if column is self.each:
            inner, value = self._rows((), filters), "?each"
        elif column.many:
            inner = self._pairs(column, filters)
            value = "?value" if column.kind is Kind.THING else "?key"
        else:
            inner, value = self._rows((column,), filters), f"?{column.name}"
        return prefixed(
            f"SELECT {value} (COUNT(*) AS ?count) WHERE {{\n  {{ {inner} }}\n"
            f"  FILTER(BOUND({value}))\n}} GROUP BY {value} ORDER BY DESC(?count) {value}"
        )

    def _rows(
        self,
        columns: Sequence[Column],
        filters: Sequence[Filter],
        things: Sequence[str] | None = None,
    ) -> str:
        """A SELECT of rows: filters by one value are met by the outcome, after the grouping."""
        chosen = [(self.column(each.column), each) for each in filters]
        tested = [
            (column, each)
            for column, each in chosen
            if not column.many and column is not self.each and not each.missing
        ]
        needed = dict.fromkeys([*columns, *(column for column, _ in tested)])
        outcomes = " ".join(f"({column.outcome} AS ?{column.name})" for column in columns)
        lines = [f"SELECT {self.keys} {outcomes} WHERE {{"]
        if things is not None:
            lines.append(f"  VALUES ?this {{ {' '.join(str(_iri(each)) for each in things)} }}")
        lines.append(f"  {self.found}")
        for column, each in chosen:
            if column is self.each:
                lines.append(f"  FILTER({column.tests(each, '?each')})")
            elif (column, each) not in tested:
                lines.append(f"  {column.condition(each)}")
        lines += [f"  {column.optional()}" for column in needed]
        lines += ["}", f"GROUP BY {self.keys}"]
        if tested:
            tests = " && ".join(column.tests(each, column.outcome) for column, each in tested)
            lines.append(f"HAVING({tests})")
        return "\n".join(lines)

    def _pairs(self, column: Column, filters: Sequence[Filter]) -> str:
        value = "?value" if column.kind is Kind.THING else "?key"
        rows = f"{{ {self._rows((), filters)} }}" if filters else self.found
        return f"SELECT DISTINCT {self.keys} {value} WHERE {{\n  {rows}\n  {column.keyed}\n}}"


def prefixed(sparql: str) -> str:
    """A query with the prefixes that it uses before it."""
    bare = re.sub(r'<[^<>\s]*>|"(?:[^"\\]|\\.)*"', "", sparql)
    used = sorted({name for name in _PREFIX.findall(bare) if name in PREFIXES})
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + sparql


def _terms(column: Column, values: Sequence[Scalar]) -> list[str]:
    """Values as terms of SPARQL."""
    if column.kind is Kind.THING:
        return [str(_iri(str(value))) for value in values]
    text = column.kind in (Kind.TEXT, Kind.WORDS)
    return [str(ox.Literal(str(value) if text else value)) for value in values]


def _iri(value: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(value)
    except ValueError:
        raise ParameterError(f"{value[:200]!r} is no IRI.", value=value[:200]) from None
