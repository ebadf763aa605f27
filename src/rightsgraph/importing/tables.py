"""The rows of a table, one after the other, with the line in which each begins.

CSV is read as RFC 4180 has it, in UTF-8; a workbook gives its first sheet; of JSON lines each line
is an object, and a JSON file is an array of such objects. A row that is broken by itself comes as a
problem; a table that is broken as a whole is an error.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import python_calamine as calamine

from rightsgraph.errors import TableError
from rightsgraph.importing.report import Problem

Cell = str | tuple[str, ...]
# A workbook is unpacked in memory as a whole.
_WORKBOOK_BYTES: Final = 1 << 30
_LINE_BYTES: Final = 1 << 24
_SHOWN: Final = 80
# So many characters of an array are read at a time.
_PIECE: Final = 1 << 20
_BLANKS: Final = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it stands in the table.

    Attributes:
        line: The line in which it begins; of a workbook, the row of the sheet; of a JSON array, the
            number of the object.
        cells: What it says, by column; a list of JSON is several values.
    """

    line: int
    cells: Mapping[str, Cell]


def read_table(path: Path) -> Iterator[Record | Problem]:
    """The rows of a table.

    Args:
        path: A CSV file, a workbook (.xlsx), JSON lines (.jsonl, .ndjson) or an array of objects
            (.json); .gz is unpacked.

    Raises:
        TableError: It cannot be read, is of no such kind, or breaks off.
    """
    name = path.name.lower().removesuffix(".gz")
    try:
        if name.endswith(".xlsx"):
            yield from _workbook(path)
        elif name.endswith((".jsonl", ".ndjson")):
            with _opened(path) as file:
                yield from _objects(file, path)
        elif name.endswith(".json"):
            with _opened(path) as file:
                yield from _array(file, path)
        elif name.endswith((".csv", ".tsv")):
            with _opened(path) as file:
                yield from _values(file, path, "\t" if name.endswith(".tsv") else ",")
        else:
            raise TableError(f"{path.name} is no table: its name ends in none of the known ways.")
    except UnicodeDecodeError as error:
        raise TableError(f"{path} is not in UTF-8: {error.reason}.") from error
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TableError(f"{path} cannot be read: {reason}.") from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        packed = file.peek(2)[:2] == b"\x1f\x8b"
        yield io.BufferedReader(gzip.GzipFile(fileobj=file)) if packed else file


def _values(file: BinaryIO, path: Path, delimiter: str) -> Iterator[Record | Problem]:
    with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        begins = 1
        try:
            names = _names(next(reader, []), path)
            begins = reader.line_num + 1
            for values in reader:
                line, begins = begins, reader.line_num + 1
                if not values:
                    continue
                if len(values) != len(names):
                    reason = f"the row has {len(values)} values, the table {len(names)} columns"
                    yield Problem(line, "", _shown(delimiter.join(values)), reason)
                    continue
                yield Record(line, dict(zip(names, values, strict=True)))
        except csv.Error as error:
            raise TableError(
                f"{path}: the row that begins in line {begins} is broken: {error}.",
                remedy="Close the quotation marks of that row, and import again.",
                line=begins,
            ) from error


def _names(row: list[str], path: Path) -> list[str]:
    names = [name.strip() for name in row]
    if not any(names):
        raise TableError(f"{path} has no row with the names of its columns.")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise TableError(f"{path} has the column {twice[0]!r} twice.")
    return names


def _objects(file: BinaryIO, path: Path) -> Iterator[Record | Problem]:
    line = 0
    while words := file.readline(_LINE_BYTES + 1):
        line += 1
        if len(words) > _LINE_BYTES:
            raise TableError(f"{path}: line {line} is longer than {_LINE_BYTES:,} bytes.")
        if not words.strip():
            continue
        try:
            found = json.loads(words.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            yield Problem(line, "", _shown(words.decode(errors="replace")), f"no JSON: {error}")
            continue
        yield _object(line, found)


def _array(file: BinaryIO, path: Path) -> Iterator[Record | Problem]:
    """The objects of an array, which may be larger than the memory: one is held at a time."""
    decoder = json.JSONDecoder()
    number, text, at = 0, "", 0
    with io.TextIOWrapper(file, encoding="utf-8-sig") as stream:

        def following() -> str:
            """The next character that is no blank; none at the end of the file."""
            nonlocal text, at
            while True:
                at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # matches nothing too
                if at < len(text):
                    return text[at]
                text, at = stream.read(_PIECE), 0
                if not text:
                    return ""

        if following() != "[":
            raise TableError(f"{path} is no JSON array, which begins with a square bracket.")
        at += 1
        while (mark := following()) and mark != "]":
            if number:
                if mark != ",":
                    raise _broken(path, number + 1, "there is no comma before it")
                at += 1
                following()
            number += 1
            while True:
                try:
                    found, at = decoder.raw_decode(text, at)
                    break
                except (ValueError, RecursionError) as error:
                    more = stream.read(_PIECE) if len(text) - at <= _LINE_BYTES else ""
                    if not more or isinstance(error, RecursionError):
                        raise _broken(path, number, str(error)) from error
                    text, at = text[at:] + more, 0
            yield _object(number, found)
        if not mark:
            raise TableError(
                f"{path} breaks off behind object {number:,} of the array.",
                remedy="Get the file again, whole, or save it as JSON lines.",
                line=number,
            )


def _broken(path: Path, number: int, why: str) -> TableError:
    return TableError(
        f"{path}: object {number:,} of the array is broken: {why}.",
        remedy="Get the file again, whole, or save it as JSON lines.",
        line=number,
    )


def _object(line: int, found: Any) -> Record | Problem:  # noqa: ANN401
    if not isinstance(found, dict):
        return Problem(line, "", _shown(str(found)), "it is no JSON object")
    return Record(line, {str(name).strip(): _cell(value) for name, value in found.items()})


def _workbook(path: Path) -> Iterator[Record | Problem]:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > _WORKBOOK_BYTES:
            raise TableError(
                f"{path} has {size:,} bytes when it is unpacked; {_WORKBOOK_BYTES:,} are read.",
                remedy="Save the sheet as CSV, which is read row by row.",
            )
        with calamine.load_workbook(str(path)) as book:
            if not book.sheet_names:
                raise TableError(f"{path} has no sheet.")
            sheet = book.get_sheet_by_index(0)
            first = (sheet.start or (0, 0))[0] + 1
            rows = sheet.to_python(skip_empty_area=True)
    except (zipfile.BadZipFile, calamine.CalamineError) as error:
        raise TableError(f"{path} is no workbook that can be read: {error}.") from error
    names = _names([_text(value) for value in (rows[0] if rows else [])], path)
    for number, values in enumerate(rows[1:], start=first + 1):
        cells = {name: _cell(value) for name, value in zip(names, values, strict=False) if name}
        if any(cells.values()):
            yield Record(number, cells)


def _cell(value: Any) -> Cell:  # noqa: ANN401
    if isinstance(value, list):
        return tuple(_text(each) for each in value)
    return _text(value)


def _text(value: Any) -> str:  # noqa: ANN401
    """A value as people write it: whole numbers without a point, days without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + " …"
