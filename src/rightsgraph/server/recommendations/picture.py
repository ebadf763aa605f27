"""A chain of evidence as a picture, whole by itself: boxes one below the other, in SVG.

Source: W3C, Scalable Vector Graphics 1.1, sections 9 (shapes) and 10 (text).
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from rightsgraph.server.recommendations.chain import Chain, Step

# Branches beyond these stand in the text only.
MOST_BRANCHES: Final = 3
_WIDTH: Final = 300
_WIDE: Final = 460
_GAP: Final = 24
_LINE: Final = 18
_PAD: Final = 10
_CHARACTER: Final = 7.4  # width of a character of 14 pixels, on average
_MOST_LINES: Final = 6
# Also the style sheet has these, and those of a dark page.
_COLOURS: Final = {
    "finding": "#0b6b5d",
    "recommendation": "#944600",
    "quotation": "#6a3c9c",
    "citation": "#3a5a86",
    "document": "#55606c",
}


def draw(chain: Chain) -> str:
    """The picture of a chain.

    Args:
        chain: The chain.
    """
    branches = chain.branches[:MOST_BRANCHES]
    columns = max(1, len(branches))
    width = _WIDE if columns == 1 else columns * _WIDTH + (columns - 1) * _GAP
    parts: list[str] = []
    y = 0
    for number, step in enumerate(chain.head):
        if number:
            parts.append(_arrow(width // 2, y, width // 2, y + _GAP))
            y += _GAP
        height, box = _box(step, 0, y, width)
        parts.append(box)
        y += height
    bottom = y
    column_width = width if columns == 1 else _WIDTH
    for column, steps in enumerate(branches):
        left, at = column * (_WIDTH + _GAP), y
        for number, step in enumerate(steps):
            middle = left + column_width // 2
            parts.append(_arrow(width // 2 if not number else middle, at, middle, at + _GAP))
            height, box = _box(step, left, at + _GAP, column_width)
            parts.append(box)
            at += _GAP + height
        bottom = max(bottom, at)
    title = escape(f"Chain of evidence: {chain.statement.text}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {width + 2} {bottom + 2}" '
        f'width="{width + 2}" height="{bottom + 2}" role="img" class="chain-picture" '
        f'font-family="system-ui, sans-serif" font-size="14">'
        f"<title>{title}</title>{''.join(parts)}</svg>"
    )


def _box(step: Step, x: int, y: int, width: int) -> tuple[int, str]:
    letters = int((width - 2 * _PAD - 4) / _CHARACTER)
    label = _lines(step.label, letters, 2)
    lines = _lines(step.text, letters, _MOST_LINES)
    height = 2 * _PAD + _LINE * (len(label) + len(lines)) - 2
    colour = quoteattr(_COLOURS.get(step.kind, "#55606c"))
    text = "".join(
        f"<text class={quoteattr('label' if number < len(label) else 'says')} "
        f'x="{x + _PAD + 4}" y="{y + _PAD + 12 + _LINE * number}" '
        f"fill={colour if number < len(label) else quoteattr('#1b1f24')}>{escape(line)}</text>"
        for number, line in enumerate([*label, *lines])
    )
    return height, (
        f'<g class={quoteattr(step.kind)}><rect class="box" x="{x}" y="{y}" width="{width}" '
        f'height="{height}" fill="#ffffff" stroke={colour}/>'
        f'<rect class="edge" x="{x}" y="{y}" width="4" height="{height}" fill={colour}/>{text}</g>'
    )


def _lines(text: str, letters: int, most: int) -> Sequence[str]:
    lines = wrap(text, letters, max_lines=most, placeholder=" …", break_long_words=True)
    return lines or [""]


def _arrow(x: int, y: int, to_x: int, to_y: int) -> str:
    return (
        f'<path class="arrow" d="M{x} {y} L{to_x} {to_y - 6}" stroke="#55606c" fill="none"/>'
        f'<path class="tip" d="M{to_x - 5} {to_y - 7} L{to_x + 5} {to_y - 7} L{to_x} {to_y} Z" '
        f'fill="#55606c"/>'
    )
