from __future__ import annotations

import pytest

from rightsgraph.extraction.dates import find_dates


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("New York, October 29, 2015", ["2015-10-29"]),
        ("7th May 2019", ["2019-05-07"]),
        ("2019-12-17", ["2019-12-17"]),
        ("29/10/2015", ["2015-10-29"]),
        ("03/04/2015", []),
        ("31 April 99", []),
        ("32 May 2019", []),
        ("A/HRC/2019-12-17", []),
    ],
)
def test_dates(words: str, dates: list[str]) -> None:
    assert [date.iso for date in find_dates(words)] == dates
