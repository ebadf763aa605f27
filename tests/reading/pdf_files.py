"""PDF documents written by hand, for the tests."""

from __future__ import annotations

from dataclasses import dataclass

A4 = (595, 842)


@dataclass(frozen=True)
class Words:
    """Words at a place of a page, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 11


def column(x: float, y: float, *lines: str, size: float = 11, leading: float = 14) -> list[Words]:
    """Lines under one another; an empty line leaves room."""
    return [Words(x, y - leading * number, line, size) for number, line in enumerate(lines) if line]


def pdf_file(*pages: list[Words], picture: bool = False, locked: bool = False) -> bytes:
    """The bytes of a PDF with these pages, in Helvetica."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in pages:
        stream = b"\n".join(_show(words) for words in page)
        if picture:
            stream += b"\n0.5 g 10 10 200 200 re f"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (*A4, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    trailer = b""
    if locked:
        secret = b"<" + b"41" * 32 + b">"
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >>" % (secret, secret))
        trailer = b" /Encrypt %d 0 R /ID [<41> <41>]" % len(objects)
    return _file(objects, trailer)


def _show(words: Words) -> bytes:
    text = words.text.encode("cp1252")
    for char in (b"\\", b"(", b")"):
        text = text.replace(char, b"\\" + char)
    return b"BT /F1 %.1f Tf %.1f %.1f Td (%s) Tj ET" % (words.size, words.x, words.y, text)


def _file(objects: list[bytes], trailer: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, trailer, start)
    )
