"""A document on its page: its parts in reading order, its notes, its statements, who cites it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rightsgraph.server.linked.description import Description
from rightsgraph.server.linked.names import Link, Names
from rightsgraph.server.linked.statements import (
    CitationView,
    Evidence,
    StatementView,
    anchor,
    citation,
    evidence,
    statement,
)
from rightsgraph.server.naming import natural
from rightsgraph.vocabulary import (
    Bibo,
    Cito,
    Dcterms,
    Doco,
    Fabio,
    Oa,
    Prov,
    Rdf,
    Rdfs,
    Rg,
)

_STATEMENTS: Final = (Rg.Quotation, Rg.LongQuotation, Rg.Finding, Rg.Recommendation)
_HELPERS: Final = frozenset(
    {
        Oa.SpecificResource,
        Oa.TextPositionSelector,
        Oa.TextQuoteSelector,
        Cito.Citation,
        Rg.QuotationComparison,
        *_STATEMENTS,
    }
)


@dataclass(frozen=True, slots=True)
class PartView:
    """A paragraph, note, section or another part.

    Args:
        anchor: Its id on the page.
        iri: Its IRI.
        heading: What it is called.
        text: Its summary in our words, or what is remarked of it.
        cited: How often it is cited, as the statistics count; empty for never.
        statements: What is said in it.
        citations: Citations that stand in it: those of a note, or of running text.
        notes: Notes whose marks stand in it.
        cited_by: Citations of it in other documents.
        used_by: Findings, recommendations and quotations of other documents that rest on it.
        parts: Parts inside it: gaps, lettered paragraphs.
        evidence: Where it stands.
    """

    anchor: str
    iri: str
    heading: str
    text: str
    cited: str
    statements: tuple[StatementView, ...]
    citations: tuple[CitationView, ...]
    notes: tuple[Link, ...]
    cited_by: tuple[CitationView, ...]
    used_by: tuple[StatementView, ...]
    parts: tuple[Link, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document.

    Args:
        facts: Headings and values about it as a whole.
        paragraphs: Its paragraphs and sections, in reading order.
        notes: Its notes.
        others: Its other parts: title, date line, signatures, furniture.
        quotations: What it quotes.
        findings: What it finds or reports as found.
        recommendations: What it asks for or reports as asked for.
        works: Works that it cites without a symbol.
        citations: Citations of it as a whole in other documents.
        statements: Statements of others that rest on it as a whole.
    """

    facts: tuple[tuple[str, tuple[Link, ...]], ...]
    paragraphs: tuple[PartView, ...]
    notes: tuple[PartView, ...]
    others: tuple[PartView, ...]
    quotations: tuple[StatementView, ...]
    findings: tuple[StatementView, ...]
    recommendations: tuple[StatementView, ...]
    works: tuple[PartView, ...]
    citations: tuple[CitationView, ...]
    statements: tuple[StatementView, ...]


class _Parts:
    """The parts of the document, by what they belong to."""

    def __init__(self, names: Names) -> None:
        self.names = names
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
        self.statements: dict[str, list[str]] = {}
        for kind in _STATEMENTS:
            for iri in self.of_kind.get(kind, ()):
                for place in names.things(iri, Rg.reportedIn):
                    self.statements.setdefault(place, []).append(iri)
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

    def view(self, iri: str) -> PartView:
        names = self.names
        pointing = names.description.places.get(iri, {})
        used = [
            each for name in (Rg.basedOn, Prov.wasQuotedFrom) for each in pointing.get(name, ())
        ]
        return PartView(
            anchor=anchor(names, iri),
            iri=iri,
            heading=self.heading(iri),
            text=names.text(iri, Rg.summary)
            or names.text(iri, Rdfs.comment)
            or names.text(iri, Rg.citationText),
            cited=names.text(iri, Rg.timesCited),
            statements=self._statements(self.statements.get(iri, ())),
            citations=tuple(
                citation(names, each) for each in names.in_order(self.citations.get(iri, ()))
            ),
            notes=tuple(names.link(each) for each in names.in_order(self.notes.get(iri, ()))),
            cited_by=tuple(
                citation(names, each)
                for each in dict.fromkeys(pointing.get(Cito.hasCitedEntity, ()))
            ),
            used_by=self._statements(used),
            parts=tuple(
                names.link(each)
                for each in names.in_order(self.inside.get(iri, ()))
                if not _HELPERS & names.types(each)
            ),
            evidence=evidence(names, iri),
        )

    def _statements(self, iris: list[str] | tuple[str, ...]) -> tuple[StatementView, ...]:
        return tuple(statement(self.names, each) for each in dict.fromkeys(iris))

    def heading(self, iri: str) -> str:
        names = self.names
        kind = names.kind(iri) or "part"
        number = names.text(iri, Fabio.hasSequenceIdentifier)
        if number:
            return f"{kind.capitalize()} {number}"
        return (names.text(iri, Rg.pinpoint) or names.name(iri)).capitalize()

    def of(self, *kinds: str) -> list[str]:
        found = [iri for kind in kinds for iri in self.of_kind.get(kind, ())]
        return self.names.in_order(found)

    def all_statements(self, *kinds: str) -> tuple[StatementView, ...]:
        found = [statement(self.names, iri) for iri in self.of(*kinds)]
        return tuple(sorted(found, key=_position))


