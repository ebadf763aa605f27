"""The queries of `queries/*.rq`: load them, check their parameters, bind values to them.

A query file is valid SPARQL 1.1 that runs as it stands, and describes itself in a header of `#+`
lines. `queries/README.md` is its manual.
"""

from __future__ import annotations

from rightsgraph.catalogue.catalogue import Catalogue
from rightsgraph.catalogue.header import Header, read_header
from rightsgraph.catalogue.parameters import Parameter, ParameterType, Value
from rightsgraph.catalogue.presence import NamedValue, absent, named_values, presence_query
from rightsgraph.catalogue.query import CatalogueQuery

__all__ = [
    "Catalogue",
    "CatalogueQuery",
    "Header",
    "NamedValue",
    "Parameter",
    "ParameterType",
    "Value",
    "absent",
    "named_values",
    "presence_query",
    "read_header",
]
