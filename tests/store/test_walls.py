"""The walls around workers: what a process can no longer do behind them, and what it still can."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rightsgraph.errors import QueryForbiddenError, QuerySyntaxError
from rightsgraph.store import walls
from rightsgraph.store.pool import WorkerPool
from tests.store.services import Canary, queries, updates
from tests.store.test_workers import COUNT, ask, in_pool, make_store, settings

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has the walls; docs/security.md says what holds"
)


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("store") / "a", 20)


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


# Tries, behind the walls, what each line says, and prints the names of the errors.
PRISONER = """
import ctypes, encodings.idna, json, os, signal, socket, subprocess, sys, threading
from importlib.util import module_from_spec, spec_from_file_location
spec = spec_from_file_location("walls", sys.argv[1])
walls = module_from_spec(spec)
spec.loader.exec_module(walls)
folder, ports = sys.argv[2], json.loads(sys.argv[3])
canary = ("127.0.0.1", int(sys.argv[4]))
call = ctypes.CDLL(None, use_errno=True).syscall
before = socket.socketpair()
early = threading.Event()
late = {}
def from_a_thread():
    early.wait()
    late["socket in an older thread"] = tried(socket.socket)
def tried(work, *arguments):
    try:
        work(*arguments)
        return ""
    except OSError as error:
        return type(error).__name__
def system(*arguments):
    result = call(*arguments)
    return "" if result >= 0 else type(OSError(ctypes.get_errno(), "")).__name__
thread = threading.Thread(target=from_a_thread)
thread.start()
missing = walls.raise_walls([folder], ports)
early.set()
thread.join()
found = {
    "walls": missing,
    **late,
    **{
        f"socket {family.name}": tried(socket.socket, family)
        for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_PACKET,
                       socket.AF_NETLINK, socket.AF_VSOCK)
    },
    "socketpair": tried(socket.socketpair),
    "connect": tried(before[0].connect, "/run/x"),
    "sendmsg": tried(before[0].sendmsg, [b"x"]),
    "sendto an address": tried(before[0].sendto, b"x", "/run/x"),
    "send": tried(before[0].send, b"x"),
    "receive": tried(before[1].recv, 1),
    "fork": tried(os.fork),
    "run": tried(subprocess.run, ["/bin/true"]),
    "exec": tried(os.execv, "/bin/true", ["true"]),
    "kill the parent": tried(os.kill, os.getppid(), 0),
    "signal itself": tried(os.kill, os.getpid(), 0),
    "limits of the parent": system(302 if os.uname().machine == "x86_64" else 261,
                                   os.getppid(), 7, None, ctypes.create_string_buffer(16)),
    "io_uring": system(425, 8, ctypes.create_string_buffer(120)),
    "pidfd": system(434, os.getppid(), 0),
    "a call of tomorrow": system(500),
    "another user namespace": system(272 if os.uname().machine == "x86_64" else 97, 0x10000000),
    "write": tried(open, folder + "/new", "w"),
    "write elsewhere": tried(open, "/tmp/of-the-prisoner", "w"),
    "remove": tried(os.unlink, folder + "/there"),
    "rename": tried(os.rename, folder + "/there", folder + "/here"),
    "folder": tried(os.mkdir, folder + "/new"),
    "read": tried(open, folder + "/there"),
    "read elsewhere": tried(open, "/etc/passwd"),
    "the parent's secrets": tried(open, f"/proc/{os.getppid()}/environ"),
    "its own": tried(open, "/proc/self/environ"),
}
if ports:
    found["to the canary"] = tried(lambda: socket.create_connection(canary, 5).close())
    found["elsewhere"] = tried(socket.create_connection, ("127.0.0.1", 9), 5)
    found["listen"] = tried(lambda: socket.create_server(("127.0.0.1", 0)))
