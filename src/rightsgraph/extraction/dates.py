"""Dates in words, as ISO 8601."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENGLISH = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
    "august aug", "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
# Spanish, Portuguese, French, German, Italian and Russian; whole words only.
_OTHERS = (
    "enero janeiro janvier januar gennaio января", "febrero fevereiro février februar febbraio "
    "февраля", "marzo março mars märz марта", "abril avril aprile апреля",
    "mayo maio mai maggio мая", "junio junho juin juni giugno июня",
    "julio julho juillet juli luglio июля", "agosto août августа",
    "septiembre setiembre setembro septembre settembre сентября",
    "octubre outubro octobre oktober ottobre октября", "noviembre novembro novembre ноября",
    "diciembre dezembro décembre dezember dicembre декабря",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_ENGLISH, start=1) for name in names.split()}
_MONTHS_ELSEWHERE = {
    name: number for number, names in enumerate(_OTHERS, start=1) for name in names.split()
}
_ALL_MONTHS = {**MONTHS, **_MONTHS_ELSEWHERE}
_MONTH = r"(?P<{}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_ANY_MONTH = r"(?P<m1>" + "|".join(sorted(_ALL_MONTHS, key=len, reverse=True)) + r")\.?"
DATE = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<d1>\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?: of| day of| de)? "
    + _ANY_MONTH
    + r",?(?: del?)? (?P<y1>[12]\d{3})"
    r"|" + _MONTH.format("m2") + r" (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>[12]\d{3})"
    r"|(?P<y3>[12]\d{3})-(?P<m3>\d{2})-(?P<d3>\d{2})"
    r"|(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>[12]\d{3})"
    r"|(?P<y5>[12]\d{3})[/.](?P<m5>\d{1,2})[/.](?P<d5>\d{1,2})"
    # Two figures for the year, with full stops: day, month, year.
    r"|\b(?P<d7>\d{2})\.(?P<m7>\d{2})\.(?P<y7>\d{2})(?=[\s,]|\Z)"
    r")(?![\w-]|\.\d)"
    r"|(?<!\d)(?P<y6>[12]\d{3}) ?[年년] ?(?P<m6>\d{1,2}) ?[月월] ?(?P<d6>\d{1,2}) ?[日일]",
    re.IGNORECASE,
)
MONTH_AND_YEAR = re.compile(
    r"(?<!\w)" + _MONTH.format("m") + r",? (?P<y>[12]\d{3})(?!\w)", re.IGNORECASE
)
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day as the text names it."""

    start: int
    end: int
    iso: str


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[FoundDate]:
    """The full dates between two offsets of a text in matching form.

    A date in figures with two readings (03/04/2015) is left out: which of them is the month is
    not known.

    Example:
        >>> [date.iso for date in find_dates("New York, October 29, 2015; 7th May 2019")]
        ['2015-10-29', '2019-05-07']
        >>> [date.iso for date in find_dates("7 de mayo de 2019; 2019年5月7日; 07/05/2019")]
        ['2019-05-07', '2019-05-07']
    """
    found = []
    for match in DATE.finditer(text, start, len(text) if end is None else end):
        iso = _iso(match)
        if iso:
            found.append(FoundDate(match.start(), match.end(), iso))
    return found


def _iso(match: re.Match[str]) -> str | None:
    if match["y1"]:
        year, month, day = match["y1"], _ALL_MONTHS[match["m1"].lower()], int(match["d1"])
    elif match["y2"]:
        year, month, day = match["y2"], MONTHS[match["m2"].lower()], int(match["d2"])
    elif match["y3"]:
        year, month, day = match["y3"], int(match["m3"]), int(match["d3"])
    elif match["y5"]:
        year, month, day = match["y5"], int(match["m5"]), int(match["d5"])
    elif match["y6"]:
        year, month, day = match["y6"], int(match["m6"]), int(match["d6"])
    elif match["y7"]:
        year, month, day = f"20{match['y7']}", int(match["m7"]), int(match["d7"])
    else:
        year, month, day = match["y4"], int(match["m4"]), int(match["d4"])
        if month > 12:
            month, day = day, month
        elif day <= 12 and day != month:
            return None
    if not 1 <= month <= 12 or not 1 <= day <= _LENGTHS[month - 1]:
        return None
    return f"{year}-{month:02d}-{day:02d}"
