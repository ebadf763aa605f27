from __future__ import annotations

import pytest

from rightsgraph.extraction import extract
from rightsgraph.extraction.dates import find_dates
from rightsgraph.reading import read
from tests.extraction.texts import of


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("New York, October 29, 2015", ["2015-10-29"]),
        ("7th May 2019", ["2019-05-07"]),
        ("2019-12-17", ["2019-12-17"]),
        ("29/10/2015", ["2015-10-29"]),
        ("03/04/2015", []),
        ("03.04.15", ["2015-04-03"]),
        ("see 03.04.15.2", []),
        ("31 April 99", []),
        ("32 May 2019", []),
        ("A/HRC/2019-12-17", []),
    ],
)
def test_dates(words: str, dates: list[str]) -> None:
    assert [date.iso for date in find_dates(words)] == dates


def test_a_resolution_is_not_dated_by_what_its_preamble_recalls() -> None:
    metadata = of(
        "Resolution adopted by the General Assembly",
        "56/999. Human rights and examples",
        "The General Assembly,",
        "Recalling the Northport Declaration adopted by the World Conference on Examples on 25 "
        "June 1993, in which the Conference reaffirmed that acts of this kind, in all forms and "
        "wherever they are committed, aim at the destruction of human rights,",
        "1. Urges all States to act.",
    ).metadata
    assert (metadata.date, metadata.symbols) == (None, ("A/RES/56/999",))


def test_the_title_of_a_report_may_stand_above_its_emblem() -> None:
    report = extract(
        read(
            "Human Rights Council\nFifteenth session\nAgenda item 6\n"
            "Report of the Working Group on Examples\nExamplia\n"
            "United Nations A/HRC/15/99\nGeneral Assembly Distr.: General\n17 June 2010\n"
            "Original: English\n\n1. The Working Group held its eighth session in the spring."
        )
    )
    assert (report.metadata.title or "").startswith("Report of the Working Group on Examples")


def test_the_symbol_at_the_head_of_an_excerpt_is_its_own() -> None:
    words = "of those who were not heard. See A/HRC/5/1, para. 3, and A/HRC/5/2."
    assert extract(read(f"A/HRC/6/99\n\n{words}")).metadata.symbols == ("A/HRC/6/99",)


def test_a_report_with_sections_for_several_states_is_about_none_of_them() -> None:
    words = "The Committee notes the replies that were received from the State party."
    report = extract(read(f"Report on follow-up\n\nHungary\n\n{words}\n\nTogo\n\n{words}"))
    assert report.metadata.state is None


def test_a_summary_record_is_dated_by_its_meeting() -> None:
    record = extract(
        read(
            "Summary record of the 434th meeting\nHeld at Headquarters, New York, on Tuesday, "
            "15 June 1999, at 10 a.m.\n\n1. The Chairperson opened the meeting of the Committee."
        )
    )
    assert record.metadata.date == "1999-06-15"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "A/HRC/19/99\n\nReport of the Working Group on the Universal Periodic\n"
            "Review*\nNorway\n",
            "Report of the Working Group on the Universal Periodic Review",
        ),
        (
            "# Open letter to the members of the\nExample Assembly\n\nDear members,\n\nWe ask.\n",
            "Open letter to the members of the Example Assembly",
        ),
        (
            "Distr.: General\nCAT/C/GC/9\nCONVENTION AGAINST TORTURE AND OTHER CRUEL, INHUMAN OR\n"
            "DEGRADING TREATMENT OR PUNISHMENT\n\nGENERAL COMMENT No. 9\n\n1. This is the first.\n",
            "GENERAL COMMENT No. 9",
        ),
        (
            "CERD/C/NOR/CO/99\n\nConsideration of reports submitted by States parties under\n"
            "article 9 of the Convention\n\nConcluding observations of the Example Committee\n\n"
            "Norway\n\n1. The Committee met.\n",
            "Concluding observations of the Example Committee",
        ),
        (
            "HUMAN RIGHTS COUNCIL CLOSES ITS SESSION, ADOPTS 38 TEXTS\n\nThe Council met today.\n\n"
            "It adopted texts on many matters.\n",
            "HUMAN RIGHTS COUNCIL CLOSES ITS SESSION, ADOPTS 38 TEXTS",
        ),
        (
            "# Norway\n\nAssessment of the follow-up action of the Government\n\n1. We go on.\n",
            "Norway. Assessment of the follow-up action of the Government",
        ),
    ],
)
def test_a_title_over_several_lines(text: str, title: str) -> None:
    assert (
        extract(read(text, name="title.md" if text[0] == "#" else "title.txt")).metadata.title
        == title
    )


def test_the_one_to_whom_a_title_says_the_letter_goes() -> None:
    text = (
        "# A Letter to U.S. Secretary of Examples Anna Sample on the Council\n\nWe wrote today.\n"
    )
    found = extract(read(text, name="letter.md")).metadata.addressee
    assert found == "U.S. Secretary of Examples Anna Sample"


def test_an_address_may_run_over_short_lines() -> None:
    text = (
        "Joint letter\n\nMarch 23, 2012\nTo Permanent\nRepresentatives of\n"
        "Member States of the Example\nCouncil\nYour Excellency,\n\n"
        "We write to you today about the forum.\n\nYours sincerely,\nAnna Sample\n"
    )
    found = extract(read(text, name="letter.txt")).metadata.addressee
    assert found == "Permanent Representatives of Member States of the Example Council"


@pytest.mark.parametrize(
    ("head", "title", "addressee"),
    [
        (
            "Open Letter from Groups on Human Rights Day\n10 December 2012\nTo the Prime Minister, "
            "the Rt Hon Anna Sample MP",
            "Open Letter from Groups on Human Rights Day",
            "Prime Minister, the Rt Hon Anna Sample MP",
        ),
        (
            "Coalition Joins Others Calling for the Passage of the Example Act\nRead the full "
            "report in Arabic by clicking the button below\nJuly 18, 2023\n"
            "Dear Members of Parliament:",
            "Coalition Joins Others Calling for the Passage of the Example Act",
            "Members of Parliament",
        ),
        (
            "Update by the High Commissioner for Examples\n\nMadam President,",
            "Update by the High Commissioner for Examples",
            None,
        ),
    ],
)
def test_the_head_of_a_letter(head: str, title: str, addressee: str | None) -> None:
    words = (
        "We write to you about those who are held in Northport without a charge, and about the "
        "many who are still looked for by their families all over Examplia."
    )
    found = extract(read(f"{head}\n\n{words}\n")).metadata
    assert (found.title, found.addressee) == (title, addressee)
