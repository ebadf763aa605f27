"""Symbols in running text."""

from __future__ import annotations

import pytest

from rightsgraph.symbols import find_symbols

# The characters that are found, what they are, and the keys (or the suggestion).
TABLE = [
    ("See A/HRC/25/63, para. 76.", [("A/HRC/25/63", "symbol", "A/HRC/25/63")]),
    ("(A/HRC/25/63).49 The", [("A/HRC/25/63", "symbol", "A/HRC/25/63")]),
    ("S/RES/1593\n(2005) and", [("S/RES/1593\n(2005)", "symbol", "S/RES/1593")]),
    ("A/HRC/25/63 (2014)", [("A/HRC/25/63", "symbol", "A/HRC/25/63")]),
    ("CAT/C/SVN/CO/3para. 10", [("CAT/C/SVN/CO/3", "symbol", "CAT/C/SVN/CO/3")]),
    ("in A/HRC/ 25/63 x", [("A/HRC/ 25/63", "symbol", "A/HRC/25/63")]),
    ("in A/HRC/25/\n    63 x", [("A/HRC/25/\n    63", "symbol", "A/HRC/25/63")]),
    ("CEDAW/C/69/ D/80/2015)", [("CEDAW/C/69/ D/80/2015", "symbol", "CEDAW/C/69/D/80/2015")]),
    ("A/RES/217 A (III), of", [("A/RES/217 A (III)", "symbol", "A/RES/217(III)A")]),
    ("A/RES/53/77 A new day", [("A/RES/53/77", "symbol", "A/RES/53/77")]),
    (
        "A/64/435 and Corr.1, p. 3",
        [("A/64/435 and Corr.1", "compound", "A/64/435 A/64/435/Corr.1")],
    ),
    (
        "E/CN.4/2005/62/Add.1 and 2 others",
        [("E/CN.4/2005/62/Add.1", "symbol", "E/CN.4/2005/62/Add.1")],
    ),
    ("CMW/C/GC/3–CRC/C/GC/22 x", [("CMW/C/GC/3–CRC/C/GC/22", "joint", "CMW/C/GC/3 CRC/C/GC/22")]),
    (
        "A/HRC/25/63 – A/HRC/25/65",
        [("A/HRC/25/63", "symbol", "A/HRC/25/63"), ("A/HRC/25/65", "symbol", "A/HRC/25/65")],
    ),
    ("draft A/HRC/46//L.7 of", [("A/HRC/46//L.7", "repairable", "A/HRC/46/L.7")]),
    ("resolution A/RES/58/... of", [("A/RES/58/...", "placeholder", "")]),
    ("第A/RES/60/251号决议", [("A/RES/60/251", "symbol", "A/RES/60/251")]),
    ("UN Doc.A/HRC/25/63", [("A/HRC/25/63", "symbol", "A/HRC/25/63")]),
    ("A/HRC/25/63/ and", [("A/HRC/25/63", "symbol", "A/HRC/25/63")]),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_found(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = []
    for match in find_symbols(text):
        assert text[match.start : match.end] == match.text
        keys = " ".join(symbol.key for symbol in match.reading.symbols)
        found.append((match.text, match.reading.outcome, keys or match.reading.suggestion or ""))
    assert found == expected


NOT_FOUND = [
    "and/or",
    "29/10/2015",
    "14/14",
    "he/she",
    "A/B",
    "Series A/B, No. 64",
    "S/N ratio",
    "E/E",
    "https://undocs.org/A/HRC/40/74",
    "docs.un.org/en/A/HRC/25/63",
    "www.x.org;A/HRC/25/63",
    "x/A/HRC/25/63",
    "A/HRC/25/63.pdf",
    "docs/a/hrc/readme.md",
    "no. 56/4-A/114",
    "A/HRC/25",
    "ICC-ASP/16/Res.5",
    "A/INB/5/6",
    "CCPR/C/51/D",
    "A/3/565",
    "3A/HRC/25/63",
    "A/…",
    "",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text: str) -> None:
    assert find_symbols(text) == []


HOSTILE = [
    "/" * 1_000_000,
    "A/" * 500_000,
    "A/ " * 300_000,
    "A/HRC/" * 170_000,
    "A/RES/1/" * 120_000,
    "E/EN.4/" * 140_000,
    "CPR/C/" * 160_000,
    "A/HRC/46//" * 100_000,
    "A/HRC/25/63-" * 80_000,
    "CCPR/C/1/D/2/1999-" * 50_000,
    "https://" + "A/1/" * 250_000,
    ("A/HRC/" + " " * 150) * 6_000,
    "A/HRC/" + "(" * 1_000_000,
    "Add." * 250_000 + "/",
]


# The limit stops a run that would take for ever; it measures nothing.
@pytest.mark.timeout(120)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    for match in find_symbols(text):
        assert text[match.start : match.end] == match.text
