"""The scripts of the pages on a server below a path."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from rightsgraph.store import Home
from tests.browser.conftest import PATIENCE, Watched
from tests.server.conftest import run_server

PREFIX = "/about/graph"


def test_network_and_editor_below_a_path(chromium: Browser, bundled: Home) -> None:
    with run_server(bundled, root_path=PREFIX, query_seconds=120, queue_seconds=120) as server:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        watched = Watched(page, server.address.removesuffix(PREFIX))
        watched.listen()
        watched.open(f"{PREFIX}/network?level=paragraphs")
        page.wait_for_selector("#moving[data-drawn]")
        page.fill("#find-node", "para 94(a)")
        page.keyboard.press("Enter")
        page.locator(".proof summary").first.click()
        proof = page.locator(".network-panel .proof a").first
        expect(proof).to_be_visible(timeout=PATIENCE)
        assert (proof.get_attribute("href") or "").startswith(PREFIX + "/id/letter/")
        watched.open(f"{PREFIX}/sparql")
        page.locator(".cm-content").click()
        page.keyboard.press("Control+A")
        page.keyboard.type("SELECT * WHERE { ?letter rg:signat")
        offered = page.locator(".cm-tooltip-autocomplete li", has_text="rg:signatory")
        expect(offered.first).to_be_visible(timeout=PATIENCE)
        page.close()
        assert watched.wrong == []
