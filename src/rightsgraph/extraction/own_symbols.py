"""The document's own symbols, and the organ whose document it is."""

from __future__ import annotations

import re

from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind
from rightsgraph.symbols import Symbol, find_symbols

_ORGANS = (
    ("Human Rights Council", "A/HRC"),
    ("General Assembly", "A"),
    ("Security Council", "S"),
    ("Economic and Social Council", "E"),
    ("Commission on Human Rights", "E/CN.4"),
    ("Sub-Commission on the Promotion and Protection of Human Rights", "E/CN.4/Sub.2"),
    ("Commission on the Status of Women", "E/CN.6"),
)
_OPENS_RESOLUTION = re.compile(
    r"(?:^|\n|\. ?\s)(?:\d+(?:/\d+)?\.? )?The (?P<organ>"
    + "|".join(o for o, _ in _ORGANS)
    + r"),\s"
)
_HEAD_BLOCKS = 30
_LONGEST_HEAD_LINE = 60
_HEAD_OF_REPORT = 3000  # characters
_ISSUED_BEFORE = re.compile(
    r"\b(?:[Pp]reviously|[Oo]riginally|[Ii]nitially) (?:issued|circulated|distributed) "
    r"(?:under|as) (?:the )?(?:document )?(?:symbol )?"
)
_PREAMBLE = re.compile(
    r"(?:^|\n)\s*(?:Guided|Recalling|Reaffirming|Noting|Having|Bearing|Deeply|Welcoming|Acting|"
    r"Expressing|Recognizing|Mindful|Considering|Affirming|Determined|Alarmed|Gravely)\b"
)
_OWN_NUMBER = re.compile(
    r"^\s*(?:[Rr]esolution )?(?P<number>(?:S-|ES-)?\d{1,3}/\d{1,3})\.?(?=\s|$)"
)
_SECURITY_NUMBER = re.compile(r"\bResolution (?P<number>\d{3,4}) ?\((?P<year>(?:19|20)\d\d)\)")


def find_issuer(surface: Surface) -> tuple[str | None, bool]:
    """The organ that speaks, and whether the document is its resolution."""
    head = surface.flat[:6000]
    match = _OPENS_RESOLUTION.search(head)
    if match and _PREAMBLE.search(surface.flat[match.end() - 1 : match.end() + 900]):
        return dict(_ORGANS)[match["organ"]], True
    return None, False


def issuer_of(symbol: Symbol) -> str | None:
    """The symbol prefix of the organ in whose series a document is."""
    for prefix in ("A/HRC", "E/CN.4/Sub.2", "E/CN.4", "E/CN.6"):
        if symbol.key.startswith(prefix + "/"):
            return prefix
    first = symbol.key.partition("/")[0]
    return first if first in ("A", "S", "E") else None


def find_own_symbols(surface: Surface) -> list[Symbol]:
    """The symbols of mastheads and page heads, and those glued into sentences by a page break."""
    found: dict[str, Symbol] = {}
    document = surface.document
    for block in document.of_kind(BlockKind.MASTHEAD, BlockKind.FURNITURE):
        words = surface.words(block.start, block.end)
        for match in find_symbols(words[:400]):
            if block.kind is BlockKind.MASTHEAD or len(match.text) * 2 > len(words):
                for symbol in match.reading.symbols:
                    found.setdefault(symbol.key, symbol)
    if not found:
        found.update(_alone_near_the_head(surface))
    if not found:
        found.update(_page_heads_in_prose(surface))
    earlier = _ISSUED_BEFORE.search(surface.flat[:_HEAD_OF_REPORT])
    if earlier and found:
        # "Previously issued under the symbol A/HRC/WG.6/9/L.9": the same document.
        for match in find_symbols(surface.flat[earlier.end() : earlier.end() + 60])[:1]:
            for symbol in match.reading.symbols:
                found.setdefault(symbol.key, symbol)
    return list(found.values())


def _alone_near_the_head(surface: Surface) -> dict[str, Symbol]:
    """A symbol as a line of its own that opens the text, or stands beside the emblem's words."""
    for index, block in enumerate(surface.blocks[:_HEAD_BLOCKS]):
        if block.kind is BlockKind.NOTE or block.end - block.start > _LONGEST_HEAD_LINE:
            continue
        words = surface.words(block.start, block.end)
        matches = find_symbols(words)
        if len(matches) != 1 or words[matches[0].end :].strip("* "):
            continue
        before = words[: matches[0].start].strip()
        if before == "United Nations" or (not before and index == 0):
            return {symbol.key: symbol for symbol in matches[0].reading.symbols}
    return {}


def _page_heads_in_prose(surface: Surface) -> dict[str, Symbol]:
    """A symbol that stands alone after the end of sentences, twice or more, was a page head."""
    alone: dict[str, list[Symbol]] = {}
    for block in surface.prose:
        tail = surface.flat[max(block.start, block.end - 60) : block.end]
        for match in find_symbols(tail):
            before = tail[: match.start].rstrip()
            if match.end == len(tail) and before.endswith((".", '."')) and match.reading.symbols:
                symbol = match.reading.symbols[0]
                alone.setdefault(symbol.key, []).append(symbol)
    return {
        key: symbols[0]
        for key, symbols in alone.items()
        if len(symbols) > 1 or surface.text.count(key) > 1
    }


def own_numbers(
    surface: Surface, title: str | None, titles: tuple[Block, ...], issuer: str | None
) -> list[str]:
    """The symbol of a resolution from its heading: "14/14", "Resolution 1593 (2005)"."""
    heads = [*titles, *surface.document.of_kind(BlockKind.HEADING, BlockKind.MASTHEAD)[:4]]
    for words in [title or "", *(surface.words(block.start, block.end) for block in heads)]:
        security = _SECURITY_NUMBER.search(words) if issuer == "S" else None
        if security:
            return [f"S/RES/{security['number']} ({security['year']})"]
        number = _OWN_NUMBER.match(words)
        if number and issuer in ("A", "A/HRC"):
            return [f"{issuer}/RES/{number['number']}"]
    return []
