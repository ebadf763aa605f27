"""Whose words a document is, as its symbol or its title says."""

from __future__ import annotations

import re

from rightsgraph.errors import SymbolError
from rightsgraph.extraction.gazetteers import EntryKind, actors
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import BlockKind
from rightsgraph.symbols import parse_symbol
from rightsgraph.symbols.model import body_label

_OWN_WORDS = frozenset({"resolution", "decision", "presidential-statement"})

# The organs by the prefix of the symbols of their resolutions.
ISSUERS = {
    "A/HRC": "Human Rights Council",
    "A": "General Assembly",
    "S": "Security Council",
    "E": "Economic and Social Council",
    "E/CN.4": "Commission on Human Rights",
    "E/CN.4/Sub.2": "Sub-Commission on the Promotion and Protection of Human Rights",
    "E/CN.6": "Commission on the Status of Women",
}


def body_of(symbol: str) -> str | None:
    """The body whose words a document is, as far as its symbol says.

    A resolution is its organ's, a document of a treaty series its committee's; a report under the
    symbol of an organ may be anybody's.
    """
    try:
        read = parse_symbol(symbol)
    except SymbolError:
        return None
    treaty_body = re.match(r"(?:CCPR|CAT|CRC|CERD|CEDAW|CRPD|CED|CMW|E/C\.12)/", read.key)
    if not treaty_body and read.kind not in _OWN_WORDS:
        return None
    return body_label(read) or None


def own_mandate(surface: Surface) -> str | None:
    """The mandate in whose name the document speaks, from its title."""
    for block in surface.document.of_kind(BlockKind.TITLE):
        found = [m for m in actors().find(surface.flat, block.start, block.end)
                 if m.entry.kind is EntryKind.MANDATE]  # fmt: skip
        if found:
            return found[0].entry.name
    return None
