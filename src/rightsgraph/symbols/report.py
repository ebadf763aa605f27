"""Symbols and texts that are none, as rows for JSON or a table."""

from __future__ import annotations

from collections.abc import Iterable

from rightsgraph.symbols.model import describe_symbol
from rightsgraph.symbols.readings import read_symbol


def describe_rows(texts: Iterable[str]) -> list[dict[str, object]]:
    """One row a text: `text`, `outcome`, `symbols`, `suggestion`, `reason`.

    `symbols` is a list of what `describe_symbol` gives, empty for a text that is none.

    Example:
        >>> row = describe_rows(["and/or"])[0]
        >>> row["outcome"], row["symbols"]
        ('rejected', [])
    """
    rows: list[dict[str, object]] = []
    for text in texts:
        reading = read_symbol(text)
        rows.append(
            {
                "text": text,
                "outcome": reading.outcome,
                "symbols": [describe_symbol(symbol) for symbol in reading.symbols],
                "suggestion": reading.suggestion,
                "reason": reading.reason or None,
            }
        )
    return rows
