import pytest

from rightsgraph.errors import DocumentError, DocumentFormatError, DocumentTooLargeError
from rightsgraph.reading import read
from tests.reading.outline import check, labels, marks, outline
from tests.reading.word_files import archive, mark, paragraph, run, table, word_file

BREAK = "<w:r><w:br/></w:r>"


def test_every_part_of_a_letter() -> None:
    data = word_file(
        paragraph(run("Joint letter on Examplia"), style="Title"),
        paragraph(run("Background"), style="H1x"),
        paragraph(
            run("The Committee adopted its views."),
            mark(1),
            run(" More words"),
            run("secret", hidden=True),
            "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>",
            f"<w:ins>{run(' and more')}</w:ins>",
            run("."),
            number=(1, 0),
        ),
        paragraph(run("The second paragraph of the letter."), number=(1, 0)),
        paragraph(run("first point;"), number=(1, 1)),
        paragraph(run("second point."), mark(2), number=(1, 1)),
        paragraph(run("The third paragraph."), number=(1, 0)),
        paragraph(run("bulleted"), number=(2, 0)),
        paragraph(run("Everyone has rights."), style="Q"),
        table(("State", "Year"), ("Examplia", "2020")),
        paragraph(run("Sincerely,")),
        paragraph(run("Example Watch"), BREAK, run("Freedom House of Examplia")),
        notes=("A/77/1, para. 5.", "Ibid."),
    )
    document = check(read(data, name="letter.docx"))
    assert document.metadata == {"title": "A letter"}
    assert outline(document) == [
        ("title", "Joint letter on Examplia"),
        ("heading", "Background"),
        ("paragraph", "1. The Committee adopted its views.[1] More words and more."),
        ("note", "[1] A/77/1, para. 5."),
        ("paragraph", "2. The second paragraph of the letter."),
        ("list item", "(a) first point;"),
        ("list item", "(b) second point.[2]"),
        ("note", "[2] Ibid."),
        ("paragraph", "3. The third paragraph."),
        ("list item", "bulleted"),
        ("block quotation", "Everyone has rights."),
        ("table row", "State | Year"),
        ("table row", "Examplia | 2020"),
        ("valediction", "Sincerely,"),
        ("signatures", "Example Watch"),
        ("signatures", "Freedom House of Examplia"),
    ]
    assert labels(document, "paragraph") == ["1", "2", "3"]
    assert [label for label, _ in marks(document)] == ["1", "2"]


def test_a_mark_whose_note_is_missing_is_a_warning() -> None:
    document = read(word_file(paragraph(run("Words of a letter."), mark(7))))
    assert document.warnings == ("Note 1 is marked but missing.",)


WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
BAD: list[tuple[bytes, type[DocumentError]]] = [
    (archive({"word/document.xml": "<w:p"}), DocumentFormatError),
    (archive({"xl/workbook.xml": "<a/>"}), DocumentFormatError),
    (archive({"word/document.xml": "x" * 30_000_000}), DocumentTooLargeError),
    (
        archive({"word/document.xml": WORD, "word/footnotes.xml": " " * 90_000_000}),
        DocumentTooLargeError,
    ),
    (b"PK\x03\x04 no archive at all", DocumentFormatError),
    (word_file(paragraph(run("x")))[:700], DocumentFormatError),
    (
        word_file(paragraph(run("&x;")), prologue="<!DOCTYPE d [<!ENTITY x 'y'>]>"),
        DocumentFormatError,
    ),
    (word_file(paragraph(run("")) + "<w:sdt>" * 300 + "</w:sdt>" * 300), DocumentFormatError),
]


@pytest.mark.parametrize(("data", "error"), BAD)
def test_bad_files(data: bytes, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        read(data, name="letter.docx")
