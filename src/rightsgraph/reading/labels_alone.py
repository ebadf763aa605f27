"""Numbers of paragraphs that stand on lines of their own, put back before their words.

The text of some PDFs has "80." or "(a)" on one line and the words on the next. Where at least two
such lines stand in a text, a label goes before the line right below it, when that line begins with
a word and nobody has told yet what it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rightsgraph.reading.lines import Line

_ALONE = re.compile(r"(?:\d{1,3}\.|\((?:[a-z]{1,2}|[ivx]{1,5})\))\Z")
_FEWEST = 2


def join_labels(lines: list[Line]) -> list[Line]:
    """The lines, each label that stood alone joined with the line below it."""
    alone = {
        index
        for index, line in enumerate(lines[:-1])
        if line.kind is None and len(line.text) <= 7 and _ALONE.match(line.text)
        and _begins(lines[index + 1])
    }  # fmt: skip
    if len(alone) < _FEWEST:
        return lines
    joined: list[Line] = []
    for index, line in enumerate(lines):
        if index in alone:
            continue
        if index - 1 in alone:
            line = _with_label(lines[index - 1], line)
        joined.append(line)
    return joined


def _begins(line: Line) -> bool:
    first = line.text[0]
    return (
        line.kind is None
        and not line.blank
        and (first.isalpha() or first in "“\"'(")
        and _ALONE.match(line.text) is None
    )


def _with_label(label: Line, line: Line) -> Line:
    shift = len(label.text) + 1
    return replace(
        line,
        text=f"{label.text} {line.text}",
        indent=label.indent,
        edge=line.edge + shift,
        blank=label.blank,
        fresh=label.fresh,
        rule=label.rule,
        links=[(start + shift, end + shift, to) for start, end, to in line.links],
        markers=[(start + shift, end + shift, name) for start, end, name in line.markers],
    )
