"""Who signs, as persons or organisations, in lists, tables and brackets; and when."""

from __future__ import annotations

import re

import pytest

from rightsgraph.extraction import extract
from rightsgraph.reading import read

_HEAD = """# Joint statement on Examplia

{date}

We, the undersigned, condemn the arrest of Anna Sample in Examplia, and urge the Government to act.

She was arrested on 3 April 2018 by the police in Northport, and her lawyers were not told of it.

Her family has not seen her since, and we ask every State to raise her case.

"""
SIGNATORIES = [
    (
        "## Signatories\n\n- Anna Sample, Director, Example Rights Centre\n- Peter Beispiel\n"
        "- MARIA MUESTRA, journalist\n- Mr. Kofi Sample (Example University)\n",
        ["Anna Sample", "Peter Beispiel", "MARIA MUESTRA", "Kofi Sample"],
        [],
    ),
    (
        "Yours sincerely,\n\nSample Network\nof Rural Women\nLaw Clinic of the North and\n"
        "Sample Coast\nExample Watch, et al.\nand Code Pink\nplus 12 more organisations\n",
        [],
        [
            "Sample Network of Rural Women",
            "Law Clinic of the North and Sample Coast",
            "Example Watch",
            "Code Pink",
        ],
    ),
    (
        "Yours sincerely,\n\nAnna Sample\nGeneva Director, Example Watch\n",
        ["Anna Sample"],
        [],
    ),
    (
        "Yours sincerely,\n\nExample Watch\nCode & Pink\nSample England Fund\nand 45 others\n",
        [],
        ["Example Watch", "Code & Pink", "Sample England Fund"],
    ),
    (
        "Signed:\n\nAccess Now\nFree Press Unlimited\nCode Pink\n",
        [],
        ["Access Now", "Free Press Unlimited", "Code Pink"],
    ),
    (
        "## Signatories (in alphabetical order)\n\n| Name | Affiliation |\n|---|---|\n"
        "| Anna Sample | Example University |\n| Li Muster | University of Northport |\n",
        ["Anna Sample", "Li Muster"],
        [],
    ),
    (
        "| No. | Organisation | Country |\n|---|---|---|\n| 1 | Example Watch | Kenya |\n"
        "| 2 | Code Pink | US |\n| 3 | Sample Trust | Peru |\n",
        [],
        ["Example Watch", "Code Pink", "Sample Trust"],
    ),
    (
        "Signatories:\n\nIndividuals\n\nJane Doe\nOlu Sample\nWei Muster\n\nOrganisations\n\n"
        "Code Pink\nDemand Progress, US\nVoces Libres, Peru\n",
        ["Jane Doe", "Olu Sample", "Wei Muster"],
        ["Code Pink", "Demand Progress", "Voces Libres"],
    ),
    (
        "The undersigned reject this and demand a fair trial for her\n\n* [Example Watch]"
        "(https://example.org/a)\n* Sample Trust\n* Code Pink\n\nThe statement was first published "
        "in another language and is given here in a translation of our own.\n",
        [],
        ["Example Watch", "Sample Trust", "Code Pink"],
    ),
    (
        "Sincerely,\n\nEndorsers as of 30 April 2018:\n\n"
        "| 1 | Example Watch | A movement of people, active in 14 countries. |\n|---|---|---|\n"
        "| 2 | Sample Trust (ST) | Examplia |\n| 3 | Voces Libres | A network. |\n",
        [],
        ["Example Watch", "Sample Trust", "Voces Libres"],
    ),
    (
        "".join(
            f"| {n} | {name} | Examplia |\n"
            for n, name in enumerate(
                ("Example Watch", "Sample Trust", "Code Pink", "Voces Libres", "Muster Fund"), 1
            )
        ),
        [],
        ["Example Watch", "Sample Trust", "Code Pink", "Voces Libres", "Muster Fund"],
    ),
    (
        "Signatories\n\nGlobal\n\n1. Example Watch\n2. Sample Trust\n3. Women, Law and "
        "Example Forum\n4. Code Pink\n\nRegional\n\n5. Muster Fund\n6. Example Aid\n7. Beleg Trust"
        "\n8. Voces Libres\n",
        [],
        [
            "Example Watch",
            "Sample Trust",
            "Women, Law and Example Forum",
            "Code Pink",
            "Muster Fund",
            "Example Aid",
            "Beleg Trust",
            "Voces Libres",
        ],
    ),
    (
        "Yours sincerely,\n\nMEP Anna MUSTER The Example group in the Parliament\n"
        "Father Kofi Sample OAM\nProfessor Emeritus Wei Beleg AM, University of Northport\n"
        "Peter Beispiel AO QC\n",
        ["Anna MUSTER", "Kofi Sample", "Wei Beleg", "Peter Beispiel"],
        [],
    ),
    (
        "Sincerely,\n\nEcoBeispiel Northport (EBN), Kenya\nDr Muster Foundation (DMF), Nigeria\n"
        "Asia Forum on Women, Law and Examples (AFWE), Thailand\nMuster Labor Institute (MLI)\n",
        [],
        [
            "EcoBeispiel Northport",
            "Dr Muster Foundation",
            "Asia Forum on Women, Law and Examples",
            "Muster Labor Institute",
        ],
    ),
    (
        "The coalition joining the comments is comprised of:\n\nCivil Society Organizations:\n\n"
        "* Example Watch\n* Sample Trust\n* Code Pink\n* Muster Fund\n\n"
        "Technology Companies and Trade Associations:\n\n"
        "* Beispiel\n* Facebook\n* Exempel\n* Sample Industry Association\n",
        [],
        [
            "Example Watch",
            "Sample Trust",
            "Code Pink",
            "Muster Fund",
            "Beispiel",
            "Facebook",
            "Exempel",
            "Sample Industry Association",
        ],
    ),
    (
        "The undersigned ask you to set her free.\n\n"
        + "".join(
            f"* {name}\n"
            for name in (
                "Anna Sample, human rights lawyer",
                "Peter Beispiel AO",
                "Maria Muestra, journalist",
                "Kofi Sample, Example Legal Centre Inc.",
                "Dr Jane Muster",
                "Paul Beleg, writer",
                "Grace Demo, Director, Example House",
                "Thomas Probe",
                "Laura Ejemplo, editor",
                "Martin Mustermann, Northport, W.A.",
                "Sarah Specimen MP",
            )
        )
        + "\nThe list above was closed in the evening of the day on which this was sent out.\n",
        [
            "Anna Sample",
            "Peter Beispiel",
            "Maria Muestra",
            "Kofi Sample",
            "Jane Muster",
            "Paul Beleg",
            "Grace Demo",
            "Thomas Probe",
            "Laura Ejemplo",
            "Martin Mustermann",
            "Sarah Specimen",
        ],
        [],
    ),
]


