# ruff: noqa: E501 -- a text that is read, and what it is read as, stand on one line each
import textwrap

import pytest

from rightsgraph.reading import read
from tests.reading.outline import check, labels, marks, outline

A = "The Committee urged the Government of Examplia to release the eleven journalists"
B = "Nobody has been released since then, as the Special Rapporteur on examples has noted"

FORMS: list[tuple[str, list[str]]] = [
    (
        f"{A}.[1] {B}.[2]\n\n[1] A/77/1, para. 5.\n\n[2] Ibid.",
        ["[1] A/77/1, para. 5.", "[2] Ibid."],
    ),
    (f"{A}.^[1] {B}.^[2]\n\n[1] A/77/1.\n\n[2] Ibid.", ["[1] A/77/1.", "[2] Ibid."]),
    (f"{A}.¹ {B}.²\n\n¹ A/77/1.\n\n² Ibid.", ["¹ A/77/1.", "² Ibid."]),
    (f"{A}.1 {B}.2\n\nNotes\n\n1. A/77/1.\n\n2. Ibid.", ["1. A/77/1.", "2. Ibid."]),
    (f"{A}.1 {B}.2\n\nEndnotes\n\n1 A/77/1.\n2 Ibid.", ["1 A/77/1.", "2 Ibid."]),
    (f"{A}.1 {B}.2\n\n________\n1. A/77/1.\n2. Ibid.", ["1. A/77/1.", "2. Ibid."]),
    (f"{A}.1 {B}.2\n\n____\n\n1 A/77/1.\n2 Ibid.", ["1 A/77/1.", "2 Ibid."]),
    (f"{A}.1 {B}.2\n\nNotas\n\n1\nA/77/1.\n2 Ibid.", ["1\nA/77/1.", "2 Ibid."]),
    (
        f"{A}.[1] {B}.[2]\n\n[1] A/77/1,\npara. 5.\n\n[2] Ibid.",
        ["[1] A/77/1,\npara. 5.", "[2] Ibid."],
    ),
]


def test_numbers_alone_on_their_lines_leap_in_an_excerpt() -> None:
    notes = "Notes\n\n1\nA/77/1.\n2\nIbid.\n41\nA/77/2.\n42\nIbid., para. 3.\n43\nA/77/3."
    document = check(read(f"{A}.1 {B}.2\n\n{notes}"))
    assert labels(document, "note") == ["1", "2", "41", "42", "43"]


def test_bare_numbers_from_one_are_notes_when_nearly_all_of_them_cite() -> None:
    notes = "1 A/77/1, para. 5.\n2 Ibid.\n3 See A/77/2."
    document = check(read(f"{A}.1 {B}.2 {A}.3\n\n{notes}"))
    assert labels(document, "note") == ["1", "2", "3"]
    paragraphs = "1 Nobody was told.\n2 See A/77/1.\n3 It rained in Northport."
    assert labels(check(read(f"{A}.1 {B}.2 {A}.3\n\n{paragraphs}")), "note") == []


@pytest.mark.parametrize(("text", "notes"), FORMS)
def test_forms_of_notes(text: str, notes: list[str]) -> None:
    document = check(read(text))
    assert [words for kind, words in outline(document) if kind == "note"] == notes
    assert labels(document, "note") == ["1", "2"]
    assert [(label, before[-5:]) for label, before in marks(document)] == [
        ("1", "ists."),
        ("2", "oted."),
    ]


MARKS: list[tuple[str, int, list[str]]] = [
    ("The views.1 The report. 2 The courts,3 and the rest. 4", 4, ["1", "2", "3", "4"]),
    ("Obligations and bodies1, 2 are the heading here.3", 3, ["1", "2", "3"]),
    ("The Convention, 1 the Covenant on Rights 2 and the Protocol. 3 All.", 3, ["1", "2", "3"]),
    ("In 2017 (ILO).1 It was so in 2018.2 Yes.3", 3, ["1", "2", "3"]),
    ("See article 2 and para. 3 of the report.1 It was so.2 Yes.3", 3, ["1", "2", "3"]),
    ("There were 2 of them, 21 per cent, in 1 place.", 2, []),
    ("He wrote [...] and [3] but no note has that label.", 2, []),
    ("See A/HRC/1 and version 1.2 of 1 May 2021.1 It was so.2", 2, ["1", "2"]),
]


@pytest.mark.parametrize(("text", "count", "expected"), MARKS)
def test_marks(text: str, count: int, expected: list[str]) -> None:
    notes = "\n".join(f"{number}. Note." for number in range(1, count + 1))
    document = check(read(f"{text}\n\nNotes\n\n{notes}"))
    assert [label for label, _ in marks(document)] == expected


def test_notes_at_page_feet_with_layout() -> None:
    pages = []
    for page, word in enumerate(("first", "second", "third")):
        one, two = 2 * page + 1, 2 * page + 2
        body = (
            f"On the {word} page, {A}, of the {word} time.{one} {B}, in the {word} year. {two} {A},"
        )
        pages.append(
            f"{textwrap.indent(textwrap.fill(body, 84), ' ' * 14)}\n\n\n"
            f"   {one} Report on Examplia, A/77/{page}, para. 5, and the long name of another work on\n"
            f"     examples, p. 7.\n"
            f"   {two} Ibid.\n\n"
            f"{page + 2}\n"
        )
    document = check(read("\f".join(pages)))
    assert labels(document, "note") == ["1", "2", "3", "4", "5", "6"]
    assert [label for label, _ in marks(document)] == ["1", "2", "3", "4", "5", "6"]
    notes = [words for kind, words in outline(document) if kind == "note"]
    assert notes[0].endswith("another work on examples, p. 7.")
    assert [page.page for page in document.of_kind(document.blocks[1].kind)][-1] == 3


