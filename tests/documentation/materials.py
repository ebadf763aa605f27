"""The files that commands of the pages are given: letters, notes and tables of Examplia."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

from tests.importing import examplia
from tests.ingestion.letters import LETTER, decision
from tests.reading import word_files
from tests.reading.pdf_files import column, pdf_file

_TEXT = LETTER.format(date="1 March 2030", more="")


def _wrapped() -> list[str]:
    lines: list[str] = []
    for line in _TEXT.splitlines():
        row = ""
        for word in line.split():
            if len(row) + len(word) > 80:
                lines.append(row)
                row = ""
            row = f"{row} {word}".strip()
        lines.append(row)
    return lines


def _pdf(path: Path) -> None:
    path.write_bytes(pdf_file(column(70, 780, *_wrapped())))


def _docx(path: Path) -> None:
    paragraphs = [word_files.paragraph(word_files.run(line)) for line in _TEXT.split("\n") if line]
    path.write_bytes(word_files.word_file(*paragraphs))


def _corpus(path: Path) -> None:
    path.write_bytes(gzip.compress("\n".join(decision(number) for number in (1, 2)).encode()))


MATERIALS: dict[str, Callable[[Path], object]] = {
    "letter.txt": lambda path: path.write_text(_TEXT),
    "letter.pdf": _pdf,
    "letter.docx": _docx,
    "corpus.jsonl.gz": _corpus,
    "notes.txt": lambda path: path.write_text("A/HRC/25/63, para. 76.\nIbid., para. 94 (a).\n"),
    "data.ttl": lambda path: path.write_text("<urn:x:a> <urn:x:b> <urn:x:c> .\n"),
    "recommendations.csv.gz": lambda path: examplia.as_csv(path, examplia.UPR[:3]),
    "export.xlsx": lambda path: examplia.as_workbook(
        path, examplia.UHRI[:3], examplia.UHRI_COLUMNS
    ),
    "table.jsonl": lambda path: path.write_text(
        json.dumps(
            {
                "Words": "Abolish the death penalty.",
                "State": "Norway",
                "Body": "",
                "Country": "Iceland",
                "Topics": "Justice",
                "Symbol": "A/HRC/99/5",
                "Date": "2030-03-01",
            }
        )
        + "\n"
    ),
}


def lay_out(folder: Path, text: str) -> None:
    """Write those of the files that a text names."""
    for name, write in MATERIALS.items():
        if name in text:
            write(folder / name)
