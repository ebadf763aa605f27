"""A real browser, and a real server on the bundled graph."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from rightsgraph.server.scripts import page_scripts
from rightsgraph.store import Home
from tests.server.conftest import Running, run_server
from tests.server.linked.conftest import bundled
from tests.shared import REQUIRE_ALL

__all__ = ["bundled"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
LETTER = "/id/letter/2015-10-29-joint-letter-dprk"
# However busy the machine is; what is there sooner is taken sooner.
PATIENCE = 60_000


def need(present: bool, reason: str) -> None:
    """Skips when something is absent; fails when everything is required."""
    if not present and REQUIRE_ALL:
        pytest.fail(reason)
    if not present:
        pytest.skip(reason)


@dataclass
class Watched:
    """A page of the browser, and what went wrong in it.

    Args:
        page: The page.
        origin: Scheme, host and port of the server.
        wrong: Errors that it has written down, and requests that went elsewhere.
    """

    page: Page
    origin: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Goes to an address of the server, and waits until the page and its script are there."""
        self.page.goto(self.origin + path)
        self.page.wait_for_load_state("load")

    def listen(self) -> None:
        """Notes what goes wrong from now on."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        # A page that says 404 is one of those that are looked at.
        if message.type == "error" and "status of 4" not in message.text:
            self.wrong.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:")):
            self.wrong.append(f"request to {request.url}")

    def _failed(self, request: Request) -> None:
        # What was begun and is not needed any more has not failed.
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"{request.url}: {request.failure}")


# While Playwright runs no other test of the process can run a loop: it ends with its file.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    need(CHROMIUM is not None, "Chromium is not installed")
    need(bool(page_scripts()), "the scripts of the pages are not built: make web")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            # A container has little shared memory, no user to be walled off from, and no GPU.
            args=["--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(bundled: Home) -> Iterator[Running]:
    with run_server(bundled, query_seconds=120, queue_seconds=120) as server:
        yield server


@pytest.fixture
def browse(chromium: Browser, served: Running) -> Iterator[Callable[..., Watched]]:
    """Makes pages; at the end nothing must have gone wrong in them."""
    contexts = []
    made: list[Watched] = []

    def make(width: int = 1440, height: int = 900, scheme: str = "light") -> Watched:
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        watched = Watched(page, served.address)
        watched.listen()
        made.append(watched)
        return watched

    yield make
    for context in contexts:
        context.close()
    assert [wrong for watched in made for wrong in watched.wrong] == []


@pytest.fixture
def watched(browse: Callable[..., Watched]) -> Watched:
    return browse()
