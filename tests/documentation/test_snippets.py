"""Every command and program of the pages works as it stands there, or says why it is not run."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from rightsgraph.store import Home, bundled_sources
from tests.documentation import materials, zygote
from tests.documentation.markdown import (
    RUN,
    Fence,
    fences,
    indented_commands,
    pages,
    with_cells,
)
from tests.shared import skip_unless

PATIENCE = 120.0
TOKEN = "a-token-for-the-pages"
WITH_BLOCKS = [page for page in pages() if any(fence.runs for fence in fences(page))]
# A busy machine takes its time; commands have a deadline of their own.
pytestmark = pytest.mark.timeout(1200)
needs_clients = skip_unless(
    shutil.which("curl") is not None and shutil.which("node") is not None,
    "curl and Node.js are not installed",
)


@dataclass
class World:
    """What all pages share: a home to copy, a server, and a process that runs commands."""

    built: Path
    server: str
    socket: str
    environment: dict[str, str]


def _until_it_answers(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, "the server has ended"
        assert time.monotonic() < end, "the server does not answer"
        try:
            with urlopen(address, timeout=PATIENCE):
                return
        except (HTTPError, URLError, OSError):
            time.sleep(0.05)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("docs")
    built = folder / "built"
    Home(built).build(bundled_sources(), validate=False)
    served = folder / "served"
    shutil.copytree(built, served)
    # The name of a socket may be no longer than some hundred bytes.
    with tempfile.TemporaryDirectory(prefix="rg-") as short:
        path = f"{short}/zygote"
        program = folder / "bin" / "rightsgraph"
        program.parent.mkdir()
        program.write_text(f"#!{sys.executable} -IS\n{zygote.CLIENT.format(socket=path)}")
        program.chmod(0o755)
        (folder / ".curlrc").write_text("fail-with-body\nmax-time = 120\n")
        environment = {
            **os.environ,
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "CURL_HOME": str(folder),
            "HOME": str(folder),
            "TOKEN": TOKEN,
            "COLUMNS": "200",
            # What pages do is checked by other tests; here it costs a second for each command.
            "RIGHTSGRAPH_VALIDATE_ON_PUBLISH": "false",
            "PYTHONUTF8": "1",
        }
        loaded = subprocess.Popen(
            [sys.executable, "-m", "tests.documentation.zygote", path],
            cwd=Path(__file__).parents[2],
            env=environment,
        )
        serving = {
            **environment,
            "RIGHTSGRAPH_HOME": str(served),
            "RIGHTSGRAPH_WORKERS": "1",
            "RIGHTSGRAPH_LONG_WORKERS": "1",
            "RIGHTSGRAPH_WRITE_TOKEN_SHA256": hashlib.sha256(TOKEN.encode()).hexdigest(),
        }
        log = folder / "server.log"
        with log.open("wb") as out:
            server = subprocess.Popen(
                [sys.executable, "-m", "rightsgraph.cli", "serve", "--port", "0"],
                env=serving,
                stdout=out,
                stderr=out,
            )
        try:
            address = _address(server, log)
            _until_it_answers(server, f"http://{address}/readyz")
            end = time.monotonic() + PATIENCE
            while not Path(path).exists():
                assert loaded.poll() is None, "the process that runs commands has ended"
                assert time.monotonic() < end
                time.sleep(0.05)
            yield World(built, address, path, environment)
        finally:
            for process in (server, loaded):
                process.terminate()
            for process in (server, loaded):
                process.wait(PATIENCE)


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + PATIENCE
    while True:
        if found := re.search(r"http://(127\.0\.0\.1:\d+)", log.read_text(encoding="utf-8")):
            return found[1]
        assert server.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.05)


def run(fence: Fence, world: World, folder: Path, home: Path) -> str:
    """What a block prints; the test fails when it fails."""
    environment = {**world.environment, "RIGHTSGRAPH_HOME": str(home)}
    text = fence.text.replace("127.0.0.1:8000", world.server)
    if fence.language == "sparql":
        address = f"http://{world.server}/sparql?" + urlencode({"query": text, "format": "csv"})
        with urlopen(address, timeout=PATIENCE) as answer:
            rows: str = answer.read().decode()
        assert len(rows.splitlines()) > 1, "the query finds nothing"
        return rows
    if fence.language == "python":
        return python(text, world, folder, environment)
    command = ["bash", "-euo", "pipefail", "-c", text]
    if fence.language == "javascript":
        command = ["node", "--input-type=module", "--eval", text]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode == 0) is (fence.note != "fails"), f"{done.stdout}\n{done.stderr}"
    return done.stdout


def python(text: str, world: World, folder: Path, environment: dict[str, str]) -> str:
    """What a program prints."""
    with (folder / ".out").open("w+b") as out, (folder / ".err").open("w+b") as err:
        with socket.socket(socket.AF_UNIX) as asking, Path(os.devnull).open("rb") as nothing:
            asking.settimeout(240)
            asking.connect(world.socket)
            socket.send_fds(asking, [b"+"], [nothing.fileno(), out.fileno(), err.fileno()])
            asked = json.dumps([["python", text], str(folder), environment])
            asking.sendall(asked.encode() + b"\n")
            status = asking.recv(1)
        out.seek(0)
        err.seek(0)
        printed = out.read().decode()
        assert status == b"\0", f"{printed}\n{err.read().decode()}"
    return printed


def matches(expected: str, printed: str) -> bool:
    """Whether something was printed as a page has it, in which a line of dots stands for any."""
    parts = [re.escape(line) for line in expected.strip().splitlines()]
    pattern = r"\n".join(r"(?:.*)" if part == re.escape("...") else part for part in parts)
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


@needs_clients
@pytest.mark.parametrize("page", WITH_BLOCKS)
def test_blocks_work(page: str, world: World, tmp_path: Path) -> None:
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    shutil.copytree(world.built, home)
    blocks = list(with_cells(fences(page)))
    materials.lay_out(folder, "\n".join(fence.text for fence in blocks))
    for fence in blocks:
        if fence.file:
            (folder / fence.file).write_text(fence.text, encoding="utf-8")
    printed = ""
    for fence in blocks:
        if fence.runs:
            try:
                printed = run(fence, world, folder, home)
            except (AssertionError, HTTPError, subprocess.TimeoutExpired) as error:
                pytest.fail(f"docs/{page}, line {fence.line}: {error}", pytrace=False)
        elif (fence.language, fence.note) == ("text", "output"):
            assert matches(fence.text, printed), f"docs/{page}, line {fence.line}: {printed}"


@pytest.mark.parametrize("page", pages())
def test_nothing_is_left_out_in_silence(page: str) -> None:
    assert indented_commands(page) == [], "put commands between fences: ```sh"
    for fence in fences(page):
        where = f"docs/{page}, line {fence.line}"
        assert fence.language, f"{where}: a block says in what language it is"
        assert fence.language not in ("bash", "console", "shell"), f"{where}: say sh"
        if fence.language in RUN:
            known = fence.runs or re.fullmatch(r"not run: \S.{8,}", fence.note)
            assert known, f"{where}: say why it is not run"
            notes = ("", "fails", "cell") if fence.language == "python" else ("", "fails")
            assert not fence.runs or fence.note in notes, f"{where}: {fence.note}?"
        else:
            assert fence.note in ("", "output") or fence.file, f"{where}: {fence.note}?"


@needs_clients
def test_what_fails_is_noticed(world: World, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for language, text in (
        ("sh", "rightsgraph query no-such-query"),
        ("sh", "rightsgraph no-such-command | cat"),
        ("sh", "curl -s http://127.0.0.1:8000/no-such-page"),
        ("python", "raise ValueError('x')"),
        ("python", "import sys; sys.exit(3)"),
        ("javascript", "throw new Error('x')"),
        ("sparql", "SELECT * { <x:a> <x:b> ?c }"),
    ):
        with pytest.raises(AssertionError):
            run(Fence(1, language, "", text), world, tmp_path, home)
    assert matches("a\n...\nc\n", "a\nb\nb\nc\n")
    assert not matches("a\n...\nc\n", "a\nb\nd\n")
