"""Who said quoted words: persons with offices, described speakers, chains over paragraphs."""

from __future__ import annotations

import pytest

from rightsgraph.extraction import extract
from rightsgraph.reading import read

_HEAD = "# News from Examplia\n\n12 May 2019\n\n"
_WORDS = '"We were held for nine days"'

SPEAKERS = [
    (f"{_WORDS}, said Anna Sample, director of the Example Rights Centre.", ["Anna Sample"]),
    (f"{_WORDS}, said Amnesty International spokesperson Anna Sample.", ["Anna Sample"]),
    (f"{_WORDS}, Anna Sample told Amnesty International.", ["Anna Sample"]),
    (f"Anna Sample, a researcher at Human Rights Watch, said: {_WORDS}.", ["Anna Sample"]),
    (f"According to Peter Muster, {_WORDS}.", ["Peter Muster"]),
    (f"In its report, Amnesty International documented that {_WORDS}.", ["Amnesty International"]),
    (
        f"{_WORDS}, said an activist in Northport, whose name is not given.",
        ["an activist in Northport"],
    ),
    (f"A teacher in Northport told reporters: {_WORDS}.", ["a teacher in Northport"]),
    (
        f'{_WORDS}, said Anna Sample of Northport. "They gave us no lawyer at all."',
        ["Anna Sample", "Anna Sample"],
    ),
    (
        f'{_WORDS}, Anna Sample told us. She added that "nobody came to see us there".',
        ["Anna Sample", "Anna Sample"],
    ),
    (
        f'Anna Sample said: {_WORDS}.\n\n"It was a gift to the secret police," Sample said.',
        ["Anna Sample", "Anna Sample"],
    ),
    (
        "We ask for respect of the Human Rights Committee's findings that \"he must "
        'be set free at once".',
        ["Human Rights Committee"],
    ),
    (
        'It would, in the words of the Ministry of Example Affairs, "close the last gap of all".',
        ["Ministry of Example Affairs"],
    ),
    (
        'Eleven UN human rights experts urged the Council to act. "Nobody has done a thing", '
        "they said.",
        ["UN experts"],
    ),
    ('Several Governments have said that "words alone will open no door".', [None]),
    (
        "The Special Rapporteur on the right to education came to Northport. His report found that "
        '"impunity remains the rule and no exception".',
        ["Special Rapporteur on the right to education"],
    ),
    (
        f'Anna Sample said: {_WORDS}.\n\nThe Act is new.\n\n"Nobody came to see us there at all."',
        ["Anna Sample", "Anna Sample"],
    ),
    (f"{_WORDS}, the Example Panel said.", ["Example Panel"]),
    (f"The experts say that {_WORDS}.", ["UN experts"]),
    (f"which Amnesty International calls {_WORDS}.", ["Amnesty International"]),
    (
        f'{_WORDS}, Mr. Peter Muster said on behalf of all. "Nobody came to see us there", '
        "the expert explained.",
        ["Peter Muster", "Peter Muster"],
    ),
    (f"Peter Muster came first. {_WORDS}, said Mr. Muster.", ["Peter Muster"]),
    (
        'We were held there," said Anna Sample, director of Example Watch. "We saw nobody at all."',
        ["Anna Sample"],
    ),
    (
        "The Committee refers to the Northport Declaration of Human Rights, according to which "
        '"no newspaper shall be closed".',
        ["Northport Declaration of Human Rights"],
    ),
    (
        'Hopes rest on the draft resolution on the Example Forum, which "affirms the Forum as '
        'a place of dialogue".',
        ["draft resolution on the Example Forum"],
    ),
    (f"{_WORDS}, said Anna Sample, OHCHR Senior Adviser.", ["Anna Sample"]),
    (f"{_WORDS}, said the mission.", ["mission"]),
    (
        'In the spirit of the Universal Declaration of Human Rights, we firmly believe in "the '
        'inherent dignity of all".',
        ["Universal Declaration of Human Rights"],
    ),
    (
        "It answers Amnesty International's media release that the list \"names many of those "
        'who write".',
        ["Amnesty International"],
    ),
    (f"{_WORDS}, the Amnesty International press release added.", ["Amnesty International"]),
    (
        'Principle 4 states that "lawyers like others are entitled to speak".',
        ["Principle 4"],
    ),
    (
        'As the host, Examplian President Peter Muster has promised to "put the needs of people '
        'first".',
        ["Peter Muster"],
    ),
    (
        'The experts have "not yet seen any sign of it".',
        ["UN experts"],
    ),
    (
        '"The work we do relies on many others," the expert explained. "It is of great concern to '
        'us all," he said, and Mr. Peter Muster left.',
        [None, None],
    ),
    (
        'The recommendation as read: "Establish a national institution at once" (Fiji).',
        ["Fiji"],
    ),
    (
        "The needs are spelled out in the Human Rights Committee's report of May. It affirms "
        "that:\n\n> If there is space for all, there is a greater likelihood of peace for all.",
        ["Human Rights Committee"],
    ),
    (
        'Article 12 of the Examplia Press Act provides that "no newspaper shall be closed".',
        ["Examplia Press Act"],
    ),
]


@pytest.mark.parametrize(("words", "speakers"), SPEAKERS)
def test_speakers(words: str, speakers: list[str]) -> None:
    found = extract(read(_HEAD + words, name="news.md")).quotations
    assert [quotation.speaker for quotation in found] == speakers


LABELS = [
    (f"Anna Sample, director of the Example Centre, said:\n\n{_WORDS}.", ["Anna Sample"]),
    (
        f'Anna Sample, director of the Example Centre, said:\n\n{_WORDS}.\n\n"Nobody ever told us '
        'why we were there."',
        ["Anna Sample", "Anna Sample"],
    ),
    (f"Professor Anna Sample, University of Northport: {_WORDS}", ["Anna Sample"]),
    (f"Anna Sample from the Example Fisher Union, said: {_WORDS}", ["Anna Sample"]),
    (f"## Anna Sample, Example Network, Examplia\n\n{_WORDS}", ["Anna Sample"]),
    (f"{_WORDS} - Anna Sample, Example Network", ["Anna Sample"]),
    (f"{_WORDS} Anna Sample, Example Network, Northport.", ["Anna Sample"]),
    (
        f'{_WORDS} - Anna Sample, Example Network\n\n"They gave us no lawyer at all" - Peter '
        "Muster, Sample Trust",
        ["Anna Sample", "Peter Muster"],
    ),
    (
        '"We were held for nine days and nobody told us why, said Anna Sample, chair of the '
        "Example Trust.",
        ["Anna Sample"],
    ),
    (f"The letter further notes that {_WORDS}.", ["letter"]),
    (
        "After the failure of the Human Rights Council, the groups also called on States to "
        '"act in good faith and at once".',
        ["groups"],
    ),
    (f"The Human Rights Committee, in its Views, said: {_WORDS}.", ["Human Rights Committee"]),
]


@pytest.mark.parametrize(("words", "speakers"), LABELS)
def test_speakers_named_by_labels(words: str, speakers: list[str]) -> None:
    found = extract(read(_HEAD + words, name="news.md")).quotations
    assert [quotation.speaker for quotation in found] == speakers
