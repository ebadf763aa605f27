"""Reading: from a file, bytes or a string to a `Document`."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from rightsgraph.errors import DocumentError, DocumentFormatError, DocumentTooLargeError
from rightsgraph.reading import media_types
from rightsgraph.reading.assembly import assemble
from rightsgraph.reading.document import Document
from rightsgraph.reading.docx import read_docx
from rightsgraph.reading.encoding import declared_encoding, decode
from rightsgraph.reading.html import read_html
from rightsgraph.reading.json_lines import read_json_line
from rightsgraph.reading.markdown import read_markdown
from rightsgraph.reading.pdf import read_pdf
from rightsgraph.reading.plain_text import (
    pieces_of_blocks,
    pieces_of_lines,
    read_plain_text,
)
from rightsgraph.settings import get_settings

_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class _Source:
    data: bytes
    name: str
    media_type: str
    digest: str


def read(
    source: Path | str | bytes, *, name: str | None = None, media_type: str | None = None
) -> Document:
    r"""The document in a file, in bytes, or in a string of text.

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
        >>> document = read("Dear Minister,\n\nWe write about the trial in Exampletown.\n")
        >>> [block.kind.value for block in document.blocks]
        ['salutation', 'paragraph']
    """
    documents = list(islice(read_all(source, name=name, media_type=media_type), 2))
    if len(documents) > 1:
        raise DocumentError(
            f"{name or source!s:.80} holds several documents.",
            remedy="Read them one by one with read_all().",
        )
    return documents[0]


def read_all(
    source: Path | str | bytes, *, name: str | None = None, media_type: str | None = None
) -> Iterator[Document]:
    """The documents in a file, in bytes, or in a string of text, one after the other.

    Only JSON lines hold more than one; they are read line by line, so that a file of any length
    takes the memory of its longest line. Arguments and errors are those of `read`.
    """
    name = name or (source.name if isinstance(source, Path) else "")
    try:
        with _open(source) as stream:
            yield from _read_stream(stream, name, media_type)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DocumentFormatError(f"{name} is packed with gzip and broken: {error}.") from error
    except OSError as error:
        raise DocumentError(
            f"{source!s:.200} cannot be opened: {error.strerror or error}.",
            remedy="Check that the file is there and that you may read it.",
        ) from error


def _read_stream(stream: BinaryIO, name: str, media_type: str | None) -> Iterator[Document]:
    limit = get_settings().document_bytes
    head = stream.read(_HEAD)
    name = name.removesuffix(".gz")
    if head.strip() or len(head) < _HEAD:
        kind = media_types.sniff(head, name=name, media_type=media_type)
    else:
        kind = media_types.PLAIN
    if kind == media_types.JSON_LINES:
        yield from _read_lines(head, stream, name, limit)
        return
    data = head + (stream.read(limit + 1 - len(head)) if len(head) <= limit else b"")
    if len(data) > limit:
        raise _too_large(name, limit)
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    yield _READERS[kind](_Source(data, name, kind, digest))


@contextmanager
def _open(source: Path | str | bytes) -> Iterator[BinaryIO]:
    """The bytes as a stream, unpacked when they are packed with gzip."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield _unpacked(file)
    else:
        data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
        yield _unpacked(io.BytesIO(data))


def _unpacked(file: BinaryIO) -> BinaryIO:
    stream = io.BufferedReader(file) if isinstance(file, io.BytesIO) else file
    if isinstance(stream, io.BufferedReader) and stream.peek(2)[:2] == b"\x1f\x8b":
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
    return stream


def _read_lines(head: bytes, stream: BinaryIO, name: str, limit: int) -> Iterator[Document]:
    number = 0
    pending = head
    while True:
        line, found, pending = pending.partition(b"\n")
        if not found:
            line += stream.readline(limit + 1)
            if len(line) > limit:
                raise _too_large(f"Line {number + 1} of {name}", limit)
        number += 1
        if line.strip():
            digest = "sha256:" + hashlib.sha256(line).hexdigest()
            yield read_json_line(line, number=number, name=name, digest=digest)
        elif not found and not line:
            return


def _too_large(name: str, limit: int) -> DocumentTooLargeError:
    return DocumentTooLargeError(
        f"{name or 'The document'} has more than {limit:,} bytes, which is the limit.", limit=limit
    )


def _read_plain_text(source: _Source) -> Document:
    decoded = decode(source.data)
    return assemble(
        read_plain_text(decoded.text),
        name=source.name,
        media_type=source.media_type,
        source_digest=source.digest,
        warnings=decoded.warnings,
    )


def _read_markdown(source: _Source) -> Document:
    decoded = decode(source.data)
    pieces, metadata = read_markdown(decoded.text)
    return assemble(
        pieces,
        name=source.name,
        media_type=source.media_type,
        source_digest=source.digest,
        metadata=metadata,
        warnings=decoded.warnings,
        language=metadata.get("lang") or metadata.get("language"),
    )


def _read_html(source: _Source) -> Document:
    decoded = decode(source.data, declared=declared_encoding(source.data))
    page = read_html(decoded.text)
    return assemble(
        pieces_of_blocks(page.lines),
        name=source.name,
        media_type=source.media_type,
        source_digest=source.digest,
        metadata=page.metadata,
        warnings=decoded.warnings,
        language=page.language,
    )


def _read_docx(source: _Source) -> Document:
    word = read_docx(source.data, limit=get_settings().document_bytes)
    return assemble(
        pieces_of_blocks(word.lines),
        name=source.name,
        media_type=source.media_type,
        source_digest=source.digest,
        metadata=word.metadata,
        warnings=word.warnings,
    )


def _read_pdf(source: _Source) -> Document:
    settings = get_settings()
    pages = read_pdf(
        source.data,
        most_pages=settings.document_pages,
        most_characters=settings.document_bytes,
    )
    return assemble(
        pieces_of_lines(pages.lines),
        name=source.name,
        media_type=source.media_type,
        source_digest=source.digest,
        metadata=pages.metadata,
        warnings=pages.warnings,
    )


_READERS: dict[str, Callable[[_Source], Document]] = {
    media_types.PLAIN: _read_plain_text,
    media_types.MARKDOWN: _read_markdown,
    media_types.HTML: _read_html,
    media_types.DOCX: _read_docx,
    media_types.PDF: _read_pdf,
}
