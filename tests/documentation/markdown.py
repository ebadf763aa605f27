"""The blocks of code in the pages of docs/, and what their first line says to do with them.

```sh                         is run; so are ```python, ```javascript and ```sparql
```sh not run: needs X        is not, and says why
```sh fails                   is run, and must fail
```python cell                goes on from the cells before it, and shows what its last line is
```yaml save as: mine.yaml    is written to that file before anything of the page is run
```text output                is what the block before it prints; a line of dots stands for any
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
    """The pages that are written by hand."""
    return sorted(
        str(path.relative_to(DOCS))
        for path in DOCS.rglob("*.md")
        if not path.read_text(encoding="utf-8").startswith("<!-- Generated")
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


def with_cells(blocks: Iterable[Fence]) -> Iterator[Fence]:
    """The blocks of a page, with cells as programs that begin with all cells before them."""
    before = ""
    for block in blocks:
        if (block.language, block.note) != ("python", "cell"):
            yield block
            continue
        # What the others printed has been seen where they stand.
        yield replace(block, text=_AGAIN.format(before=before) + _shown(block.text))
        before += block.text


def _shown(cell: str) -> str:
    """A cell that prints what its last line is, as a notebook shows it."""
    program = ast.parse(cell)
    last = program.body[-1]
    if not isinstance(last, ast.Expr) or _is_print(last.value):
        return cell
    lines = cell.splitlines()
    head, value = lines[: last.lineno - 1], "\n".join(lines[last.lineno - 1 :])
    return "\n".join([*head, f"_ = ({value}\n)", "if _ is not None:", "    print(repr(_))"])


def _is_print(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "print"


_AGAIN = """import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    exec({before!r}, globals())
"""


def indented_commands(page: str) -> list[str]:
    """Commands that stand in a block without fences, where nothing would run them."""
    text = _FENCE.sub("", (DOCS / page).read_text(encoding="utf-8"))
    return re.findall(r"^    (?:\$ )?(?:rightsgraph|curl|make|oxigraph) .*$", text, re.MULTILINE)
