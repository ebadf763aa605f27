"""Every symbol in running text, with its place.

The text is searched for slashes, which are rare in prose; at each one that follows the name of
a series, the grammar reads a window of bounded length. So the time grows with the length of the
text and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rightsgraph.symbols.expressions import Expression, read_expression
from rightsgraph.symbols.readings import SymbolReading
from rightsgraph.symbols.repair import misprinted_series, suggest
from rightsgraph.symbols.spelling import SLASHES, plain
from rightsgraph.symbols.tables import series

WINDOW = 360
_LOOK_BACK = 200
_LONGEST_SERIES = 6
_NAME = re.compile(r"[A-Z]{1,6}$")
_ANY_SLASH = re.compile(f"[/{SLASHES}]")
_NO_LETTER_BEFORE = re.compile(r"[A-Za-z0-9/_\\@%=&#~+$]")
_ADDRESS_MARKS = ("://", "www.", "WWW.")
# "A/B", "S/ M": no symbol of a principal organ goes on with one letter alone.
_LONE_LETTER = re.compile(r"[AEST][ ]?/[ ]?[A-Za-z]?(?![A-Za-z0-9.…_?#*\[\s-])")
_FILE_AFTER = re.compile(r"\.(?:pdf|docx?|html?|xml|json|md|txt)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SymbolMatch:
    """A place in a text where one or several symbols stand.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        text: The characters between them.
        reading: What they are; never `rejected`.
    """

    start: int
    end: int
    text: str
    reading: SymbolReading


def find_symbols(text: str) -> list[SymbolMatch]:
    """Every symbol in running text, in order, without overlaps.

    Pieces of web addresses and of file paths are no symbols. A symbol that runs into the words
    of its pinpoint ("CAT/C/SVN/CO/3para. 10") ends before them, since no symbol goes on in small
    letters. One that is broken after a slash, by a space or the end of a line, is put together
    when what follows is a part that the tables know. Misprints are reported as `repairable`.

    Args:
        text: Plain text; offsets are counted in its characters.

    Example:
        >>> [m.text for m in find_symbols("See A/HRC/25/63, para. 76, and S/RES/1593 (2005).")]
        ['A/HRC/25/63', 'S/RES/1593 (2005)']
    """
    return list(_matches(text))


def _slashes(text: str) -> Iterator[int]:
    if any(mark in text for mark in SLASHES):
        yield from (match.start() for match in _ANY_SLASH.finditer(text))
        return
    position = text.find("/")
    while position >= 0:
        yield position
        position = text.find("/", position + 1)


def _matches(text: str) -> Iterator[SymbolMatch]:
    done = 0
    for slash in _slashes(text):
        if slash < done:
            continue
        name = _series_before(text, slash, done)
        if name is None:
            continue
        start = text.rfind(name, done, slash)
        if _LONE_LETTER.match(text, start) or not _may_begin(text, start, done):
            continue
        match = _match_at(text, start, name)
        if match is not None:
            yield match
            done = match.end


def _series_before(text: str, slash: int, done: int) -> str | None:
    """The series, or a misprint of one, in capitals before a slash."""
    end = slash - 1 if slash > done and text[slash - 1] in " \u00a0" else slash
    found = _NAME.search(text[max(done, end - _LONGEST_SERIES) : end])
    if found is None or (found[0] not in series() and found[0] not in misprinted_series()):
        return None
    return found[0]


def _may_begin(text: str, start: int, done: int) -> bool:
    """Whether what stands before an offset lets a symbol begin there."""
    if start == 0 or start == done:
        return True
    before = text[start - 1]
    if _NO_LETTER_BEFORE.match(before) or (
        before == "-" and start > 1 and text[start - 2].isalnum()
    ):
        return False
    # The word that this place belongs to may be an address with the symbol in it.
    word = re.split(r"\s", text[max(0, start - _LOOK_BACK) : start])[-1]
    return not any(mark in word for mark in _ADDRESS_MARKS)


def _match_at(text: str, start: int, name: str) -> SymbolMatch | None:
    window = plain(text[start : start + WINDOW])
    if name not in series():
        return _misprinted_series(text, start, name, window)
    expression = read_expression(window, 0, name, len(name))
    stop = expression.stop
    if stop.why == "placeholder" and not expression.symbols:
        end = start + stop.end
        reading = SymbolReading(text[start:end], "placeholder", reason=stop.reason)
        return SymbolMatch(start, end, text[start:end], reading)
    if stop.why in ("empty", "swapped", "unknown"):
        suggestion = suggest(window, 0, name, len(name))
        if suggestion is not None and suggestion[1] > expression.end:
            return _repairable(text, start, start + suggestion[1], suggestion[0])
    if not expression.outcome:
        return None
    return _found(text, start, expression)


def _found(text: str, start: int, expression: Expression) -> SymbolMatch | None:
    end = start + expression.end
    if _FILE_AFTER.match(text, end):
        return None
    outcome = expression.outcome
    printed = text[start:end]
    if outcome == "compound":
        reading = SymbolReading(printed, "compound", expression.symbols)
    elif outcome == "joint":
        reading = SymbolReading(printed, "joint", expression.symbols)
    else:
        reading = SymbolReading(printed, "symbol", expression.symbols)
    return SymbolMatch(start, end, printed, reading)


def _misprinted_series(text: str, start: int, name: str, window: str) -> SymbolMatch | None:
    meant = misprinted_series()[name]
    corrected = meant + window[len(name) :]
    expression = read_expression(corrected, 0, meant, len(meant))
    if expression.outcome != "symbol":
        return None
    end = start + expression.end - len(meant) + len(name)
    return _repairable(text, start, end, expression.symbols[0].normalised)


def _repairable(text: str, start: int, end: int, suggestion: str) -> SymbolMatch:
    printed = text[start:end]
    reading = SymbolReading(printed, "repairable", suggestion=suggestion, reason="it is misprinted")
    return SymbolMatch(start, end, printed, reading)
