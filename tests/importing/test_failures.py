"""A full disk, a dead process and a broken-off run leave the graph, and say what to do."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rightsgraph.errors import WorkerError
from rightsgraph.importing import import_table
from rightsgraph.importing import tabulation as tabulation_module
from rightsgraph.importing import work as work_module
from rightsgraph.store import Home
from tests.importing.dying import describe_bundle
from tests.importing.examplia import UPR, as_csv
from tests.ingestion.letters import letter

# The largest file that a command may write, in bytes: it ends early, or in the middle.
LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from rightsgraph.cli import main
main()
"""


def limited(limit: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LIMITED, str(limit), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def table_of(path: Path, rows: int) -> Path:
    """A table of so many rows, all of which can be used."""
    return as_csv(path, [(*UPR[0][:1], f"Ratify treaty {n}.", *UPR[0][2:]) for n in range(rows)])


@pytest.mark.parametrize("command", ["import", "ingest", "backup"])
def test_a_full_disk(home: Home, tmp_path: Path, command: str) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    before = home.current().id
    arguments: list[str | Path] = [command]
    if command == "import":
        arguments += ["upr", table_of(tmp_path / "upr.csv", 40)]
    elif command == "ingest":
        arguments += [letter(tmp_path, "letter.txt")]
    else:
        arguments += [tmp_path / "graph.tar.gz"]
    arguments += ["--home", home.path]
    done = limited(20_000, *arguments)
    assert done.returncode == 1, done.stdout
    told = ("[input-invalid]", "Make room") if command == "backup" else ("[disk-full]",)
    assert all(words in done.stderr for words in told), done.stderr
    assert "Traceback" not in done.stderr
    assert home.current().id == before
    assert not (tmp_path / "graph.tar.gz").exists()
    again = limited(1 << 40, *arguments)
    assert again.returncode == 0, again.stderr
    assert (home.current().id == before) is (command == "backup")


def test_a_process_that_dies(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = home.current().id
    table = table_of(tmp_path / "upr.csv", 3)
    with monkeypatch.context() as patch:
        patch.setattr(work_module, "describe_bundle", describe_bundle)
        patch.setattr(tabulation_module, "BUNDLE_ROWS", 1)  # or one process reads all
        with pytest.raises(WorkerError, match="nothing has changed") as caught:
            import_table("upr", table, home, workers=2)
    assert "--workers 1" in caught.value.remedy
    assert home.current().id == before
    assert not list(home.path.glob("staging-*"))
    assert import_table("upr", table, home, workers=1).imported == 3


def test_an_import_that_is_broken_off(home: Home, tmp_path: Path) -> None:
    before = home.current().id
    table = table_of(tmp_path / "upr.csv", 4000)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "rightsgraph.cli", "import", "upr", str(table)),
            *("--home", str(home.path)),
        ],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 60
    # It is broken off when it has begun to write, or done, on a quick machine.
    while not list(home.path.glob("staging-*")) and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    current = home.current()
    assert current.id == before or any("upr-upr" in graph for graph in current.graphs)
    report = import_table("upr", table_of(tmp_path / "small.csv", 3), home, workers=1)
    assert (report.imported, report.rejected) == (3, 0)
    assert not list(home.path.glob("staging-*"))
