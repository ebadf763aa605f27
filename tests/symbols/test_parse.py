"""Symbols as they are printed, and what each part of them says."""

from __future__ import annotations

import pytest

from rightsgraph.errors import SymbolError
from rightsgraph.symbols import describe_rows, describe_symbol, parse_symbol, read_symbol

SPELLINGS = [
    ("A/HRC/25/63", "A/HRC/25/63", "A/HRC/25/63"),
    ("a/hrc/25/63", "A/HRC/25/63", "A/HRC/25/63"),
    (" UN Doc. A/HRC/25/63, ", "A/HRC/25/63", "A/HRC/25/63"),
    ("U.N. Doc. A/HRC/25/63.", "A/HRC/25/63", "A/HRC/25/63"),
    ("(A/HRC/25/63)", "A/HRC/25/63", "A/HRC/25/63"),
    ("A/HRC/25/63*", "A/HRC/25/63", "A/HRC/25/63"),
    ("A / HRC / 25 / 63", "A/HRC/25/63", "A/HRC/25/63"),
    ("A/HRC/25/\n63", "A/HRC/25/63", "A/HRC/25/63"),
    ("A/HRC\u00a0/25/63", "A/HRC/25/63", "A/HRC/25/63"),
    ("A/HR\u00adC/25/63", "A/HRC/25/63", "A/HRC/25/63"),
    ("A\u2215HRC\u221525\u221563", "A/HRC/25/63", "A/HRC/25/63"),
    ("A/HRC/25/63 (2014)", "A/HRC/25/63", "A/HRC/25/63"),
    ("A/HRC/25/63/add. 1", "A/HRC/25/63/Add.1", "A/HRC/25/63/Add.1"),
    ("CEDAW/C/ZMB/CO/5\u20136", "CEDAW/C/ZMB/CO/5-6", "CEDAW/C/ZMB/CO/5-6"),
    ("S/RES/1593 (2005)", "S/RES/1593 (2005)", "S/RES/1593"),
    ("S/RES/1593(2005)", "S/RES/1593 (2005)", "S/RES/1593"),
    ("S/RES/1593", "S/RES/1593", "S/RES/1593"),
    ("A/RES/217(III)[A]", "A/RES/217(III)[A]", "A/RES/217(III)A"),
    ("A/RES/217 A (III)", "A/RES/217(III)[A]", "A/RES/217(III)A"),
    ("A/RES/217A(III)", "A/RES/217(III)[A]", "A/RES/217(III)A"),
    ("A/RES/217 (III) A", "A/RES/217(III)[A]", "A/RES/217(III)A"),
    ("A/RES/3201 (S-VI)", "A/RES/3201(S-VI)", "A/RES/3201(S-VI)"),
    ("A/RES/53/77 A", "A/RES/53/77A", "A/RES/53/77A"),
    ("A/54/PV.48 (Resumption 1)", "A/54/PV.48 (Resumption 1)", "A/54/PV.48(Resumption1)"),
    ("A/81/6 (Sect. 5)", "A/81/6 (Sect. 5)", "A/81/6(Sect.5)"),
    ("E/CN.4/SUB.2/1998/10", "E/CN.4/Sub.2/1998/10", "E/CN.4/Sub.2/1998/10"),
    ("S/1999/25/ADD.43", "S/1999/25/Add.43", "S/1999/25/Add.43"),
]


@pytest.mark.parametrize(("printed", "normalised", "key"), SPELLINGS)
def test_spellings(printed: str, normalised: str, key: str) -> None:
    symbol = parse_symbol(printed)
    assert (symbol.normalised, str(symbol), symbol.key) == (normalised, normalised, key)
    assert symbol == parse_symbol(normalised)
    assert parse_symbol(key).key == key


