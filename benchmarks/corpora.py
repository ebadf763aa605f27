"""A corpus of decisions from JSON lines to measured citation networks: what linked, what did not.

    python benchmarks/corpora.py [--views FILE] [--documents N] [--workers N] [--write FILE]

The decisions are ingested into a folder of their own beside the bundled data; then the snapshot is
asked what its citations came to. Nothing here knows what is right: these are rates of linking, and
docs/extraction.md says how often a link is right. Without the corpus beside the repository the
invented decisions of ingest.py are taken, and nothing is written.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

import ingest as ingest_benchmark
from rightsgraph import __version__
from rightsgraph.ingestion import IngestReport, ingest
from rightsgraph.networks.network import citation_network
from rightsgraph.networks.summary import summarise
from rightsgraph.store import Home, bundled_sources
from rightsgraph.vocabulary import PREFIXES

TITLE: Final = "A corpus of decisions from end to end"
# Ingestion and networks are tested for themselves, and nothing is compared here.
SMOKE: Final = None
QUICK: Final = ("--documents", "40")
RESULTS: Final = ()
# The decisions are those that were read and have a symbol; the bundled letter has none.
READ = "?document rg:textDigest ?digest ; rg:symbol ?ownSymbol ."
CITED = f"""SELECT ?citation ?cited (SAMPLE(?as) AS ?identified) WHERE {{
  {READ} ?citation cito:hasCitingEntity ?document ; rg:citedDocument ?cited .
  OPTIONAL {{ ?cited rg:identifiedAs ?as }}
}} GROUP BY ?citation ?cited"""
HELD = f"SELECT ?document WHERE {{ {READ} }}"
PLACES = f"""SELECT ?citation (COUNT(?place) AS ?places) WHERE {{
  {READ} ?citation cito:hasCitingEntity ?document . ?citation cito:hasCitedEntity ?place .
  ?place rg:pinpoint ?pinpoint }} GROUP BY ?citation"""
OPEN = f"""SELECT ?citation ?way ?text (COUNT(?candidate) AS ?candidates) WHERE {{
  VALUES ?way {{ resolution:unresolved resolution:ambiguous }}
  {READ} ?citation cito:hasCitingEntity ?document ; rg:resolution ?way ; rg:citationText ?text .
  OPTIONAL {{ ?citation rg:candidate ?candidate }} }} GROUP BY ?citation ?way ?text"""
CHAINS = f"""SELECT ?citation ?through WHERE {{
  {READ} ?citation cito:hasCitingEntity ?document ; rg:resolution resolution:ibid ;
  rg:resolvedThrough ?through }}"""
# (what the words begin with, what kept them from being resolved)
REASONS = (
    (r"ibid", "*Ibid.* after a note in which no citation was found"),
    (r".*\b(?:foot)?notes? \d+ (?:above|supra)", "*note N above*: no citation was found in note N"),
    (r"supra|op\.? ?cit", "*supra*, *op. cit.*: the words do not say which work"),
    (r"", "other words that name no work by number, symbol or title"),
)
KINDS = {
    "id/un": "a UN document, by its symbol",
    "id/communication": "a decision, by committee and number of the communication",
    "id/general-comment": "a general comment, by committee and number",
    "id/treaty": "a treaty",
    "id/case": "a case of another court, by its number",
    "": "a work by its title, or by the words alone",
}


def rows(store: ox.Store, query: str) -> Iterator[Any]:
    """The solutions of a query."""
    return iter(store.query(query, prefixes=dict(PREFIXES)))  # type: ignore[arg-type]  # SELECT


def kind_of(iri: str) -> str:
    """Which of `KINDS` an IRI of a cited document is."""
    if "#" in iri:
        return ""
    path = iri.partition("/rightsgraph/")[2] or iri
    found = "/".join(path.split("/")[:2])
    return found if found in KINDS else ""


def table(head: tuple[str, ...], lines: list[tuple[object, ...]]) -> str:
    """A table in Markdown."""
    shown = [
        [f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in line] for line in lines
    ]
    out = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join(out + [f"| {' | '.join(line)} |" for line in shown])


def links(store: ox.Store) -> str:
    """What the citations cite, and how many of the cited works are in the corpus itself."""
    held = {row["document"].value for row in rows(store, HELD)}
    kinds: Counter[str] = Counter()
    works: dict[str, set[str]] = {kind: set() for kind in KINDS}
    inside: Counter[str] = Counter()
    total = 0
    for row in rows(store, CITED):
        cited, identified = row["cited"].value, row["identified"]
        kind = kind_of(cited)
        total += 1
        kinds[kind] += 1
        works[kind].add(cited)
        inside[kind] += cited in held or (identified is not None and identified.value in held)
    lines: list[tuple[object, ...]] = [
        (about, kinds[kind], f"{kinds[kind] / max(total, 1):.0%}", len(works[kind]), inside[kind])
        for kind, about in KINDS.items()
    ]
    places = sum(1 for _ in rows(store, PLACES))
    return (
        table(("cited is", "citations", "share", "works", "citations of a work held here"), lines)
        + f"\n\n{places:,} citations ({places / max(total, 1):.0%}) name a place in the work, such "
        "as a paragraph or an article."
    )


def chains(store: ox.Store) -> str:
    """How long the chains of Ibid. are."""
    through = {row["citation"].value: row["through"].value for row in rows(store, CHAINS)}
    lengths: Counter[int] = Counter()
    for citation in through:
        length, at = 1, through[citation]
        while at in through and length < 99:
            length, at = length + 1, through[at]
        lengths[length] += 1
    lines: list[tuple[object, ...]] = [(n, lengths[n]) for n in sorted(lengths)]
    return table(("steps of *Ibid.* to the work that is named", "citations"), lines)


def unresolved(store: ox.Store) -> str:
    """What stayed open, and why."""
    reasons: Counter[tuple[str, str]] = Counter()
    for row in rows(store, OPEN):
        way = row["way"].value.rpartition("/")[2]
        if way == "ambiguous":
            why = f"the note before names several works ({row['candidates'].value} may be meant)"
            why = why if row["text"].value.lower().startswith("ibid") else "several works fit"
        else:
            text = row["text"].value
            why = next(why for begin, why in REASONS if re.match(begin, text, re.IGNORECASE))
        reasons[way, why] += 1
    lines: list[tuple[object, ...]] = [(way, why, n) for (way, why), n in sorted(reasons.items())]
    return table(("outcome", "why", "citations"), lines)


def networks(home: Path) -> str:
    """Sizes and measures of the networks."""
    parts = []
    for level in ("documents", "paragraphs", "actors"):
        began = time.process_time()
        network = citation_network(
            home,
            level=level,
            merge_identified=True,
            measures=("degree", "pagerank", "core", "components", "communities"),
        )
        spent = time.process_time() - began
        summary = summarise(network, by="inDegree", most=8)
        facts = "; ".join(f"{name}: {value}".removeprefix(": ") for name, value in summary.facts)
        top = "; ".join(f"{label} ({value:,})" for label, value, _ in summary.top)
        parts.append(
            f"**{level.capitalize()}** ({spent:.1f} s of a processor): {facts}. "
            f"Cited by most: {top}."
        )
    return "\n\n".join(parts)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--views", type=Path, default=ingest_benchmark.VIEWS)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=None)
    parser.add_argument("--write", type=Path, help="write the report here, as Markdown")
    options = parser.parse_args()
    real = options.views.is_file()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "decisions.jsonl"
        if real:
            with gzip.open(options.views) as file, source.open("wb") as out:
                out.writelines(islice(file, options.documents))
        else:
            lines = ingest_benchmark.generated(min(options.documents, 40))
            source.write_bytes(b"\n".join(lines))
        home = Home(folder / "home")
        home.build(bundled_sources(), validate=False)
        began = time.perf_counter()
        done = ingest([source], home, workers=options.workers)
        clock = time.perf_counter() - began
        text = report(done, home, clock, source.stat().st_size)
    print(text)
    if options.write and real:
        options.write.write_text(text, encoding="utf-8")
    sys.exit(done.exit_code)


def report(done: IngestReport, home: Home, clock: float, size: int) -> str:
    """The report, as Markdown."""
    spent = sum(
        resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    found = done.to_json()
    ways = found["resolutions"]
    total = sum(ways.values()) or 1
    documents: list[tuple[object, ...]] = [(k, v) for k, v in found["documents"].items() if v]
    resolutions: list[tuple[object, ...]] = [(w, n, f"{n / total:.1%}") for w, n in ways.items()]
    statements: list[tuple[object, ...]] = list(found["statements"].items())
    snapshot = home.current()
    store = snapshot.open()
    try:
        parts = (links(store), chains(store), unresolved(store))
    finally:
        del store
        snapshot.release()
    today = datetime.now(UTC).date().isoformat()
    return f"""# A corpus from end to end: decisions of UN treaty bodies

