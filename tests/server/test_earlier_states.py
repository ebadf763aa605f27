"""Earlier states: by the name of a snapshot, and by a moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from rightsgraph.store import Home, Snapshot
from tests.server.conftest import Running, run_server
from tests.server.writable import SNAPSHOT, empty_home, update, writable, writer

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, list[Snapshot]]]:
    """A server, and five snapshots with 0 to 4 triples in a second each."""
    home = empty_home(tmp_path_factory.mktemp("states"))
    with writable(home, past_snapshots=2, past_seconds=1) as running, writer(running) as client:
        for number in range(4):
            time.sleep(1.1)  # a moment is a whole second
            assert update(client, f"INSERT DATA {{ <a:s> <a:p> {number} }}").is_success
        yield running, home.snapshots()[::-1]


def count(client: httpx.Client, **headers: str) -> tuple[int, httpx.Response]:
    answer = client.get("/sparql", params={"query": COUNT}, headers=headers)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"]), answer


def test_each_snapshot_is_read_by_its_name(states: tuple[Running, list[Snapshot]]) -> None:
    running, snapshots = states
    with writer(running) as client:
        for number, snapshot in enumerate(snapshots):
            params = {"query": COUNT, "format": "csv", "snapshot": snapshot.id}
            answer = client.get("/sparql", params=params)
            assert answer.text == f"n\r\n{number}\r\n"
            assert answer.headers[SNAPSHOT] == snapshot.id
            assert "immutable" in answer.headers["cache-control"]
            assert answer.headers["memento-datetime"].endswith("GMT")
            form = client.post(
                "/sparql", params={"snapshot": snapshot.id}, data={"query": COUNT}
            ).json()
            assert form["results"]["bindings"][0]["n"]["value"] == str(number)
            graph = client.get(
                "/store?default", params={"default": "", "snapshot": snapshot.id, "format": "nt"}
            )
            assert graph.text.count("\n") == number
            catalogue = client.get("/api/v1/queries/signatories", params={"snapshot": snapshot.id})
            assert catalogue.json()["snapshot"] == snapshot.id


def test_a_moment_is_that_of_the_last_snapshot_before_it(
    states: tuple[Running, list[Snapshot]],
) -> None:
    running, snapshots = states
    with writer(running) as client:
        for number, snapshot in enumerate(snapshots):
            at = format_datetime(snapshot.created.replace(microsecond=0), usegmt=True)
            found, answer = count(client, **{"Accept-Datetime": at})
            assert found == number
            assert answer.headers["memento-datetime"] == at
            assert "Accept-Datetime" in answer.headers["vary"]
            # Where the answer stands for ever.
            lasting = client.get(answer.headers["content-location"])
            assert lasting.content == answer.content
            assert 'rel="original timegate"' in lasting.headers["link"]
        early = format_datetime(datetime(2000, 1, 1, tzinfo=UTC), usegmt=True)
        assert count(client, **{"Accept-Datetime": early})[0] == 0
        late = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
        assert count(client, **{"Accept-Datetime": late})[0] == 4


def test_the_time_map_lists_the_states(states: tuple[Running, list[Snapshot]]) -> None:
    running, snapshots = states
    with writer(running) as client:
        _, answer = count(
            client, **{"Accept-Datetime": format_datetime(datetime.now(UTC), usegmt=True)}
        )
        link = next(part for part in answer.headers["link"].split(", <") if "timemap" in part)
        listed = client.get(link[link.index("/timemap") : link.index(">")])
        assert listed.headers["content-type"] == "application/link-format"
        assert [snapshot.id in listed.text for snapshot in snapshots] == [True] * 5
        assert listed.text.count('memento"') == 5
        names = client.get("/api/v1/snapshots").json()
        assert [each["id"] for each in names["snapshots"]] == [s.id for s in snapshots[::-1]]
        assert names["current"] == snapshots[-1].id


@pytest.mark.parametrize(
    ("params", "headers", "status", "code"),
    [
        ("snapshot=nothing", {}, 404, "snapshot-not-found"),
        ("snapshot=", {}, 404, "snapshot-not-found"),
        ("snapshot=1&snapshot=2", {}, 400, "input-invalid"),
        ("", {"Accept-Datetime": "yesterday"}, 400, "input-invalid"),
    ],
)
def test_what_is_no_state(
    states: tuple[Running, list[Snapshot]],
    params: str,
    headers: dict[str, str],
    status: int,
    code: str,
) -> None:
    with writer(states[0]) as client:
        answer = client.get(f"/sparql?query=ASK%7B%7D&{params}", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("method", "path"), [("QUERY", "/api/v1/queries/signatories"), ("PUT", "/sparql")]
)
def test_a_method_that_nobody_knows_is_told_first(
    states: tuple[Running, list[Snapshot]], method: str, path: str
) -> None:
    with writer(states[0]) as client:
        answer = client.request(method, path, params={"snapshot": "1999"})
        assert answer.status_code == 405, answer.text


def test_what_nobody_reads_is_closed(states: tuple[Running, list[Snapshot]]) -> None:
    running, snapshots = states
    with writer(running) as client:
        for snapshot in snapshots[:4]:
            client.get("/sparql", params={"query": COUNT, "snapshot": snapshot.id})
            # Three of the present, two for each of two earlier ones.
            assert len(running.workers()) <= 7 + 2  # those that just end are still there
        end = time.monotonic() + 20
        while len(running.workers()) > 3:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert count(client)[0] == 4


def test_earlier_states_may_be_switched_off(tmp_path: Path) -> None:
    home: Home = empty_home(tmp_path)
    first = home.current().id
    home.edit(lambda store: store.update("INSERT DATA { <a:s> <a:p> 1 }"), validate=False)
    with (
        run_server(home, past_snapshots=0) as running,
        httpx.Client(base_url=running.address) as client,
    ):
        answer = client.get("/sparql", params={"query": "ASK {}", "snapshot": first})
        assert answer.status_code == 404
