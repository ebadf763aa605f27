"""The rows of a query as a table for people."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from rightsgraph.server.table_view import limited

NUMBERS = "SELECT ?n WHERE { VALUES ?n { 3 1 2 } } ORDER BY ?n"


def asked(query: str) -> list[str]:
    found = ox.Store().query(query)
    assert isinstance(found, ox.QuerySolutions)
    return [solution[0].value for solution in found]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (NUMBERS, ["1", "2"]),
        (f"{NUMBERS} # the last line", ["1", "2"]),
        (f"{NUMBERS} LIMIT 1", ["1"]),
        (f"{NUMBERS} offset 2", ["3"]),
        ("SELECT ?n WHERE { } VALUES ?n { 7 8 9 }", ["7", "8", "9"]),
    ],
)
def test_a_query_is_limited_unless_it_says_itself_how_many(query: str, rows: list[str]) -> None:
    assert asked(limited(query, 2)) == rows
