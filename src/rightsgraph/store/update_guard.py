"""What a SPARQL update may contain, and what it writes to, read from its tokens.

An update is held to the limits of a query, but for its data: triples that are only inserted or
deleted cost the engine nothing but their bytes. What it writes to is read by `update_scope`.

Source: SPARQL 1.1 Query Language, section 19.8 (grammar, rules 29 to 51).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rightsgraph.errors import RequestTooLargeError
from rightsgraph.settings import Settings
from rightsgraph.store.guard import Scan, forbidden
from rightsgraph.store.tokens import Token, read_tokens, read_update_tokens
from rightsgraph.store.update_scope import UpdateReader, UpdateScope

# fmt: off
_WORDS: Final = frozenset((
    "INSERT", "DELETE", "DATA", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "SILENT",
    "WITH", "USING", "NAMED", "INTO", "TO", "DEFAULT", "ALL",
))
# fmt: on
_DATA_WORDS: Final = frozenset({"DATA", "INSERT", "DELETE"})


def check_update(
    text: str, settings: Settings, using: Sequence[str] = (), using_named: Sequence[str] = ()
) -> UpdateScope:
    """The scope of an update that may be applied.

    LOAD SILENT is taken out: it may not reach the network, so it fails, and is silent about it.

    Args:
        text: The update, decoded.
        settings: Says how long, deep and wide it may be.
        using: IRIs of the graphs in which WHERE looks by default.
        using_named: IRIs of the graphs that GRAPH reaches in WHERE.

    Raises:
        QueryForbiddenError: It contains SERVICE or LOAD.
        RequestTooLargeError: It has more than `settings.request_bytes` bytes.
        QueryTooComplexError: It is nested deeper than `settings.query_nesting`, or its patterns
            are more than `settings.query_patterns`.
        QuerySyntaxError: It is no sequence of update operations.
        InputError: Graphs are named by the request, and by USING or WITH too.

    Example:
        >>> check_update("DROP GRAPH <https://examplia.example/g>", Settings()).graphs
        {'https://examplia.example/g'}
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > settings.request_bytes:
        raise RequestTooLargeError(
            f"The update has {size} bytes; at most {settings.request_bytes} are allowed.",
            remedy="Send data as a file to /store, or raise RIGHTSGRAPH_REQUEST_BYTES.",
        )
    scan = _UpdateScan(text, settings)
    reader = UpdateReader(text, scan.tokens, using, using_named)
    reader.refuse_at_once()
    scan.run_update()
    return reader.read()


class _UpdateScan(Scan):
    """One pass over the tokens of an update, for limits and SERVICE."""

    def __init__(self, text: str, settings: Settings) -> None:
        # A write never asks other servers: its process has no network.
        super().__init__(text, settings.model_copy(update={"service_endpoints": ""}))
        self.tokens: list[Token] = []
        self.data_depth = 0  # so many brackets are open where a block of data begins
        self.before_data = (0, 0, 0)

    def run_update(self) -> None:
        """Refuses what `check_update` refuses on account of tokens."""
        self.walk()
        self.limits()
        if self.two_readings and "service" in self.text.lower():
            raise forbidden("SERVICE")

    def walk(self) -> None:
        """Looks at every token, and keeps it."""
        keep = self.tokens.append
        for token in self.read():
            keep(token)
            self.look(token)

    def read(self) -> Iterator[Token]:
        """The tokens; what repeats itself comes together where no SERVICE can hide in it."""
        if "SERVICE" in self.text.upper() or "service" in self.text.lower():
            return read_tokens(self.text)
        return read_update_tokens(self.text, self.in_data)

    def in_data(self) -> bool:
        """Whether what comes next is data, and not the name of its graph."""
        names_graph = self.last.kind == "word" and self.last.upper == "GRAPH"
        return self.data_depth > 0 and not names_graph

    def limit_width(self) -> None:
        """Refuses an update that has too much beside each other, but for its data."""
        if not self.data_depth:
            super().limit_width()

    def compare_or_iri(self, text: str) -> None:
        """Notes an IRI that could also be a comparison, which hides nothing in data."""
        hidden = self.hidden_signs
        super().compare_or_iri(text)
        if self.data_depth:
            self.hidden_signs = hidden

    def word(self, text: str) -> None:
        """Looks at a keyword."""
        if text.upper() in _WORDS:
            self.subject_next = False
        else:
            super().word(text)

    def open(self, text: str) -> None:
        """Enters a bracket; the braces after INSERT, DELETE and DATA hold data."""
        if not self.data_depth and text == "{" and self.last.text.upper() in _DATA_WORDS:
            self.data_depth = len(self.brackets) + 1
            self.before_data = (self.patterns, self.groups, self.steps)
        super().open(text)

    def close(self) -> None:
        """Leaves a bracket; what stood in data does not count."""
        if self.data_depth and len(self.brackets) <= self.data_depth:
            self.data_depth = 0
            self.patterns, self.groups, self.steps = self.before_data
        super().close()
