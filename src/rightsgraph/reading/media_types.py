"""What kind of file the bytes are. The content decides; the name only where the content cannot.

The rules, in this order:

1. The first bytes of PDF, ZIP (then DOCX), old Word, RTF, and pictures.
2. `<!doctype html`, `<html` and the like at the start: HTML.
3. An object with `paragraphs` on the first line: JSON lines of structured documents.
4. The media type given, then the extension of the name, where it is one of text.
5. Front matter, footnote definitions, or `#` headings beside other marks of Markdown: Markdown.
6. Plain text.

Source: WHATWG MIME Sniffing Standard, section 7 (signatures).
"""

from __future__ import annotations

import re
from pathlib import PurePath

from rightsgraph.errors import (
    DocumentEmptyError,
    DocumentEncryptedError,
    DocumentFormatError,
    DocumentNeedsOcrError,
)

PLAIN = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON_LINES = "application/jsonl"

_EXTENSIONS = {
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
}
_ALIASES = {
    "application/xhtml+xml": HTML,
    "application/x-ndjson": JSON_LINES,
    "application/json-lines": JSON_LINES,
    "text/x-markdown": MARKDOWN,
}
SUFFIXES = tuple(_EXTENSIONS)
KNOWN = frozenset(_EXTENSIONS.values())
_REFUSED = {
    b"\xd0\xcf\x11\xe0": "an old Word document (.doc)",
    b"{\\rtf": "an RTF document",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
# A Word document with a password is an old container around an encrypted ZIP archive.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_HTML = re.compile(
    rb"(?:<!doctype[ ]html|<html|<head|<body|<article|<div|<title|<meta|<p>|<h1|<section)",
    re.IGNORECASE,
)
_XML = re.compile(rb"<\?xml[^>]{0,200}>\s{0,100}", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^\[\^[\w-]{1,20}\]:[ ]", re.MULTILINE)
_HASH_HEADING = re.compile(r"^#{1,6}[ ]\S", re.MULTILINE)
_OTHER_MARK = re.compile(
    r"\*\*\S|\]\([a-z/#]|^[-*+][ ]\S|^---$|^>[ ]\S|^\d{1,2}\.[ ]|<sup>|__\S|^```", re.MULTILINE
)
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n[\w-]{1,40}:")
_SAMPLE = 65_536


def sniff(data: bytes, *, name: str = "", media_type: str | None = None) -> str:
    """The media type of the bytes, one of those of this module.

    Args:
        data: The bytes of the file.
        name: Its name, for the extension.
        media_type: Its media type, as somebody says.

    Raises:
        DocumentEmptyError: There are no bytes.
        DocumentFormatError: The file is of no kind that can be read.
        DocumentNeedsOcrError: The file is a picture.

    Example:
        >>> sniff(b"%PDF-1.7", name="letter.txt")
        'application/pdf'
    """
    if not data.strip():
        raise DocumentEmptyError("The document is empty.", name=name)
    found = _by_content(data, name)
    if found is not None:
        return found
    said = (media_type or "").partition(";")[0].strip().lower()
    claimed = _ALIASES.get(said, said) or _EXTENSIONS.get(PurePath(name).suffix.lower(), "")
    if claimed in (PDF, DOCX):
        raise DocumentFormatError(
            f"{name or 'The document'} says that it is {claimed}, but it is not.", name=name
        )
    if claimed in (MARKDOWN, HTML, JSON_LINES):
        return claimed
    return MARKDOWN if _is_markdown(data) else PLAIN


def _by_content(data: bytes, name: str) -> str | None:
    head = data[:1024]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return DOCX
    if b"%PDF-" in head and not head.lstrip()[:1].isalpha():
        return PDF
    if head.startswith(b"\xd0\xcf\x11\xe0") and _ENCRYPTED_PACKAGE in data:
        raise DocumentEncryptedError(f"{name or 'The document'} is locked with a password.")
    for magic, kind in _REFUSED.items():
        if head.startswith(magic):
            raise DocumentFormatError(f"{name or 'The document'} is {kind}.", name=name)
    if head.startswith(_PICTURES):
        raise DocumentNeedsOcrError(f"{name or 'The document'} is a picture.", name=name)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start[:8]:
        start = (
            start.replace(b"\x00", b"")[2:]
            if start[:1] in b"\xff\xfe"
            else start.replace(b"\x00", b"")
        )
    start = _XML.sub(b"", start, count=1)
    while start.startswith(b"<!--") and b"-->" in start:
        start = start.partition(b"-->")[2].lstrip()
    if _HTML.match(start):
        return HTML
    if start.startswith(b"{") and b'"paragraphs"' in data[:_SAMPLE]:
        return JSON_LINES
    return None


def _is_markdown(data: bytes) -> bool:
    sample = data[:_SAMPLE].decode("utf-8", errors="replace").replace("\r\n", "\n")
    if _FRONT_MATTER.match(sample) or _FOOTNOTE.search(sample):
        return True
    return bool(_HASH_HEADING.search(sample) and _OTHER_MARK.search(sample))
