"""What the README tells a newcomer to type works as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SHELL = [
    line.strip()
    for line in README.splitlines()
    if re.match(r"    rightsgraph (?!ingest|import|extract)", line) and "<<" not in line
]
HEREDOC = re.findall(
    r"^    (rightsgraph query - <<'SPARQL'\n.*?\n    SPARQL)$", README, re.M | re.S
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("readme")
    program = folder / "bin" / "rightsgraph"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rightsgraph.cli "$@"\n')
    program.chmod(0o755)
    chosen = {
        **os.environ,
        "RIGHTSGRAPH_HOME": str(folder / "home"),
        "PATH": f"{program.parent}:{os.environ['PATH']}",
    }
    subprocess.run([program, "build"], env=chosen, check=True, capture_output=True, timeout=120)
    return chosen


def run(
    command: list[str], environment: dict[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_there_is_something_to_run() -> None:
    assert (len(PYTHON), len(HEREDOC)) == (2, 1)
    assert len(SHELL) >= 6


@pytest.mark.parametrize("command", [*SHELL, *(re.sub(r"^ +", "", h, flags=re.M) for h in HEREDOC)])
def test_commands(command: str, environment: dict[str, str], tmp_path: Path) -> None:
    done = run(["sh", "-c", command], environment, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout or any(tmp_path.iterdir())


@pytest.mark.parametrize("code", PYTHON)
def test_python(code: str, environment: dict[str, str], tmp_path: Path) -> None:
    done = run([sys.executable, "-c", code], environment, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout or (tmp_path / "citations.graphml").stat().st_size > 500
