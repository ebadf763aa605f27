"""What the graph says of a thing: a few queries, each of which ends however large the graph is.

    core       its own triples, those of its parts, of their evidence, of works named only in it
    inbound    what points at it or at its parts: so many of each relation, and no more
    heads      names, dates and summaries of everything that these name

All three read one snapshot. Queries are made of IRIs that the engine has parsed, never of text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from starlette.types import Receive

from rightsgraph.server.linked.addresses import Asked
from rightsgraph.server.linked.relations import INBOUND
from rightsgraph.server.service import GraphService
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.derivation import dataset_iri, statistics_graph
from rightsgraph.vocabulary import Cito, Dcterms, Fabio, Oa, Prov, Rdf, Rdfs, Rg, Skos

# So many things are shown for each relation in which others stand to a thing, and so many
# citations of the places in a document.
BOUND: Final = 100
PLACES_BOUND: Final = 1000
# Of the relations that are not listed, so many triples are looked at.
_OTHERS_SEEN: Final = 2000
# So many things are named in one query for their heads.
_BATCH: Final = 500
_MOST_NAMED: Final = 5000
_HEADS: Final = (
    Rdf.type,
    Skos.prefLabel,
    Skos.notation,
    Dcterms.title,
    Dcterms.issued,
    Dcterms.isPartOf,
    Rdfs.label,
    Rg.symbol,
    Rg.summary,
    Rg.words,
    Rg.saidBy,
    Rg.addressedTo,
    Rg.attributedTo,
    Rg.asksFor,
    Rg.violation,
    Rg.citationText,
    Rg.pinpointText,
    Rg.pinpoint,
    Rg.inNote,
    Rg.inPassage,
    Rg.identifiedAs,
    Rg.resolution,
    Rg.quotationCheck,
    Rg.reviewState,
    Rg.verdict,
    Rg.timesCited,
    Cito.hasCitingEntity,
    Fabio.hasSequenceIdentifier,
)
_NAMES: Final = (
    Rdf.type,
    Skos.prefLabel,
    Skos.notation,
    Dcterms.title,
    Dcterms.issued,
    Rdfs.label,
    Rg.symbol,
    Rg.pinpoint,
    Fabio.hasSequenceIdentifier,
)
# How places in a document are pointed at from elsewhere.
_TO_PLACES: Final = (Cito.hasCitedEntity, Rg.basedOn, Prov.wasQuotedFrom, Rg.foundIn)
# By these the parts of a thing point at it; they come with its own triples.
_OF_ITS_OWN: Final = (
    Dcterms.isPartOf,
    Oa.hasSource,
    Cito.hasCitingEntity,
    # Tallies count what is shown itself.
    Rg.tallyAction,
    Rg.tallyAddressee,
    Rg.tallyCited,
    Rg.tallyCiting,
    Rg.tallySituation,
)
_CORE: Final = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?s { %(thing)s } ?s ?p ?o }
  UNION { ?s dcterms:isPartOf+ %(thing)s . ?s ?p ?o }
  UNION { %(thing)s rg:evidence ?s . ?s ?p ?o }
  UNION { %(thing)s rg:evidence/oa:hasSelector ?s . ?s ?p ?o }
  UNION { ?part dcterms:isPartOf+ %(thing)s . ?part rg:evidence ?s . ?s ?p ?o }
  UNION { ?part dcterms:isPartOf+ %(thing)s . ?part rg:evidence/oa:hasSelector ?s . ?s ?p ?o }
  UNION { ?part dcterms:isPartOf+ %(thing)s . ?s rg:comparisonOf ?part . ?s ?p ?o }
  UNION { %(thing)s ?any ?s . FILTER(STRSTARTS(STR(?s), "%(fragment)s")) ?s ?p ?o }
  %(members)s
}
"""
# Most counts that belong to the dataset do not say so but by their IRIs; there may be very many.
COUNTS_BOUND: Final = 2000
_COUNTS: Final = """
UNION { SELECT ?s ?p ?o {
  GRAPH <%(graph)s> { ?s ?p ?o } FILTER(STRSTARTS(STR(?s), "%(dataset)s#"))
} LIMIT %(most)d }
"""

