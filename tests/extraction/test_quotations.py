from __future__ import annotations

import pytest

from tests.extraction.texts import of


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ('He said "one two three four".', ["one two three four"]),
        ("He said “one two three four.”", ["one two three four."]),
        ("He said „one two three four“.", ["one two three four"]),
        ("He said “one two three four. “", ["one two three four."]),
        ("He said «one two three four».", ["one two three four"]),
        ("He said ‘one two three four’.", ["one two three four"]),
        ("He said “one ‘two three’ four five”.", ["one ‘two three’ four five"]),
        ("He said “one two [...] three [the four] …”.", ["one two [...] three [the four] …"]),
        ('He said "one two three," she said, "four five six seven".', ["four five six seven"]),
        (
            "He said \"one two three four'' and \"five six seven eight''.",
            ["one two three four", "five six seven eight"],
        ),
        ("He said ``one two three four''.", ["one two three four"]),
        ("He said ''one two three four'' at home.", ["one two three four"]),
        ("He said “too short”.", []),
        ("The States' duties and the authors' claims are clear.", []),
        ('In a report entitled "One two three four five".', []),
        (
            "“It goes on in the next paragraph and has no end",
            ["It goes on in the next paragraph and has no end"],
        ),
    ],
)
def test_quotations_of_every_style(words: str, quoted: list[str]) -> None:
    assert [quotation.text for quotation in of(words).quotations] == quoted


@pytest.mark.parametrize(
    "words",
    [
        'the Agreement of 4 March ("the Northport political Agreement" S/2007/144) was signed.',
        'the Law on the Judiciary of 16 July (hereinafter "the Law of 16 July") was adopted.',
        'the presidential decree "On the prevention of examples" was repealed.',
    ],
)
def test_names_in_quotation_marks_are_no_quotations(words: str) -> None:
    assert not of(words).quotations


def test_a_title_in_a_note_is_no_quotation() -> None:
    extraction = of(
        notes=('Amnesty International, "The example of the massacre", 26 February 2021.',)
    )
    assert not extraction.quotations
    inline = of('12 Example Trust, "What came after the example", 26 February 2021. It went on.')
    assert not inline.quotations


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("The Human Rights Committee found that “one two three four”.", "Human Rights Committee"),
        ("“One two three four,” said the Human Rights Committee.", "Human Rights Committee"),
        (
            "According to the Human Rights Committee, “one two three four”.",
            "Human Rights Committee",
        ),
        (
            "The Committee against Torture met. The Committee noted that “one two three four”.",
            "Committee against Torture",
        ),
        (
            "“One two three four,” as noted by the Committee against Torture.",
            "Committee against Torture",
        ),
        ("“One two three four,” the experts added.", "UN experts"),
        (
            "The Commission of Inquiry on Examplia, which concluded that “one two three four”.",
            "Commission of Inquiry on Examplia",
        ),
        ("Nobody knows “one two three four”.", None),
        (
            'As noted by the Human Rights Committee, "nobody was ever heard in person".',
            "Human Rights Committee",
        ),
        (
            'In the view of the Northport Board, "nobody was ever heard in person".',
            "Northport Board",
        ),
        (
            'The Northport Report concludes that this is "uneven and results in harm".',
            "Northport Report",
        ),
        (
            "The Committee against Torture's concluding observations, which noted deaths, were "
            'clear. It also reiterated its concern "about the use of force by police".',
            "Committee against Torture",
        ),
        ('In it, the psychologist noted "signs consistent with deep depression".', "psychologist"),
        (
            'It is submitted under rule 101 of the rules, which reads: "The members shall report".',
            None,
        ),
        (
            "The Constitutional Court dismissed the appeal, in which the Court held that "
            '"there is a functional similarity here".',
            "Constitutional Court",
        ),
        (
            "The author described the arrest. The State party submits that, in his narrative, he "
            'described himself as "one of the few eyewitnesses".',
            "author",
        ),
    ],
)
def test_the_speaker_of_a_quotation(words: str, speaker: str | None) -> None:
    assert of(words).quotations[0].speaker == speaker


def test_the_author_of_the_cited_work_speaks() -> None:
    extraction = of(
        notes=(
            "Report of the Secretary-General on Examplia, A/70/393, para. 3. The crimes entail "
            '"one two three four".',
        )
    )
    assert extraction.quotations[0].speaker == "Secretary-General"
    assert extraction.quotations[0].citation == 0
