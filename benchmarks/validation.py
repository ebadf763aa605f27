"""The two SHACL engines beside each other: time, memory, and whether they find the same.

    python benchmarks/validation.py [--recommendations N]

Checked are what ships with rightsgraph, and N made-up recommendations that are complete but for
one in a hundred, which has no addressee; pyrudof also gets four times as many, to show how the
cost grows. Each check is a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Final, TextIO

import pyoxigraph as ox

from results import compare
from rightsgraph.graph.loading import write_nquads
from rightsgraph.graph.validation import validate
from rightsgraph.iris import VOCABULARY_BASE, base
from rightsgraph.store import bundled_sources
from rightsgraph.vocabulary import OA, RDF, XSD, Dcterms, Prov, Rg

TITLE: Final = "Checking shapes"
SMOKE: Final = ("--recommendations", "20")
QUICK: Final = ("--recommendations", "2000")
RESULTS: Final = ("validation bundled", "validation many", "validation growth")
INCOMPLETE = 100


def recommendations(count: int, out: TextIO) -> None:
    """Write recommendations with their evidence as N-Quads, one in a hundred incomplete."""
    digest = f'"sha256:{"0" * 64}"'
    for number in range(count):
        document = f"{base()}id/letter/generated-{number // 200}"
        graph = f"<{base()}graph/generated-{number // 200}>"
        subject = f"<{document}#recommendation-{number}>"
        evidence = f"<{document}#evidence-{number}>"
        position = f"<{document}#evidence-{number}-position>"
        triples = [
            (subject, RDF + "type", f"<{Rg.Recommendation}>"),
            (subject, Dcterms.isPartOf, f"<{document}>"),
            (subject, Rg.reportedIn, f"<{document}#paragraph-{number % 200}>"),
            (subject, Rg.evidence, evidence),
            (subject, Prov.wasGeneratedBy, f"<{base()}id/activity/generated>"),
            (subject, Rg.rule, '"curated"'),
            (subject, Rg.confidence, f'"1.0"^^<{XSD}decimal>'),
            (subject, Rg.reviewState, f"<{VOCABULARY_BASE}review-state/accepted>"),
            (subject, Rg.saidBy, f"<{base()}id/body/body-{number % 97}>"),
            (subject, Rg.summary, f'"Recommendation {number} asks for what was promised."@en'),
            (subject, Rg.asksFor, f"<{VOCABULARY_BASE}action/refer-to-icc>"),
            (evidence, RDF + "type", f"<{OA}SpecificResource>"),
            (evidence, OA + "hasSource", f"<{document}>"),
            (evidence, Rg.textDigest, digest),
            (evidence, Rg.passageDigest, digest),
            (evidence, OA + "hasSelector", position),
            (position, RDF + "type", f"<{OA}TextPositionSelector>"),
            (position, OA + "start", f'"{number}"^^<{XSD}integer>'),
            (position, OA + "end", f'"{number + 9}"^^<{XSD}integer>'),
        ]
        if number % INCOMPLETE:
            triples.append((subject, Rg.addressedTo, f"<{base()}id/state/S{number % 193}>"))
        for one, name, value in triples:
            out.write(f"{one} <{name}> {value} {graph} .\n")


def check(path: Path, engine: str) -> None:
    """Check a file in this process and print what came of it as JSON."""
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
    start = time.perf_counter()
    report = validate(store, engine="rudof" if engine == "rudof" else "pyshacl")
    seconds = time.perf_counter() - start
    found = sorted({f"{v.node} {v.path} {v.shape} {v.component}" for v in report.violations})
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory, "found": found, "quads": len(store)}))


def checked(path: Path, engine: str, words: str) -> tuple[float, list[str]]:
    """Check a file in a process of its own; print the measures, return time and findings."""
    done = subprocess.run(
        [sys.executable, __file__, "--check", path, "--engine", engine],
        check=True,
        capture_output=True,
        text=True,
    )
    result = json.loads(done.stdout)
    print(
        f"  {words:26}{result['quads']:>9,} quads  {engine:8}{result['seconds']:8.2f} s"
        f"{result['memory']:8.0f} MB  {len(result['found']):5} results"
    )
    return result["seconds"], result["found"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--recommendations", type=int, default=10_000)
    parser.add_argument("--check", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.check:
        check(arguments.check, arguments.engine)
        return
    count = arguments.recommendations
    with tempfile.TemporaryDirectory() as name:
        bundled, made, more = (Path(name) / f"{n}.nq" for n in ("bundled", "made", "more"))
        with bundled.open("wb") as out:
            write_nquads(bundled_sources(), out)
        for path, size in ((made, count), (more, 4 * count)):
            with path.open("w", encoding="utf-8") as file:
                recommendations(size, file)
        times = {}
        for path, words in ((bundled, "bundled graph"), (made, f"{count:,} recommendations")):
            times[words], rudof = checked(path, "rudof", words)
            seconds, pyshacl = checked(path, "pyshacl", words)
            same = "the same results" if rudof == pyshacl else "RESULTS DIFFER"
            compare(
                "validation bundled" if path is bundled else "validation many",
                f"SHACL on the {words}" if path is bundled else f"SHACL on {words}",
                peer=f"pyshacl {version('pyshacl')}",
                unit="s",
                ours=[times[words]],
                theirs=[seconds],
                remark=same,
            )
            print(f"    pyshacl takes x {seconds / times[words]:.1f}; {same}")
        seconds, _ = checked(more, "rudof", f"{4 * count:,} recommendations")
        compare(
            "validation growth",
            f"SHACL on {4 * count:,} recommendations, for a quarter of them",
            peer=f"itself on {count:,} recommendations",
            unit="s",
            ours=[seconds / 4],
            theirs=[times[words]],
            goal=0.9,
            remark="1.00 is a cost that grows with the size alone",
        )
        print(f"    four times as much takes x {seconds / times[words]:.1f}")


if __name__ == "__main__":
    main()
