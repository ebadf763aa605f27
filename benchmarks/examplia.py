"""A generated graph in the shape of ours, for the benchmarks: seeded, so always the same.

    python benchmarks/examplia.py [--triples 1000000] FILE.nq

Letters about the situations of invented States cite paragraphs of reports (a few of them very
often, most of them seldom), and report findings and recommendations; each letter is a named graph,
and the works, bodies, States and concepts stand in others. No triple stands in two graphs, so the
union of the graphs has as many triples as the file has quads.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

from rightsgraph.iris import VOCABULARY_BASE, base
from rightsgraph.vocabulary import (
    RDF,
    XSD,
    Bibo,
    Cito,
    Dcterms,
    Doco,
    Fabio,
    Org,
    Rg,
    Skos,
)

SEED: Final = 20151029
STATES: Final = 190
BODIES: Final = 90
ACTIONS: Final = 45
VIOLATIONS: Final = 60
FIRST_YEAR: Final = 2005
YEARS: Final = 20
# Of 1,000 reports each is cited by some letter when there are 2,000 letters.
LETTERS_PER_REPORT: Final = 2
TRIPLES_PER_LETTER: Final = 434

_MANNERS: Final = (Cito.citesAsEvidence, Cito.citesForInformation, Cito.cites)
_RESOLUTIONS: Final = ("explicit", "ibid", "short-form", "note-above", "unresolved")


def _iri(text: str) -> str:
    return f"<{text}>"


def _text(words: str) -> str:
    return f'"{words}"@en'


def _typed(value: object, datatype: str) -> str:
    return f'"{value}"^^<{XSD}{datatype}>'


def state(number: int) -> str:
    """IRI of a State."""
    return f"{base()}id/state/X{chr(65 + number // 26)}{chr(65 + number % 26)}"


def situation(number: int) -> str:
    """IRI of the situation in a State."""
    return f"{base()}id/situation/X{chr(65 + number // 26)}{chr(65 + number % 26)}"


def body(number: int) -> str:
    """IRI of a body."""
    return f"{base()}id/body/body-{number}"


def action(number: int) -> str:
    """IRI of an action."""
    return f"{VOCABULARY_BASE}action/action-{number}"


def violation(number: int) -> str:
    """IRI of a violation."""
    return f"{VOCABULARY_BASE}violation/violation-{number}"


def report(number: int) -> str:
    """IRI of a report."""
    return f"{base()}id/un/A/HRC/{number % 60}/{number // 60 + 1}"


def letter(number: int) -> str:
    """IRI of a letter."""
    return f"{base()}id/letter/examplia-{number}"


def letters_for(triples: int) -> int:
    """How many letters make about so many triples."""
    return max(4, triples // TRIPLES_PER_LETTER)


def reports_for(letters: int) -> int:
    """How many reports so many letters cite."""
    return max(8, letters // LETTERS_PER_REPORT)


def _date(chance: random.Random) -> str:
    year = FIRST_YEAR + chance.randrange(YEARS)
    return _typed(f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}", "date")


def _skewed(chance: random.Random, size: int) -> int:
    """A number below size, small ones much more often: a few works are cited by everybody."""
    return min(size - 1, int(size * chance.random() ** 3))


class Graph:
    """The quads of the graph, as lines without their end.

    Args:
        letters: How many letters.
        seed: Of the random numbers.
    """

    def __init__(self, letters: int, seed: int = SEED) -> None:
        self.letters = letters
        self.reports = reports_for(letters)
        self._chance = random.Random(seed)
        self._places: set[tuple[int, int]] = set()

    def lines(self) -> Iterator[tuple[str, str]]:
        """Pairs of a triple and the graph it stands in."""
        yield from self._authorities()
        for number in range(self.reports):
            yield from self._report(number)
        for number in range(self.letters):
            yield from self._letter(number)

    def _describe(
        self, graph: str, subject: str, *facts: tuple[str, str]
    ) -> Iterator[tuple[str, str]]:
        for predicate, value in facts:
            yield f"{_iri(subject)} {_iri(predicate)} {value}", f"{base()}graph/{graph}"

    def _authorities(self) -> Iterator[tuple[str, str]]:
        kinds = (
            (Rg.State, state, STATES, "State"),
            (Rg.Situation, situation, STATES, "Situation in State"),
            (Rg.UNBody, body, BODIES, "Body"),
            (Skos.Concept, action, ACTIONS, "Action"),
            (Skos.Concept, violation, VIOLATIONS, "Violation"),
        )
        for kind, name, size, words in kinds:
            for number in range(size):
                iri = name(number)
                yield from self._describe(
                    "authorities",
                    iri,
                    (RDF + "type", _iri(kind)),
                    (Skos.prefLabel, _text(f"{words} {number}")),
                )
                if kind == Rg.Situation:
                    yield from self._describe("authorities", iri, (Rg.inState, _iri(state(number))))
                if kind == Rg.UNBody:
                    yield from self._describe(
                        "authorities", iri, (RDF + "type", _iri(Org.Organization))
                    )
        for resolution in _RESOLUTIONS:
            iri = f"{VOCABULARY_BASE}resolution/{resolution}"
            yield from self._describe("ontology", iri, (Skos.prefLabel, _text(resolution)))

    def _report(self, number: int) -> Iterator[tuple[str, str]]:
        chance = self._chance
        symbol = report(number).partition("/un/")[2]
        yield from self._describe(
            "works",
            report(number),
            (RDF + "type", _iri(Fabio.Report)),
            (Rg.symbol, f'"{symbol}"'),
            (Dcterms.identifier, f'"{symbol}"'),
            (Dcterms.title, _text(f"Report {number} on the situation")),
            (Dcterms.issued, _date(chance)),
            (Rg.issuedBy, _iri(body(number % BODIES))),
            (Rg.documentKind, _iri(f"{VOCABULARY_BASE}document-kind/report")),
            (Dcterms.subject, _iri(situation(_skewed(chance, STATES)))),
        )

    def _place(self, work: int, number: int) -> Iterator[tuple[str, str]]:
        """A paragraph of a report, described when it is cited for the first time."""
        if (work, number) in self._places:
            return
        self._places.add((work, number))
        yield from self._describe(
            "works",
            f"{report(work)}#para-{number}",
            (RDF + "type", _iri(Doco.Paragraph)),
            (Dcterms.isPartOf, _iri(report(work))),
            (Rg.pinpoint, f'"para {number}"'),
            (Fabio.hasSequenceIdentifier, f'"{number}"'),
        )

    def _letter(self, number: int) -> Iterator[tuple[str, str]]:
        chance = self._chance
        me, graph = letter(number), f"examplia-{number}"
        about = situation(_skewed(chance, STATES))
        yield from self._describe(
            graph,
            me,
            (RDF + "type", _iri(Fabio.Letter)),
            (RDF + "type", _iri(Rg.AdvocacyLetter)),
            (Dcterms.title, _text(f"Letter {number} on the situation")),
            (Dcterms.issued, _date(chance)),
            (Dcterms.subject, _iri(about)),
            (Bibo.recipient, _iri(body(chance.randrange(BODIES)))),
            (Rg.documentKind, _iri(f"{VOCABULARY_BASE}document-kind/letter")),
        )
        for order in range(1, 13):
            yield from self._describe(
                graph,
                f"{me}#paragraph-{order}",
                (RDF + "type", _iri(Doco.Paragraph)),
                (Dcterms.isPartOf, _iri(me)),
                (Rg.order, _typed(order, "integer")),
            )
        works = [_skewed(chance, self.reports) for _ in range(8)]
        for work in sorted(set(works)):
            yield from self._describe(graph, me, (Cito.cites, _iri(report(work))))
        based_on: list[str] = []
        for order in range(1, 21):
            work = chance.choice(works)
            yield from self._citation(me, graph, order, work, based_on)
        for order in range(1, 11):
            yield from self._describe(
                graph,
                f"{me}#note-{order}",
                (RDF + "type", _iri(Doco.Footnote)),
                (Dcterms.isPartOf, _iri(me)),
                (Fabio.hasSequenceIdentifier, f'"{order}"'),
            )
        for order in range(6):
            yield from self._recommendation(me, graph, order, about, chance.choice(based_on))
        for order in range(4):
            yield from self._finding(me, graph, order, about, chance.choice(based_on))

    def _citation(
        self, me: str, graph: str, order: int, work: int, based_on: list[str]
    ) -> Iterator[tuple[str, str]]:
        chance = self._chance
        citation = f"{me}#citation-{order}"
        manner = chance.choice(_MANNERS)
        resolution = chance.choices(_RESOLUTIONS, (60, 20, 12, 6, 2))[0]
        yield from self._describe(
            graph,
            citation,
            (RDF + "type", _iri(Cito.Citation)),
            (Dcterms.isPartOf, _iri(me)),
            (Cito.hasCitingEntity, _iri(me)),
            (Cito.hasCitationCharacterization, _iri(manner)),
            (Rg.inNote, _iri(f"{me}#note-{(order + 1) // 2}")),
            (Rg.inPassage, _iri(f"{me}#paragraph-{order % 12 + 1}")),
            (Rg.order, _typed(order, "integer")),
            (Rg.resolution, _iri(f"{VOCABULARY_BASE}resolution/{resolution}")),
        )
        if resolution == "unresolved":
            yield from self._describe(
                graph, citation, (Rg.citationText, f'"See the report of {order} {chance.random()}"')
            )
            based_on.append(me)
            return
        paragraph = 1 + _skewed(chance, 90)
        place = f"{report(work)}#para-{paragraph}"
        based_on.append(place)
        yield from self._place(work, paragraph)
        yield from self._describe(
            graph,
            citation,
            (Rg.citedDocument, _iri(report(work))),
            (Cito.hasCitedEntity, _iri(place)),
            (Rg.citationText, f'"{report(work).partition("/un/")[2]}, para. {paragraph}"'),
        )
        if resolution != "explicit" and order > 1:
            yield from self._describe(
                graph, citation, (Rg.resolvedThrough, _iri(f"{me}#citation-{order - 1}"))
            )

    def _recommendation(
        self, me: str, graph: str, order: int, about: str, place: str
    ) -> Iterator[tuple[str, str]]:
        chance = self._chance
        addressee = state(int(chance.random() * STATES)) if order % 2 else body(order)
        yield from self._describe(
            graph,
            f"{me}#recommendation-{order}",
            (RDF + "type", _iri(Rg.Recommendation)),
            (Dcterms.isPartOf, _iri(me)),
            (Rg.reportedIn, _iri(f"{me}#paragraph-{order + 1}")),
            (Rg.saidBy, _iri(body(chance.randrange(BODIES)))),
            (Rg.addressedTo, _iri(addressee)),
            (Rg.asksFor, _iri(action(_skewed(chance, ACTIONS)))),
            (Rg.concerns, _iri(about)),
            (Rg.basedOn, _iri(place)),
            (Rg.summary, _text(f"Recommendation {order} asks what was promised.")),
        )

    def _finding(
        self, me: str, graph: str, order: int, about: str, place: str
    ) -> Iterator[tuple[str, str]]:
        chance = self._chance
        yield from self._describe(
            graph,
            f"{me}#finding-{order}",
            (RDF + "type", _iri(Rg.Finding)),
            (Dcterms.isPartOf, _iri(me)),
            (Rg.reportedIn, _iri(f"{me}#paragraph-{order + 6}")),
            (Rg.saidBy, _iri(body(chance.randrange(BODIES)))),
            (Rg.violation, _iri(violation(_skewed(chance, VIOLATIONS)))),
            (Rg.concerns, _iri(about)),
            (Rg.basedOn, _iri(place)),
            (Rg.summary, _text(f"Finding {order} says what was seen.")),
        )


def write(triples: int, *, quads: Path, plain: Path | None = None, seed: int = SEED) -> int:
    """Write a graph of about so many triples; return how many it has.

    Args:
        triples: How many it should have.
        quads: N-Quads with the named graphs.
        plain: The same without graphs, as N-Triples.
        seed: Of the random numbers.
    """
    written = count()
    with quads.open("w", encoding="utf-8") as out, (plain or Path("/dev/null")).open("w") as other:
        for triple, graph in Graph(letters_for(triples), seed).lines():
            out.write(f"{triple} <{graph}> .\n")
            other.write(triple + " .\n")
            next(written)
    return next(written)


def main() -> None:
    """Write a file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    print(f"{write(arguments.triples, quads=arguments.file):,} quads")


if __name__ == "__main__":
    main()
