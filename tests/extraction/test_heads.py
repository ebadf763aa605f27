"""Title, date, place and addressee, where the head of a text is not like that of a plain letter."""

from __future__ import annotations

import pytest

from rightsgraph.extraction import extract
from rightsgraph.extraction.results import Metadata
from rightsgraph.reading import read

_PROSE = (
    "We write about the trial of Anna Sample in Examplia, who was arrested in Northport in the "
    "spring of this year, and ask you to set her free before the next hearing of the court.\n\n"
    "Yours sincerely,\n\nExample Watch\n"
)


_MORE = "The hearing was put off again, and nobody in Northport was told for how long this time."


def _head_of(text: str) -> Metadata:
    return extract(read(text, name="letter.txt")).metadata


TITLES = [
    (
        "OPEN LETTER TO\nTHE PRESIDENT OF EXAMPLIA\nON THE RIGHT TO ASSEMBLY\n\n3 May 2019\n\n"
        "Dear Mr. President,\n\n",
        "OPEN LETTER TO THE PRESIDENT OF EXAMPLIA ON THE RIGHT TO ASSEMBLY",
    ),
    (
        "Example Watch\n\nPress release\n\nNorthport court must set Anna Sample free\n\n"
        "3 May 2019\n\n",
        "Northport court must set Anna Sample free",
    ),
    (
        "Hon. Anna Muster\nMinister of Justice\n\n3 May 2019\n\nSafeguards for assemblies in "
        "Examplia\n\nDear Minister,\n\n",
        "Safeguards for assemblies in Examplia",
    ),
    (
        "To the Members of the Sample Committee:\n\nOn the need for a law about assemblies\n\n",
        "On the need for a law about assemblies",
    ),
    (
        "Open letter to the members of the Sample Council\n\nSupport the draft on the safety of "
        "those who write\n\n3 May 2019\n\nExcellencies,\n\n",
        "Open letter to the members of the Sample Council. Support the draft on the safety of "
        "those who write",
    ),
    (
        "Joint Letter to the Prime Minister on Violations against those who took part in "
        "Beispiel 2.0\n\n3 May 2019\n\nDear Prime Minister,\n\n",
        "Joint Letter to the Prime Minister on Violations against those who took part in "
        "Beispiel 2.0",
    ),
]


@pytest.mark.parametrize(("head", "title"), TITLES)
def test_titles(head: str, title: str) -> None:
    assert _head_of(head + _PROSE).title == title


ADDRESSEES = [
    (
        "Letter from Example Watch\n\nAnna Muster, Deputy Secretary General acting in the capacity "
        "as Officer\nSample Conference on Trade\n\n3 May 2019\n\nDear Deputy Muster,\n\n",
        ("Anna Muster",),
        (),
    ),
    (
        "3 May 2019\n\nSenator the Honourable Anna Muster\nPresident of the Senate\n"
        "PO Box 6100\nNorthport\n\nThe Honourable Kofi Sample\nSpeaker of the House\n\n"
        "cc: Hon. Peter Beispiel\nMinister of Police\n\nTo whom it may concern:\n\n",
        ("Anna Muster", "President of the Senate", "Kofi Sample", "Speaker of the House"),
        ("Beispiel", "Police", "6100"),
    ),
    (
        "3 May 2019\n\nTo: Anna Muster\nPresident of the Sample Commission\n\nKofi Sample\n"
        "Commissioner for Trade\n\nCc: Ms. Maria Muestra\n\nDear President, dear Commissioner,\n\n",
        ("Anna Muster", "Kofi Sample", "Commissioner for Trade"),
        ("Muestra",),
    ),
    (
        "Example Watch\n350 Example Avenue\nNorthport\n\n3 May 2019\n\nH.E. Anna Muster\n"
        "Minister of Justice\n\nDear Minister,\n\n",
        ("Anna Muster", "Minister of Justice"),
        ("Avenue", "Watch"),
    ),
    (
        "June 3, 2019\n\nHon. Anna Muster\nMinister of Justice, Examplia;\n\n"
        "To Ministers Responsible for the Sample Community,\n\n",
        ("Ministers Responsible for the Sample Community",),
        ("Muster",),
    ),
]


@pytest.mark.parametrize(("head", "named", "others"), ADDRESSEES)
def test_addressees(head: str, named: tuple[str, ...], others: tuple[str, ...]) -> None:
    addressee = _head_of(head + _PROSE).addressee or ""
    assert [name for name in named if name not in addressee] == []
    assert [name for name in others if name in addressee] == []


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        (
            "Sunday, July 10, 2011\n\nJoint letter to the Minister of Justice on assembly\n\n"
            "July 4, 2011\nHon. Anna Muster\nMinister of Justice\n\nDear Minister,\n\n" + _PROSE,
            "2011-07-04",
            None,
        ),
        (
            "EXAMPLIA: Experts speak of their concern\n\n[NORTHPORT, 28 September 2007] - The "
            "experts whose names appear below said today that they had read the law on assembly.\n",
            "2007-09-28",
            "NORTHPORT",
        ),
    ],
    ids=["page and letter", "in brackets"],
)
def test_dates_and_places(text: str, date: str, place: str | None) -> None:
    found = _head_of(text)
    assert (found.date, found.place) == (date, place)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("The Kenyan community of Northport met Kenyan journalists and Turkish refugees.", []),
        ("The Kenyan Government spoke of New South Wales.", ["AUS", "KEN"]),
        ("See https://example.org/KEN/Kenya/report.html for what was found in Peru.", ["PER"]),
    ],
)
def test_whom_a_demonym_describes_is_no_state(words: str, codes: list[str]) -> None:
    assert sorted(state.code for state in extract(read(words)).states) == codes


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (
            "The letter was signed by organisations including Sampel, Muster, Example Watch, "
            "the Beleg Trust, and more.",
            {"Sampel", "Muster", "Example Watch", "Beleg Trust"},
        ),
        ('Anna Sample, from Demand Sample Justice, said: "No."', {"Demand Sample Justice"}),
        (
            "Anna Sample, who speaks for the civil society network Our Land Is For All (OLIFA), "
            "was told to leave.",
            {"Our Land Is For All (OLIFA)"},
        ),
        ("The Stanford Centre for Internet and Society wrote about it.", set()),
        (
            "It was led by the People's Sample Alliance, a coalition of organisations including "
            "Club de Muster, Example Watch, Beleg Justice Now and Sampel.",
            {"People's Sample Alliance", "Beleg Justice Now", "Sampel"},
        ),
    ],
)
def test_organisations_that_the_words_around_them_tell(words: str, names: set[str]) -> None:
    found = {name.name for name in extract(read(f"{words} {_MORE}")).organisations}
    assert names <= found
    assert "Internet Society" not in found


def test_long_lists_of_capitals_before_a_verb_of_speech_are_read_in_a_few_steps() -> None:
    words = "The Sample Committee of Experts on the Application of Examples and Models " * 60
    found = extract(read(f"{words}said that nobody had read it. {_MORE}")).organisations
    assert all(len(name.name) < 200 for name in found)
