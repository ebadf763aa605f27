"""A snapshot: one immutable state of the graph, in a folder of its own.

    <home>/snapshots/<id>/
        manifest.json     what is in it, and the files it is made of
        store/            the files of the storage engine, opened read-only

The manifest is written last, so a folder with a manifest is a whole snapshot. It lists every
data file with its size: a file that is missing or cut short is found before the engine opens it.
It also has their digests, which are compared before something is built upon the snapshot, so that
damage is not handed on; not at each opening, as that would read everything.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import threading
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NewType

import pyoxigraph as ox

from rightsgraph.errors import (
    SettingsError,
    SnapshotDamagedError,
    SnapshotNotFoundError,
    SnapshotVersionError,
)
from rightsgraph.iris import CANONICAL_BASE, base
from rightsgraph.store.faults import reading

SnapshotId = NewType("SnapshotId", str)

FORMAT_VERSION: Final = 1
MANIFEST: Final = "manifest.json"
STORE: Final = "store"
POINTER: Final = "current"

# Of the engine's files these carry no data, and may change or be absent.
_NOT_DATA: Final = ("LOCK", "LOG", "IDENTITY")


@dataclass(slots=True)
class _Pin:
    """The shared lock on the manifest of a snapshot, and how many readers rely on it."""

    descriptor: int
    readers: int = 1


_pins: dict[Path, _Pin] = {}
_pins_lock: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source that a snapshot was built from."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What manifest.json says; its fields are the names in the file.

    Attributes:
        carried: How many ingested documents a build has taken over.
        written: IRIs of the named graphs that were written over HTTP, since the build before or
            taken over by it; empty for the default graph.
    """

    id: SnapshotId
    created: str
    quads: int
    graphs: dict[str, int]
    files: dict[str, int]
    validated: bool
    union: bool
    sources: tuple[SourceRecord, ...] = ()
    parent: SnapshotId | None = None
    note: str = ""
    rightsgraph: str = ""
    base: str = CANONICAL_BASE
    digests: dict[str, str] = field(default_factory=dict)
    carried: int = 0
    written: tuple[str, ...] = ()
    statistics: bool = True
    format: int = FORMAT_VERSION

    def to_json(self) -> str:
        """The manifest as it is stored."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


_FIELDS: Final = frozenset(each.name for each in fields(Manifest))


def _base_of(graphs: dict[str, int]) -> str:
    """The base of a snapshot whose manifest does not say it yet: every one has statistics."""
    end = "graph/statistics"
    found = [graph.removesuffix(end) for graph in graphs if graph.endswith("/" + end)]
    return found[0] if found else CANONICAL_BASE


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot folder.

    Raises:
        SnapshotDamagedError: It is missing or is no manifest.
        SnapshotVersionError: A newer version of rightsgraph wrote it.
    """
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        version = int(content["format"])
        if version > FORMAT_VERSION:
            raise SnapshotVersionError(
                f"Snapshot {folder.name} has format {version}, made by rightsgraph "
                f"{content.get('rightsgraph', '?')}; this version reads up to {FORMAT_VERSION}.",
                id=folder.name,
                format=version,
            )
        content["sources"] = tuple(SourceRecord(**record) for record in content["sources"])
        content["written"] = tuple(content.get("written", ()))
        content.setdefault("base", _base_of(content["graphs"]))
        manifest = Manifest(**{k: v for k, v in content.items() if k in _FIELDS})
        datetime.fromisoformat(manifest.created)
        if manifest.id != folder.name:
            raise ValueError(f"it is that of {manifest.id}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SnapshotDamagedError(
            f"Snapshot {folder.name} is damaged: {MANIFEST} cannot be read ({error}).",
            id=folder.name,
            file=MANIFEST,
        ) from error
    return manifest


def data_files(store: Path) -> dict[str, int]:
    """The data files of an engine's folder that is closed, with their sizes in bytes."""
    return {
        entry.name: entry.stat().st_size
        for entry in sorted(store.iterdir())
        if entry.is_file() and not entry.name.startswith(_NOT_DATA)
    }


