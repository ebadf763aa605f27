"""The treaties, declarations and sets of principles that texts cite under several names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rightsgraph.authorities.files import LICENCES, SLUG, no_shared_names
from rightsgraph.authorities.lines import Line, read_rows
from rightsgraph.authorities.rows import Entry

COLUMNS: Final = (
    *("id", "name", "alt_names", "abbreviation", "symbol_prefix", "source", "licence"),
)
_PREFIX: Final = re.compile(r"[A-Z]{1,5}(?:/[A-Z]\.\d{1,2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Treaty(Entry):
    """A treaty, declaration or set of principles.

    Attributes:
        abbreviations: Its abbreviations, the usual one first.
        symbol_prefix: What the symbols of the committee begin with whose treaty it is.
    """

    abbreviations: tuple[str, ...]
    symbol_prefix: str | None


def read_treaties(folder: Path) -> tuple[Treaty, ...]:
    """The treaties of `treaties.csv`.

    Args:
        folder: Where the authority files are.

    Raises:
        AuthorityError: A row breaks a rule, or two rows share a name or an abbreviation.
    """
    lines: dict[str, Line] = {}
    rows = read_rows(folder, "treaties.csv", COLUMNS, lambda line: _treaty(line, lines))
    no_shared_names(rows, lines, lambda row: (*row.names, *row.abbreviations))
    return rows


def _treaty(line: Line, lines: dict[str, Line]) -> Treaty:
    slug = line.required("id", SLUG)
    lines[slug] = line
    return Treaty(
        id=slug,
        name=line.required("name"),
        alt_names=line.names(),
        abbreviations=line.many("abbreviation"),
        symbol_prefix=line.optional("symbol_prefix", _PREFIX),
        sources=line.sources(),
        licence=line.choice("licence", LICENCES),
    )