@pytest.mark.parametrize(("words", "persons", "organisations"), SIGNATORIES)
def test_persons_and_organisations(
    words: str, persons: list[str], organisations: list[str]
) -> None:
    text = _HEAD.format(date="12 May 2019") + words
    found = extract(read(text, name="statement.md")).signatories
    assert [name.name for name in found if name.person] == persons
    assert [name.name for name in found if not name.person] == organisations


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("*05:45 AM, Sunday, May 12, 2019*", "2019-05-12"),
        ("Published: 12 May 2019", "2019-05-12"),
        ("Updated 14 May 2019\n\nPublished 12 May 2019", "2019-05-12"),
        ("Madrid, 12 de mayo de 2019", "2019-05-12"),
        ("12 mai 2019", "2019-05-12"),
        ("12. Mai 2019", "2019-05-12"),
        ("2019年5月12日", "2019-05-12"),
        ("2019/5/12", "2019-05-12"),
        ("23/05/2019", "2019-05-23"),
        ("05/06/2019", None),
        ("This 12th day of May, 2019", "2019-05-12"),
        ("NORTHPORT (12 May 2019) - The trial of Anna Sample begins today.", "2019-05-12"),
        ("Since 12 May 2019 nobody has seen her.", None),
    ],
)
def test_dates_of_a_page(printed: str, date: str | None) -> None:
    document = read(_HEAD.format(date=printed), name="statement.md")
    assert extract(document).metadata.date == date