FACTS = [
    # symbol, session, kind, number, State, year
    ("A/HRC/25/63", "25", "document", "63", None, None),
    ("A/HRC/25/CRP.1", "25", "conference-room-paper", "1", None, None),
    ("A/70/362", "70", "document", "362", None, None),
    ("A/78/PV.50", "78", "meeting-record", "50", None, None),
    ("A/RES/ES-11/3", "ES-11", "resolution", "3", None, None),
    ("A/RES/217(III)A", "III", "resolution", "217A", None, None),
    ("A/HRC/PRST/OS/12/1", "12", "presidential-statement", "1", None, None),
    ("A/HRC/WG.6/19/GMB/2", "19", "report", "2", "GMB", None),
    ("A/HRC/43/L.24/Rev.1", "43", "draft", "24", None, None),
    ("S/RES/1593 (2005)", None, "resolution", "1593", None, 2005),
    ("S/2010/191", None, "document", "191", None, 2010),
    ("S/PV.7353", None, "meeting-record", "7353", None, None),
    ("E/C.12/ARM/CO/2-3", None, "concluding-observations", "2-3", "ARM", None),
    ("E/CN.4/2005/62", None, "document", "62", None, 2005),
    ("CCPR/CO/72/PRK", "72", "concluding-observations", None, "PRK", None),
    ("CAT/C/46/D/375/2009", "46", "views", "375/2009", None, 2009),
    ("CAT/C/XXV/Concl.2/Rev.1", "XXV", "concluding-observations", "2", None, None),
    ("CAT/OP/PRY/1", None, "document", "1", "PRY", None),
    ("CRC/GC/2003/4", None, "general-comment", "4", None, 2003),
    ("CERD/C/DEN/CO/17", None, "concluding-observations", "17", "DNK", None),
    ("CEDAW/C/DNK/6", None, "state-report", "6", "DNK", None),
    ("HR/PUB/06/12", None, "publication", "06/12", None, None),
    ("A/AC.999/2006/4", None, "document", "4", None, 2006),
]


@pytest.mark.parametrize(("text", "session", "kind", "number", "state", "year"), FACTS)
def test_facts(
    text: str,
    session: str | None,
    kind: str,
    number: str | None,
    state: str | None,
    year: int | None,
) -> None:
    symbol = parse_symbol(text)
    found = (symbol.session, symbol.kind, symbol.number, symbol.state, symbol.year)
    assert found == (session, kind, number, state, year)
    assert "/".join(symbol.parts) == symbol.key


BODIES = [
    # symbol, organ, body
    ("A/HRC/25/63", "general-assembly", "human-rights-council"),
    ("A/HRC/25/CRP.1", "general-assembly", "human-rights-council"),
    ("A/70/362", "general-assembly", "general-assembly"),
    ("A/78/PV.50", "general-assembly", "general-assembly"),
    ("A/RES/ES-11/3", "general-assembly", "general-assembly"),
    ("A/RES/217(III)A", "general-assembly", "general-assembly"),
    ("A/HRC/PRST/OS/12/1", "general-assembly", "human-rights-council"),
    ("A/HRC/WG.6/19/GMB/2", "general-assembly", "working-group-on-the-universal-periodic-review"),
    ("A/HRC/43/L.24/Rev.1", "general-assembly", "human-rights-council"),
    ("S/RES/1593 (2005)", "security-council", "security-council"),
    ("S/2010/191", "security-council", "security-council"),
    ("S/PV.7353", "security-council", "security-council"),
    (
        "E/C.12/ARM/CO/2-3",
        "economic-and-social-council",
        "committee-on-economic-social-and-cultural-rights",
    ),
    ("E/CN.4/2005/62", "economic-and-social-council", "commission-on-human-rights"),
    ("CCPR/CO/72/PRK", "human-rights-committee", "human-rights-committee"),
    ("CAT/C/46/D/375/2009", "committee-against-torture", "committee-against-torture"),
    ("CAT/C/XXV/Concl.2/Rev.1", "committee-against-torture", "committee-against-torture"),
    ("CAT/OP/PRY/1", "committee-against-torture", "subcommittee-on-prevention-of-torture"),
    ("A/AC.999/2006/4", "general-assembly", None),
]


