"""Which court "the Court" means, where a paragraph named one by its full name."""

from __future__ import annotations

import re

from rightsgraph.extraction.surface import Surface

_COURT = re.compile(
    r"(?<![\w-])(?:(?!The|In|On|By|That)[A-Z][\w'-]+ (?:of |on |for )?){1,5}Court\b"
    r"(?: of [A-Z]\w+(?: (?:and )?[A-Z]\w+)?)?"
)
_LONGEST = 90  # characters of a name before its noun


def court_before(surface: Surface, at: int) -> re.Match[str] | None:
    """The name of a court that stands last before a place in its block.

    Args:
        surface: The document.
        at: The place, an offset of the text.
    """
    block = surface.block_at(at)
    if block is None:
        return None
    # A name is looked for right before its noun: most paragraphs are long and name no court.
    noun = surface.flat.rfind(" Court", block.start, at)
    while noun >= 0:
        found = None
        for match in _COURT.finditer(surface.flat, max(block.start, noun - _LONGEST), at):
            found = match if match.start() <= noun < match.end() else found
        if found:
            return found
        noun = surface.flat.rfind(" Court", block.start, noun)
    return None
