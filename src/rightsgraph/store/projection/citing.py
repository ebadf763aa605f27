"""Who cites whom, from the tables of a snapshot: what the first picture of a network is made of.

The engine takes 5 microseconds for each citation and property, since it looks up every IRI again;
here IRIs are numbers, and pairs are counted by SQLite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from rightsgraph.store.projection.reading import Projection

_PAIRS: Final = """
SELECT citing, citedDocument, ifnull(setAside, ''), count(*) FROM (
  SELECT DISTINCT this, citing, citedDocument, setAside FROM citations
  WHERE citing IS NOT NULL AND citedDocument IS NOT NULL
) GROUP BY 1, 2, 3
"""
_CITATIONS: Final = "SELECT count(DISTINCT this) FROM citations WHERE citedDocument IS NOT NULL"
_DOCUMENTS: Final = """
SELECT d.row, t.iri, ifnull(d.symbol, ''), ifnull(d.title, ''), ifnull(d.issued, ''),
  ifnull(k.iri, '')
FROM documents AS d JOIN things AS t ON t.id = d.row LEFT JOIN things AS k ON k.id = d.documentKind
"""


class Pair(NamedTuple):
    """A document and another one that it cites.

    Args:
        citing: The number of the document that cites.
        cited: That of the cited one.
        set_aside: Why these citations do not count; empty when they do.
        citations: How many there are.
    """

    citing: int
    cited: int
    set_aside: str
    citations: int


class Document(NamedTuple):
    """What a picture shows of a document; what is not known is empty.

    Args:
        number: Its number in these tables.
        iri: Its IRI.
        symbol: Its UN symbol.
        title: Its title.
        issued: Its date.
        kind: The IRI of its kind.
    """

    number: int
    iri: str
    symbol: str
    title: str
    issued: str
    kind: str


@dataclass(frozen=True, slots=True)
class Citing:
    """Who cites whom in a snapshot.

    Args:
        pairs: All pairs of documents, in the order of their IRIs.
        citations: How many citations in the tables name the document that they cite.
        documents: The documents by number.
        findings: How many findings a document has, by its number.
        recommendations: How many recommendations, likewise.
    """

    pairs: list[Pair]
    citations: int
    documents: dict[int, Document]
    findings: dict[int, int]
    recommendations: dict[int, int]


def read_citing(projection: Projection) -> Citing:
    """Who cites whom among the documents of a snapshot.

    Raises:
        ProjectionError: The tables cannot be read.
    """
    with projection.connection() as database:
        run = database.execute
        pairs = [Pair._make(row) for row in run(_PAIRS)]
        (citations,) = run(_CITATIONS).fetchone()
        documents = {row[0]: Document._make(row) for row in run(_DOCUMENTS)}
        findings, recommendations = (
            dict(
                run(
                    f"SELECT document, count(*) FROM {table} WHERE document IS NOT NULL GROUP BY 1"
                ).fetchall()
            )
            for table in ("findings", "recommendations")
        )
    return Citing(pairs, citations, documents, findings, recommendations)
