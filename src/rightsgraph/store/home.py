"""The folder with the snapshots: what is current, what there is, and how to change it.

<home>/
    current           the id of the snapshot that readers see
    snapshots/<id>/   the snapshots
    reviews/          what people decided about statements, a file each
    lock              held by the one process that writes
    tmp-…/            a snapshot in the making; what a dead process left goes at the next write
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from rightsgraph import __version__
from rightsgraph.errors import (
    NoSnapshotError,
    SnapshotDamagedError,
    SnapshotNotFoundError,
    StoreError,
)
from rightsgraph.graph.loading import Source
from rightsgraph.iris import base
from rightsgraph.settings import get_settings
from rightsgraph.store import carrying, kept_reviews
from rightsgraph.store.copies import BegunCopy
from rightsgraph.store.locking import TEMPORARY, exclusively, remove_unless_open
from rightsgraph.store.projection import files as projections
from rightsgraph.store.publishing import (
    SNAPSHOTS,
    Draft,
    Progress,
    no_progress,
    source_record,
    sync,
)
from rightsgraph.store.snapshots import (
    POINTER,
    Snapshot,
    SnapshotId,
    read_manifest,
    require_base,
)


class Home:
    """A folder with snapshots.

    Args:
        path: The folder; by default the setting RIGHTSGRAPH_HOME. It is made when it is first
            written.

    Example:
        >>> Home("/nowhere").snapshots()
        []
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = Path(path) if path is not None else get_settings().home

    def __repr__(self) -> str:
        return f"Home({str(self.path)!r})"

    def current(self) -> Snapshot:
        """The snapshot that readers see, its files checked.

        Raises:
            NoSnapshotError: Nothing has been built here yet.
            SnapshotDamagedError: It is incomplete.
            SnapshotVersionError: A newer version of rightsgraph made it.
        """
        try:
            pointer = (self.path / POINTER).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            raise NoSnapshotError(
                f"There is no graph in {self.path} yet.", path=str(self.path)
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{self.path / POINTER} cannot be read: {error}.") from error
        if not pointer or "/" in pointer:
            raise SnapshotDamagedError(f"{self.path / POINTER} names no snapshot.", file=POINTER)
        return self._open(pointer)

    def snapshots(self) -> list[Snapshot]:
        """All snapshots whose manifest can be read, the newest first."""
        found = []
        for folder in self._folders():
            try:
                found.append(Snapshot(folder, read_manifest(folder)))
            except StoreError:
                continue
        return sorted(found, key=lambda snapshot: snapshot.manifest.created, reverse=True)

    def snapshot(self, name: str) -> Snapshot:
        """The snapshot of that id, its files checked.

        Args:
            name: The id, or so much of its beginning that no other begins with it.

        Raises:
            SnapshotNotFoundError: None has it, or several begin with it.
            SnapshotDamagedError: It is incomplete.
            SnapshotVersionError: A newer version of rightsgraph made it.
        """
        names = [folder.name for folder in self._folders() if folder.name.startswith(name)]
        if not name or not names:
            raise SnapshotNotFoundError(f"There is no snapshot {name!r} in {self.path}.", id=name)
        if len(names) > 1 and name not in names:
            raise SnapshotNotFoundError(
                f"Several snapshots begin with {name!r}: {', '.join(names)}.", id=name, found=names
            )
        return self._open(name if name in names else names[0])

    def build(
        self,
        sources: Iterable[Source | str | Path],
        *,
        validate: bool | None = None,
        union: bool | None = None,
        statistics: bool = True,
        keep_ingested: bool = True,
        keep_written: bool = True,
        progress: Progress | None = None,
        note: str = "",
    ) -> Snapshot:
        """A snapshot made of the sources, the reviews and what is kept, published.

        Kept are the ingested documents and the graphs that were written over HTTP. A document that
        was ingested and that the sources describe too is as they describe it.

        Args:
            sources: What to load; a path stands for the file there.
            validate: Whether it must conform to the shapes; by default the setting.
            union: Whether its default graph is the union of the named graphs; by default the
                setting.
            statistics: Whether the counts are added, in a named graph of their own; snapshots
                that are made from this one by `edit` do the same.
            keep_ingested: Whether the documents that were ingested stay; `manifest.carried` says
                how many these were.
            keep_written: Whether the named graphs that were written over HTTP stay.
            progress: Called with the name of a step, how much of it is done and how much there is.
            note: A sentence about it for the list of snapshots.

        Raises:
            RdfFormatError: The suffix of a file is not known.
            RdfSyntaxError: A file does not parse.
            InputError: A file cannot be read.
            ShapesError: The data fails its shapes.
            SnapshotDamagedError: What was to be kept cannot be read.
            WrittenGraphsError: The sources describe otherwise what was written over HTTP.
            SnapshotVersionError: A newer version has kept them.
            StoreBusyError: Another process is writing.
            StoreNotWritableError: The folder cannot be written.
            DiskFullError: No room left.
        """
        settings = get_settings()
        union = settings.default_graph_union if union is None else union
        check = settings.validate_on_publish if validate is None else validate
        listed = [s if isinstance(s, Source) else Source.file(s) for s in sources]
        with self._writing() as folder:
            kept = carrying.kept(self.current, ingested=keep_ingested, written=keep_written)
            draft = self._draft(folder, union=union, statistics=statistics, progress=progress)
            # The reviews are listed here, so that none is recorded in between.
            snapshot = draft.build(
                [*listed, *kept_reviews.recorded(self.path)], kept=kept, check=check, note=note
            )
            draft.progress("switching", 0, 1)
            self._publish(snapshot)
        return snapshot

    def is_built_from(self, sources: Iterable[Source | str | Path]) -> bool:
        """Whether the current snapshot goes back to these very sources, reviews and version.

        It may have been changed since by `edit`.

        Args:
            sources: As for `build`.

        Raises:
            InputError: A file cannot be read.
        """
        try:
            manifest = self.current().manifest
        except StoreError:
            return False
        listed = [s if isinstance(s, Source) else Source.file(s) for s in sources]
        return (
            manifest.rightsgraph == __version__
            and manifest.union == get_settings().default_graph_union
            and manifest.base == base()
            and set(manifest.sources)
            == {source_record(s) for s in [*listed, *kept_reviews.recorded(self.path)]}
        )

    def edit(
        self,
        change: Callable[[ox.Store], object],
        *,
        begun: BegunCopy | None = None,
        validate: bool | None = None,
        checked: bool = False,
        graphs: Iterable[str] | None = None,
        reviews: Mapping[str, bytes] | None = None,
        trusted: str = "",
        written: bool = False,
        progress: Progress | None = None,
        note: str = "",
    ) -> Snapshot:
        """A snapshot made of a changed copy of the current one, published.

        Args:
            change: Called with the copy, to be changed in its named graphs; the default graph
                is derived from them afterwards, unless the current snapshot keeps it plain.
            begun: A copy that has been begun already; `change` is called with it when it is one
                of the current snapshot, else with a fresh one.
            validate: Whether it must conform to the shapes; by default the setting.
            checked: Whether the caller has checked what `change` writes against the shapes: then
                the snapshot counts as validated when the current one does, unless `change`
                returns False.
            graphs: IRIs of the named graphs that `change` touches, when that is known: then only
                they are compared. Others must not be touched.
            reviews: Turtle files by name, which `change` adds to the graph of the reviews; they
                are kept under `reviews/` from the moment of publication on.
            trusted: Id of a snapshot that the caller has published or checked itself a short
                while ago; when it is the current one, its files are not read through again.
            written: Whether a build must not forget what has changed: it came from outside.
            progress: Called with the name of a step, how much of it is done and how much there is.
            note: A sentence about it for the list of snapshots.

        Raises:
            NoSnapshotError: There is nothing to change yet.
            SnapshotDamagedError: The current snapshot is damaged.
            SettingsError: It has IRIs under another base than the settings say.
            ShapesError: The changed data fails its shapes.
            StoreBusyError: Another process is writing.
            StoreNotWritableError: The folder cannot be written.
            DiskFullError: No room left.
        """
        check = get_settings().validate_on_publish if validate is None else validate
        require_base(self.current())  # before the lock, so that an empty folder stays empty
        with self._writing() as folder:
            parent = self.current()
            require_base(parent)
            if parent.id != trusted:
                parent.verify_contents()
            waiting = kept_reviews.write_waiting(folder, reviews or {})
            draft = self._draft(
                folder,
                union=parent.manifest.union,
                statistics=parent.manifest.statistics,
                progress=progress,
            )
            added = [source_record(source) for source in kept_reviews.as_sources(waiting)]
            snapshot = draft.edit(
                parent,
                change,
                begun=begun,
                graphs=graphs,
                added=added,
                written=written,
                check=check,
                vouched=checked and parent.manifest.validated,
                note=note,
            )
            draft.progress("switching", 0, 1)
            self._publish(snapshot, waiting)
        return snapshot

    def rollback(self, name: str) -> Snapshot:
        """The snapshot of that id, made current again; nothing is copied or removed.

        Args:
            name: The id or its beginning.

        Raises:
            SnapshotNotFoundError: There is none.
            SnapshotDamagedError: It is incomplete; the current one stays.
            StoreBusyError: Another process is writing.
            StoreNotWritableError: The folder cannot be written.
        """
        self.snapshot(name)  # so that a wrong name writes nothing, not even a lock
        with self._writing():
            snapshot = self.snapshot(name)
            self._point_at(snapshot)
        return snapshot

    def rebuild_projection(self) -> Snapshot:
        """The current snapshot, its tables for lists and search made anew; else it stays as it is.

        Raises:
            NoSnapshotError: Nothing has been built yet.
            SnapshotDamagedError: It cannot be read.
            StoreError: The folder cannot be written, or another process is writing to it.
        """
        with self._writing() as folder:
            snapshot = self.current()
            texts_of = self.path if get_settings().serve_texts else None
            projections.remake(snapshot, folder, texts_of=texts_of)
        return snapshot

    def prune(self, keep: int) -> list[SnapshotId]:
        """The ids of the snapshots that were removed: all but the newest, and those in use.

        Args:
            keep: How many of the newest stay. The current one always stays, and so does one
                that a process has open.

        Raises:
            StoreBusyError: Another process is writing.
            StoreNotWritableError: The folder cannot be written.
        """
        if not self._folders():
            return []
        with self._writing():
            return self._prune(keep)

    def check(self) -> dict[str, StoreError | None]:
        """For the id of each snapshot, what is wrong with it; every data file is read."""
        found: dict[str, StoreError | None] = {}
        for folder in self._folders():
            try:
                projections.verify(Snapshot(folder, read_manifest(folder)))
            except StoreError as error:
                if folder.exists():  # otherwise it has just been pruned
                    found[folder.name] = error
            else:
                found[folder.name] = None
        return found

    def _folders(self) -> list[Path]:
        try:
            return sorted(f for f in (self.path / SNAPSHOTS).iterdir() if f.is_dir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise StoreError(f"{self.path} cannot be read: {error}.") from error

    def _open(self, name: str) -> Snapshot:
        folder = self.path / SNAPSHOTS / name
        snapshot = Snapshot(folder, read_manifest(folder))
        snapshot.verify()
        return snapshot

    def _draft(
        self, folder: Path, *, union: bool, statistics: bool, progress: Progress | None
    ) -> Draft:
        newest = next(iter(self.snapshots()), None)
        return Draft(
            self.path,
            folder,
            union=union,
            projection=get_settings().projection and statistics,
            statistics=statistics,
            after=newest.created if newest else None,
            progress=progress or no_progress,
        )

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """A block in which nobody else writes, with a temporary folder that goes at its end."""
        with exclusively(self.path) as folder:
            (self.path / SNAPSHOTS).mkdir(exist_ok=True)
            yield folder

    def _publish(self, snapshot: Snapshot, reviews: Iterable[Path] = ()) -> None:
        kept: list[Path] = []
        try:
            # The reviews first: one that is in no snapshot yet comes in with the next build, but
            # one that is in no file would be lost by it.
            kept = kept_reviews.keep(self.path, reviews)
            self._point_at(snapshot)
        except OSError:
            shutil.rmtree(snapshot.path, ignore_errors=True)
            for file in kept:
                file.unlink(missing_ok=True)
            raise
        # It is published: what cannot be tidied up now does not take that back.
        with suppress(OSError):
            if keep := get_settings().keep_snapshots:
                self._prune(keep)

    def _point_at(self, snapshot: Snapshot) -> None:
        pointer = self.path / (TEMPORARY + POINTER)
        pointer.write_text(snapshot.id + "\n", encoding="utf-8")
        sync(pointer)
        pointer.replace(self.path / POINTER)
        sync(self.path)

    def _prune(self, keep: int) -> list[SnapshotId]:
        old = self.snapshots()[max(keep, 1) :]
        return [s.id for s in old if not s.is_current and remove_unless_open(s.path, self.path)]
