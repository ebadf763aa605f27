"""Citations, quotations, findings and recommendations, as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rightsgraph.server.linked.addresses import href
from rightsgraph.server.linked.names import Link, Names
from rightsgraph.vocabulary import (
    Cito,
    Dcterms,
    Fabio,
    Oa,
    Prov,
    Rg,
)

_DEPTH: Final = 20


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in its document a statement stands.

    Args:
        anchors: Ids of the nodes that say so.
        start: First character of the normalised text; empty when it is not known.
        end: The character after the last.
    """

    anchors: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class CitationView:
    """One citation.

    Args:
        anchor: Its id on the page; empty when it stands on another.
        link: Itself.
        text: Its words.
        resolution: How the work was found.
        chain: The citations through which it was, the nearest first.
        candidates: What an ambiguous one may mean.
        document: The work.
        identified: The document that background knowledge says the work is.
        places: The places in it.
        note: The note that it stands in.
        passage: The paragraph that it proves.
        citing: The document that cites.
        evidence: Where it stands.
        remarks: Further facts in plain words.
        proves: Statements of the same document that it proves.
        state: The last word of the IRI of its resolution.
    """

    anchor: str
    link: Link
    text: str
    resolution: Link | None
    chain: tuple[Link, ...]
    candidates: tuple[Link, ...]
    document: Link | None
    identified: tuple[Link, ...]
    places: tuple[Link, ...]
    note: Link | None
    passage: tuple[Link, ...]
    citing: Link | None
    evidence: tuple[Evidence, ...]
    remarks: tuple[str, ...]
    proves: tuple[Link, ...] = ()
    state: str = ""


@dataclass(frozen=True, slots=True)
class StatementView:
    """A quotation, finding or recommendation.

    Args:
        anchor: Its id on the page; empty when it stands on another.
        link: Itself.
        kind: What sort of statement it is.
        sort: The same in one word, for the colour: finding, recommendation, quotation, statement.
        text: Its summary in our words, or the words that it quotes.
        quoted: Whether the text is a quotation.
        rows: What else is said of it: a heading and its values.
        evidence: Where it stands.
        remarks: Further facts in plain words.
        document: The document that makes it.
        by: Who says it.
        outcome: Of a quotation, the last word of the IRI of the check of its words.
        iri: Its IRI.
    """

    anchor: str
    link: Link
    kind: str
    sort: str
    text: str
    quoted: bool
    rows: tuple[tuple[str, tuple[Link, ...]], ...]
    evidence: tuple[Evidence, ...] = ()
    remarks: tuple[str, ...] = ()
    document: Link | None = None
    by: tuple[Link, ...] = ()
    outcome: str = ""
    iri: str = ""

    def of(self, heading: str) -> tuple[Link, ...]:
        """The values under one heading."""
        return next((links for each, links in self.rows if each == heading), ())


_SORTS: Final = {
    Rg.Finding: "finding",
    Rg.Recommendation: "recommendation",
    Rg.LongQuotation: "quotation",
    Rg.Quotation: "quotation",
    Cito.Citation: "citation",
}


def sort_of(names: Names, iri: str) -> str:
    """What a statement is in one word."""
    types = names.types(iri)
    return next((word for kind, word in _SORTS.items() if kind in types), "statement")


def anchor(names: Names, iri: str) -> str:
    """The id of a part of the page's document; empty for what stands elsewhere."""
    document, mark, _ = iri.partition("#")
    if not mark or document != names.description.iri:
        return ""
    return href(iri).partition("#")[2] or iri.partition("#")[2]


def evidence(names: Names, iri: str) -> tuple[Evidence, ...]:
    """Where a statement stands, as its evidence says."""
    found = []
    for node in names.things(iri, Rg.evidence):
        selectors = names.things(node, Oa.hasSelector)
        start = next((s for each in selectors if (s := names.text(each, Oa.start))), "")
        end = next((s for each in selectors if (s := names.text(each, Oa.end))), "")
        anchors = tuple(a for each in (node, *selectors) if (a := anchor(names, each)))
        found.append(Evidence(anchors, start, end))
    return tuple(found)


def citation(names: Names, iri: str, proves: Sequence[str] = ()) -> CitationView:
    """A citation.

    Args:
        names: Reads the description.
        iri: The citation.
        proves: Statements that it proves.
    """
    cited = next(iter(names.things(iri, Rg.citedDocument)), "")
    citing = next(iter(names.things(iri, Cito.hasCitingEntity)), "")
    places = [each for each in names.things(iri, Cito.hasCitedEntity) if each != cited]
    note = next(iter(names.things(iri, Rg.inNote)), "")
    resolution = next(iter(names.things(iri, Rg.resolution)), "")
    identified = names.things(cited, Rg.identifiedAs) if cited else []
    return CitationView(
        anchor=anchor(names, iri),
        link=names.link(iri),
        text=names.text(iri, Rg.citationText),
        resolution=names.link(resolution) if resolution else None,
        chain=tuple(_step(names, each) for each in chain(names, iri)),
        candidates=tuple(names.link(each) for each in names.things(iri, Rg.candidate)),
        document=work(names, cited) if cited else None,
        identified=tuple(work(names, each) for each in identified),
        places=tuple(names.places(places, with_document=False)),
        note=names.link(note) if note else None,
        passage=tuple(names.link(each) for each in names.things(iri, Rg.inPassage)),
        citing=Link(names.name(citing), names.address(citing), note=_date(names, citing))
        if citing
        else None,
        evidence=evidence(names, iri),
        remarks=remarks(names, iri),
        proves=tuple(
            Link(_short(names, each).text, names.address(each), note=sort_of(names, each))
            for each in dict.fromkeys(proves)
        ),
        state=resolution.rpartition("/")[2],
    )


