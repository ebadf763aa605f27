"""The program from which the process of each write is forked.

It has everything imported and nothing open: no store, no thread, so that forking it is safe and
takes a few milliseconds, where a new interpreter takes a third of a second. The child that it
forks does one write and ends; whatever becomes of it, this process stays as it was.

It is started as a module, with a connected socket as standard input. Frames are those of
`worker`:

    to it      W  a `Change` as JSON
    from it    R  ready
               O  an `Outcome` as JSON
               X  an error of ours as JSON: {"class", "message", "remedy", "details"}
               D  the child died: {"code", "peak_mb"}, as `deaths.Ending` has them
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from rightsgraph import errors
from rightsgraph.settings import get_settings
from rightsgraph.store import walls
from rightsgraph.store.changes import Change, Outcome, apply_change
from rightsgraph.store.deaths import peak_of
from rightsgraph.store.faults import writing
from rightsgraph.store.home import Home
from rightsgraph.store.process_limits import die_with, limit_memory
from rightsgraph.store.worker import HEAD, frame

# After this long the files of the current snapshot are read through before the next write.
_TRUST_SECONDS: Final = 600.0


class Forker:
    """The loop of the program.

    Args:
        connection: The socket to the server.
        home: The folder with the snapshots.
        parent: Process id of the server.
    """

    def __init__(self, connection: socket.socket, home: Home, parent: int) -> None:
        self.connection = connection
        self.home = home
        self.parent = parent
        self.trusted = ""
        self.checked = 0.0

    def run(self) -> None:
        """Does one write after the other until the server closes the socket."""
        reader = self.connection.makefile("rb")
        while len(head := reader.read(HEAD.size)) == HEAD.size:
            _, length = HEAD.unpack(head)
            self.connection.sendall(self.answer(json.loads(reader.read(length))))

    def answer(self, request: dict[str, Any]) -> bytes:
        """The frame that says what came of a write."""
        if time.monotonic() - self.checked > _TRUST_SECONDS:
            self.trusted = ""
        receiving, sending = os.pipe()
        this = os.getpid()
        child = os.fork()
        if child == 0:
            self.be_child(request, sending, this)
        os.close(sending)
        with os.fdopen(receiving, "rb") as pipe:
            said = pipe.read()
        _, status, usage = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code or len(said) < HEAD.size:
            return frame(b"D", json.dumps({"code": code, "peak_mb": peak_of(usage)}).encode())
        if said[:1] == b"O":
            if not self.trusted:
                self.checked = time.monotonic()
            self.trusted = json.loads(said[HEAD.size :])["snapshot"]
        return said

    def be_child(self, request: dict[str, Any], sending: int, forker: int) -> None:
        """Does the write and ends the process."""
        code = 1
        try:
            # Asked for here, the parent could be another already: what was said to have died
            # would be published later.
            die_with(forker)
            self.connection.close()
            settings = get_settings()
            limit_memory(settings.write_memory_mb)
            said = perform(self.home, request, self.trusted)
            with os.fdopen(sending, "wb") as pipe:
                pipe.write(said)
            code = 0
        except BaseException:  # noqa: BLE001 it ends here, and the server reads why
            os.write(2, traceback.format_exc().encode(errors="replace"))
        finally:
            # No cleaning up of what belongs to the parent, and nobody waits for the engine.
            os._exit(code)


def perform(home: Home, request: dict[str, Any], trusted: str) -> bytes:
    """The frame that says what came of a write, which this process does."""
    change = Change(
        **{
            **request,
            "using": tuple(request["using"]),
            "using_named": tuple(request["using_named"]),
        }
    )
    settings = get_settings()
    try:
        # The scan refuses SERVICE and LOAD; were it wrong, there would be no way out all the same.
        missing = walls.refuse_network()
        if missing and settings.require_walls:
            raise errors.WorkerWallsError(f"The wall around a write does not stand: {missing}.")
        with writing(home.path):  # also what is written beside it on the way
            outcome: Outcome = apply_change(home, change, settings, trusted)
    except errors.RightsgraphError as error:
        return frame(b"X", json.dumps(_told(error, home, change), default=str).encode())
    return frame(b"O", json.dumps(asdict(outcome)).encode())


def _told(error: errors.RightsgraphError, home: Home, change: Change) -> dict[str, Any]:
    """What a client is told of an error, in which our folders have no names."""
    folders = {str(home.path): "the store"}
    if change.body:
        folders[str(Path(change.body).parent)] = "the request"

    def hidden(value: object) -> object:
        if isinstance(value, str):
            for folder, name in folders.items():
                value = value.replace(folder, name)
        return value

    return {
        "class": type(error).__name__,
        "message": hidden(error.message),
        "remedy": error.remedy,
        "details": {name: hidden(value) for name, value in error.details.items()},
    }


def main() -> None:
    """Says that it is ready, and forks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    home, parent = sys.argv[1], int(sys.argv[2])
    die_with(parent)
    connection = socket.socket(fileno=0)
    get_settings()
    connection.sendall(frame(b"R", b""))
    Forker(connection, Home(home), parent).run()


if __name__ == "__main__":
    main()
