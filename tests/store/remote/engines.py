"""Real stores on this machine, started for the tests: Oxigraph's server and Virtuoso."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

OXIGRAPH = shutil.which("oxigraph", path=sysconfig.get_path("scripts"))
VIRTUOSO = shutil.which("virtuoso-t")
_SECONDS = 60
_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
Striping = 0
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
FileExtend = 200

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 10
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
DirsAllowed = {folder}

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
Charset = UTF-8

[SPARQL]
ResultSetMaxRows = 30000
"""


@dataclass(frozen=True)
class Engine:
    """A store that runs.

    Args:
        name: Which one.
        settings: The settings that reach it, by their names without RIGHTSGRAPH_.
        process: Its process.
    """

    name: str
    settings: dict[str, str]
    process: subprocess.Popen[bytes] = field(repr=False)

    def environment(self) -> dict[str, str]:
        """The settings as variables of the environment."""
        return {f"RIGHTSGRAPH_{name.upper()}": value for name, value in self.settings.items()}


def free_port() -> int:
    """A port of this machine that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(address).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"{address} did not come up: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        yield process, log
    finally:
        process.kill()
        process.wait()


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Engine]:
    """Oxigraph's own server, whose default graph is not the union."""
    assert OXIGRAPH
    address = f"127.0.0.1:{free_port()}"
    command = [OXIGRAPH, "serve", "--location", str(folder / "store"), "--bind", address, *options]
    with _running(command, folder) as (process, log):
        base = f"http://{address}"
        _wait(process, base, log)
        settings = {
            "store": base + "/query",
            "store_update": base + "/update",
            "store_graphs": base + "/store",
        }
        yield Engine("oxigraph", settings, process)


@contextmanager
def virtuoso(folder: Path) -> Iterator[Engine]:
    """Virtuoso, whose default graph is the union of everything."""
    assert VIRTUOSO
    http = free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, sql=free_port(), http=http), encoding="utf-8")
    with _running([VIRTUOSO, "+configfile", str(ini), "+foreground"], folder) as (process, log):
        base = f"http://127.0.0.1:{http}"
        _wait(process, base + "/sparql", log)
        settings = {
            "store": base + "/sparql",
            "store_update": base + "/sparql-auth",
            "store_graphs": base + "/sparql-graph-crud-auth",
            "store_user": "dba",
            "store_password": "dba",
            "store_authentication": "digest",
        }
        yield Engine("virtuoso", settings, process)
