import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rightsgraph import errors
from rightsgraph.errors import (
    DocumentEmptyError,
    DocumentEncryptedError,
    DocumentError,
    DocumentFormatError,
    DocumentNeedsOcrError,
    DocumentTooLargeError,
)
from rightsgraph.reading import BlockKind, Document, media_types, read
from rightsgraph.reading.media_types import sniff
from rightsgraph.settings import get_settings
from tests.reading.pdf_files import Words, pdf_file
from tests.reading.word_files import paragraph, run, word_file

WORDS = "The Government of Examplia has released nobody since then."

KINDS: list[tuple[bytes, str, str]] = [
    (b"%PDF-1.4 ...", "letter.txt", media_types.PDF),
    (b"PK\x03\x04...", "letter.pdf", media_types.DOCX),
    (b"<!DOCTYPE html><p>x", "letter.txt", media_types.HTML),
    (b"\xef\xbb\xbf <!-- x --> <HTML>", "", media_types.HTML),
    (b'<?xml version="1.0"?>\n<html xmlns="x">', "", media_types.HTML),
    ("<html><p>x".encode("utf-16"), "", media_types.HTML),
    (b'{"symbol": "A/1", "paragraphs": []}', "x.txt", media_types.JSON_LINES),
    (b"words", "letter.md", media_types.MARKDOWN),
    (b"words", "letter.HTM", media_types.HTML),
    (b"words", "letter", media_types.PLAIN),
    (b"This is a text about %PDF-1.4 files", "letter", media_types.PLAIN),
]


@pytest.mark.parametrize(("data", "name", "expected"), KINDS)
def test_the_content_says_what_a_file_is(data: bytes, name: str, expected: str) -> None:
    assert sniff(data, name=name) == expected


def test_a_media_type_that_somebody_says() -> None:
    assert sniff(b"words", media_type="text/markdown; charset=utf-8") == media_types.MARKDOWN
    assert sniff(b"words", media_type="application/xhtml+xml") == media_types.HTML


BAD: list[tuple[bytes, str, type[DocumentError]]] = [
    (b"", "letter.txt", DocumentEmptyError),
    (b" \n\t ", "letter.txt", DocumentEmptyError),
    (b"<html><body><script>x</script></body></html>", "", DocumentEmptyError),
    (b"---\ntitle: x\n---\n", "a.md", DocumentEmptyError),
    (b"\x89PNG\r\n\x1a\n....", "letter.txt", DocumentNeedsOcrError),
    (b"\xff\xd8\xff\xe0....", "letter.pdf", DocumentNeedsOcrError),
    (b"\xd0\xcf\x11\xe0....", "letter.doc", DocumentFormatError),
    (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "a.docx",
        DocumentEncryptedError,
    ),
    (b"{\\rtf1 hello}", "letter.rtf", DocumentFormatError),
    (b"words and no PDF", "letter.pdf", DocumentFormatError),
    (b"words and no DOCX", "letter.docx", DocumentFormatError),
    (bytes(range(256)) * 4, "letter.txt", DocumentFormatError),
    (b"\x1f\x8b broken", "letter.txt.gz", DocumentFormatError),
    (gzip.compress(WORDS.encode() * 100, mtime=0)[:-30], "letter.txt.gz", DocumentFormatError),
]


@pytest.mark.parametrize(("data", "name", "error"), BAD)
def test_bad_input(data: bytes, name: str, error: type[DocumentError], tmp_path: Path) -> None:
    with pytest.raises(error):
        read(data, name=name)
    path = tmp_path / (name or "x")
    path.write_bytes(data)
    with pytest.raises(error):
        read(path)


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RIGHTSGRAPH_DOCUMENT_BYTES", "2000")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode() * 100,
        gzip.compress(WORDS.encode() * 100, mtime=0),
        json.dumps({"paragraphs": [{"text": WORDS * 100}]}).encode(),
        pdf_file([Words(10, 10, WORDS)] * 60),
        word_file(paragraph(run(WORDS * 100))),
    ],
)
def test_too_large(data: bytes, small_limit: None) -> None:
    with pytest.raises(DocumentTooLargeError) as caught:
        read(data)
    assert "2,000" in caught.value.message


def test_a_bomb_that_is_packed_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b"a" * 200_000_000, compresslevel=1))
    with pytest.raises(DocumentTooLargeError):
        read(path)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be opened"):
        read(tmp_path / "nothing.txt")
    with pytest.raises(DocumentError, match="cannot be opened"):
        read(tmp_path)


def test_a_name_and_a_digest(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(WORDS)
    document = read(path)
    assert document.name == "letter.txt"
    assert document == read(WORDS, name="letter.txt")
    assert document.source_digest.startswith("sha256:")
    assert len({document.source_digest, document.text_digest}) == 1  # the text is normalised


def test_a_document_that_was_changed_is_refused() -> None:
    plain = read(WORDS).to_json()
    with pytest.raises(DocumentError, match="digest"):
        Document.from_json({**plain, "text": "other words"})
    with pytest.raises(DocumentError):
        Document.from_json({**plain, "format": 99})
    with pytest.raises(DocumentError):
        Document.from_json({**plain, "blocks": [{"kind": "nonsense"}]})
    with pytest.raises(DocumentError):
        Document.from_json({})


def test_blocks_of_a_kind() -> None:
    document = read(f"Dear Minister,\n\n{WORDS}")
    assert [b.kind for b in document.of_kind(BlockKind.SALUTATION)] == [BlockKind.SALUTATION]


def test_every_document_error_has_its_own_code() -> None:
    classes = [
        c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, DocumentError)
    ]
    assert len({c.code for c in classes}) == len(classes)


@pytest.mark.parametrize("text", ["²", "\u00b2\n\n\u2460\n\nwords", "٣", "¹²³ ²", "*"])
def test_odd_digits_are_no_numbers(text: str) -> None:
    assert read(text).blocks
