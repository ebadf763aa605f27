"""The index of words of the user's own copies of texts, beside the tables of a snapshot.

    snapshots/<id>/texts/manifest.json    version, size and digest, as of the tables
    snapshots/<id>/texts/words.sqlite     the index, a row for each part of each text

It is made only where serving texts is switched on (RIGHTSGRAPH_SERVE_TEXTS), has a folder of its
own so that no backup takes it along, and is not opened where serving them is switched off.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyoxigraph as ox

from rightsgraph.store.kept_texts import PARTS, read_text
from rightsgraph.store.projection.text_index import KINDS, TEXTS, begin_index, finish_index
from rightsgraph.vocabulary import PREFIXES

FOLDER: Final = "texts"
WORDS_FILE: Final = "words.sqlite"


class Span(NamedTuple):
    """A part of a document, and where it stands in its text.

    Args:
        start: First character of the normalised text.
        end: The character after the last.
        iri: The part; empty for what is in none.
    """

    start: int
    end: int
    iri: str = ""


def build_texts(store: ox.Store, tables: Path, home: Path, path: Path, *, union: bool) -> None:
    """Write the index of the texts that are kept here.

    Args:
        store: The store, complete.
        tables: Its tables.
        home: The folder of the snapshots, beside which the texts are kept.
        path: The file; it must not be there yet.
        union: Whether the default graph of the store is the union of its named graphs.

    Raises:
        OSError: The file cannot be written.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
            database.execute("ATTACH ? AS tables", (str(tables),))
            database.execute("BEGIN")
            _fill(database, store, home, union=union)
            database.execute("COMMIT")
            database.execute("DETACH tables")
    except sqlite3.Error as error:
        raise OSError(f"{path.name} cannot be written: {error}") from error


def _fill(database: sqlite3.Connection, store: ox.Store, home: Path, *, union: bool) -> None:
    run = database.execute
    run("CREATE TABLE main.things (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, label TEXT)")
    begin_index(database)
    kind, row = KINDS.index(TEXTS), 0
    documents = run(
        "SELECT this.iri, this.id, t.textDigest FROM tables.documents AS t "
        "JOIN tables.things AS this ON this.id = t.this WHERE t.textDigest IS NOT NULL ORDER BY 2"
    ).fetchall()
    for document, document_id, digest in documents:
        text = read_text(home, digest)
        if text is None:
            continue
        _name(database, document_id)
        for span in cut(len(text), list(_parts(store, document, digest, union=union))):
            words = text[span.start : span.end].replace("\n", " ").strip()
            if not words:
                continue
            known = run("SELECT id FROM tables.things WHERE iri = ?", (span.iri,)).fetchone()
            thing = known[0] if known else document_id
            _name(database, thing)
            row += 1
            run("INSERT INTO search_rows VALUES (?, ?, ?, ?)", (row, kind, thing, document_id))
            run("INSERT INTO search (rowid, name, other, text) VALUES (?, '', '', ?)", (row, words))
    if row:
        run("INSERT INTO search_kinds VALUES (?, 1, ?)", (kind, row))
    finish_index(database)


def _name(database: sqlite3.Connection, thing: int) -> None:
    """Take over the IRI and the label of a thing, under the number that it has in the tables."""
    database.execute(
        "INSERT OR IGNORE INTO main.things SELECT id, iri, label FROM tables.things WHERE id = ?",
        (thing,),
    )


def _parts(store: ox.Store, document: str, digest: str, *, union: bool) -> Iterator[Span]:
    query = PARTS % (ox.NamedNode(document), ox.Literal(digest))
    found: Any = store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=not union)
    for part, start, end in found:
        if isinstance(part, ox.NamedNode):
            yield Span(int(start.value), int(end.value), part.value)


def cut(length: int, parts: Sequence[Span]) -> list[Span]:
    """A text cut where parts begin and end: each character is in one piece, of the innermost part.

    Args:
        length: How many characters the text has.
        parts: The parts, in any order; one may stand in another. What reaches beyond the text is
            left out.

    Example:
        >>> cut(30, [Span(5, 20, "para-1"), Span(10, 15, "para-1(a)")])  # doctest: +ELLIPSIS
        [Span(start=0, end=5, iri=''), Span(start=5, end=10, iri='para-1'), ...]
    """
    within = sorted(part for part in parts if 0 <= part.start < part.end <= length)
    borders = sorted({0, length, *(edge for part in within for edge in part[:2])})
    pieces: list[Span] = []
    open_now: list[Span] = []
    following = 0
    for start, end in pairwise(borders):
        open_now = [part for part in open_now if part.end > start]
        while following < len(within) and within[following].start == start:
            open_now.append(within[following])
            following += 1
        inner = min(open_now, key=lambda part: (part.end - part.start, part.iri), default=None)
        pieces.append(Span(start, end, inner.iri if inner else ""))
    return pieces
