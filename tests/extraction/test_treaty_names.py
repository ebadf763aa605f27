from __future__ import annotations

from pathlib import Path

import pytest

from rightsgraph.authorities import read_treaties
from rightsgraph.errors import AuthorityError
from rightsgraph.extraction.treaty_names import known_treaty, treaty_of_committee

REFUGEES = "convention-relating-to-the-status-of-refugees"


@pytest.mark.parametrize(
    ("title", "identifier"),
    [
        ("the Refugee Convention of 1951", REFUGEES),
        ("1951 Convention relating to the Status of Refugees", REFUGEES),
        ("Convention relating to the Status of Refugees", REFUGEES),
        ("ICCPR", "international-covenant-on-civil-and-political-rights"),
        ("Convention on the Protection of Examples", None),
    ],
)
def test_one_treaty_whatever_it_is_called(title: str, identifier: str | None) -> None:
    found = known_treaty(title)
    assert (found.id if found else None) == identifier


@pytest.mark.parametrize(
    ("symbol", "noun", "abbreviation"),
    [
        ("CCPR/C/EXA/CO/4", "Covenant", "ICCPR"),
        ("E/C.12/EXA/CO/4", "Covenant", "ICESCR"),
        ("CAT/C/EXA/CO/4", "Convention", "UNCAT"),
        ("CEDAW/C/EXA/CO/4", "Optional Protocol", "OP-CEDAW"),
        ("CAT/C/EXA/CO/4", "Covenant", None),
        ("A/HRC/25/63", "Covenant", None),
    ],
)
def test_the_treaty_of_a_committee(symbol: str, noun: str, abbreviation: str | None) -> None:
    found = treaty_of_committee(symbol, noun)
    assert (found.abbreviations[0] if found else None) == abbreviation


def test_a_name_belongs_to_one_treaty(tmp_path: Path) -> None:
    rows = [
        "id,name,alt_names,abbreviation,symbol_prefix,source,licence",
        'a,Northport Convention,,,,https://example.org/,"facts, no licence needed"',
        'b,Port Convention,Northport Convention,,,https://example.org/,"facts, no licence needed"',
    ]
    (tmp_path / "treaties.csv").write_text("\n".join(rows), "utf-8")
    with pytest.raises(AuthorityError, match="is a name of"):
        read_treaties(tmp_path)
