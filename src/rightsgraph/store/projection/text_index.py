"""The index of words in the tables of a snapshot: how it is made, and what can be asked of it.

It is an FTS5 table beside the others, a row for each thing that has a name or text. Words are
compared without accents and by their English stem; what is between letters and digits parts words,
so that a symbol is a phrase of its parts in whatever spelling.

Source: SQLite documentation, FTS5: sections 3 (queries), 4.3 (tokenizers).
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from rightsgraph.errors import ParameterError
from rightsgraph.store.projection.definition import Table
from rightsgraph.store.projection.sqlite_names import quoted, values_table
from rightsgraph.store.projection.tables import TABLES

# For each table the columns that name a thing, those with its other names, and what is said of it.
INDEXED: Final = MappingProxyType(
    {
        "documents": (("symbol", "title"), ("shortForm", "identifiers"), ("subjectLine",)),
        "recommendations": ((), (), ("summary",)),
        "findings": ((), (), ("summary",)),
        "quotations": ((), (), ("words",)),
        "paragraphs": ((), (), ("summary",)),
        "citations": ((), (), ("text",)),
        "organisations": (("name", "abbreviation"), ("otherNames",), ()),
        "bodies": (("name", "abbreviation"), ("otherNames",), ()),
        "states": (("name", "alpha3"), ("officialName", "otherNames"), ()),
        "groups": (("name",), ("otherNames",), ()),
        "situations": (("name",), ("otherNames",), ()),
        "concepts": (("name",), ("otherNames",), ("definition",)),
    }
)
KINDS: Final = tuple(INDEXED)
LONGEST: Final = 500
_MOST_TERMS: Final = 32
_TERM: Final = re.compile(r'-?"[^"]*"\*?|\S+')


def build_index(database: sqlite3.Connection) -> None:
    """Fill the index from the tables, which are complete."""
    run = database.execute
    columns_of_rows = "id INTEGER PRIMARY KEY, kind INTEGER, thing INTEGER, row INTEGER"
    run(f"CREATE TABLE search_rows ({columns_of_rows})")
    # The rows of a kind stand together.
    run("CREATE TABLE search_kinds (kind INTEGER PRIMARY KEY, first INTEGER, last INTEGER)")
    run(
        "CREATE VIRTUAL TABLE search USING fts5(name, other, text, "
        'tokenize = "porter unicode61 remove_diacritics 2")'
    )
    for number, (name, columns) in enumerate(INDEXED.items()):
        table = TABLES[name]
        (last,) = run("SELECT coalesce(max(id), 0) FROM search_rows").fetchone()
        # A thing with several rows is taken once.
        run(
            "INSERT INTO search_rows "
            "SELECT row_number() OVER (ORDER BY this) + ?, ?, this, min(row) "
            f"FROM {name} GROUP BY this ORDER BY this",
            (last, number),
        )
        (end,) = run("SELECT coalesce(max(id), 0) FROM search_rows").fetchone()
        if end > last:
            run("INSERT INTO search_kinds VALUES (?, ?, ?)", (number, last + 1, end))
        texts = ", ".join(_joined(table, names) for names in columns)
        run(
            f"INSERT INTO search (rowid, name, other, text) SELECT s.id, {texts} "
            f"FROM search_rows AS s CROSS JOIN {name} AS t ON t.row = s.row "
            "WHERE s.id > ? ORDER BY s.id",
            (last,),
        )
    run("INSERT INTO search (search) VALUES ('optimize')")


def _joined(table: Table, names: Sequence[str]) -> str:
    """The expression of columns, one value on each line."""
    parts = []
    for name in names:
        column = table.column(name)
        if column.many:
            parts.append(
                f"(SELECT group_concat(value, char(10)) FROM (SELECT value FROM "
                f"{values_table(table, column)} WHERE row = t.row ORDER BY value))"
            )
        else:
            parts.append(f"t.{quoted(name)}")
    return " || ".join(f"coalesce({part} || char(10), '')" for part in parts) or "''"


def match_of(question: str) -> str:
    """What a person asks, as a query of FTS5.

    Args:
        question: Words that must all occur; "phrases"; prefixes with `*` behind; what must not
            occur with `-` in front.

    Raises:
        ParameterError: It is too long, or there is nothing in it to look for.

    Example:
        >>> match_of('camps "crimes against" tortur* -prison')
        '("camps" AND "crimes against" AND "tortur" *) NOT "prison"'
    """
    if len(question) > LONGEST:
        raise ParameterError(
            f"The question has {len(question)} characters; {LONGEST} are the most.", parameter="q"
        )
    wanted: list[str] = []
    unwanted: list[str] = []
    for term in _TERM.findall(_plain(question)):
        words = term.removeprefix("-")
        bare = words.rstrip("*").replace('"', " ").strip()
        if not any(character.isalnum() for character in bare):
            continue
        phrase = f'"{bare}"' + (" *" if words.endswith("*") else "")
        (unwanted if term.startswith("-") else wanted).append(phrase)
    if not wanted:
        raise ParameterError(
            "There is no word to look for.",
            remedy='Give words, "phrases" in quotes, or the beginning of a word with *.',
            parameter="q",
        )
    if len(wanted) + len(unwanted) > _MOST_TERMS:
        raise ParameterError(f"The question has more than {_MOST_TERMS} words.", parameter="q")
    match = " AND ".join(wanted)
    if len(wanted) > 1 and all(each.endswith('"') for each in wanted):
        # The same words in this order count for more: it may be a symbol or a name.
        whole = " ".join(each.strip('"') for each in wanted)
        match = f'({match}) OR "{whole}"'
    for each in unwanted:
        match = f"({match}) NOT {each}"
    return match


def _plain(text: str) -> str:
    """A text without control characters and halves of surrogate pairs."""
    return "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text
    )
