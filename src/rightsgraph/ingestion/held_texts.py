"""The texts of the documents that a user holds, as far as the graph knows them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Protocol

import pyoxigraph as ox

from rightsgraph import iris
from rightsgraph.errors import DocumentError
from rightsgraph.extraction.wording import Wording
from rightsgraph.ingestion.copies import read_copy
from rightsgraph.reading import BlockKind, Document
from rightsgraph.store.kept_texts import PARTS
from rightsgraph.vocabulary import PREFIXES

_HELD: Final = """
SELECT ?digest ?textDigest ?name ?format WHERE {
  VALUES ?document { %s }
  ?graph dcterms:subject ?document ; rg:sourceDigest ?digest .
  OPTIONAL { ?document rg:textDigest ?textDigest }
  OPTIONAL { ?graph dcterms:source ?name } OPTIONAL { ?graph dcterms:format ?format }
}
"""


class TextSource(Protocol):
    """Where the text of a document comes from."""

    def document(self, iri: str) -> Document | None:
        """The document of an IRI as it was read, or None when nobody here holds it."""


class HeldTexts:
    """The user's copies under `<home>/sources/`, found by the digest that the graph has of them.

    Args:
        home: Folder of the snapshots.
        store: The store that says which file is which document.
    """

    def __init__(self, home: Path, store: ox.Store) -> None:
        self._home = home
        self._store = store

    def document(self, iri: str) -> Document | None:
        """The document of an IRI, read again from the user's copy.

        Args:
            iri: The document.

        Returns:
            None when there is no copy, when it cannot be read any more, or when the text that the
            graph describes does not come out of it.
        """
        for digest, text_digest, name, media_type in _rows(self._store, _HELD % ox.NamedNode(iri)):
            try:
                document = read_copy(
                    self._home,
                    digest.value,
                    name="" if name is None else name.value,
                    media_type=None if media_type is None else media_type.value,
                )
            except DocumentError:
                continue
            if text_digest is None or document.text_digest == text_digest.value:
                return document
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document and where it stands in the text.

    Attributes:
        iri: Its IRI.
        start: First character of the normalised text.
        end: The character after the last.
    """

    iri: str
    start: int
    end: int

    @property
    def is_numbered(self) -> bool:
        """Whether it is a numbered paragraph, up to the next of which a paragraph goes on."""
        return self.iri.partition("#")[2].startswith("para-")


class HeldText:
    """The text of a document, ready for comparison, and its places.

    Markers of notes and the numbers of paragraphs are taken out of it, and line breaks inside a
    paragraph are spaces: nobody quotes them.

    Args:
        document: The document as it was read.
        iri: Its IRI.
        parts: The parts that the graph knows, in any order; without any they are those that the
            document numbers itself.
    """

    def __init__(self, document: Document, iri: str, parts: Iterable[Part] = ()) -> None:
        self._document = document
        self._iri = iri
        self.parts = sorted(parts, key=lambda part: part.start) or list(_numbered(document, iri))
        self._starts = [part.start for part in self.parts]
        numbers = [
            (block.start, block.body)
            for block in document.of_kind(BlockKind.PARAGRAPH)
            if block.body is not None
        ]
        self._removed = sorted([*numbers, *((m.start, m.end) for m in document.markers)])

    @classmethod
    def of(cls, document: Document, iri: str, store: ox.Store) -> HeldText:
        """The text of a document with the parts that a store knows."""
        rows = _rows(store, PARTS % (ox.NamedNode(iri), ox.Literal(document.text_digest)))
        parts = [Part(part.value, int(start.value), int(end.value)) for part, start, end in rows]
        return cls(document, iri, parts)

    @cached_property
    def wording(self) -> Wording:
        """The words of the whole text."""
        return Wording(self.between(0, len(self._document.text)))

    def between(self, start: int, end: int) -> str:
        """What the document says between two places of its normalised text."""
        text, kept, position = self._document.text, [], start
        for first, last in self._removed:
            if position <= first and last <= end:
                kept.append(text[position:first])
                position = last
        return fold_lines("".join([*kept, text[position:end]]))

    def passage(self, place: str) -> str | None:
        """What a place of the document says, with all that belongs to it; None if it is not known.

        Args:
            place: IRI of the place.
        """
        span = self._span(place)
        return None if span is None else self.between(*span)

    def _span(self, place: str) -> tuple[int, int] | None:
        by_iri = {part.iri: number for number, part in enumerate(self.parts)}
        outer = place
        while outer not in by_iri and outer.endswith(")"):
            outer = outer.rpartition("(")[0]  # para 94(a) that was read as a part of para 94
        number = by_iri.get(outer)
        if number is None:
            return _of_pages(self._document, place) or _of_heading(self._document, place)
        start, end = self.parts[number].start, self.parts[number].end
        headings = {block.start for block in self._document.of_kind(BlockKind.HEADING)}
        for part in self.parts[number + 1 :]:
            if not self.parts[number].is_numbered or part.start in headings:
                break
            if part.is_numbered and not part.iri.startswith(outer + "("):
                break
            if part.iri.partition("#")[2].startswith("note-"):
                break
            end = max(end, part.end)
        return start, end

    def place_at(self, offset: int) -> str | None:
        """IRI of the part in which a character of the wording stands; None if there is none."""
        for first, last in self._removed:
            if first > offset:
                break
            offset += last - first
        number = bisect_right(self._starts, offset) - 1
        return self.parts[number].iri if number >= 0 else None


def fold_lines(text: str) -> str:
    r"""The text with line breaks inside paragraphs as spaces, but behind a hyphen.

    Example:
        >>> fold_lines("grave\nviola-\ntions\n\nThe State")
        'grave viola-\ntions\n\nThe State'
    """
    lines = text.split("\n")
    parts = [lines[0]]
    for before, line in pairwise(lines):
        ends = not before or not line or before.endswith(("-", "\u2010"))
        parts += ["\n" if ends else " ", line]
    return "".join(parts)


_GOES_ON: Final = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BLOCK_QUOTATION, BlockKind.TABLE_ROW}
)


def _numbered(document: Document, iri: str) -> Iterator[Part]:
    """The numbered paragraphs, each with the unnumbered ones that follow it."""
    current: Part | None = None
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH and block.label:
            if current is not None:
                yield current
            number = block.label.strip(".() ")
            current = Part(iris.pinpoint(iri, f"para {number}"), block.start, block.end)
        elif current is not None and block.kind in _GOES_ON:
            current = replace(current, end=block.end)
        elif current is not None and block.kind is BlockKind.HEADING:
            yield current
            current = None
    if current is not None:
        yield current


def _of_pages(document: Document, place: str) -> tuple[int, int] | None:
    """The span of a page, when the source has pages."""
    kind, _, number = place.partition("#")[2].partition("-")
    if kind != "p" or not number.isdecimal():
        return None
    blocks = [block for block in document.blocks if block.page == int(number)]
    return (blocks[0].start, blocks[-1].end) if blocks else None


def _of_heading(document: Document, place: str) -> tuple[int, int] | None:
    """The span from a line that is the name of the place, as "Summary", to the next heading."""
    name = place.partition("#")[2].replace("-", " ").casefold()
    start = None
    for block in document.blocks:
        if start is not None and block.kind is BlockKind.HEADING:
            return start, block.start
        if start is None and name and document.words(block).strip(" .:").casefold() == name:
            start = block.end
    return None if start is None else (start, len(document.text))


def _rows(store: ox.Store, query: str) -> Iterator[Any]:
    return iter(store.query(query, prefixes=dict(PREFIXES)))  # type: ignore[arg-type]  # SELECT