@pytest.mark.parametrize(("text", "organ", "body"), BODIES)
def test_bodies(text: str, organ: str, body: str | None) -> None:
    symbol = parse_symbol(text)
    assert (symbol.organ, symbol.body) == (organ, body)


def test_suffixes_and_parents() -> None:
    symbol = parse_symbol("CCPR/C/21/Rev.1/Add.13")
    assert symbol.suffixes == ("Rev.1", "Add.13")
    assert symbol.parent == parse_symbol("CCPR/C/21/Rev.1")
    assert parse_symbol("CCPR/C/GC/35").parent is None
    assert parse_symbol("A/RES/217(III)A").parent == parse_symbol("A/RES/217 (III)")


def test_the_year_of_a_resolution_is_no_part_of_its_identity() -> None:
    assert parse_symbol("S/RES/1593") == parse_symbol("S/RES/1593 (2005)")
    assert len({parse_symbol("S/RES/1593"), parse_symbol("S/RES/1593(2005)")}) == 1


@pytest.mark.parametrize(
    ("symbol", "url"),
    [
        ("A/HRC/25/63", "https://docs.un.org/en/A/HRC/25/63"),
        ("S/RES/1593 (2005)", "https://docs.un.org/en/S/RES/1593(2005)"),
        ("A/RES/217(III)A", "https://docs.un.org/en/A/RES/217(III)"),
        ("A/81/6 (Sect. 5)", "https://docs.un.org/en/A/81/6(Sect.%205)"),
    ],
)
def test_addresses(symbol: str, url: str) -> None:
    assert parse_symbol(symbol).url == url


def test_description_has_labels() -> None:
    facts = describe_symbol(parse_symbol("CCPR/C/SVN/CO/3/Add.1"))
    assert facts["body"] == "Human Rights Committee"
    assert facts["kind_label"] == "concluding observations"
    assert facts["suffixes"] == ["Add.1"]
    assert facts["parent"] == "CCPR/C/SVN/CO/3"
    unknown = describe_symbol(parse_symbol("A/AC.999/4"))
    assert unknown["body"] == "ad hoc committee of the General Assembly (A/AC.999)"


NO_SYMBOLS = [
    "",
    "A/B",
    "A/R ledger",
    "A/RES/",
    "HRI/GEN",
    "E/^C",
    "ST/STX 3.5",
    "S/MIME",
    "T-315/01",
    "A/INB/5/6",
    "IP/C/W/669",
    "and/or",
    "14/14",
    "A/4",
    "A/HRC/25",
    "A/2/3",
    "S/4/1",
    "E/1/2",
    "SC/12",
    "CAT/C",
    "A/HRC/25/63 and more",
    "A/HRC/25/63/and",
    "GE.12-17781",
    "OEA/Ser.L/V/II.66",
    "CM/Rec(2014)4",
    "WT/DS267/AB/R",
    "A/CONF/5/6",
    "CCPR/C/51/D",
]


@pytest.mark.parametrize("text", NO_SYMBOLS)
def test_what_is_no_symbol(text: str) -> None:
    reading = read_symbol(text)
    assert reading.outcome == "rejected"
    assert reading.reason
    with pytest.raises(SymbolError) as caught:
        parse_symbol(text)
    assert reading.reason in caught.value.message


def test_an_error_says_where() -> None:
    with pytest.raises(SymbolError, match=r"'INB' does not follow A/ \(character 3\)"):
        parse_symbol("A/INB/5/6")


def test_a_text_that_is_too_long_is_cut_in_the_message() -> None:
    with pytest.raises(SymbolError) as caught:
        parse_symbol("A/HRC/25/63 " * 1000)
    assert len(caught.value.message) < 600


def test_rows() -> None:
    hit, miss = describe_rows(["A/64/435 and Corr.1", "and/or"])
    assert hit["outcome"] == "compound"
    assert isinstance(hit["symbols"], list)
    assert [facts["key"] for facts in hit["symbols"]] == ["A/64/435", "A/64/435/Corr.1"]
    assert (miss["outcome"], miss["symbols"]) == ("rejected", [])
