"""A process that evaluates queries on one snapshot, opened read-only.

It is started by path, as a program of its own, with a connected socket as standard input and its
configuration as JSON in the first argument; so it imports the engine and little else, and is up in
a few hundredths of a second. It answers one request after the other:

    frame      one letter, the length of what follows in four bytes (big endian), the content
    to it      Q  {"query", "format", "default", "named", "union", "base"} as JSON, or, for what a
                  graph holds, {"format", "dump"}: its IRI, "" for the default graph, null for all
               S  another snapshot to read from now on: {"store", "pin"} as JSON
    from it    R  ready, with the walls that could not be raised as JSON: {name: reason}
               X  a failure as JSON: {"kind", "message", "line"?, "column"?}
               H  {"kind": "solutions" | "boolean" | "graph", "variables"} as JSON, then
               D  a block of the serialised answer, any number of them, then
               E  the number of bytes in all blocks as JSON, or X when it failed on the way

It dies rather than doing harm: of a query that needs too much memory or stack, of a closed socket,
of the death of its parent. It stands behind the walls of `store.walls`, which leave it the socket
to its parent and the snapshots, to be read. Everything of the engine stays on its main thread.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import IO, TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox


def _sibling(name: str) -> ModuleType:
    """The module beside this file; the package around it would take longer than all the rest."""
    path = os.path.join(os.path.dirname(__file__), f"{name}.py")  # noqa: PTH118 PTH120 quick
    module = ModuleType(f"rightsgraph_{name}")
    SourceFileLoader(module.__name__, path).exec_module(module)
    return module


if TYPE_CHECKING:
    from rightsgraph.store import frames, process_limits, row_count, walls, worker_failures
else:
    # Behind the walls nothing can be imported any more.
    frames, process_limits, row_count, walls, worker_failures = map(
        _sibling, ("frames", "process_limits", "row_count", "walls", "worker_failures")
    )

HEAD = frames.HEAD
frame = frames.frame

_TABLES: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}


class OpenSnapshot:
    """A snapshot that is open read-only, and pinned: pruning leaves it alone.

    Args:
        store: Folder of its store.
        pin: Its manifest; empty for a store that is no snapshot.

    Raises:
        OSError: It cannot be read.
        ValueError: Its manifest cannot be read.
        RuntimeError: The engine does not accept it.
    """

    def __init__(self, store: str, pin: str) -> None:
        self._pin = -1
        self.union = True
        if pin:
            # As long as a process holds this lock, pruning leaves the snapshot alone.
            self._pin = os.open(pin, os.O_RDONLY | os.O_CLOEXEC)
            fcntl.flock(self._pin, fcntl.LOCK_SH)
            with open(self._pin, encoding="utf-8", closefd=False) as manifest:
                self.union = bool(json.load(manifest).get("union", True))
        self.store = ox.Store.read_only(store)

    def let_go(self) -> None:
        """Lets pruning have it."""
        if self._pin >= 0:
            os.close(self._pin)


class Evaluator:
    """The loop of a worker.

    Args:
        connection: The socket to the parent.
        snapshot: What is read first.
        prefixes: The prefixes that queries need not declare.
        most_rows: How many rows the answer to a query may have; 0 for any number.
        federated: Whether queries may ask other endpoints.
    """

    def __init__(
        self,
        connection: socket.socket,
        snapshot: OpenSnapshot,
        prefixes: dict[str, str],
        most_rows: int = 0,
        *,
        federated: bool = False,
    ) -> None:
        self.connection = connection
        self.federated = federated
        self.reader = connection.makefile("rb")
        self.snapshot = snapshot
        self.prefixes = prefixes
        self._spelled = [(f"{name}:", name, iri) for name, iri in prefixes.items()]
        self.most_rows = most_rows

    def run(self) -> None:
        """Answers requests until the parent closes the socket."""
        while len(head := self.reader.read(HEAD.size)) == HEAD.size:
            kind, length = HEAD.unpack(head)
            request = json.loads(self.reader.read(length))
            try:
                if kind == b"S":
                    self.go_over(request)
                else:
                    self.answer(request)
            except MemoryError:
                # Whatever is left of the heap is not to be trusted with another query.
                self.connection.sendall(_failure(worker_failures.report("memory", "")))
                return

    def go_over(self, request: dict[str, str]) -> None:
        """Opens another snapshot; when that fails the present one stays open."""
        try:
            fresh = OpenSnapshot(request["store"], request["pin"])
        except (OSError, ValueError, RuntimeError) as error:
            self.connection.sendall(_failure(worker_failures.report("store", str(error))))
            return
        old, self.snapshot = self.snapshot, fresh
        old.let_go()
        self.connection.sendall(frame(b"R", b""))

    def answer(self, request: dict[str, Any]) -> None:
        """Evaluates one query, or reads out a graph, and sends all frames of the answer."""
        if "dump" in request:
            self.read_out(request)
            return
        try:
            dataset = _dataset(request, union=self.snapshot.union)
        except ValueError as error:
            self.connection.sendall(_failure(worker_failures.report("dataset", str(error))))
            return
        try:
            result = self.snapshot.store.query(
                request["query"],
                base_iri=request["base"] or None,
                prefixes=self.prefixes_in(request["query"]),
                **dataset,
            )
        except SyntaxError as error:
            self.connection.sendall(_failure(worker_failures.syntax_report(str(error))))
            return
        except (ValueError, RuntimeError, OSError) as error:
            self.connection.sendall(
                _failure(worker_failures.report(self.kind(error, request), str(error)))
            )
            return

        def write(output: IO[bytes]) -> None:
            if isinstance(result, ox.QueryTriples):
                result.serialize(output, _GRAPHS[request["format"]])
            else:
                result.serialize(output, _TABLES[request["format"]])

        self.send(_describe(result), write, request)

    def prefixes_in(self, query: str) -> dict[str, str]:
        """The prefixes that may be used in a query; each that the engine is told costs time."""
        return {name: iri for spelled, name, iri in self._spelled if spelled in query}

    def kind(self, error: Exception, request: dict[str, Any] | None) -> str:
        """What kind of failure an error is."""
        asks = self.federated and request is not None and "service" in request["query"].lower()
        return worker_failures.kind_of(error, elsewhere=asks)

    def read_out(self, request: dict[str, Any]) -> None:
        """Sends what a graph holds, or all graphs; memory stays flat."""
        store, rdf_format = self.snapshot.store, _GRAPHS[request["format"]]
        name = request["dump"]
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        if isinstance(graph, ox.NamedNode) and not store.contains_named_graph(graph):
            self.connection.sendall(_failure(worker_failures.report("missing", name)))
            return

        def write(output: IO[bytes]) -> None:
            if name is not None:
                store.dump(output, rdf_format, from_graph=graph, prefixes=self.prefixes)
            elif self.snapshot.union:
                # The default graph is derived from the others: nothing twice.
                quads = (
                    quad
                    for other in store.named_graphs()
                    for quad in store.quads_for_pattern(None, None, None, other)
                )
                ox.serialize(quads, output, rdf_format, prefixes=self.prefixes)
            else:
                store.dump(output, rdf_format, prefixes=self.prefixes)

        self.send(b'{"kind": "graph"}', write)

    def send(
        self,
        header: bytes,
        write: Callable[[IO[bytes]], object],
        table: dict[str, Any] | None = None,
    ) -> None:
        """Sends the frames of an answer that a function writes; of a table the rows may count."""
        form = table["format"] if table is not None else ""
        rows = self.most_rows if form in _TABLES else 0
        count = row_count.RowCount(form) if rows else None
        sent = frames.Frames(self.connection, frame(b"H", header), rows, count)
        # The engine asks of a file no more than `write` and `flush`.
        output = cast("IO[bytes]", sent)
        try:
            write(output)
        except BrokenPipeError:
            raise SystemExit(0) from None
        except (ValueError, RuntimeError, OSError, KeyError) as error:
            if sent.cut:
                sent.end(b"X", b'{"kind": "rows", "rows": %d}' % rows)
                return
            kind = self.kind(error, table)
            sent.end(b"X", worker_failures.report(kind, str(error)))
        else:
            sent.end(b"E", b"%d" % (sent.bytes + sent.waiting_bytes))


def _dataset(request: dict[str, Any], *, union: bool) -> dict[str, Any]:
    """The options that choose graphs; naming some of one sort empties the other.

    Source: SPARQL 1.1 Protocol, section 2.1.4.
    """
    default, named = request["default"], request["named"]
    if not default and not named:
        # The union that is kept in a snapshot has each triple once and is faster to read.
        return {"use_default_graph_as_union": True} if request["union"] and not union else {}
    return {
        "default_graph": [ox.NamedNode(iri) for iri in default],
        "named_graphs": [ox.NamedNode(iri) for iri in named],
    }


def _describe(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> bytes:
    if isinstance(result, ox.QuerySolutions):
        # The columns of SELECT * come in the order of the alphabet.
        names = [variable.value for variable in result.variables]
        return json.dumps({"kind": "solutions", "variables": names}).encode()
    if isinstance(result, ox.QueryBoolean):
        return b'{"kind": "boolean"}'
    return b'{"kind": "graph"}'


def _failure(report: bytes) -> bytes:
    return frame(b"X", report)


def _die_with_parent(connection: socket.socket, parent: int) -> None:
    """Ends this process when its parent has gone, even in the middle of a query."""
    process_limits.die_with(parent)

    def watch() -> None:
        hang_up = select.poll()
        hang_up.register(connection.fileno(), select.POLLHUP | select.POLLERR)
        hang_up.poll()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    """Opens the snapshot, says that it is ready, and answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    config = json.loads(sys.argv[1])
    connection = socket.socket(fileno=0)
    report = process_limits.open_memory_report()
    missing = {
        name: reason
        for name, reason in walls.raise_walls(config["readable"], config["ports"]).items()
        if reason
    }
    _die_with_parent(connection, config["parent"])
    try:
        snapshot = OpenSnapshot(config["store"], config["pin"])
    except (OSError, ValueError, RuntimeError) as error:
        connection.sendall(_failure(worker_failures.report("store", str(error))))
        return
    process_limits.limit_memory(config["memory_mb"], report)
    connection.sendall(frame(b"R", json.dumps(missing).encode()))
    Evaluator(
        connection,
        snapshot,
        config["prefixes"],
        config["rows"],
        federated=bool(config["ports"]),
    ).run()


if __name__ == "__main__":
    main()
