"""Immutable snapshots of the graph: building, publishing, listing, rolling back."""

from rightsgraph.graph.loading import Source
from rightsgraph.store.home import Home
from rightsgraph.store.snapshots import Manifest, Snapshot, SnapshotId
from rightsgraph.store.sources import bundled_sources

__all__ = ["Home", "Manifest", "Snapshot", "SnapshotId", "Source", "bundled_sources"]
