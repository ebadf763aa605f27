"""The text of a query or update: its bytes decoded, its places in words."""

from __future__ import annotations

from rightsgraph.errors import QuerySyntaxError, RequestTooLargeError
from rightsgraph.settings import Settings


def decode_query(raw: bytes, settings: Settings) -> str:
    """The text of a query as it came over the wire, without a byte order mark.

    Args:
        raw: The query in UTF-8.
        settings: Says how long it may be.

    Raises:
        RequestTooLargeError: It has more than `settings.query_bytes` bytes.
        QuerySyntaxError: It is not UTF-8.

    Source: SPARQL 1.1 Protocol, section 2.1.3 (a query by POST is UTF-8).
    """
    if len(raw) > settings.query_bytes:
        raise RequestTooLargeError(
            f"The query has {len(raw)} bytes; at most {settings.query_bytes} are allowed."
        )
    return decode_utf8(raw, "query")


def decode_utf8(raw: bytes, what: str) -> str:
    """A text as it came over the wire, without a byte order mark.

    Args:
        raw: The text in UTF-8.
        what: What it is, for messages.

    Raises:
        QuerySyntaxError: It is not UTF-8.
    """
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise QuerySyntaxError(f"The {what} is not UTF-8: byte {error.start}.") from None


def position(text: str, offset: int) -> str:
    """Line and column of an offset, both from 1, in words."""
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - text.rfind(chr(10), 0, offset)}"
