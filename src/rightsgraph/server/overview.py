"""What is in the graph, in numbers and titles, for the home page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rightsgraph.server.naming import short
from rightsgraph.server.service import GraphService
from rightsgraph.server.solutions import Term

# In the order of the page: what is counted, in words and as a pattern with ?thing.
_COUNTED: Final = (
    ("letters", "?thing a rg:AdvocacyLetter"),
    (
        "documents read",
        "{ ?thing a rg:AdvocacyLetter } UNION { ?graph a rg:SourceGraph ; dcterms:subject ?thing }",
    ),
    ("documents cited", "[] rg:citedDocument ?thing"),
    ("paragraphs cited", "[] cito:hasCitedEntity ?thing . ?thing a doco:Paragraph"),
    ("citations", "?thing a cito:Citation"),
    ("findings", "?thing a rg:Finding"),
    ("recommendations", "?thing a rg:Recommendation"),
    ("organisations and bodies", "?thing a org:Organization"),
)
# Documents that were read: letters, and all that a named graph is about; the newest first.
_READ: Final = """
SELECT ?document (SAMPLE(?titleEach) AS ?title) (SAMPLE(?dateEach) AS ?date)
       (SAMPLE(?symbolEach) AS ?symbol) (SAMPLE(?a) AS ?citations) (SAMPLE(?b) AS ?findings)
       (SAMPLE(?c) AS ?recommendations)
WHERE {
  { ?document a rg:AdvocacyLetter }
  UNION { ?graph a rg:SourceGraph ; dcterms:subject ?document }
  OPTIONAL { ?document dcterms:title ?titleEach }
  OPTIONAL { ?document dcterms:issued ?dateEach }
  OPTIONAL { ?document rg:symbol ?symbolEach }
  OPTIONAL { ?document rg:citationCount ?a }
  OPTIONAL { ?document rg:findingCount ?b }
  OPTIONAL { ?document rg:recommendationCount ?c }
}
GROUP BY ?document
ORDER BY DESC(?date) DESC(?symbol) ?document
LIMIT 25
"""
# The documents that are cited most, as they were counted when the snapshot was published.
_CITED: Final = """
SELECT ?document (SAMPLE(?titleEach) AS ?title) (SAMPLE(?dateEach) AS ?date)
       (SAMPLE(?symbolEach) AS ?symbol) (MAX(?number) AS ?times)
WHERE {
  ?document rg:citationRank ?rank ; rg:timesCited ?number .
  FILTER NOT EXISTS { ?document dcterms:isPartOf ?whole . ?whole rg:timesCited ?any }
  OPTIONAL { ?document dcterms:title ?titleEach }
  OPTIONAL { ?document rg:citationText ?titleEach }
  OPTIONAL { ?document dcterms:issued ?dateEach }
  OPTIONAL { ?document rg:symbol ?symbolEach }
}
GROUP BY ?document
ORDER BY DESC(?times) ?document
LIMIT 15
"""
# Where nothing was counted: some documents that are cited.
_SOME_CITED: Final = """
SELECT ?document (SAMPLE(?titleEach) AS ?title) (SAMPLE(?dateEach) AS ?date)
       (SAMPLE(?symbolEach) AS ?symbol)
WHERE {
  { SELECT DISTINCT ?document { ?citation rg:citedDocument ?document } LIMIT 15 }
  OPTIONAL { ?document dcterms:title ?titleEach }
  OPTIONAL { ?document rg:citationText ?titleEach }
  OPTIONAL { ?document dcterms:issued ?dateEach }
  OPTIONAL { ?document rg:symbol ?symbolEach }
}
GROUP BY ?document
ORDER BY ?document
"""


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document that was read, or that is cited.

    Args:
        iri: Its IRI.
        title: Its title, or what it is called without one.
        date: When it was issued, as the graph writes it; empty when that is not known.
        symbol: Its symbol; empty when it has none.
        numbers: How many citations, findings and recommendations it has; or how often it is cited.
    """

    iri: str
    title: str
    date: str
    symbol: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in a snapshot.

    Args:
        snapshot: Its id.
        counts: What is counted, and how many there are.
        read: Documents that were read, the newest first.
        cited: Documents that are cited most.
    """

    snapshot: str
    counts: tuple[tuple[str, int], ...]
    read: tuple[HeldDocument, ...]
    cited: tuple[HeldDocument, ...]


class Overviews:
    """The overview of the current snapshot, made once.

    Args:
        service: Where it is read from.
    """

    def __init__(self, service: GraphService) -> None:
        self._service = service
        self._last: Overview | None = None

    async def current(self) -> Overview:
        """The overview of the snapshot in use.

        Raises:
            LimitError: The workers are too busy to count.
        """
        current = self._service.snapshot
        # A store that does not name its state may have another one at any time.
        if self._last is None or not current or self._last.snapshot != current:
            read = await self._read()
            while read is None:  # another snapshot came in between
                read = await self._read()
            self._last = read
        return self._last

    async def _read(self) -> Overview | None:
        parts = [
            f"{{ SELECT ({place} AS ?place) (COUNT(DISTINCT ?thing) AS ?count) {{ {pattern} }} }}"
            for place, (_, pattern) in enumerate(_COUNTED)
        ]
        numbers = await self._service.table(
            f"SELECT ?place ?count {{ {' UNION '.join(parts)} }} ORDER BY ?place"
        )
        counts = tuple(
            (label, int(row["count"].value))
            for (label, _), row in zip(_COUNTED, numbers.rows, strict=True)
        )
        read = await self._service.table(_READ)
        cited = await self._service.table(_CITED)
        counted: tuple[str, ...] = ("times",)
        if not cited.rows:
            cited, counted = await self._service.table(_SOME_CITED), ()
        if {read.snapshot, cited.snapshot} != {numbers.snapshot}:
            return None
        return Overview(
            numbers.snapshot,
            counts,
            tuple(_held(r, ("citations", "findings", "recommendations")) for r in read.rows),
            tuple(_held(row, counted) for row in cited.rows),
        )


def _held(row: Mapping[str, Term], numbers: tuple[str, ...]) -> HeldDocument:
    def text(name: str) -> str:
        return row[name].value if name in row else ""

    symbol = text("symbol")
    return HeldDocument(
        iri=text("document"),
        title=text("title") or symbol or short(text("document")),
        date=text("date"),
        symbol=symbol,
        numbers=tuple(int(text(name) or 0) for name in numbers),
    )
