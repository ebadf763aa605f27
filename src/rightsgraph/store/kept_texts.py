"""The normalised texts that the user keeps beside the snapshots: `texts/<sha256>`.

They are no part of the graph; its offsets count in them.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

TEXTS: Final = "texts"
PREFIX: Final = "sha256:"
# The parts of a document that stand in a text, and where: for its IRI and the digest of the text.
PARTS: Final = """
SELECT DISTINCT ?part ?start ?end WHERE {
  ?part dcterms:isPartOf %s ; rg:order ?order ; rg:evidence ?evidence .
  ?evidence rg:textDigest %s ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end .
  FILTER NOT EXISTS { ?part rg:rule ?rule }
}
"""
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")


def digest_of(data: bytes) -> str:
    """The digest of bytes: `sha256:` and 64 hexadecimal digits."""
    return PREFIX + hashlib.sha256(data).hexdigest()


def text_path(home: Path, digest: str) -> Path:
    """Where the text with a digest is kept."""
    return home / TEXTS / digest.removeprefix(PREFIX)


def read_text(home: Path, digest: str) -> str | None:
    """The normalised text with a digest; None when it is not kept, or is not what it was.

    Args:
        home: The folder of the snapshots.
        digest: `rg:textDigest` of the document.
    """
    if not _DIGEST.fullmatch(digest):
        return None
    try:
        data = text_path(home, digest).read_bytes()
    except OSError:
        return None
    return data.decode() if digest_of(data) == digest else None
