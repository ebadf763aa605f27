"""`kill -9` at any moment of a publication leaves the old snapshot or the new one, whole."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rightsgraph.store import Home
from tests.store.snapshot_checks import assert_union, subjects

# How many quads each generation adds: enough for several writes of the engine.
SIZE = 300

# Publishes one generation after the other, and says which: generation n holds s0 to s<n * SIZE>.
WRITER = f"""
import os, signal, sys
from pathlib import Path
import pyoxigraph as ox
from rightsgraph.store import Home

home, step, build = Home(sys.argv[1]), sys.argv[2], sys.argv[3] == "build"

def progress(name, done, total):
    if name == step:
        os.kill(os.getpid(), signal.SIGKILL)

def lines(first, last):
    quad = "<x:s{{}}> <x:p> <x:o{{}}> <x:g{{}}> .\\n"
    return "".join(quad.format(n, n % 7, n % 3) for n in range(first, last))

source = Path(sys.argv[1]).with_name("source.nq")

print("ready", flush=True)
generation = int(sys.argv[4])
while True:
    generation += 1
    end = generation * {SIZE}
    if build:
        source.write_text(lines(0, end))
        home.build([source], validate=False, progress=progress)
    else:
        new = lines(end - {SIZE}, end).encode()
        graphs = ["x:g0", "x:g1", "x:g2"] if generation % 2 else None
        home.edit(lambda store: store.load(new, ox.RdfFormat.N_QUADS),
                  validate=False, graphs=graphs, progress=progress)
    print(generation, flush=True)
"""


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


def _start(home: Home, step: str, kind: str, generation: int) -> "subprocess.Popen[str]":
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, home.path, step, kind, str(generation)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


def _published(writer: "subprocess.Popen[str]", before: int) -> int:
    """The last generation that a writer that was killed said it had published."""
    output, _ = writer.communicate(timeout=60)
    assert writer.returncode == -signal.SIGKILL
    return max((int(line) for line in output.split()), default=before)


STEPS = {
    "build": ["reading", "loading", "counting", "writing", "publishing", "switching"],
    "edit": ["deriving", "counting", "writing", "publishing", "switching"],
}


@pytest.mark.parametrize(("kind", "step"), [(k, s) for k, steps in STEPS.items() for s in steps])
def test_killed_at_a_step(home: Home, kind: str, step: str) -> None:
    assert _published(_start(home, step, kind, 0), 0) == 0
    assert _generation(home) == 0
    assert list(home.path.glob("tmp-*"))
    # A dead writer is in nobody's way, and what it left goes.
    home.prune(1)
    assert not list(home.path.glob("tmp-*"))


def _kill_at_random(home: Home, kind: str, times: int, seed: int) -> None:
    chance = random.Random(seed)
    generation, kills, changed, window = 0, 0, 0, 0.5
    while kills < times or not changed:
        writer = _start(home, "never", kind, generation)
        time.sleep(chance.uniform(0.0, window))
        os.kill(writer.pid, signal.SIGKILL)
        said = _published(writer, generation)
        found = _generation(home)
        assert found in {said, said + 1}
        # Some kills shall come before a generation and some after it, on every machine.
        window *= 0.8 if found > generation else 1.25
        changed += found > generation
        kills += 1
        generation = found
        home.current().release()


def test_killed_at_random_moments(home: Home) -> None:
    _kill_at_random(home, "edit", 24, seed=20151029)


def test_killed_at_random_moments_of_a_build(home: Home) -> None:
    _kill_at_random(home, "build", 12, seed=94)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["edit", "build"])
@pytest.mark.parametrize("seed", range(2))
def test_killed_at_many_random_moments(home: Home, kind: str, seed: int) -> None:
    _kill_at_random(home, kind, 40, seed)
