"""Documents of the same date and title, told apart: no two have the same graph."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from rightsgraph.errors import DocumentError
from rightsgraph.ingestion.copies import copy_path
from rightsgraph.ingestion.describing import Task, rejected, work
from rightsgraph.ingestion.holdings import Holdings
from rightsgraph.ingestion.inputs import Item
from rightsgraph.ingestion.report import Fate, Outcome

_SUFFIX: Final = re.compile(r"[0-9a-f]{8}")


class GraphNames:
    """The outcomes of a run, in the order in which they come, no two about the same graph.

    The same bytes twice are one document. Different documents of the same date and title keep
    the graphs they have; of new ones, all but the first get a part of their digest behind their
    name.

    Args:
        task: What the run is about.
        held: What the graph has already.
    """

    def __init__(self, task: Task, held: Holdings) -> None:
        self._task = task
        self._held = held
        self._outcomes: list[Outcome] = []
        self._waiting: list[int] = []
        self._digests: set[str] = set()
        self._unchanged: set[str] = set()
        self._taken: set[str] = set()

    def settle(self, outcome: Outcome) -> Outcome | None:
        """The outcome as it stays, or None when that is known only when all have come.

        A document whose graph is there already may be a new state of the one that has it, or
        another: that one may still come, unchanged.
        """
        at = len(self._outcomes)
        self._outcomes.append(outcome)
        if not outcome.file:
            if outcome.fate is Fate.UNCHANGED:
                self._unchanged.add(outcome.source_digest)
            return outcome
        if outcome.source_digest in self._digests:
            self._outcomes[at] = replace(outcome, fate=Fate.UNCHANGED, file="")
        else:
            self._digests.add(outcome.source_digest)
            if outcome.graph in self._held.documents:
                self._waiting.append(at)
                return None
            self._outcomes[at] = self._named(outcome)
        return self._outcomes[at]

    def all(self) -> list[Outcome]:
        """All outcomes as they stay."""
        self._taken |= {
            graph
            for graph, each in self._held.documents.items()
            if each.source_digest in self._unchanged
        }
        for at in self._waiting:
            self._outcomes[at] = self._named(self._outcomes[at])
        self._waiting.clear()
        return self._outcomes

    def _named(self, outcome: Outcome) -> Outcome:
        suffix = self._suffix(outcome)
        if suffix:
            outcome = _again(self._task, outcome, suffix)
        self._taken.add(outcome.graph)
        if outcome.file and outcome.graph in self._held.documents:
            outcome = replace(outcome, fate=Fate.REPLACED)
        return outcome

    def _suffix(self, outcome: Outcome) -> str:
        """What a document needs behind its name; empty when it can have the name as it is."""
        name = outcome.file_name
        for graph, each in self._held.documents.items():
            rest = graph.removeprefix(f"{outcome.graph}-")
            if each.name == name and rest != graph and _SUFFIX.fullmatch(rest):
                return rest  # an earlier copy of this file has it already
        if outcome.graph in self._taken:
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
