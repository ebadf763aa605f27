"""What is in the graph, in numbers and titles, for the home page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rightsgraph.server.service import GraphService

# In the order of the page: what is counted, in words and as a pattern with ?thing.
_COUNTED: Final = (
    ("letters", "?thing a rg:AdvocacyLetter"),
    ("documents cited", "[] rg:citedDocument ?thing"),
    ("paragraphs cited", "[] cito:hasCitedEntity ?thing . ?thing a doco:Paragraph"),
    ("citations", "?thing a cito:Citation"),
    ("findings", "?thing a rg:Finding"),
    ("recommendations", "?thing a rg:Recommendation"),
    ("organisations and bodies", "?thing a org:Organization"),
)
_DOCUMENTS: Final = """
SELECT ?document (SAMPLE(?titleEach) AS ?title) (SAMPLE(?dateEach) AS ?date)
       (SAMPLE(?symbolEach) AS ?symbol) (COUNT(DISTINCT ?letter) AS ?letters)
WHERE {
  { ?document a rg:AdvocacyLetter . BIND(?document AS ?letter) }
  UNION { ?citation rg:citedDocument ?document . ?document a ?type . FILTER(?type != fabio:Work) }
  ?document dcterms:title ?titleEach .
  OPTIONAL { ?document dcterms:issued ?dateEach }
  OPTIONAL { ?document rg:symbol ?symbolEach }
}
GROUP BY ?document
ORDER BY DESC(?letters) DESC(?date)
LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A letter or a cited document with a title.

    Args:
        iri: Its IRI.
        title: Its title.
        date: When it was issued, as the graph writes it; empty when that is not known.
        symbol: Its symbol; empty when it has none.
        is_letter: Whether the graph holds it as a letter, and not as a document that is cited.
    """

    iri: str
    title: str
    date: str
    symbol: str
    is_letter: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in a snapshot.

    Args:
        snapshot: Its id.
        counts: What is counted, and how many there are.
        documents: Letters first, the newest first.
    """

    snapshot: str
    counts: tuple[tuple[str, int], ...]
    documents: tuple[HeldDocument, ...]


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
        documents = await self._service.table(_DOCUMENTS)
        if documents.snapshot != numbers.snapshot:
            return None
        held = tuple(
            HeldDocument(
                iri=row["document"].value,
                title=row["title"].value,
                date=row["date"].value if "date" in row else "",
                symbol=row["symbol"].value if "symbol" in row else "",
                is_letter=row["letters"].value != "0",
            )
            for row in documents.rows
        )
        return Overview(documents.snapshot, counts, held)
