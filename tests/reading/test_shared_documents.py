"""Real documents, when they are beside the repository."""

import pytest

from rightsgraph.reading import BlockKind, normalise, read, read_all
from tests.reading.outline import check, kinds, labels, outline
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
TEXTS = SHARED / "evaluation" / "texts"
LETTER = SHARED / "letters" / "2015-10-29-joint-letter-dprk.txt"


def test_the_text_of_the_letter_is_the_normalised_text() -> None:
    assert read(LETTER).text == normalise(LETTER.read_text())


def test_the_parts_of_the_letter() -> None:
    document = check(read(LETTER))
    assert kinds(document)[:5] == ["furniture", "title", "subject", "date line", "salutation"]
    assert kinds(document).count("paragraph") == 14  # two of them the halves of a broken one
    assert kinds(document).count("signatures") == 9
    assert labels(document, "note") == [str(number) for number in range(1, 9)]
    assert [marker.label for marker in document.markers] == labels(document, "note")
    (gap,) = document.of_kind(BlockKind.GAP)
    assert document.text[: gap.start].endswith("People's Republic")
    furniture = [words for kind, words in outline(document) if kind == "furniture"]
    assert furniture[:3] == ["OCTOBER 29, 2015", "Related Content", "y Council Re: DPRK"]
    assert document.text[document.blocks[-1].end :] == ""
    assert document.language == "en"


COUNTS: list[tuple[str, dict[str, int], int]] = [
    ("04-*.txt", {"signatures": 37, "note": 3, "paragraph": 5, "heading": 1}, 3),
    ("08-*.txt", {"list item": 5, "address": 6, "subject": 1, "salutation": 1, "date line": 1}, 0),
    ("14-*.txt", {"title": 1, "date line": 1, "furniture": 5}, 0),
    ("16-*.txt", {"note": 144, "paragraph": 14, "title": 2, "masthead": 9}, 26),
    ("18-*.txt", {"paragraph": 14}, 0),
]


@pytest.mark.parametrize(("pattern", "counts", "markers"), COUNTS)
def test_other_texts(pattern: str, counts: dict[str, int], markers: int) -> None:
    (path,) = TEXTS.glob(pattern)
    document = check(read(path))
    found = {kind: kinds(document).count(kind) for kind in counts}
    assert found == counts
    assert len(document.markers) == markers


def test_paragraph_numbers_go_on() -> None:
    (path,) = TEXTS.glob("16-*.txt")
    assert labels(read(path), "paragraph") == [str(number) for number in range(1, 15)]


@pytest.mark.slow
def test_all_decisions() -> None:
    documents = notes = markers = 0
    for document in read_all(SHARED / "corpora" / "un-views-sample.jsonl.gz"):
        documents += 1
        notes += len(document.of_kind(BlockKind.NOTE))
        markers += len(document.markers)
        assert all(document.words(m) == f"[{m.label}]" for m in document.markers)
        assert document.text == normalise(document.text)
    assert (documents, notes, markers) == (352, 6180, 6180)
