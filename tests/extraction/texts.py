"""Short texts as documents, for the tables of the tests."""

from __future__ import annotations

from rightsgraph.extraction import Extraction, extract
from rightsgraph.reading import Block, BlockKind, Document


def document(*paragraphs: str, notes: tuple[str, ...] = (), name: str = "test") -> Document:
    """A document of paragraphs and of notes numbered from 1, in the reader's form."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for index, words in enumerate((*paragraphs, *notes)):
        number = index - len(paragraphs) + 1
        label = f"{number} " if number > 0 else ""
        text = label + words
        kind = BlockKind.NOTE if label else BlockKind.PARAGRAPH
        blocks.append(
            Block(
                kind,
                at,
                at + len(text),
                label=str(number) if label else None,
                body=at + len(label) if label else None,
            )
        )
        parts.append(text)
        at += len(text) + 2
    return Document(text="\n\n".join(parts), blocks=tuple(blocks), name=name)


def of(*paragraphs: str, notes: tuple[str, ...] = ()) -> Extraction:
    """What is extracted from paragraphs and notes."""
    return extract(document(*paragraphs, notes=notes))
