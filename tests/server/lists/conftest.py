"""The same server as for linked data."""

from tests.server.linked.conftest import bundled, bundled_server, bundled_store, linked

__all__ = ["bundled", "bundled_server", "bundled_store", "linked"]
