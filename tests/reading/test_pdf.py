# ruff: noqa: E501 -- a text that is read, and what it is read as, stand on one line each
import pytest

from rightsgraph.errors import (
    DocumentEncryptedError,
    DocumentError,
    DocumentFormatError,
    DocumentNeedsOcrError,
)
from rightsgraph.reading import read
from tests.reading.outline import check, kinds, labels, marks, outline
from tests.reading.pdf_files import Words, column, pdf_file

FIRST = [
    Words(70, 800, "United Nations", 16),
    Words(400, 800, "A/HRC/99/1", 14),
    Words(70, 760, "General Assembly", 12),
    Words(400, 760, "Distr.: General", 9),
    Words(400, 748, "4 March 2021", 9),
    Words(70, 700, "Situation of human rights in Examplia", 16),
    Words(70, 675, "Report of the Special Rapporteur on examples", 12),
    *column(
        70,
        640,
        "1.    The Special Rapporteur visited Examplia from 1 to 9 March 2020 and met the authori-",
        "ties, members of civil society and victims. He notes that the situation has not changed",
    ),
    Words(70, 612, "since the last report"),
    Words(173, 616, "1", 6.5),
    Words(182, 612, "and that the courts of the country have not released those whom"),
    *column(70, 598, "the Committee named. He calls on the Government to release them."),
    *column(
        70,
        570,
        "2.    The second paragraph begins here and goes over the end of the page, because the report",
    ),
    Words(70, 123, "1", 5.5),
    Words(
        78,
        120,
        "See A/HRC/98/1, para. 5. The note is long and goes on in a second line of the foot,",
        9,
    ),
    Words(70, 109, "as notes do.", 9),
    Words(300, 40, "1", 9),
]
SECOND = [
    Words(70, 800, "A/HRC/99/1", 9),
    *column(
        70,
        770,
        "needs more room than the page has. He asks the Council to act on it.",
        "",
        "3.    A third paragraph.",
    ),
    Words(183, 746, "2", 6.5),
    Words(70, 123, "2", 5.5),
    Words(78, 120, "Ibid., para. 6.", 9),
    Words(300, 40, "2", 9),
]


def test_every_part_of_a_report() -> None:
    document = check(read(pdf_file(FIRST, SECOND), name="report.pdf"))
    assert outline(document) == [
        ("masthead", "United Nations"),
        ("masthead", "A/HRC/99/1"),
        ("masthead", "General Assembly"),
        ("masthead", "Distr.: General"),
        ("date line", "4 March 2021"),
        ("title", "Situation of human rights in Examplia"),
        ("title", "Report of the Special Rapporteur on examples"),
        (
            "paragraph",
            "1. The Special Rapporteur visited Examplia from 1 to 9 March 2020 and met the"
            " authorities, members of civil society and victims. He notes that the situation has"
            " not changed since the last report[1] and that the courts of the country have not"
            " released those whom the Committee named. He calls on the Government to release them.",
        ),
        (
            "paragraph",
            "2. The second paragraph begins here and goes over the end of the page, because the"
            " report needs more room than the page has. He asks the Council to act on it.",
        ),
        (
            "note",
            "[1] See A/HRC/98/1, para. 5. The note is long and goes on in a second line of the"
            " foot, as notes do.",
        ),
        ("furniture", "1"),
        ("furniture", "A/HRC/99/1"),
        ("paragraph", "3. A third paragraph.[2]"),
        ("note", "[2] Ibid., para. 6."),
        ("furniture", "2"),
    ]
    assert [label for label, _ in marks(document)] == ["1", "2"]
    assert labels(document, "note") == ["1", "2"]
    assert [block.page for block in document.blocks if block.kind == "note"] == [1, 2]


def test_two_columns_are_read_one_after_the_other() -> None:
    heading = Words(60, 800, "A heading that crosses the whole of the page from left to right side")
    left = column(60, 760, *[f"left column line {number} with some words" for number in range(8)])
    right = column(320, 760, *[f"right column line {number} and a few more" for number in range(8)])
    across = sorted([*left, *right], key=lambda words: (-words.y, words.x))
    text = check(read(pdf_file([heading, *across]))).text
    assert text.index("left column line 7") < text.index("right column line 0")
    assert text.index("left column line 1") < text.index("left column line 7")


def test_a_table_keeps_its_rows() -> None:
    rows = [("State", "Year", "Number"), ("Examplia", "2020", "11"), ("Sampleland", "2021", "12")]
    words = column(60, 800, *["Words of a page before the table, and many of them here."] * 18)
    words += [
        Words(60 + 150 * place, 500 - 20 * line, cell)
        for line, row in enumerate(rows)
        for place, cell in enumerate(row)
    ]
    document = check(read(pdf_file(words)))
    assert outline(document)[-2:] == [
        ("table row", "Examplia | 2020 | 11"),
        ("table row", "Sampleland | 2021 | 12"),
    ]


BAD: list[tuple[bytes, type[DocumentError]]] = [
    (pdf_file(FIRST, locked=True), DocumentEncryptedError),
    (pdf_file([], [], picture=True), DocumentNeedsOcrError),
    (pdf_file(FIRST)[:300], DocumentFormatError),
    (b"%PDF-1.7\n" + b"garbage " * 100, DocumentFormatError),
]


@pytest.mark.parametrize(("data", "error"), BAD)
def test_bad_files(data: bytes, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        read(data)


def test_pages_without_text_are_named() -> None:
    document = read(pdf_file(FIRST, [], SECOND))
    assert document.warnings == ("Pages without text, perhaps pictures that need OCR: 2.",)
    assert "note" in kinds(document)
