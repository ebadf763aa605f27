"""What a snapshot says about citations, read once and kept in memory.

A network of a million edges needs a million citations: everything about them, about documents and
about statements comes as one pair of columns for each property. The engine scans a property three
times as fast as it joins several, and writes CSV without holding Python's lock.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import MappingProxyType
from typing import IO, Final, NamedTuple, TypeAlias

import pyoxigraph as ox

from rightsgraph.store.graph_store import OpenGraph

Pairs: TypeAlias = Mapping[str, tuple[str, ...]]
_NOTHING: Final = ("",)

_OF_CITATIONS: Final = (
    "cito:hasCitingEntity",
    "rg:citedDocument",
    "cito:hasCitedEntity",
    "rg:inPassage",
    "rg:inNote",
    "rg:resolution",
    "rg:setAside",
)
_DOCUMENTS: Final = """
SELECT DISTINCT ?this WHERE {
  { ?this rg:symbol ?any } UNION { ?this a fabio:Letter } UNION { ?this rg:documentKind ?any }
  UNION { ?any rg:citedDocument ?this } UNION { ?any cito:hasCitingEntity ?this }
}
"""
_PARAGRAPHS: Final = """
SELECT DISTINCT ?this WHERE { { ?this a doco:Paragraph } UNION { ?this rg:pinpoint ?any } }
"""
_ACTORS: Final = """
SELECT DISTINCT ?this WHERE {
  { ?this a org:Organization } UNION { ?this a rg:UNBody } UNION { ?this a rg:Mandate }
}
"""


class Cited(NamedTuple):
    """One citation.

    Args:
        citation: Its IRI.
        citing: The citing document.
        cited: The cited document, or the work without a symbol.
        places: The places that it names; the document itself when it names none.
        passages: Where it stands: paragraphs, else notes, else the citing document.
        resolution: The slug of how it was resolved; empty when that is not said.
        set_aside: Why it does not count; empty when it counts.
    """

    citation: str
    citing: str
    cited: str
    places: tuple[str, ...]
    passages: tuple[str, ...]
    resolution: str
    set_aside: str


class Facts:
    """The facts of one state of the graph that networks are made of.

    Args:
        graph: The graph; `close` closes it.
    """

    def __init__(self, graph: OpenGraph) -> None:
        self.graph: Final = graph
        self._pairs: dict[str, Pairs] = {}
        self._words: dict[str, Mapping[str, str]] = {}
        self._things: dict[str, frozenset[str]] = {}
        self._citations: tuple[Cited, ...] | None = None
        self._ahead: dict[str, Future[IO[bytes]]] = {}
        self._once: Final = dict[str, str]().setdefault  # each IRI is kept once

    def __enter__(self) -> Facts:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the graph; what has been read stays."""
        self.graph.close()

    @property
    def citations(self) -> tuple[Cited, ...]:
        """All citations, in the order of their IRIs."""
        if self._citations is None:
            # While one property is taken into memory the engine scans the next.
            with ThreadPoolExecutor(1) as pool:
                for name in _OF_CITATIONS:
                    if name not in self._pairs:
                        self._ahead[name] = pool.submit(self._answered, _pairs_of(name))
                self._citations = tuple(self._read_citations())
        return self._citations

    def _read_citations(self) -> Iterator[Cited]:
        """The citations: what has a citing entity and a cited document."""
        citing, cited, places, passages, notes, resolutions, reasons = (
            self.pairs(name) for name in _OF_CITATIONS
        )
        slugs: dict[str, str] = {}
        for citation in sorted(citing.keys() & cited.keys()):
            of, to = citing[citation], cited[citation]
            how = resolutions.get(citation, _NOTHING)[0]
            if how not in slugs:
                slugs[how] = how.rpartition("/")[2]
            yield Cited(
                citation,
                of[0],
                to[0],
                places.get(citation) or to[:1],
                passages.get(citation) or notes.get(citation) or of[:1],
                slugs[how],
                reasons.get(citation, _NOTHING)[0],
            )

    @property
    def documents(self) -> frozenset[str]:
        """The documents, and the works that are cited without a symbol."""
        return self._listed("documents", _DOCUMENTS)

    @property
    def paragraphs(self) -> frozenset[str]:
        """The paragraphs, and the other places that are cited."""
        return self._listed("paragraphs", _PARAGRAPHS)

    @property
    def actors(self) -> frozenset[str]:
        """The organisations, UN bodies and mandates."""
        return self._listed("actors", _ACTORS)

    def pairs(self, name: str) -> Pairs:
        """For each thing the values of a property, in the order of the alphabet.

        Args:
            name: The property with a prefix, such as `rg:issuedBy`.
        """
        if name not in self._pairs:
            ahead = self._ahead.pop(name, None)
            rows = self._rows(_pairs_of(name)) if ahead is None else _read(ahead.result())
            found: dict[str, tuple[str, ...]] = {}
            several: dict[str, set[str]] = {}
            for this, value in rows:
                value = self._once(value, value)
                if this not in found:
                    found[self._once(this, this)] = (value,)
                else:
                    several.setdefault(this, set(found[this])).add(value)
            for this, values in several.items():
                found[this] = tuple(sorted(values))
            self._pairs[name] = MappingProxyType(found)
        return self._pairs[name]

    def first(self, name: str, this: str) -> str:
        """The first value of a property of a thing; empty when it has none."""
        return self.pairs(name).get(this, ("",))[0]

    def words(self, name: str) -> Mapping[str, str]:
        """For each thing a text of a property, in English where there is one.

        Args:
            name: The property with a prefix, such as `skos:prefLabel`.
        """
        if name not in self._words:
            self._words[name] = MappingProxyType(self._texts(f"?this {name} ?value"))
        return self._words[name]

    def words_of(self, name: str, things: Iterable[str]) -> Mapping[str, str]:
        """The same of a few things alone, without looking at all others.

        Args:
            name: The property with a prefix, such as `skos:prefLabel`.
            things: IRIs that the graph has.
        """
        terms = " ".join(str(ox.NamedNode(thing)) for thing in sorted(things))
        return self._texts(f"VALUES ?this {{ {terms} }} ?this {name} ?value") if terms else {}

    def _texts(self, pattern: str) -> dict[str, str]:
        """For each ?this the first ?value, English before others."""
        found: dict[str, tuple[bool, str]] = {}
        query = f"SELECT ?this ?value (LANG(?value) AS ?language) {{ {pattern} }}"
        for this, value, language in self._rows(query):
            foreign = bool(language) and not language.startswith("en")
            found[this] = min((foreign, value), found.get(this, (True, "\U0010ffff")))
        return {this: each[1] for this, each in found.items()}

    def things(self, kind: str) -> frozenset[str]:
        """All things of a type.

        Args:
            kind: The type with a prefix, such as `rg:Finding`.
        """
        return self._listed(kind, f"SELECT ?this WHERE {{ ?this a {kind} }}")

    def count(self, name: str) -> int:
        """How many pairs of a thing and a value a property has.

        Args:
            name: The property with a prefix, such as `rg:citedDocument`.
        """
        ((number,),) = self._rows(f"SELECT (COUNT(*) AS ?number) {{ ?this {name} ?value }}")
        return int(number)

    def narrower(self, concepts: Iterable[str]) -> frozenset[str]:
        """The concepts, and all that are narrower."""
        below: dict[str, list[str]] = {}
        for concept, broader in self.pairs("skos:broader").items():
            for each in broader:
                below.setdefault(each, []).append(concept)
        found: set[str] = set()
        waiting = list(concepts)
        while waiting:
            concept = waiting.pop()
            if concept not in found:
                found.add(concept)
                waiting += below.get(concept, ())
        return frozenset(found)

    def _listed(self, name: str, query: str) -> frozenset[str]:
        if name not in self._things:
            self._things[name] = frozenset(this for (this,) in self._rows(query))
        return self._things[name]

    def _rows(self, query: str) -> Iterator[list[str]]:
        """The rows of a SELECT query, each value as text, an unbound one empty."""
        return _read(self._answered(query))

    def _answered(self, query: str) -> IO[bytes]:
        """The answer to a SELECT query as a file of CSV."""
        file = tempfile.TemporaryFile()  # noqa: SIM115  _read closes it
        with self.graph.answer(query) as results:
            if not isinstance(results, ox.QuerySolutions):
                raise TypeError(type(results).__name__)
            results.serialize(file, ox.QueryResultsFormat.CSV)
        file.seek(0)
        return file


def _pairs_of(name: str) -> str:
    return f"SELECT ?this ?value WHERE {{ ?this {name} ?value }}"


def _read(file: IO[bytes]) -> Iterator[list[str]]:
    with file:
        rows = csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline=""))
        next(rows)
        yield from rows
