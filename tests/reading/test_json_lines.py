# ruff: noqa: E501 -- a text that is read, and what it is read as, stand on one line each
import gzip
import json
from pathlib import Path

import pytest

from rightsgraph.errors import DocumentEmptyError, DocumentError, DocumentFormatError
from rightsgraph.reading import read, read_all
from tests.reading.outline import check, marks, outline

VIEWS = {
    "symbol": "CAT/C/99/D/1/2001",
    "title": "Doe v. Examplia",
    "paragraphs": [
        {"number": "1.1", "section": "Facts", "text": "The complainant\nis X. [[fn:1]]", "notes": [{"label": "1", "text": "A/77/1."}]},
        {"number": "1.2", "section": "Facts", "text": "She fled[[fn:2]] and [[fn:3]] hid.", "notes": [{"label": "2", "text": "Ibid."}, {"label": "3", "text": "Ibid., para. 5."}]},
        {"number": None, "section": "Views", "text": "The Committee acts."},
    ],
}  # fmt: skip


def test_every_part_of_a_decision() -> None:
    document = check(read(json.dumps(VIEWS)))
    assert document.name == "CAT/C/99/D/1/2001"
    assert document.metadata == {"symbol": "CAT/C/99/D/1/2001", "title": "Doe v. Examplia"}
    assert outline(document) == [
        ("masthead", "CAT/C/99/D/1/2001"),
        ("title", "Doe v. Examplia"),
        ("heading", "Facts"),
        ("paragraph", "1.1 The complainant is X.[1]"),
        ("note", "[1] A/77/1."),
        ("paragraph", "1.2 She fled[2] and[3] hid."),
        ("note", "[2] Ibid."),
        ("note", "[3] Ibid., para. 5."),
        ("heading", "Views"),
        ("paragraph", "The Committee acts."),
    ]
    assert [label for label, _ in marks(document)] == ["1", "2", "3"]
    paragraph = document.blocks[3]
    assert (paragraph.label, document.body(paragraph)) == ("1.1", "The complainant is X.[1]")


def test_a_document_a_line(tmp_path: Path) -> None:
    lines = [json.dumps({**VIEWS, "symbol": f"CAT/C/99/D/{number}/2001"}) for number in range(300)]
    packed = tmp_path / "views.jsonl.gz"
    packed.write_bytes(gzip.compress("\n".join([*lines, "", ""]).encode()))
    found = [document.name for document in read_all(packed)]
    assert found == [f"CAT/C/99/D/{number}/2001" for number in range(300)]
    with pytest.raises(DocumentError, match="several"):
        read(packed)


BAD: list[tuple[str, type[DocumentError]]] = [
    ('{"paragraphs": ', DocumentFormatError),
    ('{"paragraphs": 7}', DocumentFormatError),
    ('{"paragraphs": [1]}', DocumentFormatError),
    ('{"paragraphs": []}', DocumentEmptyError),
    ('{"paragraphs": ' + "[" * 100_000, DocumentFormatError),
]


@pytest.mark.parametrize(("line", "error"), BAD)
def test_bad_lines(line: str, error: type[DocumentError]) -> None:
    with pytest.raises(error):
        read(line)


def test_the_bad_line_is_named() -> None:
    good = json.dumps(VIEWS)
    documents = read_all(f"{good}\n{good}\nnonsense", name="views.jsonl")
    assert [next(documents).name for _ in range(2)] == ["CAT/C/99/D/1/2001"] * 2
    with pytest.raises(DocumentFormatError, match=r"line 3 of views\.jsonl"):
        next(documents)
