"""JSON lines of structured documents: one object a line, one document an object.

    {"symbol": "CAT/C/1/D/2/1988", "title": ..., "date": ..., "language": ...,
     "paragraphs": [{"number": "1.1", "section": "Facts", "text": "... [[fn:1]] ...",
                     "notes": [{"label": "1", "text": "Ibid."}]}]}

Only `paragraphs` and their `text` are needed. In the normalised text the symbol is the masthead, a
new section is a heading, a paragraph begins with its number, `[[fn:1]]` becomes `[1]`, and the
notes of a paragraph follow it as `[1] ...`. Lines within a paragraph are joined.
"""

from __future__ import annotations

import json
import re
from typing import Any

from rightsgraph.errors import DocumentEmptyError, DocumentFormatError
from rightsgraph.reading.assembly import assemble
from rightsgraph.reading.document import BlockKind, Document
from rightsgraph.reading.lines import Piece, Span
from rightsgraph.reading.media_types import JSON_LINES
from rightsgraph.reading.normalisation import normalise

_MARK = re.compile(r"[ ]?\[\[fn:([^\]\n]{1,20})\]\]")
_KNOWN = ("symbol", "title", "date", "language")


def read_json_line(data: bytes, *, number: int, name: str, digest: str) -> Document:
    """The document in one line of JSON.

    Args:
        data: The line.
        number: Its number, from 1, for messages.
        name: Name for people where the document has no symbol.
        digest: Digest of the line.

    Raises:
        DocumentFormatError: The line is no JSON object of the form above.
        DocumentEmptyError: It has no words.
    """
    where = f"line {number} of {name}" if name else f"line {number}"
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DocumentFormatError(f"The JSON in {where} does not parse: {error}.") from error
    if not isinstance(plain, dict) or not isinstance(plain.get("paragraphs"), list):
        raise DocumentFormatError(f"The JSON in {where} has no list of paragraphs.")
    metadata = {key: normalise(str(plain[key])) for key in _KNOWN if plain.get(key)}
    pieces = [_line(metadata[key], kind) for key, kind in _HEAD.items() if key in metadata]
    section = ""
    for paragraph in plain["paragraphs"]:
        if not isinstance(paragraph, dict):
            raise DocumentFormatError(f"The JSON in {where} has a paragraph that is no object.")
        heading = _words(paragraph.get("section"))
        if heading and heading != section:
            pieces.append(_line(heading, BlockKind.HEADING, level=1))
        section = heading or section
        pieces.extend(_read_paragraph(paragraph))
    if not any(piece.kind is not BlockKind.MASTHEAD for piece in pieces):
        raise DocumentEmptyError(f"The document in {where} has no words.")
    return assemble(
        pieces,
        name=metadata.get("symbol") or name,
        media_type=JSON_LINES,
        source_digest=digest,
        metadata=metadata,
        language=metadata.get("language"),
        recognise=False,
    )


_HEAD = {"symbol": BlockKind.MASTHEAD, "title": BlockKind.TITLE, "date": BlockKind.DATE_LINE}


def _line(text: str, kind: BlockKind, level: int | None = None) -> Piece:
    return Piece(text.replace("\n", " "), kind, level=level)


def _words(value: Any) -> str:  # noqa: ANN401
    return " ".join(normalise(str(value)).split()) if value not in (None, "") else ""


def _read_paragraph(paragraph: dict[str, Any]) -> list[Piece]:
    """The piece of a paragraph, and those of its notes after it."""
    text, markers = _take_marks(_words(paragraph.get("text")))
    pieces: list[Piece] = []
    label = _words(paragraph.get("number"))
    if text:
        lead = f"{label} " if label and not text.startswith(label) else ""
        body = len(lead) or (len(label) + 1 if label and text.startswith(f"{label} ") else 0)
        pieces.append(
            Piece(
                lead + text,
                BlockKind.PARAGRAPH,
                label=label.strip(".()") or None,
                body=body or None,
                markers=[(s + len(lead), e + len(lead), mark) for s, e, mark in markers],
            )
        )
    notes = paragraph.get("notes") or ()
    for note in notes if isinstance(notes, list | tuple) else ():
        if isinstance(note, dict) and (words := _words(note.get("text"))):
            mark = _words(note.get("label"))
            lead = f"[{mark}] " if mark else ""
            pieces.append(
                Piece(lead + words, BlockKind.NOTE, label=mark or None, body=len(lead) or None)
            )
    return pieces


def _take_marks(text: str) -> tuple[str, list[Span]]:
    """The words with each mark as `[1]`, and where the marks stand."""
    if "[[fn:" not in text:
        return text, []
    parts: list[str] = []
    markers: list[Span] = []
    length = at = 0
    for match in _MARK.finditer(text):
        before, mark = text[at : match.start()], f"[{match[1]}]"
        parts += (before, mark)
        markers.append((length + len(before), length + len(before) + len(mark), match[1]))
        length += len(before) + len(mark)
        at = match.end()
    parts.append(text[at:])
    return "".join(parts), markers
