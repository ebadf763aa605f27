"""Which endpoints SERVICE may ask: those of the settings, each named by its whole address.

The engine asks whatever endpoint a query names, and cannot be told which it may; so the scan of
tokens lets SERVICE through only where an address of the list follows as it stands. A variable, a
name with a prefix, a relative or an escaped address are refused, since what they come to is known
to the engine alone.

Source: SPARQL 1.1 Federated Query, section 2.
"""

from __future__ import annotations

import re
from typing import Final

from rightsgraph.errors import QueryForbiddenError

_CALL: Final = re.compile(
    r"(?i)\bservice\b(?:[ \t\r\n]|\#[^\r\n]*+)*+(?:silent(?:[ \t\r\n]|\#[^\r\n]*+)*+)?<"
)


def asks_elsewhere(query: str) -> bool:
    """Whether a query that may be evaluated asks another endpoint, whose answer may change.

    Example:
        >>> asks_elsewhere("SELECT * { SERVICE <https://examplia.example/sparql> { ?s ?p ?o } }")
        True
    """
    return _CALL.search(query) is not None


class ServiceClause:
    """What stands between a word SERVICE and the brace of its pattern.

    Args:
        allowed: The addresses that may be asked.
    """

    def __init__(self, allowed: frozenset[str]) -> None:
        self.allowed = allowed
        self.begun = self.silent = self.named = False

    def begin(self, word: str) -> bool:
        """Whether a word begins a clause that may be one of those that are allowed."""
        self.begun = bool(self.allowed) and word.upper() == "SERVICE"
        self.silent = self.named = False
        return self.begun

    def take(self, kind: str, text: str) -> bool:
        """Takes the next token of a clause that has begun; says whether the clause goes on.

        Args:
            kind: The kind of the token.
            text: Its text.

        Raises:
            QueryForbiddenError: The token names no address that is allowed.
        """
        if self.named:
            if text != "{":
                raise self.refused()
            self.begun = False
        elif kind == "word" and text.upper() == "SILENT" and not self.silent:
            self.silent = True
        elif kind == "iri" and text[1:-1] in self.allowed:
            self.named = True
        else:
            raise self.refused()
        return self.begun

    def refused(self) -> QueryForbiddenError:
        """The error for what is not on the list."""
        return QueryForbiddenError(
            "SERVICE may ask only the endpoints of the list of this server.",
            remedy=f"Write one of these addresses: {' '.join(sorted(self.allowed))}.",
        )
