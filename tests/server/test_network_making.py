"""Networks that several ask for at once, that nobody waits for, and that are made beforehand."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from rightsgraph.errors import NodeNotFoundError, ParameterError, RightsgraphError
from rightsgraph.server import network_page
from rightsgraph.server.app import create_app
from rightsgraph.server.network_making import NetworkMaker
from rightsgraph.settings import Settings
from rightsgraph.store import Home

EXAMPLIA = Path(__file__).parents[1] / "catalogue" / "examplia.trig"
REPORTS = Path(__file__).parents[1] / "networks" / "reports.trig"
PATIENCE = 60.0


@pytest.fixture(scope="module")
def examplia(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("examplia"))
    home.build([EXAMPLIA, REPORTS], validate=False)
    return home


def with_maker(
    home: Home, work: Callable[[NetworkMaker, dict[str, Any]], Awaitable[None]], **settings: object
) -> None:
    """Runs something with a maker of networks, and a task for it."""
    task = {
        "folder": str(home.current().path.absolute()),
        "options": {},
        "layout": "",
        "format": "columns",
        "most": 1000,
        "memory_mb": 2048,
    }

    async def run() -> None:
        usual = Settings(query_seconds=PATIENCE, queue_seconds=PATIENCE)
        maker = NetworkMaker(usual.model_copy(update=settings))
        try:
            await asyncio.wait_for(work(maker, task), 2 * PATIENCE)
        finally:
            await maker.close()

    asyncio.run(run())


def test_who_asks_the_same_at_once_gets_the_same(examplia: Home) -> None:
    async def work(maker: NetworkMaker, task: dict[str, Any]) -> None:
        first, second = await asyncio.gather(maker.made(task), maker.made(dict(task)))
        assert first is second
        assert await maker.made(task) is first
        # The process that is ready makes another one, and knows nothing of the first.
        other = await maker.made({**task, "options": {"level": "actors"}})
        assert b'"level":"actors"' in other
        assert b'"level":"documents"' in first

    with_maker(examplia, work)


def test_who_leaves_takes_nothing_from_who_stays(examplia: Home) -> None:
    async def work(maker: NetworkMaker, task: dict[str, Any]) -> None:
        leaving = asyncio.create_task(maker.made(task))
        staying = asyncio.create_task(maker.made(task))
        await asyncio.sleep(0)
        leaving.cancel()
        assert b'"nodes"' in await staying
        assert leaving.cancelled()
        alone = asyncio.create_task(maker.made({**task, "layout": "dated"}))
        await asyncio.sleep(0)
        alone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await alone
        assert len(maker.kept) == 1

    with_maker(examplia, work)


def test_errors_reach_all_who_wait_and_are_not_kept(examplia: Home) -> None:
    async def work(maker: NetworkMaker, task: dict[str, Any]) -> None:
        nowhere = {**task, "options": {"ego": "nowhere"}}
        found = await asyncio.gather(
            maker.made(nowhere), maker.made(nowhere), return_exceptions=True
        )
        assert [type(each) for each in found] == [NodeNotFoundError] * 2
        with pytest.raises(ParameterError):
            await maker.made({**task, "options": {"state": "nonsense"}})
        assert len(maker.kept) == 0
        assert b'"nodes"' in await maker.made(task)

    with_maker(examplia, work)


def test_what_is_prepared_is_there(examplia: Home) -> None:
    async def work(maker: NetworkMaker, task: dict[str, Any]) -> None:
        maker.prepare({**task, "options": {"level": "paragraphs"}})
        maker.prepare(task)  # in the place of the other one
        while len(maker.kept) == 0:  # noqa: ASYNC110  it tells nobody
            await asyncio.sleep(0.05)
        body = await maker.made(task)
        assert b'"level":"documents"' in body
        assert len(maker.kept) == 1

    with_maker(examplia, work)


def test_nothing_is_prepared_where_nothing_is_kept(examplia: Home) -> None:
    async def work(maker: NetworkMaker, task: dict[str, Any]) -> None:
        maker.prepare(task)
        assert b'"nodes"' in await maker.made(task)
        assert len(maker.kept) == 0

    with_maker(examplia, work, answer_cache_bytes=0)


def test_a_server_prepares_what_its_page_shows(
    examplia: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    shown: list[dict[str, Any]] = []
    made = NetworkMaker.made

    async def listened(maker: NetworkMaker, task: dict[str, Any]) -> bytes:
        shown.append(task)
        return await made(maker, task)

    monkeypatch.setattr(network_page, "_PREPARED_QUADS", 0)
    monkeypatch.setattr(NetworkMaker, "prepare", lambda _, task: asked.append(task))
    monkeypatch.setattr(NetworkMaker, "made", listened)
    settings = Settings(query_seconds=PATIENCE, queue_seconds=PATIENCE, workers=1)

    async def visit() -> int:
        app = create_app(examplia, settings)
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://examplia") as client,
        ):
            return (await client.get("/network", timeout=2 * PATIENCE)).status_code

    assert asyncio.run(visit()) == 200
    assert asked == shown


def test_a_server_that_does_not_start_ends_what_it_has_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    store = home.build([EXAMPLIA], validate=False).store_path
    for file in store.glob("MANIFEST-*"):  # the tables can be read, the store cannot be opened
        file.write_bytes(b"\0" * file.stat().st_size)
    monkeypatch.setattr(network_page, "_PREPARED_QUADS", 0)
    begun: list[dict[str, Any]] = []
    prepare = NetworkMaker.prepare

    def listened(maker: NetworkMaker, task: dict[str, Any]) -> None:
        begun.append(task)
        prepare(maker, task)

    monkeypatch.setattr(NetworkMaker, "prepare", listened)

    async def visit() -> None:
        app = create_app(home, Settings(workers=1))
        with pytest.raises(RightsgraphError):
            async with app.router.lifespan_context(app):
                pass

    asyncio.run(visit())
    assert len(begun) == 1
    assert not [command for command in _children() if b"rightsgraph.networks.process" in command]


def _children() -> list[bytes]:
    """The command lines of the children of this process."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == os.getpid():
                found.append((process / "cmdline").read_bytes())
        except OSError:  # it has ended in the meantime
            continue
    return found


def test_a_community_is_opened_from_what_was_kept(examplia: Home) -> None:
    async def work(maker: NetworkMaker, task: dict[str, Any]) -> None:
        asked = {**task, "options": {"level": "paragraphs", "gather": 3}}
        gathered = json.loads(await maker.made(asked))
        assert len(maker.kept) == 2  # the picture and the communities
        centre = max(zip(gathered["nodes"]["members"], gathered["nodes"]["centre"], strict=True))[1]
        options = {**asked["options"], "community": [centre]}
        opened = await maker.made({**asked, "options": options})
        assert centre in json.loads(opened)["nodes"]["id"]
        # Without what was kept it is the same.
        other = NetworkMaker(maker.settings.model_copy(update={"answer_cache_bytes": 0}))
        assert await other.made({**asked, "options": options}) == opened
        await other.close()

    with_maker(examplia, work)
