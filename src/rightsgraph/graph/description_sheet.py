"""The sheet on which a document is described: triples of one named graph, each once, in order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from rightsgraph.vocabulary import RDF, XSD

Node = ox.NamedNode
Term = ox.NamedNode | ox.Literal

A: Final = RDF + "type"
_INTEGER: Final = ox.NamedNode(XSD + "integer")
_DECIMAL: Final = ox.NamedNode(XSD + "decimal")


@lru_cache(maxsize=4096)
def node(iri: str) -> ox.NamedNode:
    """The node with an IRI."""
    return ox.NamedNode(iri)


def plain(text: str) -> ox.Literal:
    """A string without language."""
    return ox.Literal(text)


def worded(text: str, language: str) -> ox.Literal:
    """Words in a language; without one when it is not known (`und`).

    Example:
        >>> str(worded("Dear Minister", "en")), str(worded("Dear Minister", "und"))
        ('"Dear Minister"@en', '"Dear Minister"')
    """
    tag = language if language != "und" else None
    return ox.Literal(text, language=tag) if tag else ox.Literal(text)


def whole(number: int) -> ox.Literal:
    """A whole number."""
    return ox.Literal(str(number), datatype=_INTEGER)


def share(number: float) -> ox.Literal:
    """A confidence, as a decimal with two digits."""
    return ox.Literal(f"{number:.2f}", datatype=_DECIMAL)


def dated(iso: str) -> ox.Literal:
    """A date as exact as it is known: a day, a month or a year.

    Example:
        >>> dated("2030-03").datatype.value.rpartition("#")[2]
        'gYearMonth'
    """
    kind = {10: "date", 7: "gYearMonth", 4: "gYear"}.get(len(iso), "string")
    return ox.Literal(iso, datatype=ox.NamedNode(XSD + kind))


class Sheet:
    """Triples of one named graph.

    Args:
        graph: IRI of the named graph.
    """

    def __init__(self, graph: str) -> None:
        self.graph = ox.NamedNode(graph)
        self._triples: dict[ox.Triple, None] = {}

    def __len__(self) -> int:
        return len(self._triples)

    def add(self, subject: str, predicate: str, *values: str | ox.Literal) -> None:
        """Write triples; a value that is a string is an IRI."""
        named, property_ = node(subject), node(predicate)
        for value in values:
            term = value if isinstance(value, ox.Literal) else node(value)
            self._triples[ox.Triple(named, property_, term)] = None

    def quads(self) -> Iterator[ox.Quad]:
        """The triples as quads, in the order in which they were first written."""
        for triple in self._triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, self.graph)
