"""A graph of the bundled data, built once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rightsgraph.store import Home, bundled_sources


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "home"
    Home(path).build(bundled_sources(), validate=False)
    return path


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Home:
    path = tmp_path / "home"
    shutil.copytree(built, path)
    return Home(path)
