"""The one form in which every later stage sees a document."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from rightsgraph.errors import DocumentError
from rightsgraph.reading.normalisation import text_digest

FORMAT_VERSION = 1


class BlockKind(StrEnum):
    """What a stretch of a document is."""

    TITLE = "title"
    SUBJECT = "subject"
    DATE_LINE = "date line"
    MASTHEAD = "masthead"
    ADDRESS = "address"
    SALUTATION = "salutation"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    BLOCK_QUOTATION = "block quotation"
    TABLE_ROW = "table row"
    VALEDICTION = "valediction"
    SIGNATURES = "signatures"
    NOTE = "note"
    FURNITURE = "furniture"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the normalised text.

    Attributes:
        kind: What it is.
        start: First character, counted from 0 in the normalised text.
        end: The character after the last; equal to `start` for a gap.
        label: The printed number of a paragraph or list item, or the label of a note.
        level: Depth of a heading or list item, from 1.
        page: Page on which it starts, from 1, where the source has pages.
        body: Where the words after the printed number or label begin; None when there is no label
            or the label is not printed.
    """

    kind: BlockKind
    start: int
    end: int
    label: str | None = None
    level: int | None = None
    page: int | None = None
    body: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of the text that the source links to an address.

    Attributes:
        start: First character of the linked words in the normalised text.
        end: The character after the last.
        address: Where the link goes, as the source writes it.
    """

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A place in the running text where a note is called.

    Attributes:
        start: First character of the marker in the normalised text.
        end: The character after the last.
        label: The label of the note it calls.
    """

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Document:
    """A document as it was read: normalised text, and what its stretches are.

    Attributes:
        text: The normalised text; every offset counts Unicode characters in it.
        blocks: The blocks in reading order; they do not overlap.
        markers: The note markers that the reader knows, in reading order.
        name: File name or another name for people.
        media_type: Media type of the source.
        source_digest: SHA-256 of the bytes that were read.
        language: BCP 47 tag, `und` when it is not known.
        metadata: What the source says of itself (front matter, PDF or HTML metadata).
        warnings: What the reader met and could not mend, in plain words.
        links: The links whose address is not printed in the text, in reading order.
    """

    text: str
    blocks: tuple[Block, ...]
    markers: tuple[Marker, ...] = ()
    name: str = ""
    media_type: str = "text/plain"
    source_digest: str = ""
    language: str = "und"
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @cached_property
    def text_digest(self) -> str:
        """The SHA-256 of the normalised text."""
        return text_digest(self.text)

    def words(self, block: Block | Marker | Link) -> str:
        """The words of a block, marker or link."""
        return self.text[block.start : block.end]

    def body(self, block: Block) -> str:
        """The words of a block without its printed number or label."""
        return self.text[block.start if block.body is None else block.body : block.end]

    def of_kind(self, *kinds: BlockKind) -> tuple[Block, ...]:
        """The blocks of these kinds, in reading order."""
        return tuple(block for block in self.blocks if block.kind in kinds)

    def to_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`; `from_json` reads them back."""
        plain = asdict(self)
        plain["blocks"] = [{k: v for k, v in b.items() if v is not None} for b in plain["blocks"]]
        return {"format": FORMAT_VERSION, **plain, "text_digest": self.text_digest}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Document:
        """The document that `to_json` wrote.

        Raises:
            DocumentError: The values are not those of a document, or the digest does not fit.
        """
        try:
            if plain["format"] != FORMAT_VERSION:
                raise DocumentError(f"Document format {plain['format']} is not known.")
            document = cls(
                text=plain["text"],
                blocks=tuple(Block(**{**b, "kind": BlockKind(b["kind"])}) for b in plain["blocks"]),
                markers=tuple(Marker(**marker) for marker in plain["markers"]),
                name=plain["name"],
                media_type=plain["media_type"],
                source_digest=plain["source_digest"],
                language=plain["language"],
                metadata=dict(plain["metadata"]),
                warnings=tuple(plain["warnings"]),
                links=tuple(Link(**link) for link in plain.get("links", ())),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise DocumentError(f"This is not a document in JSON form: {error!r}.") from error
        if document.text_digest != plain.get("text_digest"):
            raise DocumentError("The text of the document does not fit its digest.")
        return document
