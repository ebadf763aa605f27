"""The exchange format as types at the edge, from which its JSON Schema is generated.

Source: JSON Schema 2020-12; docs/exchange-format.md says the same in words.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_ADDRESS = "https://w3id.org/rightsgraph/exchange-format.schema.json"

Offset = Annotated[int, Field(ge=0, description="Characters in the normalised text.")]
Confidence = Annotated[float, Field(ge=0, le=1)]
Rule = Annotated[str, Field(pattern=r"^[a-z-]+(\.[a-z-]+)+$", description="Stable rule id.")]


class _Exchanged(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ExchangedName(_Exchanged):
    """Somebody whom the document names or who signs it."""

    name: str
    aliases: list[str]
    id: str | None = Field(description="Identifier in the authority files.")
    mentions: list[tuple[Offset, Offset]]
    rule: Rule
    confidence: Confidence
    person: bool = Field(default=False, description="Whether it is an individual that signs.")
    affiliation: str | None = None


class ExchangedCitation(_Exchanged):
    """One work that a note, or a place in the running text, cites."""

    symbol: str | None = Field(description="Normalised UN document symbol.")
    title: str | None
    pinpoints: list[str] = Field(description="`para 94(a)`, `paras 74-76`, `p 12`, `summary`.")
    pinpoint_text: str = Field(description="The pinpoints as printed.")
    text: str = Field(description="The citing words.")
    note: int | str | None = Field(description="Label of the note; null in the running text.")
    resolution: Literal["explicit", "ibid", "short form", "note above", "ambiguous", "unresolved"]
    antecedent: int | None = Field(description="Index of the citation that gave the work.")
    candidates: list[int] = Field(description="Indexes of the works that may be meant.")
    kind: Literal["un", "treaty", "law", "case", "other"]
    start: Offset
    end: Offset
    rule: Rule
    confidence: Confidence


class ExchangedQuotation(_Exchanged):
    """Words that the document quotes."""

    text: str
    speaker: str | None
    citation: int | None = Field(description="Index of the citation that proves them.")
    block: bool
    start: Offset
    end: Offset
    rule: Rule
    confidence: Confidence


class ExchangedFinding(_Exchanged):
    """A sentence that states what was or is the case."""

    text: str
    by: str | None
    violations: list[str] = Field(description="Slugs of `vocabulary/violation/`.")
    citations: list[int]
    start: Offset
    end: Offset
    rule: Rule
    confidence: Confidence


class ExchangedRecommendation(_Exchanged):
    """A sentence or clause that asks somebody for something."""

    text: str
    by: str | None = Field(description="Who asks; `signatories` for the authors of a letter.")
    addressee: str | None
    action: str
    actions: list[str] = Field(description="Slugs of `vocabulary/action/`.")
    violations: list[str]
    reported: bool
    deadline: str | None
    citations: list[int]
    start: Offset
    end: Offset
    rule: Rule
    confidence: Confidence


class ExchangedGap(_Exchanged):
    """A place where words are missing."""

    start: Offset
    end: Offset
    reason: str


class ExchangedDocument(_Exchanged):
    """What was extracted from one document."""

    format: Literal[1]
    document: str = Field(description="Name of the document.")
    text_digest: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    extractor: str
    title: str | None
    subject: str | None
    date: str | None = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    place: str | None
    addressee: str | None
    salutation: str | None
    kind: str = Field(description="Slug of `vocabulary/document-kind/`.")
    self_symbols: list[str]
    signatories: list[ExchangedName]
    organisations: list[ExchangedName]
    un_bodies: list[ExchangedName]
    countries: list[Annotated[str, Field(pattern=r"^[A-Z]{3}$")]]
    citations: list[ExchangedCitation]
    quotations: list[ExchangedQuotation]
    findings: list[ExchangedFinding]
    recommendations: list[ExchangedRecommendation]
    gaps: list[ExchangedGap]


def exchange_schema() -> dict[str, Any]:
    """The JSON Schema of the exchange format, as `docs/exchange-format.schema.json` holds it."""
    schema = ExchangedDocument.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ADDRESS,
        **schema,
        "title": "rightsgraph exchange format",
    }
