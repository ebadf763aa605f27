"""The sheet on which a document is described: triples of one named graph, each once, in order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from rightsgraph.vocabulary import RDF, XSD

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

    Attributes:
        data: The values by subject and property; an IRI is a plain string.
    """

    def __init__(self, graph: str) -> None:
        self.graph = ox.NamedNode(graph)
        self.data: dict[str, dict[str, dict[str | ox.Literal, None]]] = {}

    def __len__(self) -> int:
        return sum(len(v) for about in self.data.values() for v in about.values())

    def add(self, subject: str, predicate: str, *values: str | ox.Literal) -> None:
        """Write triples; a value that is a string is an IRI."""
        if not values:
            return
        about = self.data.get(subject)
        if about is None:
            about = self.data[subject] = {}
        found = about.get(predicate)
        if found is None:
            found = about[predicate] = {}
        for value in values:
            found[value] = None

    def quads(self) -> Iterator[ox.Quad]:
        """The triples as quads: subjects, their properties and values as they were first met."""
        graph = self.graph
        for subject, about in self.data.items():
            named = node(subject)
            for predicate, values in about.items():
                property_ = node(predicate)
                for value in values:
                    term = value if isinstance(value, ox.Literal) else node(value)
                    yield ox.Quad(named, property_, term, graph)
