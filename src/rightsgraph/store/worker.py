"""A process that evaluates queries on one snapshot, opened read-only.

It is started by path, as a program of its own, with a connected socket as standard input and its
configuration as JSON in the first argument; so it imports the engine and little else, and is up in
a few hundredths of a second. It answers one request after the other:

    frame      one letter, the length of what follows in four bytes (big endian), the content
    to it      Q  {"query", "format", "default", "named", "union"} as JSON
    from it    R  ready; X  a failure as JSON: {"kind", "message", "line"?, "column"?}
               H  {"kind": "solutions" | "boolean" | "graph", "variables"} as JSON, then
               D  a block of the serialised answer, any number of them, then
               E  the number of bytes in all blocks as JSON, or X when it failed on the way

It dies rather than doing harm: of a query that needs too much memory or stack, of a closed socket,
of the death of its parent. Everything of the engine stays on its main thread.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import resource
import select
import signal
import socket
import struct
import sys
import threading
from typing import IO, Any, Final, cast

import pyoxigraph as ox

BLOCK_BYTES: Final = 65_536
HEAD: Final = struct.Struct(">cI")

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
}
_PLACE = re.compile(r"error at (\d+):(\d+): ")
_PARENT_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG of prctl(2)


def frame(kind: bytes, content: bytes) -> bytes:
    """The bytes of a frame.

    Args:
        kind: Its letter.
        content: What it carries.
    """
    return HEAD.pack(kind, len(content)) + content


class Frames:
    """A file that sends what is written to it as data frames of about 64 KiB.

    Args:
        connection: Where the frames go.
        head: A frame that goes before the first of them.
    """

    def __init__(self, connection: socket.socket, head: bytes) -> None:
        self.connection = connection
        self.parts: list[bytes] = [head]
        self.waiting: list[bytes] = []
        self.waiting_bytes = 0
        self.bytes = 0

    def write(self, data: bytes) -> int:
        """Takes a piece of the answer; the engine calls it with a few kilobytes at a time."""
        self.waiting.append(bytes(data))
        self.waiting_bytes += len(data)
        if self.waiting_bytes >= BLOCK_BYTES:
            self._block()
            self._send()
        return len(data)

    def flush(self) -> None:
        """Does nothing: blocks go out when they are full, and at the end."""

    def end(self, kind: bytes, content: bytes) -> None:
        """Sends what is left and the last frame, together with all before when that is little."""
        self._block()
        self.parts.append(frame(kind, content))
        self._send()

    def _block(self) -> None:
        if self.waiting_bytes:
            self.parts.append(HEAD.pack(b"D", self.waiting_bytes))
            self.parts += self.waiting
            self.bytes += self.waiting_bytes
            self.waiting, self.waiting_bytes = [], 0

    def _send(self) -> None:
        self.connection.sendall(b"".join(self.parts))
        self.parts = []


class Evaluator:
    """The loop of a worker.

    Args:
        connection: The socket to the parent.
        store: The snapshot.
        prefixes: The prefixes that queries need not declare.
        union: Whether the default graph of the snapshot is the union of its named graphs.
    """

    def __init__(
        self, connection: socket.socket, store: ox.Store, prefixes: dict[str, str], *, union: bool
    ) -> None:
        self.connection = connection
        self.reader = connection.makefile("rb")
        self.store = store
        self.prefixes = prefixes
        self.union = union

    def run(self) -> None:
        """Answers requests until the parent closes the socket."""
        while len(head := self.reader.read(HEAD.size)) == HEAD.size:
            _, length = HEAD.unpack(head)
            request = json.loads(self.reader.read(length))
            try:
                self.answer(request)
            except MemoryError:
                # Whatever is left of the heap is not to be trusted with another query.
                self.connection.sendall(_failure("memory", ""))
                return

    def answer(self, request: dict[str, Any]) -> None:
        """Evaluates one query and sends all frames of its answer."""
        try:
            dataset = _dataset(request, union=self.union)
        except ValueError as error:
            self.connection.sendall(_failure("dataset", str(error)))
            return
        try:
            result = self.store.query(request["query"], prefixes=self.prefixes, **dataset)
        except SyntaxError as error:
            self.connection.sendall(_syntax_failure(str(error)))
            return
        except (ValueError, RuntimeError, OSError) as error:
            self.connection.sendall(_failure(_kind(error), str(error)))
            return
        frames = Frames(self.connection, frame(b"H", _describe(result)))
        # The engine asks of a file no more than `write` and `flush`.
        output = cast("IO[bytes]", frames)
        try:
            if isinstance(result, ox.QueryTriples):
                result.serialize(output, _GRAPHS[request["format"]])
            else:
                result.serialize(output, _TABLES[request["format"]])
        except BrokenPipeError:
            raise SystemExit(0) from None
        except (ValueError, RuntimeError, OSError, KeyError) as error:
            frames.end(b"X", json.dumps({"kind": _kind(error), "message": str(error)}).encode())
        else:
            frames.end(b"E", b"%d" % (frames.bytes + frames.waiting_bytes))


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


def _kind(error: Exception) -> str:
    return "store" if isinstance(error, OSError) else "evaluation"


def _failure(kind: str, message: str, **place: int) -> bytes:
    return frame(b"X", json.dumps({"kind": kind, "message": message, **place}).encode())


def _syntax_failure(message: str) -> bytes:
    match = _PLACE.match(message)
    if match is None:
        return _failure("syntax", message)
    line, column = int(match[1]), int(match[2])
    text = f"Line {line}, column {column}: {message[match.end() :]}"
    return _failure("syntax", text, line=line, column=column)


def _limit_memory(mebibytes: int) -> None:
    """Lets the address space grow by so much over what it is now, and writes no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 pathlib is slow
            now = int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return  # only Linux keeps this limit
    limit = now + mebibytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _die_with_parent(connection: socket.socket, parent: int) -> None:
    """Ends this process when its parent has gone, even in the middle of a query."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(0)

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
    _die_with_parent(connection, config["parent"])
    pin, union = -1, True
    try:
        if config["pin"]:
            # As long as a process holds this lock, pruning leaves the snapshot alone.
            pin = os.open(config["pin"], os.O_RDONLY | os.O_CLOEXEC)
            fcntl.flock(pin, fcntl.LOCK_SH)
            with open(pin, encoding="utf-8", closefd=False) as manifest:
                union = bool(json.load(manifest).get("union", True))
        store = ox.Store.read_only(config["store"])
    except (OSError, ValueError, RuntimeError) as error:
        connection.sendall(_failure("store", str(error)))
        return
    _limit_memory(config["memory_mb"])
    connection.sendall(frame(b"R", b""))
    Evaluator(connection, store, config["prefixes"], union=union).run()


if __name__ == "__main__":
    main()
