"""How a worker reports what went wrong with a query: the kind, the words, the place.

A worker loads this module by path, so it imports little, and nothing of the package.
"""

from __future__ import annotations

import json
import re
from typing import Final

_PLACE: Final = re.compile(r"error at (\d+):(\d+): ")


def kind_of(error: Exception, *, elsewhere: bool = False) -> str:
    """The kind of a failure, as `answers.failure` knows it.

    Args:
        error: What the engine raised.
        elsewhere: Whether the query asks another endpoint.
    """
    text = str(error)
    if isinstance(error, PermissionError):
        return "forbidden"  # a wall stood in its way
    if "Cannot allocate memory" in text:
        return "memory"
    if "does not support" in text:
        return "format"  # of a writer, such as that of JSON-LD upon triple terms
    if not isinstance(error, OSError):
        return "evaluation"
    return "service" if elsewhere and "Corruption" not in text else "store"


def report(kind: str, message: str, **place: int) -> bytes:
    """What a frame of a failure carries."""
    return json.dumps({"kind": kind, "message": message, **place}).encode()


def syntax_report(message: str) -> bytes:
    """The report of a query that does not parse, with its place where that is known."""
    match = _PLACE.match(message)
    if match is None:
        return report("syntax", message)
    line, column = int(match[1]), int(match[2])
    text = f"Line {line}, column {column}: {message[match.end() :]}"
    return report("syntax", text, line=line, column=column)
