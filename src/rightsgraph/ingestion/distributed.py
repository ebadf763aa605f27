"""Bundles of documents to the workers of a Dask scheduler and back, in order.

A worker may be another machine: it gets the bytes of the documents, not their paths, and sends
back quads and copies, which this process writes. When a worker is lost, the scheduler gives its
bundles to another; a bundle that ends worker after worker is done here, one document at a time in
a process of its own, so that the document is found and named.

Source: https://distributed.dask.org/en/stable/resilience.html
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from rightsgraph import __version__
from rightsgraph.errors import InputError, SchedulerError
from rightsgraph.ingestion.copies import SOURCES, keep_copy
from rightsgraph.ingestion.describing import Task, work
from rightsgraph.ingestion.inputs import Item
from rightsgraph.ingestion.processes import Bundle, one_by_one
from rightsgraph.ingestion.report import Outcome
from rightsgraph.iris import base
from rightsgraph.settings import get_settings

_CONNECT_SECONDS: Final = 30
_BUNDLES_A_WORKER: Final = 3


@dataclass(frozen=True, slots=True)
class Sent:
    """What a worker sends back for a bundle.

    Attributes:
        outcomes: What became of the documents.
        quads: The N-Quads of each outcome that has any, by its place.
        copies: The bytes of the sources, to be kept.
        made_by: Version and base of the worker.
    """

    outcomes: tuple[Outcome, ...]
    quads: dict[int, bytes]
    copies: tuple[bytes, ...]
    made_by: tuple[str, str]


def work_there(task: Task, number: int, bundle: Bundle) -> Sent:
    """Do a bundle in a folder of this worker, and send back what came of it."""
    with tempfile.TemporaryDirectory(prefix="rightsgraph-") as name:
        folder = Path(name)
        outcomes = work(replace(task, home=folder, staging=folder), number, bundle)
        quads = {
            place: Path(outcome.file).read_bytes()
            for place, outcome in enumerate(outcomes)
            if outcome.file and Path(outcome.file).is_absolute()
        }
        kept = sorted((folder / SOURCES).glob("*"))
        return Sent(
            outcomes=tuple(outcomes),
            quads=quads,
            copies=tuple(path.read_bytes() for path in kept),
            made_by=(__version__, base()),
        )


def run_on(
    task: Task, bundles: Iterable[Bundle], *, scheduler: str
) -> Generator[list[Outcome], None, None]:
    """The outcomes of bundles, in their order, done by the workers of a scheduler.

    Args:
        task: What the run is about.
        bundles: What to read; taken as they are needed.
        scheduler: Its address, such as `tcp://192.0.2.7:8786`.

    Raises:
        InputError: The package for Dask is not installed.
        SchedulerError: There is no connection, no worker, or a worker of another version.
    """
    try:
        from dask import config
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise InputError(
            "Distributed ingestion needs Dask.", remedy="pip install 'rightsgraph[dask]'"
        ) from error
    lost = _lost()
    unreachable: tuple[type[Exception], ...] = (*lost, ValueError)
    try:
        with config.set({"distributed.comm.timeouts.connect": f"{_CONNECT_SECONDS}s"}):
            client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except unreachable as error:
        raise SchedulerError(f"There is no scheduler at {scheduler}: {error}.") from error
    waiting: deque[tuple[int, Bundle, Any]] = deque()
    numbered = enumerate(bundles)
    try:
        client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        while True:
            workers = len(client.scheduler_info(n_workers=-1)["workers"]) or 1
            while len(waiting) < _BUNDLES_A_WORKER * workers:
                following = next(numbered, None)
                if following is None:
                    break
                number, bundle = following[0], tuple(map(_with_bytes, following[1]))
                future = client.submit(work_there, task, number, bundle, pure=False)
                waiting.append((number, bundle, future))
            if not waiting:
                return
            number, bundle, future = waiting.popleft()
            try:
                yield _received(task, number, future.result())
            except KilledWorker:
                yield one_by_one(task, number, bundle)
            future.release()
    except lost as error:
        raise SchedulerError(f"The scheduler at {scheduler} was lost: {error}.") from error
    finally:
        client.close(timeout=10)


def _lost() -> tuple[type[Exception], ...]:
    """The errors by which a connection to a scheduler ends."""
    from distributed.client import FutureCancelledError
    from distributed.comm import CommClosedError

    return (OSError, TimeoutError, CommClosedError, FutureCancelledError)


def _with_bytes(item: Item) -> Item:
    """The item with its bytes, when it is a file that fits: a worker need not see it."""
    if item.data is not None or item.path is None:
        return item
    limit = get_settings().document_bytes
    try:
        if item.path.stat().st_size > limit:
            return item
        return replace(item, data=item.path.read_bytes())
    except OSError:
        return item  # and reading it says what is wrong


def _received(task: Task, number: int, sent: Sent) -> list[Outcome]:
    """The outcomes of a bundle, its quads and copies written here."""
    if sent.made_by != (__version__, base()):
        version, iris = sent.made_by
        raise SchedulerError(
            f"A worker has rightsgraph {version} and makes IRIs under {iris}; here it is "
            f"{__version__} and {base()}.",
            remedy="Install the same version on all machines, with the same RIGHTSGRAPH_BASE_IRI.",
        )
    for data in sent.copies:
        keep_copy(task.home, data)
    outcomes = []
    for place, outcome in enumerate(sent.outcomes):
        if place in sent.quads:
            file = task.staging / f"{number}-{place}.nq"
            file.write_bytes(sent.quads[place])
            outcome = replace(outcome, file=str(file))
        outcomes.append(outcome)
    return outcomes
