"""A description in the formats of RDF, and which of them a client gets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from rightsgraph.errors import NotAcceptableError
from rightsgraph.server.linked.compaction import document
from rightsgraph.server.naming import natural
from rightsgraph.server.negotiation import HTML, Offer
from rightsgraph.store.answers import AnswerFormat
from rightsgraph.vocabulary import PREFIXES, Rdf

TURTLE: Final = Offer("text/turtle", AnswerFormat.TURTLE, "ttl")
# The first of several that the client likes equally well is taken.
DATA_OFFERS: Final = (
    TURTLE,
    Offer(HTML, AnswerFormat.TURTLE, "html"),
    Offer("application/ld+json", AnswerFormat.JSON_LD, "jsonld"),
    Offer("application/n-triples", AnswerFormat.N_TRIPLES, "nt"),
    Offer("application/rdf+xml", AnswerFormat.RDF_XML, "rdf"),
    Offer("application/json", AnswerFormat.JSON_LD, "json"),
)
# How people call them.
LABELS: Final = {
    "json": "JSON",
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
}
_SERIALISERS: Final = {
    AnswerFormat.TURTLE: ox.RdfFormat.TURTLE,
    AnswerFormat.N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    AnswerFormat.RDF_XML: ox.RdfFormat.RDF_XML,
}


def write(triples: Iterable[ox.Triple], offer: Offer, context: str, first: str = "") -> bytes:
    """Triples in a format, all that is said of one thing together.

    Args:
        triples: What is written.
        offer: The format.
        first: IRI of the thing that comes first.
        context: Address of the context of JSON-LD.

    Raises:
        NotAcceptableError: The format has no way to write one of them.
    """
    together = grouped(triples, first)
    if offer.format is AnswerFormat.JSON_LD:
        content = document(together, context)
        return json.dumps(content, ensure_ascii=False, indent=1).encode()
    # Streaming, the engine needs no memory; what is written here is small.
    prefixes = dict(PREFIXES) if offer.format is not AnswerFormat.N_TRIPLES else None
    try:
        written = ox.serialize(together, format=_SERIALISERS[offer.format], prefixes=prefixes)
    except ValueError as error:
        raise NotAcceptableError(
            f"This cannot be written as {LABELS[offer.name]}: {error}.",
            remedy="Ask for text/turtle, application/n-triples or application/ld+json.",
        ) from None
    return written or b""


def grouped(triples: Iterable[ox.Triple], first: str = "") -> list[ox.Triple]:
    """The triples in an order for people: by subject, what a thing is before all else of it.

    Args:
        triples: The triples.
        first: IRI of the subject that comes first.
    """
    subjects: dict[object, list[ox.Triple]] = {}
    for triple in triples:
        subjects.setdefault(triple.subject, []).append(triple)

    def place(subject: object) -> tuple[bool, bool, list[tuple[int, str]]]:
        if not isinstance(subject, ox.NamedNode):
            return True, True, natural(str(subject))
        return subject.value != first, False, natural(subject.value)

    def by_property(triple: ox.Triple) -> tuple[bool, str, str]:
        name = triple.predicate.value
        return name != Rdf.type, name, str(triple.object)

    return [
        triple
        for subject in sorted(subjects, key=place)
        for triple in sorted(subjects[subject], key=by_property)
    ]