_NUMBERED = [
    "01.Wexa Muster \u2013 Member, EXA", "02.Orrin Beleg",
    "04.Tiva Sampel: Vice President, EXA, Northport",
    "05.Dorun \u2013 Human Rights Activist", "06.Kelm Ostra, Trustee, EXA", "07.Dr. Ilva Prova",
    "10.Jassim Orle \u2013 Journalist", "11.Yorra Belin",
]  # fmt: skip
_NUMBERED_ORGANISATIONS = ["Example Centre for Policy", "Northport Press Club", "Sample Trust"]
_PERSONS = [
    "Wexa Muster", "Orrin Beleg", "Tiva Sampel", "Dorun", "Kelm Ostra", "Ilva Prova",
    "Jassim Orle", "Yorra Belin",
]  # fmt: skip


@pytest.mark.parametrize("first", [12, 1])
@pytest.mark.parametrize("headings", [("", ""), ("Individuals:\n\n", "Organisations\n\n")])
def test_a_numbered_list_without_a_heading_signs(first: int, headings: tuple[str, str]) -> None:
    """Numbers with gaps; the organisations go on counting or begin anew."""
    organisations = [f"{first + i}.{name}" for i, name in enumerate(_NUMBERED_ORGANISATIONS)]
    text = _HEAD.format(date="3 May 2018") + headings[0] + "\n\n".join(_NUMBERED) + "\n\n"
    found = extract(read(text + headings[1] + "\n\n".join(organisations))).signatories
    assert [name.name for name in found if name.person] == _PERSONS
    assert [name.name for name in found if not name.person] == _NUMBERED_ORGANISATIONS


@pytest.mark.parametrize(
    "items",
    [
        ["Release Anna Sample now", "Repeal the law on public meetings", "Pay what is owed"] * 4,
        ["Examplia must obey the law.", "Northport must open its court.", "Nobody may be held."]
        * 4,
    ],
)
def test_numbered_demands_do_not_sign(items: list[str]) -> None:
    listed = "\n\n".join(f"{number}. {words}" for number, words in enumerate(items, 1))
    text = (
        f"{_HEAD.format(date='3 May 2018')}{listed}\n\nWe shall write again before the year ends."
    )
    assert not extract(read(text)).signatories


_SPEAKERS = "Anna Sample, Example Trust\n\nPeter Muster, Example House\n\nJane Beleg, Examplia\n"


def test_the_speakers_of_an_event_do_not_sign() -> None:
    page = (
        "# Fisheries and trade\n\n3 May 2019\n\nThis event looks at what the talks mean for those "
        "who fish with small boats, and asks what would have to change in the draft.\n\n"
    )
    assert extract(read(page + _SPEAKERS, name="event.md")).signatories == ()


def test_a_list_of_names_from_all_over_the_world_is_one_of_persons() -> None:
    names = (
        "Anna Sample", "Ikwezi Muster", "Peter Beleg", "Huangling", "Maria Muestra", "Tovi Probe",
        "Orrin Ejemplo", "Paul Demo", "Wexa Specimen", "Jane Zeuge", "Rajan Exempel", "Laura Ibi",
    )  # fmt: skip
    rows = "".join(f"| {n} | {name} | 2018 | Examplia |\n" for n, name in enumerate(names, 1))
    table = "## Signatories\n\n| No. | Name | Year | Country |\n|---|---|---|---|\n" + rows
    found = extract(read(_HEAD.format(date="3 May 2018") + table, name="statement.md")).signatories
    assert [(name.name, name.person) for name in found] == [(name, True) for name in names]


