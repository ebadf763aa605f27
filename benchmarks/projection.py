"""How long the tables of a million quads take, beside the load of the same quads; and reading them.

    python benchmarks/projection.py [--quads N] [--rounds N]

In each round the same file is loaded by pyoxigraph alone (`bulk_load` and flush), published as a
snapshot without tables and with them. Then some lists and facets are read from the tables, and
asked of the engine by the SPARQL that says the same.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from load import bare_load, recommendations, timed
from results import compare
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.projection import TABLES, Filter, Projection, Thing
from rightsgraph.store.projection.files import remake

TITLE: Final = "Tables for lists and facets"
SMOKE: Final = ("--quads", "5000", "--rounds", "1")
QUICK: Final = ("--quads", "200000")
RESULTS: Final = ("tables", "lists")
GOAL_MILLISECONDS = 20.0
TIMES = 30
CSV = ox.QueryResultsFormat.CSV


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    times: dict[str, list[float]] = {"bare": [], "snapshot": [], "tables": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.nq"
        with source.open("w", encoding="utf-8") as file:
            recommendations(arguments.quads // 10, file)
        home = Home(folder / "home")
        for number in range(arguments.rounds):
            bare, scratch = folder / f"bare-{number}", folder / f"scratch-{number}"
            scratch.mkdir()
            times["bare"].append(timed(lambda bare=bare: bare_load(source, bare)))  # type: ignore[misc]
            whole = timed(lambda: home.build([source], validate=False))
            snapshot = home.current()
            tables = timed(lambda made=snapshot, scratch=scratch: remake(made, scratch))  # type: ignore[misc]
            times["tables"].append(tables)
            times["snapshot"].append(whole - tables)
            home.prune(1)
        medians = {kind: statistics.median(values) for kind, values in times.items()}
        print(f"{arguments.quads:,} quads, median of {arguments.rounds} rounds")
        for kind, words in (
            ("bare", "pyoxigraph bulk_load and flush"),
            ("snapshot", "snapshot without tables"),
            ("tables", "its tables"),
        ):
            print(f"  {words:36}{medians[kind]:8.2f} s   x {medians[kind] / medians['bare']:.2f}")
        compare(
            "tables",
            f"making the tables of {arguments.quads:,} quads",
            peer=f"pyoxigraph {ox.__version__}, bulk_load of the same quads",
            unit="s",
            ours=times["tables"],
            theirs=times["bare"],
        )
        ratio = medians["tables"] / medians["snapshot"]
        print(f"  tables against the snapshot without them: x {ratio:.2f}")
        size = sum(path.stat().st_size for path in snapshot.path.rglob("projection/*"))
        store = sum(path.stat().st_size for path in snapshot.store_path.iterdir())
        print(f"  size {size / 1e6:.0f} MB, x {size / store:.2f} of the store")
        reading(snapshot)


def reading(snapshot: Snapshot) -> None:
    """Measure reading."""
    table = TABLES["recommendations"]
    store = snapshot.open()
    worst = 0.0
    ours, theirs = [], []
    with Projection(snapshot) as projection:
        facets = projection.facets(table, ["asksFor", "addressedTo", "confidence"])
        action, state, _ = ((counts or ())[0].value for counts in facets.values())
        assert isinstance(action, Thing)
        assert isinstance(state, Thing)
        by_action, by_state = Filter("asksFor", (action.iri,)), Filter("addressedTo", (state.iri,))
        broad = Filter("confidence", low=0.5)
        print(f"  {'':44}{'tables':>10} {'p95':>9} {'SPARQL':>11}")
        for words, read, sparql in (
            ("50 rows", lambda: projection.page(table), table.query(limit=50)),
            (
                "50 rows by confidence",
                lambda: projection.page(table, sort="confidence", descending=True),
                table.query(sort="confidence", descending=True, limit=50),
            ),
            (
                "50 rows with an action",
                lambda: projection.page(table, [by_action]),
                table.query([by_action], limit=50),
            ),
            (
                "50 rows with action and State, by confidence",
                lambda: projection.page(table, [by_action, by_state], sort="confidence"),
                table.query([by_action, by_state], sort="confidence", limit=50),
            ),
            (
                "facet of addressees",
                lambda: projection.facets(table, ["addressedTo"]),
                table.facet_query(table.column("addressedTo")),
            ),
            (
                "facet of addressees, with an action",
                lambda: projection.facets(table, ["addressedTo"], [by_action]),
                table.facet_query(table.column("addressedTo"), [by_action]),
            ),
            (
                "facet of addressees, half of all rows",
                lambda: projection.facets(table, ["addressedTo"], [broad]),
                table.facet_query(table.column("addressedTo"), [broad]),
            ),
        ):
            median, late = quick(read)
            worst = max(worst, median)
            engine = timed(lambda sparql=sparql: store.query(sparql).serialize(io.BytesIO(), CSV))  # type: ignore[arg-type, misc]
            ours.append(median)
            theirs.append(engine * 1000)
            print(f"  {words:44}{median:7.2f} ms {late:6.2f} ms {engine * 1000:8.0f} ms")
    compare(
        "lists",
        "pages and facets of lists, in one process",
        peer=f"pyoxigraph {ox.__version__}, the SPARQL that says the same",
        unit="ms",
        ours=ours,
        theirs=theirs,
        over="questions",
    )
    met = "met" if worst <= GOAL_MILLISECONDS else "MISSED"
    print(f"  goal, every median at most {GOAL_MILLISECONDS:.0f} ms: {met}")
    snapshot.release()


def quick(read: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile of reading, in milliseconds."""
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        read()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found), sorted(found)[int(0.95 * TIMES)]


if __name__ == "__main__":
    main()