def _position(view: StatementView) -> tuple[int, list[tuple[int, str]]]:
    start = next((each.start for each in view.evidence if each.start.isdecimal()), "")
    return (int(start) if start else 1 << 60), natural(view.anchor)


def view_document(description: Description) -> DocumentView:
    """What the page of a document shows."""
    names = Names(description)
    parts = _Parts(names)
    iri = description.iri
    works = [each for each in parts.all if each.partition("#")[2].startswith("work-")]
    notes = parts.of(Doco.Footnote)
    paragraphs = parts.of(Doco.Paragraph, Doco.Section, Doco.Abstract, Doco.Appendix)
    shown = {*works, *notes, *paragraphs}
    others = [each for each in parts.all if each not in shown and not _HELPERS & names.types(each)]
    whole = description.inbound
    outside = [
        each
        for each in dict.fromkeys(
            (*whole.get(Rg.citedDocument, ()), *whole.get(Cito.hasCitedEntity, ()))
        )
        if not each.startswith(iri + "#")
    ]
    resting = [
        each
        for name in (Rg.basedOn, Prov.wasQuotedFrom)
        for each in whole.get(name, ())
        if not each.startswith(iri + "#")
    ]
    return DocumentView(
        facts=_facts(names, iri),
        paragraphs=tuple(parts.view(each) for each in paragraphs),
        notes=tuple(parts.view(each) for each in notes),
        others=tuple(parts.view(each) for each in names.in_order(others)),
        quotations=parts.all_statements(Rg.Quotation, Rg.LongQuotation),
        findings=parts.all_statements(Rg.Finding),
        recommendations=parts.all_statements(Rg.Recommendation),
        works=tuple(parts.view(each) for each in works),
        citations=tuple(citation(names, each) for each in outside),
        statements=tuple(statement(names, each) for each in dict.fromkeys(resting)),
    )


def _facts(names: Names, iri: str) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    symbol = names.text(iri, Rg.symbol)
    printed = [each for each in names.texts(iri, Dcterms.identifier) if each != symbol]

    def plain(name: str) -> list[Link]:
        return [Link(each) for each in names.texts(iri, name)]

    rows = [
        ("symbol", [Link(symbol)] if symbol else []),
        ("also printed as", [Link(each) for each in printed]),
        ("kind", names.links(iri, Rg.documentKind)),
        ("issued", plain(Dcterms.issued)),
        ("issued by", names.links(iri, Rg.issuedBy)),
        ("written for", names.links(iri, Rg.submittedTo)),
        ("place", plain(Rg.placeOfIssue)),
        ("subject line", plain(Rg.subjectLine)),
        ("addressed to", names.links(iri, Bibo.recipient)),
        ("signed by", names.links(iri, Rg.signatory)),
        ("about", names.links(iri, Dcterms.subject)),
        ("language", plain(Dcterms.language)),
        ("short forms", plain(Rg.shortForm)),
        ("votes", _votes(names, iri)),
        ("is also", names.links(iri, Rg.identifiedAs)),
        ("refers to", names.links(iri, Dcterms.references)),
        ("cites", [names.place(each) for each in _cited(names, iri)]),
        ("mentions", names.links(iri, Rg.mentions)),
        ("official page", [Link(page, page)] if (page := names.page(iri)) else []),
        ("times cited", plain(Rg.timesCited)),
        ("described by", names.links(iri, Prov.wasGeneratedBy)),
    ]
    return tuple((heading, tuple(links)) for heading, links in rows if links)


def _cited(names: Names, iri: str) -> list[str]:
    return sorted(
        names.things(iri, Cito.cites), key=lambda each: natural(names.document_name(each))
    )


def _votes(names: Names, iri: str) -> list[Link]:
    counts = [
        ("in favour", Rg.votesInFavour),
        ("against", Rg.votesAgainst),
        ("abstaining", Rg.abstentions),
        ("cosponsors", Rg.cosponsors),
    ]
    return [Link(f"{text} {what}") for what, name in counts if (text := names.text(iri, name))]


def is_document(description: Description) -> bool:
    """Whether a description is that of a document, which has a page of its own kind."""
    names = Names(description)
    if names.is_document(description.iri):
        return True
    # Of a document that nothing is known of but a place in it.
    kinds = {Doco.Paragraph, Doco.Section, Doco.Abstract, Doco.Appendix, Cito.Citation}
    return any(
        each.value in kinds
        for iri, facts in description.facts.items()
        if iri.startswith(description.iri + "#")
        for each in facts.get(Rdf.type, ())
        if hasattr(each, "value")
    )
