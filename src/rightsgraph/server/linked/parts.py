"""The parts of a document on its page: paragraphs, notes, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rightsgraph.server.linked.names import Link, Names
from rightsgraph.server.linked.statements import (
    CitationView,
    Evidence,
    StatementView,
    anchor,
    citation,
    evidence,
    sort_of,
    statement,
)
from rightsgraph.server.linked.words import Piece, Span, mark, pieces
from rightsgraph.server.naming import natural
from rightsgraph.vocabulary import Cito, Dcterms, Doco, Fabio, Oa, Prov, Rdfs, Rg

STATEMENTS: Final = (Rg.Quotation, Rg.LongQuotation, Rg.Finding, Rg.Recommendation)
HELPERS: Final = frozenset(
    {
        Oa.SpecificResource,
        Oa.TextPositionSelector,
        Oa.TextQuoteSelector,
        Cito.Citation,
        Rg.QuotationComparison,
        *STATEMENTS,
    }
)


@dataclass(frozen=True, slots=True)
class PartView:
    """A paragraph, note, section or another part.

    Args:
        anchor: Its id on the page.
        iri: Its IRI.
        heading: What it is called.
        is_heading: Whether it is a heading of the document itself.
        text: Its summary in our words, or what is remarked of it.
        words: The words of the source, when they may be shown.
        cited: How often it is cited, as the statistics count; empty for never.
        statements: What is said in it, and is shown here.
        others: What is said in it, and is shown at an earlier place.
        citations: Citations that stand in it: those of a note, or of running text.
        notes: Notes whose marks stand in it.
        marked_in: For a note, where its mark stands.
        cited_by: Citations of it in other documents.
        used_by: Findings, recommendations and quotations of other documents that rest on it.
        parts: Parts inside it: lettered paragraphs.
        gaps: Gaps in it: their ids and what is known of them.
        evidence: Where it stands.
    """

    anchor: str
    iri: str
    heading: str
    is_heading: bool
    text: str
    words: tuple[Piece, ...]
    cited: str
    statements: tuple[StatementView, ...]
    others: tuple[StatementView, ...]
    citations: tuple[CitationView, ...]
    notes: tuple[Link, ...]
    marked_in: tuple[Link, ...]
    cited_by: tuple[CitationView, ...]
    used_by: tuple[StatementView, ...]
    parts: tuple[Link, ...]
    gaps: tuple[PartView, ...]
    evidence: tuple[Evidence, ...]


class Parts:
    """The parts of the document, by what they belong to.

    Args:
        names: Reads the description.
        source: The normalised text; empty when it is not shown.
    """

    def __init__(self, names: Names, source: str = "") -> None:
        self.names = names
        self.source = source
        self.document = names.description.iri
        self.all = [
            iri
            for iri in names.description.facts
            if iri.startswith(self.document + "#") and names.types(iri)
        ]
        self.of_kind: dict[str, list[str]] = {}
        for iri in self.all:
            for kind in names.types(iri):
                self.of_kind.setdefault(kind, []).append(iri)
        self.citations: dict[str, list[str]] = {}
        for iri in self.of_kind.get(Cito.Citation, ()):
            places = names.things(iri, Rg.inNote) or names.things(iri, Rg.inPassage)
            for place in places:
                self.citations.setdefault(place, []).append(iri)
        self.notes: dict[str, list[str]] = {}
        for iri in self.of_kind.get(Doco.Footnote, ()):
            for place in names.things(iri, Rg.markedIn):
                self.notes.setdefault(place, []).append(iri)
        self.inside: dict[str, list[str]] = {}
        for iri in self.all:
            for whole in names.things(iri, Dcterms.isPartOf):
                self.inside.setdefault(whole, []).append(iri)
        # Each statement stands at the first of its places, and is named at the others.
        self.statements: dict[str, list[str]] = {}
        self.named: dict[str, list[str]] = {}
        self.unplaced: list[str] = []
        self.proved: dict[str, list[str]] = {}
        self._place_statements()

    def _place_statements(self) -> None:
        names, known = self.names, set(self.all)
        for kind in STATEMENTS:
            for iri in dict.fromkeys(self.of_kind.get(kind, ())):
                places = [p for p in names.things(iri, Rg.reportedIn) if p in known]
                places = names.in_order(places)
                if places:
                    self.statements.setdefault(places[0], []).append(iri)
                else:
                    self.unplaced.append(iri)
                for place in places[1:]:
                    self.named.setdefault(place, []).append(iri)
                for name in (Rg.throughCitation, Rg.quotedThrough):
                    for each in names.things(iri, name):
                        self.proved.setdefault(each, []).append(iri)

    def view(self, iri: str) -> PartView:
        """A part as the page shows it."""
        names = self.names
        pointing = names.description.places.get(iri, {})
        used = [
            each for name in (Rg.basedOn, Prov.wasQuotedFrom) for each in pointing.get(name, ())
        ]
        inside = [
            each
            for each in names.in_order(self.inside.get(iri, ()))
            if not HELPERS & names.types(each)
        ]
        gaps = [each for each in inside if Rg.Gap in names.types(each)]
        where = evidence(names, iri)
        return PartView(
            anchor=anchor(names, iri),
            iri=iri,
            heading=self.heading(iri),
            is_heading=Doco.Label in names.types(iri),
            text=names.text(iri, Rg.summary)
            or names.text(iri, Rdfs.comment)
            or names.text(iri, Rg.citationText),
            words=self._words(iri, where),
            cited=names.text(iri, Rg.timesCited),
            statements=self.in_order(self.statements.get(iri, ())),
            others=self.in_order(self.named.get(iri, ())),
            citations=tuple(
                self.citation(each) for each in names.in_order(self.citations.get(iri, ()))
            ),
            notes=tuple(names.link(each) for each in names.in_order(self.notes.get(iri, ()))),
            marked_in=tuple(names.link(each) for each in names.things(iri, Rg.markedIn)),
            cited_by=tuple(
                citation(names, each)
                for each in dict.fromkeys(pointing.get(Cito.hasCitedEntity, ()))
            ),
            used_by=tuple(statement(names, each) for each in dict.fromkeys(used)),
            parts=tuple(names.link(each) for each in inside if each not in gaps),
            gaps=tuple(self.view(each) for each in gaps),
            evidence=where,
        )

    def citation(self, iri: str) -> CitationView:
        """A citation of the document, with what it proves there."""
        return citation(self.names, iri, self.proved.get(iri, ()))

    def in_order(self, iris: Iterable[str]) -> tuple[StatementView, ...]:
        """Statements in the order of the text."""
        return tuple(sorted((statement(self.names, iri) for iri in iris), key=_position))

    def heading(self, iri: str) -> str:
        """What a part is called."""
        names = self.names
        kind = names.kind(iri) or "part"
        number = names.text(iri, Fabio.hasSequenceIdentifier)
        if number:
            return f"{kind.capitalize()} {number}"
        return (names.text(iri, Rg.pinpoint) or names.name(iri)).capitalize()

    def of(self, *kinds: str) -> list[str]:
        """The parts of some kinds, in reading order."""
        found = [iri for kind in kinds for iri in self.of_kind.get(kind, ())]
        return self.names.in_order(found)

    @cached_property
    def _spans(self) -> list[Span]:
        names, found = self.names, []
        for kind in (*STATEMENTS, Cito.Citation):
            for iri in dict.fromkeys(self.of_kind.get(kind, ())):
                address = names.address(iri)
                for start, end in self._places(evidence(names, iri)):
                    found.append(Span(start, end, sort_of(names, iri), address))
        for iri in self.of_kind.get(Doco.Footnote, ()):
            offset = names.text(iri, Rg.markerOffset)
            number = names.text(iri, Fabio.hasSequenceIdentifier)
            if offset.isdecimal() and number:
                end = mark(self.source, int(offset), number)
                found.append(Span(int(offset), end, "note", names.address(iri)))
        return [each for each in found if each.start < each.end]

    def _places(self, where: Sequence[Evidence]) -> list[tuple[int, int]]:
        spans = [
            (int(each.start), int(each.end))
            for each in where
            if each.start.isdecimal() and each.end.isdecimal()
        ]
        return [(start, end) for start, end in spans if start < end <= len(self.source)]

    def _words(self, iri: str, where: Sequence[Evidence]) -> tuple[Piece, ...]:
        if not self.source:
            return ()
        own = self.names.address(iri)
        spans = [each for each in self._spans if each.address != own]
        found: list[Piece] = []
        for start, end in self._places(where):
            found += pieces(self.source, start, end, spans)
        return tuple(found)


def _position(view: StatementView) -> tuple[int, list[tuple[int, str]]]:
    start = next((each.start for each in view.evidence if each.start.isdecimal()), "")
    return (int(start) if start else 1 << 60), natural(view.anchor)
