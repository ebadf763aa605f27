"""Writes over HTTP when there is no room left: refused, and the state is kept."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from rightsgraph.store import Home
from tests.server.conftest import Running
from tests.server.writable import TURTLE, ask, empty_home, update, writable, writer
from tests.shared import REQUIRE_ALL

SMALL = "INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }"
# Some three megabytes, which do not compress well.
LARGE = "\n".join(
    f"<a:s{number}> <a:p> '{number * 2654435761 % 2**32:032b}{number**7 % 10**50:050d}' ."
    for number in range(30_000)
).encode()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(place)],
        capture_output=True,
        text=True,
    )
    if mounted.returncode != 0:
        reason = f"no file system can be mounted here: {mounted.stderr.strip()}"
        if REQUIRE_ALL and os.geteuid() == 0:
            pytest.fail(reason)
        pytest.skip(reason)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill(place: Path, room: int) -> Path:
    """A file that leaves so many bytes of a file system."""
    filler = place / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(shutil.disk_usage(place).free - room, 1))
    return filler


def refused(answer: httpx.Response, home: Home, before: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (507, "disk-full"), answer.text
    assert str(home.path) not in answer.text
    assert home.current().id == before


def put(client: httpx.Client, body: bytes) -> httpx.Response:
    return client.put("/store?graph=a:large", content=body, headers=TURTLE)


def works(running: Running, client: httpx.Client) -> None:
    assert update(client, SMALL).status_code == 204
    assert ask(client, "GRAPH <a:g> { <a:s> <a:p> 1 }")
    assert not any(running.home.check().values())


def test_a_full_disk_refuses_and_keeps(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = disk / "spool"
    spool.mkdir()
    home = empty_home(disk)
    monkeypatch.setenv("TMPDIR", str(spool))
    with writable(home) as running, writer(running) as client:
        before = home.current().id
        # The request itself finds no room, then the copy, then what is written into it.
        for room in (0, 200_000, 3_200_000, 3_600_000):
            filler = fill(disk, room)
            refused(put(client, LARGE), home, before)
            assert not list(spool.iterdir())
            filler.unlink()
        filler = fill(disk, 20_000)
        refused(update(client, SMALL), home, before)
        assert ask(client, "FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } }")  # it goes on answering
        filler.unlink()
        works(running, client)


def test_files_that_may_not_grow_refuse_and_keep(tmp_path: Path) -> None:
    home = empty_home(tmp_path)
    with writable(home) as running, writer(running) as client:
        before = home.current().id
        # The process that forks the writes, and with it each write.
        children = running.children()
        (forker,) = (
            pid
            for pid in children
            if b"writer_program" in Path(f"/proc/{pid}/cmdline").read_bytes()
        )
        _, hard = resource.prlimit(forker, resource.RLIMIT_FSIZE)
        resource.prlimit(forker, resource.RLIMIT_FSIZE, (300_000, hard))
        refused(put(client, LARGE), home, before)
        resource.prlimit(forker, resource.RLIMIT_FSIZE, (hard, hard))
        works(running, client)
