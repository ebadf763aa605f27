"""Where the projection of a snapshot is kept, and whether it is whole.

    snapshots/<id>/projection/
        manifest.json     the version of the tables, and the files with sizes and digests
        tables.sqlite     the tables

The folder comes by one rename, so it is there as a whole or not at all. It has a manifest of its
own, since the snapshot is whole without it: the graph decides, and a projection that is missing,
damaged or of another version is made again from it, while the snapshot stays what it is.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph.errors import ProjectionError
from rightsgraph.store.projection import texts
from rightsgraph.store.projection.building import build
from rightsgraph.store.projection.tables import VERSION
from rightsgraph.store.snapshots import MANIFEST, Snapshot, file_digest

FOLDER: Final = "projection"
TABLES_FILE: Final = "tables.sqlite"
_REMEDY: Final = "Run `rightsgraph snapshots --rebuild-projection`."


def make(
    store: ox.Store, folder: Path, scratch: Path, *, union: bool, texts_of: Path | None = None
) -> None:
    """Make the projection of a store, as a folder that appears when it is whole.

    Args:
        store: The store, complete.
        folder: The folder of the snapshot; the projection gets a folder inside it.
        scratch: A folder for temporary files on the same file system.
        union: Whether the default graph of the store is the union of its named graphs.
        texts_of: The home whose kept texts may be searched; None when they may not, and an index
            of them goes.

    Raises:
        OSError: No room, or the folder cannot be written.
    """
    draft = _draft(scratch, FOLDER)
    build(store, draft / TABLES_FILE, union=union)
    words = None
    if texts_of is not None:
        words = _draft(scratch, texts.FOLDER)
        texts.build_texts(
            store, draft / TABLES_FILE, texts_of, words / texts.WORDS_FILE, union=union
        )
    _put(draft, folder / FOLDER, scratch)
    _put(words, folder / texts.FOLDER, scratch)
    _sync([folder])


def _draft(scratch: Path, name: str) -> Path:
    draft = scratch / f"{name}-draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    return draft


def _put(draft: Path | None, target: Path, scratch: Path) -> None:
    """Seal a folder and give it its place; without one the place is emptied."""
    if draft is not None:
        seal(draft)
    if target.exists():
        # Readers that have the old files open keep them.
        target.rename(scratch / f"{target.name}-old")
    if draft is not None:
        draft.rename(target)


def remake(snapshot: Snapshot, scratch: Path, *, texts_of: Path | None = None) -> None:
    """Make the projection of a published snapshot anew; the snapshot stays what it is.

    Args:
        snapshot: The snapshot.
        scratch: A folder for temporary files on the same file system.
        texts_of: As for `make`.

    Raises:
        SnapshotNotFoundError: It has been pruned.
        SnapshotDamagedError: Its files are not what they should be.
        OSError: No room, or the folder cannot be written.
    """
    store = snapshot.open()
    try:
        make(store, snapshot.path, scratch, union=snapshot.manifest.union, texts_of=texts_of)
    finally:
        snapshot.release()


def seal(draft: Path) -> None:
    """Write the manifest of a folder with finished files, and everything to the disk."""
    files = [path for path in sorted(draft.rglob("*")) if path.is_file()]
    content = {
        "version": VERSION,
        "files": {
            str(path.relative_to(draft)): {
                "size": path.stat().st_size,
                "sha256": file_digest(path),
            }
            for path in files
        },
    }
    (draft / MANIFEST).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    folders = [path for path in sorted(draft.rglob("*")) if path.is_dir()]
    _sync([*files, draft / MANIFEST, *folders, draft])


def _sync(paths: Iterable[Path]) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def folder_of(snapshot: Snapshot) -> Path:
    """The folder of the projection of a snapshot, checked to be whole and of this version.

    Raises:
        ProjectionError: There is none, it is damaged, or it is of another version.
    """
    return _whole(snapshot, FOLDER)


def words_of(snapshot: Snapshot) -> Path | None:
    """The index of the user's own texts beside a snapshot; None when there is none.

    Raises:
        ProjectionError: It is damaged, or of another version.
    """
    if not (snapshot.path / texts.FOLDER).exists():
        return None
    return _whole(snapshot, texts.FOLDER) / texts.WORDS_FILE


def _whole(snapshot: Snapshot, of: str) -> Path:
    folder = snapshot.path / of
    for name, entry in _manifest(snapshot, of)["files"].items():
        try:
            size = (folder / name).stat().st_size
        except OSError:
            raise _unusable(snapshot, f"its file {name} is missing") from None
        if size != entry["size"]:
            raise _unusable(snapshot, f"its file {name} has {size} bytes, not {entry['size']}")
    return folder


def verify(snapshot: Snapshot) -> None:
    """Check that every file of a snapshot and of its projection holds what was written.

    All of them are read. A snapshot without a projection is whole.

    Raises:
        SnapshotDamagedError: A file of the snapshot is missing or has changed.
        ProjectionError: One of the projection.
    """
    snapshot.verify_contents()
    for of in (FOLDER, texts.FOLDER):
        if not (snapshot.path / of).exists():
            continue
        folder = _whole(snapshot, of)
        for name, entry in _manifest(snapshot, of)["files"].items():
            if file_digest(folder / name) != entry["sha256"]:
                raise _unusable(snapshot, f"its file {name} does not hold what was written")


def _manifest(snapshot: Snapshot, of: str) -> dict[str, Any]:
    path = snapshot.path / of / MANIFEST
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version, _ = int(content["version"]), content["files"].items()
    except FileNotFoundError:
        raise ProjectionError(
            f"Snapshot {snapshot.id} has no tables for lists and search.",
            remedy=_REMEDY,
            id=snapshot.id,
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unusable(snapshot, f"{MANIFEST} cannot be read ({error})") from error
    if version != VERSION:
        raise ProjectionError(
            f"The tables of snapshot {snapshot.id} are of version {version}, not {VERSION}.",
            remedy=_REMEDY,
            id=snapshot.id,
        )
    return content


def _unusable(snapshot: Snapshot, why: str) -> ProjectionError:
    return ProjectionError(
        f"The tables of snapshot {snapshot.id} cannot be used: {why}.",
        remedy=_REMEDY,
        id=snapshot.id,
    )
