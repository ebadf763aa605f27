"""Citations while they are being put together: a head, its places, the words around."""

from __future__ import annotations

from dataclasses import dataclass, field

from rightsgraph.extraction.heads import Head
from rightsgraph.extraction.results import CitationKind, Resolution
from rightsgraph.extraction.short_forms import content_words


@dataclass
class Draft:
    """A citation whose work may still have to be found.

    Attributes:
        head: The words that name the work.
        start: First character of the citing words.
        end: The character after the last.
        places: Normalised pinpoints.
        place_text: The pinpoints as printed.
        note: Index of the note; None in the running text.
        symbol: Symbol of the work, once known.
        title: Title of the work, once known.
        above: Words beside the name of the work that point at an earlier note.
    """

    head: Head
    start: int
    end: int
    places: list[str] = field(default_factory=list)
    place_span: tuple[int, int] | None = None
    note: int | None = None
    symbol: str | None = None
    title: str | None = None
    kind: CitationKind = CitationKind.OTHER
    resolution: Resolution = Resolution.EXPLICIT
    antecedent: int | None = None
    candidates: tuple[int, ...] = ()
    rule: str = ""
    confidence: float = 0.0
    inherited: bool = False
    above: Head | None = None

    @classmethod
    def of(cls, head: Head, note: int | None) -> Draft:
        """A draft that has only its head."""
        return cls(
            head=head,
            start=head.start,
            end=head.end,
            places=list(head.place),
            note=note,
            symbol=head.symbol,
            title=head.title,
            kind=head.kind,
            rule=head.rule,
            confidence=head.confidence,
        )

    @property
    def work(self) -> str | None:
        """What tells one work from another: the symbol, or the words of the title."""
        if self.symbol:
            return self.symbol
        if self.title:
            return "title:" + " ".join(content_words(self.title))
        return None

    def take_place(self, places: tuple[str, ...], start: int, end: int) -> None:
        """Add places that stand at (start, end)."""
        self.places += [place for place in places if place not in self.places]
        first = self.place_span[0] if self.place_span else start
        self.place_span = (
            min(first, start),
            max(end, self.place_span[1] if self.place_span else 0),
        )
        self.start, self.end = min(self.start, start), max(self.end, end)
