"""Run the benchmarks one after the other, print the ratios, and write the report.

    python benchmarks/run.py [--smoke | --quick] [--only NAME ...] [--results FILE] [--page FILE]

With `--smoke` every benchmark runs at a small size, several at a time, to see that it runs and
gives its results; the figures mean nothing. `--quick` takes smaller sizes, for a machine that is
small or shared; the report says so. The figures go to the file of `--results` as JSON, and the
report is written to `--page`. With `--only` some of them are run, and take the places of their
earlier figures in that file, with their date; us and the peer are measured in one run all the same.
The exit status is 1 when a benchmark fails or does not give a result that it names.

A benchmark is a file of this folder that has `TITLE`, `SMOKE` (the options of the smallest run, or
None where that would show nothing) and `RESULTS` (the names of what it gives to `results.compare`);
it may have `QUICK` (the options of a quick run).
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import machine
import report
from results import VARIABLE, LeftOut, Result, load

HERE: Final = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark of this folder.

    Args:
        name: Name of its file, without the suffix.
        title: What it is called in the report.
        smoke: Its options for the smallest run; None where that would show nothing.
        quick: Its options for a quick run.
        results: The results that it must give.
    """

    name: str
    title: str
    smoke: tuple[str, ...] | None
    quick: tuple[str, ...]
    results: tuple[str, ...]


def registered() -> list[Benchmark]:
    """The benchmarks of this folder, by name."""
    found = []
    for path in sorted(HERE.glob("*.py")):
        names = {
            target.id
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            for target in ([node.target] if isinstance(node, ast.AnnAssign) else [])
            if isinstance(target, ast.Name)
        }
        if {"TITLE", "SMOKE", "RESULTS"} <= names:
            module = importlib.import_module(path.stem)
            quick = getattr(module, "QUICK", ())
            found.append(Benchmark(path.stem, module.TITLE, module.SMOKE, quick, module.RESULTS))
    return found


def run(benchmark: Benchmark, options: tuple[str, ...], kept: Path, log: Path | None) -> report.Run:
    """Run one benchmark in a process of its own; what it prints goes to `log`, or is shown."""
    load_before = os.getloadavg()[0]
    began = time.perf_counter()
    command = [sys.executable, str(HERE / f"{benchmark.name}.py"), *options]
    environment = {**os.environ, VARIABLE: str(kept)}
    if log is None:
        done = subprocess.run(command, env=environment, check=False)
    else:
        with log.open("wb") as file:
            done = subprocess.run(command, env=environment, stdout=file, stderr=file, check=False)
    found = load(kept)
    return report.Run(
        benchmark.name,
        benchmark.title,
        done.returncode,
        time.perf_counter() - began,
        (load_before, os.getloadavg()[0]),
        tuple(each for each in found if isinstance(each, Result)),
        tuple(each for each in found if isinstance(each, LeftOut)),
    )


def complaints(benchmark: Benchmark, done: report.Run) -> list[str]:
    """What is wrong with a run: it failed, or results are missing, or one is not named."""
    wrong = []
    if done.status:
        wrong.append(f"{benchmark.name} ended with status {done.status}")
    given = {each.name for each in done.results} | {each.name for each in done.left_out}
    wrong += [f"{benchmark.name} gave no result “{n}”" for n in benchmark.results if n not in given]
    wrong += [f"{benchmark.name} does not name “{n}”" for n in given - set(benchmark.results)]
    if os.environ.get("RIGHTSGRAPH_REQUIRE_ALL") == "1":
        wrong += [f"{benchmark.name}, “{each.name}”: {each.why}" for each in done.left_out]
    return wrong


def merged(
    facts: dict[str, str], earlier: list[report.Run], later: list[report.Run]
) -> tuple[dict[str, str], list[report.Run]]:
    """Runs of which some were made again, by name, with the facts of the first."""
    today = machine.describe()["date"]
    again = {each.name: replace(each, date=today) for each in later}
    kept = {each.name: each for each in earlier}
    return facts, [each for _, each in sorted({**kept, **again}.items())]


def main() -> int:
    """Run them; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--smoke", action="store_true", help="the smallest sizes, two at a time")
    size.add_argument("--quick", action="store_true", help="smaller sizes")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these")
    parser.add_argument("--results", type=Path, help="write the figures there, as JSON")
    parser.add_argument("--page", type=Path, help="write the report there, when all ran")
    options = parser.parse_args()
    chosen = [each for each in registered() if not options.only or each.name in options.only]
    if unknown := set(options.only or ()) - {each.name for each in chosen}:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if options.smoke:
        chosen = [each for each in chosen if each.smoke is not None]
    facts = machine.describe()
    if options.quick:
        facts["sizes"] = "smaller than those of `make bench`: a run with `--quick`"
    print("\n".join(f"{name}: {value}" for name, value in facts.items()), flush=True)
    with tempfile.TemporaryDirectory(prefix="rightsgraph-bench-") as name:
        folder = Path(name)

        def work(benchmark: Benchmark) -> report.Run:
            kept = folder / f"{benchmark.name}.jsonl"
            if options.smoke:
                return run(benchmark, benchmark.smoke or (), kept, folder / f"{benchmark.name}.log")
            print(f"\n== {benchmark.name}", flush=True)
            return run(benchmark, benchmark.quick if options.quick else (), kept, None)

        with ThreadPoolExecutor(2 if options.smoke else 1) as pool:
            runs = list(pool.map(work, chosen))
        wrong = [
            complaint
            for benchmark, done in zip(chosen, runs, strict=True)
            for complaint in complaints(benchmark, done)
        ]
        for done in runs:
            if done.status and options.smoke:
                print((folder / f"{done.name}.log").read_text(encoding="utf-8", errors="replace"))
    print(report.table(runs, markdown=False))
    if options.only and options.results and options.results.is_file():
        facts, runs = merged(*report.load(options.results), runs)
    if options.results:
        plain = {"machine": facts, "runs": [asdict(done) for done in runs]}
        options.results.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    for complaint in wrong:
        print(complaint, file=sys.stderr)
    if options.page and not wrong and not options.smoke:
        options.page.write_text(report.page(facts, runs), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
