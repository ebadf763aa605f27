"""A graph of the bundled data, built once; and the same with an imported table."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rightsgraph.importing import ImportReport, import_table
from rightsgraph.store import Home
from tests.importing.examplia import as_csv
from tests.ingestion.conftest import built, home

__all__ = ["built", "home", "imported"]


@pytest.fixture(scope="session")
def imported(
    built: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Home, ImportReport, Path]:
    """A graph with the invented table in it; only to be read."""
    folder = tmp_path_factory.mktemp("imported")
    shutil.copytree(built, folder / "home")
    table = as_csv(folder / "upr-examplia.csv")
    home = Home(folder / "home")
    return home, import_table("upr", table, home, workers=1), table
