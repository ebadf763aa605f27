"""One row of an authority file as it stands there: its cells, checked one by one."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from rightsgraph.authorities.rows import Entry
from rightsgraph.errors import AuthorityError

SEPARATOR: Final = " | "

YEAR: Final = re.compile(r"1[89][0-9]{2}|20[0-9]{2}")
ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")

_Row = TypeVar("_Row", bound=Entry)


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it stands in a file, and where."""

    file: str
    number: int
    cells: dict[str, str]

    def fail(self, column: str, problem: str) -> NoReturn:
        """Say what is wrong in a cell.

        Raises:
            AuthorityError: Always.
        """
        raise AuthorityError(
            f"{self.file}:{self.number}: {column}: {problem}",
            file=self.file,
            line=self.number,
            column=column,
            value=self.cells.get(column, ""),
        )

    def text(self, column: str) -> str:
        """The cell as it is; empty when there is nothing in it."""
        cell = self.cells[column]
        if cell != cell.strip() or "  " in cell or any(ord(letter) < 32 for letter in cell):
            self.fail(column, f"{cell!r} has spaces or control characters too many.")
        return cell

    def required(self, column: str, pattern: re.Pattern[str] | None = None) -> str:
        """The cell, which may not be empty and must have a form."""
        cell = self.text(column)
        if not cell:
            self.fail(column, "is empty.")
        if pattern is not None and not pattern.fullmatch(cell):
            self.fail(column, f"{cell!r} has not the form that is expected.")
        return cell

    def optional(self, column: str, pattern: re.Pattern[str]) -> str | None:
        """The cell in a form, or None when it is empty."""
        return self.required(column, pattern) if self.text(column) else None

    def many(self, column: str, pattern: re.Pattern[str] | None = None) -> tuple[str, ...]:
        """The values of a cell."""
        cell = self.text(column)
        values = tuple(cell.split(SEPARATOR)) if cell else ()
        for value in values:
            if not value.strip(" |") or value != value.strip():
                self.fail(column, f"{cell!r} has an empty value between its separators.")
            if pattern is not None and not pattern.fullmatch(value):
                self.fail(column, f"{value!r} has not the form that is expected.")
        if len(set(values)) != len(values):
            self.fail(column, f"{cell!r} has a value twice.")
        return values

    def choice(self, column: str, allowed: Iterable[str]) -> str:
        """The cell, which must be one of some words."""
        cell = self.text(column)
        if cell not in allowed:
            self.fail(column, f"{cell!r} is none of {', '.join(sorted(allowed))}.")
        return cell

    def year(self, column: str) -> int | None:
        """The year in a cell."""
        found = self.optional(column, YEAR)
        return int(found) if found else None

    def names(self) -> tuple[str, ...]:
        """The alternative names, of which none is the name itself."""
        names = self.many("alt_names")
        if self.cells["name"] in names:
            self.fail("alt_names", f"repeats the name {self.cells['name']!r}.")
        return names

    def sources(self) -> tuple[str, ...]:
        """The addresses of the sources, at least one."""
        self.required("source")
        return self.many("source", ADDRESS)


def _lines(folder: Path, name: str, columns: tuple[str, ...]) -> Iterator[Line]:
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = tuple(next(reader, ()))
            if header != columns:
                raise AuthorityError(
                    f"{name}:1: the header is not {','.join(columns)}.", file=name, line=1
                )
            for cells in reader:
                if len(cells) != len(header):
                    raise AuthorityError(
                        f"{name}:{reader.line_num}: {len(cells)} cells in place of {len(header)}.",
                        file=name,
                        line=reader.line_num,
                    )
                yield Line(name, reader.line_num, dict(zip(header, cells, strict=True)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AuthorityError(f"{path}: cannot be read: {error}.", file=name) from None


def read_rows(
    folder: Path, name: str, columns: tuple[str, ...], make: Callable[[Line], _Row]
) -> tuple[_Row, ...]:
    """The rows of a file, each made from its line.

    Args:
        folder: Where the file is.
        name: Its name.
        columns: The header that it must have.
        make: Makes a row of a line.

    Raises:
        AuthorityError: The file cannot be read, its header or a row is not as it must be, or its
            rows are not sorted by id.
    """
    found = [(line, make(line)) for line in _lines(folder, name, columns)]
    for (_, before), (line, row) in pairwise(found):
        if row.id == before.id:
            line.fail("id", f"{row.id!r} stands there twice.")
        if row.id < before.id:
            line.fail("id", f"{row.id!r} stands behind {before.id!r}; rows are sorted by id.")
    return tuple(row for _, row in found)
