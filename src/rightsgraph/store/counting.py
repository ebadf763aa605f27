"""The counts that everybody asks for, made in one pass when a snapshot is published.

The engine reads one property after the other, as two columns of text, and the rows are put
together here: a join of the engine looks every row up by itself, which takes it five times as
long as reading both columns. Names stay bytes as the engine wrote them.

What is counted, and what it is worth:

- a citation counts once for each document and place that it names. One by which a document cites
  itself ("see paragraph 5 above") says nothing of how the document is received, and is left out;
  so is one that was set aside as a duplicate or because it cites what did not exist yet;
- a recommendation or finding counts once for each document, situation, action and addressee;
  its year is that of the document it is part of. Dates may be a year or a month only, so they are
  compared as text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b
from heapq import nsmallest
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from rightsgraph.vocabulary import RDF, XSD, C4o, Cito, Dcterms, Rg

Name = bytes  # an IRI in angle brackets, a blank node or a literal, as TSV writes it
Fact = tuple[Name, str, Name]
_Pairs = Collection[list[Name]]
_Values = Mapping[Name, tuple[Name, ...]]

# So many of the most cited documents, places and pairs have a rank.
RANKED: Final = 500
_YEAR: Final = re.compile(rb'"(\d{4})')
_G_YEAR: Final = (XSD + "gYear").encode()


class _Column:
    """A file that keeps what the engine writes."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keeps a piece."""
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Does nothing: everything is kept already."""


class Columns:
    """The properties that are counted.

    Args:
        store: The store.
        union: Whether its default graph is the union of the named graphs.
    """

    def __init__(self, store: ox.Store, *, union: bool) -> None:
        self._store = store
        self._union = union
        # Where the default graph is made on the fly, a triple comes once for each of its graphs.
        self._select = "SELECT" if union else "SELECT DISTINCT"

    def pairs(self, name: str) -> _Pairs:
        """Subject and object of each triple with a property."""
        return [row.split(b"\t") for row in self._rows(f"?s ?o {{ ?s <{name}> ?o }}")]

    def values(self, name: str) -> _Values:
        """For each subject the objects of a property."""
        found: dict[Name, tuple[Name, ...]] = {}
        single: dict[Name, tuple[Name, ...]] = {}  # what many have alone is kept once
        for subject, value in self.pairs(name):
            if subject in found:
                found[subject] += (value,)
            else:
                found[subject] = single.setdefault(value, (value,))
        return found

    def values_of(self, classes: Iterable[str], name: str) -> _Values:
        """For each thing of some classes the objects of a property.

        Where much else has the property, looking things up one by one is quicker than reading
        all of it; a look-up takes twice as long as a row.
        """
        members = sum(self._number(f"?s a <{each}>") for each in classes)
        if self._number(f"?s <{name}> ?o") <= 2 * members:
            return self.values(name)
        found: dict[Name, tuple[Name, ...]] = {}
        for each in classes:
            pattern = f"?s ?o {{ ?s a <{each}> ; <{name}> ?o }}"
            for subject, value in (row.split(b"\t") for row in self._rows(pattern)):
                if value not in found.get(subject, ()):  # a thing may be of two of the classes
                    found[subject] = (*found.get(subject, ()), value)
        return found

    def _number(self, pattern: str) -> int:
        answer: Any = self._store.query(
            f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", use_default_graph_as_union=not self._union
        )
        return int(next(iter(answer))["n"].value)

    def things(self, name: str) -> frozenset[Name]:
        """The things of a class."""
        return frozenset(self._rows(f"?s {{ ?s a <{name}> }}"))

    def _rows(self, pattern: str) -> list[bytes]:
        answer: Any = self._store.query(
            f"{self._select} {pattern}", use_default_graph_as_union=not self._union
        )
        out = _Column()
        answer.serialize(cast("IO[bytes]", out), ox.QueryResultsFormat.TSV)
        return b"".join(out.parts).split(b"\n")[1:-1]


@dataclass(slots=True)
class Counted:
    """What was counted, as triples.

    Attributes:
        dataset: IRI of the whole graph as a dataset.
        facts: The triples.
    """

    dataset: str
    facts: list[Fact] = field(default_factory=list)

    def add(self, thing: Name, name: str, number: int) -> None:
        """Notes a number of something that has an IRI."""
        if _is_iri(thing):
            self.facts.append((thing, name, _integer(number)))

    def node(self, *parts: Name) -> Name:
        """A node for what several things have in common; the same for the same things."""
        digest = blake2b(b"\0".join(parts), digest_size=12).hexdigest()
        return f"<{self.dataset}#tally-{digest}>".encode()


def _integer(number: int) -> Name:
    return b'"%d"^^<%s>' % (number, (XSD + "integer").encode())


def count(store: ox.Store, dataset: str, *, union: bool) -> list[Fact]:
    """The counts of a store.

    Two threads read side by side: the engine holds no lock of Python while it does.

    Args:
        store: A store without counts.
        dataset: IRI of the whole graph as a dataset.
        union: Whether its default graph is the union of the named graphs.
    """
    columns = Columns(store, union=union)
    counted = Counted(dataset)
    with ThreadPoolExecutor(2) as pool:
        citing, set_aside = (
            pool.submit(columns.values, name) for name in (Cito.hasCitingEntity, Rg.setAside)
        )
        works, places = (
            pool.submit(columns.pairs, name) for name in (Rg.citedDocument, Cito.hasCitedEntity)
        )
        recommendations, findings, situations = (
            pool.submit(columns.things, name)
            for name in (Rg.Recommendation, Rg.Finding, Rg.Situation)
        )
        part_of = pool.submit(columns.values_of, (Rg.Recommendation, Rg.Finding), Dcterms.isPartOf)
        concerns, issued, asks_for, addressed_to, said_by, violations, subjects = (
            pool.submit(columns.values, name)
            for name in (
                *(Rg.concerns, Dcterms.issued, Rg.asksFor, Rg.addressedTo),
                *(Rg.saidBy, Rg.violation, Dcterms.subject),
            )
        )
        _count_citations(
            counted, citing.result(), set_aside.result(), works.result(), places.result()
        )
        statements = _Statements(part_of.result(), concerns.result(), issued.result())
        _count_recommendations(
            counted,
            statements,
            recommendations.result(),
            asks_for.result(),
            addressed_to.result(),
            said_by.result(),
            situations=situations.result(),
        )
        _count_findings(
            counted, statements, findings.result(), violations.result(), situations.result()
        )
        _count_subjects(counted, subjects.result(), issued.result(), situations.result())
    return counted.facts


def _count_citations(
    counted: Counted, citing: _Values, set_aside: Container[Name], works: _Pairs, places: _Pairs
) -> None:
    for document, number in Counter(
        document for documents in citing.values() for document in documents
    ).items():
        counted.add(document, Rg.citationCount, number)
    of_itself = {citation for citation, work in works if work in citing.get(citation, ())}
    cited: Counter[Name] = Counter()
    between: Counter[tuple[Name, ...]] = Counter()
    documents = set()
    named = set()  # a place may be a whole document, and then counts once
    for citation, work in works:
        documents.add(work)
        if citation in of_itself or citation in set_aside or not _is_iri(work):
            continue
        for author in filter(_is_iri, citing.get(citation, ())):
            between[author, work] += 1
        if citation in citing:
            cited[work] += 1
            named.add((citation, work))
    for citation, place in places:
        if citation in of_itself or citation in set_aside or not _is_iri(place):
            continue
        authors = citing.get(citation, ())
        if authors and place not in authors and (citation, place) not in named:
            cited[place] += 1
    _note_times_cited(counted, cited)
    _rank(counted, {(thing,): n for thing, n in cited.items() if thing in documents})
    _rank(counted, {(thing,): n for thing, n in cited.items() if thing not in documents})
    for (author, work), number in between.items():
        node = counted.node(author, work)
        counted.facts.append((node, Rg.tallyCiting, author))
        counted.facts.append((node, Rg.tallyCited, work))
        counted.add(node, Rg.tallyNumber, number)
    _rank(counted, between)


def _is_iri(name: Name) -> bool:
    return name[:1] == b"<"


def _rank(counted: Counted, numbers: Mapping[tuple[Name, ...], int]) -> None:
    """Number the most cited from 1 on; of things cited as often in the order of their names."""

    def order(entry: tuple[tuple[Name, ...], int]) -> tuple[Any, ...]:
        return -entry[1], *(name[1:-1] for name in entry[0])

    for rank, (names, _) in enumerate(nsmallest(RANKED, numbers.items(), key=order), 1):
        thing = names[0] if len(names) == 1 else counted.node(*names)
        counted.add(thing, Rg.citationRank, rank)


def _note_times_cited(counted: Counted, cited: Mapping[Name, int]) -> None:
    for thing, number in cited.items():
        counted.add(thing, Rg.timesCited, number)
        counted.facts.append((thing, C4o.hasGlobalCitationFrequency, _frequency(counted, number)))
    for number in set(cited.values()):
        node = _frequency(counted, number)
        counted.facts.append((node, RDF + "type", f"<{C4o.GlobalCitationCount}>".encode()))
        counted.add(node, C4o.hasGlobalCountValue, number)
        source = f"<{counted.dataset}>".encode()
        counted.facts.append((node, C4o.hasGlobalCountSource, source))


def _frequency(counted: Counted, number: int) -> Name:
    """The node that C4O wants between a thing and its count; things cited as often share it."""
    return f"<{counted.dataset}#cited-{number}-times>".encode()


@dataclass(frozen=True, slots=True)
class _Statements:
    """What findings and recommendations have in common."""

    part_of: _Values
    concerns: _Values
    issued: _Values

    def dates(self, statement: Name) -> Iterator[Name]:
        """The dates of the documents that a statement is part of."""
        for document in self.part_of.get(statement, ()):
            yield from self.issued.get(document, ())

    def years(self, statement: Name) -> set[Name]:
        """The years of these documents."""
        return {match[1] for match in map(_YEAR.match, self.dates(statement)) if match}

    def count_by_document(self, counted: Counted, statements: Iterable[Name], name: str) -> None:
        """How many of the statements each document has."""
        parts = (self.part_of.get(statement, ()) for statement in statements)
        for document, number in Counter(each for part in parts for each in part).items():
            counted.add(document, name, number)


def _count_recommendations(
    counted: Counted,
    statements: _Statements,
    recommendations: Iterable[Name],
    asks_for: _Values,
    addressed_to: _Values,
    said_by: _Values,
    *,
    situations: Container[Name],
) -> None:
    statements.count_by_document(counted, recommendations, Rg.recommendationCount)
    by_year: Counter[tuple[str, Name, Name]] = Counter()
    of: dict[tuple[str, Name], list[Name]] = defaultdict(list)
    for each in recommendations:
        years = statements.years(each)
        for name, values in (
            (Rg.tallySituation, statements.concerns),
            (Rg.tallyAction, asks_for),
            (Rg.tallyAddressee, addressed_to),
        ):
            for thing in filter(_is_iri, values.get(each, ())):
                of[name, thing].append(each)
                for year in years:
                    by_year[name, thing, year] += 1
    for (name, thing, year), number in by_year.items():
        node = counted.node(name.encode(), thing, year)
        counted.facts.append((node, name, thing))
        counted.facts.append((node, Rg.tallyYear, b'"%s"^^<%s>' % (year, _G_YEAR)))
        counted.add(node, Rg.tallyNumber, number)
    for (name, thing), asked in of.items():
        if name == Rg.tallyAddressee:
            counted.add(thing, Rg.timesAsked, len(asked))
        elif name == Rg.tallyAction:
            counted.add(thing, Rg.recommendationCount, len(asked))
            counted.add(thing, Rg.speakerCount, _different(asked, said_by))
            counted.add(thing, Rg.addresseeCount, _different(asked, addressed_to))
            counted.add(thing, Rg.documentCount, _different(asked, statements.part_of))
            _note_dates(counted, thing, (date for r in asked for date in statements.dates(r)))
        elif thing in situations:
            counted.add(thing, Rg.recommendationCount, len(asked))
            counted.add(thing, Rg.actionCount, _different(asked, asks_for))
            counted.add(thing, Rg.addresseeCount, _different(asked, addressed_to))


def _different(things: Iterable[Name], values: _Values) -> int:
    """How many different values things have together."""
    return len({value for thing in things for value in values.get(thing, ())})


def _note_dates(counted: Counted, thing: Name, dates: Iterable[Name]) -> None:
    """Note the first and the last of dates, which are compared as text."""
    found = {date for date in dates if date[:1] == b'"'}
    if found:
        counted.facts.append((thing, Rg.firstIssued, min(found)))
        counted.facts.append((thing, Rg.lastIssued, max(found)))


def _count_findings(
    counted: Counted,
    statements: _Statements,
    findings: Iterable[Name],
    violations: _Values,
    situations: Container[Name],
) -> None:
    statements.count_by_document(counted, findings, Rg.findingCount)
    of = _by_situation(findings, statements.concerns, situations)
    for situation, found in of.items():
        counted.add(situation, Rg.findingCount, len(found))
        counted.add(situation, Rg.violationCount, _different(found, violations))


def _count_subjects(
    counted: Counted, subjects: _Values, issued: _Values, situations: Container[Name]
) -> None:
    for situation, documents in _by_situation(subjects, subjects, situations).items():
        counted.add(situation, Rg.documentCount, len(documents))
        _note_dates(counted, situation, (d for each in documents for d in issued.get(each, ())))


def _by_situation(
    things: Iterable[Name], values: _Values, situations: Container[Name]
) -> dict[Name, list[Name]]:
    of: dict[Name, list[Name]] = defaultdict(list)
    for thing in things:
        for value in values.get(thing, ()):
            if value in situations:
                of[value].append(thing)
    return of
