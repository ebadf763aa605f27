"""The scripts that some pages load: built from `web/`, named by their contents.

A page works without them; where they have not been built it goes without.

Source: RFC 9111, section 5.2, and RFC 8246 (immutable) for how long browsers keep them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

ADDRESS: Final = "/built"
FOLDER: Final = Path(__file__).parent / "built"
_FOR_EVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class PageScript:
    """What one page loads.

    Args:
        address: The address of its script; empty when it has not been built.
        modules: Addresses of the modules that the script imports.
        styles: Addresses of style sheets.
    """

    address: str = ""
    modules: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def page_scripts() -> dict[str, PageScript]:
    """What has been built, by the name of the page; nothing where nothing has."""
    try:
        manifest = json.loads((FOLDER / "manifest.json").read_text())
    except FileNotFoundError:
        return {}
    return {
        entry["name"]: _script(manifest, source)
        for source, entry in manifest.items()
        if entry.get("isEntry")
    }


def page_script(name: str) -> PageScript:
    """What a page loads; without an address when it has not been built."""
    return page_scripts().get(name, PageScript())


def _script(manifest: dict[str, Any], source: str) -> PageScript:
    modules: list[str] = []
    styles: list[str] = []
    waiting = [source]
    seen = set(waiting)
    while waiting:
        entry = manifest[waiting.pop()]
        modules.append(f"{ADDRESS}/{entry['file']}")
        styles += [f"{ADDRESS}/{name}" for name in entry.get("css", ())]
        found = [name for name in entry.get("imports", ()) if name not in seen]
        seen.update(found)
        waiting += found
    return PageScript(modules[0], tuple(modules[1:]), tuple(styles))


class BuiltFiles(StaticFiles):
    """The built files, which never change under their names."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER, check_dir=False)

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        """The file, to be kept for ever."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = _FOR_EVER
        return response
