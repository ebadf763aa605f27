"""How fast text becomes statements, and statements published triples.

    python benchmarks/ingest.py [--rounds N] [--documents N] [--views FILE]

In each round the same documents go, in one process, through the stages one by one (read, extract,
describe, check, write N-Quads), and then through a whole ingestion into a folder of their own.
Megabytes are of normalised text in UTF-8; times are of one core (processor time), so that other
work on the machine does not count. Medians of the rounds are shown, and the share of each stage.
The generated documents are always the same; the sample of UN decisions is used where it is beside
the repository.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import pyoxigraph as ox

from rightsgraph.extraction import extract
from rightsgraph.graph.description import describe
from rightsgraph.graph.description_check import shipped_check
from rightsgraph.ingestion import ingest
from rightsgraph.reading import read
from rightsgraph.store import Home, bundled_sources

TITLE: Final = "From files to triples"
SMOKE: Final = ("--rounds", "1", "--documents", "1")
QUICK: Final = ("--documents", "20")
RESULTS: Final = ()
GOAL_STATEMENTS = 1.0
GOAL_PUBLISHED = 0.3
VIEWS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "un-views-sample.jsonl.gz"
STAGES = ("read", "extract", "describe", "check", "write")
_T = TypeVar("_T")

BODIES = ("Human Rights Council", "Security Council", "Committee against Torture")
SENTENCES = (
    "The Committee notes that the author was held without charge for {n} days.",
    "The {body} found that torture was widespread in {n} of the places visited.",
    "We urge the {body} to refer the situation to the International Criminal Court.",
    "The State party submits that domestic remedies have not been exhausted.",
    "According to the report, “nobody was held to account for {n} deaths in custody”.",
)


def generated(count: int) -> list[bytes]:
    """Decisions with forty paragraphs and eighty notes each, as lines of JSON."""
    chance = random.Random(7)
    lines = []
    for number in range(count):
        paragraphs = []
        for place in range(1, 41):
            words = " ".join(
                chance.choice(SENTENCES).format(n=chance.randint(2, 90), body=chance.choice(BODIES))
                for _ in range(6)
            )
            paragraphs.append(
                {
                    "number": f"{place // 8 + 1}.{place % 8 + 1}",
                    "text": f"{words}[[fn:{2 * place - 1}]] {words[:80]}[[fn:{2 * place}]]",
                    "notes": [
                        {
                            "label": str(2 * place - 1),
                            "text": f"A/HRC/{chance.randint(10, 50)}/{chance.randint(1, 90)}, "
                            f"paras. {place}-{place + 3}.",
                        },
                        {"label": str(2 * place), "text": f"Ibid., para. {place + 9} (a)."},
                    ],
                }
            )
        line = {"symbol": f"CAT/C/70/D/{number + 1}/2018", "paragraphs": paragraphs}
        lines.append(json.dumps(line).encode())
    return lines


def timed(work: Callable[[], _T]) -> tuple[float, _T]:
    """The processor time that the work takes, in seconds, and what it gives."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def stages(lines: Iterable[bytes]) -> tuple[dict[str, float], int, int]:
    """Seconds of each stage, bytes of text, and number of quads."""
    seconds = dict.fromkeys(STAGES, 0.0)
    size = quads = 0
    check = shipped_check()
    for line in lines:
        spent, document = timed(lambda line=line: read(line, media_type="application/jsonl"))  # type: ignore[misc]
        seconds["read"] += spent
        spent, found = timed(lambda: extract(document))  # noqa: B023
        seconds["extract"] += spent
        spent, description = timed(lambda: describe(document, found))  # noqa: B023
        seconds["describe"] += spent
        spent, conforms = timed(lambda: check.conforms(description.sheet.data))  # noqa: B023
        seconds["check"] += spent
        spent, _ = timed(lambda: ox.serialize(description.quads, format=ox.RdfFormat.N_QUADS))  # noqa: B023
        seconds["write"] += spent
        assert conforms
        size += len(document.text.encode())
        quads += len(description)
    return seconds, size, quads


def published(lines: Iterable[bytes], folder: Path, *, built: Path) -> float:
    """Processor time of a whole ingestion in one process, in seconds."""
    shutil.copytree(built, folder)
    source = folder / "documents.jsonl"
    source.write_bytes(b"\n".join(lines))
    spent, report = timed(lambda: ingest([source], folder, workers=1))
    assert report.exit_code == 0, report.rejected[:1]
    return spent


def measure(name: str, lines: list[bytes], rounds: int, built: Path) -> None:
    """Print the medians of some rounds over the same documents."""
    by_stage: dict[str, list[float]] = {stage: [] for stage in STAGES}
    whole: list[float] = []
    size = quads = 0
    with tempfile.TemporaryDirectory() as temporary:
        for number in range(rounds):
            seconds, size, quads = stages(lines)
            for stage, spent in seconds.items():
                by_stage[stage].append(spent)
            whole.append(published(lines, Path(temporary) / str(number), built=built))
    megabytes = size / 1e6
    medians = {stage: statistics.median(spent) for stage, spent in by_stage.items()}
    total = statistics.median(whole)
    statements = megabytes / (medians["read"] + medians["extract"])
    rate = megabytes / total
    print(f"\n{name}: {len(lines)} documents, {megabytes:.2f} MB of text, {quads:,} quads")
    for stage, spent in medians.items():
        print(f"  {stage:9} {spent:7.2f} s  {spent / total:5.0%}")
    rest = total - sum(medians.values())
    print(f"  {'publish':9} {rest:7.2f} s  {rest / total:5.0%}")
    print(f"  text to statements: {statements:.2f} MB/s a core (goal {GOAL_STATEMENTS})")
    print(f"  text to published triples: {rate:.2f} MB/s a core (goal {GOAL_PUBLISHED})")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--documents", type=int, default=40, help="how many of each kind")
    parser.add_argument("--views", type=Path, default=VIEWS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        built = Path(temporary)
        Home(built).build(bundled_sources(), validate=False)
        measure("generated decisions", generated(options.documents), options.rounds, built)
        if options.views.is_file():
            with gzip.open(options.views) as file:
                lines = [line.rstrip(b"\n") for line in islice(file, options.documents)]
            measure("UN decisions", lines, options.rounds, built)


if __name__ == "__main__":
    main()