def test_below_the_signature_stands_the_one_written_to() -> None:
    letter = (
        "3 May 2018\n\nExcellency,\n\nI have the honour to write about the review of Examplia, and "
        "I encourage your Government to act on what was accepted in the course of it.\n\n"
        "Please accept, Excellency, the assurances of my highest consideration.\n\nAnna Sample\n\n"
        "Her Excellency\n\nMs. Maria Muestra\n\nMinister for Foreign Affairs of Examplia\n"
    )
    found = extract(read(letter, name="letter.txt"))
    assert [name.name for name in found.signatories] == ["Anna Sample"]
    assert found.metadata.addressee == (
        "Her Excellency, Ms. Maria Muestra, Minister for Foreign Affairs of Examplia"
    )


_TODAY = "We, the organisations below, write today about the arrest of Anna Sample in Examplia."
_LONG_LIST = (
    "Access Now", "Example Watch", "Beleg", "Sample Trust, Inc.", "Muestra Libre, z.s.",
    "probe.works \u2013 for example rights",
    "Fight for the Sample", "Code Pink", "Voces Libres, Peru",
    "Instituto de Muestra (IM), Brazil", "Example Fund Ltd.", "S.A.M.P.L.E.", "Muster Forum",
    "Specimen Foundation", "Zeuge Network", "Example Aid", "Demo Project", "Ejemplo Digital",
)  # fmt: skip


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("opening", ["Sincerely,", "_Yours sincerely,_", "Signatories:"])
def test_a_short_letter_with_a_long_list_is_signed_by_all(gap: str, opening: str) -> None:
    """The list is most of the letter, so it opens in the first quarter of its lines."""
    letter = f"Dear Mr. Muster,\n\n{_TODAY}\n\n{opening}\n\n" + gap.join(_LONG_LIST) + "\n"
    found = extract(read(letter, name="letter.md")).signatories
    forms = [{name.name, *name.aliases} for name in found]
    missed = [words for words in _LONG_LIST if not any(words in form for form in forms)]
    assert (missed, len(found)) == ([], len(_LONG_LIST))


_CREDITS = (
    "Translate: A. Sample", "Proofread: Beleg", "Other version: https://example.org/a",
    "Media contact: Peter Muster",
)  # fmt: skip


def test_those_who_translated_a_text_do_not_sign() -> None:
    text = _HEAD.format(date="3 May 2018")
    assert not extract(read(text + "\n\n".join(_CREDITS), name="statement.md")).signatories
    names = "\n\n".join(("Access Now", "Code Pink", "Example Fund Inc."))
    for opening in ("", "Signed:\n\n"):
        found = extract(read(f"{text}{opening}{names}\n\n" + "\n\n".join(_CREDITS), name="s.md"))
        assert [n.name for n in found.signatories] == names.split("\n\n")


_SUBMISSION = """Submission on Examplia

{lead}

1. Introduction

1.1. This submission speaks of the law on assembly, which nobody has read in Northport.

1.2. The Committee asked Examplia to change it, and Examplia has not answered yet.

1.3. In Northport four editors were arrested, and two of them are still held there.

1.4. The court heard nobody, and it gave its reasons months later in a language of its own.

1.5. The law on assembly was read again in the spring, and it was read by nobody else.
"""


@pytest.mark.parametrize(
    ("lead", "names"),
    [
        (
            "Submitted by: Sample Trust, Example Watch, and the Northport Coalition (NC)",
            ["Sample Trust", "Example Watch", "Northport Coalition"],
        ),
        (
            "Joint submission by: Sample Trust (ST), Example Watch and Code Pink",
            ["Sample Trust", "Example Watch", "Code Pink"],
        ),
        ("Signatories:\n\nSample Trust\nExample Watch\n", ["Sample Trust", "Example Watch"]),
        ("Submitted by: A.B. (represented by counsel)\nState party: Examplia", []),
    ],
    ids=["submitted", "joint", "list above the text", "communication of a person"],
)
def test_those_named_before_the_text_sign(lead: str, names: list[str]) -> None:
    found = extract(read(_SUBMISSION.format(lead=lead), name="a.txt"))
    assert [re.sub("^the ", "", name.name) for name in found.signatories] == names


