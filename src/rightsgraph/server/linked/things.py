"""An organisation, body, State, situation, concept or anything else on its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from rightsgraph.server.linked.description import Description
from rightsgraph.server.linked.names import Link, Names
from rightsgraph.server.linked.relations import INBOUND
from rightsgraph.server.linked.statements import (
    CitationView,
    StatementView,
    anchor,
    citation,
    statement,
)
from rightsgraph.server.naming import natural, short
from rightsgraph.vocabulary import (
    SH,
    Bibo,
    Cito,
    Dcterms,
    Foaf,
    Org,
    Prov,
    Rdf,
    Rdfs,
    Rg,
    Skos,
)

# The words of a page for properties whose names say less.
_HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Skos.altLabel: "also called",
        Skos.notation: "abbreviation",
        Skos.definition: "definition",
        Skos.broader: "broader",
        Skos.narrower: "narrower",
        Skos.exactMatch: "the same as",
        Skos.closeMatch: "close to",
        Skos.inScheme: "in the scheme",
        Skos.topConceptOf: "at the top of",
        Skos.hasTopConcept: "top concepts",
        Skos.example: "example",
        Skos.note: "note",
        Org.subOrganizationOf: "part of",
        Rg.mandatedBy: "mandated by",
        Rg.mandatingDocument: "created by",
        Rg.inState: "in",
        Rg.alpha2: "ISO 3166 alpha-2",
        Rg.alpha3: "ISO 3166 alpha-3",
        Rg.m49: "UN M49",
        Rg.officialName: "official name",
        Foaf.homepage: "home page",
        Foaf.page: "page",
        Bibo.recipient: "addressed to",
        Dcterms.source: "source of these facts",
        Dcterms.license: "licence of these facts",
        Dcterms.isPartOf: "part of",
        Dcterms.issued: "date",
        Dcterms.title: "title",
        Dcterms.description: "description",
        Dcterms.subject: "about",
        Prov.used: "used",
        Prov.wasAssociatedWith: "done by",
        Prov.wasGeneratedBy: "described by",
        Prov.startedAtTime: "begun",
        Prov.endedAtTime: "ended",
        Prov.generatedAtTime: "made",
        Rdfs.comment: "remark",
        Rg.firstIssued: "first document",
        Rg.lastIssued: "last document",
        Rdfs.seeAlso: "see also",
        Rdfs.label: "label",
        SH + "prefixes": "prefixes of",
        SH + "select": "query",
    }
)
_COUNTED: Final = (
    "action",
    "addressee",
    "document",
    "finding",
    "recommendation",
    "speaker",
    "violation",
)
# Where the facts are from, and what was counted when the snapshot was published.
_FURTHER: Final = frozenset(
    {
        "source of these facts",
        "licence of these facts",
        "first document",
        "last document",
        *(f"{what} count" for what in _COUNTED),
        "times asked",
    }
)
_HIDDEN: Final = frozenset({Rdf.type, Skos.prefLabel})
_STATEMENTS: Final = frozenset({Rg.Quotation, Rg.LongQuotation, Rg.Finding, Rg.Recommendation})
# The page of a document shows these in sections of their own.
_CITING: Final = (
    Cito.hasCitedEntity,
    Cito.cites,
    Rg.citedDocument,
    Rg.basedOn,
    Prov.wasQuotedFrom,
)


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in one relation to a thing.

    Args:
        heading: The relation in plain words.
        statements: Findings, recommendations and quotations among it.
        citations: Citations among it.
        links: Everything else.
        is_cut: Whether there is more.
    """

    heading: str
    statements: tuple[StatementView, ...]
    citations: tuple[CitationView, ...]
    links: tuple[Link, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class ThingView:
    """A thing.

    Args:
        kind: What sort of thing it is.
        facts: Headings and values about it.
        further: More of them: where these facts are from.
        groups: What points at it.
        parts: Its parts, with their facts: corrections, counts.
    """

    kind: str
    facts: tuple[tuple[str, tuple[Link, ...]], ...]
    further: tuple[tuple[str, tuple[Link, ...]], ...]
    groups: tuple[Group, ...]
    parts: tuple[tuple[str, Link, tuple[tuple[str, tuple[Link, ...]], ...]], ...]


def view_thing(description: Description, without: Sequence[str] = ()) -> ThingView:
    """What the page of a thing shows.

    Args:
        description: What the graph says of it.
        without: Relations that the page shows in another way.
    """
    names = Names(description)
    iri = description.iri
    said = facts(names, iri)
    parts = sorted((each for each in description.facts if each.startswith(iri + "#")), key=natural)
    return ThingView(
        kind=names.kind(iri),
        facts=tuple(each for each in said if each[0] not in _FURTHER),
        further=tuple(each for each in said if each[0] in _FURTHER),
        groups=tuple(_groups(names, without)),
        parts=tuple((anchor(names, each), names.link(each), facts(names, each)) for each in parts),
    )


def other_groups(description: Description) -> tuple[Group, ...]:
    """What points at a document in other ways than by citing it."""
    return tuple(_groups(Names(description), _CITING))


def facts(names: Names, iri: str) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """All that is said of a thing itself: headings and values."""
    rows: list[tuple[str, tuple[Link, ...]]] = []
    about = names.description.facts.get(iri, {})
    order = list(_HEADINGS)
    listed = sorted(about, key=lambda each: order.index(each) if each in order else len(order))
    for name in listed:
        if name in _HIDDEN:
            continue
        links: dict[Link, None] = {}
        for value in about[name]:
            if isinstance(value, ox.NamedNode):
                links[names.link(value.value)] = None
            elif isinstance(value, ox.Literal):
                links[Link(value.value, language=value.language or "")] = None
        if links:
            rows.append((_HEADINGS.get(name) or _words(name), tuple(links)))
    return tuple(rows)


def _words(iri: str) -> str:
    """The name of a property in words: `rg:timesCited` as "times cited"."""
    local = short(iri).partition(":")[2] if "://" not in short(iri) else iri
    return "".join(f" {each.lower()}" if each.isupper() else each for each in local).strip() or iri


def _groups(names: Names, without: Sequence[str] = ()) -> list[Group]:
    description = names.description
    found = []
    order = [*INBOUND, *(each for each in description.inbound if each not in INBOUND)]
    for name in order:
        if name in without or name == Skos.narrower:  # what is broader says it already
            continue
        things = _not_own(description, description.inbound.get(name, ()))
        if things:
            heading = INBOUND.get(name) or f"Points at it by “{_words(name)}”"
            found.append(_group(names, heading, things, is_cut=name in description.cut))
    return found


def _not_own(description: Description, things: Sequence[str]) -> list[str]:
    return [each for each in things if not each.startswith(description.iri + "#")]


def _group(names: Names, heading: str, things: Sequence[str], *, is_cut: bool) -> Group:
    statements, citations, links = [], [], []
    for each in things:
        types = names.types(each)
        if types & _STATEMENTS:
            statements.append(statement(names, each))
        elif Cito.Citation in types:
            citations.append(citation(names, each))
        else:
            links.append(_noted(names, each))
    return Group(heading, tuple(statements), tuple(citations), tuple(links), is_cut)


def _noted(names: Names, iri: str) -> Link:
    """A thing with what tells it apart: symbol and date of a document, kind of a part."""
    symbol = names.text(iri, Rg.symbol)
    name = names.name(iri)
    whole, mark, _ = iri.partition("#")
    document = names.name(whole) if mark else ""
    about = [each for each in (symbol, names.text(iri, Dcterms.issued), document) if each]
    return Link(name, names.address(iri), note=", ".join(each for each in about if each != name))
