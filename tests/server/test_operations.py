"""What an operator sees: health, readiness, metrics, the log, and how the server stops."""

from __future__ import annotations

import json
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

from rightsgraph.store import Home
from tests.server.conftest import Running, publish, run_server

SECRET = "who-is-the-witness"
POINT = f'SELECT ?s {{ ?s ?p "{SECRET}" }}'
# About a second of work, and one row.
SLOW = """SELECT (COUNT(*) AS ?n) { ?a <https://examplia.example/order> ?x .
?b <https://examplia.example/order> ?y . FILTER(?x + ?y > 2900) }"""
ENDLESS = SLOW.replace("}", "?c <https://examplia.example/order> ?z . FILTER(?y + ?z > 2900) }")


@contextmanager
def stopped(home: Home, **settings: object) -> Iterator[tuple[Running, list[str]]]:
    """A server, and the lines of its log once it has been stopped in the block."""
    lines: list[str] = []
    with run_server(home, **settings) as running:
        assert running.process.stderr is not None
        stderr = running.process.stderr
        reader = threading.Thread(target=lambda: lines.extend(stderr))
        reader.start()
        yield running, lines
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(30)
        reader.join(30)


def value(text: str, name: str, **labels: str) -> float | None:
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return float(sample.value)
    return None


def test_health_and_readiness(client: httpx.Client, server: Running) -> None:
    snapshot = server.home.current().id
    assert client.get("/healthz").json() == {"status": "ok", "snapshot": snapshot}
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["snapshot"]) == ("ready", snapshot)
    assert sys.platform != "linux" or ready["missing_walls"] == {}


def test_requests_are_counted_by_the_pattern_of_their_address(home: Home) -> None:
    with (
        run_server(home, query_seconds=1) as running,
        httpx.Client(base_url=running.address, timeout=60) as client,
    ):
        for _ in range(3):
            assert client.get("/sparql", params={"query": POINT}).status_code == 200
        assert client.head("/queries/signatories").status_code == 200
        assert client.get("/nothing/of/that/name").status_code == 404
        assert client.get("/sparql", params={"query": ENDLESS}).status_code == 504
        assert client.request("MKCOL", "/sparql").status_code == 405
        answer = client.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        text = answer.text
    total = "rightsgraph_http_requests_total"
    assert value(text, total, route="/sparql", method="GET", status="200") == 3
    assert value(text, total, route="/sparql", method="GET", status="504") == 1
    assert value(text, total, route="/sparql", method="other", status="405") == 1
    assert value(text, total, route="/queries/{name}", method="HEAD", status="200") == 1
    assert value(text, total, route="none", status="404") == 1
    assert value(text, "rightsgraph_problems_total", code="query-timeout") == 1
    seconds = "rightsgraph_http_request_duration_seconds_count"
    assert value(text, seconds, route="/sparql") == 5
    assert value(text, "rightsgraph_queries_running") == 0
    assert value(text, "rightsgraph_queries_waiting") == 0
    assert (value(text, "rightsgraph_workers") or 0) >= 2
    current = home.current()
    created = value(
        text, "rightsgraph_snapshot_created_timestamp_seconds", snapshot=str(current.id)
    )
    assert created == current.created.timestamp()


def test_metrics_can_be_switched_off(home: Home) -> None:
    with run_server(home, metrics=0) as running:
        answer = httpx.get(f"{running.address}/metrics")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_every_answer_has_an_id_which_a_problem_repeats(client: httpx.Client) -> None:
    first, second = (client.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert first != second
    bad = client.get("/sparql", params={"query": "nonsense"}, headers={"X-Request-ID": "proxy-17"})
    assert bad.headers["x-request-id"] == bad.json()["requestId"] == "proxy-17"
    for unfit in ("a b", "x" * 65, '"\\n'):
        answer = client.get("/healthz", headers={"X-Request-ID": unfit})
        assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])


def _requests(lines: list[str]) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in lines]
    return [each for each in found if each["logger"] == "rightsgraph.requests"]