@pytest.mark.parametrize(
    ("close", "names"),
    [
        (
            "On behalf of the signatory organizations",
            ["Sample Trust", "Example Watch", "Code Pink", "Anna Sample"],
        ),
        ("Northport", ["Anna Sample"]),
    ],
    ids=["for all", "for herself"],
)
def test_names_above_a_letter_sign_when_it_speaks_for_them(close: str, names: list[str]) -> None:
    letter = (
        "Sample Trust\nExample Watch\nCode Pink\n\nH.E. Ms. Clara Beispiel\nMinister of Justice\n"
        "Northport\n\n9 September 2019\n\nExcellency,\n\nRe: The law on assembly in Examplia\n\n"
        "We write because the law on assembly in Examplia has not been read by anybody.\n\n"
        "Four editors were arrested in Northport, and two of them are still held there.\n\n"
        "Please accept the assurances of our highest consideration.\n\nAnna Sample\n"
        f"Director, Sample Trust\n{close}\n"
    )
    found = extract(read(letter, name="letter.txt"))
    assert [name.name for name in found.signatories][: len(names)] == names
    assert found.to_exchange()["subject"] == "The law on assembly in Examplia"


def test_a_sentence_that_says_who_signed_leads_to_the_names() -> None:
    text = (
        "# Statement on Examplia\n\nWe ask for peace in our land today.\n\nThe institutions that "
        "signed the statement are: Northport Bar Association, Northport Medical Chamber, Sample "
        "Writers Association Representative, Example Solidarity, Future Party Chapter.\n"
    )
    names = [name.name for name in extract(read(text, name="statement.md")).signatories]
    assert [name for name in names if "Writers" not in name] == [
        "Northport Bar Association",
        "Northport Medical Chamber",
        "Example Solidarity",
        "Future Party Chapter",
    ]


_ROWS = [
    ("Example Watch", "Sample Trust"),
    ("Northport Bar Association", "Muster Foundation"),
    ("Sample Rights Network", "Beleg Collective"),
    ("Freedom Forum Examplia", "Centre for Samples"),
]


def _in_two_columns(rows: list[tuple[str, str]]) -> list[str]:
    lines = "\n".join(f"{one}  {other}" for one, other in rows)
    text = (
        "Joint statement on Examplia\n\nWe, the undersigned, urge the Government to act.\n\n"
        f"She was arrested in May, and her family has not seen her.\n\nSignatories:\n\n{lines}\n"
    )
    return [name.name for name in extract(read(text, name="statement.txt")).signatories]


def test_columns_that_two_spaces_part() -> None:
    assert sorted(_in_two_columns(_ROWS)) == sorted(name for row in _ROWS for name in row)


def test_two_spaces_in_a_name_or_two_part_no_columns() -> None:
    assert _in_two_columns([("Sample", "Trust"), ("Example", "Watch")]) == [
        "Sample Trust", "Example Watch",
    ]  # fmt: skip


def test_names_in_three_columns_that_two_spaces_part() -> None:
    text = (
        "Joint letter on examples\n\nDear Minister,\n\nWe, the undersigned organisations, write to "
        "you about the law on examples that is before the parliament now.\n\nSincerely,\n\n"
        "Example Watch  Muster Trust  Beleg Centre\n"
        "Sample Law Group  Press Union of Examplia  Northport Voices\n"
        "House of Samples  Rights for Examplia  Ejemplo Network\n"
        "Sample Press  Muster Alliance  Fair Trials Examplia\n"
        "Last Example Trust  Beispiel Forum\n"
    )
    names = {name.name for name in extract(read(text)).signatories}
    assert len(names) == 14
    assert {"Beleg Centre", "Press Union of Examplia", "Beispiel Forum"} <= names


def test_a_name_before_the_last_date_signs() -> None:
    text = (
        "Open letter on examples\n\nDear Ms. Sample:\n\nWe write to you of those who are held in "
        "Northport, and ask you to go there and see them before the year ends.\n\n"
        "Friends of Anna Muster, May 24, 2022\n"
    )
    found = extract(read(text))
    assert [name.name for name in found.signatories] == ["Friends of Anna Muster"]
    assert found.metadata.date == "2022-05-24"
