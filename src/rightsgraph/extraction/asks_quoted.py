"""Asks inside quotation marks: quoted as a whole sentence, or only mentioned."""

from __future__ import annotations

import re

from rightsgraph.extraction.surface import Span, Surface

_WE_SAID = re.compile(r"(?:We|I)(?: (?:\w+ly|also|now|once again))* \Z")


def is_in_quotes(surface: Surface, at: int, sentence: Span) -> bool:
    """Whether a mark is open at a place: in its paragraph, where the marks are in pairs."""
    block, flat = surface.block_at(at), surface.flat
    start = sentence.start
    if block and flat.count('"', block.start, block.end) % 2 == 0:
        start = block.start
    return flat.count('"', start, at) % 2 == 1


def is_said_whole(flat: str, at: int, sentence: Span) -> bool:
    """Whether a quoted verb asks: its sentence is quoted from its start, or "we" ask in it.

    "We call for an inquiry," said the expert: that is an ask, and "urged to act" is a mention.
    """
    opened = flat.rfind('"', 0, at)
    return opened <= sentence.start or _WE_SAID.fullmatch(flat, opened + 1, at) is not None
