"""Every benchmark runs at a small size and gives its results; the report is made of them alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

from tests.shared import skip_unless

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "benchmarks"
PEERS = ("datasette", "eyecite", "oxigraph", "pyshacl", "rdflib_endpoint", "tantivy")
needs_peers = skip_unless(
    all(find_spec(peer) for peer in PEERS), "the peers are not installed (make .venv/.bench)"
)


@pytest.fixture(scope="module")
def modules() -> dict[str, ModuleType]:
    """The modules of the benchmarks that need no peer."""
    import importlib

    sys.path.insert(0, str(FOLDER))
    try:
        return {name: importlib.import_module(name) for name in ("results", "report", "run")}
    finally:
        sys.path.remove(str(FOLDER))


@needs_peers
@pytest.mark.timeout(1200)  # many processes: a busy machine takes its time
def test_all_give_their_results(tmp_path: Path) -> None:
    written = tmp_path / "results.json"
    done = subprocess.run(
        [sys.executable, str(FOLDER / "run.py"), "--smoke", "--results", str(written)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "RIGHTSGRAPH_HOME": str(tmp_path / "home")},
    )
    assert done.returncode == 0, f"{done.stderr}\n{done.stdout}"
    runs = json.loads(written.read_text(encoding="utf-8"))["runs"]
    assert len(runs) >= 10
    assert sum(len(run["results"]) for run in runs) >= 25


def test_a_result_that_is_missing_is_told(
    modules: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    run, report, results = (modules[name] for name in ("run", "report", "results"))
    monkeypatch.delenv("RIGHTSGRAPH_REQUIRE_ALL", raising=False)
    benchmark = run.Benchmark("walk", "Walking", (), (), ("far", "near"))
    near = results.Result("near", "a mile", "a cat", "s", (2.0,), (1.0,))
    absent = results.LeftOut("far", "no map")

    def complaints(status: int, *found: object) -> list[str]:
        kept = tuple(each for each in found if isinstance(each, results.Result))
        left = tuple(each for each in found if isinstance(each, results.LeftOut))
        done = report.Run("walk", "Walking", status, 1.0, (0.0, 0.0), kept, left)
        wrong: list[str] = run.complaints(benchmark, done)
        return wrong

    assert complaints(0, near, absent) == []
    assert complaints(0, near) == ["walk gave no result “far”"]
    assert complaints(1, near, absent) == ["walk ended with status 1"]
    monkeypatch.setenv("RIGHTSGRAPH_REQUIRE_ALL", "1")
    assert complaints(0, near, absent) == ["walk, “far”: no map"]


def test_ratios_say_how_well_we_did(
    modules: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = modules["results"]
    kept = tmp_path / "kept.jsonl"
    monkeypatch.setenv(results.VARIABLE, str(kept))
    results.compare("a", "x", peer="p", unit="s", ours=[1.0, 2.0, 4.0], theirs=[2.0] * 3, goal=1.5)
    results.compare("b", "y", peer="p", unit="MB/s", ours=[3.0], theirs=[2.0], goal=1.5)
    results.left_out("c", "no peer")
    slow, rate, absent = results.load(kept)
    assert (slow.ratios, slow.ratio, slow.met) == ((2.0, 1.0, 0.5), 1.0, False)
    assert (rate.ratio, rate.met) == (1.5, True)
    assert (absent.name, absent.why) == ("c", "no peer")
    with pytest.raises(ValueError, match="2 figures of ours beside 1"):
        results.compare("d", "z", peer="p", unit="s", ours=[1.0, 2.0], theirs=[1.0])
    with pytest.raises(ValueError, match="d: "):
        results.compare("d", "z", peer="p", unit="s", ours=[0.0], theirs=[1.0])


def test_the_report_shows_medians_spread_and_goals(modules: dict[str, ModuleType]) -> None:
    report, results = modules["report"], modules["results"]
    one = results.Result(
        "a",
        "a mile",
        "a cat 2",
        "s",
        (1.0, 2.0, 4.0),
        (3.0, 3.0, 3.0),
        goal=2.0,
        remark="it rained",
    )
    absent = results.LeftOut("far", "no map")
    run = report.Run("walk", "Walking", 0, 61.0, (0.5, 3.0), (one,), (absent,))
    page = report.page({"date": "2026-01-01", "Python": "3.11"}, [run])
    assert "| Python | 3.11 |" in page
    assert (
        "| a mile | 2.00 s | 3.00 s | a cat 2 | **1.50** (0.75 to 3.00) | 3 rounds "
        "| at least 2.00: **missed** |" in page
    )
    assert "- a mile, beside a cat 2: it rained." in page
    assert "- “far” was left out: no map." in page
    assert "took 61 s; load 0.5 before it, 3.0 at its end." in page
    assert "walk: a mile: 2.00 s; a cat 2: 3.00 s; x 1.50 (0.75 to 3.00)" in report.table(
        [run], markdown=False
    )
