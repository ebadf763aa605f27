"""Tables made of one snapshot, which make lists, facets and look-ups quick (docs/projection.md)."""

from rightsgraph.store.projection.definition import Column, Filter, Kind, Table
from rightsgraph.store.projection.reading import Count, Page, Projection
from rightsgraph.store.projection.rows import Place, Row, Thing
from rightsgraph.store.projection.tables import TABLES

__all__ = [
    "TABLES",
    "Column",
    "Count",
    "Filter",
    "Kind",
    "Page",
    "Place",
    "Projection",
    "Row",
    "Table",
    "Thing",
]
