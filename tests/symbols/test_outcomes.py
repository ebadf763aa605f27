"""Texts that are not exactly one symbol: several, joined, open, misprinted, addresses."""

from __future__ import annotations

import pytest

from rightsgraph.errors import SymbolError
from rightsgraph.symbols import parse_symbol, read_symbol, symbol_in_address

SEVERAL = [
    ("A/64/435 and Corr.1", "compound", "A/64/435 A/64/435/Corr.1"),
    ("A/64/435 and Add. 1", "compound", "A/64/435 A/64/435/Add.1"),
    ("A/13/22 and Add.1", "rejected", ""),
    (
        "A/HRC/13/22 and Add.1\u20133",
        "compound",
        "A/HRC/13/22 A/HRC/13/22/Add.1 A/HRC/13/22/Add.2 A/HRC/13/22/Add.3",
    ),
    ("A/HRC/13/22/Add.1-2", "compound", "A/HRC/13/22/Add.1 A/HRC/13/22/Add.2"),
    ("A/HRC/13/22/Add.1 and 2", "compound", "A/HRC/13/22/Add.1 A/HRC/13/22/Add.2"),
    ("A/HRC/13/22/Add.1 and Corr.1", "compound", "A/HRC/13/22/Add.1 A/HRC/13/22/Add.1/Corr.1"),
    (
        "A/HRC/13/22, Add.1 and Add.1/Corr.1",
        "compound",
        "A/HRC/13/22 A/HRC/13/22/Add.1 A/HRC/13/22/Add.1/Corr.1",
    ),
    ("A/HRC/25/63 and A/HRC/25/CRP.1", "compound", "A/HRC/25/63 A/HRC/25/CRP.1"),
    ("CEDAW/C/GC/31/Rev.1-CRC/C/GC/18", "joint", "CEDAW/C/GC/31/Rev.1 CRC/C/GC/18"),
    ("CEDAW/C/GC/31/CRC/C/GC/18", "joint", "CEDAW/C/GC/31 CRC/C/GC/18"),
    ("A/72/711\u2013S/2018/25", "joint", "A/72/711 S/2018/25"),
    ("A/47/277 - S/24111", "joint", "A/47/277 S/24111"),
    (
        "CRC/C/85/D/79/2019-CRC/C/85/D/109/2019",
        "joint",
        "CRC/C/85/D/79/2019 CRC/C/85/D/109/2019",
    ),
]


@pytest.mark.parametrize(("text", "outcome", "keys"), SEVERAL)
def test_several(text: str, outcome: str, keys: str) -> None:
    reading = read_symbol(text)
    assert (reading.outcome, " ".join(s.key for s in reading.symbols)) == (outcome, keys)
    with pytest.raises(SymbolError):
        parse_symbol(text)


@pytest.mark.parametrize(
    "text",
    [
        "A/RES/58/...",
        "A/RES/58/\u2026",
        "A/HRC/RES/25/--",
        "A/HRC/56/L.XX",
        "S/2014/[...]",
        "A/HRC/25/__",
        "A/HRC/25/xx",
        "E/CN.4/\u2026",
        "A/HRC/13/40/Add",
        "A/HRC/25/?",
    ],
)
def test_placeholders(text: str) -> None:
    reading = read_symbol(text)
    assert (reading.outcome, reading.symbols) == ("placeholder", ())


MISPRINTS = [
    ("A/HRC/46//L.7", "A/HRC/46/L.7"),
    ("A/HRC/43/L24", "A/HRC/43/L.24"),
    ("CCPR/C/SVN/CO9", "CCPR/C/SVN/CO/9"),
    ("CCPR/CO.74/GEO", "CCPR/CO/74/GEO"),
    ("CAT/C/CO/RUS/6", "CAT/C/RUS/CO/6"),
    ("CAT/DZA/CO/3", "CAT/C/DZA/CO/3"),
    ("CPR/C/TKM/CO/1", "CCPR/C/TKM/CO/1"),
    ("CRPD/G/GC/2", "CRPD/C/GC/2"),
    ("E/EN.4/1998/45", "E/CN.4/1998/45"),
    ("E/CN.A/1990/17", "E/CN.4/1990/17"),
    ("A/CONF.171/13/Rev.l", "A/CONF.171/13/Rev.1"),
    ("A/HRC/2O/15", "A/HRC/20/15"),
    ("CAT/C/SVN/CO/3para. 10", "CAT/C/SVN/CO/3"),
]


@pytest.mark.parametrize(("text", "meant"), MISPRINTS)
def test_misprints_are_suggested_and_not_applied(text: str, meant: str) -> None:
    reading = read_symbol(text)
    assert (reading.outcome, reading.suggestion, reading.symbols) == ("repairable", meant, ())
    with pytest.raises(SymbolError, match="perhaps"):
        parse_symbol(text)


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("https://undocs.org/A/HRC/40/74", "A/HRC/40/74"),
        ("https://undocs.org/en/A/HRC/40/74.", "A/HRC/40/74"),
        ("https://docs.un.org/en/S/RES/1593%20(2005)", "S/RES/1593 (2005)"),
        ("http://example.org/get.aspx?symbolno=CAT%2fC%2fSVN%2fCO%2f3&Lang=en", "CAT/C/SVN/CO/3"),
        ("A_HRC_44_60.pdf", "A/HRC/44/60"),
    ],
)
def test_addresses_hold_a_symbol_but_are_none(text: str, symbol: str) -> None:
    held = symbol_in_address(text)
    assert held is not None
    assert str(held) == symbol
    reading = read_symbol(text)
    assert (reading.outcome, reading.suggestion) == ("rejected", symbol)


@pytest.mark.parametrize("text", ["https://example.org/A/B/2015/10", "A/HRC/25/63", "report.pdf"])
def test_other_addresses_hold_none(text: str) -> None:
    assert symbol_in_address(text) is None
