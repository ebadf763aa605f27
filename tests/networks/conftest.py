"""The Republic of Examplia with reports that cite each other, as a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rightsgraph.networks.facts import Facts
from rightsgraph.store import Home, Snapshot
from rightsgraph.store.local import LocalGraph

LETTERS = Path(__file__).parents[1] / "catalogue" / "examplia.trig"
REPORTS = Path(__file__).with_name("reports.trig")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("networks")
    Home(folder).build([LETTERS, REPORTS], validate=False)
    return folder


@pytest.fixture(scope="session")
def snapshot(home: Path) -> Snapshot:
    return Home(home).current()


@pytest.fixture(scope="session")
def facts(snapshot: Snapshot) -> Iterator[Facts]:
    with Facts(LocalGraph(snapshot)) as facts:
        yield facts
