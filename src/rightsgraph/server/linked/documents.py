"""A document on its page: its parts in reading order, its notes, its statements, who cites it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rightsgraph.server.linked.description import Description
from rightsgraph.server.linked.names import Link, Names
from rightsgraph.server.linked.parts import HELPERS, Parts, PartView
from rightsgraph.server.linked.statements import (
    CitationView,
    StatementView,
    citation,
    statement,
    work,
)
from rightsgraph.server.naming import natural
from rightsgraph.vocabulary import (
    Bibo,
    Cito,
    Dcterms,
    Doco,
    Prov,
    Rdf,
    Rg,
)

# Headings, and the values under each.
Facts = tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document.

    Args:
        facts: Headings and values about it as a whole.
        further: More of them, for whoever wants to know.
        passages: Its paragraphs and headings, in reading order.
        notes: Its notes.
        others: Its other parts: title, date line, signatures, furniture.
        index: Its statements by kind, each with the place where it stands.
        unplaced: Statements whose place in it is not known.
        works: Works that it cites without a symbol.
        citations: Citations of it as a whole in other documents.
        statements: Statements of others that rest on it as a whole.
        is_read: Whether it was read itself, and is not only cited by others.
        has_words: Whether its own words are shown.
    """

    facts: Facts
    further: Facts
    passages: tuple[PartView, ...]
    notes: tuple[PartView, ...]
    others: tuple[PartView, ...]
    index: tuple[tuple[str, str, tuple[StatementView, ...]], ...]
    unplaced: tuple[StatementView, ...]
    works: tuple[PartView, ...]
    citations: tuple[CitationView, ...]
    statements: tuple[StatementView, ...]
    is_read: bool
    has_words: bool


def view_document(description: Description, source: str = "") -> DocumentView:
    """What the page of a document shows.

    Args:
        description: What the graph says of it.
        source: Its normalised text, when the page may show it; empty otherwise.
    """
    names = Names(description)
    parts = Parts(names, source)
    iri = description.iri
    works = [each for each in parts.all if each.partition("#")[2].startswith("work-")]
    notes = parts.of(Doco.Footnote)
    headings = (Doco.Label,) if source else ()
    passages = parts.of(Doco.Paragraph, Doco.Section, Doco.Abstract, Doco.Appendix, *headings)
    gaps = {
        gap
        for whole in (*passages, *notes)
        for gap in parts.inside.get(whole, ())
        if Rg.Gap in names.types(gap)
    }
    shown = {*works, *notes, *passages, *gaps}
    others = [each for each in parts.all if each not in shown and not HELPERS & names.types(each)]
    # What is said in the signatures, say: it stands beside no paragraph.
    elsewhere = [
        each for place in parts.statements if place not in shown for each in parts.statements[place]
    ]
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
        further=_further(names, iri),
        passages=tuple(parts.view(each) for each in passages),
        notes=tuple(parts.view(each) for each in notes),
        others=tuple(parts.view(each) for each in names.in_order(others)),
        index=_index(parts),
        unplaced=parts.in_order([*parts.unplaced, *elsewhere]),
        works=tuple(parts.view(each) for each in works),
        citations=tuple(citation(names, each) for each in outside),
        statements=tuple(statement(names, each) for each in dict.fromkeys(resting)),
        is_read=bool(notes or parts.statements or names.text(iri, Rg.textDigest)),
        has_words=bool(source),
    )


def _index(parts: Parts) -> tuple[tuple[str, str, tuple[StatementView, ...]], ...]:
    kinds = (
        ("recommendations", "Recommendations", (Rg.Recommendation,)),
        ("findings", "Findings", (Rg.Finding,)),
        ("quotations", "Quotations", (Rg.Quotation, Rg.LongQuotation)),
    )
    found = (
        (name, heading, parts.in_order(dict.fromkeys(parts.of(*of)))) for name, heading, of in kinds
    )
    return tuple(each for each in found if each[2])


def _facts(names: Names, iri: str) -> Facts:
    symbol = names.text(iri, Rg.symbol)
    return _rows(
        [
            ("symbol", [Link(symbol)] if symbol else []),
            ("kind", names.links(iri, Rg.documentKind)),
            ("issued", _plain(names, iri, Dcterms.issued)),
            ("issued by", names.links(iri, Rg.issuedBy)),
            ("written for", names.links(iri, Rg.submittedTo)),
            ("place", _plain(names, iri, Rg.placeOfIssue)),
            ("subject line", _plain(names, iri, Rg.subjectLine)),
            ("about", names.links(iri, Dcterms.subject)),
            ("addressed to", names.links(iri, Bibo.recipient)),
            ("signed by", names.links(iri, Rg.signatory)),
            ("votes", _votes(names, iri)),
            ("is also", names.links(iri, Rg.identifiedAs)),
            ("cites", _cited(names, iri)),
            ("times cited", _plain(names, iri, Rg.timesCited)),
            ("official page", [Link(page, page)] if (page := names.page(iri)) else []),
        ]
    )


def _further(names: Names, iri: str) -> Facts:
    symbol = names.text(iri, Rg.symbol)
    printed = [each for each in names.texts(iri, Dcterms.identifier) if each != symbol]
    return _rows(
        [
            ("also printed as", [Link(each) for each in printed]),
            ("language", _plain(names, iri, Dcterms.language)),
            ("short forms", _plain(names, iri, Rg.shortForm)),
            ("refers to", names.links(iri, Dcterms.references)),
            ("mentions", names.links(iri, Rg.mentions)),
            ("described by", names.links(iri, Prov.wasGeneratedBy)),
        ]
    )


def _rows(rows: Sequence[tuple[str, Sequence[Link]]]) -> Facts:
    return tuple((heading, tuple(links)) for heading, links in rows if links)


def _plain(names: Names, iri: str, name: str) -> list[Link]:
    return [Link(each) for each in names.texts(iri, name)]


def _cited(names: Names, iri: str) -> list[Link]:
    found = [work(names, each) for each in dict.fromkeys(names.things(iri, Cito.cites))]
    return sorted(found, key=lambda each: natural(each.text))


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
