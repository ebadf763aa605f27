"""Tables made of one snapshot, which make lists, facets and look-ups quick (docs/projection.md)."""

from rightsgraph.store.projection.definition import Column, Filter, Kind, Table
from rightsgraph.store.projection.facets import Count
from rightsgraph.store.projection.reading import Page, Projection
from rightsgraph.store.projection.rows import Place, Row, Thing
from rightsgraph.store.projection.tables import TABLES
from rightsgraph.store.projection.text_search import Hit, Hits, Marked

__all__ = [
    "TABLES",
    "Column",
    "Count",
    "Filter",
    "Hit",
    "Hits",
    "Kind",
    "Marked",
    "Page",
    "Place",
    "Projection",
    "Row",
    "Table",
    "Thing",
]
