"""The whole graph of a snapshot as a compressed file, with its digest.

    snapshots/<id>/dumps/
        nq.gz, trig.gz            the files, complete
        nq.gz.json, trig.gz.json  size and digest of each; written last
        draft-…                   a file in the making, locked by the process that makes it

A dump is a function of its snapshot and goes with it when that is pruned. It is made once, by a
process of its own (`store.dump_program`), when somebody asks for it; not when the snapshot is
published, since a write over HTTP publishes one too, and nobody may ever ask.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import io
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

from rightsgraph.store.exporting import write_graph
from rightsgraph.store.faults import writing
from rightsgraph.store.publishing import sync
from rightsgraph.store.snapshots import Snapshot

FOLDER: Final = "dumps"
# The name of a dump, and of its format as `store.exporting` has it.
DUMPS: Final = {"nq": "nquads", "trig": "trig"}
DRAFT: Final = "draft-"
# More makes the file a little smaller and takes much longer.
_LEVEL: Final = 4
_BLOCK_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True)
class Dump:
    """A file with the whole graph.

    Args:
        path: The file.
        size: Its length in bytes.
        sha256: The SHA-256 digest of its bytes, in hexadecimal digits.
    """

    path: Path
    size: int
    sha256: str


def folder_of(snapshot: Snapshot) -> Path:
    """Where the dumps of a snapshot are."""
    return snapshot.path / FOLDER


def find(snapshot: Snapshot, name: str) -> Dump | None:
    """The dump of that name, when it has been made and is whole.

    Args:
        snapshot: Whose.
        name: One of `DUMPS`.
    """
    path = folder_of(snapshot) / f"{name}.gz"
    try:
        said = json.loads(_record(path).read_text(encoding="utf-8"))
        dump = Dump(path, int(said["size"]), str(said["sha256"]))
        return dump if path.stat().st_size == dump.size else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def make(snapshot: Snapshot, name: str, draft: Path) -> Dump:
    """The dump of that name, written to a file of its own and then put in its place.

    Args:
        snapshot: What to write.
        name: One of `DUMPS`.
        draft: The file in the making, in `folder_of(snapshot)`, which others may read as it grows.

    Raises:
        SnapshotNotFoundError: The snapshot has been pruned.
        SnapshotDamagedError: It cannot be read.
        DiskFullError: No room left.
        StoreNotWritableError: The folder cannot be written.
    """
    path = draft.parent / f"{name}.gz"
    snapshot.pin()
    try:
        with writing(draft.parent):
            draft.parent.mkdir(exist_ok=True)
            _clean(draft.parent)
            with draft.open("xb", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                digest = _write(snapshot, name, file)
                os.fsync(file.fileno())
                dump = Dump(path, file.tell(), digest)
                _record(path).unlink(missing_ok=True)
                draft.rename(path)
            _write_record(dump)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    finally:
        snapshot.release()
    return dump


def _write(snapshot: Snapshot, name: str, file: IO[bytes]) -> str:
    """Writes the file and returns its digest."""
    digesting = _Digesting(file)
    # No name and no time inside, so that the same graph is the same bytes.
    with (
        gzip.GzipFile("", "wb", _LEVEL, cast("IO[bytes]", digesting), mtime=0) as packed,
        io.BufferedWriter(cast("io.RawIOBase", packed), _BLOCK_BYTES) as out,
    ):
        write_graph(snapshot, out, DUMPS[name])
    return digesting.digest.hexdigest()


class _Digesting:
    """A binary file that computes the digest of what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Writes all of it."""
        self.digest.update(data)
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def _record(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _write_record(dump: Dump) -> None:
    record = _record(dump.path)
    draft = record.with_name(f"{record.name}.{os.getpid()}")
    content = {"size": dump.size, "sha256": dump.sha256}
    draft.write_text(json.dumps(content) + "\n", encoding="utf-8")
    sync(draft)
    draft.rename(record)
    sync(record.parent)


def _clean(folder: Path) -> None:
    """Removes what processes have left that died."""
    for left in folder.glob(DRAFT + "*"):
        with suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
