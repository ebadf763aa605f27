"""The files of a snapshot written anew, so that they hold nothing but its state.

Each change leaves files of its own, and what was taken out stays in older ones until they are
written again. A build packs its files by itself; a long row of edits is packed by this.
"""

from __future__ import annotations

from rightsgraph.store.home import Home
from rightsgraph.store.publishing import Progress
from rightsgraph.store.snapshots import Snapshot


def compact(home: Home, *, progress: Progress | None = None) -> Snapshot:
    """The current state published once more, in as few files as it can.

    Room is won when the snapshots before it are pruned.

    Args:
        home: The folder of the snapshots.
        progress: Called with the name of a step, how much of it is done and how much there is.

    Raises:
        NoSnapshotError: Nothing has been built yet.
        SnapshotDamagedError: The current snapshot is damaged.
        StoreBusyError: Another process is writing.
        DiskFullError: No room left.
    """
    return home.edit(
        lambda store: store.optimize(),
        validate=False,
        graphs=[],
        progress=progress,
        note="compacted",
    )
