"""A real server in a process of its own, on a small graph of Examplia."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from rightsgraph.store import Home

SERVE = """
import sys
from rightsgraph.server import serve
from rightsgraph.settings import Settings
from rightsgraph.store import Home
serve(Home(sys.argv[1]), Settings(), "127.0.0.1", 0)
"""
PREFIXES = """
@prefix : <https://examplia.example/> .
@prefix rg: <https://w3id.org/rightsgraph/ontology#> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix doco: <http://purl.org/spar/doco/> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LETTER = """
:letter a rg:AdvocacyLetter, fabio:Letter ; dcterms:title "Letter <b>on</b> Examplia"@en ;
    dcterms:issued "2015-10-29"^^xsd:date ; rg:signatory :one, :two .
:one a org:Organization ; skos:prefLabel "Examplia Watch"@en .
:two a org:Organization ; skos:prefLabel "Rights \\"&\\" <Law>"@en ; skos:altLabel "x" .
:report a fabio:Report ; dcterms:title "A report"@en ; rg:symbol "A/EX/1" .
<https://examplia.example/report#para-1> a doco:Paragraph .
:citation a cito:Citation ; rg:citedDocument :report ;
    cito:hasCitedEntity <https://examplia.example/report#para-1> .
:finding a rg:Finding . :asked a rg:Recommendation .
"""
THINGS = 1500


def turtle(things: int) -> str:
    """A graph with the letter and so many numbered things."""
    numbered = "\n".join(f":thing{number} :order {number} ." for number in range(things))
    return PREFIXES + LETTER + numbered


def publish(home: Home, folder: Path, things: int) -> None:
    """Publishes a snapshot with so many numbered things."""
    source = folder / "examplia.ttl"
    source.write_text(turtle(things), encoding="utf-8")
    home.build([source], validate=False)


@dataclass(frozen=True)
class Running:
    """A server that runs.

    Args:
        address: Its address, without a slash at the end.
        home: What it serves.
        process: Its process.
    """

    address: str
    home: Home
    process: subprocess.Popen[str]

    def children(self) -> list[int]:
        """The process ids of all that it has started, whatever they do."""
        pid = self.process.pid
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [int(each) for each in text.split()]

    def workers(self) -> list[int]:
        """The process ids of those that evaluate queries."""
        return [pid for pid in self.children() if is_worker(pid)]


def is_worker(pid: int) -> bool:
    """Whether a process is one of those that evaluate queries."""
    try:
        return b"/store/worker.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has just ended
        return False


@contextmanager
def run_server(home: Home, **settings: object) -> Iterator[Running]:
    """A server, until it is told to stop; it must then end well."""
    environment = {
        **os.environ,
        "RIGHTSGRAPH_WORKERS": "2",
        **{f"RIGHTSGRAPH_{name.upper()}": str(value) for name, value in settings.items()},
    }
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(home.path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("rightsgraph serves http://127.0.0.1:"), process.communicate()
        try:
            yield Running(line.split()[-1].rstrip("/"), home, process)
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=30)
            assert "Traceback" not in errors
        finally:
            process.kill()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("server")
    home = Home(folder / "home")
    publish(home, folder, THINGS)
    return home


@pytest.fixture(scope="session")
def server(home: Home) -> Iterator[Running]:
    """A server with limits that tests reach soon."""
    with run_server(
        home, query_seconds=2, query_memory_mb=300, queue_seconds=20, small_answer_bytes=65536
    ) as running:
        yield running


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, timeout=60) as client:
        yield client
