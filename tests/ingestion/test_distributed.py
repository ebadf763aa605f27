"""Ingestion by the workers of a real scheduler, one of them killed; runs that are broken off."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.errors import SchedulerError
from rightsgraph.ingestion import describing, ingest, processes
from rightsgraph.ingestion import inputs as inputs_module
from rightsgraph.ingestion.describing import Task
from rightsgraph.ingestion.inputs import Item
from rightsgraph.ingestion.report import Outcome
from rightsgraph.iris import named_graph
from rightsgraph.store import Home
from tests.shared import skip_unless

needs_dask = skip_unless(find_spec("distributed") is not None, "distributed is not installed")
PATIENCE = 60.0


def decisions(path: Path, count: int = 8) -> Path:
    lines = []
    for number in range(1, count + 1):
        notes = [
            {"label": "1", "text": f"A/HRC/{number}/12, paras. 3-4."},
            {"label": "2", "text": "Ibid., para. 9 (a)."},
        ]
        text = "The Committee recommends that Examplia train its police.[[fn:1]] More.[[fn:2]]"
        paragraphs = [{"number": "1.1", "text": text, "notes": notes}]
        line = {"symbol": f"CAT/C/70/D/{number}/2018", "paragraphs": paragraphs}
        lines.append(json.dumps(line))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def canonical(home: Home) -> str:
    """A digest of the graph in canonical form, without the counts that are made anew each time."""
    snapshot = home.current()
    store = snapshot.open()
    try:
        left_out = (ox.NamedNode(named_graph("statistics")), ox.DefaultGraph())
        dataset = ox.Dataset(quad for quad in store if quad.graph_name not in left_out)
    finally:
        del store
        snapshot.release()
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} ." for quad in dataset)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def until(found: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait until something is so, as long as a process lives."""
    end = time.monotonic() + PATIENCE
    while not found():
        assert process.poll() is None, "the process has ended"
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler on loopback, and the processes of its two workers."""
    contact = tmp_path / "scheduler.json"
    common = ["--scheduler-file", str(contact), "--no-dashboard"]
    environment = {
        **os.environ,
        "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
        "DASK_TEMPORARY_DIRECTORY": str(tmp_path / "dask"),
    }

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, *common],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    started = [start("scheduler", "--host", "127.0.0.1", "--port", "0")]
    try:
        until(lambda: contact.exists() and contact.stat().st_size > 0, started[0])
        worker = ("worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        started += [start(*worker), start(*worker)]
        yield json.loads(contact.read_text(encoding="utf-8"))["address"], started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


@needs_dask
@pytest.mark.filterwarnings("default")
def test_a_worker_is_lost_and_the_graph_is_that_of_one_process(
    home: Home,
    built: Path,
    tmp_path: Path,
    scheduler: tuple[str, list[subprocess.Popen[bytes]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from distributed import Client

    address, workers = scheduler
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=PATIENCE)
    monkeypatch.setattr(inputs_module, "_BUNDLE_ITEMS", 1)
    source = decisions(tmp_path / "many.jsonl")

    def kill(step: str, done: int, _total: int) -> None:
        if step == "reading" and done == 1:
            workers[0].send_signal(signal.SIGKILL)

    report = ingest([source], home, scheduler=address, progress=kill)
    assert workers[0].wait(PATIENCE) == -signal.SIGKILL
    assert report.exit_code == 0, report.rejected
    assert len(report.published) == 8

    shutil.copytree(built, tmp_path / "serial")
    serial = Home(tmp_path / "serial")
    ingest([source], serial, workers=1)
    assert canonical(home) == canonical(serial)
    copies = [sorted(p.name for p in (h.path / "sources").iterdir()) for h in (home, serial)]
    assert copies[0] == copies[1]
    assert len(copies[0]) == 8


@needs_dask
@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_is_not_there_is_told(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rightsgraph.ingestion.distributed._CONNECT_SECONDS", 1)
    before = home.current().id
    with pytest.raises(SchedulerError, match="no scheduler at"):
        # Nothing listens on the port of discarded bytes, which only the system may give away.
        ingest([decisions(tmp_path / "d.jsonl", 1)], home, scheduler="tcp://127.0.0.1:9")
    assert home.current().id == before


class Counted:
    """The work of a process, counted, until it is broken off."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.described: list[str] = []

    def __call__(self, task: Task, number: int, bundle: tuple[Item, ...]) -> list[Outcome]:
        if number == self.last:
            raise KeyboardInterrupt
        outcomes = describing.work(task, number, bundle)
        self.described += [o.source_digest for o in outcomes if o.file != "resumed"]
        return outcomes


def test_what_was_done_is_not_done_again(
    home: Home, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs_module, "_BUNDLE_ITEMS", 1)
    source = decisions(tmp_path / "many.jsonl", 5)
    before = home.current().id
    first = Counted(last=3)
    monkeypatch.setattr(processes, "work", first)
    with pytest.raises(KeyboardInterrupt):
        ingest([source], home, workers=1)
    assert home.current().id == before
    assert len(first.described) == 3

    second = Counted(last=-1)
    monkeypatch.setattr(processes, "work", second)
    report = ingest([source], home, workers=1)
    assert len(report.published) == 5
    assert len(second.described) == 2
    assert not set(first.described) & set(second.described)
    assert not (home.path / "unpublished").exists()

    shutil.copytree(built, tmp_path / "serial")
    serial = Home(tmp_path / "serial")
    monkeypatch.setattr(processes, "work", describing.work)
    whole = ingest([source], serial, workers=1)
    assert canonical(home) == canonical(serial)
    assert report.statements == whole.statements


def test_what_another_version_has_left_is_not_used(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs_module, "_BUNDLE_ITEMS", 1)
    source = decisions(tmp_path / "many.jsonl", 3)
    monkeypatch.setattr(processes, "work", Counted(last=2))
    with pytest.raises(KeyboardInterrupt):
        ingest([source], home, workers=1)
    [left] = (home.path / "unpublished").iterdir()
    left.rename(left.with_name("0" * 16))
    again = Counted(last=-1)
    monkeypatch.setattr(processes, "work", again)
    ingest([source], home, workers=1)
    assert len(again.described) == 3
    assert not (home.path / "unpublished").exists()
