"""A home as one file, and back: its current snapshot, reviews and copies of sources, with digests.

The archive is a tar file packed with gzip. First comes `backup.json` with what follows: the name,
size and SHA-256 of each file. So a copy that was cut short or altered is known as such before
anything of it is used. Files of a snapshot never change, and a snapshot that is read is pinned:
so a backup is of one state, whatever is published meanwhile.

Source: POSIX.1-2001, pax interchange format.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

import rightsgraph
from rightsgraph.errors import StoreBusyError
from rightsgraph.store.home import Home
from rightsgraph.store.projection import files as projections
from rightsgraph.store.snapshots import MANIFEST, STORE, Snapshot, SnapshotId, file_digest

Progress = Callable[[str, int, int], None]

FORMAT: Final = 1
INDEX: Final = "backup.json"
# Folders of a home that are kept besides the snapshot, and files that change while it is open.
BESIDE: Final = ("reviews", "sources")
_NOT_KEPT: Final = ("LOCK", "LOG")
# Of a snapshot's folder; what can be made anew (dumps) is left out.
_KEPT: Final = (STORE, projections.FOLDER)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive.

    Attributes:
        name: Its path in the home.
        size: Bytes.
        sha256: Digest, in hexadecimal digits.
    """

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in an archive.

    Attributes:
        snapshot: Id of its snapshot.
        created: When it was made, in UTC.
        files: Its files.
    """

    snapshot: SnapshotId
    created: str
    files: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """How many bytes its files have together."""
        return sum(entry.size for entry in self.files)


def write_backup(
    home: Home, out: IO[bytes], *, sources: bool = True, progress: Progress | None = None
) -> Backup:
    """What was written: the current snapshot with all that belongs to it.

    A server or an ingestion may run meanwhile; what is published after the beginning is not in it.

    Args:
        home: The folder of the snapshots.
        out: A binary file; it is written from its beginning to its end.
        sources: Whether the user's copies of the sources are kept too.
        progress: Called with the name of a step, how much of it is done and how much there is.

    Raises:
        NoSnapshotError: Nothing has been built yet.
        SnapshotDamagedError: The current snapshot does not hold what was published.
    """
    tell = progress or (lambda _step, _done, _total: None)
    snapshot = home.current()
    snapshot.pin()
    try:
        tell("checking", 0, 1)
        snapshot.verify_contents()
        known = snapshot.manifest.digests
        entries = []
        for path in _listed(home.path, snapshot, sources=sources):
            name = path.relative_to(home.path).as_posix()
            stored = path.parent == snapshot.store_path
            digest = (known.get(path.name) if stored else None) or file_digest(path)
            entries.append(Entry(name, path.stat().st_size, digest))
        made = datetime.now(UTC).isoformat(timespec="seconds")
        backup = Backup(snapshot.id, made, tuple(entries))
        _pack(backup, home.path, out, tell)
        return backup
    finally:
        snapshot.release()


def _listed(home: Path, snapshot: Snapshot, *, sources: bool) -> Iterator[Path]:
    """The files of a backup: the manifest last, as it makes a folder a snapshot."""
    for kept in _KEPT:
        for path in sorted((snapshot.path / kept).rglob("*")):
            if path.is_file() and not path.name.startswith(_NOT_KEPT):
                yield path
    yield snapshot.path / MANIFEST
    for beside in BESIDE if sources else BESIDE[:1]:
        for path in sorted((home / beside).rglob("*")):
            if path.is_file() and not path.name.endswith(".part"):
                yield path


def _pack(backup: Backup, home: Path, out: IO[bytes], tell: Progress) -> None:
    head = {
        "format": FORMAT,
        "rightsgraph": rightsgraph.__version__,
        "snapshot": backup.snapshot,
        "created": backup.created,
        "files": [[entry.name, entry.size, entry.sha256] for entry in backup.files],
    }
    index = json.dumps(head, ensure_ascii=False).encode()
    packed = gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=1, mtime=0)
    with packed, tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(_member(INDEX, len(index)), io.BytesIO(index))
        for done, entry in enumerate(backup.files):
            tell("packing", done, len(backup.files))
            with (home / entry.name).open("rb") as opened:
                watched = _Hashed(opened)
                archive.addfile(_member(entry.name, entry.size), watched)
            if watched.digest.hexdigest() != entry.sha256:
                raise StoreBusyError(f"{entry.name} has changed while it was read.")


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o644
    return member


class _Hashed:
    """A file whose bytes are counted into a digest while they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block = self._file.read(size)
        self.digest.update(block)
        return block
