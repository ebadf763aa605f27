"""Pictures of the pages of a server that runs, by Chromium: at three widths, light and dark.

    rightsgraph serve --port 8000 &
    python tools/screenshots.py http://127.0.0.1:8000 screenshots/ [/more/pages ...]

To look at, not to compare: fonts differ from machine to machine.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PAGES = {
    "home": "/",
    "letter": "/id/letter/2015-10-29-joint-letter-dprk",
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
    "query": "/queries/citations-between-documents",
    "search": "/search?q=accountability",
    "sparql": "/sparql?format=html",
    "ontology": "/ontology",
    "not-found": "/id/un/A/HRC/25/64",
}
WIDTHS = {1440: 2000, 768: 2400, 390: 3200}
SCHEMES = {"light": 1, "dark": 0}


def take(chromium: str, address: str, file: Path, width: int, height: int, scheme: int) -> None:
    """Write one picture.

    Raises:
        subprocess.CalledProcessError: Chromium could not.
    """
    with tempfile.TemporaryDirectory() as profile:
        command = [
            chromium,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
            f"--blink-settings=preferredColorScheme={scheme}",
            f"--window-size={width},{height}",
            f"--screenshot={file.absolute()}",
            address,
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def main(arguments: list[str]) -> int:
    """Take all pictures; 2 when something is missing."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None or len(arguments) < 2:
        sys.stderr.write("Chromium is not installed.\n" if chromium is None else __doc__ or "")
        return 2
    server, folder = arguments[0].rstrip("/"), Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    more = {path.strip("/").replace("/", "-") or "page": path for path in arguments[2:]}
    for name, path in {**PAGES, **more}.items():
        for width, height in WIDTHS.items():
            for scheme, number in SCHEMES.items():
                file = folder / f"{name}-{width}-{scheme}.png"
                take(chromium, server + path, file, width, height, number)
                sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