def test_series_that_begin_again() -> None:
    text = f"{A}.[1] {B}.[2]\n\n[1] One.\n\n[2] Two.\n\nAnnex\n\n{A}.[1]\n\n[1] Three."
    document = check(read(text))
    assert labels(document, "note") == ["1", "2", "1"]
    assert [label for label, _ in marks(document)] == ["1", "2", "1"]


def test_numbered_paragraphs_of_a_judgment_are_no_notes() -> None:
    text = "\n\n".join(f"[{number}] {A}." for number in range(1, 9))
    assert labels(check(read(text)), "note") == []


def test_notes_without_marks() -> None:
    text = f"{A}.\n\n{B}.\n\n{B}.\n\n[1] A/77/1.\n\n[2] Ibid."
    document = check(read(text))
    assert labels(document, "note") == ["1", "2"]
    assert document.markers == ()


def test_marks_without_notes() -> None:
    document = check(read(f"{A}.[1] {B}.[2]"))
    assert document.markers == ()
    assert labels(document, "note") == []


def test_a_heading_ends_the_notes() -> None:
    text = f"{A}.1\n\nNotes\n\n1. A/77/1.\n\nAnnex I\n\n{B}."
    document = check(read(text))
    assert outline(document)[-1] == ("paragraph", f"{B}.")
    assert labels(document, "note") == ["1"]


_EXCERPT = f"{A}.9 {B}.10 It was so.11 Nobody knows why.12"
_WORDS = ["A/77/1, para. 5.", "Ibid., para. 6.", "See A/77/2.", "A/77/3, para. 1."]


def _excerpt(shape: str, first: int = 9) -> list[str]:
    return [shape.format(number=first + i, words=words) for i, words in enumerate(_WORDS)]


@pytest.mark.parametrize("heading", ["Notes\n\n", ""])
@pytest.mark.parametrize(
    "shape", ["          {number}\n            {words}", "{number}. {words}", "{number} {words}"]
)
def test_notes_of_an_excerpt_begin_at_any_number(heading: str, shape: str) -> None:
    document = check(read(f"{_EXCERPT}\n\n{heading}" + "\n".join(_excerpt(shape))))
    assert labels(document, "note") == ["9", "10", "11", "12"]
    assert [label for label, _ in marks(document)] == ["9", "10", "11", "12"]


@pytest.mark.parametrize("head", [f"{A}. {B}.", _EXCERPT])
def test_numbered_paragraphs_are_no_notes(head: str) -> None:
    """Nothing calls them; or they are called by chance and cite nothing; or they begin at 1."""
    uncalled = "\n\n".join(_excerpt("{number}. {words}", first=30))
    assert labels(check(read(f"{head}\n\n{uncalled}")), "note") == []
    demands = "\n\n".join(f"{number}. Decides to meet once more;" for number in range(9, 13))
    assert labels(check(read(f"{head}\n\n{demands}")), "note") == []


RUN_TOGETHER = [
    # Under a heading, in lines that begin anywhere.
    (
        "Notes\n1 A/HRC/48/4 and A/HRC/48/2. 2 CAT/C/EXA/CO/3, para. 15 (b). 3 ILO submission, pp. 1\n"
        "and 6. 4 Ibid., art. 9 Of the text. 5 See\nSample submission, p. 2. 6 CRC/C/EXA/CO/4, para. 7.",
        ["1", "2", "3", "4", "5", "6"],
    ),
    # A forgotten stop; the number of a place is none.
    (
        "Notes\n1 JS3, para. 2 2 AI, para. 23. 3 JS1, No. 4 Example Street. 4 JS2, para. 4.",
        ["1", "2", "3", "4"],
    ),
    # Without a heading, between the halves of a sentence, and going on on the next page.
    (
        f"{A}.1 {B}.2 {A}.3 The committee found that the rights of all those who live within the\n"
        "1 Example Watch, Report (2015), available at http://www.example.org. 2 See id. 3 See Sample\n"
        "Trust, Survey 14-19 (2015). 4 Id. at 20.\n1\n\ncountry were not respected by anybody.4 "
        f"{B}.5 {A}.6\n5 Report, supra note 1, at 33. 6 A/HRC/25/63, para. 4.\n2\n",
        ["1", "2", "3", "4", "5", "6"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), RUN_TOGETHER)
def test_notes_that_run_together_on_a_line(text: str, expected: list[str]) -> None:
    document = check(read(text))
    assert labels(document, "note") == expected


def test_a_sentence_goes_on_below_the_notes_of_a_page() -> None:
    document = check(read(RUN_TOGETHER[-1][0]))
    assert "live within the country were not respected" in document.text


def test_a_sentence_with_numbers_is_no_run_of_notes() -> None:
    text = f"1 The first of them came. 2 Others followed. 3 More came.\n\n{A}. {B}."
    assert not labels(check(read(text)), "note")
