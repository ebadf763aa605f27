"""The three levels and the three relations of a network, and what a node is at each level.

Source: M. M. Kessler, Bibliographic coupling between scientific papers, American Documentation 14
(1963); H. Small, Co-citation in the scientific literature, JASIS 24 (1973); E. Garfield, Citation
indexes for science, Science 122 (1955).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import networkx as nx

from rightsgraph.iris import base
from rightsgraph.networks.attributes import Scalar, tidy
from rightsgraph.networks.choices import Level
from rightsgraph.networks.dates import span
from rightsgraph.networks.facts import Cited, Facts
from rightsgraph.networks.selection import Sieve, authors, subjects

SELF_CITATION: Final = "self-citation"


class Ends:
    """Between which nodes of a level a citation runs.

    Args:
        level: The level.
        facts: The facts.
        merge: Whether a work without a symbol is taken for the document that it was identified as.
    """

    def __init__(self, level: Level, facts: Facts, *, merge: bool) -> None:
        self.level: Final = level
        self.facts: Final = facts
        self._identified = facts.pairs("rg:identifiedAs") if merge else {}

    def cited_document(self, cited: Cited) -> str:
        """The document that a citation cites."""
        found = self._identified.get(cited.cited, ())
        return found[0] if len(found) == 1 else cited.cited

    def sources(self, cited: Cited) -> tuple[str, ...]:
        """The nodes that cite."""
        match self.level:
            case Level.DOCUMENTS:
                return (cited.citing,)
            case Level.PARAGRAPHS:
                return cited.passages
            case Level.ACTORS:
                return authors(self.facts, cited.citing)

    def targets(self, cited: Cited) -> tuple[str, ...]:
        """The nodes that are cited."""
        document = self.cited_document(cited)
        match self.level:
            case Level.DOCUMENTS:
                return (document,)
            case Level.PARAGRAPHS:
                return tuple(document if p == cited.cited else p for p in cited.places)
            case Level.ACTORS:
                return self.facts.pairs("rg:issuedBy").get(document, ())

    def why_not(self, cited: Cited) -> str:
        """Why a citation does not count; empty when it does."""
        if cited.set_aside:
            return cited.set_aside
        return SELF_CITATION if self.cited_document(cited) == cited.citing else ""


def isolates(level: Level, sieve: Sieve) -> Iterable[str]:
    """All nodes of a level that the filters of documents let through."""
    facts = sieve.facts
    documents = [document for document in facts.documents if sieve.takes_document(document)]
    match level:
        case Level.DOCUMENTS:
            return documents
        case Level.PARAGRAPHS:
            whole = set(documents)
            return [place for place in facts.paragraphs if _document_of(place) in whole]
        case Level.ACTORS:
            if sieve.is_open:
                return facts.actors
            return {author for document in documents for author in authors(facts, document)}


def _document_of(place: str) -> str:
    document, _, fragment = place.partition("#")
    work = fragment.split("-")
    # The places of a work without a symbol stand beside it: #work-1-para-6.
    return f"{document}#work-{work[1]}" if work[0] == "work" and len(work) > 1 else document


def describe(graph: nx.Graph, level: Level, facts: Facts) -> None:
    """Give every node of a network the attributes that the graph knows of it."""
    counted = {
        "findings": _statements(level, facts, "rg:Finding"),
        "recommendations": _statements(level, facts, "rg:Recommendation"),
    }
    for node, attributes in graph.nodes(data=True):
        told: dict[str, Any]
        match level:
            case Level.DOCUMENTS:
                told = _document(node, facts)
            case Level.PARAGRAPHS:
                told = _paragraph(node, facts)
            case Level.ACTORS:
                told = _actor(node, facts)
        numbers = {name: counts.get(node, 0) for name, counts in counted.items()}
        attributes.update(tidy({**told, **numbers, **attributes}))


def is_work(iri: str, symbol: str) -> bool:
    """Whether something that is cited is a work without a symbol, and not a document."""
    return not symbol and "#work-" in iri


def drawn_document(
    iri: str, symbol: str, title: str, words: str, issued: str
) -> dict[str, Scalar | None]:
    """What a picture shows of a document itself.

    Args:
        iri: Its IRI.
        symbol: Its UN symbol.
        title: Its title.
        words: The words that cite it, of a work without a symbol.
        issued: Its date.
    """
    found = span(issued) if issued else None
    return {
        "label": symbol or title or words or short(iri),
        "nodeType": "work" if is_work(iri, symbol) else "document",
        "date": issued,
        "year": found[0].year if found else None,
    }


def _document(iri: str, facts: Facts) -> dict[str, Scalar | None]:
    symbol = facts.first("rg:symbol", iri)
    title = facts.words("dcterms:title").get(iri, "")
    words = facts.first("rg:citationText", iri) if is_work(iri, symbol) else ""
    kind = facts.first("rg:documentKind", iri)
    bodies = authors(facts, iri)
    about = subjects(facts, iri)
    states = tuple(dict.fromkeys(s for s in about if "/id/state/" in s))
    return {
        **drawn_document(iri, symbol, title, words, facts.first("dcterms:issued", iri)),
        "title": title,
        "symbol": symbol,
        "kind": kind,
        "kindName": _names(facts, (kind,)) if kind else "",
        "body": " ".join(bodies),
        "bodyName": _names(facts, bodies),
        "state": " ".join(states),
        "stateName": _names(facts, states),
        "identifiedAs": facts.first("rg:identifiedAs", iri),
    }


def _paragraph(iri: str, facts: Facts) -> dict[str, Scalar | None]:
    document = _document_of(iri)
    told = _document(document, facts)
    if document == iri:  # it is cited as a whole, or its citations have no place
        return told
    pinpoint = facts.first("rg:pinpoint", iri)
    place = pinpoint or iri.rpartition("#")[2].replace("-", " ")
    return {
        **told,
        "label": f"{told['label']} {place}",
        "nodeType": "paragraph",
        "pinpoint": place,
        "document": document,
        "identifiedAs": "",
    }


def _actor(iri: str, facts: Facts) -> dict[str, Scalar | None]:
    kind = next((k for k in ("rg:Mandate", "rg:UNBody") if iri in facts.things(k)), "")
    states = facts.pairs("rg:inState").get(iri, ())
    return {
        "label": _names(facts, (iri,)),
        "nodeType": "actor",
        "kindName": {"rg:Mandate": "mandate", "rg:UNBody": "UN body"}.get(kind, "organisation"),
        "state": " ".join(states),
        "stateName": _names(facts, states),
    }


def _statements(level: Level, facts: Facts, kind: str) -> Counter[str]:
    """How many findings or recommendations each node has."""
    name = {
        Level.DOCUMENTS: "dcterms:isPartOf",
        Level.PARAGRAPHS: "rg:basedOn",
        Level.ACTORS: "rg:saidBy",
    }[level]
    counts: Counter[str] = Counter()
    pairs = facts.pairs(name)
    for statement in facts.things(kind):
        counts.update(pairs.get(statement, ()))
    return counts


def _names(facts: Facts, iris: tuple[str, ...]) -> str:
    if not iris:
        return ""
    labels = facts.words("skos:prefLabel")
    return "; ".join(labels.get(iri) or short(iri) for iri in iris)


def short(iri: str) -> str:
    """An IRI without what all of ours begin with: a name for what has none."""
    return iri.removeprefix(base()).removeprefix("id/")
