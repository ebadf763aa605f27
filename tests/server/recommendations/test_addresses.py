"""Addresses of a list: those of many values of a facet are those of each value."""

from __future__ import annotations

import pytest
from starlette.datastructures import QueryParams

from rightsgraph.iris import base
from rightsgraph.server.recommendations.asked import read


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "said_by=state/FRA&year=2014&sort=deadline",
        "said_by=state/FRA&said_by=" + "0" * 40 + "&sort=-confidence",
        "said_by=https://example.org/a%26b",
    ],
)
def test_addresses_of_many_values_are_those_of_each(asked: str) -> None:
    asks = read(QueryParams(asked))
    things = (base() + "id/state/FRA", "https://example.org/a&b", "https://example.org/é ?#x+y%20z")
    for name in ("said_by", "action"):
        addresses = asks.addresses(name)
        for iri in things:
            assert addresses(iri) == asks.narrowed(name, iri).address()
    years = asks.addresses("year")
    assert [years(year) for year in (2014, 2015)] == [
        asks.narrowed("year", year).address() for year in (2014, 2015)
    ]