def test_the_log_has_a_digest_of_the_query_and_not_its_words(home: Home) -> None:
    with stopped(home, log_level="info", log_format="json") as (running, lines):
        for _ in range(2):
            httpx.get(f"{running.address}/sparql", params={"query": POINT})
        httpx.post(f"{running.address}/sparql", data={"query": f"nonsense {SECRET}"})
        httpx.get(f"{running.address}/queries/signatories", params={"organisation": SECRET})
    first, second, third, fourth = _requests(lines)
    assert first["status"] == second["status"] == 200
    assert first["query_digest"] == second["query_digest"]
    assert first["query_bytes"] == len(POINT)
    assert first["snapshot"] == home.current().id
    assert first["request_id"] != second["request_id"]
    assert (third["status"], third["code"]) == (400, "query-syntax")
    assert fourth["route"] == "/queries/{name}"
    assert SECRET not in "".join(lines)


def test_the_log_has_the_query_where_that_is_asked_for(home: Home) -> None:
    with stopped(home, log_level="info", log_queries=1) as (running, lines):
        httpx.get(f"{running.address}/sparql", params={"query": POINT + "\n# x"})
    line = next(line for line in lines if "/sparql" in line)
    assert json.dumps(POINT + "\n# x") in line


def test_by_default_only_what_failed_is_logged(home: Home) -> None:
    with stopped(home, query_seconds=1) as (running, lines):
        httpx.get(f"{running.address}/sparql", params={"query": POINT})
        httpx.get(f"{running.address}/sparql", params={"query": ENDLESS}, timeout=30)
    assert [line for line in lines if "GET /sparql 504" in line and "code=query-timeout" in line]
    assert not [line for line in lines if " 200" in line]


def _ask_slowly(running: Running, answers: list[httpx.Response]) -> threading.Thread:
    def ask() -> None:
        answers.append(httpx.get(f"{running.address}/sparql", params={"query": SLOW}, timeout=60))

    thread = threading.Thread(target=ask)
    thread.start()
    while True:  # until a worker has it
        text = httpx.get(f"{running.address}/metrics").text
        if value(text, "rightsgraph_queries_running") == 1 or not thread.is_alive():
            return thread
        time.sleep(0.01)


def test_a_query_that_runs_is_answered_before_the_server_stops(home: Home) -> None:
    answers: list[httpx.Response] = []
    with run_server(home, shutdown_seconds=30) as running:
        thread = _ask_slowly(running, answers)
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(60)
        thread.join(60)
    assert [answer.status_code for answer in answers] == [200]
    assert answers[0].json()["results"]["bindings"]


def test_a_server_that_drains_is_not_ready_and_answers_all_the_same(home: Home) -> None:
    with run_server(home, drain_seconds=3600) as running:
        running.process.send_signal(signal.SIGTERM)
        while (ready := httpx.get(f"{running.address}/readyz")).status_code == 200:
            time.sleep(0.01)
        assert (ready.status_code, ready.json()["code"]) == (503, "not-ready")
        assert int(ready.headers["retry-after"]) > 0
        assert httpx.get(f"{running.address}/sparql", params={"query": POINT}).status_code == 200
        assert httpx.get(f"{running.address}/healthz").status_code == 200
        # The second signal, which ends the block, does not wait an hour.


def test_requests_survive_many_switches_of_the_snapshot(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, tmp_path, 5)
    statuses: list[int] = []
    stop = threading.Event()

    def ask(address: str) -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            while not stop.is_set():
                statuses.append(client.get("/sparql", params={"query": POINT}).status_code)

    with run_server(home) as running:
        threads = [threading.Thread(target=ask, args=(running.address,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        seen = set()
        for things in range(6, 10):
            publish(home, tmp_path, things)
            while (found := httpx.get(f"{running.address}/healthz").json()["snapshot"]) in seen or (
                found != home.current().id
            ):
                time.sleep(0.05)
            seen.add(found)
        stop.set()
        for thread in threads:
            thread.join(60)
    assert len(seen) == 4
    assert set(statuses) == {200}
