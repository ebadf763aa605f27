"""The W3C suite of SPARQL 1.1, over HTTP, against a server of ours that may be written to."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.writable import TOKEN, empty_home, quick_folder, writable
from tests.shared import SHARED, needs_shared

PAGE = Path(__file__).resolve().parents[2] / "docs" / "conformance.md"
DRIVER = SHARED / "tools" / "sparql_conformance.py"
# What docs/conformance.md says is not run.
ONLY = r"^(?!sparql11/entailment)(?!sparql11/service/)"
ROW = re.compile(r"\| ((?:sparql11|extra)/[\w/-]+) \| ([\w-]+) \| (.+) \|")


@pytest.mark.slow
@pytest.mark.shared
@needs_shared
@pytest.mark.timeout(900)
def test_the_suite_fails_where_the_page_says_and_nowhere_else(tmp_path: Path) -> None:
    explained = {(group, test) for group, test, _ in ROW.findall(PAGE.read_text("utf-8"))}
    out = tmp_path / "result.json"
    with (
        quick_folder() as folder,
        writable(empty_home(folder), keep_snapshots=3, workers=1) as running,
    ):
        driver = subprocess.run(
            [
                *(sys.executable, str(DRIVER), "--tests", str(SHARED / "w3c" / "sparql")),
                *("--suite", "sparql11,extra", "--only", ONLY, "--no-service"),
                *("--query-url", f"{running.address}/sparql"),
                *("--update-url", f"{running.address}/sparql"),
                *("--gsp-url", f"{running.address}/store"),
                *("--header", f"Authorization:Bearer {TOKEN}"),
                *("--timeout", "60", "--out", str(out)),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert driver.returncode == 0, driver.stderr
    result = json.loads(out.read_text("utf-8"))
    failed = {
        (each["group"], each["test"]): each["why"]
        for each in result["failures"]
        if each["verdict"] in ("fail", "error")
    }
    assert set(failed) == explained, failed
    counts = result["summary"]["required"]
    passed = counts["pass"] + counts.get("pass-value", 0)
    assert f"Of the {passed + counts['fail']} required tests {passed} pass" in PAGE.read_text(
        "utf-8"
    )
    assert counts.get("skip", 0) == 0
