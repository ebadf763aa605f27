"""Bundles of documents to processes and back, in order, never more on the way than is needed.

A process that dies takes the bundles with it that were on their way. They are then done one
document at a time in a process of its own, so that the document that kills its reader is found
and named, and nothing else is lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from rightsgraph.errors import WorkerError
from rightsgraph.ingestion.describing import Task, rejected, start_worker, work
from rightsgraph.ingestion.inputs import Item
from rightsgraph.ingestion.report import Outcome

Bundle = tuple[Item, ...]


def run(
    task: Task, bundles: Iterable[Bundle], *, workers: int
) -> Generator[list[Outcome], None, None]:
    """The outcomes of bundles, in their order.

    Args:
        task: What the run is about.
        bundles: What to read; taken as they are needed.
        workers: Number of processes; with one, all is done in this process.
    """
    if workers < 2:
        for number, bundle in enumerate(bundles):
            yield work(task, number, bundle)
        return
    numbered = enumerate(bundles)
    waiting: deque[tuple[int, Bundle, Future[list[Outcome]]]] = deque()
    pool = _pool(workers)
    try:
        while True:
            while len(waiting) < 3 * workers:
                following = next(numbered, None)
                if following is None:
                    break
                number, bundle = following
                waiting.append((number, bundle, _submit(pool, task, number, bundle)))
            if not waiting:
                return
            number, bundle, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                yield one_by_one(task, number, bundle)
                pool = _pool(workers)
                waiting = deque(
                    (n, b, f if _is_done(f) else _submit(pool, task, n, b)) for n, b, f in waiting
                )
    finally:
        _end(pool)


def _submit(
    pool: ProcessPoolExecutor, task: Task, number: int, bundle: Bundle
) -> Future[list[Outcome]]:
    try:
        return pool.submit(work, task, number, bundle)
    except BrokenProcessPool as error:
        broken: Future[list[Outcome]] = Future()
        broken.set_exception(error)
        return broken


def _is_done(future: Future[list[Outcome]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def one_by_one(task: Task, number: int, bundle: Bundle) -> list[Outcome]:
    """The outcomes of a bundle during which a process died."""
    outcomes: list[Outcome] = []
    for place, item in enumerate(bundle):
        with _pool(1) as pool:
            try:
                name = -(number * 1000 + place + 1)  # no other bundle has a negative number
                outcomes += pool.submit(work, task, name, (item,)).result()
            except BrokenProcessPool:
                error = WorkerError(
                    f"The process that read {item.name} died.",
                    remedy="The file is broken in a way that ends its reader; leave it out.",
                )
                outcomes.append(rejected(item.name, error))
    return outcomes


def _pool(workers: int) -> ProcessPoolExecutor:
    # A fresh interpreter: a fork would take over locks and threads of the storage engine.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=start_worker)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the processes, also those that are in the middle of a document."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(5)
