"""Pictures of the pages of a server that runs, by Chromium: at three widths, light and dark.

    rightsgraph serve --port 8000 &
    python tools/screenshots.py http://127.0.0.1:8000 screenshots/ [--only home ...]

To look at, not to compare: fonts differ from machine to machine. It needs Playwright (the extra
`dev`) and Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

LETTER = "/id/letter/2015-10-29-joint-letter-dprk"
CITING = "SELECT ?one ?two WHERE { ?one cito:cites ?two } LIMIT 20"
PAGES = {
    "home": "/",
    "letter": LETTER,
    "cited-report": "/id/un/A/HRC/25/63",
    "recommendations": "/recommendations",
    "recommendations-narrowed": "/recommendations?addressed_to=body/security-council",
    "evidence": "/evidence?of=letter/2015-10-29-joint-letter-dprk"
    "%23recommendation-track-two-engagement",
    "body": "/id/body/security-council",
    "mandate": "/id/body/special-rapporteur-dprk",
    "organisation": "/id/organisation/amnesty-international",
    "situation": "/id/situation/PRK",
    "action": "/vocabulary/action/refer-to-icc",
    "queries": "/queries",
    "query-table": "/queries/citations-between-documents",
    "query-bars": "/queries/cited-documents#as=bars",
    "query-network": "/queries/citations-between-documents#as=network",
    "query-form": "/queries/who-cites",
    "search": "/search?q=accountability",
    "nothing-found": "/search?q=zzzzzz",
    "network": "/network",
    "network-paragraphs": "/network?level=paragraphs&order=pagerank&colour=year&layout=dated",
    "network-actors": "/network?level=actors&colour=community",
    "network-communities": "/network?level=paragraphs&gather=5",
    "network-chosen": "/network#node=https%3A%2F%2Fw3id.org%2Frightsgraph%2Fid%2Fun%2FA%2F70%2F362",
    "network-wrong": "/network?order=nonsense",
    "sparql": "/sparql",
    "sparql-answer": f"/sparql?query={quote(CITING)}",
    "sparql-network": f"/sparql?query={quote(CITING)}#as=network",
    "sparql-wrong": "/sparql?query=SELECT",
    "ontology": "/ontology",
    "api": "/docs",
    "dumps": "/dumps/",
    "not-found": "/id/un/A/HRC/25/64",
}
WIDTHS = {1440: 900, 768: 1024, 390: 844}
SCHEMES = ("light", "dark")
_PATIENCE = 60_000  # milliseconds
# A page is cut below this height, in pixels; what comes is more of the same.
_MOST = 6000


def take(page: Page, address: str, file: Path) -> None:
    """Write the picture of a page, with what its script adds.

    Args:
        page: A page of the browser.
        address: What is shown in it.
        file: The picture, a PNG.
    """
    page.goto("about:blank")
    page.goto(address)
    if page.locator("#moving[data-network]").count():
        page.wait_for_selector("#moving[data-drawn]")
    if "#as=" in address:
        page.wait_for_selector(".drawn > *")
    if page.locator("script[src*='sparql']").count():
        page.wait_for_selector(".cm-content")
    # What moves has come to rest, and fonts are there.
    page.wait_for_timeout(600)
    size = page.viewport_size or {"width": 0, "height": 0}
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(
        path=file,
        full_page=True,
        clip={"x": 0, "y": 0, "width": size["width"], "height": min(height, _MOST)},
    )


def main(arguments: list[str]) -> int:
    """Take the pictures; 2 when something is missing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("server", help="where it is, such as http://127.0.0.1:8000")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", choices=list(PAGES), default=list(PAGES))
    parser.add_argument("--more", nargs="*", default=[], help="paths of more pages")
    given = parser.parse_args(arguments)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.stderr.write("Chromium is not installed.\n")
        return 2
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = {name: PAGES[name] for name in given.only}
    wanted |= {path.strip("/").replace("/", "-") or "page": path for path in given.more}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader"],
        )
        for width, height in WIDTHS.items():
            for scheme in SCHEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                )
                context.set_default_timeout(_PATIENCE)
                page = context.new_page()
                for name, path in wanted.items():
                    file = given.folder / f"{name}-{width}-{scheme}.png"
                    take(page, given.server.rstrip("/") + path, file)
                    sys.stdout.write(f"{file}\n")
                context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
