"""The picture of a large network in a headless Chromium, which draws by software.

    python benchmarks/canvas.py [--documents N] [--edges N] [--rounds N]

A server is started on generated documents that cite each other. The page of their network is opened
at once, when nothing is made yet; once more after another snapshot was published and the server has
made beforehand what the page shows; and then again and again. What is timed is from navigation
until the picture stands there. Then the picture is dragged about by the mouse for three seconds,
and frames are counted. There is no peer; the goals are those of docs/design.md.

It needs Playwright (the extra `dev`) and Chromium.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
import urllib.request
from itertools import pairwise
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

import peers
from citing_documents import write
from rightsgraph.store import Home

GOAL_SECONDS: Final = 2.0
GOAL_FRAMES: Final = 30.0
_PATIENCE: Final = 60.0  # seconds
DRAGGED_SECONDS: Final = 3.0
_COUNT: Final = """() => {
  window.frames_seen = [];
  const note = time => { window.frames_seen.push(time); requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--edges", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as folder:
        triples = Path(folder) / "citing.nt"
        write(triples, given.documents, given.edges)
        with triples.open("rb") as lines:
            count = sum(1 for _ in lines)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            server = peers.rightsgraph(Path(folder), triples, count)
            with peers.running([server]):
                address = f"http://127.0.0.1:{server.port}"
                _tell("first time, nothing is made yet", _draw(page, address + "/network"))
                _publish(Path(folder), triples, address)
                _tell("first time, made beforehand", _draw(page, address + "/network"))
                _measure(page, address + "/network", given.rounds)
            browser.close()


def _publish(folder: Path, triples: Path, server: str) -> None:
    """Publish another snapshot, and wait until the server has made its first network."""
    more = folder / "more.nt"
    more.write_text('<https://examplia.example/> <http://purl.org/dc/terms/title> "Examplia" .\n')
    published = Home(folder / "home").build([triples, more], validate=False)
    end = time.monotonic() + _PATIENCE
    while True:
        with urllib.request.urlopen(server + "/healthz") as answer:
            if json.load(answer)["snapshot"] == published.id:
                break
        if time.monotonic() > end:
            raise SystemExit("The server did not go over to what was published.")
        time.sleep(0.2)
    first = server + "/api/v1/network?gather=20000&layout=force&format=columns"
    urllib.request.urlopen(first, timeout=600).read()


def _tell(what: str, seconds: float) -> None:
    print(f"  {what + ':':<33}{seconds:6.2f} s   {_word(seconds <= GOAL_SECONDS)}", flush=True)


def _measure(page: Page, address: str, rounds: int) -> None:
    _tell(
        "again, until it is drawn", statistics.median(_draw(page, address) for _ in range(rounds))
    )
    gaps = _drag(page)
    frames = len(gaps) / sum(gaps) * 1000
    slow = sorted(gaps)[int(len(gaps) * 0.95)]
    print(f"  frames a second while dragged:   {frames:6.1f}     {_word(frames >= GOAL_FRAMES)}")
    print(f"  95 of 100 frames within:         {slow:6.1f} ms")


def _draw(page: Page, address: str) -> float:
    """Seconds from navigation to the picture, as the page itself counts them."""
    page.goto(address, timeout=600_000)
    page.wait_for_selector("#moving[data-drawn]", timeout=600_000)
    return float(page.get_attribute("#moving", "data-drawn") or "nan") / 1000


def _drag(page: Page) -> list[float]:
    """The times between frames while the picture is dragged, in milliseconds."""
    canvas = page.locator(".network-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    if box is None:
        raise SystemExit("The picture is not there.")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_COUNT)
    end = time.perf_counter() + DRAGGED_SECONDS
    step = 0
    while time.perf_counter() < end:
        step += 1
        page.mouse.move(x + 150 * ((step % 40) - 20) / 20, y + 80 * ((step % 30) - 15) / 15)
    seen: list[float] = page.evaluate("window.frames_seen")
    page.mouse.up()
    return [after - before for before, after in pairwise(seen)]


def _word(met: bool) -> str:  # noqa: FBT001
    return "met" if met else "MISSED"


if __name__ == "__main__":
    main()
