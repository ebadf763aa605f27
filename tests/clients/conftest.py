"""A server with the bundled letter that takes writes, for clients that others wrote."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from rightsgraph.store import Home, bundled_sources
from tests.server.conftest import Running
from tests.server.writable import quick_folder, writable


@pytest.fixture(scope="session")
def served() -> Iterator[Running]:
    with quick_folder() as folder:
        home = Home(folder / "home")
        letters = [each for each in bundled_sources() if "letters" in each.name]
        home.build(letters, validate=False)
        with writable(home) as running:
            yield running


@pytest.fixture
def endpoint(served: Running) -> str:
    """The address that clients are given."""
    return served.address + "/sparql"


@pytest.fixture
def plain(served: Running) -> Iterator[httpx.Client]:
    """Whom clients are compared with."""
    with httpx.Client(base_url=served.address, timeout=60) as client:
        yield client
