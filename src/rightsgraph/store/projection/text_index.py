"""The index of words in the tables of a snapshot: how it is made and asked.

It is an FTS5 table beside the others, a row for each thing that has a name or text. Words are
compared without accents and by their English stem; what is between letters and digits parts words,
so that a symbol is a phrase of its parts in whatever spelling.

Source: SQLite documentation, FTS5: sections 3 (queries), 4.3 (tokenizers), 5 (auxiliary functions).
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from rightsgraph.errors import ParameterError
from rightsgraph.store.projection.definition import Table
from rightsgraph.store.projection.rows import Thing, by_number
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
_BEGIN, _END = "\x02", "\x03"
# What a word counts in a name, in another name, and in a text.
_WEIGHTS: Final = "8.0, 2.0, 1.0"
_WORDS_SHOWN: Final = 32
_OTHERS_SHOWN: Final = 3
_TERM: Final = re.compile(r'-?"[^"]*"\*?|\S+')


class Marked(NamedTuple):
    """A text, and where in it the words stand that were looked for.

    Args:
        text: The text.
        ranges: Begin and end of each, in code points.
    """

    text: str
    ranges: tuple[tuple[int, int], ...]


class Hit(NamedTuple):
    """A thing that was found.

    Args:
        thing: The thing.
        kind: The name of its table.
        name: Its name, its symbol or abbreviation on a line of its own.
        others: Its other names with what was found.
        text: What is said of it, cut to the words around what was found.
    """

    thing: Thing
    kind: str
    name: Marked
    others: tuple[Marked, ...]
    text: Marked


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found.

    Args:
        hits: The best ones, the best first.
        counts: How many there are of each kind, whatever kinds were asked for.
    """

    hits: tuple[Hit, ...]
    counts: dict[str, int]


def build_index(database: sqlite3.Connection) -> None:
    """Fill the index from the tables, which are complete."""
    run = database.execute
    run("CREATE TABLE search_rows (id INTEGER PRIMARY KEY, kind INTEGER, thing INTEGER)")
    run(
        "CREATE VIRTUAL TABLE search USING fts5(name, other, text, "
        'tokenize = "porter unicode61 remove_diacritics 2")'
    )
    for number, (name, columns) in enumerate(INDEXED.items()):
        table = TABLES[name]
        (last,) = run("SELECT coalesce(max(id), 0) FROM search_rows").fetchone()
        # A thing with several rows is taken once.
        run(
            "INSERT INTO search_rows SELECT row_number() OVER (ORDER BY this) + ?, ?, this "
            f"FROM {name} GROUP BY this ORDER BY this",
            (last, number),
        )
        texts = ", ".join(_joined(table, names) for names in columns)
        run(
            f"INSERT INTO search (rowid, name, other, text) SELECT s.id, {texts} "
            f"FROM search_rows AS s JOIN {name} AS t ON t.row = "
            f"(SELECT min(row) FROM {name} WHERE this = s.thing) WHERE s.kind = ? ORDER BY s.id",
            (number,),
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


def find(
    database: sqlite3.Connection, match: str, kinds: Sequence[str], limit: int, offset: int
) -> tuple[Hit, ...]:
    """The best things for a query.

    Args:
        database: The tables.
        match: A query of FTS5.
        kinds: The kinds that are wanted; empty for all.
        limit: How many at most.
        offset: How many are passed over.
    """
    among = ", ".join(str(KINDS.index(kind)) for kind in kinds)
    narrowed = f"AND s.kind IN ({among})" if kinds else ""
    best = database.execute(
        f"SELECT s.id, s.kind, s.thing FROM search JOIN search_rows AS s ON s.id = search.rowid "
        f"WHERE search MATCH ? {narrowed} ORDER BY bm25(search, {_WEIGHTS}), s.id LIMIT ? OFFSET ?",
        (match, limit, offset),
    ).fetchall()
    things = by_number(database, [thing for _, _, thing in best])
    found = []
    for number, kind, thing in best:
        name, other, text = database.execute(
            "SELECT highlight(search, 0, ?1, ?2), highlight(search, 1, ?1, ?2), "
            "snippet(search, 2, ?1, ?2, '…', ?3) FROM search WHERE search MATCH ?4 AND rowid = ?5",
            (_BEGIN, _END, _WORDS_SHOWN, match, number),
        ).fetchone()
        others = [_marked(line) for line in other.splitlines() if _BEGIN in line]
        shown = tuple(others[:_OTHERS_SHOWN])
        found.append(Hit(things[thing], KINDS[kind], _marked(name), shown, _marked(text)))
    return tuple(found)


def count(database: sqlite3.Connection, match: str) -> dict[str, int]:
    """How many things of each kind a query finds, in the order of the kinds."""
    rows = database.execute(
        "SELECT s.kind, count(*) FROM search JOIN search_rows AS s ON s.id = search.rowid "
        "WHERE search MATCH ? GROUP BY s.kind ORDER BY s.kind",
        (match,),
    )
    return {KINDS[kind]: number for kind, number in rows}


def _marked(text: str) -> Marked:
    parts: list[str] = []
    ranges: list[tuple[int, int]] = []
    place = begin = 0
    for piece in _pieces(text.strip("\n")):
        if piece == _BEGIN:
            begin = place
        elif piece == _END:
            ranges.append((begin, place))
        else:
            parts.append(piece)
            place += len(piece)
    return Marked("".join(parts), tuple(ranges))


def _pieces(text: str) -> Iterator[str]:
    yield from (piece for piece in re.split(f"([{_BEGIN}{_END}])", text) if piece)
