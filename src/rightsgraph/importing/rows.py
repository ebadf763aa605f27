"""One pass over a table: rows with the place of their words in its text.

The text of a table is the normalised words of its recommendations, a line each, in the order of
the rows. Nobody but the user has it; what the graph says of it are offsets and digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from rightsgraph.errors import TableError
from rightsgraph.importing.mapping import Mapping
from rightsgraph.importing.report import Problem
from rightsgraph.importing.tables import Record, read_table
from rightsgraph.importing.values import Reader
from rightsgraph.reading import normalise

_BETWEEN: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that counts.

    Attributes:
        number: Its number among all rows of the table, from 1.
        record: What it says.
        text: Its words, normalised, on one line.
        start: Where they begin in the text of the table, in characters.
        name: What tells the recommendation from all others of the table, whatever its row.
    """

    number: int
    record: Record
    text: str
    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What a first pass over a table found.

    Attributes:
        rows: How many rows it has.
        skipped: How many do not count.
        text_digest: Digest of its text.
        characters: Length of its text.
    """

    rows: int
    skipped: int
    text_digest: str
    characters: int


def survey(path: Path, mapping: Mapping, text: IO[bytes] | None = None) -> Survey:
    """What is in a table, before anything is made of it.

    Args:
        path: The table.
        mapping: How it is read.
        text: A file that takes its text.

    Raises:
        TableError: It cannot be read, has no rows, or lacks a column of the mapping.
    """
    digest = hashlib.sha256()
    seen: set[str] = set()
    number = skipped = characters = 0
    for found in read_table(path):
        number += 1
        if isinstance(found, Problem):
            continue
        seen.update(found.cells)
        if not _counts(found, mapping):
            skipped += 1
            continue
        words = _words(found, mapping)
        if words:
            line = (("\n" if characters else "") + words).encode()
            digest.update(line)
            if text is not None:
                text.write(line)
            characters += len(words) + bool(characters)
    _require(path, mapping, seen, number)
    return Survey(number, skipped, "sha256:" + digest.hexdigest(), characters)


def rows(path: Path, mapping: Mapping) -> Iterator[Row | Problem]:
    """The rows of a table that count, and those that are broken by themselves.

    Args:
        path: The table.
        mapping: How it is read.

    Raises:
        TableError: It cannot be read.
    """
    names: dict[bytes, int] = {}
    number = start = 0
    for found in read_table(path):
        number += 1
        if isinstance(found, Problem):
            yield found
            continue
        if not _counts(found, mapping):
            continue
        words = _words(found, mapping)
        key = _key(found, mapping)
        times = names[key] = names.get(key, 0) + 1
        name = key.hex() if times == 1 else f"{key.hex()}-{times}"
        if words and start:
            start += 1
        yield Row(number, found, words, start, name)
        start += len(words)


def _words(record: Record, mapping: Mapping) -> str:
    return " ".join(normalise(Reader(record).text(mapping.text)).split("\n"))


def _counts(record: Record, mapping: Mapping) -> bool:
    only = mapping.only
    if only is None:
        return True
    cell = next((record.cells[name] for name in only.column if name in record.cells), "")
    values = (cell,) if isinstance(cell, str) else cell
    return any(value.strip().removeprefix(only.strip).strip() in only.values for value in values)


def _key(record: Record, mapping: Mapping) -> bytes:
    """Six bytes of a digest of what makes a recommendation the one that it is."""
    document = mapping.document
    columns = [mapping.text, *mapping.said_by, *mapping.addressed_to]
    columns += [each for each in (mapping.session, document.symbol) if each is not None]
    reader = Reader(record)
    parts = [_BETWEEN.join(reader.values(column)) for column in columns]
    return hashlib.sha256("\x1e".join(parts).encode()).digest()[:6]


def _require(path: Path, mapping: Mapping, seen: set[str], number: int) -> None:
    if not number:
        raise TableError(f"{path} has no rows.")
    for part in mapping.columns:
        if not seen.intersection(part.column):
            wanted = " or ".join(repr(name) for name in part.column)
            raise TableError(
                f"{path} has no column {wanted}, which the mapping {mapping.name} asks for.",
                remedy=f"It has {', '.join(sorted(filter(None, seen))) or 'none'}. Choose another "
                "mapping, or add that name to the column of the mapping.",
            )
