"""A generated graph of documents that cite each other, for the benchmarks of networks.

    python benchmarks/citing_documents.py [--documents 10000] [--edges 50000] FILE.nt

Documents have a year and cite older ones, those of their own field more often, and those that are
cited already more often still (D. J. de Solla Price 1976). It is seeded, so always the same.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Final

from rightsgraph.iris import VOCABULARY_BASE, base
from rightsgraph.vocabulary import RDF, XSD, Cito, Dcterms, Fabio, Rg

SEED: Final = 20151029
FIRST_YEAR: Final = 1995
YEARS: Final = 30
FIELDS: Final = 40
_INSIDE: Final = 0.85


def citations(documents: int, edges: int, seed: int = SEED) -> list[tuple[int, int]]:
    """Pairs of a citing and a cited document, each once; higher numbers are newer.

    Args:
        documents: How many documents.
        edges: How many pairs.
        seed: Of the random numbers.
    """
    chance = random.Random(seed)
    drawn: list[list[int]] = [list(range(field, documents, FIELDS)) for field in range(FIELDS)]
    everybody = list(range(documents))
    found: set[tuple[int, int]] = set()
    while len(found) < edges:
        one = chance.randrange(documents)
        pool = drawn[one % FIELDS] if chance.random() < _INSIDE else everybody
        other = pool[int(len(pool) * chance.random())]
        pair = (max(one, other), min(one, other))
        if one != other and pair not in found:
            found.add(pair)
            # Who is cited is drawn more often from now on.
            drawn[pair[1] % FIELDS].append(pair[1])
    return sorted(found)


def write(file: Path, documents: int, edges: int, seed: int = SEED) -> None:
    """Write the graph as N-Triples."""

    def iri(text: str) -> str:
        return f"<{text}>"

    def document(number: int) -> str:
        return f"<{base()}id/un/A/HRC/{number % FIELDS + 1}/{number // FIELDS + 1}>"

    kinds = ("report", "resolution", "letter")
    with file.open("w", encoding="utf-8") as out:
        for number in range(documents):
            me = document(number)
            symbol = f"A/HRC/{number % FIELDS + 1}/{number // FIELDS + 1}"
            year = FIRST_YEAR + number * YEARS // documents
            kind = iri(f"{VOCABULARY_BASE}document-kind/{kinds[number % 3]}")
            day = f'"{year}-06-01"^^<{XSD}date>'
            out.write(f"{me} {iri(RDF + 'type')} {iri(Fabio.Report)} .\n")
            out.write(f'{me} {iri(Rg.symbol)} "{symbol}" .\n')
            out.write(f'{me} {iri(Dcterms.title)} "Document {number} of Examplia"@en .\n')
            out.write(f"{me} {iri(Dcterms.issued)} {day} .\n")
            out.write(f"{me} {iri(Rg.documentKind)} {kind} .\n")
        explicit = iri(f"{VOCABULARY_BASE}resolution/explicit")
        for citing, cited in citations(documents, edges, seed):
            me = f"{document(citing)[:-1]}#citation-{cited}>"
            out.write(f"{me} {iri(RDF + 'type')} {iri(Cito.Citation)} .\n")
            out.write(f"{me} {iri(Cito.hasCitingEntity)} {document(citing)} .\n")
            out.write(f"{me} {iri(Rg.citedDocument)} {document(cited)} .\n")
            out.write(f"{me} {iri(Cito.hasCitedEntity)} {document(cited)} .\n")
            out.write(f"{me} {iri(Rg.resolution)} {explicit} .\n")


def main() -> None:
    """Write the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--edges", type=int, default=50_000)
    parser.add_argument("file", type=Path)
    given = parser.parse_args()
    write(given.file, given.documents, given.edges)


if __name__ == "__main__":
    main()
