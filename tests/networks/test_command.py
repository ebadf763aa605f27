"""`rightsgraph network` as a process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

import rightsgraph


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rightsgraph.cli", "--home", str(home), "network", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_summary(home: Path) -> None:
    done = run(home, "--measure", "pagerank", "--since", "2031")
    assert done.returncode == 0, done.stderr
    assert "Citations between documents (since 2031)" in done.stdout
    assert "citations counted  11" in done.stdout
    assert "duplicate 1, forward in time 1, self-citation 1" in done.stdout
    assert "damping 0.85" in done.stdout
    assert done.stdout.index("A/HRC/99/1 ") < done.stdout.index("A/85/300 ")


def test_a_file(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "actors.graphml"
    options = ("--level", "actors", "--relation", "coupling", "--isolates", "-o", str(file))
    done = run(home, *options)
    assert done.returncode == 0, done.stderr
    assert f"Written to {file} as graphml." in done.stdout
    found = nx.read_graphml(file)
    expected = rightsgraph.citation_network(
        home, level="actors", relation="coupling", with_isolates=True
    )
    assert set(found.edges) == set(expected.edges)
    assert set(found) == set(expected)


def test_to_the_standard_output(home: Path) -> None:
    done = run(home, "--format", "edges", "--ego", "A/HRC/99/3")
    assert done.returncode == 0, done.stderr
    head, row = done.stdout.splitlines()
    assert head.startswith("source,target,weight,")
    assert row.startswith("https://w3id.org/rightsgraph/id/un/A/HRC/99/3,")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--measure", "fame"), "parameter-invalid"),
        (("--format", "doc"), "network-format"),
        (("--ego", "nowhere"), "node-not-found"),
        (("--level", "actors", "--layout", "dated", "-f", "svg"), "parameter-invalid"),
        (("--by", "title"), "parameter-invalid"),
        (("--by", "pagerank"), "parameter-invalid"),
        (("-o", "/nowhere/at/all.svg"), "input-invalid"),
    ],
)
def test_errors_have_a_code(home: Path, arguments: tuple[str, ...], code: str) -> None:
    done = run(home, *arguments)
    assert done.returncode == 1
    assert f"[{code}]" in done.stderr
    assert "Traceback" not in done.stderr