Subject = ox.NamedNode | ox.BlankNode
Value = ox.NamedNode | ox.BlankNode | ox.Literal
# What is said of a thing: the values of each property.
Facts = Mapping[str, Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph says of a thing.

    Args:
        iri: The thing.
        snapshot: Id of the snapshot that says so.
        triples: All of it, the thing first.
        facts: The same by subject and property.
        inbound: What points at it, by property: IRIs, in the order of the graph.
        places: For each place in a document, what points at it from outside, by property.
        cut: Properties of which there are more than are given.
        places_cut: Whether more points at the places than is given.
    """

    iri: str
    snapshot: str
    triples: tuple[ox.Triple, ...]
    facts: Mapping[str, Facts]
    inbound: Mapping[str, Sequence[str]]
    places: Mapping[str, Mapping[str, Sequence[str]]]
    cut: frozenset[str]
    places_cut: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether more points at the thing, or at its places, than is given."""
        return bool(self.cut) or self.places_cut


class Descriptions:
    """Reads descriptions from the current snapshot.

    Args:
        service: Where queries are evaluated.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service

    async def find(self, asked: Iterable[Asked], receive: Receive | None = None) -> Asked | None:
        """The first reading of an address under which the graph knows a thing, with that IRI.

        Args:
            asked: The readings.
            receive: Tells when the client goes away.
        """
        readings = [(iri, each.format) for each in asked for iri in each.iris]
        # Virtuoso takes a value that stands alone for a constant, and loses it in GRAPH.
        values = " ".join(str(ox.NamedNode(iri)) for iri, _ in readings + readings[:1])
        table = await self.service.table(
            f"SELECT ?thing {{ VALUES ?thing {{ {values} }}"
            " FILTER(EXISTS { ?thing ?p ?o } || EXISTS { GRAPH ?thing { ?s ?q ?r } }) }",
            receive,
        )
        known = {row["thing"].value for row in table.rows}
        return next((Asked((iri,), name) for iri, name in readings if iri in known), None)

    async def describe(self, iri: str, receive: Receive | None = None) -> Description:
        """What the graph says of a thing.

        Args:
            iri: Its IRI, without a fragment.
            receive: Tells when the client goes away.

        Raises:
            AnswerTooLargeError: It is too much to be put together in memory.
            LimitError: A limit of the workers.
        """
        while True:
            found = await self._describe(iri, receive)
            if found is not None:  # otherwise another snapshot came in between
                return found

    async def _describe(self, iri: str, receive: Receive | None) -> Description | None:
        reader = _Reader(self.service, receive)
        thing = str(ox.NamedNode(iri))
        core = await reader.triples(core_query(iri))
        inbound = await reader.triples(_inbound_query(thing))
        places: list[ox.Triple] = []
        if any(triple.predicate.value == Dcterms.isPartOf for triple in core):
            places = await reader.triples(_places_query(thing))
        own = {_key(triple.subject) for triple in core}
        places = [triple for triple in places if _key(triple.subject) not in own]
        heads = await reader.heads(_named([*core, *inbound, *places], own), _HEADS)
        known = own | {_key(triple.subject) for triple in heads}
        names = await reader.heads(_named(heads, known), _NAMES)
        if len(reader.snapshots) > 1:
            return None
        return _put_together(iri, reader.snapshots.pop(), core, inbound, places, [*heads, *names])


def core_query(iri: str) -> str:
    """The query for a thing's own triples and those of its parts.

    Args:
        iri: The thing.
    """
    thing = str(ox.NamedNode(iri))
    members = ""
    if iri == dataset_iri():
        graph = statistics_graph().value
        members = _COUNTS % {"graph": graph, "dataset": iri, "most": COUNTS_BOUND}
    return _CORE % {"thing": thing, "fragment": iri + "#", "members": members}


def everything_query(iri: str) -> str:
    """A query for people: all that points at a thing or at a part of it."""
    return (
        f"SELECT ?from ?relation ?to WHERE {{\n  ?to dcterms:isPartOf* {ox.NamedNode(iri)} .\n"
        "  ?from ?relation ?to .\n}"
    )


def _inbound_query(thing: str) -> str:
    limited = [
        f"{{ {{ SELECT ?s {{ ?s <{name}> {thing} }} LIMIT {BOUND + 1} }} BIND(<{name}> AS ?p) }}"
        for name in INBOUND
    ]
    listed = ", ".join(f"<{name}>" for name in (*INBOUND, *_OF_ITS_OWN))
    limited.append(
        f"{{ SELECT ?s ?p {{ {{ SELECT ?s ?p {{ ?s ?p {thing} }} LIMIT {_OTHERS_SEEN} }}"
        f" FILTER(?p NOT IN ({listed})) }} LIMIT {BOUND + 1} }}"
    )
    return f"CONSTRUCT {{ ?s ?p {thing} }} WHERE {{ {' UNION '.join(limited)} }}"


def _places_query(thing: str) -> str:
    # One group a property: with a list of properties the engine looks through all triples.
    groups = " UNION ".join(
        f"{{ ?place dcterms:isPartOf+ {thing} . ?s <{name}> ?place . BIND(<{name}> AS ?p) }}"
        for name in _TO_PLACES
    )
    return (
        f"CONSTRUCT {{ ?s ?p ?place }} WHERE {{ SELECT ?s ?p ?place {{ {groups} }}"
        f" LIMIT {PLACES_BOUND + 1} }}"
    )


class _Reader:
    """Asks for triples, and notes which snapshots gave them."""

    def __init__(self, service: GraphService, receive: Receive | None) -> None:
        self.service = service
        self.receive = receive
        self.snapshots: set[str] = set()

    async def triples(self, query: str) -> list[ox.Triple]:
        request = QueryRequest(query, AnswerFormat.N_TRIPLES, over_union=True)
        document, snapshot = await self.service.document(request, self.receive)
        self.snapshots.add(snapshot)
        if len(document) < 65_536:
            return parse(document)
        return await asyncio.to_thread(parse, document)

    async def heads(self, things: Sequence[str], properties: Sequence[str]) -> list[ox.Triple]:
        found: list[ox.Triple] = []
        wanted = ", ".join(f"<{name}>" for name in properties)
        for start in range(0, min(len(things), _MOST_NAMED), _BATCH):
            values = " ".join(str(ox.NamedNode(each)) for each in things[start : start + _BATCH])
            found += await self.triples(
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o"
                f" FILTER(?p IN ({wanted})) }}"
            )
        return found


def parse(document: bytes) -> list[ox.Triple]:
    """The triples of N-Triples, each once.

    Args:
        document: What a worker wrote.
    """
    quads = ox.parse(document, format=ox.RdfFormat.N_TRIPLES)
    return list(dict.fromkeys(quad.triple for quad in quads))


def _named(triples: Iterable[ox.Triple], known: set[str]) -> list[str]:
    """The things that triples name and of which nothing is known yet."""
    found: dict[str, None] = {}
    for triple in triples:
        if triple.predicate.value == Rdf.type:
            continue
        for term in (triple.subject, triple.object):
            if isinstance(term, ox.NamedNode) and term.value not in known:
                found[term.value] = None
    return list(found)


def _key(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _put_together(
    iri: str,
    snapshot: str,
    core: list[ox.Triple],
    inbound: list[ox.Triple],
    places: list[ox.Triple],
    heads: list[ox.Triple],
) -> Description:
    relations: dict[str, list[str]] = {}
    for triple in inbound:
        relations.setdefault(triple.predicate.value, []).append(_key(triple.subject))
    cut = frozenset(name for name, things in relations.items() if len(things) > BOUND)
    others = sum(len(things) for name, things in relations.items() if name not in INBOUND)
    if others > BOUND:
        cut |= {name for name in relations if name not in INBOUND}
    relations = {name: things[:BOUND] for name, things in relations.items()}
    at_places: dict[str, dict[str, list[str]]] = {}
    for triple in places[:PLACES_BOUND]:
        relation = at_places.setdefault(_key(triple.object), {})
        relation.setdefault(triple.predicate.value, []).append(_key(triple.subject))
    pointing = [t for t in inbound if _key(t.subject) in relations[t.predicate.value]]
    triples = tuple(dict.fromkeys([*core, *pointing, *places[:PLACES_BOUND], *heads]))
    return Description(
        iri=iri,
        snapshot=snapshot,
        triples=triples,
        facts=facts_of(triples),
        inbound=relations,
        places=at_places,
        cut=cut,
        places_cut=len(places) > PLACES_BOUND
        or (iri == dataset_iri() and len(core) >= COUNTS_BOUND),
    )


def facts_of(triples: Iterable[ox.Triple]) -> dict[str, dict[str, list[Value]]]:
    """Triples by subject and property."""
    facts: dict[str, dict[str, list[Value]]] = {}
    for triple in triples:
        if isinstance(triple.object, ox.NamedNode | ox.BlankNode | ox.Literal):
            about = facts.setdefault(_key(triple.subject), {})
            about.setdefault(triple.predicate.value, []).append(triple.object)
    return facts
