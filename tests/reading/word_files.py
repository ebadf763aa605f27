# ruff: noqa: E501 -- a text that is read, and what it is read as, stand on one line each
"""Word documents written by hand, for the tests."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_STYLES = """
<w:style w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="H1x"><w:name w:val="Our heading"/><w:basedOn w:val="H1"/></w:style>
<w:style w:styleId="Q"><w:name w:val="Quote"/></w:style>
"""
_NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
"""


def paragraph(*runs: str, style: str = "", number: tuple[int, int] | None = None) -> str:
    """A paragraph of runs, with a style and a list (list, level)."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += (
            f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
        )
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def run(text: str, *, hidden: bool = False) -> str:
    """A run of words."""
    properties = "<w:rPr><w:vanish/></w:rPr>" if hidden else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def mark(number: int) -> str:
    """The mark of a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """A table."""
    cells = (
        "<w:tr>" + "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{''.join(cells)}</w:tbl>"


def word_file(*body: str, notes: tuple[str, ...] = (), prologue: str = "") -> bytes:
    """The bytes of a Word document with these paragraphs, tables and footnotes."""
    separator = f'<w:footnote w:id="0" w:type="separator">{paragraph()}</w:footnote>'
    footnotes = separator + "".join(
        f'<w:footnote w:id="{number}">{paragraph(run(" " + text))}</w:footnote>'
        for number, text in enumerate(notes, 1)
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"{prologue}<w:document {_NAMES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NAMES}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMES}>{_NUMBERING}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_NAMES}>{footnotes}</w:footnotes>",
        "docProps/core.xml": '<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A letter</dc:title></p>',
    }
    return archive(parts)


def archive(parts: dict[str, str]) -> bytes:
    """A ZIP archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return buffer.getvalue()
