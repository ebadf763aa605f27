"""Citations: what a note or a place in the text cites, how that was told, and through what.

A citation that says nothing of how a document is received is flagged by `rg:setAside`: one by
which a document cites itself, one that repeats the same place in the same note or paragraph, and
one of a document that is younger than the citing one, where a misreading is likely.
"""

from __future__ import annotations

import re
from typing import Final

from rightsgraph import iris
from rightsgraph.extraction import Citation, Resolution
from rightsgraph.graph.description_draft import LONGEST_CITATION, Draft, shortened
from rightsgraph.graph.description_parts import Parts
from rightsgraph.graph.description_places import describe_place, expand
from rightsgraph.graph.description_sheet import plain, whole, worded
from rightsgraph.graph.description_works import Works
from rightsgraph.vocabulary import Cito, Rg

SELF: Final = "self-citation"
DUPLICATE: Final = "duplicate"
FORWARD: Final = "forward in time"

_PARAGRAPH: Final = re.compile(r"paragraph-(\d+)")
_BACK_REFERENCES: Final = frozenset({Resolution.IBID, Resolution.SHORT_FORM, Resolution.NOTE_ABOVE})


class Citations:
    """The citations of a document, written when it is made.

    Args:
        draft: The description in the making.
        parts: The parts of the document.
        works: The works that it cites.
    """

    def __init__(self, draft: Draft, parts: Parts, works: Works) -> None:
        self._draft = draft
        self._parts = parts
        self._works = works
        self._found = draft.extraction.citations
        self._counts: dict[str, int] = {}
        self._names = [self._name(citation) for citation in self._found]
        self._seen: set[tuple[str, tuple[str, ...]]] = set()
        self.resolutions: dict[Resolution, int] = {}
        self._entities: dict[int, tuple[str, ...]] = {}
        self._places: dict[int, tuple[str, ...]] = {}
        year = (draft.extraction.metadata.date or "")[:4]
        self._year = int(year) if year.isdecimal() else None
        order = self._reading_order()
        for index in range(len(self._found)):
            self._write(index, order[index])

    def iri(self, index: int) -> str:
        """The IRI of a citation."""
        return self._draft.part(self._names[index])

    def known(self, indexes: tuple[int, ...]) -> tuple[int, ...]:
        """Those of some citations whose work is known or has an entry of its own."""
        return tuple(index for index in indexes if self._works.of(index))

    def document(self, index: int) -> str | None:
        """The document that a citation cites; None when it is ambiguous."""
        return self._works.of(index)

    def entities(self, index: int) -> tuple[str, ...]:
        """The places that a citation names, or its document when it names none."""
        return self._entities.get(index, ())

    def source(self, index: int) -> str | None:
        """The one place that a citation names, else its document."""
        places = self._places.get(index, ())
        return places[0] if len(places) == 1 else self._works.of(index)

    def _reading_order(self) -> list[int]:
        """The place of each citation among all: those of a note stand where its marker does."""
        markers = {
            note.start: note.markers[0] for note in self._draft.extraction.notes if note.markers
        }
        spans = sorted((n.start, n.end) for n in self._draft.extraction.notes)

        def position(index: int) -> tuple[int, int]:
            start = self._found[index].start
            if self._found[index].note is None:
                return (start, 0)
            for begin, end in spans:
                if begin <= start < end:
                    return (markers.get(begin, start), start)
            return (start, 0)

        ranked = sorted(range(len(self._found)), key=position)
        order = [0] * len(ranked)
        for rank, index in enumerate(ranked, start=1):
            order[index] = rank
        return order

    def _name(self, citation: Citation) -> str:
        at = self._parts.at(citation.start) or "text"
        paragraph = _PARAGRAPH.fullmatch(at)
        stem = f"p{paragraph[1]}" if paragraph else at.removeprefix("note-")
        count = self._counts[stem] = self._counts.get(stem, 0) + 1
        return f"citation-{stem}.{count}"

    def _write(self, index: int, order: int) -> None:
        citation, draft = self._found[index], self._draft
        sheet, name = draft.sheet, self._names[index]
        resolution = self._resolution(index)
        self.resolutions[resolution] = self.resolutions.get(resolution, 0) + 1
        iri = draft.produced(
            name, Cito.Citation, rule=citation.rule, confidence=citation.confidence
        )
        sheet.add(iri, Cito.hasCitingEntity, draft.iri)
        words = shortened(citation.text, LONGEST_CITATION) or "?"
        sheet.add(iri, Rg.citationText, worded(words, "und"))
        if citation.pinpoint_text:
            sheet.add(iri, Rg.pinpointText, plain(shortened(citation.pinpoint_text, 200)))
        sheet.add(iri, Rg.order, whole(order))
        slug = resolution.value.replace(" ", "-")
        sheet.add(iri, Rg.resolution, iris.concept("resolution", slug))
        if resolution in _BACK_REFERENCES and citation.antecedent is not None:
            sheet.add(iri, Rg.resolvedThrough, self.iri(citation.antecedent))
        note = self._parts.note_at(citation.start)
        if note is not None:
            sheet.add(iri, Rg.inNote, draft.part(note))
        draft.evidence(name, ((citation.start, max(citation.end, citation.start + 1)),))
        self._write_edges(index, iri, resolution)
        self._works.short_form(index)

    def _resolution(self, index: int) -> Resolution:
        """The resolution as the graph has it: each state only with what belongs to it."""
        citation = self._found[index]
        given = citation.resolution
        if given is Resolution.AMBIGUOUS:
            works = self._works.candidates(index)
            # Several candidates that are one work: the work is known, though not the place.
            if len(works) > 1:
                return given
            return Resolution.EXPLICIT if works else Resolution.UNRESOLVED
        if given in (Resolution.IBID, Resolution.NOTE_ABOVE) and citation.antecedent is None:
            return Resolution.EXPLICIT if citation.symbol else Resolution.UNRESOLVED
        return given

    def _write_edges(self, index: int, iri: str, resolution: Resolution) -> None:
        citation, draft, sheet = self._found[index], self._draft, self._draft.sheet
        passage = self._parts.passage(citation.start)
        if passage:
            sheet.add(iri, Rg.inPassage, draft.part(passage))
        if resolution is Resolution.AMBIGUOUS:
            sheet.add(iri, Rg.candidate, *self._works.candidates(index))
            return
        work = self._works.of(index)
        if work is None:
            return
        sheet.add(iri, Rg.citedDocument, work)
        places = tuple(describe_place(sheet, work, p) for p in expand(citation.pinpoints))
        entities = places or (work,)
        self._places[index], self._entities[index] = places, entities
        sheet.add(iri, Cito.hasCitedEntity, *entities)
        in_note = citation.note is not None
        manner = Cito.citesAsEvidence if in_note else Cito.citesForInformation
        sheet.add(iri, Cito.hasCitationCharacterization, manner)
        why = self._set_aside(index, work, entities)
        if why:
            sheet.add(iri, Rg.setAside, plain(why))
        if work != draft.iri:
            sheet.add(draft.iri, Cito.cites, work)
            if passage:
                sheet.add(draft.part(passage), manner, *entities)

    def _set_aside(self, index: int, work: str, entities: tuple[str, ...]) -> str | None:
        if work == self._draft.iri:
            return SELF
        here = self._parts.at(self._found[index].start)
        key = (here, entities)
        if key in self._seen:
            return DUPLICATE
        self._seen.add(key)
        year = self._works.year_of(index)
        return FORWARD if year and self._year and year > self._year else None
