"""Searching in the index of words: the best things for a query, and how many there are.

Source: SQLite documentation, FTS5: section 5 (auxiliary functions).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rightsgraph.store.projection.rows import Thing, by_number
from rightsgraph.store.projection.text_index import KINDS

_BEGIN, _END = "\x02", "\x03"
# What a word counts in a name, in another name, and in a text.
_WEIGHTS: Final = "8.0, 2.0, 1.0"
_WORDS_SHOWN: Final = 32
_OTHERS_SHOWN: Final = 3
# So many are put in order by their rank; each takes the engine some microseconds.
RANKED: Final = 4000


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


def find(
    database: sqlite3.Connection,
    match: str,
    counts: Mapping[str, int],
    limit: int,
    offset: int,
    ranked: int = RANKED,
) -> tuple[Hit, ...]:
    """The best things for a query.

    When there are more than are ranked, each kind has its share: the first of the kind are ranked,
    and the others come behind in the order of their table.

    Args:
        database: The tables.
        match: A query of FTS5.
        counts: How many there are of each kind that is wanted.
        limit: How many at most.
        offset: How many are passed over.
        ranked: How many are ranked.
    """
    if not counts:
        return ()
    places = _places(database)
    ahead, behind = [], []
    share = ranked if sum(counts.values()) <= ranked else max(1, ranked // len(counts))
    for kind, number in counts.items():
        first, last = places[kind]
        cut = last if number <= share else _cut(database, match, (first, last), share)
        ahead.append((first, cut))
        if cut < last:
            behind.append((cut + 1, last))
    rank = f"bm25(search, {_WEIGHTS}), rowid"
    best = _rows(database, match, ahead, rank, limit, offset)
    if len(best) < limit and behind:
        passed = max(0, offset - sum(min(number, share) for number in counts.values()))
        best += _rows(database, match, behind, "rowid", limit - len(best), passed)
    return _hits(database, match, best)


def count(database: sqlite3.Connection, match: str) -> dict[str, int]:
    """How many things of each kind a query finds, in the order of the kinds."""
    counts = {}
    for kind, place in _places(database).items():
        (number,) = database.execute(
            "SELECT count(*) FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?",
            (match, *place),
        ).fetchone()
        if number:
            counts[kind] = number
    return counts


def _places(database: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """The first and the last row of each kind that has any, in the order of the kinds."""
    rows = database.execute("SELECT kind, first, last FROM search_kinds ORDER BY kind")
    return {KINDS[kind]: (first, last) for kind, first, last in rows}


def _cut(database: sqlite3.Connection, match: str, place: tuple[int, int], share: int) -> int:
    """The row up to which a query finds so many."""
    (last,) = database.execute(
        "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? "
        "ORDER BY rowid LIMIT 1 OFFSET ?",
        (match, *place, share - 1),
    ).fetchone()
    return int(last)


def _rows(
    database: sqlite3.Connection,
    match: str,
    places: Sequence[tuple[int, int]],
    order: str,
    limit: int,
    offset: int,
) -> list[int]:
    # The plus keeps the database from asking the index once for each place.
    among = " OR ".join(f"+rowid BETWEEN {first} AND {last}" for first, last in places)
    rows = database.execute(
        "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? "
        f"AND ({among}) ORDER BY {order} LIMIT ? OFFSET ?",
        (match, places[0][0], places[-1][1], limit, offset),
    )
    return [number for (number,) in rows]


def _hits(database: sqlite3.Connection, match: str, best: Sequence[int]) -> tuple[Hit, ...]:
    about = [
        database.execute("SELECT kind, thing FROM search_rows WHERE id = ?", (number,)).fetchone()
        for number in best
    ]
    things = by_number(database, [thing for _, thing in about])
    found = []
    for number, (kind, thing) in zip(best, about, strict=True):
        name, other, text = database.execute(
            "SELECT highlight(search, 0, ?1, ?2), highlight(search, 1, ?1, ?2), "
            "snippet(search, 2, ?1, ?2, '…', ?3) FROM search WHERE search MATCH ?4 AND rowid = ?5",
            (_BEGIN, _END, _WORDS_SHOWN, match, number),
        ).fetchone()
        others = [_marked(line) for line in other.splitlines() if _BEGIN in line]
        shown = tuple(others[:_OTHERS_SHOWN])
        found.append(Hit(things[thing], KINDS[kind], _marked(name), shown, _marked(text)))
    return tuple(found)


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
