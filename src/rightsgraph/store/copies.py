"""A copy of a snapshot that is filled before anybody else is kept from writing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from rightsgraph.store.snapshots import Snapshot, SnapshotId


@dataclass(frozen=True, slots=True)
class BegunCopy:
    """A copy that whoever made it may load into, before `Home.edit` finishes it.

    Args:
        parent: Id of the snapshot it is a copy of; of use only while that is the current one.
        store: The copy.
    """

    parent: SnapshotId
    store: ox.Store


def begin(parent: Snapshot, folder: Path) -> BegunCopy:
    """A copy of a snapshot.

    Args:
        parent: The snapshot.
        folder: Where the copy is made, on the disk of the snapshot; it must not exist.

    Raises:
        SnapshotNotFoundError: It has been pruned.
        SnapshotDamagedError: Its files are not what they should be.
        OSError: The folder cannot be written.
    """
    before = parent.open()
    try:
        return BegunCopy(parent.id, copy_of(before, folder))
    finally:
        del before
        parent.release()


def copy_of(before: ox.Store, folder: Path) -> ox.Store:
    """A copy of a store, by hard links to its files, which the engine never changes in place."""
    before.backup(str(folder))
    return ox.Store(str(folder))
