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
from rightsgraph.store.projection.text_index import KINDS, TEXTS, Match

_BEGIN, _END = "\x02", "\x03"
# What a word counts in a name, in another name, and in a text.
_WEIGHTS: Final = "8.0, 2.0, 1.0"
_WORDS_SHOWN: Final = 32
_OTHERS_SHOWN: Final = 3
_COMMON: Final = "SELECT term FROM search_common"
# So many are put in order by their rank; each takes the engine some microseconds.
RANKED: Final = 2000


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
        document: The document in whose text the words stand; only of the kind `texts`.
    """

    thing: Thing
    kind: str
    name: Marked
    others: tuple[Marked, ...]
    text: Marked
    document: Thing | None = None


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
    match: Match,
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
        match: What is asked.
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
        cut = last if number <= share else _cut(database, match.found, (first, last), share)
        ahead.append((first, cut))
        if cut < last:
            behind.append((cut + 1, last))
    weighed = match.marked
    if not behind:
        weighed = match.ranked({term for (term,) in database.execute(_COMMON)})
    rank = f"bm25(search, {_WEIGHTS}), rowid"
    # Without the words that weigh nothing it may find more than was asked for.
    within = "" if weighed == match.marked else match.found
    best = _rows(database, weighed, ahead, rank, limit, offset, within=within)
    if len(best) < limit and behind:
        passed = max(0, offset - sum(min(number, share) for number in counts.values()))
        best += _rows(database, match.found, behind, "rowid", limit - len(best), passed)
    return _hits(database, match.marked, best)


def count(database: sqlite3.Connection, match: Match) -> dict[str, int]:
    """How many things of each kind a query finds, in the order of the kinds."""
    counts = {}
    for kind, place in _places(database).items():
        (number,) = database.execute(
            "SELECT count(*) FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?",
            (match.found, *place),
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
    *,
    within: str = "",
) -> list[int]:
    # The plus keeps the database from asking the index once for each place.
    among = " OR ".join(f"+rowid BETWEEN {first} AND {last}" for first, last in places)
    condition = f"search MATCH :match AND rowid BETWEEN :first AND :last AND ({among})"
    if within:
        condition += (
            " AND +rowid IN (SELECT rowid FROM search WHERE search MATCH :within "
            "AND rowid BETWEEN :first AND :last)"
        )
    values = {"first": places[0][0], "last": places[-1][1], "limit": limit, "offset": offset}
    rows = database.execute(
        f"SELECT rowid FROM search WHERE {condition} ORDER BY {order} LIMIT :limit OFFSET :offset",
        {**values, "match": match, "within": within},
    )
    return [number for (number,) in rows]


def _hits(database: sqlite3.Connection, match: str, best: Sequence[int]) -> tuple[Hit, ...]:
    about = [
        database.execute(
            "SELECT kind, thing, row FROM search_rows WHERE id = ?", (number,)
        ).fetchone()
        for number in best
    ]
    # The row of words of a text is the document it is of.
    documents = {row for kind, _, row in about if KINDS[kind] == TEXTS}
    things = by_number(database, documents.union(thing for _, thing, _ in about))
    kinds: dict[int, list[int]] = {}
    for number, (kind, _, _) in zip(best, about, strict=True):
        kinds.setdefault(kind, []).append(number)
    texts: dict[int, tuple[str, str, str]] = {}
    for numbers in kinds.values():
        # A prefix takes as long to look up for one row as for all: once for each kind, whose rows
        # stand together.
        among = ", ".join(map(str, numbers))
        rows = database.execute(
            "SELECT rowid, highlight(search, 0, ?1, ?2), highlight(search, 1, ?1, ?2), "
            "snippet(search, 2, ?1, ?2, '…', ?3) FROM search "
            f"WHERE search MATCH ?4 AND rowid BETWEEN ?5 AND ?6 AND +rowid IN ({among})",
            (_BEGIN, _END, _WORDS_SHOWN, match, min(numbers), max(numbers)),
        )
        texts.update({number: found for number, *found in rows})
    hits = []
    for number, (kind, thing, row) in zip(best, about, strict=True):
        name, other, text = texts[number]
        # A name may stand in two columns.
        lines = dict.fromkeys(line for line in other.splitlines() if _BEGIN in line)
        others = [_marked(line) for line in lines]
        shown = tuple(others[:_OTHERS_SHOWN])
        document = things[row] if KINDS[kind] == TEXTS else None
        hits.append(Hit(things[thing], KINDS[kind], _marked(name), shown, _marked(text), document))
    return tuple(hits)


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
