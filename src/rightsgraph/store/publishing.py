"""How a snapshot is made: in a temporary folder, then by one rename, then by one pointer.

    tmp-…/working/         load or copy, derive, validate, count, flush
    tmp-…/finished/        hard links to the engine's files, tables, manifest, fsync
    snapshots/<id>/        the finished folder under its name: complete, and not yet current
    current                replaced atomically: from now on readers see it

Whatever goes wrong before the last step leaves the pointer, and with it the graph that readers
see, where it was.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pyoxigraph as ox

import rightsgraph
from rightsgraph.errors import StoreError
from rightsgraph.graph.loading import Source, require_file, write_nquads
from rightsgraph.graph.nesting import refuse_deep
from rightsgraph.graph.validation import ValidationReport, validate
from rightsgraph.iris import CANONICAL_BASE, base
from rightsgraph.settings import get_settings
from rightsgraph.store import carrying, derivation, overlays
from rightsgraph.store.bulk_loading import load_nquads, load_with_union
from rightsgraph.store.carrying import CarriedGraphs, Kept
from rightsgraph.store.copies import BegunCopy, copy_of
from rightsgraph.store.faults import reading
from rightsgraph.store.projection.files import make as make_projection
from rightsgraph.store.snapshots import (
    MANIFEST,
    STORE,
    Manifest,
    Snapshot,
    SnapshotId,
    SourceRecord,
    data_files,
    file_digest,
)

Progress = Callable[[str, int, int], None]

SNAPSHOTS: Final = "snapshots"


def no_progress(step: str, done: int, total: int) -> None:
    """Say nothing about what is being done."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A snapshot in the making.

    Args:
        home: Folder of the snapshots.
        folder: Temporary folder inside it.
        union: Whether the default graph is the union of the named graphs.
        projection: Whether the tables for lists and search are made.
        statistics: Whether the counts are added in a named graph of their own.
        after: When the newest snapshot was made; the new one is later even when the clock of
            the machine has been set back.
        progress: Called with the name of a step, how much of it is done, and how much there is.
    """

    home: Path
    folder: Path
    union: bool
    projection: bool = True
    statistics: bool = True
    after: datetime | None = None
    progress: Progress = no_progress

    @property
    def working_path(self) -> Path:
        """The folder of the storage engine while it is written."""
        return self.folder / "working"

    @property
    def finished_path(self) -> Path:
        """The folder that becomes the snapshot."""
        return self.folder / "finished"

    def build(self, sources: Iterable[Source], *, kept: Kept, check: bool, note: str) -> Snapshot:
        """Make a snapshot from sources and what is kept; it is not yet current."""
        store = ox.Store(str(self.working_path))
        records = self._load(store, list(sources))
        kept.refuse_clashes(store)
        # What a source describes just so is no longer what was written.
        described = {name.value for name in store.named_graphs()}
        carried = self._carry(store, kept.ingested) if kept.ingested else 0
        written: set[str] = set()
        if kept.written:
            self._carry(store, kept.written)
            written = set(kept.written.under_present_base()) - described
        if derivation.clear_statistics(store) and self.union:  # an export was read in again
            derivation.refresh_union(store)
        if self.union:
            overlays.lay(store)
        return self._complete(
            store,
            records,
            parent=None,
            carried=carried,
            written={name for name in written if store.contains_named_graph(ox.NamedNode(name))},
            check=check,
            note=note,
        )

    def edit(
        self,
        parent: Snapshot,
        change: Callable[[ox.Store], object],
        *,
        begun: BegunCopy | None,
        graphs: Iterable[str] | None,
        added: Iterable[SourceRecord],
        written: bool,
        check: bool,
        vouched: bool,
        note: str,
    ) -> Snapshot:
        """Make a snapshot from a changed copy of another; it is not yet current."""
        with reading(parent.path):
            before = ox.Store.read_only(str(parent.store_path))
        if begun is not None and begun.parent == parent.id:
            store = begun.store
        else:
            store = copy_of(before, self.working_path)
        conforms = change(store) is not False
        marks = set(parent.manifest.written)
        if written:
            marks |= carrying.changed_graphs(before, store, graphs, union=self.union)
        if self.statistics:
            derivation.clear_statistics(store)
        if self.union:
            self.progress("deriving", 0, 1)
            overlays.lift(store, before)
            if graphs is None:
                derivation.refresh_union(store)
            else:
                counted = derivation.statistics_graph().value
                derivation.refresh_union_of(store, before, [*graphs, counted])
            overlays.lay(store)
        sources = (*parent.manifest.sources, *added)
        return self._complete(
            store,
            sources,
            parent=parent,
            carried=0,
            written=marks,
            check=check,
            vouched=vouched and conforms,
            note=note,
        )

    def _load(self, store: ox.Store, sources: list[Source]) -> tuple[SourceRecord, ...]:
        staged = [source for source in sources if not self._is_ready(source)]
        records = []
        with self._staging(store) as write:
            for done, source in enumerate(staged):
                self.progress("reading", done, len(staged))
                write(source)
                records.append(source_record(source))
        for source in sources:
            if source.path is not None and self._is_ready(source):
                require_file(source.path)
                refuse_deep(source.path, ox.RdfFormat.N_QUADS)
                with ThreadPoolExecutor(1) as pool:
                    record = pool.submit(source_record, source)
                    load_nquads(store, source.path, self.folder)
                    records.append(record.result())
        return tuple(records)

    def _carry(self, store: ox.Store, kept: CarriedGraphs) -> int:
        """Load the graphs that are not there yet; return how many these are."""
        graphs = [
            graph
            for target, graph in kept.under_present_base().items()
            if not store.contains_named_graph(ox.NamedNode(target))
        ]
        if graphs:
            self.progress("keeping what was there", 0, len(graphs))
            with self._staging(store) as write:
                write(kept.source(graphs))
        return len(graphs)

    @contextmanager
    def _staging(self, store: ox.Store) -> Iterator[Callable[[Source], None]]:
        """A function that takes sources in; they are loaded at the end."""
        named, union = self.folder / "staging.nq", self.folder / "staging.nt"
        with named.open("wb") as out, union.open("wb") if self.union else nullcontext() as default:

            def write(source: Source) -> None:
                write_nquads([source], out, union=default, plain=default is None)

            yield write
        self.progress("loading", 0, 1)
        # What stands there has been parsed once and written by the engine's own serialiser.
        if self.union:
            load_with_union(store, named, union, self.folder)
        else:
            load_nquads(store, named, self.folder, lenient=True)
        named.unlink()

    def _is_ready(self, source: Source) -> bool:
        """Whether the engine can load the file as it stands, which is quickest."""
        return (
            not self.union
            and source.path is not None
            and source.path.suffix.lower() == ".nq"
            and source.graph is None
            and base() == CANONICAL_BASE
        )

    def _complete(
        self,
        store: ox.Store,
        sources: tuple[SourceRecord, ...],
        *,
        parent: Snapshot | None,
        carried: int,
        written: set[str],
        check: bool,
        note: str,
        vouched: bool = False,
    ) -> Snapshot:
        if check:
            self.progress("validating", 0, 1)
            report = validate(store, default_graph=not self.union, scratch=self.folder)
            report.raise_if_failed()
            self._check_corrections(store).raise_if_failed()
        self.progress("counting", 0, 1)
        if self.statistics:
            counts = derivation.add_statistics(
                store,
                union=self.union,
                scratch=self.folder,
                tallies=get_settings().count_on_publish,
            )
        else:
            counts = derivation.sizes(store)
        self.progress("writing", 0, 1)
        store.flush()
        # A copy by hard links has no log to replay, and nobody can have it open for writing,
        # whatever becomes of the object that `change` was given.
        self.finished_path.mkdir()
        with ThreadPoolExecutor(1) as pool:
            # An edit shares the files of its parent, which would all be written again.
            packed = pool.submit(store.optimize) if counts.bulky and parent is None else None
            if self.projection:
                self.progress("tabulating", 0, 1)
                make_projection(
                    store,
                    self.finished_path,
                    self.folder,
                    union=self.union,
                    texts_of=self.home if get_settings().serve_texts else None,
                )
            if packed is not None:
                self.progress("packing", 0, 1)
                packed.result()
        store.backup(str(self.finished_path / STORE))
        shared = _shared(self.finished_path / STORE, parent)
        manifest = Manifest(
            id=SnapshotId(""),
            created="",
            quads=sum(counts.graphs.values()) + (0 if self.union else counts.default),
            graphs=counts.graphs,
            files=data_files(self.finished_path / STORE),
            validated=check or (vouched and self._corrections_conform(store)),
            union=self.union,
            sources=sources,
            parent=parent.id if parent else None,
            note=note,
            rightsgraph=rightsgraph.__version__,
            base=base(),
            digests=_digests(self.finished_path / STORE, shared),
            carried=carried,
            written=tuple(sorted(written)),
            statistics=self.statistics,
        )
        return self._settle(manifest, shared)

    def _check_corrections(self, store: ox.Store) -> ValidationReport:
        """What is wrong with what queries will see of corrected statements."""
        corrected, nodes = overlays.corrected_state(store) if self.union else (store, frozenset())
        if not nodes:
            return ValidationReport(())
        found = validate(corrected, scratch=self.folder).violations
        return ValidationReport(tuple(v for v in found if v.node in nodes))

    def _corrections_conform(self, store: ox.Store) -> bool:
        return self._check_corrections(store).conforms

    def _settle(self, manifest: Manifest, shared: Mapping[str, str]) -> Snapshot:
        """Write everything to the disk and give the folder its name."""
        self.progress("publishing", 0, 1)
        moment = datetime.now(UTC)
        if self.after is not None:
            moment = max(moment, self.after + timedelta(microseconds=1))
        manifest = replace(manifest, created=moment.isoformat(timespec="microseconds"))
        digest = hashlib.sha256(manifest.to_json().encode()).hexdigest()[:8]
        manifest = replace(manifest, id=SnapshotId(f"{moment:%Y%m%dT%H%M%SZ}-{digest}"))
        folder, store = self.finished_path, self.finished_path / STORE
        (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
        fresh = [store / name for name in manifest.files if name not in shared]
        for path in (*fresh, store, folder / MANIFEST, folder):
            sync(path)
        target = self.home / SNAPSHOTS / manifest.id
        if target.exists():
            raise StoreError(f"{target} exists already.", path=str(target))
        folder.rename(target)
        sync(target.parent)
        return Snapshot(target, manifest)


def _shared(store: Path, parent: Snapshot | None) -> dict[str, str]:
    """The digests of the data files that are those of the parent.

    They are on the disk already. Were they read again, damage since the parent was checked would
    count as what is right.
    """
    if parent is None:
        return {}
    return {
        name: digest
        for name, digest in parent.manifest.digests.items()
        if (store / name).exists() and (store / name).samefile(parent.store_path / name)
    }


def _digests(store: Path, shared: Mapping[str, str]) -> dict[str, str]:
    """The digests of the data files; of shared ones they are known."""
    return {name: shared.get(name) or file_digest(store / name) for name in data_files(store)}


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def source_record(source: Source) -> SourceRecord:
    """The name, size and digest of a source: of its file, its inputs, or what it writes.

    Raises:
        InputError: A file cannot be read.
    """
    digest = hashlib.sha256()
    size = 0
    for path in (source.path,) if source.path is not None else source.inputs:
        require_file(path)
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
            size += file.tell()
    if source.write is not None and not source.inputs:
        with tempfile.TemporaryFile() as file:
            source.write(file)
            size = file.tell()
            file.seek(0)
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return SourceRecord(source.name, digest.hexdigest(), size)
