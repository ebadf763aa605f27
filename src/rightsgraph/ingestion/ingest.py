"""Documents into the graph: read, extract, describe, check, and publish as one snapshot.

inputs         files, folders, globs, lines
describing     one process: from bytes to N-Quads
processes      many of them, and those that die
distributed    the same on the workers of a Dask scheduler
unpublished    what a run that was broken off has done
holdings       what the graph has already
graph_names    documents of the same name
loading        their quads into a copy of the graph, while others are described
publication    one edit, one snapshot
report         what became of each document
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from rightsgraph.graph.description_provenance import software_iri
from rightsgraph.ingestion.describing import Task, extractor
from rightsgraph.ingestion.distributed import run_on
from rightsgraph.ingestion.graph_names import GraphNames
from rightsgraph.ingestion.holdings import Holdings, holdings
from rightsgraph.ingestion.inputs import bundles, find_files, items
from rightsgraph.ingestion.loading import LoadingAhead
from rightsgraph.ingestion.processes import run
from rightsgraph.ingestion.publication import publish
from rightsgraph.ingestion.report import IngestReport, Outcome
from rightsgraph.ingestion.staging import staging_folder
from rightsgraph.ingestion.unpublished import RESUMED, Unpublished
from rightsgraph.store import Home, bundled_sources

Progress = Callable[[str, int, int], None]

_MOST_WORKERS: Final = 8


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
        names = GraphNames(task, held)
        described = []
        snapshot = None
        processes = 1 if scheduler else _processes(files, workers)
        coming = _outcomes(task, files, kept, processes=processes, scheduler=scheduler, tell=tell)
        with closing(LoadingAhead(folder, staging)) as ahead, closing(coming):
            for outcome in coming:
                if outcome.file:
                    described.append(outcome.source_digest)
                settled = names.settle(outcome)
                if settled is None or not settled.file or settled.graph in held.documents:
                    continue
                # One process does one thing after the other.
                if scheduler or processes > 1:
                    ahead.take(settled)
            outcomes = names.all()
            ready = [outcome for outcome in outcomes if outcome.file]
            if ready:
                tell("publishing", 0, 0)
                snapshot = publish(
                    folder,
                    ready,
                    held=frozenset(held.documents),
                    staging=staging,
                    ahead=ahead.loaded(),
                    checked=check,
                    progress=tell,
                )
        kept.forget(described)
    return IngestReport(
        outcomes=tuple(replace(outcome, file="") for outcome in outcomes),
        snapshot=snapshot.id if snapshot else None,
        seconds=time.monotonic() - began,
    )


def _processes(files: list[Path | str], workers: int | None) -> int:
    """How many processes read the files; one is enough for one document."""
    if len(files) == 1 and not str(files[0]).removesuffix(".gz").endswith("jsonl"):
        return 1
    return workers or min(os.cpu_count() or 1, _MOST_WORKERS)


def _outcomes(
    task: Task,
    files: list[Path | str],
    kept: Unpublished,
    *,
    processes: int,
    scheduler: str,
    tell: Progress,
) -> Generator[Outcome, None, None]:
    """What became of the documents, in their order, each kept until it is published."""
    tell("reading", 0, len(files))
    found = bundles(items(files))
    if scheduler:
        batches = run_on(task, found, scheduler=scheduler)
    else:
        batches = run(task, found, workers=processes)
    done = 0
    with closing(batches):
        for batch in batches:
            for outcome in batch:
                if outcome.file == RESUMED:
                    outcome = kept.take(outcome, task.staging)
                elif outcome.file:
                    kept.keep(outcome)
                done += 1
                yield outcome
            tell("reading", done, max(len(files), done))
