"""The built wheel, installed in an empty environment, does the main job."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import venv
import zipfile
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | environment,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_holds_ontology_data_queries_and_pages(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "data", "queries"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file():
                assert f"rightsgraph/_resources/{path.relative_to(ROOT).as_posix()}" in inside
    source = ROOT / "src"
    for path in (source / "rightsgraph").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(source).as_posix() in inside
    if (source / "rightsgraph" / "server" / "built" / "manifest.json").is_file():
        assert any(
            re.fullmatch(r"rightsgraph/server/built/network-.*\.js", name) for name in inside
        )


@pytest.mark.slow
def test_the_wheel_does_the_main_job_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    constraints = ROOT / "constraints.txt"
    run(programs / "python", "-m", "pip", "install", "-q", "-c", constraints, wheel, cwd=tmp_path)
    home = {"RIGHTSGRAPH_HOME": str(tmp_path / "home")}
    assert "Published" in run(programs / "rightsgraph", "build", cwd=tmp_path, **home)
    answer = run(
        *(programs / "rightsgraph", "query", "signatories", "--format", "csv"),
        cwd=tmp_path,
        **home,
    )
    assert len(list(csv.DictReader(StringIO(answer)))) == 9
    script = (
        "from rightsgraph import open_graph\n"
        "rows = open_graph().query('recommendation-evidence', action='refer-to-icc')\n"
        "print([(row.symbol, row.pinpoint) for row in rows])\n"
    )
    said = run(programs / "python", "-c", script, cwd=tmp_path, **home)
    assert said == "[('A/HRC/25/63', 'para 94(a)'), ('A/70/362', 'para 78')]\n"
