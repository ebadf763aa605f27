"""Starting, following snapshots, stopping."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import httpx
import pytest

from rightsgraph.errors import AddressInUseError, NoSnapshotError, SettingsError
from rightsgraph.server import serve
from rightsgraph.settings import Settings
from rightsgraph.store import Home
from tests.server.conftest import publish, run_server

COUNT = {"query": "SELECT (COUNT(*) AS ?n) { ?s <https://examplia.example/order> ?o }"}


def test_a_port_in_use_is_an_error_of_ours(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressInUseError, match=str(port)):
            serve(home, Settings(), "127.0.0.1", port)


def test_an_address_of_others_is_an_error_of_ours(home: Home) -> None:
    with pytest.raises(SettingsError):
        serve(home, Settings(), "192.0.2.1", 0)


def test_a_folder_without_a_graph_is_an_error_before_it_is_a_server(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError):
        serve(Home(tmp_path / "nothing"), Settings(), "127.0.0.1", 0)


def test_a_new_snapshot_is_served_without_a_failed_request(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, tmp_path, 10)
    with (
        run_server(home) as running,
        httpx.Client(base_url=running.address, timeout=60) as client,
    ):

        def count() -> str:
            answer = client.get("/sparql", params=COUNT, headers={"Accept": "text/csv"})
            assert answer.status_code == 200
            return answer.text.split()[1]

        first = client.get("/sparql", params=COUNT)
        assert count() == "10"
        assert client.get("/").status_code == 200
        publish(home, tmp_path, 20)
        end = time.monotonic() + 30
        while (found := count()) != "20":
            assert found == "10"
            assert time.monotonic() < end
        assert client.get("/healthz").json()["snapshot"] == home.current().id
        assert home.current().id in client.get("/").text
        tag = {"If-None-Match": first.headers["etag"]}
        assert client.get("/sparql", params=COUNT, headers=tag).status_code == 200


def test_a_broken_snapshot_leaves_the_old_one_in_use(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, tmp_path, 10)
    with run_server(home) as running:
        (home.path / "current").write_text("nothing-of-that-name\n", encoding="utf-8")
        time.sleep(1.5)
        answer = httpx.get(f"{running.address}/sparql", params=COUNT)
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == "10"


def test_stopping_ends_every_process(home: Home) -> None:
    with run_server(home) as running:
        children = running.children()
        assert len(running.workers()) == 3
        running.process.send_signal(signal.SIGINT)
        running.process.wait(30)
        for pid in children:
            assert not Path(f"/proc/{pid}").exists()
