"""A real server on the bundled graph."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest

from rightsgraph.store import Home, bundled_sources
from tests.server.conftest import Running, run_server


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("linked") / "home")
    home.build(bundled_sources(), validate=False)
    return home


@pytest.fixture(scope="session")
def bundled_store(bundled: Home) -> ox.Store:
    return bundled.current().open()


@pytest.fixture(scope="session")
def bundled_server(bundled: Home) -> Iterator[Running]:
    with run_server(bundled) as running:
        yield running


@pytest.fixture
def linked(bundled_server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=bundled_server.address, timeout=60) as client:
        yield client