def file_digest(path: Path) -> str:
    """The SHA-256 digest of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One immutable state of the graph.

    Args:
        path: Its folder.
        manifest: What the folder says about itself.
    """

    path: Path
    manifest: Manifest = field(repr=False, compare=False)

    @property
    def id(self) -> SnapshotId:
        """Its name: time of making in UTC, and a short digest."""
        return self.manifest.id

    @property
    def store_path(self) -> Path:
        """The folder of the storage engine; never to be opened for writing."""
        return self.path / STORE

    @property
    def created(self) -> datetime:
        """When it was made, in UTC."""
        return datetime.fromisoformat(self.manifest.created)

    @property
    def quads(self) -> int:
        """How many quads its named graphs hold together."""
        return self.manifest.quads

    @property
    def graphs(self) -> dict[str, int]:
        """How many triples each named graph holds, by its IRI."""
        return dict(self.manifest.graphs)

    @property
    def note(self) -> str:
        """What its maker said about it."""
        return self.manifest.note

    @property
    def is_current(self) -> bool:
        """Whether it is the one that queries see now."""
        try:
            pointer = (self.path.parent.parent / POINTER).read_text(encoding="utf-8")
        except OSError:
            return False
        return pointer.strip() == self.id

    def verify(self) -> None:
        """Check that every data file is there and has the size it was published with.

        Raises:
            SnapshotDamagedError: One is missing or has another size; the message names it.
        """
        for name, size in self.manifest.files.items():
            path = self.store_path / name
            try:
                found = path.stat().st_size
            except OSError:
                raise self._damaged(name, "is missing") from None
            if found != size:
                raise self._damaged(name, f"has {found} bytes and should have {size}")

    def verify_contents(self) -> None:
        """Check that every data file holds what it was published with; all of them are read.

        A snapshot of an earlier version has no digests: then only the sizes are checked.

        Raises:
            SnapshotDamagedError: One is missing or has changed; the message names it.
        """
        self.verify()
        for name, digest in self.manifest.digests.items():
            try:
                found = file_digest(self.store_path / name)
            except OSError as error:
                raise self._damaged(name, f"cannot be read ({error.strerror})") from error
            if found != digest:
                raise self._damaged(name, "does not hold what was published")

    def open(self) -> ox.Store:
        """Its store, read-only.

        The snapshot is pinned until each `open` has had its `release`, or this process ends:
        pruning in whatever process leaves it alone. The engine opens some of its files only when
        a query needs them, so a reader would fail if they went away under it.

        Raises:
            SnapshotNotFoundError: It has been pruned.
            SnapshotDamagedError: Its files are not what they should be.
        """
        self.pin()
        try:
            self.verify()
            with reading(self.path):
                return ox.Store.read_only(str(self.store_path))
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """End the pin of one `open` or `pin`; call it once for each, when it is no longer read."""
        with _pins_lock:
            pin = _pins.get(self.path)
            if pin is None:
                return
            pin.readers -= 1
            if pin.readers == 0:
                del _pins[self.path]
                os.close(pin.descriptor)

    def pin(self) -> None:
        """Keep the snapshot from being pruned until `release`; call that once for each.

        Raises:
            SnapshotNotFoundError: It has been pruned.
        """
        with _pins_lock:
            if self.path in _pins:
                _pins[self.path].readers += 1
                return
            try:
                descriptor = os.open(self.path / MANIFEST, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                raise self._gone() from None
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            # It may have been pruned between the two calls: then the name is gone.
            if not (self.path / MANIFEST).exists():
                os.close(descriptor)
                raise self._gone()
            _pins[self.path] = _Pin(descriptor)

    def _gone(self) -> SnapshotNotFoundError:
        return SnapshotNotFoundError(f"Snapshot {self.id} is not there any more.", id=self.id)

    def _damaged(self, file: str, what: str) -> SnapshotDamagedError:
        return SnapshotDamagedError(
            f"Snapshot {self.id} is damaged: its file {file} {what}.", id=self.id, file=file
        )


def require_base(snapshot: Snapshot) -> None:
    """Nothing, when a snapshot has the base of the settings: two are not mixed in one graph.

    Raises:
        SettingsError: It has another.
    """
    if snapshot.manifest.base != base():
        raise SettingsError(
            f"The graph has IRIs under {snapshot.manifest.base}, and the setting "
            f"RIGHTSGRAPH_BASE_IRI says {base()}.",
            remedy="Set it as it was, or run `rightsgraph build` to move the graph.",
            setting="RIGHTSGRAPH_BASE_IRI",
        )
