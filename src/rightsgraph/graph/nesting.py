"""Files nested so deeply that the parser of pyoxigraph breaks are refused before it sees them.

Measured with 100,000 levels: JSON-LD and triple terms run out of stack, which ends the process,
and RDF/XML takes minutes, since each level costs more than the one before. Collections, blank
nodes, reified triples and annotations of Turtle are read level by level and need no limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Final
from xml.parsers import expat

import pyoxigraph as ox

from rightsgraph.errors import RdfSyntaxError

JSON_LD_DEPTH: Final = 100
TRIPLE_TERM_DEPTH: Final = 100
RDF_XML_DEPTH: Final = 1000
BLOCK: Final = 1 << 20


def refuse_deep(path: Path, kind: ox.RdfFormat) -> None:
    """Nothing, when a file is nested no deeper than the parser can bear.

    Args:
        path: The file; RDF/XML must be known to have no document type declaration.
        kind: Its format.

    Raises:
        RdfSyntaxError: It is nested too deeply, or is XML that is not well-formed.
    """
    _CHECKS.get(kind, _check_terms)(path)


_JSON_TOKENS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
# A comment, a string or an IRI may hold what looks like the end of a term.
# Source: RDF 1.2 Turtle, section 6.5, Grammar.
_TURTLE_TOKENS: Final = re.compile(
    rb"#[^\r\n]*+"
    rb'|"""(?:[^"\\]|\\.|"(?!""))*+"""'
    rb"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    rb'|"(?:[^"\\\r\n]|\\.)*+"'
    rb"|'(?:[^'\\\r\n]|\\.)*+'"
    rb"|\\."
    rb"|(?P<open><<\()"
    rb"|(?P<close>\)>>)"
    rb'|<[^\0-\x20<>"{}|^`]*+>',
    re.DOTALL,
)


def _check_json(path: Path) -> None:
    _check(path, _JSON_TOKENS, JSON_LD_DEPTH, "Write the nodes side by side and link them by @id.")


def _check_terms(path: Path) -> None:
    if _contains(path, b"<<("):
        _check(
            path, _TURTLE_TOKENS, TRIPLE_TERM_DEPTH, "Give the inner triples names of their own."
        )


def _contains(path: Path, words: bytes) -> bool:
    tail = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if words in tail + block:
                return True
            tail = block[1 - len(words) :]
    return False


def _check(path: Path, tokens: re.Pattern[bytes], most: int, remedy: str) -> None:
    depth = 0
    for token in tokens.finditer(path.read_bytes()):
        if token.lastgroup == "open":
            depth += 1
        elif token.lastgroup == "close":
            depth -= 1
        if depth > most:
            raise _too_deep(path, most, remedy)


def _check_xml(path: Path) -> None:
    depth = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > RDF_XML_DEPTH:
            raise _too_deep(
                path, RDF_XML_DEPTH, "Write the nodes side by side and link them by rdf:resource."
            )

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        # What is not well-formed is refused here: the other parser forgives some of it.
        reason = expat.ErrorString(error.code)
        raise RdfSyntaxError(
            f"{path}:{error.lineno}:{error.offset + 1}: {reason}",
            file=str(path),
            line=error.lineno,
            column=error.offset + 1,
            reason=reason,
        ) from None


def _too_deep(path: Path, most: int, remedy: str) -> RdfSyntaxError:
    return RdfSyntaxError(
        f"{path}: nested deeper than {most:,} levels.", remedy=remedy, file=str(path)
    )


_CHECKS: Final[MappingProxyType[ox.RdfFormat, Callable[[Path], None]]] = MappingProxyType(
    {ox.RdfFormat.JSON_LD: _check_json, ox.RdfFormat.RDF_XML: _check_xml}
)
