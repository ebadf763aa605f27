"""`kill -9` of the server or of one of its processes leaves the old state or the new one, whole.

`RIGHTSGRAPH_KILLS=200` kills more often than the suite has time for.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from rightsgraph.store import Home
from tests.server.conftest import Running
from tests.server.test_writes import writing_processes
from tests.server.writable import SNAPSHOT, empty_home, quick_folder, update, writable, writer

KILLS = int(os.environ.get("RIGHTSGRAPH_KILLS", "7"))
THINGS = 60
# Which process is killed, over and over in this order: the server itself costs a start.
VICTIMS = ("server", "worker", "write", "worker", "writer")
_PATIENCE = 60.0


def change(number: int) -> str:
    """An update that replaces all values, in two graphs, by a number."""
    data = " ".join(f"<a:s{thing}> <a:p> {number} ." for thing in range(THINGS))
    return f"DROP SILENT ALL ; INSERT DATA {{ {data} GRAPH <a:g> {{ {data} }} }}"


def state(home: Home) -> int:
    """The number that is current, after checking that it stands everywhere; 0 before the first."""
    snapshot = home.current()
    snapshot.verify_contents()
    store = snapshot.open()
    found = [quad.object.value for quad in store]
    snapshot.release()
    assert len(found) in (0, 2 * THINGS)
    assert len(set(found)) <= 1
    return int(found[0]) if found else 0


def descendants(pid: int) -> list[int]:
    """The process ids of all processes below one."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    children = [int(each) for each in text.split()]
    return [*children, *(below for child in children for below in descendants(child))]


def has_ended(pid: int) -> bool:
    """Whether a process has ended, though nobody may have asked how."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return status.rpartition(")")[2].split()[0] in ("Z", "X")


def wait_for_the_end(pids: list[int]) -> None:
    end = time.monotonic() + _PATIENCE
    while not all(map(has_ended, pids)):
        assert time.monotonic() < end, f"{pids} outlived their server"
        time.sleep(0.01)


@contextmanager
def mortal(home: Home) -> Iterator[tuple[Running, httpx.Client]]:
    """A server that may be dead at the end of the block."""
    with ExitStack() as stack:
        running = stack.enter_context(writable(home, keep_snapshots=2, past_snapshots=0, workers=1))
        client = stack.enter_context(writer(running))
        try:
            yield running, client
        finally:
            if running.process.poll() is not None:
                stack.pop_all()
                client.close()
                running.process.communicate()


def kill(running: Running, victim: str, chance: random.Random) -> None:
    """Kills a process of the server, if there is one of the kind; it has ended afterwards."""
    writing = writing_processes(running)
    workers = sorted(set(running.workers()) - set(writing))
    chosen = {
        "server": [running.process.pid],
        "worker": workers,
        "writer": writing[:1],
        "write": writing[1:],
    }[victim]
    if chosen:
        pid = chance.choice(chosen)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        wait_for_the_end([pid])


@pytest.mark.timeout(300 if KILLS <= 10 else 3600)
def test_killed_at_random_moments() -> None:
    chance = random.Random(20151029)
    outcomes = {"new": 0, "old": 0}
    with quick_folder() as folder, ThreadPoolExecutor(1) as pool:
        home = empty_home(folder)
        known = turn = 0
        while turn < KILLS:
            with mortal(home) as (running, client):
                began = time.monotonic()
                published = update(client, change(known + 1)).headers[SNAPSHOT]
                usual = time.monotonic() - began
                known += 1
                assert (home.current().id, state(home)) == (published, known)
                while turn < KILLS and running.process.poll() is None:
                    victim = VICTIMS[turn % len(VICTIMS)]
                    turn += 1
                    waiting = pool.submit(update, client, change(known + 1))
                    time.sleep(chance.uniform(0, 1.2 * usual))
                    below = descendants(running.process.pid)
                    kill(running, victim, chance)
                    try:
                        answer = waiting.result()
                    except httpx.TransportError:
                        assert victim == "server"
                        running.process.wait()
                        wait_for_the_end(below)
                        taken = None
                    else:
                        taken = answer.status_code == 204
                        if not taken:
                            assert victim in ("write", "writer"), answer.text
                            assert answer.json()["code"] == "process-killed"
                            assert "retry-after" in answer.headers
                    found = state(home)
                    assert found in (known, known + 1)
                    assert not taken or found == known + 1
                    outcomes["new" if found > known else "old"] += 1
                    known = found
                    if victim == "server" and taken is not None:
                        running.process.wait()  # it was killed after it had answered
                        wait_for_the_end(below)
                        assert state(home) == known
        assert sum(outcomes.values()) == KILLS
        with writable(home) as running, writer(running) as client:
            assert update(client, change(known + 1)).status_code == 204
            assert state(home) == known + 1
            assert not list(home.path.glob("tmp-*"))
        assert not any(home.check().values())
