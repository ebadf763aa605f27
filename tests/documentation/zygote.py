"""A process that has the program loaded and forks for each command, so that none waits for it.

    python -m tests.documentation.zygote SOCKET

Each connection hands over the standard streams and a line of JSON: arguments, folder, environment.
The first argument is the name of the command, or `python` with a program to run. What comes back is
the exit status; nothing comes back when the process died.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import traceback
from pathlib import Path

# What a client has to do; it is written to a file that begins with the path of the interpreter.
CLIENT = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as zygote:
    zygote.connect({socket!r})
    asked = json.dumps([["rightsgraph", *sys.argv[1:]], os.getcwd(), dict(os.environ)])
    socket.send_fds(zygote, [b"+"], [0, 1, 2])
    zygote.sendall(asked.encode() + b"\\n")
    status = zygote.recv(1)
sys.exit(status[0] if status else 70)
"""


def run(arguments: list[str]) -> int:
    """Run a command or a program in this process; gives its exit status."""
    from rightsgraph.cli import main

    try:
        if arguments[0] == "python":
            exec(compile(arguments[1], "<block>", "exec"), {"__name__": "__main__"})
        else:
            sys.argv = arguments
            main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # noqa: BLE001  as the interpreter does
        traceback.print_exc()
        return 1
    return 0


def serve(connection: socket.socket) -> None:
    """Do what one client asks, in a process that has been forked for it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, streams, _, _ = socket.recv_fds(connection, 1, 3)
    with connection.makefile("rb") as lines:
        arguments, folder, environment = json.loads(lines.readline())
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    status = run(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    connection.sendall(bytes([status & 255]))


def main(path: Path) -> None:
    """Wait for clients until the process is ended."""
    import networkx  # noqa: F401  so that it is there when a command wants it

    import rightsgraph.cli
    import rightsgraph.library  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as listener:
        # It is found under its name only when it listens.
        unready = path.with_suffix(".unready")
        listener.bind(str(unready))
        listener.listen(16)
        unready.rename(path)
        while True:
            connection, _ = listener.accept()
            if os.fork():
                connection.close()
                continue
            status = 70
            try:
                listener.close()
                serve(connection)
                status = 0
            finally:
                os._exit(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
