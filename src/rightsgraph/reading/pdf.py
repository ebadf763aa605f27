"""PDF to lines, by where its characters stand and how large they are.

The characters of a page are put together to lines (`rightsgraph.reading.pdf_lines`); the lines go
the way of plain text that kept its layout: heads and feet of pages, notes at the foot, paragraphs
joined within and across pages.

A PDF is refused when it needs a password, does not parse, holds pictures and no text, has more
pages or characters than the limits, or takes more time than its size allows.

Source: ISO 32000-1, section 9.10 (extraction of text content); PDFium's `fpdf_text.h`.
"""

from __future__ import annotations

import ctypes
import re
import threading
import time
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from rightsgraph.errors import (
    DocumentEncryptedError,
    DocumentFormatError,
    DocumentNeedsOcrError,
    DocumentTooLargeError,
)
from rightsgraph.reading.lines import Line
from rightsgraph.reading.normalisation import normalise
from rightsgraph.reading.pdf_lines import Glyph, body_size, lines_of_page

# PDFium may be used by one thread at a time.
_LOCK = threading.Lock()
_SECONDS = 20.0
_SECONDS_A_MEGABYTE = 20.0
_FEWEST_LETTERS = 12
_LINE_ENDS = frozenset((10, 13))
_LINE_HYPHENS = frozenset((0x02, 0xFFFE))  # PDFium's sign for a hyphen at a line end
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


@dataclass(frozen=True, slots=True)
class PdfPages:
    """The lines of a PDF, and what it says of itself."""

    lines: list[Line]
    metadata: dict[str, str]
    warnings: tuple[str, ...]


def read_pdf(data: bytes, *, most_pages: int, most_characters: int) -> PdfPages:
    """The lines of a PDF with their layout.

    Args:
        data: The file.
        most_pages: How many pages it may have.
        most_characters: How many characters it may have.

    Raises:
        DocumentEncryptedError: A password is needed.
        DocumentFormatError: The file is broken.
        DocumentNeedsOcrError: It holds pictures and no text.
        DocumentTooLargeError: It is over a limit.
    """
    with _LOCK:
        document = _open(data)
        try:
            return _read(document, len(data), most_pages, most_characters)
        except pdfium.PdfiumError as error:
            raise DocumentFormatError(f"The PDF is broken: {error}.") from error
        finally:
            document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise DocumentEncryptedError("The PDF is locked with a password.") from error
        if error.err_code == pdfium_c.FPDF_ERR_SECURITY:
            raise DocumentEncryptedError("The PDF is locked in a way nobody here knows.") from error
        raise DocumentFormatError(f"The PDF is broken: {error}.") from error


def _read(
    document: pdfium.PdfDocument, size: int, most_pages: int, most_characters: int
) -> PdfPages:
    count = len(document)
    if count > most_pages:
        raise DocumentTooLargeError(f"The PDF has {count:,} pages; the limit is {most_pages:,}.")
    deadline = time.monotonic() + _SECONDS + _SECONDS_A_MEGABYTE * size / 1_000_000
    pages: list[list[list[Glyph]]] = []
    empty: list[int] = []
    broken: list[int] = []
    characters = 0
    for index in range(count):
        try:
            fragments = _read_page(document, index, most_characters - characters)
        except pdfium.PdfiumError:
            fragments = []
            broken.append(index + 1)
        letters = sum(len(fragment) for fragment in fragments)
        characters += letters
        if letters < _FEWEST_LETTERS and index + 1 not in broken:
            empty.append(index + 1)
        pages.append(fragments)
        if time.monotonic() > deadline:
            raise DocumentTooLargeError("The PDF takes too long for its size.")
    if count and broken and len(broken) == count:
        raise DocumentFormatError("The PDF is broken: no page can be read.")
    if characters < _FEWEST_LETTERS * max(1, count // 4):
        raise DocumentNeedsOcrError(f"The {count} pages of the PDF hold pictures and no text.")
    size_of_body = body_size(pages)
    lines: list[Line] = []
    for number, fragments in enumerate(pages, 1):
        lines.extend(lines_of_page(fragments, number, size_of_body))
    return PdfPages(lines, _metadata(document), _warnings(empty, broken))


def _warnings(empty: list[int], broken: list[int]) -> tuple[str, ...]:
    found: list[str] = []
    if empty:
        found.append(f"Pages without text, perhaps pictures that need OCR: {_listed(empty)}.")
    if broken:
        found.append(f"Pages that cannot be read: {_listed(broken)}.")
    return tuple(found)


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:20]))
    return shown if len(numbers) <= 20 else f"{shown} and {len(numbers) - 20} more"


def _read_page(document: pdfium.PdfDocument, index: int, most_characters: int) -> list[list[Glyph]]:
    """The characters of a page, in the runs that PDFium takes for lines."""
    page = document[index]
    try:
        text = page.get_textpage()
        try:
            count = pdfium_c.FPDFText_CountChars(text)
            if count > most_characters:
                raise DocumentTooLargeError(
                    f"Page {index + 1} of the PDF has {count:,} characters."
                )
            return _glyphs(text.raw, count)
        finally:
            text.close()
    finally:
        page.close()


def _glyphs(text: pdfium_c.FPDF_TEXTPAGE, count: int) -> list[list[Glyph]]:
    box = pdfium_c.FS_RECTF()
    pointer = ctypes.byref(box)
    unicode_of, box_of = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetLooseCharBox
    fragments: list[list[Glyph]] = []
    current: list[Glyph] = []
    for index in range(count):
        code = unicode_of(text, index)
        if code in _LINE_ENDS:
            if current:
                fragments.append(current)
                current = []
            continue
        if code in _LINE_HYPHENS:
            code = 0x2D
        if code < 0x20 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            continue
        if code == 0x20:
            if current:
                last = current[-1]
                current.append(Glyph(" ", last.right, last.bottom, last.right, last.top))
            continue
        if not box_of(text, index, pointer):
            continue
        current.append(Glyph(chr(code), box.left, box.bottom, box.right, box.top))
    if current:
        fragments.append(current)
    return fragments


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    found: dict[str, str] = {}
    plain = document.get_metadata_dict()
    for key, name in (("Title", "title"), ("Author", "author"), ("Subject", "subject")):
        if value := normalise(plain.get(key) or ""):
            found[name] = value
    if match := _DATE.match(plain.get("CreationDate") or ""):
        found["created"] = "-".join(part for part in match.groups() if part)
    return found
