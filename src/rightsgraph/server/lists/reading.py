"""Pages of lists, read from the tables of a snapshot. For routes and for pages in HTML alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from rightsgraph.server.lists.asking import FACET_VALUES, LIMIT, ListRequest
from rightsgraph.server.lists.definitions import LISTS, ListDefinition
from rightsgraph.store.projection import Count, Place, Projection
from rightsgraph.store.projection.definition import prefixed
from rightsgraph.store.projection.rows import Row, Thing

# What is not counted by then is told as not counted.
FACET_SECONDS: Final = 0.25

Facets = dict[str, tuple[Count, ...] | None]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list.

    Attributes:
        rows: Its rows.
        next: Where the next page begins; None at the end.
        count: How many rows the whole list has.
        facets: For each column asked for, its values and how many rows have them; None where
            counting took too long.
        snapshot: Id of the snapshot it was read from.
    """

    rows: tuple[Row, ...]
    next: Place | None
    count: int
    facets: Facets
    snapshot: str


def read_page(projection: Projection, definition: ListDefinition, asked: ListRequest) -> ListPage:
    """A page of a list.

    Args:
        projection: The tables.
        definition: The list.
        asked: What is asked of it.

    Raises:
        ParameterError: A value does not fit its column.
    """
    table = definition.table
    page = projection.page(
        table,
        asked.filters,
        sort=asked.sort,
        descending=asked.descending,
        after=asked.after,
        limit=asked.limit or LIMIT,
        columns=asked.fields or None,
    )
    facets = (
        projection.facets(
            table, asked.facets, asked.filters, most=FACET_VALUES, seconds=FACET_SECONDS
        )
        if asked.facets
        else {}
    )
    count = projection.count(table, asked.filters)
    return ListPage(page.rows, page.next, count, facets, projection.snapshot.id)


def sparql_of(definition: ListDefinition, asked: ListRequest, rows: Sequence[Row]) -> str:
    """The SPARQL that gives the rows of the first page.

    SPARQL has no search: where words are looked for, it names the things on this page.

    Args:
        definition: The list.
        asked: What is asked of it.
        rows: The rows of this page.
    """
    worded = any(each.words for each in asked.filters)
    things = [thing.iri for row in rows if isinstance(thing := row["this"], Thing)]
    return definition.table.query(
        asked.filters,
        sort=asked.sort,
        descending=asked.descending,
        limit=asked.limit or LIMIT,
        things=list(dict.fromkeys(things)) if worded else None,
    )


@cache
def counts_query() -> str:
    """The SPARQL that counts the rows of each list."""
    parts = [
        f'{{ SELECT ("{each.name}" AS ?list) (COUNT(*) AS ?count) '
        f"WHERE {{ {each.table.counted} }} }}"
        for each in LISTS.values()
    ]
    return prefixed("SELECT ?list ?count WHERE {\n  " + "\n  UNION ".join(parts) + "\n}")


def read_item(
    projection: Projection, definition: ListDefinition, candidates: Sequence[str]
) -> tuple[Row, ...]:
    """The rows of the first of some IRIs that the list has; empty when it has none of them."""
    for iri in candidates:
        if rows := projection.rows_of(definition.table, iri):
            return rows
    return ()
