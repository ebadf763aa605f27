"""Documents into the graph: read, extract, describe, check, and publish as one snapshot.

inputs         files, folders, globs, lines
describing     one process: from bytes to N-Quads
processes      many of them, and those that die
distributed    the same on the workers of a Dask scheduler
unpublished    what a run that was broken off has done
holdings       what the graph has already
publication    one edit, one snapshot
report         what became of each document
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from rightsgraph.errors import DocumentError
from rightsgraph.graph.description_provenance import software_iri
from rightsgraph.ingestion.copies import copy_path
from rightsgraph.ingestion.describing import Task, extractor, rejected, work
from rightsgraph.ingestion.distributed import run_on
from rightsgraph.ingestion.holdings import Holdings, holdings
from rightsgraph.ingestion.inputs import Item, bundles, find_files, items
from rightsgraph.ingestion.processes import run
from rightsgraph.ingestion.publication import publish
from rightsgraph.ingestion.report import Fate, IngestReport, Outcome
from rightsgraph.ingestion.staging import staging_folder
from rightsgraph.ingestion.unpublished import RESUMED, Unpublished
from rightsgraph.store import Home, bundled_sources

Progress = Callable[[str, int, int], None]

_MOST_WORKERS: Final = 8
_SUFFIX: Final = re.compile(r"[0-9a-f]{8}")


def ingest(
    sources: Iterable[str | Path],
    home: Home | str | Path | None = None,
    *,
    workers: int | None = None,
    scheduler: str = "",
    anew: bool = False,
    check: bool = True,
    progress: Progress | None = None,
) -> IngestReport:
    """What became of the documents: each that could be described is published, in one snapshot.

    The same bytes again change nothing. A document that has changed replaces its own graph. A
    text that people have described by hand keeps their description. When there is no snapshot
    yet, one of the bundled data is built first. What a run that was broken off has described is
    not described again.

    Args:
        sources: Files, folders, globs; `-` is standard input.
        home: The folder of the snapshots; by default the setting RIGHTSGRAPH_HOME.
        workers: Number of processes; by default one for each core, at most eight.
        scheduler: Address of a Dask scheduler whose workers do it in the place of processes here.
        anew: Whether documents that are known, or described by hand, are described all the same.
        check: Whether each graph is checked against the shapes before it is published.
        progress: Called with the name of a step, how much of it is done and how much there is
            (0 when that is not known).

    Raises:
        InputError: A source is not there.
        StoreBusyError: Another process is writing.
        StoreNotWritableError: The folder cannot be written.
        DiskFullError: No room left; the last snapshot stays.
        SchedulerError: The scheduler was not there, or was lost; what it has done is kept.

    Example:
        >>> report = ingest(["letters/"], "./graph")  # doctest: +SKIP
        >>> report.citations  # doctest: +SKIP
        {'resolved': 9, 'ambiguous': 0, 'unresolved': 0}
    """
    began = time.monotonic()
    folder = home if isinstance(home, Home) else Home(home)
    files = find_files(sources)
    tell = progress or (lambda _step, _done, _total: None)
    held = holdings(folder)
    if held is None:
        folder.build(bundled_sources(), progress=tell)
        held = holdings(folder) or Holdings()
    with staging_folder(folder) as staging:
        software = software_iri(extractor())
        kept = Unpublished(folder.path, software, union=held.union, check=check)
        task = Task(
            home=folder.path,
            staging=staging,
            known=frozenset() if anew else held.known(software),
            done=frozenset() if anew else kept.digests(),
            curated=() if anew else tuple(held.by_hand.items()),
            union=held.union,
            check=check,
        )
        outcomes = _outcomes(task, files, kept, workers=workers, scheduler=scheduler, tell=tell)
        described = [outcome.source_digest for outcome in outcomes if outcome.file]
        outcomes = _told_apart(task, outcomes, held)
        ready = [outcome for outcome in outcomes if outcome.file]
        snapshot = None
        if ready:
            tell("publishing", 0, 0)
            snapshot = publish(
                folder,
                ready,
                held=frozenset(held.documents),
                staging=staging,
                checked=check,
                progress=tell,
            )
        kept.forget(described)
    return IngestReport(
        outcomes=tuple(replace(outcome, file="") for outcome in outcomes),
        snapshot=snapshot.id if snapshot else None,
        seconds=time.monotonic() - began,
    )


def _outcomes(
    task: Task,
    files: list[Path | str],
    kept: Unpublished,
    *,
    workers: int | None,
    scheduler: str,
    tell: Progress,
) -> list[Outcome]:
    single = len(files) == 1 and not str(files[0]).removesuffix(".gz").endswith("jsonl")
    number = workers or min(os.cpu_count() or 1, _MOST_WORKERS)
    outcomes: list[Outcome] = []
    tell("reading", 0, len(files))
    found = bundles(items(files))
    if scheduler:
        batches = run_on(task, found, scheduler=scheduler)
    else:
        batches = run(task, found, workers=1 if single else number)
    with closing(batches):
        for batch in batches:
            for outcome in batch:
                if outcome.file == RESUMED:
                    outcome = kept.take(outcome, task.staging)
                elif outcome.file:
                    kept.keep(outcome)
                outcomes.append(outcome)
            tell("reading", len(outcomes), max(len(files), len(outcomes)))
    return outcomes


def _told_apart(task: Task, outcomes: list[Outcome], held: Holdings) -> list[Outcome]:
    """The outcomes, no two of them about the same graph.

    The same bytes twice are one document. Different documents of the same date and title keep
    the graphs they have; of new ones, all but the first get a part of their digest behind their
    name.
    """
    unchanged = {o.source_digest for o in outcomes if o.fate is Fate.UNCHANGED}
    taken = {
        graph: each.source_digest
        for graph, each in held.documents.items()
        if each.source_digest in unchanged
    }
    digests: set[str] = set()
    settled: list[Outcome] = []
    for outcome in outcomes:
        if not outcome.file:
            settled.append(outcome)
            continue
        if outcome.source_digest in digests:
            settled.append(replace(outcome, fate=Fate.UNCHANGED, file=""))
            continue
        digests.add(outcome.source_digest)
        suffix = _suffix(outcome, taken, held)
        if suffix:
            outcome = _again(task, outcome, suffix)
        taken[outcome.graph] = outcome.source_digest
        if outcome.file and outcome.graph in held.documents:
            outcome = replace(outcome, fate=Fate.REPLACED)
        settled.append(outcome)
    return settled


def _suffix(outcome: Outcome, taken: dict[str, str], held: Holdings) -> str:
    """What a document needs behind its name; empty when it can have the name as it is."""
    name = outcome.file_name
    for graph, each in held.documents.items():
        rest = graph.removeprefix(f"{outcome.graph}-")
        if each.name == name and rest != graph and _SUFFIX.fullmatch(rest):
            return rest  # an earlier copy of this file has it already
    if outcome.graph in taken:
        return outcome.source_digest.rpartition(":")[2][:8]
    return ""


def _again(task: Task, outcome: Outcome, suffix: str) -> Outcome:
    """The outcome of a document that is described again under a longer name."""
    path = copy_path(task.home, outcome.source_digest)
    if not path.exists():
        error = DocumentError(
            f"{outcome.name} has the date and title of another document.",
            remedy="Ingest it from a file of its own.",
        )
        return rejected(outcome.name, error)
    item = Item(outcome.name, data=path.read_bytes(), media_type=outcome.media_type)
    Path(outcome.file).unlink()
    changed = replace(task, suffixes=((outcome.source_digest, suffix),), curated=())
    number = int(outcome.source_digest.rpartition(":")[2][:12], 16)
    return work(changed, -number, (item,))[0]
