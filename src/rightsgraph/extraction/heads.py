"""The words of a citation that name its work, before places and back references are added."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rightsgraph.extraction.results import CitationKind


class Reference(StrEnum):
    """How a head points at its work."""

    WORK = "work"
    IBID = "ibid"
    NOTE_ABOVE = "note above"
    SHORT_FORM = "short form"
    OP_CIT = "op. cit."


@dataclass(frozen=True, slots=True)
class Head:
    """Words that name a work, or point back at one.

    Attributes:
        start: First character.
        end: The character after the last.
        kind: Sort of work.
        rule: The rule that found it.
        confidence: 0 to 1.
        symbol: Normalised UN document symbol.
        title: Title or name of the work.
        reference: Whether it names its work or points back.
        target: Label of the note that it points at, or the short form.
        place: Places that the words themselves hold, such as the article of a treaty.
    """

    start: int
    end: int
    kind: CitationKind
    rule: str
    confidence: float
    symbol: str | None = None
    title: str | None = None
    reference: Reference = Reference.WORK
    target: str | None = None
    place: tuple[str, ...] = ()
