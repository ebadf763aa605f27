"""The commands that read documents, as a user runs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rightsgraph.store import Home
from tests.ingestion.letters import decision, letter


def run(*arguments: str, status: int = 0, given: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "rightsgraph.cli", *arguments],
        input=given.decode(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_ingest_shows_a_summary_and_writes_a_report(home: Home, tmp_path: Path) -> None:
    source = letter(tmp_path / "in", "a.txt")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    report = tmp_path / "report.json"
    done = run(
        *("ingest", str(tmp_path / "in"), "--home", str(home.path), "--report", str(report)),
        *("--workers", "1"),
        status=1,
    )
    assert "2 resolved, 0 ambiguous, 0 unresolved" in done.stdout
    assert "Published" in done.stdout
    assert "empty.txt" in done.stderr
    assert "document-empty" in done.stderr
    plain = json.loads(report.read_text(encoding="utf-8"))
    assert plain["documents"] == {
        "added": 1,
        "replaced": 0,
        "unchanged": 0,
        "described by hand": 0,
        "rejected": 1,
    }
    again = run("ingest", str(source), "--home", str(home.path))
    assert "Nothing has changed." in again.stdout


def test_ingest_reads_standard_input(home: Home, tmp_path: Path) -> None:
    data = letter(tmp_path / "in", "a.txt").read_bytes()
    assert "Published" in run("ingest", "-", "--home", str(home.path), given=data).stdout


def test_show_and_remove(home: Home, tmp_path: Path) -> None:
    run("ingest", str(letter(tmp_path / "in", "a.txt")), "--home", str(home.path))
    shown = run("show", "a.txt", "--home", str(home.path)).stdout
    assert "Open letter on Examplia" in shown
    assert "asks" in shown.lower()
    assert "Removed." in run("remove", "a.txt", "--home", str(home.path)).stdout
    missing = run("show", "a.txt", "--home", str(home.path), status=1)
    assert "not-found" in missing.stderr


@pytest.mark.parametrize(
    ("output_format", "words"),
    [
        ("json", '"symbol": "A/HRC/25/63"'),
        ("trig", "rg:AdvocacyLetter"),
        ("text", "A/HRC/25/63, para 94(a) [ibid of 0]"),
    ],
)
def test_extract_shows_what_is_found(tmp_path: Path, output_format: str, words: str) -> None:
    source = letter(tmp_path, "a.txt")
    assert words in run("extract", str(source), "--format", output_format).stdout
    output = tmp_path / "out"
    assert run("extract", str(source), "-f", output_format, "-o", str(output)).stdout == ""
    assert words in output.read_text(encoding="utf-8")


def test_extract_of_nothing_is_a_typed_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert "document-empty" in run("extract", str(empty), status=1).stderr
    assert "document-unreadable" in run("extract", str(tmp_path / "no.txt"), status=1).stderr


def test_interrupting_leaves_the_last_snapshot(home: Home, tmp_path: Path) -> None:
    before = home.current().id
    lines = tmp_path / "many.jsonl"
    lines.write_text("\n".join(decision(n) for n in range(1000, 4000)), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "rightsgraph.cli", "ingest", str(lines), "--home", str(home.path)],
        start_new_session=True,
        # Where the tests themselves run in the background, interrupts may be ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not list(home.path.glob("staging-*/*.nq")) and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert home.current().id == before
    assert not list(home.path.glob("staging-*"))
