"""The pages in a real browser: light and dark, on paper, on a phone; nothing is refused."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from rightsgraph.store import Home, bundled_sources
from tests.server.conftest import Running, run_server
from tests.shared import skip_unless

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LETTER = "/id/letter/2015-10-29-joint-letter-dprk"
EVIDENCE = "/evidence?of=letter/2015-10-29-joint-letter-dprk%23recommendation-refer-to-icc"

pytestmark = skip_unless(CHROMIUM is not None, "Chromium is not installed")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = Home(tmp_path_factory.mktemp("browser") / "home")
    home.build(bundled_sources(), validate=False)
    with run_server(home) as server:
        yield server


def browse(folder: Path, address: str, *options: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    command = [
        *(CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        *("--hide-scrollbars", "--enable-logging=stderr", f"--user-data-dir={folder / 'profile'}"),
    ]
    done = subprocess.run(
        [*command, *options, address], capture_output=True, text=True, timeout=180, check=True
    )
    assert "CONSOLE" not in done.stderr  # no error, and nothing that the policy has refused
    return done


@pytest.mark.parametrize(("scheme", "paper"), [(1, (255, 255, 255)), (0, (20, 24, 29))])
def test_light_and_dark(
    served: Running, tmp_path: Path, scheme: int, paper: tuple[int, int, int]
) -> None:
    file = tmp_path / "page.png"
    browse(
        tmp_path,
        served.address + EVIDENCE,
        f"--blink-settings=preferredColorScheme={scheme}",
        "--window-size=600,1400",
        f"--screenshot={file}",
    )
    with Image.open(file) as opened:
        image = opened.convert("RGB")
    assert image.getpixel((2, 2)) == paper
    # The orange edge of the recommendation is there in either scheme.
    edge = (148, 70, 0) if scheme else (243, 174, 107)
    assert edge in {colour for _, colour in image.getcolors(1 << 24) or ()}


def test_on_paper_there_is_the_text_and_no_navigation(served: Running, tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    browse(tmp_path, served.address + LETTER, "--no-pdf-header-footer", f"--print-to-pdf={file}")
    document = pypdfium2.PdfDocument(file)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    whole = " ".join(" ".join(pages).split())
    assert "Joint Letter to UN Security Council Members" in whole
    assert "Refer the situation to the International Criminal Court." in whole
    assert "A/HRC/25/63, para 94(a)" in whole
    assert "For programs:" not in whole
    assert "Ontology" not in pages[0]
