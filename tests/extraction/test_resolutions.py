from __future__ import annotations

import pytest

from tests.extraction.texts import of


@pytest.mark.parametrize(
    ("words", "symbols"),
    [
        ("General Assembly resolution 60/251 of 15 March 2006", ["A/RES/60/251"]),
        ("GA Resolution 60/251", ["A/RES/60/251"]),
        ("Assembly resolution 48/141", ["A/RES/48/141"]),
        ("Council resolution 5/1 of 18 June 2007", ["A/HRC/RES/5/1"]),
        (
            "Human Rights Council resolutions 43/16, 42/22 and 40/16",
            ["A/HRC/RES/43/16", "A/HRC/RES/42/22", "A/HRC/RES/40/16"],
        ),
        (
            "resolutions 33/30 and 34/18 of the Human Rights Council",
            ["A/HRC/RES/33/30", "A/HRC/RES/34/18"],
        ),
        (
            "Council resolutions 5/1, on institution-building, and 5/2, on the code of "
            "conduct, of 18 June 2007",
            ["A/HRC/RES/5/1", "A/HRC/RES/5/2"],
        ),
        ("Security Council resolution 1593 (2005)", ["S/RES/1593 (2005)"]),
        (
            "resolutions 1674 (2006) of 28 April 2006 and 1894 (2009) on civilians",
            ["S/RES/1674 (2006)", "S/RES/1894 (2009)"],
        ),
        ("UNSCR 1325", ["S/RES/1325"]),
        ("Commission resolution 2005/39", ["E/CN.4/RES/2005/39"]),
        ("Commission on Human Rights resolution 1998/33", ["E/CN.4/RES/1998/33"]),
        ("In resolution 1998/33, the Commission decided to act", ["E/CN.4/RES/1998/33"]),
        ("Economic and Social Council decision 1998/247", ["E/DEC/1998/247"]),
        ("Human Rights Council resolution S-18/1", ["A/HRC/RES/S-18/1"]),
        ("Human Rights Council decision 17/119", ["A/HRC/DEC/17/119"]),
        ("The General Assembly, in its resolution 70/234, decided", ["A/RES/70/234"]),
        ("General Assembly resolution 217 A (III)", ["A/RES/217(III)[A]"]),
        ("S.C. Res. 1325", ["S/RES/1325"]),
        ("President's statement PRST/8/1", ["A/HRC/PRST/8/1"]),
        ("resolution 2200 A (XXI)", ["A/RES/2200(XXI)[A]"]),
        ("Economic and Social Council resolution 1503 (XLVIII)", ["E/RES/1503(XLVIII)"]),
        (
            "created by the Commission on Human Rights in its resolution 1986/20 and renewed by "
            "the Human Rights Council in its resolution 6/37",
            ["E/CN.4/RES/1986/20", "A/HRC/RES/6/37"],
        ),
        ("in resolution 58/4 of 31 October 2003", ["A/RES/58/4"]),
        ("Resolution 96/2021 of the regional commission", []),
        ("Resolution 300 was mentioned", []),
        ("a resolution of 10/12/2015", []),
    ],
)
def test_resolutions_in_words_get_their_symbols(words: str, symbols: list[str]) -> None:
    found = [citation.symbol for citation in of(words + ".").citations if citation.symbol]
    assert found == symbols


def test_its_resolution_in_a_resolution_is_the_issuers() -> None:
    extraction = of(
        "The General Assembly,",
        "Recalling its resolutions 66/253 A of 16 February 2012, 67/183 of 20 December 2012 and "
        "Human Rights Council resolution 31/17,",
        "1. Requests the Secretary-General to report to it.",
    )
    assert [c.symbol for c in extraction.citations] == [
        "A/RES/66/253A",
        "A/RES/67/183",
        "A/HRC/RES/31/17",
    ]
    assert extraction.metadata.kind == "resolution"


def test_its_resolution_with_a_year_is_that_of_the_organ_named_before() -> None:
    extraction = of(
        "The General Assembly,",
        "Recalling the resolutions of the Subcommission on the Promotion and Protection of Human "
        "Rights, in particular its resolution 2001/18,",
        "1. Requests the Secretary-General to report to it.",
    )
    assert [c.symbol for c in extraction.citations] == ["E/CN.4/Sub.2/RES/2001/18"]


def test_a_place_of_a_resolution_stands_before_or_after_it() -> None:
    extraction = of(
        "General Assembly resolution 59/182 (para. 28) and operative paragraph 5 of "
        "Security Council resolution 1593 (2005) say so."
    )
    assert [(c.symbol, c.pinpoints) for c in extraction.citations] == [
        ("A/RES/59/182", ("para 28",)),
        ("S/RES/1593 (2005)", ("para 5",)),
    ]
