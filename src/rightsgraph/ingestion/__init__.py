"""From files to the published graph: read, extract, describe, check, publish."""

from rightsgraph.ingestion.copies import copy_path, read_copy
from rightsgraph.ingestion.holdings import Held, Holdings, holdings
from rightsgraph.ingestion.ingest import ingest
from rightsgraph.ingestion.inspection import DocumentSummary, find_document, remove, show, source
from rightsgraph.ingestion.report import Fate, Fault, IngestReport, Outcome

__all__ = [
    "DocumentSummary",
    "Fate",
    "Fault",
    "Held",
    "Holdings",
    "IngestReport",
    "Outcome",
    "copy_path",
    "find_document",
    "holdings",
    "ingest",
    "read_copy",
    "remove",
    "show",
    "source",
]
