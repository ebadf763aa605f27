"""Several documents in one expression: `A/64/435 and Corr.1`, `CEDAW/C/GC/31-CRC/C/GC/18`.

After a complete symbol the text may go on with further suffixes of the same document, or with a
second symbol of the same document. Both are read here, with bounded repetition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rightsgraph.symbols import grammar, tables
from rightsgraph.symbols.model import Symbol

LONGEST_RANGE = 50
_MOST_MEMBERS = 12
_SERIES = re.compile(r"([A-Za-z]{1,6})[ ]?/")
_AND = r"\s{0,3}(?:,\s{0,3}(?:and|&)?|;|and\b|&|to\b)\s{0,3}"
_MORE_SUFFIX = re.compile(
    rf"{_AND}/?((?:(?:Add|Corr|Rev|Amend)\.?\s{{0,2}}\d{{1,3}}(?:-\d{{1,3}})?/?)+)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_MORE_NUMBER = re.compile(
    rf"({_AND})(\d{{1,3}}(?:-\d{{1,3}})?)(?=\s{{0,3}}(?:[,;)\]:]|\.?$|\.\s|and\s\d|&\s\d))"
)
_SUFFIX = re.compile(r"(Add|Corr|Rev|Amend)\.?\s{0,2}(\d{1,3})(?:-(\d{1,3}))?", re.IGNORECASE)
_RANGE = re.compile(r"(Add|Corr|Rev|Amend)\.(\d{1,6})-(\d{1,6})")
_TIGHT_JOINT = re.compile(r"[-/]\r?\n?(?=[A-Za-z]{1,6}/)")
_WIDE_JOINT = re.compile(r"\s{1,2}-\s{1,2}(?=[A-Za-z]{1,6}/)")


@dataclass(frozen=True, slots=True)
class Expression:
    """What stands at an offset: one symbol, several of one family, or several of one document.

    Attributes:
        outcome: `symbol`, `compound`, `joint` or empty when there is no complete symbol.
        symbols: The symbols, in the order of the text.
        end: Offset after them.
        stop: Why the reading of the last symbol went no further.
        depth: How many parts of the last symbol fitted.
    """

    outcome: str
    symbols: tuple[Symbol, ...]
    end: int
    stop: grammar.Stop
    depth: int


def series_at(text: str, position: int) -> tuple[str, int] | None:
    """The series that begins at an offset, in capitals, and the offset after it."""
    match = _SERIES.match(text, position)
    if match is None or match[1].upper() not in tables.series():
        return None
    return match[1].upper(), match.end(1)


def read_expression(text: str, start: int, first: str, after: int) -> Expression:
    """Everything that belongs to the symbol that begins at an offset.

    Args:
        text: The text with plain spaces and dashes.
        start: Offset of the series.
        first: The series in capitals.
        after: Offset after the series.
    """
    walk = grammar.walk(text, start, first, after)
    if walk.symbol is None:
        return Expression("", (), walk.end, walk.stop, walk.depth)
    joint = _joint(text, walk)
    if len(joint.symbols) > 1:
        return joint
    members, end = _members(text, walk)
    outcome = "symbol" if len(members) == 1 and members[0] == walk.symbol else "compound"
    return Expression(outcome, tuple(members), end, walk.stop, walk.depth)


def _joint(text: str, walk: grammar.Walk) -> Expression:
    """The symbols of one document that has several."""
    symbols = [walk.symbol] if walk.symbol is not None else []
    while len(symbols) < _MOST_MEMBERS and walk.symbol is not None:
        tie = _TIGHT_JOINT.match(text, walk.end)
        wide = None if tie else _WIDE_JOINT.match(text, walk.end)
        found = tie or wide
        begins = series_at(text, found.end()) if found else None
        if found is None or begins is None:
            break
        following = grammar.walk(text, found.end(), *begins)
        if following.symbol is None or following.symbol in symbols:
            break
        # A dash between spaces may also be a range or a list of the same series.
        if wide is not None and following.symbol.body == walk.symbol.body:
            break
        symbols.append(following.symbol)
        walk = following
    return Expression("joint", tuple(symbols), walk.end, walk.stop, walk.depth)


def _members(text: str, walk: grammar.Walk) -> tuple[list[Symbol], int]:
    """The symbol with the further suffixes that are listed after it."""
    if walk.symbol is None:
        return [], walk.end
    members = _open_range(walk.symbol)
    end = walk.end
    base = walk.symbol
    last = base.suffixes[-1] if base.suffixes else ""
    while len(members) <= LONGEST_RANGE:
        more = _MORE_SUFFIX.match(text, end)
        number = _MORE_NUMBER.match(text, end) if more is None and last else None
        if more is not None:
            added, last = _attach(base, more[1])
            end = more.end()
        elif number is not None:
            added, last = _attach(base, last.partition(".")[0] + "." + number[2])
            end = number.end()
        else:
            break
        if not added:
            break
        members += [symbol for symbol in added if symbol not in members]
    return members, end


def _attach(base: Symbol, printed: str) -> tuple[list[Symbol], str]:
    """The symbols that a listed suffix (`Add.1-3`, `Add.1/Corr.1`) makes of the first one."""
    stem = base.normalised
    chain = list(_SUFFIX.finditer(printed))
    if not chain:
        return [], ""
    kind = chain[0][1].lower()
    # "X/Add.1 and Add.2" is X/Add.2, but "X/Add.1 and Corr.1" is X/Add.1/Corr.1.
    if base.parent is not None and base.suffixes[-1].lower().startswith(kind + "."):
        stem = base.parent.normalised
    for link in chain[:-1]:
        stem += f"/{link[1]}.{link[2]}"
    last = chain[-1]
    low, high = int(last[2]), int(last[3] or last[2])
    if not low <= high <= low + LONGEST_RANGE:
        return [], ""
    symbols = []
    for value in range(low, high + 1):
        symbol = _whole(f"{stem}/{last[1]}.{value}")
        if symbol is not None:
            symbols.append(symbol)
    return symbols, f"{last[1]}.{high}"


def _open_range(symbol: Symbol) -> list[Symbol]:
    """The addenda that `A/HRC/13/22/Add.1-3` names; the symbol itself when it is no range."""
    found = _RANGE.fullmatch(symbol.suffixes[-1]) if symbol.suffixes else None
    if found is None or symbol.parent is None:
        return [symbol]
    return _attach(symbol.parent, found[0])[0] or [symbol]


def _whole(text: str) -> Symbol | None:
    begins = series_at(text, 0)
    if begins is None:
        return None
    walk = grammar.walk(text, 0, *begins)
    return walk.symbol if walk.end == len(text) else None
