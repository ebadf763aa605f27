"""What a misprinted symbol was probably meant to be.

A repair is only a suggestion: whether the suggested form is the document that was meant can be
known only when it stands elsewhere in the same document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rightsgraph.symbols import grammar, tables
from rightsgraph.symbols.expressions import Expression, read_expression, series_at
from rightsgraph.symbols.spelling import UNKNOWN

# Letters and digits that the recognition of printed characters takes for one another.
_LOOK_ALIKE = {
    "C": "GEO", "G": "C", "E": "C", "O": "0C", "0": "O", "Q": "O0", "D": "0", "I": "1", "L": "1",
    "1": "IL", "4": "A", "A": "4", "5": "S", "S": "5", "8": "B", "B": "8", "6": "G", "Z": "2",
    "2": "Z", "N": "H", "H": "N",
}  # fmt: skip
_WITHOUT_DOT = re.compile(r"([A-Za-z]{1,5})[ ]?(\d{1,5})")
_DOT_FOR_SLASH = re.compile(r"([A-Za-z]{1,5})\.(\d{1,5})")
_SHORTEST_SERIES = 4
_TRIES = 3


@lru_cache(maxsize=1)
def misprinted_series() -> dict[str, str]:
    """Series of four letters or more that lack one letter, and the only series each can be."""
    found: dict[str, set[str]] = {}
    for name in tables.series():
        if len(name) >= _SHORTEST_SERIES and f"{name}/C" in tables.bodies():
            for index in range(len(name)):
                found.setdefault(name[:index] + name[index + 1 :], set()).add(name)
    return {
        short: next(iter(names))
        for short, names in found.items()
        if len(names) == 1 and short not in tables.series()
    }


def suggest(text: str, start: int, first: str, after: int) -> tuple[str, int] | None:
    """The correct form of a misprinted symbol and the offset after the misprint, or None.

    Args:
        text: The text with plain spaces and dashes.
        start: Offset of the series.
        first: The series in capitals.
        after: Offset after the series.
    """
    longer = 0
    for _ in range(_TRIES):
        expression = read_expression(text, start, first, after)
        fixed = next(_better(text, start, first, after, expression), None)
        if fixed is None:
            return None
        text, grown = fixed
        longer += grown
        after_fix = read_expression(text, start, first, after)
        if after_fix.symbols and not _misprint_follows(after_fix):
            shown = "-".join(symbol.normalised for symbol in after_fix.symbols)
            if after_fix.outcome == "compound":
                shown = after_fix.symbols[0].normalised
            return shown, after_fix.end - longer
    return None


def _misprint_follows(expression: Expression) -> bool:
    return expression.stop.why in ("empty", "swapped")


def _better(
    text: str, start: int, first: str, after: int, expression: Expression
) -> Iterator[tuple[str, int]]:
    """Texts with a change where the reading stopped, and how much longer each is."""
    stop = expression.stop
    for replacement, begin, end in _changes(text, first, stop):
        changed = text[:begin] + replacement + text[end:]
        again = grammar.walk(changed, start, first, after)
        if again.symbol is not None and (not expression.symbols or again.depth > expression.depth):
            yield changed, len(changed) - len(text)


def _changes(text: str, first: str, stop: grammar.Stop) -> Iterator[tuple[str, int, int]]:
    if stop.why == "empty":
        yield "", stop.start, stop.end
        return
    if stop.why == "swapped":
        type_part = text[stop.before : stop.start].rstrip("/ ")
        yield f"{text[stop.start : stop.end]}/{type_part}", stop.before, stop.end
        return
    if stop.why != "unknown":
        return
    found = UNKNOWN.match(text, stop.start)
    raw = found[0].rstrip(".-()") if found else ""
    if not raw or raw.islower():
        return
    end = stop.start + len(raw)
    spaced = _WITHOUT_DOT.match(text, stop.start)
    if spaced is not None and spaced.end() >= end:
        if tables.part_type(spaced[1], dotted=True) or spaced[1].upper() in ("C", "CN", "WG"):
            yield f"{spaced[1]}.{spaced[2]}", stop.start, spaced.end()
        if tables.part_type(spaced[1], dotted=False):
            yield f"{spaced[1]}/{spaced[2]}", stop.start, spaced.end()
    dotted = _DOT_FOR_SLASH.fullmatch(raw)
    if dotted is not None and tables.part_type(dotted[1], dotted=False):
        yield f"{dotted[1]}/{dotted[2]}", stop.start, end
    if f"{first}/C" in tables.bodies() and raw.upper() in tables.state_codes():
        yield f"C/{raw}", stop.start, end
    known = []
    digits = any(letter.isdigit() for letter in raw)
    for index, letter in enumerate(raw.upper()):
        for other in _LOOK_ALIKE.get(letter, ""):
            candidate = raw[:index] + other + raw[index + 1 :]
            if _is_known(candidate, text[: stop.start], printed_digits=digits):
                known.append(candidate)
    if len(known) == 1:
        yield known[0], stop.start, end


def _is_known(candidate: str, before: str, *, printed_digits: bool) -> bool:
    """Whether a part stands in a table, or becomes a number, so that it is not merely possible."""
    if candidate.isdigit():
        return printed_digits
    name, dot, number = candidate.partition(".")
    if dot and number.isdigit() and tables.part_type(name, dotted=True):
        return True
    path = before.rstrip("/ ").rpartition(" ")[2].upper()
    return tables.find_body(f"{path}/{candidate.upper()}") is not None


def series_or_misprint(text: str, position: int) -> tuple[str, str, int] | None:
    """The series at an offset as printed and as meant, and the offset after it."""
    begins = series_at(text, position)
    if begins is not None:
        return begins[0], begins[0], begins[1]
    end = text.find("/", position, position + 8)
    printed = text[position:end].strip().upper() if end > position else ""
    meant = misprinted_series().get(printed)
    return (printed, meant, position + len(printed)) if meant else None