def chain(names: Names, iri: str) -> list[str]:
    """The citations that a back reference takes its work from, the nearest first."""
    found: list[str] = []
    at = iri
    while len(found) < _DEPTH:
        at = next(iter(names.things(at, Rg.resolvedThrough)), "")
        if not at or at in found or at == iri:
            break
        found.append(at)
    return found


def _step(names: Names, iri: str) -> Link:
    """A citation of a chain: its note, its words, and how it was resolved itself."""
    resolution = names.links(iri, Rg.resolution)
    note = resolution[0].text if resolution else ""
    return Link(_cited(names, iri), names.address(iri), note=note)


def _cited(names: Names, iri: str) -> str:
    words = names.text(iri, Rg.citationText)
    where = _where(names, iri)
    return f"{where}: {words}" if words and words != where else where


def work(names: Names, iri: str) -> Link:
    """A document by its symbol, else by its title or the words that cite it."""
    symbol = names.text(iri, Rg.symbol)
    if symbol:
        title = names.text(iri, Dcterms.title)
        return Link(symbol, names.address(iri), note=title)
    words = names.text(iri, Dcterms.title) or names.text(iri, Rg.citationText)
    return Link(words or names.name(iri), names.address(iri))


def _date(names: Names, iri: str) -> str:
    return names.text(iri, Dcterms.issued)


def statement(names: Names, iri: str) -> StatementView:
    """A quotation, finding or recommendation."""
    words = names.text(iri, Rg.words)
    document = next(iter(names.things(iri, Dcterms.isPartOf)), "").partition("#")[0]
    elsewhere = document and document != names.description.iri
    rows = [
        ("said by", names.links(iri, Rg.saidBy)),
        ("attributed to", names.links(iri, Rg.attributedTo)),
        ("addressed to", names.links(iri, Rg.addressedTo)),
        ("asks for", names.links(iri, Rg.asksFor)),
        ("names", names.links(iri, Rg.violation)),
        ("concerns", names.links(iri, Rg.concerns)),
        ("quoted from", [names.place(each) for each in names.things(iri, Prov.wasQuotedFrom)]),
        ("check of the words", names.links(iri, Rg.quotationCheck)),
        ("rests on", names.places(names.things(iri, Rg.basedOn))),
        ("proved by", _citations(names, iri, Rg.throughCitation)),
        ("quoted through", _citations(names, iri, Rg.quotedThrough)),
        ("supports", [_short(names, each) for each in names.things(iri, Rg.supports)]),
        ("stands in", names.links(iri, Rg.reportedIn)),
        ("deadline", [Link(each) for each in names.texts(iri, Rg.deadline)]),
    ]
    return StatementView(
        anchor=anchor(names, iri),
        link=_short(names, iri),
        kind=names.kind(iri) or "statement",
        sort=sort_of(names, iri),
        text=names.text(iri, Rg.summary) or words,
        quoted=bool(words),
        rows=tuple((heading, tuple(links)) for heading, links in rows if links),
        evidence=evidence(names, iri),
        remarks=remarks(names, iri),
        document=Link(names.document_name(document), names.address(document))
        if elsewhere
        else None,
        by=tuple(names.links(iri, Rg.saidBy) or names.links(iri, Rg.attributedTo)),
        outcome=next(iter(names.things(iri, Rg.quotationCheck)), "").rpartition("/")[2],
        iri=iri,
    )


def _citations(names: Names, iri: str, name: str) -> list[Link]:
    """Citations that prove something, each by its note, or by its words where it has none."""
    return [
        Link(_where(names, each), names.address(each))
        for each in names.in_order(names.things(iri, name))
    ]


def _where(names: Names, iri: str) -> str:
    note = next(iter(names.things(iri, Rg.inNote)), "")
    if note:
        number = names.text(note, Fabio.hasSequenceIdentifier)
        return f"note {number}" if number else names.name(note)
    return names.text(iri, Rg.citationText) or names.name(iri)


def _short(names: Names, iri: str) -> Link:
    text = names.text(iri, Rg.summary) or names.text(iri, Rg.words)
    return Link(text or names.name(iri), names.address(iri))


def remarks(names: Names, iri: str) -> tuple[str, ...]:
    """How sure a statement is, and what became of it in review."""
    found = []
    if rule := names.text(iri, Rg.rule):
        found.append("curated by hand" if rule == "curated" else f"rule {rule}")
    if confidence := names.text(iri, Rg.confidence):
        found.append(f"confidence {confidence}")
    if state := names.links(iri, Rg.reviewState):
        found.append(f"review: {state[0].text}")
    if why := names.text(iri, Rg.setAside):
        found.append(f"set aside: {why}")
    if difference := names.texts(iri, Rg.difference):
        found.append("; ".join(difference))
    return tuple(found)
