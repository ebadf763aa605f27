"""Invented tables in the shape of the real ones, in each format.

The States exist, since names are resolved by the authority files; what they recommend to one
another is made up, and so is the Republic of Examplia, which no authority file knows.
"""

from __future__ import annotations

import csv
import gzip
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

UPR_COLUMNS = ("To", "Text", "From", "Response", "Action", "Issue", "Session")
UPR = (
    ("Iceland", "Ratify the treaty on examples.", "Norway", "Accepted", "5", "Justice", "12"),
    (
        "Iceland",
        "Abolish the death penalty\nfor “examples”.",
        "Viet Nam",
        "Noted",
        "5",
        "Death penalty,NHRI",
        "12",
    ),
    ("Norway", "Continue as before.", "Cote d'Ivoire", "Accepted", "2", "General", "6"),
    ("Republic of Examplia", "Train police officers.", "Norway", "Noted", "4", "Justice", "1"),
    ("Norway", "Train police officers.", "Republic of Examplia", "Noted", "4", "Justice", "6"),
    ("Norway", "Train police officers.", "Iceland", "Perhaps", "9", "Weather,Justice", "6"),
    ("Norway", "  ", "Iceland", "Noted", "4", "Justice", "6"),
    ("Norway", "Continue as before.", "Cote d'Ivoire", "Accepted", "2", "General", "6"),
)
# The lines in which these rows begin: the second has a line break in its text.
REJECTED_LINES = {6, 7, 9}

UHRI_COLUMNS = (
    "OHCHR Annotation Id", "Document Symbol", "Document Publication Date", "Reccomending Body",
    "Type", "Countries Concerned", "Themes", "Text", "UPR Session", "UPR Reccomending States",
    "UPR Position",
)  # fmt: skip
UHRI = (
    ("1", "A/HRC/99/5", "2030-03-01", "- UPR", "- Recommendations", "- Iceland",
     "- Death penalty\n- Right to examples", "Abolish the death penalty.", "12",
     "- Norway\n- Chile", "- Supported"),
    ("2", "CAT/C/ISL/CO/9", "2031-05-02", "- CAT", "- Recommendations", "- Iceland", "- Detention",
     "The Committee recommends training police officers.", "", "", ""),
    ("3", "CAT/C/ISL/CO/9", "2031-05-02", "- CAT", "- Concerns/Observations", "- Iceland",
     "- Detention", "The Committee is concerned about examples.", "", "", ""),
    ("4", "no symbol", "2031-05-02", "- CAT", "- Recommendations", "- Iceland", "- Detention",
     "Ratify the treaty on examples.", "", "", ""),
    ("5", "A/HRC/99/6", "2031-05-02", "- SR Examples", "- Recommendations", "- Iceland", "",
     "Ratify the treaty on examples.", "", "", ""),
)  # fmt: skip


def uhri_json() -> list[dict[str, object]]:
    """The same export as the JSON file has it: other names, lists, words as HTML."""

    def listed(cell: str) -> list[str]:
        return [line.removeprefix("- ") for line in cell.splitlines()]

    return [
        {
            "AnnotationId": identifier,
            "Symbol": symbol,
            "PublicationDate": f"{published}T00:00:00",
            "PublicationDateOnUhri": f"{published}T10:53:45.827",
            "Body": body,
            "AnnotationType": kind,
            "Countries": listed(countries),
            "Themes": listed(themes),
            "Text": f"<p>{text.replace(' ', '&nbsp;', 1)}</p>",
            "UprCycle": None,
            "UprSession": listed(session),
            "UprRecommendingCountry": listed(states),
            "UprPositions": listed(position),
        }
        for identifier, symbol, published, body, kind, countries, themes, text, session, states,
        position in UHRI
    ]  # fmt: skip


def as_csv(
    path: Path,
    rows: Sequence[Sequence[str]] = UPR,
    columns: Sequence[str] = UPR_COLUMNS,
) -> Path:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def as_json_lines(
    path: Path,
    rows: Sequence[Sequence[str]] = UPR,
    columns: Sequence[str] = UPR_COLUMNS,
) -> Path:
    lines = [json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def as_workbook(
    path: Path,
    rows: Sequence[Sequence[str]] = UPR,
    columns: Sequence[str] = UPR_COLUMNS,
) -> Path:
    """A workbook of one sheet; digits are numbers, as a spreadsheet saves them."""

    def cell(value: str) -> str:
        if value.isdigit():
            return f"<c><v>{value}</v></c>"
        text = escape(value)
        return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in (columns, *rows))
    relation = f"{_OFFICE}/officeDocument"
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{relation}" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData>'
        "</worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path