started = []
thread = threading.Thread(target=started.append, args=(1,))
thread.start(); thread.join()
found["thread"] = "" if started else "none"
print(json.dumps(found))
"""
if platform.machine() == "x86_64":
    X32 = 0x40000000
    PRISONER = PRISONER.replace(
        '"pidfd":', f'"socket of x32": system({X32} + 41, 2, 1, 0),\n "pidfd":'
    )


def behind_walls(folder: Path, canary: Canary, ports: list[int]) -> dict[str, Any]:
    (folder / "there").write_text("x", encoding="ascii")
    arguments = [walls.__file__, str(folder), json.dumps(ports), str(canary.port)]
    done = subprocess.run(
        [sys.executable, "-c", PRISONER, *arguments], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


FREE = ["send", "receive", "signal itself", "read", "thread"]


def test_behind_the_walls_there_is_no_way_out(tmp_path: Path, canary: Canary) -> None:
    found = behind_walls(tmp_path, canary, [])
    assert found.pop("walls") == dict.fromkeys((walls.FILES, walls.SYSTEM_CALLS), "")
    free = sorted(name for name, error in found.items() if not error)
    assert free == sorted(FREE)
    assert (tmp_path / "there").read_text(encoding="ascii") == "x"
    assert found["a call of tomorrow"] == "OSError"
    assert found["socket AF_INET"] == found["socket in an older thread"] == "PermissionError"


def test_a_door_leads_to_its_port_alone(tmp_path: Path, canary: Canary) -> None:
    found = behind_walls(tmp_path, canary, [canary.port])
    assert found["walls"] == dict.fromkeys((walls.FILES, walls.SYSTEM_CALLS), "")
    assert found["to the canary"] == ""
    assert found["elsewhere"] == found["listen"] == "PermissionError"
    for name in ("fork", "run", "exec", "write", "remove", "the parent's secrets", "io_uring"):
        assert found[name], name


class _Machine:
    """An interpreter of filters, for architectures that this machine is not."""

    def __init__(self, program: bytes) -> None:
        self.program: list[tuple[int, int, int, int]] = list(struct.iter_unpack("=HBBI", program))

    def verdict(self, architecture: int, number: int, *arguments: int) -> int:
        """What a filter says about a call."""
        padded = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
        data = struct.pack("<IIQ6Q", number, architecture, 0, *padded)
        place = value = 0
        while True:
            code, yes, no, constant = self.program[place]
            place += 1
            match code:
                case 0x20:
                    (value,) = struct.unpack_from("<I", data, constant)
                case 0x15:
                    place += yes if value == constant else no
                case 0x35:
                    place += yes if value >= constant else no
                case 0x45:
                    place += yes if value & constant else no
                case 0x06:
                    return constant


ALLOW, KILL = 0x7FFF0000, 0x80000000
# Architecture, its token, and its numbers of: read, socket, connect, sendto, clone, openat, kill.
MACHINES = [
    ("x86_64", 0xC000003E, 0, 41, 42, 44, 56, 257, 62),
    ("aarch64", 0xC00000B7, 63, 198, 203, 206, 220, 56, 129),
]


@pytest.mark.parametrize("numbers", MACHINES, ids=[machine[0] for machine in MACHINES])
def test_the_filter_decides_alike_on_every_architecture(
    numbers: tuple[str, int, int, int, int, int, int, int, int],
) -> None:
    name, token, read, new, connect, sendto, clone, openat, kill = numbers
    shut = _Machine(walls.system_call_filter(name, 4711, network=False))
    door = _Machine(walls.system_call_filter(name, 4711, network=True))
    for each in (shut, door):
        assert each.verdict(token ^ 1, read) == KILL
        assert each.verdict(token, read, 0) == ALLOW
        assert each.verdict(token, 0x40000000 + read) != ALLOW
        assert each.verdict(token, clone, 0x3D0F00) == ALLOW
        assert each.verdict(token, clone, 17) != ALLOW
        assert each.verdict(token, openat, 0, 0, os.O_RDONLY | os.O_CLOEXEC) == ALLOW
        for flags in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC):
            assert each.verdict(token, openat, 0, 0, flags) != ALLOW
        assert each.verdict(token, kill, 4711, 6) == ALLOW
        assert each.verdict(token, kill, 1, 6) != ALLOW
    for number in (new, connect):
        assert shut.verdict(token, number) != ALLOW
        assert door.verdict(token, number) == ALLOW
    assert shut.verdict(token, sendto, 0, 0, 0, 0, 0) == ALLOW
    assert shut.verdict(token, sendto, 0, 0, 0, 0, 1) != ALLOW
    assert shut.verdict(token, sendto, 0, 0, 0, 0, 1 << 32) != ALLOW
    assert door.verdict(token, sendto, 0, 0, 0, 0, 1) == ALLOW


def test_an_unknown_architecture_is_told() -> None:
    with pytest.raises(KeyError):
        walls.system_call_filter("pdp11", 1, network=False)


def test_a_query_that_nobody_looked_at_does_not_leave_its_worker(
    store_path: Path, canary: Canary
) -> None:
    """The guard is by-passed: the request goes straight to the worker."""

    async def work(pool: WorkerPool) -> None:
        assert pool.missing_walls() == {}
        refused = 0
        for query in queries(canary.port, 200):
            try:
                await ask(pool, query)
            except QueryForbiddenError:
                refused += 1
            except QuerySyntaxError:
                continue
        # Some do not parse; those that did asked the system for a connection, and were refused.
        assert refused > 20
        plain = f"SELECT * {{ SERVICE <http://127.0.0.1:{canary.port}/> {{ ?s ?p ?o }} }}"
        with pytest.raises(QueryForbiddenError, match="network"):
            await ask(pool, plain)
        assert await ask(pool, COUNT) == b"n\r\n20\r\n"

    in_pool(store_path, work)
    assert canary.calls == 0


# Starts workers where the kernel seems to have neither seccomp nor Landlock.
WITHOUT = """
import asyncio, ctypes, struct, sys
from pathlib import Path
from rightsgraph.errors import RightsgraphError
from rightsgraph.settings import Settings
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.pool import WorkerPool

class Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))

def refuse(*numbers):
    code = [(0x20, 0, 0, 0)]
    for number in numbers:
        code += [(0x15, 0, 1, number), (0x06, 0, 0, 0x00050026)]
    code.append((0x06, 0, 0, 0x7FFF0000))
    packed = b"".join(struct.pack("=HBBI", *each) for each in code)
    program = Program(len(code), packed)
    libc = ctypes.CDLL(None)
    assert libc.prctl(38, 1, 0, 0, 0) == 0
    assert libc.prctl(22, 2, ctypes.byref(program)) == 0

async def main():
    settings = Settings(workers=1, require_walls=sys.argv[2] == "required")
    try:
        async with WorkerPool(Path(sys.argv[1]), settings) as pool:
            print(sorted(pool.missing_walls()))
            async with pool.run(QueryRequest("ASK {}", AnswerFormat.CSV)) as answer:
                print(answer.body)
    except RightsgraphError as error:
        print(error.code)

refuse(317, 277, 444)
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("how", "output"),
    [("optional", "['files', 'system-calls']\nb'true'\n"), ("required", "worker-walls\n")],
)
def test_walls_that_cannot_be_raised_are_told(store_path: Path, how: str, output: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(store_path), how],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == output, done.stderr


def test_workers_stand_behind_walls_where_they_are_required(store_path: Path) -> None:
    async def run() -> None:
        async with WorkerPool(store_path, settings(require_walls=True)) as pool:
            assert await ask(pool, COUNT) == b"n\r\n20\r\n"

    asyncio.run(run())


# Evaluates updates that nobody has looked at, in a process that writes, and says what it may do.
WRITER = """
import json, os, socket, subprocess, sys, threading
import pyoxigraph as ox
from rightsgraph.store.walls import refuse_network
def tried(work, *arguments):
    try:
        work(*arguments)
        return ""
    except Exception as error:
        return type(error).__name__
assert refuse_network() == ""
store = ox.Store(sys.argv[1] + "/store")
for update in json.load(sys.stdin):
    tried(store.update, update)
store.add(ox.Quad(ox.NamedNode("a:b"), ox.NamedNode("a:b"), ox.NamedNode("a:b")))
store.flush()
thread = threading.Thread(target=print)
thread.start(); thread.join()
os.rename(sys.argv[1] + "/there", sys.argv[1] + "/here")
print(json.dumps({
    "quads": len(store),
    "socket": tried(socket.socket),
    "canary": tried(socket.create_connection, ("127.0.0.1", int(sys.argv[2])), 5),
    "run": tried(subprocess.run, ["/bin/true"]),
}))
"""


def test_an_update_that_nobody_looked_at_does_not_leave_its_process(
    tmp_path: Path, canary: Canary
) -> None:
    (tmp_path / "there").write_text("x", encoding="ascii")
    attempts = updates(canary.port, 200)
    plain = f"LOAD <http://127.0.0.1:{canary.port}/>"
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(tmp_path), str(canary.port)],
        input=json.dumps([*attempts, plain]),
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    assert said.pop("quads") >= 1
    assert said == dict.fromkeys(("socket", "canary", "run"), "PermissionError")
    canary.close()
    assert canary.calls == 0


def test_the_canary_hears_who_calls(canary: Canary) -> None:
    socket.create_connection(("127.0.0.1", canary.port)).close()
    canary.close()
    assert canary.calls == 1
