"""Decisions ingested by two workers of a Dask scheduler, beside one process and a pool of two.

    python benchmarks/cluster.py [--documents 352] [--rounds 2]

In each round the same decisions are ingested in one process, in one process that is kept on one
core, by a pool of two processes on this machine (what `rightsgraph ingest` does by itself), and by
two workers of a scheduler on loopback, each time into a folder of its own that holds the bundled
data. One process has threads of the storage engine beside it and uses a third more than one core,
so that two cores cannot be twice as fast as it; they can beside one core. Times are on the clock
and of the whole ingestion with its publication, so a machine with other work to do makes them long
and moves the ratio. The canonical hash of all graphs must be the same; the exit status is 1 when it
is not.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ingest import VIEWS, generated
from results import compare
from rightsgraph.ingestion import ingest
from rightsgraph.iris import named_graph
from rightsgraph.store import Home, bundled_sources

TITLE: Final = "Ingesting by a cluster"
# Starting a cluster is most of a small run; tests/ingestion/test_distributed.py runs it.
SMOKE: Final = None
QUICK: Final = ("--documents", "120", "--rounds", "1")
RESULTS: Final = ("cluster dask", "cluster pool", "cluster dask core", "cluster pool core")
GOAL: Final = 1.7
PATIENCE: Final = 120.0


# Threads take over the core of the thread that begins them, so this is said before all else.
_ON_ONE_CORE: Final = """
import os, sys, time
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from rightsgraph.ingestion import ingest
began = time.perf_counter()
report = ingest([sys.argv[1]], sys.argv[2], workers=1)
print(time.perf_counter() - began)
sys.exit(report.exit_code)
"""


def on_one_core(source: Path, home: Path) -> float:
    """How long one process takes that may use one core only, in seconds."""
    command = [sys.executable, "-c", _ON_ONE_CORE, str(source), str(home)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(told.splitlines()[-1])


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a scheduler with two workers on loopback."""
    from distributed import Client

    contact = folder / "scheduler.json"
    common = ["--scheduler-file", str(contact), "--no-dashboard"]
    environment = {**os.environ, "DASK_TEMPORARY_DIRECTORY": str(folder / "dask")}

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, *common]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)

    started = [start("scheduler", "--host", "127.0.0.1", "--port", "0")]
    try:
        end = time.monotonic() + PATIENCE
        while not (contact.exists() and contact.stat().st_size):
            if started[0].poll() is not None or time.monotonic() > end:
                raise SystemExit("The scheduler did not start.")
            time.sleep(0.05)
        worker = ("worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        started += [start(*worker), start(*worker)]
        address: str = json.loads(contact.read_text(encoding="utf-8"))["address"]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=PATIENCE)
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def canonical(home: Home) -> str:
    """A digest of the graph in canonical form, without the counts and the union made of it."""
    snapshot = home.current()
    store = snapshot.open()
    try:
        left_out = (ox.NamedNode(named_graph("statistics")), ox.DefaultGraph())
        dataset = ox.Dataset(quad for quad in store if quad.graph_name not in left_out)
    finally:
        del store
        snapshot.release()
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    digest = hashlib.sha256()
    for line in sorted(f"{quad} .\n" for quad in dataset):
        digest.update(line.encode())
    return digest.hexdigest()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=352)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--views", type=Path, default=VIEWS)
    options = parser.parse_args()
    ways = ("one process", "one core", "pool", "dask")
    times: dict[str, list[float]] = {way: [] for way in ways}
    hashes: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="rightsgraph-bench-") as name:
        folder = Path(name)
        source, built = folder / "decisions.jsonl", folder / "built"
        if options.views.is_file():
            with gzip.open(options.views) as file, source.open("wb") as out:
                out.writelines(islice(file, options.documents))
        else:
            source.write_bytes(b"\n".join(generated(options.documents)))
        Home(built).build(bundled_sources(), validate=False)
        with cluster(folder) as address:
            for number in range(options.rounds):
                for way in times:
                    home = folder / f"{way.replace(' ', '-')}-{number}"
                    shutil.copytree(built, home)
                    if way == "one core":
                        times[way].append(on_one_core(source, home))
                    else:
                        began = time.perf_counter()
                        if way == "dask":
                            report = ingest([source], home, scheduler=address)
                        else:
                            report = ingest([source], home, workers=2 if way == "pool" else 1)
                        times[way].append(time.perf_counter() - began)
                        assert report.exit_code == 0, report.rejected[:1]
                    hashes.add(canonical(Home(home)))
                    print(f"round {number + 1}, {way}: {times[way][-1]:.1f} s", flush=True)
                    shutil.rmtree(home)
    one = statistics.median(times["one process"])
    for way, taken in times.items():
        median = statistics.median(taken)
        print(f"  {way:14}{median:8.1f} s   {one / median:.2f} x one process")
    same = "the same canonical hash" if len(hashes) == 1 else "THE GRAPHS DIFFER"
    print(f"  {options.documents} decisions, {os.cpu_count()} cores; {same}")
    for way, words in (
        ("dask", f"two workers of Dask {version('distributed')}"),
        ("pool", "a pool of two processes"),
    ):
        for beside, key, peer, goal in (
            ("one process", "", "one process of ours", GOAL),
            ("one core", " core", "one process of ours on one core", None),
        ):
            compare(
                f"cluster {way}{key}",
                f"{options.documents} decisions to a published snapshot, by {words}",
                peer=peer,
                unit="s",
                ours=times[way],
                theirs=times[beside],
                goal=goal,
                remark=f"{same}; publication is in one process, beside the workers",
            )
    sys.exit(0 if len(hashes) == 1 else 1)


if __name__ == "__main__":
    main()
