"""The tables of a snapshot, open for lists, facets and look-ups. Threads may share them."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

from rightsgraph.errors import ParameterError, ProjectionError, QueryTimeoutError
from rightsgraph.iris import Iri
from rightsgraph.store.projection import rows
from rightsgraph.store.projection.conditions import Conditions
from rightsgraph.store.projection.definition import Column, Filter, Table
from rightsgraph.store.projection.facets import Count, Facets
from rightsgraph.store.projection.files import TABLES_FILE, folder_of, words_of
from rightsgraph.store.projection.rows import Place, Row, Thing
from rightsgraph.store.projection.sqlite_names import values_table
from rightsgraph.store.projection.text_index import TEXTS, kinds_searched, match_of
from rightsgraph.store.projection.text_search import Hits, count, find
from rightsgraph.store.snapshots import Snapshot

MOST_ROWS: Final = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list.

    Args:
        rows: The rows: `this` (and `each`) and every column of the table by name.
        next: Where the next page begins; None at the end of the list.
    """

    rows: tuple[Row, ...]
    next: Place | None


class Projection:
    """The tables of one snapshot.

    Args:
        snapshot: The snapshot. It is pinned until `close`.

    Raises:
        ProjectionError: It has no tables, or they are damaged or of another version.
        SnapshotNotFoundError: It has been pruned.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot: Final = snapshot
        snapshot.pin()
        try:
            self.folder: Final = folder_of(snapshot)
        except BaseException:
            snapshot.release()
            raise
        self._unused: dict[str, frozenset[str]] = {}
        self._of_thread = threading.local()
        self._lock = threading.Lock()
        self._facets = Facets()
        self._open: list[sqlite3.Connection] | None = []

    def __enter__(self) -> Projection:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the snapshot. No other thread may be reading then."""
        with self._lock:
            connections, self._open = self._open, None
        for connection in connections or ():
            connection.close()
        if connections is not None:
            self.snapshot.release()

    # --- lists ------------------------------------------------------------------------------

    def page(
        self,
        table: Table,
        filters: Sequence[Filter] = (),
        *,
        sort: str | None = None,
        descending: bool = False,
        after: Place | None = None,
        limit: int = 50,
        columns: Collection[str] | None = None,
    ) -> Page:
        """Some rows of a table, in order.

        Args:
            table: The table.
            filters: What all rows must meet.
            sort: Name of the column of the order; without one that of the IRIs. Rows without a
                value come first, as in SPARQL.
            descending: Whether the order is turned round.
            after: The end of the page before.
            limit: How many rows at most, 1 to 1000.
            columns: Names of the columns that the rows are to have, besides that of the order;
                None for all.

        Raises:
            ParameterError: There is no such column, it has no order or no filter, or a value does
                not fit it.
        """
        if not 1 <= limit <= MOST_ROWS:
            raise ParameterError(f"A page has 1 to {MOST_ROWS} rows, not {limit}.", limit=limit)
        column = None
        if sort is not None:
            column = table.column(sort)
            if not column.sort:
                raise ParameterError(
                    f"The list of {table.name} cannot be put in the order of {sort!r}.",
                    remedy=f"Use one of {', '.join(c.name for c in table.columns if c.sort)}.",
                    parameter="sort",
                )
        with self.connection() as database:
            conditions = Conditions(database, table, filters)
            found = rows.select(
                database, conditions, column, after, limit + 1, descending=descending
            )
            more = len(found) > limit
            wanted = None if columns is None else {*columns, *filter(None, [sort])}
            unused = self._unused_columns(database, table)
            chosen = rows.complete(database, table, found[:limit], wanted, unused)
        return Page(tuple(chosen), rows.place(table, chosen[-1], column) if more else None)

    def row(self, table: Table, iri: str, *, columns: Collection[str] | None = None) -> Row | None:
        """The row of a thing, of a citation the first; None when the table has none."""
        return next(iter(self.rows_of(table, iri, columns=columns)), None)

    def rows_of(
        self, table: Table, iri: str, *, columns: Collection[str] | None = None
    ) -> tuple[Row, ...]:
        """The rows of a thing: of a citation one for each place that it cites.

        Args:
            table: The table.
            iri: The thing.
            columns: As for `page`.
        """
        sql = f"SELECT * FROM {table.name} WHERE this = (SELECT id FROM things WHERE iri = ?)"
        if table.each is None:
            sql = sql.replace("this =", "row =")
        with self.connection() as database:
            found = database.execute(sql + " ORDER BY row", (iri,)).fetchall()
            unused = self._unused_columns(database, table)
            return tuple(rows.complete(database, table, found, columns, unused))

    def count(self, table: Table, filters: Sequence[Filter] = ()) -> int:
        """How many rows meet the filters.

        Raises:
            ParameterError: As for `page`.
        """
        with self.connection() as database:
            if not filters:
                sql = "SELECT count FROM row_counts WHERE name = ?"
                return int(database.execute(sql, (table.name,)).fetchone()[0])
            conditions = Conditions(database, table, filters)
            known = conditions.known_count()
            if known is not None:
                return known
            where, values = conditions.exact()
            sql = f"SELECT count(*) FROM {table.name} AS t WHERE {where}"
            return int(database.execute(sql, values).fetchone()[0])

    def facets(
        self,
        table: Table,
        columns: Iterable[str],
        filters: Sequence[Filter] = (),
        *,
        most: int = 50,
        seconds: float | None = None,
    ) -> dict[str, tuple[Count, ...] | None]:
        """For each column its values with the number of rows, the most frequent first.

        Args:
            table: The table.
            columns: Names of columns that lists can be narrowed by.
            filters: What the counted rows must meet.
            most: How many values of each column.
            seconds: How long all may take together; what is not done by then is None.

        Raises:
            ParameterError: As for `page`.
        """
        wanted = [_filtered(table, name) for name in columns]
        found: dict[str, tuple[Count, ...] | None] = {column.name: None for column in wanted}
        end = None if seconds is None else time.monotonic() + seconds
        with self.connection() as database:
            conditions = Conditions(database, table, filters)
            for column in wanted:
                if end is not None and time.monotonic() >= end:
                    break
                with _until(database, end) as ended:
                    counts = self._facets.counts(database, column, conditions, most)
                if ended:
                    break
                found[column.name] = counts
        return found

    # --- words ------------------------------------------------------------------------------

    def search(
        self,
        question: str,
        *,
        kinds: Sequence[str] = (),
        limit: int = 20,
        offset: int = 0,
        seconds: float | None = None,
        texts: bool = False,
    ) -> Hits:
        """The things that have some words in their names, summaries, titles or quotations.

        Args:
            question: Words, "phrases", prefixes with `*`, and `-` before what must not occur.
            kinds: Names of tables; empty for all.
            limit: How many at most, 1 to 1000.
            offset: How many are passed over.
            seconds: How long it may take.
            texts: Whether the user's own copies of texts are searched too, where an index of them
                was made: their parts are of the kind `texts`, and come behind all others.

        Raises:
            ParameterError: There is nothing to look for, or no such kind.
            ProjectionError: The kind `texts` is asked for, and there is no index of them.
            QueryTimeoutError: It took longer than it may.
        """
        match = match_of(question)
        for kind in kinds:
            if kind not in kinds_searched(texts=texts):
                raise ParameterError(
                    f"There is nothing of the kind {kind[:80]!r} to look for.",
                    remedy=f"Use {', '.join(kinds_searched(texts=texts))}.",
                    parameter="kind",
                )
        if not 1 <= limit <= MOST_ROWS or not 0 <= offset <= MOST_ROWS:
            raise ParameterError(f"A page of what is found has 1 to {MOST_ROWS} things.")
        end = None if seconds is None else time.monotonic() + seconds
        words = words_of(self.snapshot) if texts else None
        if words is None and TEXTS in kinds:
            raise ProjectionError(
                f"Snapshot {self.snapshot.id} has no index of the words of texts.",
                remedy="Run `rightsgraph snapshots --rebuild-projection` with serving them on.",
                id=self.snapshot.id,
            )
        with self.connection() as database, _until(database, end):
            counts = count(database, match)
            wanted = {kind: n for kind, n in counts.items() if not kinds or kind in kinds}
            hits = find(database, match, wanted, limit, offset)
            if words is None:
                return Hits(hits, counts)
            with self.connection(words) as index, _until(index, end):
                found = count(index, match)
                counts |= found
                if not kinds or TEXTS in kinds:
                    passed = max(0, offset - sum(wanted.values()))
                    hits += find(index, match, found, limit - len(hits), passed)
                return Hits(hits, counts)
        raise QueryTimeoutError(f"The search took longer than {seconds:g} seconds.")

    def things(self, iris: Iterable[str]) -> dict[str, Thing]:
        """The things among some IRIs that occur in the tables, with their labels."""
        with self.connection() as database:
            sql = "SELECT iri, label FROM things WHERE iri = ?"
            found = [database.execute(sql, (iri,)).fetchone() for iri in set(iris)]
        return {row[0]: Thing(Iri(row[0]), row[1]) for row in found if row}

    # --- how --------------------------------------------------------------------------------

    @contextmanager
    def connection(self, file: Path | None = None) -> Iterator[sqlite3.Connection]:
        """The connection of this thread to the tables, with errors of the database as ours.

        Args:
            file: Another file than the tables.
        """
        path = file or self.folder / TABLES_FILE
        try:
            connections: dict[Path, sqlite3.Connection] = self._of_thread.__dict__.setdefault(
                "connections", {}
            )
            connection = connections.get(path)
            if connection is None:
                connection = connections[path] = self._connect(path)
            yield connection
        except UnicodeEncodeError:
            raise ParameterError("A value holds what is no character of Unicode.") from None
        except sqlite3.Error as error:
            raise ProjectionError(
                f"The tables of snapshot {self.snapshot.id} cannot be read: {error}.",
                id=self.snapshot.id,
            ) from error

    def _connect(self, path: Path) -> sqlite3.Connection:
        address = path.absolute().as_uri() + "?mode=ro&immutable=1"
        with self._lock:
            if self._open is None:
                raise ProjectionError("These tables are closed.", id=self.snapshot.id)
            # Each thread has its own; only `close` is called from another.
            connection = sqlite3.connect(
                address, uri=True, check_same_thread=False, isolation_level=None
            )
            self._open.append(connection)
        connection.execute("PRAGMA query_only = 1")
        connection.execute("PRAGMA mmap_size = 1073741824")
        return connection

    def _unused_columns(self, database: sqlite3.Connection, table: Table) -> frozenset[str]:
        """The columns of many values that nothing has: they are looked for once a snapshot."""
        known = self._unused.get(table.name)
        if known is None:
            known = self._unused[table.name] = frozenset(
                column.name
                for column in table.several
                if not database.execute(f"SELECT 1 FROM {values_table(table, column)}").fetchone()
            )
        return known


@contextmanager
def _until(database: sqlite3.Connection, end: float | None) -> Iterator[list[bool]]:
    """A block in which queries stop at a moment; the list it yields is not empty then."""
    ended: list[bool] = []
    if end is None:
        yield ended
        return
    database.set_progress_handler(lambda: time.monotonic() > end, 2000)
    try:
        yield ended
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        ended.append(True)
    finally:
        database.set_progress_handler(None, 0)


def _filtered(table: Table, name: str) -> Column:
    column = table.column(name)
    if not column.filter:
        raise ParameterError(
            f"The list of {table.name} cannot be counted by {name!r}.",
            remedy=f"Use one of {', '.join(c.name for c in table.filters)}.",
            parameter=name,
        )
    return column
