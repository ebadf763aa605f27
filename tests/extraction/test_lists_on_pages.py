"""Who signs a letter whose list stands in columns, goes on overleaf, or has its words broken."""

from __future__ import annotations

import pytest

from rightsgraph.extraction import extract
from rightsgraph.reading import BlockKind, read

_LETTER = """Dear Minister,

The undersigned organisations write about the trial of Anna Sample in Examplia, who was
arrested in Northport on 3 April 2018 and has not seen her lawyers since that day, although
the law of Examplia gives everybody the right to counsel from the first hour of detention.

We ask you to set her free, to let her lawyers see the file, and to open the next hearing to
the public, as the Constitution of Examplia says and as the courts of Northport have always
done when a trial is of such interest to the people of the country.

Yours sincerely,

"""
_NAMES = (
    "Access Now", "Beleg Network", "Beispiel Human Rights Trust", "Code Pink",
    "Example Watch (EW)", "Northport Lawyers Association", "Muster Foundation", "Sample Trust",
    "Specimen Women's Alliance", "Voces Libres",
)  # fmt: skip


def _signing(letter: str) -> list[str]:
    return [name.name for name in extract(read(letter, name="letter.txt")).signatories]


@pytest.mark.parametrize("gap", ["\t", "      ", "   "], ids=["tab", "wide", "three spaces"])
def test_names_in_columns_that_spaces_part(gap: str) -> None:
    rows = "\n".join(
        f"{left}{gap}{right}" for left, right in zip(_NAMES[::2], _NAMES[1::2], strict=True)
    )
    assert sorted(_signing(_LETTER + rows)) == sorted(name.removesuffix(" (EW)") for name in _NAMES)


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (
            ["Anna Sample | Peter Beispiel", "Executive Director | Chair,",
             "Example Rights Centre | Sample Trust", "Maria Muestra", "Secretary", "Muster Fund"],
            {"Anna Sample", "Example Rights Centre", "Peter Beispiel", "Sample Trust",
             "Maria Muestra", "Muster Fund"},
        ),
        (
            ["Example Watch | Kenya", "Sample Trust | Peru", "Muster Forum | France"],
            {"Example Watch", "Sample Trust", "Muster Forum"},
        ),
        (
            ["Anna Sample | Professor of Law, University of Northport and Fellow of the Example",
             "Institute", "Peter Beispiel | Journalist"],
            {"Anna Sample", "Peter Beispiel"},
        ),
    ],
    ids=["persons side by side", "name and country", "broken office"],
)  # fmt: skip
def test_rows_of_names_and_rows_about_one_name(rows: list[str], names: set[str]) -> None:
    assert set(_signing(_LETTER + "\n".join(rows))) == names


def test_a_list_goes_on_overleaf_after_the_notes_of_the_page() -> None:
    first = "\n".join(_NAMES[:5])
    notes = "\n\n1 See https://example.org/a for the text.\n2 Example Act 2018, s. 4.\n\f"
    letter = _LETTER.replace("since that day,", "since that day,[1]").replace("file,", "file,[2]")
    found = _signing(letter + first + notes + "\n".join(_NAMES[5:]))
    assert found == [name.removesuffix(" (EW)") for name in _NAMES]


def test_a_page_of_names_is_no_paragraph() -> None:
    names = [
        "Example Network for the Rights of All Who Write (ENRAW)", "Sample Institute",
        "Muster Foundation for Freedom and Democracy in Northport", "Code Pink",
        "Specimen Association of Journalists and Other Writers", "Beleg Centre",
    ]  # fmt: skip
    document = read(_LETTER.removesuffix("\n\n") + "\n\f" + "\n".join(names), name="letter.txt")
    signatures = [document.words(block) for block in document.of_kind(BlockKind.SIGNATURES)]
    assert signatures == names


def test_a_long_list_does_not_hide_that_the_words_are_wrapped() -> None:
    document = read(_LETTER + "\n".join(_NAMES * 3), name="letter.txt")
    assert len([b for b in document.blocks if b.kind is BlockKind.PARAGRAPH]) == 2


