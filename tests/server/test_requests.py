"""The parameters of a request, as the library of the language reads them."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsgraph.errors import InputError
from rightsgraph.server.requests import read_parameters

PIECES = st.sampled_from(
    [
        *(b"%", b"%2", b"%%", b"%20", b"%C3%A9", b"%C3", b"%3D", b"%3d\n", b"%zz", b"=3D", b"=\n"),
        *(b"=", b"&", b"+", b"a", b"_", b"\n", b" \r\n", b".\n", b"\t\n", b"\0", b"\xff"),
    ]
)


def as_the_library(encoded: bytes) -> dict[str, list[str]] | None:
    """The same by the library; `None` when it is not UTF-8."""
    values: dict[str, list[str]] = {}
    try:
        text = encoded.decode()
        for name, value in parse_qsl(text, keep_blank_values=True, errors="strict"):
            values.setdefault(name, []).append(value)
    except UnicodeDecodeError:
        return None
    return values


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_parameters_are_those_of_the_library(encoded: bytes) -> None:
    try:
        found = read_parameters(encoded)
    except InputError:
        assert as_the_library(encoded) is None
    else:
        assert found == as_the_library(encoded)


def test_too_many_parameters_are_refused() -> None:
    assert read_parameters(b"&".join([b"a=1"] * 1000)) == {"a": ["1"] * 1000}
    with pytest.raises(InputError, match="more than 1000 parameters"):
        read_parameters(b"&".join([b"a=1"] * 1001))
