"""Rows are counted in what the engine writes, however it is cut into pieces."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsgraph.store.row_count import RowCount

FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
PIECES = [*'",{}[]\\\n\r\t:<>abé', "<result>", "},{", '":[{']
AWKWARD = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@pytest.mark.parametrize("form", FORMATS)
@given(
    rows=st.lists(st.tuples(AWKWARD | st.none(), AWKWARD | st.none()), max_size=8),
    size=st.integers(1, 40),
)
def test_rows_are_counted(form: str, rows: list[tuple[str | None, str | None]], size: int) -> None:
    terms = " ".join(
        "(" + " ".join("UNDEF" if v is None else str(ox.Literal(v)) for v in row) + ")"
        for row in rows
    )
    result = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {terms} }} }}")
    assert isinstance(result, ox.QuerySolutions)
    output = io.BytesIO()
    result.serialize(output, FORMATS[form])
    written = output.getvalue()
    count = RowCount(form)
    for start in range(0, len(written), size):
        count.feed(written[start : start + size])
    assert count.rows == len(rows)
