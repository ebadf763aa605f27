"""What extraction finds: statements with offsets, the rule that found them, and a confidence.

Every offset counts Unicode characters in the normalised text of the document, end exclusive.
A rule id is a stable string such as `citation.symbol`; a confidence is between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class CitationKind(StrEnum):
    """What sort of work a citation names."""

    UN = "un"
    TREATY = "treaty"
    LAW = "law"
    CASE = "case"
    OTHER = "other"


class Resolution(StrEnum):
    """How a citation came to its work; the concepts of `vocabulary/resolution/`."""

    EXPLICIT = "explicit"
    IBID = "ibid"
    SHORT_FORM = "short form"
    NOTE_ABOVE = "note above"
    AMBIGUOUS = "ambiguous"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Citation:
    """One work that a note, or a place in the running text, cites.

    Attributes:
        start: First character of the citing words.
        end: The character after the last.
        text: The citing words as printed, white space collapsed.
        symbol: Normalised UN document symbol of the work, when it has one.
        title: Title or name of the work, when the words give one.
        pinpoints: Normalised places, such as `para 94(a)` or `paras 74-76`.
        pinpoint_text: The place as printed.
        note: Label of the note that it stands in; None in the running text.
        resolution: How the work was found.
        antecedent: Index of the citation that a back reference takes its work from.
        candidates: Indexes of the citations that an ambiguous back reference may mean.
        kind: Sort of work.
        rule: The rule that found it.
        confidence: 0 to 1.
        inherited: Whether the pinpoints were taken over from the antecedent.
    """

    start: int
    end: int
    text: str
    symbol: str | None
    title: str | None
    pinpoints: tuple[str, ...]
    pinpoint_text: str
    note: str | None
    resolution: Resolution
    antecedent: int | None
    candidates: tuple[int, ...]
    kind: CitationKind
    rule: str
    confidence: float
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something that the document names.

    Attributes:
        name: The preferred name: of the authority file, or the longest form in the document.
        aliases: Other forms, of the authority file or the document.
        identifier: Its id in the authority files; None for one that they do not know.
        mentions: Where it is named, as (start, end).
        rule: The rule that found it.
        confidence: 0 to 1.
        person: Whether it is an individual (only signatories are).
        affiliation: For a person that signs, the organisation named beside.
    """

    name: str
    aliases: tuple[str, ...]
    identifier: str | None
    mentions: tuple[tuple[int, int], ...]
    rule: str
    confidence: float
    person: bool = False
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A State or area that the document names, by its ISO 3166 alpha-3 code."""

    code: str
    mentions: tuple[tuple[int, int], ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the document sets in quotation marks or as a block quotation.

    Attributes:
        start: First character of the quoted words, inside the marks.
        end: The character after the last.
        text: The quoted words as printed, white space collapsed.
        speaker: Who said them, in the fullest form that the document gives; None when unknown.
        citation: Index of the citation that proves them.
        block: Whether it is set as a block.
        rule: The rule that found the speaker, or the quotation when nobody is known.
        confidence: 0 to 1.
    """

    start: int
    end: int
    text: str
    speaker: str | None
    citation: int | None
    block: bool
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence in which somebody states what is or was the case.

    Attributes:
        start: First character of the clause.
        end: The character after the last.
        text: The clause as printed, white space collapsed.
        by: Who states it.
        violations: Slugs of the violation concepts.
        citations: Indexes of the citations that prove it.
        rule: The rule that found it.
        confidence: 0 to 1.
    """

    start: int
    end: int
    text: str
    by: str | None
    violations: tuple[str, ...]
    citations: tuple[int, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A sentence or clause in which somebody asks somebody for something.

    Attributes:
        start: First character of the clause.
        end: The character after the last.
        text: The clause as printed, white space collapsed.
        by: Who asks: `signatories` for the authors of a letter.
        addressee: Who is asked; None when nobody is named.
        action: What is asked, in the words of the clause, shortened.
        actions: Slugs of the action concepts.
        violations: Slugs of the violation concepts.
        reported: Whether the document reports what somebody else asked.
        deadline: The words that set a deadline.
        citations: Indexes of the citations that prove it.
        rule: The rule that found it.
        confidence: 0 to 1.
    """

    start: int
    end: int
    text: str
    by: str | None
    addressee: str | None
    action: str
    actions: tuple[str, ...]
    violations: tuple[str, ...]
    reported: bool
    deadline: str | None
    citations: tuple[int, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where words of the document are missing."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote.

    Attributes:
        label: Its number or sign as printed.
        start: First character of its words, after the label.
        end: The character after the last.
        series: Which numbering it belongs to, from 0; a new one starts when numbers restart.
        markers: Where the running text calls it.
    """

    label: str
    start: int
    end: int
    series: int
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says of itself.

    Attributes:
        title: Its title.
        subject: Its subject line.
        date: Its date, as ISO 8601.
        place: Where it was issued, as printed.
        addressee: Whom it is addressed to, as printed.
        salutation: Its salutation, as printed.
        kind: Slug of the concept in `vocabulary/document-kind/`.
        symbols: Its own UN document symbols.
        issuer: Symbol prefix of the UN organ that issued it, such as `A/HRC`.
        state: Code of the State that "the Government" or "the State party" means in it.
    """

    title: str | None = None
    subject: str | None = None
    date: str | None = None
    place: str | None = None
    addressee: str | None = None
    salutation: str | None = None
    kind: str = "document"
    symbols: tuple[str, ...] = ()
    issuer: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class Extraction:
    """Everything that was found in one document.

    Attributes:
        name: Name of the document.
        text_digest: Digest of the text that the offsets count in.
        extractor: Name and version of what found it.
        metadata: What the document says of itself.
        notes: Its notes.
        citations: In reading order, those of the running text before those of the notes.
        signatories: Who signed it.
        organisations: Organisations that are no UN bodies.
        un_bodies: UN organs, mandates, treaty bodies and offices.
        states: States and areas.
        quotations: In reading order.
        findings: In reading order.
        recommendations: In reading order.
        gaps: Where words are missing.
    """

    name: str
    text_digest: str
    extractor: str
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[Note, ...] = ()
    citations: tuple[Citation, ...] = ()
    signatories: tuple[Name, ...] = ()
    organisations: tuple[Name, ...] = ()
    un_bodies: tuple[Name, ...] = ()
    states: tuple[State, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    findings: tuple[Finding, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def to_exchange(self) -> dict[str, Any]:
        """The public exchange format: plain values for `json.dumps`.

        Source: docs/exchange-format.md.
        """
        # The format stands in a module of its own, which needs the types of this one.
        from rightsgraph.extraction.exchange import to_exchange

        return to_exchange(self)
