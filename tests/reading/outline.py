"""What a document was read as, short enough for a table, and what must hold of every document."""

from __future__ import annotations

import json
from itertools import pairwise

from rightsgraph.reading import BlockKind, Document, normalise

Row = tuple[str, str]


def outline(document: Document) -> list[Row]:
    """The kind and words of each block."""
    return [(block.kind.value, document.words(block)) for block in document.blocks]


def kinds(document: Document) -> list[str]:
    """The kind of each block."""
    return [block.kind.value for block in document.blocks]


def labels(document: Document, kind: str) -> list[str | None]:
    """The labels of the blocks of a kind."""
    return [block.label for block in document.of_kind(BlockKind(kind))]


def marks(document: Document) -> list[tuple[str, str]]:
    """The label of each mark and the eight characters before it."""
    return [(m.label, document.text[max(0, m.start - 8) : m.start]) for m in document.markers]


def check(document: Document) -> Document:
    """The document, after all that must hold of every document was asserted."""
    text = document.text
    assert normalise(text) == text
    assert document.blocks
    for before, after in pairwise(document.blocks):
        assert before.end <= after.start
        assert not text[before.end : after.start].strip()
    assert document.blocks[0].start == 0
    assert document.blocks[-1].end == len(text)
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= len(text)
        assert (block.start == block.end) == (block.kind is BlockKind.GAP)
        words = document.words(block)
        assert words == words.strip()
        if block.body is not None:
            assert block.start < block.body <= block.end
    for earlier, later in pairwise(document.markers):
        assert earlier.end <= later.start
    for marker in document.markers:
        assert marker.label in document.words(marker).translate(_RAISED)
    for link in document.links:
        assert 0 <= link.start < link.end <= len(text)
        assert link.address
    assert Document.from_json(json.loads(json.dumps(document.to_json()))) == document
    return document


_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
