"""The blocks of code in the pages of docs/, and what their first line says to do with them.

```sh                         is run; so are ```python, ```javascript and ```sparql
```sh not run: needs X        is not, and says why
```sh fails                   is run, and must fail
```yaml save as: mine.yaml    is written to that file before anything of the page is run
```text output                is what the block before it prints; a line of dots stands for any
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
RUN = ("sh", "python", "javascript", "sparql")
_FENCE = re.compile(r"^```(?P<info>[^`\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Fence:
    """A block: the line it begins in, its language, what else is said of it, and its text."""

    line: int
    language: str
    note: str
    text: str

    @property
    def runs(self) -> bool:
        return self.language in RUN and not self.note.startswith("not run:")

    @property
    def file(self) -> str | None:
        return self.note.removeprefix("save as: ") if self.note.startswith("save as: ") else None


def pages() -> list[str]:
    """The pages that are written by hand; docs/api/ has a run of its own."""
    return sorted(
        str(path.relative_to(DOCS))
        for path in DOCS.rglob("*.md")
        if path.relative_to(DOCS).parts[0] != "api"
        and not path.read_text(encoding="utf-8").startswith("<!-- Generated")
    )


def fences(page: str) -> list[Fence]:
    """The blocks of a page in their order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return list(_fences(text))


def _fences(text: str) -> Iterator[Fence]:
    for found in _FENCE.finditer(text):
        language, _, note = found["info"].strip().partition(" ")
        line = text.count("\n", 0, found.start()) + 1
        yield Fence(line, language, note.strip(), found["text"])


def indented_commands(page: str) -> list[str]:
    """Commands that stand in a block without fences, where nothing would run them."""
    text = _FENCE.sub("", (DOCS / page).read_text(encoding="utf-8"))
    return re.findall(r"^    (?:\$ )?(?:rightsgraph|curl|make|oxigraph) .*$", text, re.MULTILINE)
