"""From bytes to a `Document`: normalised text and blocks with character offsets."""

from rightsgraph.reading.document import Block, BlockKind, Document, Link, Marker
from rightsgraph.reading.normalisation import normalise, text_digest
from rightsgraph.reading.reader import read, read_all

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "Link",
    "Marker",
    "normalise",
    "read",
    "read_all",
    "text_digest",
]
