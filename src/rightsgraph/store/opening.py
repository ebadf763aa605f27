"""The graph that settings and arguments mean: a snapshot here, or a store on another server."""

from __future__ import annotations

from pathlib import Path

from rightsgraph.errors import SnapshotNotFoundError
from rightsgraph.settings import get_settings
from rightsgraph.store.graph_store import OpenGraph
from rightsgraph.store.home import Home
from rightsgraph.store.local import LocalGraph


def open_store(
    home: str | Path | None = None, *, snapshot: str | None = None, store: str | None = None
) -> OpenGraph:
    """The graph of a folder with snapshots, or of a store on another server, open.

    Args:
        home: The folder; by default the setting RIGHTSGRAPH_HOME.
        snapshot: The id of an earlier state; by default the current one.
        store: The SPARQL endpoint of a store on another server; by default, and without a folder,
            the setting RIGHTSGRAPH_STORE.

    Raises:
        NoSnapshotError: Nothing has been built in the folder yet.
        SnapshotNotFoundError: There is no such snapshot.
        SnapshotDamagedError: It is incomplete.
        SnapshotVersionError: A newer version of rightsgraph made it.
        RemoteStoreError: The other server does not answer.
    """
    settings = get_settings()
    address = store or ("" if home is not None else settings.store)
    if not address:
        folder = Home(None if home is None else Path(home).expanduser())
        return LocalGraph(folder.current() if snapshot is None else folder.snapshot(snapshot))
    if snapshot is not None:
        raise SnapshotNotFoundError(
            f"There are no snapshots at {address.partition('?')[0]}.",
            remedy="A store on another server has its present state only.",
        )
    # The client for HTTP is slow to load.
    from rightsgraph.store.remote.endpoint import Endpoint
    from rightsgraph.store.remote.reading import RemoteGraph

    return RemoteGraph(Endpoint.at(address, settings))
