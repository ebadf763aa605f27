"""DOCX to lines: the paragraphs of a Word document, its lists, tables and notes.

The rules:

- Styles say what a paragraph is: Title, Heading 1 to 9 (or an outline level), Quote.
- Numbers that Word prints by itself are printed in the normalised text, as the numbering part of
  the file says ("12. ", "(a) "); a bullet makes a list item without a printed label.
- Notes follow the paragraph that calls them, as `[1] ...`, counted in reading order; end notes
  stand at the end, counted by themselves (i, ii, ...) when the document has both kinds.
- A row of a table is a row, its cells set apart by ` | `. Deleted words, hidden words, pictures,
  heads and feet of pages are dropped; inserted words are kept.

Only the members needed are unpacked, each no further than the limit of the settings; a document
type declaration is refused.

Source: ECMA-376 Part 1, sections 17.3 (paragraphs), 17.9 (numbering), 17.11 (notes).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from rightsgraph.errors import DocumentEncryptedError, DocumentFormatError, DocumentTooLargeError
from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.docx_numbering import Numbering, roman
from rightsgraph.reading.docx_styles import Styles
from rightsgraph.reading.lines import Line, Span
from rightsgraph.reading.normalisation import normalise

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
# Properties, deleted and moved words, pictures, and the second copy of a text box for old readers.
_SKIPPED = frozenset(
    (
        *(f"{_W}{tag}" for tag in ("pPr", "rPr", "del", "moveFrom", "pict", "object")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_MOST_ELEMENTS = 3_000_000
_SMALL = 1_000_000
_RATIO = 200  # XML packs by ten to thirty; a bomb by a thousand


@dataclass(frozen=True, slots=True)
class WordDocument:
    """The lines of a Word document, and what its properties say."""

    lines: list[Line]
    metadata: dict[str, str]
    warnings: tuple[str, ...]


def read_docx(data: bytes, *, limit: int) -> WordDocument:
    """The lines of a Word document, each a block.

    Args:
        data: The file.
        limit: The most bytes that all members needed may unpack to.

    Raises:
        DocumentFormatError: The file is no Word document, or broken.
        DocumentTooLargeError: It unpacks to more than the limit.
        DocumentEncryptedError: A password is needed.
    """
    members = _Members(data, limit)
    document = members.read("word/document.xml")
    if document is None:
        raise DocumentFormatError("The file is a ZIP archive, but no Word document.")
    reader = _Reader(members)
    body = document.find(f"{_W}body")
    if body is not None:
        reader.read_body(body)
    reader.read_end_notes()
    return WordDocument(reader.lines, _read_properties(members), tuple(reader.warnings))


class _Members:
    """The members of the archive, unpacked with care."""

    def __init__(self, data: bytes, limit: int) -> None:
        self.limit = self.left = limit
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise DocumentFormatError(f"The Word document is broken: {error}.") from error
        self.names = {info.filename: info for info in self.archive.infolist()}

    def read(self, name: str) -> etree._Element | None:
        """The root element of a member, or None when there is no such member."""
        info = self.names.get(name)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise DocumentEncryptedError("The Word document is locked with a password.")
        if info.file_size > min(self.left, max(_SMALL, info.compress_size * _RATIO)):
            raise self._too_large(name)
        try:
            with self.archive.open(info) as member:
                data = member.read(self.left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise DocumentFormatError(f"{name} of the Word document is broken: {error}.") from error
        if len(data) > self.left:
            raise self._too_large(name)
        self.left -= len(data)
        return _parse(name, data)

    def _too_large(self, name: str) -> DocumentTooLargeError:
        return DocumentTooLargeError(
            f"{name} of the Word document unpacks to too much; the limit is {self.limit:,} bytes."
        )


def _parse(name: str, data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise DocumentFormatError(f"{name} has a document type declaration, which is refused.")
    # Strict Open XML has the same elements under other names.
    data = data.replace(_STRICT, _W[1:-1].encode()) if _STRICT in data[:4096] else data
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentFormatError(f"{name} of the Word document is broken: {error.msg}.") from error


def _read_properties(members: _Members) -> dict[str, str]:
    core = members.read("docProps/core.xml")
    if core is None:
        return {}
    found: dict[str, str] = {}
    wanted = (
        (f"{_DC}title", "title"),
        (f"{_DC}creator", "author"),
        (f"{_TERMS}created", "created"),
    )
    for tag, name in wanted:
        value = normalise(core.findtext(f".//{tag}") or "")
        if value:
            found[name] = value
    return found


class _Reader:
    """One walk over the paragraphs of a document."""

    def __init__(self, members: _Members) -> None:
        self.lines: list[Line] = []
        self.warnings: list[str] = []
        self.styles = Styles(members.read("word/styles.xml"))
        self.numbering = Numbering(members.read("word/numbering.xml"))
        self.notes = _notes_of(members.read("word/footnotes.xml"), "footnote")
        self.end_notes = _notes_of(members.read("word/endnotes.xml"), "endnote")
        self.links = _relationships(members.read("word/_rels/document.xml.rels"))
        self.called: list[tuple[str, etree._Element]] = []
        self.called_at_end: list[tuple[str, etree._Element]] = []
        self.counted = 0
        self.elements = 0

    def read_body(self, body: etree._Element) -> None:
        """Read the paragraphs and tables of a body, cell or text box."""
        for element in _blocks_of(body):
            if element.tag == f"{_W}p":
                self._read_paragraph(element)
            else:
                self._read_table(element)

    def _read_table(self, table: etree._Element) -> None:
        for row in table.iterfind(f"{_W}tr"):
            cells: list[str] = []
            for cell in row.iterfind(f"{_W}tc"):
                words = [self._words(p)[0] for p in cell.iter(f"{_W}p")]
                cells.append(" ".join(filter(None, words)))
            joined = " | ".join(filter(None, cells)).replace("\n", " ")
            if joined:
                kind = BlockKind.TABLE_ROW if len(cells) > 1 else None
                self.lines.append(Line(joined, blank=True, kind=kind))
            self._write_notes()

    def _read_paragraph(self, paragraph: etree._Element) -> None:
        words, markers, links = self._words(paragraph)
        kind, level = self.styles.kind_of(paragraph)
        label = self.numbering.label_of(paragraph, self.styles.numbering_of(paragraph))
        first = True
        for part, start in _split(words):
            if not part:
                continue
            end = start + len(part)
            line = Line(part, blank=first, kind=kind, level=level)
            line.markers = [(s - start, e - start, v) for s, e, v in markers if start <= s < end]
            line.links = [(s - start, e - start, v) for s, e, v in links if start <= s < end]
            if first and label is not None:
                _print_label(line, label)
            self.lines.append(line)
            first = False
        self._write_notes()

    def _words(self, paragraph: etree._Element) -> tuple[str, list[Span], list[Span]]:
        """The words of a paragraph with its note marks and links; line breaks as LF."""
        parts: list[str] = []
        markers: list[Span] = []
        links: list[Span] = []
        length = 0
        for text, mark, address in self._runs(paragraph):
            text = normalise(f"x{text}x")[1:-1] if text not in ("\n", " ") else text
            if text[:1] == " " and (not parts or parts[-1][-1:] in " \n"):
                text = text[1:]
            if not text:
                continue
            parts.append(text)
            if mark:
                markers.append((length, length + len(text), mark))
            if address and text.strip():
                links.append((length, length + len(text), address))
            length += len(text)
        words = "".join(parts)
        return words.rstrip(), markers, links

    def _runs(self, paragraph: etree._Element) -> Iterator[tuple[str, str | None, str | None]]:
        """The words, marks and link addresses of a paragraph, in order."""
        pending = [paragraph]
        while pending:
            element = pending.pop()
            self.elements += 1
            if self.elements > _MOST_ELEMENTS:
                raise DocumentTooLargeError("The Word document has too many elements.")
            tag = element.tag
            if tag in _SKIPPED:
                continue
            pending.extend(reversed(element))
            if tag == f"{_W}t":
                if not _is_hidden(element):
                    yield element.text or "", None, self._address(element)
            elif tag in (f"{_W}tab", f"{_W}ptab"):
                yield " ", None, None
            elif tag in (f"{_W}br", f"{_W}cr"):
                yield "\n", None, None
            elif tag == f"{_W}noBreakHyphen":
                yield "-", None, None
            elif tag == f"{_W}footnoteReference":
                self.counted += 1
                yield self._call(element, self.notes, self.called, str(self.counted))
            elif tag == f"{_W}endnoteReference":
                number = len(self.called_at_end) + 1
                label = roman(number).lower() if self.notes else str(number)
                yield self._call(element, self.end_notes, self.called_at_end, label)

    def _call(
        self,
        element: etree._Element,
        notes: dict[str, etree._Element],
        called: list[tuple[str, etree._Element]],
        label: str,
    ) -> tuple[str, str, None]:
        note = notes.get(element.get(f"{_W}id") or "")
        if note is None:
            self.warnings.append(f"Note {label} is marked but missing.")
        else:
            called.append((label, note))
        return f"[{label}]", label, None

    def _address(self, element: etree._Element) -> str | None:
        for parent in element.iterancestors(f"{_W}hyperlink", f"{_W}p"):
            if parent.tag == f"{_W}hyperlink":
                return self.links.get(parent.get(f"{_R}id") or "")
            return None
        return None

    def _write_notes(self) -> None:
        called, self.called = self.called, []
        for label, note in called:
            self._write_note(label, note)

    def read_end_notes(self) -> None:
        """Write the end notes that were called."""
        for label, note in self.called_at_end:
            self._write_note(label, note)

    def _write_note(self, label: str, note: etree._Element) -> None:
        words = [self._words(paragraph)[0] for paragraph in note.iter(f"{_W}p")]
        text = "\n".join(part for part in words if part)
        if text:
            lead = f"[{label}] "
            text = lead + normalise(text)
            self.lines.append(
                Line(text, blank=True, kind=BlockKind.NOTE, label=label, body=len(lead))
            )


def _blocks_of(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, also within content controls and changes."""
    pending = list(reversed(body))
    while pending:
        element = pending.pop()
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            pending.extend(reversed(element))