Made by `python benchmarks/corpora.py --write docs/corpora.md` on {today} (rightsgraph
{__version__}, Python {platform.python_version()}, {os.cpu_count()} cores); do not edit. The corpus
is a sample of decisions ("views") that is no part of this repository: {size / 1e6:.1f} MB of JSON
lines with numbered paragraphs and their notes. The figures say how many citations lead somewhere,
not how many lead to the right place: [extraction.md](extraction.md) has samples read by hand.

## What came of it

{table(("documents", ""), documents)}

{table(("statements", ""), statements)}

{found["quads"]:,} quads in one snapshot; {clock:.0f} s on the clock of a machine that had other
work, {spent:.0f} s of processors with the build of the bundled data.

## How citations were resolved

{table(("resolution", "citations", "share"), resolutions)}

*Explicit* citations name their work themselves; the others were followed to another citation.

## What they lead to

{parts[0]}

A decision that is cited and not held has its node all the same, by its committee and number: when
it is ingested one day, the links meet it. A treaty that is cited under several names (with the
covenant it belongs to, or without) is several works here.

{parts[1]}

## What stayed open, and why

{parts[2]}

They are in the graph with their words (`rightsgraph query unresolved-citations`), lead to no work
that others cite, and a review can settle them. Notes in which nothing is cited, or nothing was
found to be, are no part of these figures.

## The networks

{networks(home.path)}

`rightsgraph network --merge-identified -o decisions.html` draws the first of them;
[networks.md](networks.md) says what each measure is.
"""


if __name__ == "__main__":
    main()
