"""A snapshot, open for questions in this process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

import pyoxigraph as ox

from rightsgraph.errors import QuerySyntaxError, StoreError
from rightsgraph.store.exporting import write_graph
from rightsgraph.store.faults import reading
from rightsgraph.store.graph_store import Results
from rightsgraph.store.snapshots import Snapshot
from rightsgraph.vocabulary import PREFIXES

_FROM: Final = re.compile(r"(?<![?$\w:])FROM\s*(?:NAMED\b|<|[\w-]*:)", re.IGNORECASE)


def names_graphs(text: str) -> bool:
    """Whether a query says by FROM which graphs it reads.

    Example:
        >>> names_graphs("SELECT * FROM <https://example.org/> {}")
        True
    """
    return _FROM.search(text) is not None


class LocalGraph:
    """A snapshot that is open; threads may share it.

    Args:
        snapshot: The snapshot.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.state: Final = snapshot
        self._store: ox.Store | None = snapshot.open()

    @contextmanager
    def answer(self, text: str) -> Iterator[Results]:
        """A block in which the answer to a query is read; see `OpenGraph`."""
        if self._store is None:
            raise StoreError("This graph is closed.", remedy="Open it again with open_graph().")
        with reading(self.state.path):
            # A snapshot that keeps its default graph plain answers all the same, from the union of
            # its named graphs; the engine would put that in the place of graphs that FROM names.
            union = not self.state.manifest.union and not names_graphs(text)
            try:
                results = self._store.query(
                    text, prefixes=dict(PREFIXES), use_default_graph_as_union=union
                )
            except SyntaxError as error:
                raise QuerySyntaxError(f"The query does not parse: {error.msg}") from None
            except UnicodeEncodeError:
                raise QuerySyntaxError("The query holds what is no character of Unicode.") from None
            yield results

    def write(self, out: IO[bytes], format_name: str, graph: str | None = None) -> None:
        """Writes the whole graph or one named graph; see `write_graph`."""
        write_graph(self.state, out, format_name, graph=graph)

    def close(self) -> None:
        """Lets go of the snapshot, so that it may be pruned."""
        if self._store is not None:
            self._store = None
            self.state.release()
