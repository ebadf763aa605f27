"""Which court "the Court" means, where a paragraph named one by its full name."""

from __future__ import annotations

import re

from rightsgraph.extraction.surface import Surface

_COURT = re.compile(
    r"(?<![\w-])(?:(?!The|In|On|By|That)[A-Z][\w'-]+ (?:of |on |for )?){1,5}Court\b"
    r"(?: of [A-Z]\w+(?: (?:and )?[A-Z]\w+)?)?"
)


def court_before(surface: Surface, at: int) -> re.Match[str] | None:
    """The name of a court that stands last before a place in its block.

    Args:
        surface: The document.
        at: The place, an offset of the text.
    """
    block = surface.block_at(at)
    if block is None or " Court" not in surface.flat[block.start : at]:
        return None
    found = None
    for match in _COURT.finditer(surface.flat, block.start, at):
        found = match
    return found
