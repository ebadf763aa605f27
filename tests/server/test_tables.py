"""Reading the tables of the snapshot that is served."""

import asyncio
import threading
from pathlib import Path

import pytest

from rightsgraph.errors import ProjectionError
from rightsgraph.server.tables import Tables
from rightsgraph.store import Home
from rightsgraph.store.projection import TABLES, Projection
from tests.server.conftest import publish
from tests.store.snapshot_checks import insert

LETTER = "https://examplia.example/letter"


def snapshot_of(projection: Projection) -> str:
    return projection.snapshot.id


def test_reading_and_following(tmp_path: Path) -> None:
    """Who reads ends in the snapshot in which they began, and that may then be pruned."""
    home = Home(tmp_path / "home")
    publish(home, tmp_path, 1)
    first = home.current()
    second = home.edit(insert("x:a"), validate=False)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(projection: Projection) -> tuple[str, int]:
        begun.set()
        assert go_on.wait(60)
        return projection.snapshot.id, projection.count(TABLES["documents"])

    async def story() -> None:
        tables = Tables(2)
        with pytest.raises(ProjectionError):
            await tables.read(snapshot_of)
        tables.follow(first)
        assert await tables.read(snapshot_of) == first.id
        reading = asyncio.create_task(tables.read(slowly))
        await asyncio.to_thread(begun.wait, 60)
        tables.follow(second)
        assert await tables.read(snapshot_of) == second.id
        assert home.prune(1) == []
        go_on.set()
        assert await reading == (first.id, 2)
        assert home.prune(1) == [first.id]
        row = await tables.read(lambda projection: projection.row(TABLES["documents"], LETTER))
        assert row is not None
        assert row["year"] == 2015
        tables.close()

    asyncio.run(story())


def test_tables_that_are_made_while_we_serve(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, tmp_path, 1)
    snapshot = home.current()
    folder = snapshot.path / "projection"
    folder.rename(tmp_path / "elsewhere")

    async def story() -> None:
        tables = Tables(1)
        tables.follow(snapshot)
        with pytest.raises(ProjectionError):
            await tables.read(snapshot_of)
        home.rebuild_projection()
        assert await tables.read(snapshot_of) == snapshot.id
        tables.close()

    asyncio.run(story())