def _is_hidden(text: etree._Element) -> bool:
    run = text.getparent()
    properties = run.find(f"{_W}rPr") if run is not None else None
    if properties is None:
        return False
    hidden = properties.find(f"{_W}vanish")
    return hidden is not None and hidden.get(f"{_W}val") not in ("0", "false")


def _split(words: str) -> Iterator[tuple[str, int]]:
    """The lines of a paragraph, without spaces around them, and where each begins."""
    at = 0
    for part in words.split("\n"):
        yield part.strip(), at + len(part) - len(part.lstrip())
        at += len(part) + 1


def _print_label(line: Line, label: str) -> None:
    if not label:
        line.kind = line.kind or BlockKind.LIST_ITEM
        return
    lead = f"{label} "
    line.text = lead + line.text
    line.markers = [(s + len(lead), e + len(lead), v) for s, e, v in line.markers]
    line.links = [(s + len(lead), e + len(lead), v) for s, e, v in line.links]


def _notes_of(root: etree._Element | None, tag: str) -> dict[str, etree._Element]:
    if root is None:
        return {}
    found = {}
    for note in root.iterfind(f"{_W}{tag}"):
        # Separators have a type; they are drawn lines and no notes.
        if note.get(f"{_W}type") in (None, "normal"):
            found[note.get(f"{_W}id") or ""] = note
    return found


def _relationships(root: etree._Element | None) -> dict[str, str]:
    if root is None:
        return {}
    return {
        found.get("Id") or "": found.get("Target") or ""
        for found in root
        if (found.get("Type") or "").endswith("/hyperlink")
    }
