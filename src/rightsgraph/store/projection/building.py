"""The tables of a snapshot, made from its SPARQL answers when it is published.

    scan     each property once: the engine writes CSV on threads of its own, which hold no lock
             of Python, and this module takes it into staging tables
    number   every IRI that occurs, in the order of the IRIs: lists are put in their order, paged
             and joined by these numbers
    fill     the tables from the staging tables, their indexes, and the counts of all facets

The memory needed grows with the number of different IRIs in the tables, about 200 bytes each.
"""

from __future__ import annotations

import csv
import errno
import sqlite3
import sys
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from rightsgraph.store.projection.definition import Column, Kind, Scalar, Table, prefixed
from rightsgraph.store.projection.sqlite_names import (
    facet_name,
    index_name,
    quoted,
    source_of,
    values_table,
)
from rightsgraph.store.projection.tables import TABLES
from rightsgraph.store.projection.text_index import build_index

# For every thing the first of these that it has.
_LABELS: Final = (
    ("skos:prefLabel", Kind.WORDS),
    ("rg:symbol", Kind.TEXT),
    ("dcterms:title", Kind.WORDS),
    ("rg:pinpoint", Kind.TEXT),
    ("rg:summary", Kind.WORDS),
    ("rg:words", Kind.WORDS),
    ("rg:citationText", Kind.TEXT),
    ("rdfs:label", Kind.WORDS),
)
LABEL_COLUMNS: Final = tuple(Column("label", path, kind, "") for path, kind in _LABELS)
_THREADS: Final = 2
_Scan = tuple[str, Kind]  # a path, and what kind its values are
_TYPES: Final = {
    Kind.THING: "INTEGER",
    Kind.TEXT: "TEXT",
    Kind.WORDS: "TEXT",
    Kind.INTEGER: "INTEGER",
    Kind.NUMBER: "REAL",
    Kind.YEAR: "INTEGER",
}


def build(store: ox.Store, path: Path, *, union: bool) -> None:
    """Write the tables of a store to an SQLite file.

    Args:
        store: The store, complete.
        path: The file; it must not be there yet.
        union: Whether the default graph of the store is the union of its named graphs.

    Raises:
        OSError: The file cannot be written.
    """
    csv.field_size_limit(sys.maxsize)
    try:
        with (
            closing(sqlite3.connect(path, isolation_level=None)) as database,
            ThreadPoolExecutor(_THREADS) as pool,
        ):
            # The file is new, and is nothing before it has its name: no journal is needed.
            database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
            database.execute("ATTACH ? AS staging", (str(path.with_suffix(".staging")),))
            database.executescript(
                "PRAGMA staging.journal_mode=OFF; PRAGMA staging.synchronous=OFF; BEGIN"
            )
            _Builder(store, database, pool, path.parent, union=union).run()
            database.execute("COMMIT")
            database.execute("DETACH staging")
            # What the planner knows of the tables is worth more than what it costs.
            database.executescript("PRAGMA analysis_limit=1000; ANALYZE; PRAGMA optimize")
    except sqlite3.Error as error:
        message = f"{path.name} cannot be written: {error}"
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, message) from error
        raise OSError(message) from error
    finally:
        path.with_suffix(".staging").unlink(missing_ok=True)


