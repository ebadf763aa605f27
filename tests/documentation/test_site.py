"""The site builds without a warning, holds every page, and asks no other server for anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.documentation.markdown import DOCS
from tests.shared import skip_unless

pytestmark = skip_unless(find_spec("sphinx") is not None, "sphinx is not installed")
# What a browser fetches by itself, unlike a link that somebody follows.
FETCHED = re.compile(
    r"""<(?:script|img|link|iframe)\b[^>]*?\b(?:src|href)=["']((?:https?:)?//[^"']+)"""
)


def build(source: Path, site: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", str(source), str(site)],
        capture_output=True,
        text=True,
        check=False,
        # Whoever would fetch something would fail.
        env={**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = build(DOCS, folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_there_and_can_be_reached(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    for path in DOCS.rglob("*.md"):
        name = path.relative_to(DOCS).with_suffix(".html")
        if name.parts[0] != "api":
            assert (site / name).is_file()
            assert name.name == "index.html" or f'href="{name.as_posix()}"' in index, name


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 30
    for path in pages:
        assert FETCHED.findall(path.read_text(encoding="utf-8")) == [], path
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", text), path


def test_a_broken_link_fails(tmp_path: Path) -> None:
    source = tmp_path / "docs"
    source.mkdir()
    (source / "conf.py").write_bytes((DOCS / "conf.py").read_bytes())
    (source / "index.md").write_text("# A\n\n[to B](b.md) [to a heading](index.md#nowhere)\n")
    done = build(source, tmp_path / "site")
    assert done.returncode != 0
    assert "b.md" in done.stderr
    assert "nowhere" in done.stderr
