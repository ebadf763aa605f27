"""The scripts of the pages: built from web/, found by their pages, kept for ever by browsers."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from lxml import html

from rightsgraph.server.scripts import FOLDER, page_scripts
from tests.server.linked.conftest import bundled, bundled_server, linked
from tests.shared import skip_unless

__all__ = ["bundled", "bundled_server", "linked"]

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "build_web.py"

built = skip_unless((FOLDER / "manifest.json").is_file(), "web/ is not built: make web")


@built
@pytest.mark.parametrize("path", ["/network", "/sparql?format=html", "/queries/cited-paragraphs"])
def test_a_page_loads_what_was_built_and_nothing_else(linked: httpx.Client, path: str) -> None:
    answer = linked.get(path, headers={"Accept": "text/html"})
    page = html.fromstring(answer.text)
    addresses = [
        *page.xpath("//script/@src"),
        *page.xpath("//link[@rel='stylesheet' or @rel='modulepreload']/@href"),
    ]
    assert any(address.startswith("/built/") for address in addresses)
    for address in addresses:
        found = linked.get(address)
        assert found.status_code == 200, address
        if address.startswith("/built/"):
            assert "immutable" in found.headers["cache-control"]
            assert re.search(r"-[\w-]{8}\.(js|css)$", address), address
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


@built
def test_what_was_built_asks_nothing_of_others() -> None:
    for path in FOLDER.glob("*.css"):
        assert "://" not in path.read_text(), path.name
    for path in FOLDER.glob("*.js"):
        text = path.read_text()
        # Addresses are names of namespaces and words of documentation, never asked for.
        assert not re.search(r"(fetch|import|importScripts)\(\s*[\"']https?:", text), path.name
        assert "eval(" not in re.sub(r"\w\.eval\(", "", text), path.name


@built
def test_every_page_script_is_there() -> None:
    assert set(page_scripts()) >= {"answer", "network", "sparql"}
    for script in page_scripts().values():
        for address in (script.address, *script.modules, *script.styles):
            assert (FOLDER / address.removeprefix("/built/")).is_file()


def test_what_is_not_there_is_said_as_to_a_program(linked: httpx.Client) -> None:
    answer = linked.get("/built/nothing-00000000.js")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_without_a_builder_the_pages_go_without(tmp_path: Path) -> None:
    copy = tmp_path / "project"
    (copy / "tools").mkdir(parents=True)
    shutil.copy(TOOL, copy / "tools")
    shutil.copytree(
        ROOT / "web", copy / "web", ignore=shutil.ignore_patterns("node_modules", "dist")
    )
    command = [sys.executable, "-S", str(copy / "tools" / TOOL.name)]
    for environment, said in (
        ({"PATH": str(tmp_path)}, "there is no Node.js"),
        ({"PATH": "/usr/bin:/bin", "RIGHTSGRAPH_NO_WEB": "1"}, "RIGHTSGRAPH_NO_WEB is set"),
    ):
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        assert said in done.stderr
        strict = subprocess.run(
            [*command, "--require"], env=environment, capture_output=True, timeout=60, check=False
        )
        assert strict.returncode == 1
    assert not (copy / "src").exists()
