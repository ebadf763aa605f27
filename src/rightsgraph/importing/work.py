"""Many rows: in bundles, in several processes, each bundle checked against the shapes."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from rightsgraph.errors import WorkerError
from rightsgraph.graph.description_check import shipped_check
from rightsgraph.graph.description_sheet import Sheet
from rightsgraph.graph.validation import validate
from rightsgraph.importing.describing import TableNames, describe_row
from rightsgraph.importing.mapping import Mapping
from rightsgraph.importing.report import Problem
from rightsgraph.importing.rows import Row
from rightsgraph.ingestion.describing import start_worker

BUNDLE_ROWS: Final = 1000

Bundle = tuple[Row | Problem, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What is done with every bundle.

    Attributes:
        mapping: How rows are read.
        names: The names of the table.
        staging: Where N-Quads are written.
        check: Whether each bundle is checked against the shapes.
    """

    mapping: Mapping
    names: TableNames
    staging: Path
    check: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a bundle.

    Attributes:
        file: Its N-Quads, of the named graph.
        imported: How many recommendations they describe.
        problems: What could not be used.
    """

    file: Path
    imported: int
    problems: tuple[Problem, ...]


def bundles(found: Iterable[Row | Problem]) -> Iterator[Bundle]:
    """Rows in bundles that are worth the way to a process."""
    bundle: list[Row | Problem] = []
    for each in found:
        bundle.append(each)
        if len(bundle) == BUNDLE_ROWS:
            yield tuple(bundle)
            bundle = []
    if bundle:
        yield tuple(bundle)


def describe_bundle(job: Job, number: int, bundle: Bundle) -> Done:
    """Describe the rows of a bundle, check them, and write their quads.

    Args:
        job: What is to be done.
        number: Number of the bundle, for the name of its file.
        bundle: The rows.
    """
    sheet = Sheet(job.names.graph)
    problems, imported = _describe(job, sheet, bundle)
    if job.check and not shipped_check().conforms(sheet.data):
        sheet = Sheet(job.names.graph)
        problems, imported = _one_by_one(job, sheet, bundle)
    file = job.staging / f"rows-{number:06}.nq"
    file.write_bytes(write_sheet(sheet))
    return Done(file, imported, tuple(problems))


def write_sheet(sheet: Sheet) -> bytes:
    """The quads of a sheet as N-Quads."""
    out = io.BytesIO()
    ox.serialize(sheet.quads(), out, ox.RdfFormat.N_QUADS)
    return out.getvalue()


def _describe(job: Job, sheet: Sheet, bundle: Bundle) -> tuple[list[Problem], int]:
    problems: list[Problem] = []
    imported = 0
    for each in bundle:
        if isinstance(each, Problem):
            problems.append(each)
            continue
        found = describe_row(sheet, each, job.mapping, job.names)
        imported += not any(problem.rejected for problem in found)
        problems += found
    return problems, imported


def _one_by_one(job: Job, sheet: Sheet, bundle: Bundle) -> tuple[list[Problem], int]:
    """As `_describe`; rows that fail the shapes are rejected with the words of the shape."""
    problems: list[Problem] = []
    imported = 0
    for each in bundle:
        alone = Sheet(job.names.graph)
        found, count = _describe(job, alone, (each,))
        if count and isinstance(each, Row) and not shipped_check().conforms(alone.data):
            store = ox.Store()
            store.bulk_extend(alone.quads())
            failures = validate(store, default_graph=False).failures
            if failures:
                reason = f"fails the shape {failures[0].shape}: {failures[0].message}"
                problems.append(Problem(each.record.line, "", "", reason))
                continue
        problems += found
        imported += count
        for subject, about in alone.data.items():
            for predicate, values in about.items():
                sheet.add(subject, predicate, *values)
    return problems, imported


def run(job: Job, found: Iterable[Bundle], *, workers: int) -> Iterator[Done]:
    """What came of bundles, in their order, never more of them on the way than is needed.

    Args:
        job: What is to be done.
        found: The bundles; taken as they are needed.
        workers: Number of processes; with one, all is done in this process.

    Raises:
        WorkerError: A process died.
    """
    numbered = enumerate(found)
    if workers < 2:
        for number, bundle in numbered:
            yield describe_bundle(job, number, bundle)
        return
    # A fresh interpreter: a fork would take over locks and threads of the storage engine.
    context = get_context("spawn")
    waiting: deque[Future[Done]] = deque()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=start_worker) as pool:
        try:
            for number, bundle in numbered:
                waiting.append(pool.submit(describe_bundle, job, number, bundle))
                if len(waiting) == 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise WorkerError(
                "A process that read rows died; nothing has changed.",
                remedy="Import again; with --workers 1 all is done in one process.",
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
