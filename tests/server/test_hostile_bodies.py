"""Hostile bodies sent to a real server: each is refused or taken, and none does any harm."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.server.conftest import Running
from tests.server.hostile_bodies import bodies
from tests.server.hostile_body import FORM, UPDATE, Hostile
from tests.server.writable import TURTLE, ask, empty_home, quick_folder, writable, writer
from tests.store.services import Canary

STORES = ("application/trig", "application/n-quads")
REFUSED = {400, 403, 413, 415}


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with (
        quick_folder() as folder,
        writable(empty_home(folder), keep_snapshots=1) as running,
    ):
        yield running


def send(client: httpx.Client, body: Hostile) -> httpx.Response:
    """The answer to a body, sent to where its kind goes."""
    if body.media_type in (UPDATE, FORM):
        path = "/sparql"
    else:
        path = "/store" if body.media_type in STORES else "/store?graph=a:hostile"
    return client.post(path, content=body.body, headers={"Content-Type": body.media_type})


def fault(answer: httpx.Response, body: Hostile) -> str:
    """What is wrong with an answer; empty when nothing is."""
    status = answer.status_code
    if answer.is_success:
        return "taken" if body.refused else ""
    if status not in ({403} if body.forbidden else REFUSED):
        return f"status {status}: {answer.text[:200]}"
    problem = answer.json()
    if not problem["code"] or not problem["remedy"] or "Traceback" in answer.text:
        return f"no problem: {answer.text[:200]}"
    return ""


def test_hostile_bodies_do_no_harm(running: Running, canary: Canary) -> None:
    faults = {}
    with writer(running) as client:
        assert client.put(
            "/store?graph=a:kept", content="<a:s> <a:p> 1 .", headers=TURTLE
        ).is_success
        state = running.home.current().id
        for body in bodies(canary.port, deep=3000, long=40_000, changed=2):
            answer = send(client, body)
            wrong = fault(answer, body)
            now = running.home.current().id
            if now != state and not answer.is_success:
                wrong += " and the graph was changed"
            if wrong:
                faults[body.name] = wrong
            state = now
        assert faults == {}
        assert client.put(
            "/store?graph=a:after", content="<a:s> <a:p> 2 .", headers=TURTLE
        ).is_success
        assert ask(client, "GRAPH <a:after> { <a:s> <a:p> 2 }")
    running.home.current().verify_contents()
    canary.close()
    assert canary.calls == 0
