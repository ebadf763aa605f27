"""Pieces put together to a `Document`."""

from __future__ import annotations

import re

from rightsgraph.errors import DocumentEmptyError
from rightsgraph.reading.body import mark_body
from rightsgraph.reading.document import Block, BlockKind, Document, Link, Marker
from rightsgraph.reading.gaps import find_gaps
from rightsgraph.reading.language import find_language
from rightsgraph.reading.letter_head import mark_head
from rightsgraph.reading.lines import Piece
from rightsgraph.reading.markers import find_markers
from rightsgraph.reading.signatures import mark_signatures
from rightsgraph.reading.web_furniture import mark_web_furniture

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
_WORDS = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TITLE, BlockKind.HEADING)


def assemble(
    pieces: list[Piece],
    *,
    name: str,
    media_type: str,
    source_digest: str,
    metadata: dict[str, str] | None = None,
    warnings: tuple[str, ...] = (),
    language: str | None = None,
    recognise: bool = True,
) -> Document:
    """The document that the pieces make up, each marked with what it is.

    Args:
        pieces: Pieces in reading order; a kind that the source gave stays.
        name: Name of the document for people.
        media_type: Media type of the source.
        source_digest: Digest of the bytes that were read.
        metadata: What the source says of itself.
        warnings: What could not be read as it should.
        language: BCP 47 tag, when the source says it.
        recognise: Whether the parts are still to be told apart; False when the source names them.

    Raises:
        DocumentEmptyError: There are no words.
    """
    pieces = [piece for piece in pieces if piece.text]
    if not pieces:
        raise DocumentEmptyError("The document holds no words.", name=name)
    if recognise:
        mark_web_furniture(pieces)
        mark_head(pieces)
        mark_signatures(pieces)
        mark_body(pieces)
        find_markers(pieces)
    text, blocks, markers, links = _lay_out(pieces, set(find_gaps(pieces)) if recognise else set())
    running = " ".join(piece.text for piece in pieces[:400] if piece.kind in _WORDS)
    return Document(
        text=text,
        blocks=tuple(blocks),
        markers=tuple(markers),
        name=name,
        media_type=media_type,
        source_digest=source_digest,
        language=_tag(language) or find_language(running),
        metadata=metadata or {},
        warnings=warnings,
        links=tuple(links),
    )


def _tag(language: str | None) -> str | None:
    """The language that the source says, when it is a BCP 47 tag."""
    return language if language and _LANGUAGE_TAG.match(language) else None


def _lay_out(
    pieces: list[Piece], gaps: set[int]
) -> tuple[str, list[Block], list[Marker], list[Link]]:
    """The text with its offsets; a gap stands at the end of the words before it."""
    parts: list[str] = []
    blocks: list[Block] = []
    markers: list[Marker] = []
    links: list[Link] = []
    at = 0
    for index, piece in enumerate(pieces):
        if index:
            parts.append(piece.separator)
            at += len(piece.separator)
        if index in gaps:
            _insert_gap(blocks, pieces, index)
        parts.append(piece.text)
        end = at + len(piece.text)
        body = at + piece.body if piece.body else None
        kind = piece.kind or BlockKind.PARAGRAPH
        blocks.append(Block(kind, at, end, piece.label, piece.level, piece.page, body))
        markers.extend(Marker(at + s, at + e, label) for s, e, label in piece.markers)
        links.extend(Link(at + s, at + e, address) for s, e, address in piece.links)
        at = end
    return "".join(parts), blocks, markers, links


def _insert_gap(blocks: list[Block], pieces: list[Piece], index: int) -> None:
    """Put the gap right after the words that break off, before notes or furniture."""
    place = index
    while place and pieces[place - 1].kind in (BlockKind.NOTE, BlockKind.FURNITURE):
        place -= 1
    offset = len(blocks) - (index - place)
    before = blocks[offset - 1] if offset else None
    at = before.end if before is not None else 0
    page = before.page if before is not None else None
    blocks.insert(offset, Block(BlockKind.GAP, at, at, page=page))
