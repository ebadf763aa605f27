"""The work of a process, except that one file ends it."""

from __future__ import annotations

import os

from rightsgraph.ingestion.describing import Task
from rightsgraph.ingestion.describing import work as real_work
from rightsgraph.ingestion.inputs import Item
from rightsgraph.ingestion.report import Outcome


def work(task: Task, number: int, bundle: tuple[Item, ...]) -> list[Outcome]:
    """Die like a reader that runs into a fault of its engine."""
    if any(item.name.endswith("3.txt") for item in bundle):
        os._exit(11)
    return real_work(task, number, bundle)