def test_groups_of_names_sign_after_thanks_and_a_count() -> None:
    close = "Thank you,\n\n11 civil society organizations and individuals (listed below)\n\n"
    persons = (
        "Anna Sample\nLecturer, University of Northport\nFaculty of Law\n"
        "Dr. Peter Beispiel\nEXU\nMaria Muestra\nSample Chair in Law, Example State\nKofi Probe\n"
    )
    letter = _LETTER.replace("Yours sincerely,\n\n", close)
    letter += "COMPANIES AND ORGANIZATIONS\n\n" + "\n".join(_NAMES[:7])
    letter += "\n\nINDIVIDUALS\n\n" + persons
    assert _signing(letter) == [
        *(name.removesuffix(" (EW)") for name in _NAMES[:7]),
        "Anna Sample", "Peter Beispiel", "Maria Muestra", "Kofi Probe",
    ]  # fmt: skip


def test_a_name_broken_over_two_lines_breaks_the_order_of_the_list() -> None:
    names = [*_NAMES[:6], "Sample-Muster Clinic for Internet Policy & Public", *_NAMES[7:]]
    names = sorted(names)
    place = names.index("Sample-Muster Clinic for Internet Policy & Public") + 1
    names.insert(place, "Interest Law (SMC)")
    found = _signing(_LETTER + "\n".join(names))
    assert "Sample-Muster Clinic for Internet Policy & Public Interest Law" in found
    assert len(found) == len(names) - 1


def test_a_date_takes_no_further_words() -> None:
    document = read("4 February 2019\nvia email\n" + _LETTER, name="letter.txt")
    assert document.words(document.of_kind(BlockKind.DATE_LINE)[0]) == "4 February 2019"
    assert extract(document).metadata.date == "2019-02-04"


def test_names_after_thanks_and_on_behalf_of_others() -> None:
    letter = (
        "# Letter to the Sample Office\n\n" + _LETTER.removesuffix("Yours sincerely,\n\n")
        + "We look forward to hearing from you, and thank you for your time;\n\n"
        "Anna Sample on behalf of Example Watch\n\nDorun al-Beleg on behalf of Sample-Aligned\n\n"
        "## Addressed to:\n\nThe Sample Commissioner\n\nMaria Muestra\n\n04.09.2022\n"
    )  # fmt: skip
    found = extract(read(letter, name="letter.md"))
    assert {name.name: name.person for name in found.signatories} == {
        "Anna Sample": True,
        "Example Watch": False,
        "Dorun al-Beleg": True,
        "Sample-Aligned": False,
    }
    assert "Maria Muestra" in (found.metadata.addressee or "")


@pytest.mark.parametrize("count", [8, 16])
def test_a_list_below_words_that_invite_names_may_be_most_of_the_text(count: int) -> None:
    names = [
        f"{name} {place}"
        for place in ("Northport", "Southport", "Eastport", "Westport")
        for name in ("Workers for Sample", "Example Now!", "Beleg", "The Muster Archives")
    ]
    names = names[:count]
    text = (
        "---\ntitle: Joint statement on Examplia\n---\n\nWe unite in this joint statement about "
        "the trial of Anna Sample in Examplia, and we ask for a trial that is open to all.\n\n"
        "At time of publication, signed by:\n\n" + "".join(f"- {name}\n" for name in names)
        + "\nWould you also like to sign the statement? Fill out the form.\n"
    )  # fmt: skip
    found = extract(read(text, name="statement.md")).signatories
    assert len(found) == len(names)


@pytest.mark.parametrize(
    "listed",
    [
        "This statement is endorsed by: Sample Trust (Kenya), Beleg Network (Peru), Muster "
        "Foundation (France), and Code Pink (USA).\n",
        "Signatories:\n\n1. Sample Trust            3. Beleg Network\n"
        "2. Muster Foundation       4. Code Pink\n",
        "Signed by\n\nInternational\n\nSample Trust\nBeleg Network\n\nNational\n\n"
        "Muster Foundation (France)\nCode Pink (USA)\n",
        "This statement is supported by the following organisations:\n\n* Sample Trust\n"
        "* Beleg Network\n* Muster Foundation\n* Code Pink\n\nWrite to press@example.org.\n",
    ],
    ids=["in a sentence", "numbered columns", "two groups", "supported by"],
)
def test_other_forms_of_lists(listed: str) -> None:
    text = (
        f"Joint statement on Examplia\n\n{_LETTER.removesuffix('Yours sincerely,' + chr(10) * 2)}"
    )
    found = _signing(text + listed)
    assert sorted(found) == ["Beleg Network", "Code Pink", "Muster Foundation", "Sample Trust"]
