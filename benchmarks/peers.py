"""The servers that are measured beside each other, each up and holding the same triples."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from rightsgraph.store import Home

VIRTUOSO: Final = shutil.which("virtuoso-t")
ISQL: Final = shutil.which("isql-vt") or shutil.which("isql")
_SCRIPTS: Final = Path(sysconfig.get_path("scripts"))
_SERVE: Final = """
import sys
from rightsgraph.server import serve
from rightsgraph.settings import Settings
from rightsgraph.store import Home
serve(Home(sys.argv[1]), Settings(), "127.0.0.1", int(sys.argv[2]))
"""
_INI: Final = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
FileExtend = 200
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 16
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass
class Peer:
    """A server under test.

    Args:
        name: What the report calls it.
        port: Where it listens.
        path: Path of its endpoint.
        triples: How many triples it holds.
        process: The process.
        version: Which version it is.
    """

    name: str
    port: int
    path: str
    triples: int
    process: subprocess.Popen[bytes] = field(repr=False)
    version: str = ""


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as file:
        return subprocess.Popen(command, stdout=file, stderr=file, cwd=log.parent)


def _wait(peer: Peer, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    address = f"http://127.0.0.1:{peer.port}{peer.path}?" + urlencode({"query": "ASK {}"})
    while True:
        try:
            urllib.request.urlopen(address, timeout=30).read()
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{peer.name} answered with status {error.code}.") from None
        except OSError:
            if peer.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"{peer.name} did not start.") from None
            time.sleep(0.2)
        else:
            return


def rightsgraph(folder: Path, quads: Path, triples: int) -> Peer:
    """Ours, with default settings, on a snapshot of the quads."""
    Home(folder / "home").build([quads], validate=False)
    port = free_port()
    command = [sys.executable, "-c", _SERVE, str(folder / "home"), str(port)]
    process = _start(command, folder / "rightsgraph.log")
    return Peer("rightsgraph", port, "/sparql", triples, process, version("rightsgraph"))


def oxigraph(folder: Path, plain: Path, triples: int) -> Peer:
    """Oxigraph's own server."""
    program, location = str(_SCRIPTS / "oxigraph"), str(folder / "oxigraph")
    load = [program, "load", "--location", location, "--file", str(plain)]
    subprocess.run(load, check=True, capture_output=True)
    port = free_port()
    command = [program, "serve-read-only", "-l", location, "-b", f"127.0.0.1:{port}"]
    process = _start(command, folder / "oxigraph.log")
    return Peer("oxigraph serve", port, "/query", triples, process, version("oxigraph"))


def rdflib_endpoint(folder: Path, plain: Path, triples: int) -> Peer:
    """rdflib-endpoint, which holds its data in memory."""
    port = free_port()
    program = str(_SCRIPTS / "rdflib-endpoint")
    command = [program, "serve", "--host", "127.0.0.1", "--port", str(port), str(plain)]
    process = _start(command, folder / "rdflib.log")
    return Peer("rdflib-endpoint", port, "/", triples, process, version("rdflib-endpoint"))


def virtuoso(folder: Path, plain: Path, triples: int) -> Peer | None:
    """Virtuoso; nothing where it is not installed."""
    if VIRTUOSO is None or ISQL is None:
        print("Virtuoso is not installed (Debian: virtuoso-opensource): left out.")
        return None
    home = folder / "virtuoso"
    home.mkdir()
    sql, port = free_port(), free_port()
    (home / "virtuoso.ini").write_text(_INI.format(folder=home, sql=sql, http=port))
    shutil.move(plain, home / "data.nt")
    command = [VIRTUOSO, "+configfile", str(home / "virtuoso.ini"), "+foreground"]
    process = _start(command, home / "output.log")
    peer = Peer("virtuoso", port, "/sparql", triples, process, _virtuoso_version())
    _wait(peer)
    script = (
        f"log_enable(2); ttlp_mt(file_open('{home}/data.nt'), '', 'urn:x-data', 512); checkpoint;"
    )
    for line in script.split("; "):
        subprocess.run(
            [ISQL, f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={line.rstrip(';')};"],
            check=True,
            capture_output=True,
        )
    return peer


def _virtuoso_version() -> str:
    assert VIRTUOSO
    done = subprocess.run([VIRTUOSO, "+version"], capture_output=True, text=True)
    words = (done.stdout + done.stderr).split("Version ")
    return words[1].split()[0] if len(words) > 1 else "?"


@contextlib.contextmanager
def running(peers: list[Peer]) -> Iterator[None]:
    """A block in which servers are up; at its end they are stopped."""
    try:
        for peer in peers:
            _wait(peer)
        yield
    finally:
        for peer in peers:
            peer.process.send_signal(signal.SIGTERM)
        for peer in peers:
            try:
                peer.process.wait(15)
            except subprocess.TimeoutExpired:
                peer.process.kill()
                peer.process.wait()
