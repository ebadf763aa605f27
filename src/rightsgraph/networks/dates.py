"""Dates as documents bear them: a day, a month or a year, compared as spans of days.

Source: ISO 8601 (reduced precision); XML Schema 1.1, xsd:gYear, xsd:gYearMonth, xsd:date.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Final

from rightsgraph.errors import ParameterError

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*|Z|[+-]\d{2}:\d{2})?")
_YEAR_DAYS: Final = 365.2425


@lru_cache(maxsize=65_536)
def span(text: str) -> tuple[date, date] | None:
    """The first and the last day of a date; None when it is none.

    Example:
        >>> span("2016-02")
        (datetime.date(2016, 2, 1), datetime.date(2016, 2, 29))
        >>> span("soon")
    """
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None


def given(name: str, text: str) -> tuple[date, date]:
    """The span of a date that a user has given.

    Args:
        name: The parameter it was given for.
        text: A day, a month or a year.

    Raises:
        ParameterError: It is no date.
    """
    found = span(text.strip())
    if found is None:
        raise ParameterError(
            f"Parameter {name!r} needs a date, not {text[:80]!r}.",
            remedy="Write a day, a month or a year: 2006-03-15, 2006-03 or 2006.",
            parameter=name,
        )
    return found


@lru_cache(maxsize=65_536)
def years_between(older: str, newer: str) -> float | None:
    """How many years lie between two dates, from the middle of one to the middle of the other.

    Returns:
        Years, negative when the second is the earlier one; None when one of the two is no date.

    Example:
        >>> round(years_between("2014-02-07", "2015-10-29"), 2)
        1.72
    """
    first, second = span(older), span(newer)
    if first is None or second is None:
        return None
    return (sum(d.toordinal() for d in second) - sum(d.toordinal() for d in first)) / 2 / _YEAR_DAYS