class _Builder:
    """The work of one `build`."""

    def __init__(
        self,
        store: ox.Store,
        database: sqlite3.Connection,
        pool: ThreadPoolExecutor,
        scratch: Path,
        *,
        union: bool,
    ) -> None:
        self._store = store
        self._database = database
        self._pool = pool
        self._scratch = scratch
        self._union = union
        self._numbers: dict[str, int] = {}
        self._scans: dict[_Scan, str] = {}
        self._files = 0

    def run(self) -> None:
        """Scan, number, fill; then the index of words."""
        tables = self._find_rows()
        self._scan_columns(tables)
        self._number()
        for table in TABLES.values():
            self._fill(table)
            for column in table.several:
                self._fill_values(table, column)
        self._count()
        build_index(self._database)

    # --- scan -------------------------------------------------------------------------------

    def _find_rows(self) -> list[Table]:
        """Note the rows of each table; return the tables that have any."""
        asked = [(table, self._ask(table.rows_query())) for table in TABLES.values()]
        present = []
        for table, answer in asked:
            self._database.execute(
                f"CREATE TABLE staging.{_found(table.name)} (this INTEGER, each_ INTEGER)"
            )
            pairs = (
                (self._note(this), self._note(each[0]) if each else None)
                for this, *each in self._answer(answer)
            )
            insert = f"INSERT INTO {_found(table.name)} VALUES (?, ?)"
            if self._database.executemany(insert, pairs).rowcount > 0:
                present.append(table)
        return present

    def _scan_columns(self, tables: list[Table]) -> None:
        """Stage the values of the columns.

        Things come first: they are what other columns may be about, and what labels are for. Of
        these come first those through which others lead, which are not scanned but put together.
        """
        wanted = {_scanned(column): column for table in tables for column in table.columns}
        if tables:
            wanted |= {_scanned(column): column for column in LABEL_COLUMNS}
        joined = self._joined_columns(wanted)
        heads = {head for head, _ in joined.values()}
        columns = sorted(
            (column for key, column in wanted.items() if key not in joined),
            key=lambda column: (_scanned(column) not in heads, column.kind is not Kind.THING),
        )
        for column, answer in [(column, self._ask(column.scan)) for column in columns]:
            name = self._scans[_scanned(column)] = f"scan_{len(self._scans)}"
            self._database.execute(f"CREATE TABLE staging.{name} (this INTEGER, value)")
            self._database.executemany(
                f"INSERT INTO {name} VALUES (?, ?)",
                (
                    (self._numbers[this], self._staged(column.kind, value))
                    for this, value in self._answer(answer)
                    if this in self._numbers and value
                ),
            )
        for key, (head, tail) in joined.items():
            name = self._scans[key] = f"scan_{len(self._scans)}"
            self._database.execute(
                f"CREATE TABLE staging.{name} AS SELECT h.this AS this, t.value AS value FROM "
                f"{self._scans[head]} AS h JOIN {self._scans[tail]} AS t ON t.this = h.value"
            )

    def _joined_columns(self, wanted: Collection[_Scan]) -> dict[_Scan, tuple[_Scan, _Scan]]:
        """The columns whose path is one of a column of things, and behind it one of another.

        What both hold need not be read from the graph once more, which takes the engine longest:
        a look-up for each pair. Where the path leads over blank nodes it is, since the tables have
        no numbers for these.
        """
        found = {}
        for path, kind in wanted:
            steps = path.split("/")
            head, tail = (steps[0], Kind.THING), (steps[-1], kind)
            if len(steps) == 2 and "?" not in path and head in wanted and tail in wanted:
                found[path, kind] = head, tail
        blank = {head: self._leads_to_blank_nodes(head[0]) for head, _ in found.values()}
        return {key: steps for key, steps in found.items() if not blank[steps[0]]}

    def _leads_to_blank_nodes(self, path: str) -> bool:
        sparql = prefixed(f"ASK {{ ?this {path} ?value FILTER(isBLANK(?value)) }}")
        return bool(self._store.query(sparql, use_default_graph_as_union=not self._union))

    def _staged(self, kind: Kind, text: str) -> Scalar:
        if kind is Kind.THING:
            return self._note(text)
        if kind in (Kind.INTEGER, Kind.YEAR):
            return int(text)
        return float(text) if kind is Kind.NUMBER else text

    def _note(self, iri: str) -> int:
        return self._numbers.setdefault(iri, len(self._numbers))

    def _ask(self, query: str) -> Future[Path]:
        self._files += 1
        path = self._scratch / f"scan-{self._files}.csv"
        return self._pool.submit(self._write, query, path)

    def _write(self, query: str, path: Path) -> Path:
        answer = self._store.query(query, use_default_graph_as_union=not self._union)
        answer.serialize(path, ox.QueryResultsFormat.CSV)  # type: ignore[arg-type]  # a SELECT has rows
        return path

    def _answer(self, asked: Future[Path]) -> Iterator[list[str]]:
        path = asked.result()
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            yield from (row for row in rows if not row[0].startswith("_:"))
        path.unlink()

    # --- number -----------------------------------------------------------------------------

    def _number(self) -> None:
        """Give every IRI its number in the order of the IRIs, and its label."""
        run = self._database.execute
        run("CREATE TABLE staging.rank (old INTEGER PRIMARY KEY, id INTEGER)")
        run("CREATE TABLE things (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, label TEXT)")
        ordered = sorted(self._numbers)
        pairs = ((self._numbers[iri], number) for number, iri in enumerate(ordered, 1))
        self._database.executemany("INSERT INTO rank VALUES (?, ?)", pairs)
        self._database.executemany(
            "INSERT INTO things (id, iri) VALUES (?, ?)", enumerate(ordered, 1)
        )
        run("CREATE UNIQUE INDEX things_iri ON things (iri)")
        keys = " UNION ALL ".join(
            f"SELECT this, '{place}' || value AS key FROM {self._scans[_scanned(column)]}"
            for place, column in _ranked_labels()
            if _scanned(column) in self._scans
        )
        if keys:
            run(
                f"UPDATE things SET label = substr(found.key, 3) FROM (SELECT rank.id, min(key) "
                f"AS key FROM ({keys}) JOIN rank ON rank.old = this GROUP BY rank.id) AS found "
                "WHERE found.id = things.id"
            )

    # --- fill -------------------------------------------------------------------------------

    def _fill(self, table: Table) -> None:
        run = self._database.execute
        single = [column for column in table.single if _scanned(column) in self._scans]
        columns = "".join(f", {quoted(c.name)} {_TYPES[c.kind]}" for c in table.single)
        keys = "row INTEGER PRIMARY KEY, this INTEGER, each_ INTEGER"
        run(f"CREATE TABLE {table.name} ({keys}{columns})")
        number = (
            "this.id" if table.each is None else "row_number() OVER (ORDER BY this.id, each_.id)"
        )
        # The places of a row are found by rowid, the columns by the numbers of before.
        run(
            f"CREATE TABLE staging.keys AS SELECT {number} AS row, this.id AS this, "
            f"each_.id AS each_, found.this AS this_old, found.each_ AS each_old "
            f"FROM {_found(table.name)} AS found JOIN rank AS this ON this.old = found.this "
            "LEFT JOIN rank AS each_ ON each_.old = found.each_ ORDER BY 1"
        )
        values, joins = [], []
        for place, column in enumerate(single):
            key = "each_old" if "?each" in column.path else "this_old"
            name, scan = f"c{place}", self._scans[_scanned(column)]
            taken = {
                Kind.THING: "min(rank.id)",
                Kind.WORDS: "substr(min(value), 2)",
            }.get(column.kind, "min(value)")
            ranked = " JOIN rank ON rank.old = value" if column.kind is Kind.THING else ""
            joins.append(
                f"LEFT JOIN (SELECT s.this AS this, {taken} AS value FROM {scan} AS s{ranked} "
                f"GROUP BY s.this) AS {name} ON {name}.this = keys.{key}"
            )
            values.append(f"{name}.value")
        names = "".join(f", {quoted(column.name)}" for column in single)
        chosen = "".join(f", {value}" for value in values)
        run(
            f"INSERT INTO {table.name} (row, this, each_{names}) "
            f"SELECT keys.row, keys.this, keys.each_{chosen} FROM keys {' '.join(joins)} ORDER BY 1"
        )
        run("DROP TABLE keys")
        if table.each is not None:
            run(f"CREATE INDEX {table.name}_this ON {table.name} (this)")
            run(f"CREATE INDEX {table.name}_each ON {table.name} (each_)")
        for column in table.single:
            if column.filter or column.sort:
                # The number of the row is the last column of every index.
                name = index_name(table, column)
                run(f"CREATE INDEX {name} ON {table.name} ({quoted(column.name)})")

    def _fill_values(self, table: Table, column: Column) -> None:
        run = self._database.execute
        name = values_table(table, column)
        run(
            f"CREATE TABLE {name} (row INTEGER, value {_TYPES[column.kind]}, "
            "PRIMARY KEY (row, value)) WITHOUT ROWID"
        )
        scan = self._scans.get(_scanned(column))
        if scan is not None:
            thing = column.kind is Kind.THING
            value = (
                "v.id"
                if thing
                else "substr(s.value, 2)"
                if column.kind is Kind.WORDS
                else "s.value"
            )
            run(
                f"INSERT OR IGNORE INTO {name} SELECT t.row, {value} FROM {scan} AS s "
                f"{'JOIN rank AS v ON v.old = s.value ' if thing else ''}"
                f"JOIN rank AS r ON r.old = s.this JOIN {table.name} AS t ON t.this = r.id "
                "ORDER BY 1, 2"  # the engine gives no order: rows would lie as they came
            )
        run(f"CREATE INDEX {name}_value ON {name} (value, row)")

    # --- count ------------------------------------------------------------------------------

    def _count(self) -> None:
        """How many rows have each value of what a list can be narrowed by."""
        run = self._database.execute
        run(
            "CREATE TABLE facet_counts (facet TEXT, value, count INTEGER, total INTEGER, "
            "PRIMARY KEY (facet, value)) WITHOUT ROWID"
        )
        run("CREATE TABLE row_counts (name TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID")
        for table in TABLES.values():
            run(f"INSERT INTO row_counts SELECT '{table.name}', count(*) FROM {table.name}")
            for column in table.filters:
                source, value = source_of(table, column)
                run(
                    f"INSERT INTO facet_counts SELECT '{facet_name(table, column)}', {value}, "
                    f"count(*), NULL FROM {source} WHERE {value} IS NOT NULL GROUP BY {value}"
                )
                if column.narrower:
                    own = "count(DISTINCT s.row) FILTER (WHERE w.value = w.row)"
                    facet = facet_name(table, column)
                    run(
                        f"INSERT OR REPLACE INTO facet_counts SELECT '{facet}', w.value, "
                        f"{own}, count(DISTINCT s.row) FROM {source} AS s "
                        "JOIN concepts_within AS w ON w.row = s.value GROUP BY w.value"
                    )


def _found(name: str) -> str:
    return f"found_{name}"


def label_query() -> str:
    """SPARQL for the label of everything: the first of some properties, English before others."""
    parts = " UNION ".join(
        f'{{ {column.pattern} BIND(CONCAT("{place}", {column.key}) AS ?key) }}'
        for place, column in _ranked_labels()
    )
    return prefixed(
        f"SELECT ?this (SUBSTR(MIN(?key), 3) AS ?label) WHERE {{ {parts} }} GROUP BY ?this"
    )


def _ranked_labels() -> Iterator[tuple[str, Column]]:
    """What goes before a value, so that the smallest is the label: always two digits in all."""
    for rank, column in enumerate(LABEL_COLUMNS):
        yield f"{rank}" if column.kind is Kind.WORDS else f"{rank}0", column


def _scanned(column: Column) -> _Scan:
    return column.path, column.kind
