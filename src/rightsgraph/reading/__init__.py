"""From bytes to a `Document`: normalised text and blocks with character offsets."""

from rightsgraph.reading.document import Block, BlockKind, Document, Marker
from rightsgraph.reading.normalisation import normalise, text_digest

__all__ = ["Block", "BlockKind", "Document", "Marker", "normalise", "text_digest"]
