"""Parts of a file that a client asks for, to go on with a download that broke off.

Source: RFC 9110, section 14.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from rightsgraph.server.problems import HttpError

_ONE: Final = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of a file.

    Args:
        first: The first of them.
        last: The last of them.
    """

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1


class RangeNotSatisfiableError(HttpError):
    """A part that the file does not have."""

    default_remedy = "Ask for bytes that the file has; HEAD says how many these are."

    def __init__(self, size: int) -> None:
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        super().__init__(status, f"The file has {size} bytes and none of those asked for.")
        self.size = size


def part_of(field: str, size: int) -> Part | None:
    """The part that a Range field asks for; None when the whole file is to be sent.

    That is so too for what is no range of bytes, and for several ranges at once.

    Args:
        field: The field; empty without one.
        size: How many bytes the file has.

    Raises:
        RangeNotSatisfiableError: The file has none of these bytes.

    Example:
        >>> part_of("bytes=-2", 10)
        Part(first=8, last=9)
    """
    match = _ONE.fullmatch(field.strip())
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        first, last = max(0, size - int(match[2])), size - 1
    else:
        first, last = int(match[1]), min(int(match[2]), size - 1) if match[2] else size - 1
        if match[2] and int(match[2]) < first:
            return None
    if first > last:
        raise RangeNotSatisfiableError(size)
    return Part(first, last)
