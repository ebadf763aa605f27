"""One text that should be a symbol: read it, and say what it is when it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from rightsgraph.errors import SymbolError
from rightsgraph.symbols.expressions import Expression, read_expression, series_at
from rightsgraph.symbols.model import Symbol
from rightsgraph.symbols.repair import series_or_misprint, suggest
from rightsgraph.symbols.spelling import clean

Outcome = Literal["symbol", "compound", "joint", "placeholder", "repairable", "rejected"]
LONGEST_TEXT = 400
_BETWEEN = re.compile(r"\s{0,3}(?:,\s{0,3}and\b|,|;|and\b|&)\s{0,3}")
_YEAR_AFTER = re.compile(r"\s{0,3}\((?:\d{1,2}\s\w{3,9}\s)?(?:19|20)\d\d\)")
_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:undocs\.org|docs\.un\.org)/(?:[a-z]{2}/)?([^?#\s]{3,120})(?:[?#]\S*)?"
    r"|https?://[^\s?]{1,200}\?(?:[^\s]{0,200}&)?(?:symbolno|symbol|DS)=([^&#\s]{3,120})"
    r"(?:[&#]\S*)?",
    re.IGNORECASE,
)
_FILE = re.compile(r"([A-Za-z0-9_.()-]{4,80})\.(?:pdf|docx?|html?|txt)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SymbolReading:
    """What a text is when it is read as a symbol.

    Attributes:
        text: The text given.
        outcome: `symbol`; `compound` (several documents of one family); `joint` (several symbols
            of one document); `placeholder` (the number is left open); `repairable` (a misprint
            whose correct form is `suggestion`); `rejected`.
        symbols: The symbols that the text names; empty for the last three outcomes.
        suggestion: What was probably meant. It is never applied by itself.
        reason: Why the text is no symbol; empty when it is one.
    """

    text: str
    outcome: Outcome
    symbols: tuple[Symbol, ...] = ()
    suggestion: str | None = None
    reason: str = ""


def parse_symbol(text: str) -> Symbol:
    """The symbol that a text is, in whatever spelling it was printed.

    Raises:
        SymbolError: The text is not exactly one symbol; the message says why and where.

    Example:
        >>> parse_symbol("UN Doc. A/HRC/25/63,").key
        'A/HRC/25/63'
        >>> str(parse_symbol("s/res/1593(2005)"))
        'S/RES/1593 (2005)'

    Source: https://research.un.org/en/docs/symbols
    """
    reading = read_symbol(text)
    if reading.outcome == "symbol":
        return reading.symbols[0]
    shown = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "..."
    if reading.outcome in ("compound", "joint"):
        named = ", ".join(symbol.normalised for symbol in reading.symbols)
        raise SymbolError(
            f"{shown!r} is not one symbol but names {len(reading.symbols)}: {named}",
            outcome=reading.outcome,
        )
    hint = f"; perhaps {reading.suggestion} is meant" if reading.suggestion else ""
    raise SymbolError(
        f"{shown!r} is no document symbol: {reading.reason}{hint}",
        outcome=reading.outcome,
        suggestion=reading.suggestion,
    )


def read_symbol(text: str) -> SymbolReading:
    """What a text is when it is read as a symbol; never raises.

    Example:
        >>> [str(symbol) for symbol in read_symbol("A/64/435 and Corr.1").symbols]
        ['A/64/435', 'A/64/435/Corr.1']
        >>> read_symbol("A/HRC/46//L.7").suggestion
        'A/HRC/46/L.7'
    """
    if len(text) > LONGEST_TEXT:
        return SymbolReading(text, "rejected", reason="it is longer than any symbol")
    held = symbol_in_address(text)
    if held is not None:
        return SymbolReading(
            text,
            "rejected",
            suggestion=held.normalised,
            reason="it is an address or a file name that is made from a symbol",
        )
    reading = _read(text, clean(text))
    if reading.outcome == "rejected" and not any(letter.isupper() for letter in text):
        in_capitals = _read(text, clean(text).upper())
        if in_capitals.outcome != "rejected":
            return in_capitals
    return reading


def _read(given: str, text: str) -> SymbolReading:
    if not text:
        return SymbolReading(given, "rejected", reason="it is empty")
    begins = series_or_misprint(text, 0)
    if begins is None:
        return SymbolReading(
            given, "rejected", reason="it does not begin with the series of a UN document"
        )
    printed, meant, after = begins
    if printed != meant:
        corrected = meant + text[after:]
        expression = read_expression(corrected, 0, meant, len(meant))
        if expression.outcome and expression.end == len(corrected):
            return _misprint(given, expression.symbols[0].normalised)
        return SymbolReading(given, "rejected", reason=f"{printed} is no series of UN documents")
    expression = read_expression(text, 0, meant, after)
    return _judge(given, text, expression, (meant, after))


def _judge(given: str, text: str, expression: Expression, begins: tuple[str, int]) -> SymbolReading:
    if expression.stop.why == "placeholder" and not expression.symbols:
        return SymbolReading(given, "placeholder", reason=expression.stop.reason)
    if expression.outcome and _reaches_end(text, expression.end):
        return SymbolReading(given, _outcome(expression), expression.symbols)
    several = _several(text, expression)
    if several:
        return SymbolReading(given, "compound", several)
    suggestion = suggest(text, 0, *begins)
    if suggestion is not None and _reaches_end(text, suggestion[1]):
        return _misprint(given, suggestion[0])
    if expression.symbols:
        rest = text[expression.end :]
        if expression.outcome == "symbol" and rest[0].isalpha():
            return _misprint(given, expression.symbols[0].normalised)
        reason = f"{rest!r} at character {expression.end + 1} is no part of a symbol"
        if expression.stop.why == "unknown":
            reason = f"{expression.stop.reason} (character {expression.stop.start + 1})"
        return SymbolReading(given, "rejected", reason=reason)
    reason = expression.stop.reason
    if expression.stop.why == "unknown":
        reason += f" (character {expression.stop.start + 1})"
    return SymbolReading(given, "rejected", reason=reason)


def _outcome(expression: Expression) -> Outcome:
    if expression.outcome == "compound":
        return "compound"
    return "joint" if expression.outcome == "joint" else "symbol"


def _misprint(given: str, suggestion: str) -> SymbolReading:
    return SymbolReading(
        given,
        "repairable",
        suggestion=suggestion,
        reason="it is misprinted or runs into other words",
    )


def _reaches_end(text: str, end: int) -> bool:
    """Whether nothing is left but a year in brackets, which symbols are often given with."""
    if end == len(text):
        return True
    year = _YEAR_AFTER.match(text, end)
    return year is not None and year.end() == len(text)


def _several(text: str, expression: Expression) -> tuple[Symbol, ...]:
    """The symbols of a plain list, when the text is nothing else."""
    symbols: list[Symbol] = []
    while expression.outcome:
        symbols += expression.symbols
        if expression.end == len(text):
            return tuple(symbols) if len(symbols) > 1 else ()
        between = _BETWEEN.match(text, expression.end)
        begins = series_at(text, between.end()) if between else None
        if between is None or begins is None:
            return ()
        expression = read_expression(text, between.end(), *begins)
    return ()


def symbol_in_address(text: str) -> Symbol | None:
    """The symbol from which the address of a document, or the name of a file, is made.

    Example:
        >>> str(symbol_in_address("https://undocs.org/en/A/HRC/40/74"))
        'A/HRC/40/74'
    """
    text = text.strip().rstrip(".,;")
    if "(" not in text:
        text = text.rstrip(")")
    address = _ADDRESS.fullmatch(text) if len(text) <= LONGEST_TEXT else None
    file = _FILE.fullmatch(text) if address is None and len(text) <= LONGEST_TEXT else None
    if address is not None:
        raw = unquote(address[1] or address[2])
    elif file is not None and "_" in file[1]:
        raw = file[1].replace("_", "/")
    else:
        return None
    for candidate in (raw, raw.upper()):
        reading = _read(text, clean(candidate))
        if reading.outcome == "symbol":
            return reading.symbols[0]
    return None
