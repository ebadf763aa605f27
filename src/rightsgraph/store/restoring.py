"""A backup brought back: unpacked, compared with its digests, and only then used."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from rightsgraph.errors import ArchiveError, SnapshotDamagedError
from rightsgraph.store.backup import BESIDE, FORMAT, INDEX, Backup, Entry
from rightsgraph.store.home import Home
from rightsgraph.store.locking import TEMPORARY, exclusively
from rightsgraph.store.publishing import SNAPSHOTS, sync
from rightsgraph.store.snapshots import (
    POINTER,
    Snapshot,
    SnapshotId,
    file_digest,
    read_manifest,
)

Progress = Callable[[str, int, int], None]

_INDEX_BYTES: Final = 1 << 28
_BLOCK: Final = 1 << 20


def restore_backup(
    file: IO[bytes], home: Home, *, progress: Progress | None = None
) -> tuple[Backup, Snapshot]:
    """What was restored, and the snapshot that is current now.

    Everything is unpacked and compared with its digest before anything of it is used; an archive
    that is damaged changes nothing. Snapshots, reviews and sources that are there already stay.

    Args:
        file: The archive; it is read from its beginning to its end.
        home: The folder of the snapshots; it is made when it is not there.
        progress: Called with the name of a step, how much of it is done and how much there is.

    Raises:
        ArchiveError: It is no backup, was cut short or altered, or a review in the folder has the
            name of another one in the backup.
        SnapshotVersionError: A newer version of rightsgraph made it.
        StoreBusyError: Another process is writing.
        StoreNotWritableError: The folder cannot be written.
        DiskFullError: No room left; nothing was changed.
    """
    tell = progress or (lambda _step, _done, _total: None)
    with exclusively(home.path) as folder:
        (home.path / SNAPSHOTS).mkdir(exist_ok=True)
        with _unpacking():
            backup = _unpack(file, folder, tell)
        fresh = _whole(folder / SNAPSHOTS / backup.snapshot)
        if fresh is None:
            raise ArchiveError("The backup is damaged: its snapshot is not whole.")
        _refuse_other_reviews(backup, home.path)
        for entry in backup.files:
            target = home.path / entry.name
            if not entry.name.startswith(SNAPSHOTS + "/") and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                (folder / entry.name).replace(target)
                sync(target)
        target = home.path / SNAPSHOTS / backup.snapshot
        if _whole(target) is None:
            for path in sorted(fresh.path.rglob("*")):
                sync(path)
            if target.exists():
                target.rename(folder / "damaged")
            fresh.path.rename(target)
            sync(target.parent)
        restored = Snapshot(target, read_manifest(target))
        _point_at(home.path, restored.id)
    return backup, restored


def _whole(folder: Path) -> Snapshot | None:
    """The snapshot of a folder; None when it is not there or not what was published."""
    try:
        snapshot = Snapshot(folder, read_manifest(folder))
        snapshot.verify_contents()
    except SnapshotDamagedError:
        return None
    return snapshot


@contextlib.contextmanager
def _unpacking() -> Iterator[None]:
    """A block in which what the packing modules say of an archive becomes ours."""
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ArchiveError(f"The backup is damaged: {error}.") from error


def _unpack(file: IO[bytes], folder: Path, tell: Progress) -> Backup:
    """Unpack an archive into an empty folder, each file compared with its digest."""
    with (
        gzip.GzipFile(fileobj=file, mode="rb") as packed,
        tarfile.open(fileobj=packed, mode="r|") as archive,
    ):
        members = iter(archive)
        backup = _index(archive, next(members, None))
        for done, entry in enumerate(backup.files):
            tell("unpacking", done, len(backup.files))
            member = next(members, None)
            if member is None or member.name != entry.name or not member.isreg():
                raise ArchiveError(f"The backup is damaged: {entry.name} is not in its place.")
            source = archive.extractfile(member)
            if source is None or member.size != entry.size:
                raise ArchiveError(f"The backup is damaged: {entry.name} has another size.")
            target = folder / entry.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if _copy(source, target) != entry.sha256:
                raise ArchiveError(f"The backup is damaged: {entry.name} has another content.")
        if next(members, None) is not None:
            raise ArchiveError("The backup is damaged: it holds more than it lists.")
        # The end of the packed file has the check sum of the whole.
        while packed.read(_BLOCK):
            pass
    return backup


def _copy(source: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("xb") as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _index(archive: tarfile.TarFile, member: tarfile.TarInfo | None) -> Backup:
    source = archive.extractfile(member) if member is not None and member.name == INDEX else None
    if member is None or source is None or member.size > _INDEX_BYTES:
        raise ArchiveError("This is no backup of rightsgraph.")
    try:
        head: dict[str, Any] = json.loads(source.read())
        if head["format"] != FORMAT:
            raise ArchiveError(
                f"The backup has format {head['format']}; this version reads {FORMAT}.",
                remedy="Restore it with the version of rightsgraph that made it, or a newer one.",
            )
        files = tuple(Entry(str(n), int(size), str(sha)) for n, size, sha in head["files"])
        backup = Backup(SnapshotId(str(head["snapshot"])), str(head["created"]), files)
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"The backup is damaged: its list cannot be read ({error}).") from error
    for entry in files:
        _require_inside(entry.name, backup.snapshot)
    return backup


def _require_inside(name: str, snapshot: str) -> None:
    """Refuse a path that leads out of what a backup may hold."""
    parts = PurePosixPath(name).parts
    home = len(parts) > 1 and parts[0] in BESIDE
    own = parts[:2] == (SNAPSHOTS, snapshot) and len(parts) > 2
    if ".." in parts or "\\" in name or "/" in snapshot or not (home or own):
        raise ArchiveError(f"The backup holds a file that belongs to no graph: {name!r}.")


def _refuse_other_reviews(backup: Backup, home: Path) -> None:
    for entry in backup.files:
        target = home / entry.name
        if entry.name.startswith("reviews/") and target.exists():
            if file_digest(target) == entry.sha256:
                continue
            raise ArchiveError(
                f"{target} is another review than that of the same name in the backup.",
                remedy="Restore into another folder with --home.",
            )


def _point_at(home: Path, snapshot: str) -> None:
    pointer = home / (TEMPORARY + POINTER)
    pointer.write_text(snapshot + "\n", encoding="utf-8")
    sync(pointer)
    pointer.replace(home / POINTER)
    sync(home)
