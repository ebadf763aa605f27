"""Human-rights letters and reports as a knowledge graph of findings and recommendations.

Example:
    >>> from rightsgraph import open_graph
    >>> with open_graph() as graph:  # doctest: +SKIP
    ...     for row in graph.query("recommendation-evidence", action="refer-to-icc"):
    ...         print(row.saidByName, row.symbol, row.pinpoint)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rightsgraph.errors import RightsgraphError
    from rightsgraph.extraction import Extraction, extract
    from rightsgraph.library import Graph, open_graph
    from rightsgraph.networks.network import citation_network
    from rightsgraph.reading import Document, read
    from rightsgraph.rows import Row, Rows
    from rightsgraph.symbols import Symbol, parse_symbol

__version__ = "0.1.0"

__all__ = [
    "Document",
    "Extraction",
    "Graph",
    "RightsgraphError",
    "Row",
    "Rows",
    "Symbol",
    "__version__",
    "citation_network",
    "extract",
    "open_graph",
    "parse_symbol",
    "read",
]

_HOMES = {
    "Document": "rightsgraph.reading",
    "Extraction": "rightsgraph.extraction",
    "Graph": "rightsgraph.library",
    "RightsgraphError": "rightsgraph.errors",
    "Row": "rightsgraph.rows",
    "Rows": "rightsgraph.rows",
    "Symbol": "rightsgraph.symbols",
    "citation_network": "rightsgraph.networks.network",
    "extract": "rightsgraph.extraction",
    "open_graph": "rightsgraph.library",
    "parse_symbol": "rightsgraph.symbols",
    "read": "rightsgraph.reading",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """The public name, imported when it is first asked for: worker processes start lean."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
