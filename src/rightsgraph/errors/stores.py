"""The folder with the snapshots."""

from __future__ import annotations

from rightsgraph.errors.roots import NotFoundError, RightsgraphError


class SnapshotNotFoundError(NotFoundError):
    """There is no snapshot of that name."""

    code = "snapshot-not-found"
    title = "No such snapshot"
    default_remedy = "`rightsgraph snapshots` lists the snapshots."


class StoreError(RightsgraphError):
    """The folder with the snapshots cannot be used."""

    code = "store-unusable"
    status = 500
    title = "The store cannot be used"
    default_remedy = "Check the folder named by --home or RIGHTSGRAPH_HOME."


class NoSnapshotError(StoreError):
    """Nothing has been built in this folder yet."""

    code = "no-snapshot"
    status = 503
    title = "There is no graph here yet"
    default_remedy = "Run `rightsgraph build` first."


class SnapshotDamagedError(StoreError):
    """A snapshot is incomplete or cannot be opened."""

    code = "snapshot-damaged"
    status = 503
    title = "A snapshot is damaged"
    default_remedy = (
        "Run `rightsgraph snapshots --rollback ID` to an earlier one, or "
        "`rightsgraph build --only-bundled` and ingest your documents again."
    )


class ArchiveError(StoreError):
    """A file is no backup, or is damaged."""

    code = "backup-damaged"
    status = 422
    title = "The backup cannot be used"
    default_remedy = "Take another copy of it; nothing was changed."


class SchedulerError(RightsgraphError):
    """A scheduler of distributed work cannot be used."""

    code = "scheduler-unusable"
    status = 503
    title = "The scheduler cannot be used"
    default_remedy = (
        "Check the address, and that scheduler and workers run; then ingest again: what was done "
        "is not done again."
    )


class SnapshotVersionError(StoreError):
    """A snapshot was made by a newer version of rightsgraph."""

    code = "snapshot-version"
    status = 503
    title = "The snapshot is of a newer version"
    default_remedy = "Upgrade rightsgraph, or use another folder with --home."


class ProjectionError(StoreError):
    """A snapshot has no tables for lists and search, or they cannot be used."""

    code = "projection-unusable"
    status = 503
    title = "The tables for lists and search are not there"
    default_remedy = "Run `rightsgraph snapshots --rebuild-projection`."


class StoreNotWritableError(StoreError):
    """The folder of the snapshots cannot be written."""

    code = "store-not-writable"
    title = "The folder of the snapshots cannot be written"
    default_remedy = "Choose a folder of your own with --home or RIGHTSGRAPH_HOME."


class StoreBusyError(StoreError):
    """Another process is writing to the same folder."""

    code = "store-busy"
    status = 503
    title = "Another process is writing"
    default_remedy = "Wait until it has ended, then try again."


class DiskFullError(StoreError):
    """There is no room left; nothing was changed."""

    code = "disk-full"
    status = 507
    title = "The disk is full"
    default_remedy = "Make room (`rightsgraph snapshots --prune N` removes old snapshots)."


class DefaultGraphDerivedError(StoreError):
    """A write to a default graph that is derived from the named graphs."""

    code = "default-graph-derived"
    status = 409
    title = "The default graph is the union of the named graphs"
    default_remedy = (
        "Name a graph: GRAPH or WITH in an update, ?graph= at /store. Or build a graph for general "
        "use with RIGHTSGRAPH_DEFAULT_GRAPH_UNION=0 or `rightsgraph build --empty`."
    )


class GraphReservedError(StoreError):
    """A write to a named graph that rightsgraph keeps itself."""

    code = "graph-reserved"
    status = 409
    title = "This graph is kept by rightsgraph"
    default_remedy = (
        "Counts follow from the other graphs; reviews are recorded by `rightsgraph review`."
    )


class WrittenGraphsError(StoreError):
    """What was written over HTTP stands against what a build would put in its place."""

    code = "written-graphs"
    status = 409
    title = "A build would replace what was written over HTTP"
    default_remedy = (
        "Keep it by `rightsgraph export --graph IRI`, then leave it out by `rightsgraph build "
        "--discard-written`; or take the sources that describe it out of the build."
    )


class UpdateFailedError(StoreError):
    """An update does not fit the present state: a graph exists already, or does not exist."""

    code = "update-failed"
    status = 409
    title = "The update does not fit the graph as it is"
    default_remedy = "Add SILENT to the operation, or correct the update."
