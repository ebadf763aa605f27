"""The parts of a document: one node for each block, in reading order, with its evidence.

A numbered paragraph of a UN document is the node that other documents already cite
(`#para-94`, `#para-94(a)`); every other paragraph is counted (`#paragraph-3`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from rightsgraph.extraction import Note
from rightsgraph.graph.description_draft import Draft
from rightsgraph.graph.description_places import describe_place
from rightsgraph.graph.description_sheet import A, plain, whole
from rightsgraph.reading import Block, BlockKind, Document
from rightsgraph.vocabulary import Dcterms, Doco, Fabio, Rg

_CLASSES: Final = {
    BlockKind.TITLE: ("title", Doco.Title),
    BlockKind.SUBJECT: ("subject", Rg.SubjectLine),
    BlockKind.DATE_LINE: ("date-line", Rg.DateLine),
    BlockKind.MASTHEAD: ("masthead", Doco.Label),
    BlockKind.ADDRESS: ("address", Doco.Label),
    BlockKind.SALUTATION: ("salutation", Rg.Salutation),
    BlockKind.HEADING: ("heading", Doco.Label),
    BlockKind.PARAGRAPH: ("paragraph", Doco.Paragraph),
    BlockKind.LIST_ITEM: ("item", Doco.Paragraph),
    BlockKind.BLOCK_QUOTATION: ("block-quotation", Doco.Paragraph),
    BlockKind.TABLE_ROW: ("row", Doco.TextChunk),
    BlockKind.VALEDICTION: ("valediction", Rg.Valediction),
    BlockKind.SIGNATURES: ("signatures", Rg.SignatureList),
    BlockKind.NOTE: ("note", Doco.Footnote),
    BlockKind.FURNITURE: ("furniture", Rg.Furniture),
    BlockKind.GAP: ("gap", Rg.Gap),
}
# Several blocks of these kinds in a row are one part.
_TOGETHER: Final = frozenset({BlockKind.SIGNATURES, BlockKind.FURNITURE})
# The first of these kinds has no number in its name.
_USUALLY_ONE: Final = frozenset(
    {
        BlockKind.TITLE,
        BlockKind.SUBJECT,
        BlockKind.DATE_LINE,
        BlockKind.MASTHEAD,
        BlockKind.ADDRESS,
        BlockKind.SALUTATION,
        BlockKind.VALEDICTION,
        BlockKind.SIGNATURES,
    }
)
_NUMBER: Final = re.compile(r"\d{1,5}(?:\.\d{1,4}){0,3}(?:\([a-z0-9]{1,4}\))?")
_SUBLEVEL: Final = re.compile(r"\(?([a-z]|[ivx]{1,5}|\d{1,2})\)?")


class Parts:
    """The parts of a document, written when it is made.

    Args:
        draft: The description in the making.
        numbered: Whether numbered paragraphs are places that others cite, as in UN documents.
    """

    def __init__(self, draft: Draft, *, numbered: bool) -> None:
        self._draft = draft
        self._numbered = numbered
        self._counts: dict[str, int] = {}
        self._taken: set[str] = set()
        self._starts: list[int] = []
        self._names: list[str] = []
        self._order = 0
        self._notes = sorted(draft.extraction.notes, key=lambda note: note.start)
        self._note_starts = [note.start for note in self._notes]
        self._note_names: list[str] = []
        self._note_orders: dict[int, tuple[int, int]] = {}
        self._last_paragraph: str | None = None
        for run in _runs(draft.document):
            self._write(run)
        self._write_notes()

    def at(self, offset: int) -> str:
        """The fragment of the part in which an offset stands; of the note for words of a note."""
        note = self.note_at(offset)
        if note is not None:
            return note
        place = bisect_right(self._starts, offset) - 1
        return self._names[max(place, 0)] if self._names else ""

    def note_at(self, offset: int) -> str | None:
        """The fragment of the note in which an offset stands."""
        index = self._note_index(offset)
        return None if index is None else self._note_names[index]

    def passage(self, offset: int) -> str | None:
        """The paragraph that words serve: that with the marker of their note, or their own."""
        index = self._note_index(offset)
        if index is None:
            return self.at(offset) or None
        markers = self._notes[index].markers
        return self.at(markers[0]) if markers else None

    def _note_index(self, offset: int) -> int | None:
        place = bisect_right(self._note_starts, offset) - 1
        if place >= 0 and offset < self._notes[place].end:
            return place
        return None

    def _write(self, run: list[Block]) -> None:
        first, last = run[0], run[-1]
        if first.kind is BlockKind.NOTE:
            self._order += 1
            self._note_orders[first.end] = (first.start, self._order)
            return
        text = self._draft.document.text
        start, end = first.start, last.end
        if start >= end:  # a gap: the white space around it shows where
            end = min(len(text), start + 2)
            start = min(start, end - 1)
            if start < 0:
                return
        name, kind = self._name(first)
        iri, sheet = self._draft.part(name), self._draft.sheet
        sheet.add(iri, A, kind)
        whole_of = self._draft.iri
        if first.kind is BlockKind.GAP and self._last_paragraph is not None:
            whole_of = self._draft.part(self._last_paragraph)
        sheet.add(iri, Dcterms.isPartOf, whole_of)
        self._order += 1
        sheet.add(iri, Rg.order, whole(self._order))
        if kind == Doco.Paragraph:
            self._number(iri, name, first)
            if first.kind is BlockKind.PARAGRAPH:
                self._last_paragraph = name
        self._draft.evidence(name, ((start, end),))
        if first.kind is not BlockKind.GAP:  # words never stand in a gap
            for block in run:
                self._starts.append(block.start)
                self._names.append(name)

    def _name(self, block: Block) -> tuple[str, str]:
        stem, kind = _CLASSES[block.kind]
        if self._numbered and kind == Doco.Paragraph:
            place = self._place(block)
            if place and place not in self._taken:
                self._taken.add(place)
                return "-".join(place.split()), kind
        count = self._counts[stem] = self._counts.get(stem, 0) + 1
        bare = block.kind in _USUALLY_ONE and count == 1
        return (stem if bare else f"{stem}-{count}"), kind

    def _place(self, block: Block) -> str | None:
        """The pinpoint by which others cite a numbered paragraph; None when there is none."""
        label = (block.label or "").strip(" .").replace(" ", "")
        if block.kind is BlockKind.PARAGRAPH and _NUMBER.fullmatch(label):
            return f"para {label}"
        above = self._last_paragraph
        level = _SUBLEVEL.fullmatch(label)
        if block.kind is BlockKind.LIST_ITEM and level and above and above.startswith("para-"):
            return f"para {above.removeprefix('para-')}({level[1]})"
        return None

    def _number(self, iri: str, name: str, block: Block) -> None:
        sheet = self._draft.sheet
        if name.startswith("para-"):
            number = name.removeprefix("para-")
            sheet.add(iri, Rg.pinpoint, plain(f"para {number}"))
            if "(" in number:
                above = f"para {number.rpartition('(')[0]}"
                sheet.add(iri, Dcterms.isPartOf, describe_place(sheet, self._draft.iri, above))
        elif block.kind is BlockKind.PARAGRAPH:
            number = name.rpartition("-")[2]
        else:
            number = (block.label or "").strip()
        if number:
            sheet.add(iri, Fabio.hasSequenceIdentifier, plain(number))

    def _write_notes(self) -> None:
        for note in self._notes:
            name = self._note_name(note)
            self._note_names.append(name)
        for note, name in zip(self._notes, self._note_names, strict=True):
            iri, sheet = self._draft.part(name), self._draft.sheet
            start, order = self._note_orders.get(note.end, (note.start, 0))
            if not order:
                self._order += 1
                order = self._order
            sheet.add(iri, A, Doco.Footnote)
            sheet.add(iri, Dcterms.isPartOf, self._draft.iri)
            sheet.add(iri, Rg.order, whole(order))
            sheet.add(iri, Fabio.hasSequenceIdentifier, plain(note.label or "*"))
            if note.markers:
                marked = self.at(note.markers[0])
                if marked:
                    sheet.add(iri, Rg.markedIn, self._draft.part(marked))
                sheet.add(iri, Rg.markerOffset, whole(note.markers[0]))
            self._draft.evidence(name, ((start, max(note.end, start + 1)),))

    def _note_name(self, note: Note) -> str:
        series = f"s{note.series + 1}-" if note.series else ""
        name = f"note-{series}{'-'.join(note.label.split()) or '*'}"
        count = self._counts[name] = self._counts.get(name, 0) + 1
        return name if count == 1 else f"{name}-{count}"


def _runs(document: Document) -> Iterator[list[Block]]:
    """The blocks, those together that are one part."""
    blocks = document.blocks
    at = 0
    while at < len(blocks):
        run, at = [blocks[at]], at + 1
        kind = run[0].kind
        while kind in _TOGETHER and at < len(blocks) and blocks[at].kind is kind:
            run.append(blocks[at])
            at += 1
        if kind is BlockKind.PARAGRAPH and _goes_on(document, at):
            # What comes after a gap in the middle of a sentence belongs to the same paragraph.
            yield [*run, blocks[at + 1]]
            yield [blocks[at]]
            at += 2
        else:
            yield run


def _goes_on(document: Document, at: int) -> bool:
    """Whether there is a gap at a block, and words after it that begin no sentence."""
    if at + 1 >= len(document.blocks):
        return False
    gap, after = document.blocks[at], document.blocks[at + 1]
    return (
        gap.kind is BlockKind.GAP
        and after.kind is BlockKind.PARAGRAPH
        and document.text[after.start : after.start + 1].islower()
    )
