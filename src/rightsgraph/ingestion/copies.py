"""The user's own copies of what was read: `sources/<sha256>` beside the snapshots.

They are kept so that a document can be read again and quotations can be checked. Beside them,
under `texts/`, stands the normalised text of each, in which the offsets of the graph count. Both
are no part of the graph; a page shows words of the texts only where the user has switched that on
(RIGHTSGRAPH_SERVE_TEXTS).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from rightsgraph.errors import DocumentError
from rightsgraph.reading import Document, read
from rightsgraph.reading.normalisation import text_digest
from rightsgraph.store.kept_texts import PREFIX, digest_of, text_path

SOURCES: Final = "sources"


def copy_path(home: Path, digest: str) -> Path:
    """Where the copy of a source with a digest is kept.

    Args:
        home: The folder of the snapshots.
        digest: Digest of its bytes, with or without `sha256:`.
    """
    return home / SOURCES / digest.removeprefix(PREFIX)


def keep_copy(home: Path, data: bytes) -> Path:
    """Keep the bytes of a source, and return where; the same bytes are kept once.

    Raises:
        OSError: The folder cannot be written.
    """
    return _keep(copy_path(home, digest_of(data)), data)


def keep_text(home: Path, text: str) -> Path:
    """Keep a normalised text, and return where; the same text is kept once.

    Raises:
        OSError: The folder cannot be written.
    """
    return _keep(text_path(home, text_digest(text)), text.encode())


def _keep(path: Path, data: bytes) -> Path:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}.part")
        beside.write_bytes(data)
        beside.replace(path)
    return path


def read_copy(
    home: Path, digest: str, *, name: str = "", media_type: str | None = None
) -> Document:
    """The document of a kept copy, read again.

    Args:
        home: The folder of the snapshots.
        digest: `rg:sourceDigest` of its graph.
        name: The name under which it was read.
        media_type: `dcterms:format` of its graph.

    Raises:
        DocumentError: There is no such copy, or it is not what it was.
    """
    return read(read_bytes(home, digest), name=name, media_type=media_type)


def read_bytes(home: Path, digest: str) -> bytes:
    """The bytes of a kept copy.

    Args:
        home: The folder of the snapshots.
        digest: `rg:sourceDigest` of its graph.

    Raises:
        DocumentError: There is no such copy, or it is not what it was.
    """
    path = copy_path(home, digest)
    try:
        data = path.read_bytes()
    except OSError:
        raise DocumentError(
            f"There is no copy of the source {digest} here.",
            remedy="Ingest the document again; its bytes are kept from then on.",
        ) from None
    if digest_of(data).removeprefix(PREFIX) != path.name:
        raise DocumentError(
            f"The copy of the source {digest} is damaged.", remedy="Remove it and ingest again."
        )
    return data
