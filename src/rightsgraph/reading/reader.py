"""Reading: from a file, bytes or a string to a `Document`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rightsgraph.errors import DocumentError, DocumentTooLargeError
from rightsgraph.reading import media_types
from rightsgraph.reading.assembly import assemble
from rightsgraph.reading.document import Document
from rightsgraph.reading.encoding import decode
from rightsgraph.reading.lines import Piece
from rightsgraph.reading.markdown import read_markdown
from rightsgraph.reading.plain_text import read_plain_text
from rightsgraph.settings import get_settings


@dataclass(frozen=True, slots=True)
class _Source:
    data: bytes
    name: str
    media_type: str
    digest: str


def read(
    source: Path | str | bytes, *, name: str | None = None, media_type: str | None = None
) -> Document:
    """The document in a file, in bytes, or in a string of text.

    Args:
        source: A path, the bytes of a file, or text (a string is never taken for a path).
        name: Name for people, by default that of the file; its extension helps to tell the kind.
        media_type: Media type, when somebody says it. The content decides where it can.

    Returns:
        The document. Of a file that holds several (JSON lines), the only one.

    Raises:
        DocumentEmptyError: There are no words.
        DocumentTooLargeError: The source is over the limit of the settings.
        DocumentEncryptedError: A password is needed.
        DocumentNeedsOcrError: There are only pictures.
        DocumentFormatError: The source is of no kind that can be read, or is broken.
        DocumentError: The file cannot be opened, or holds several documents.

    Example:
        >>> document = read("Dear Minister,\\n\\nWe write about the trial in Exampletown.\\n")
        >>> [block.kind.value for block in document.blocks]
        ['salutation', 'paragraph']
    """
    documents = read_all(source, name=name, media_type=media_type)
    document = next(documents)
    if next(documents, None) is not None:
        raise DocumentError(
            f"{document.name or 'The source'} holds several documents.",
            remedy="Read them one by one with read_all().",
        )
    return document


def read_all(
    source: Path | str | bytes, *, name: str | None = None, media_type: str | None = None
) -> Iterator[Document]:
    """The documents in a file, in bytes, or in a string of text, one after the other.

    Only JSON lines hold more than one. Arguments and errors are those of `read`.
    """
    loaded = _load(source, name, media_type)
    yield _read_text(loaded)


def _load(source: Path | str | bytes, name: str | None, media_type: str | None) -> _Source:
    limit = get_settings().document_bytes
    if isinstance(source, Path):
        name = name or source.name
        data = _read_file(source, limit)
    else:
        data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(data) > limit:
        raise _too_large(name, len(data), limit)
    kind = media_types.sniff(data, name=name or "", media_type=media_type)
    return _Source(data, name or "", kind, "sha256:" + hashlib.sha256(data).hexdigest())


def _read_file(path: Path, limit: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit:
            raise _too_large(path.name, size, limit)
        # A pipe has no size: never read more than the limit and one byte.
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise DocumentError(
            f"{path} cannot be opened: {error.strerror}.",
            remedy="Check that the file is there and that you may read it.",
            path=str(path),
        ) from error


def _too_large(name: str | None, size: int, limit: int) -> DocumentTooLargeError:
    return DocumentTooLargeError(
        f"{name or 'The document'} has {size:,} bytes or more; the limit is {limit:,}.",
        size=size,
        limit=limit,
    )


def _read_text(source: _Source) -> Document:
    decoded = decode(source.data)
    metadata: dict[str, str] = {}
    pieces: list[Piece]
    if source.media_type == media_types.MARKDOWN:
        pieces, metadata = read_markdown(decoded.text)
    else:
        pieces = read_plain_text(decoded.text)
    return assemble(
        pieces,
        name=source.name,
        media_type=source.media_type,
        source_digest=source.digest,
        metadata=metadata,
        warnings=decoded.warnings,
    )
