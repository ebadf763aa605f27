"""`kill -9` at any moment of a publication leaves the old snapshot or the new one, whole."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.store import Home
from tests.store.snapshot_checks import assert_union, subjects

# How many quads each generation adds: enough for several writes of the engine.
SIZE = 300

# Forked from a process that has read the modules, a writer is there at once.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload([__name__])


def write(path: Path, step: str, kind: str, generation: int, out: Connection) -> None:
    """Publishes one generation after the other, and says which, until it is killed.

    Generation n holds s0 to s<n * SIZE>.

    Args:
        path: The folder with the snapshots.
        step: The step at which it kills itself; "never" for none.
        kind: "build" or "edit".
        generation: The one that is there.
        out: Where it says what it has published.
    """
    home, source = Home(path), path.with_name("source.nq")

    def progress(name: str, *_: object) -> None:
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def lines(first: int, last: int) -> str:
        numbers = range(first, last)
        return "".join(f"<x:s{n}> <x:p> <x:o{n % 7}> <x:g{n % 3}> .\n" for n in numbers)

    out.send("ready")
    while True:
        generation += 1
        end = generation * SIZE
        if kind == "build":
            source.write_text(lines(0, end))
            home.build([source], validate=False, progress=progress)
        else:
            new = lines(end - SIZE, end).encode()
            graphs = ["x:g0", "x:g1", "x:g2"] if generation % 2 else None
            home.edit(
                lambda store, new=new: store.load(new, ox.RdfFormat.N_QUADS),  # type: ignore[misc]
                validate=False,
                graphs=graphs,
                progress=progress,
            )
        out.send(generation)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home")
    empty = tmp_path / "empty.nq"
    empty.write_text("")
    home.build([empty], validate=False)
    yield home
    for snapshot in home.snapshots():
        snapshot.release()


def _generation(home: Home) -> int:
    """The generation that is current, after checking that it is whole, triple by triple."""
    snapshot = home.current()
    found = subjects(snapshot)
    generation, rest = divmod(len(found), SIZE)
    assert rest == 0
    assert found == {f"s{n}" for n in range(generation * SIZE)}
    assert_union(snapshot)
    return generation


class Writer:
    """A process that publishes until it is killed."""

    def __init__(self, home: Home, step: str, kind: str, generation: int) -> None:
        self._said, out = CONTEXT.Pipe(duplex=False)
        self._before = generation
        arguments = (home.path, step, kind, generation, out)
        self._process: BaseProcess = CONTEXT.Process(target=write, args=arguments)
        self._process.start()
        out.close()
        assert self._said.recv() == "ready"

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()

    def published(self) -> int:
        """The last generation that it said it had published, once it has been killed."""
        self._process.join(timeout=60)
        assert self._process.exitcode == -signal.SIGKILL
        last = self._before
        try:
            while True:
                last = self._said.recv()
        except (EOFError, OSError):  # the second in the middle of a word
            return last
        finally:
            self._said.close()


STEPS = {
    "build": ["reading", "loading", "counting", "writing", "publishing", "switching"],
    "edit": ["deriving", "counting", "writing", "publishing", "switching"],
}


@pytest.mark.parametrize(("kind", "step"), [(k, s) for k, steps in STEPS.items() for s in steps])
def test_killed_at_a_step(home: Home, kind: str, step: str) -> None:
    assert Writer(home, step, kind, 0).published() == 0
    assert _generation(home) == 0
    assert list(home.path.glob("tmp-*"))
    # A dead writer is in nobody's way, and what it left goes.
    home.prune(1)
    assert not list(home.path.glob("tmp-*"))


def _kill_at_random(home: Home, kind: str, times: int, seed: int) -> None:
    chance = random.Random(seed)
    generation, kills, changed, window = 0, 0, 0, 0.5
    while kills < times or not changed:
        writer = Writer(home, "never", kind, generation)
        time.sleep(chance.uniform(0.0, window))
        writer.kill()
        said = writer.published()
        found = _generation(home)
        assert found in {said, said + 1}
        # Some kills shall come before a generation and some after it, on every machine.
        window *= 0.8 if found > generation else 1.25
        changed += found > generation
        kills += 1
        generation = found
        home.current().release()


def test_killed_at_random_moments(home: Home) -> None:
    _kill_at_random(home, "edit", 16, seed=20151029)


def test_killed_at_random_moments_of_a_build(home: Home) -> None:
    _kill_at_random(home, "build", 12, seed=94)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["edit", "build"])
@pytest.mark.parametrize("seed", range(2))
def test_killed_at_many_random_moments(home: Home, kind: str, seed: int) -> None:
    _kill_at_random(home, kind, 16, seed)
