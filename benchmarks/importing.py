"""A table of recommendations from CSV to a published, validated snapshot; and what is asked of it.

    python benchmarks/importing.py [--rounds 3] [--rows 41066] [--table FILE]

In each round the table is imported into a folder of its own that holds the bundled data, with as
many processes as there are cores. Beside it, in the same round and as the peer, pyoxigraph's own
`bulk_load` takes the same quads and nothing else is done: no reading, no checks, no counts, no
tables. Then the queries of the catalogue are asked of that graph and of the bundled one.

The table is that of the Universal Periodic Review where it is beside the repository, else an
invented one of as many rows; `--rows` takes so many of them. The goal is 60 s for the real table on
two cores with nothing else to do; processor time is printed beside the time on the clock, for
machines that have.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import random
import resource
import shutil
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from starlette.datastructures import QueryParams

from results import compare
from rightsgraph.authorities import read_states
from rightsgraph.importing import import_table
from rightsgraph.library import open_graph
from rightsgraph.server.recommendations.asked import read
from rightsgraph.server.recommendations.listing import read_listing
from rightsgraph.settings import resource_path
from rightsgraph.store import Home, bundled_sources
from rightsgraph.store.exporting import write_graph
from rightsgraph.store.projection import Projection

TITLE: Final = "Importing 41,066 recommendations"
SMOKE: Final = ("--rounds", "1", "--rows", "100")
QUICK: Final = ("--rounds", "2")
RESULTS: Final = ("importing", "importing queries", "importing rows", "importing pages")
TABLE = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "upr-recommendations.csv.gz"
GOAL_SECONDS = 60
COLUMNS = ("To", "Text", "From", "Response", "Action", "Issue", "Session")
ASKS = (
    "Ratify the treaty on example {n}.",
    "Abolish the death penalty in case {n}.",
    "Take further steps to train police officers of district {n}.",
    "Continue what is done for children in year {n}.",
)
# (what the address of the page asks for, on the imported graph and on the bundled one)
PAGES: Final = (
    ("", ""),
    ("sort=confidence", "sort=confidence"),
    ("addressed_to=state/NOR", "addressed_to=body/security-council"),
    ("said_by=state/FRA", "said_by=organisation/amnesty-international"),
    ("action=accountability", "action=accountability"),
    ("action=ratify-treaty", "action=refer-to-icc"),
    ("response=accepted", "year=2015"),
    ("issue=death-penalty", "action=accountability"),
    ("session=14", "year=2015"),
    ("state=state/NOR&year=2014", "state=state/PRK&year=2015"),
)
# (query, what it is asked of the imported graph, and of the bundled one)
QUERIES: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    ("recommendations", {"addressee": "NOR", "said_by": "FRA"}, {"addressee": "security-council"}),
    ("calls-on", {"addressee": "NOR"}, {"addressee": "security-council"}),
    ("recommendations-by-state", {"situation": "NOR"}, {"situation": "PRK"}),
)


def invented(path: Path, rows: int) -> None:
    """Write a table of so many rows, always the same."""
    chance = random.Random(7)
    folder = resource_path("data") / "authorities"
    states = [state.name for state in read_states(folder) if state.un_member == "yes"]
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            to, by = chance.sample(states, 2)
            ask = chance.choice(ASKS).format(n=number)
            response = chance.choice(("Accepted", "Noted"))
            issue = chance.choice(("Justice", "Death penalty", "Rights of the Child,NHRI"))
            writer.writerow(
                (to, ask, by, response, chance.randint(1, 5), issue, chance.randint(1, 20))
            )


def sliced(source: Path, path: Path, rows: int) -> None:
    """Copy the first rows of a table."""
    with (
        gzip.open(source, "rt", encoding="utf-8", newline="") as file,
        gzip.open(path, "wt", encoding="utf-8", newline="") as out,
    ):
        csv.writer(out).writerows(islice(csv.reader(file), rows + 1))


def processor() -> float:
    """Processor time of this process and of those that have ended, in seconds."""
    own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def asked(home: Path, name: str, parameters: dict[str, str], times: int = 9) -> tuple[float, int]:
    """The median time of a query in milliseconds, and how many rows it gives."""
    taken, rows = [], 0
    with open_graph(home) as graph:
        for _ in range(times):
            began = time.perf_counter()
            rows = len(graph.query(name, **parameters))
            taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000, rows


def shown(home: Path, address: str, times: int = 9) -> float:
    """The median time of reading a page of /recommendations, in milliseconds."""
    taken = []
    with Projection(Home(home).current()) as projection:
        for _ in range(times):
            began = time.perf_counter()
            read_listing(projection, read(QueryParams(address)))
            taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=41_066)
    parser.add_argument("--table", type=Path, default=TABLE)
    options = parser.parse_args()
    clock, spent, raw = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = folder / "upr.csv.gz"
        real = options.table.is_file()
        if real:
            sliced(options.table, table, options.rows)
        else:
            invented(table, options.rows)
        Home(folder / "built").build(bundled_sources(), validate=False)
        for number in range(options.rounds):
            home = folder / f"home-{number}"
            shutil.copytree(folder / "built", home)
            began, before = time.perf_counter(), processor()
            report = import_table("upr", table, home)
            clock.append(time.perf_counter() - began)
            spent.append(processor() - before)
            assert report.snapshot, report
            quads = folder / "graph.nq"
            with quads.open("wb") as out:
                write_graph(Home(home).current(), out, "nquads", graph=report.graph)
            began = time.perf_counter()
            store = ox.Store(str(folder / f"raw-{number}"))
            store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS, lenient=True)
            raw.append(time.perf_counter() - began)
            size = len(store)
            del store
            print(
                f"round {number + 1}: {clock[-1]:.1f} s on the clock, {spent[-1]:.1f} s of "
                f"processors; bulk_load alone {raw[-1]:.1f} s"
            )
        what = "real" if real else "invented"
        print(
            f"{what} table: {report.rows:,} rows, {report.imported:,} imported, "
            f"{report.rejected:,} rejected, {size:,} triples in its graph, {os.cpu_count()} cores"
        )
        print(
            f"medians: {statistics.median(clock):.1f} s on the clock (goal {GOAL_SECONDS} for the "
            f"whole real table), {statistics.median(spent):.1f} s of processors, "
            f"{statistics.median(clock) / statistics.median(raw):.1f} x bulk_load of its quads"
        )
        compare(
            "importing",
            f"{report.imported:,} recommendations from CSV to a validated snapshot",
            peer=f"pyoxigraph {ox.__version__}, bulk_load of the same quads",
            unit="s",
            ours=clock,
            theirs=raw,
            remark="the peer reads no table, checks nothing and makes no tables",
        )
        many, few = [], []
        for query, here, there in QUERIES:
            ours, _ = asked(home, query, here)
            bundled, _ = asked(folder / "built", query, there)
            print(
                f"  {query:26} {ours:7.1f} ms; on the bundled data {bundled:6.1f} ms: "
                f"{ours / bundled:.1f} x"
            )
            many.append(ours)
            few.append(bundled)
        (whole, rows), (part, few_rows) = (
            asked(each, "recommendations", {}, times=3) for each in (home, folder / "built")
        )
        print(f"  all recommendations       {whole:7.1f} ms for {rows:,} rows")
        compare(
            "importing rows",
            "all recommendations by the catalogue, in one process, for each row",
            peer="the same on the bundled data alone",
            unit="ms",
            ours=[whole / rows],
            theirs=[part / few_rows],
            remark=f"{rows:,} rows with fourteen columns in {whole / 1000:.1f} s; the bundled "
            f"data give {few_rows} in {part:.1f} ms",
        )
        ours_shown = [shown(home, ours_asked) for ours_asked, _ in PAGES]
        bundled_shown = [shown(folder / "built", theirs_asked) for _, theirs_asked in PAGES]
        for (asked_for, _), ours, bundled in zip(PAGES, ours_shown, bundled_shown, strict=True):
            print(f"  page {asked_for or 'of all':25} {ours:7.1f} ms; bundled {bundled:6.1f} ms")
        compare(
            "importing pages",
            "pages of /recommendations with facets and timeline, without HTTP",
            peer="the same on the bundled data alone",
            unit="ms",
            ours=ours_shown,
            theirs=bundled_shown,
            over="questions",
            remark="a timeline is made of 400 recommendations at most; the bundled letter has 11",
        )
        compare(
            "importing queries",
            "the same queries of the catalogue, in one process",
            peer="the same on the bundled data alone",
            unit="ms",
            ours=many,
            theirs=few,
            over="questions",
        )


if __name__ == "__main__":
    main()
