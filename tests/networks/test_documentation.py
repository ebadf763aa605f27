"""docs/networks.md: it names everything that there is, and its example runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from rightsgraph.networks.choices import Direction, Layout, Level, Relation
from rightsgraph.networks.exports import EXPORTS
from rightsgraph.networks.measures import MEASURES
from rightsgraph.store import Home, bundled_sources

PAGE = (Path(__file__).parents[2] / "docs" / "networks.md").read_text(encoding="utf-8")


def test_everything_is_named() -> None:
    for name in (*MEASURES, *EXPORTS, *Level, *Relation):
        assert f"`{name}`" in PAGE, name
    for name in (*Direction, *Layout):
        assert name in PAGE
    for measure in MEASURES.values():
        assert all(f"`{name}`" in PAGE for name in measure.attributes), measure.name
    for export in EXPORTS.values():
        assert f"`{export.suffix}`" in PAGE


def test_the_example_runs(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.build(bundled_sources(), validate=False)
    [example] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        env={**os.environ, "RIGHTSGRAPH_HOME": str(home.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "A/HRC/25/CRP.1 2 1.722" in done.stdout
    assert "A/70/362 para 78\n" in done.stdout
    assert (tmp_path / "paragraphs.graphml").stat().st_size > 1000
