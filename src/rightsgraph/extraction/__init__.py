"""From a `Document` to statements with their evidence: citations, names, findings, asks."""

from rightsgraph.extraction.exchange import to_exchange
from rightsgraph.extraction.pipeline import EXTRACTOR, Extractor, extract
from rightsgraph.extraction.results import (
    Citation,
    CitationKind,
    Extraction,
    Finding,
    Gap,
    Metadata,
    Name,
    Note,
    Quotation,
    Recommendation,
    Resolution,
    State,
)

__all__ = [
    "EXTRACTOR",
    "Citation",
    "CitationKind",
    "Extraction",
    "Extractor",
    "Finding",
    "Gap",
    "Metadata",
    "Name",
    "Note",
    "Quotation",
    "Recommendation",
    "Resolution",
    "State",
    "extract",
    "to_exchange",
]
