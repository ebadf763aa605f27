"""Files that the parser of pyoxigraph cannot bear are refused before it sees them.

Measured with 100,000 levels: JSON-LD and triple terms run out of stack, which ends the process,
and RDF/XML takes minutes, since each level costs more than the one before. Collections, blank
nodes, reified triples and annotations of Turtle are read level by level and need no limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final
from xml.parsers import expat

import pyoxigraph as ox

from rightsgraph.errors import RdfSyntaxError

JSON_LD_DEPTH: Final = 100
TRIPLE_TERM_DEPTH: Final = 100
RDF_XML_DEPTH: Final = 1000
# Each attribute is compared with all before it: 100,000 of them take a quarter of a minute.
RDF_XML_ATTRIBUTES: Final = 1000
BLOCK: Final = 1 << 20


def refuse_deep(path: Path, kind: ox.RdfFormat) -> None:
    """Nothing, when a file is nested no deeper than the parser can bear.

    Args:
        path: The file.
        kind: Its format.

    Raises:
        RdfSyntaxError: It is nested too deeply, or is XML that is not well-formed, has a document
            type, too many attributes in an element, or an encoding that is not read.
    """
    _CHECKS.get(kind, _check_terms)(path)


# A string without an end goes to the end: looked for again from each quote in it, it would take
# time that grows with the square of its length.
_JSON_TOKENS: Final = re.compile(
    rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL
)
# A comment, a string or an IRI may hold what looks like the end of a term.
# Source: RDF 1.2 Turtle, section 6.5, Grammar.
_TURTLE_TOKENS: Final = re.compile(
    rb"#[^\r\n]*+"
    rb'|"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\\?\Z)'
    rb"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:'''|\\?\Z)"
    rb'|"(?:[^"\\\r\n]++|\\.)*+(?:"|(?=[\r\n])|\\?\Z)'
    rb"|'(?:[^'\\\r\n]++|\\.)*+(?:'|(?=[\r\n])|\\?\Z)"
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

    def start(_name: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > RDF_XML_DEPTH:
            raise _too_deep(
                path, RDF_XML_DEPTH, "Write the nodes side by side and link them by rdf:resource."
            )
        if len(attributes) > 2 * RDF_XML_ATTRIBUTES:
            raise RdfSyntaxError(
                f"{path}: an element has more than {RDF_XML_ATTRIBUTES:,} attributes.",
                remedy="Write properties as elements.",
                file=str(path),
            )

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse_document_type(*_: object) -> None:
        raise document_type_error(path)

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse_document_type
    try:
        with path.open("rb") as file:
            _feed(parser, file)
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
    except (LookupError, ValueError):  # of the codec that the declaration names
        raise RdfSyntaxError(
            f"{path}: the encoding that the XML declaration names is not read.",
            remedy="Send UTF-8.",
            file=str(path),
        ) from None


def _feed(parser: expat.XMLParserType, file: BinaryIO) -> None:
    """Gives a parser a file, in larger and larger blocks while a tag does not end.

    A tag is read again from its beginning with each block: with the two kilobytes of `ParseFile`
    a long one takes time that grows with the square of its length.
    """
    read = 0
    while block := file.read(max(BLOCK, read - parser.CurrentByteIndex)):
        parser.Parse(block, False)  # noqa: FBT003 the parameter has no name
        read += len(block)
    parser.Parse(b"", True)  # noqa: FBT003


def document_type_error(path: Path) -> RdfSyntaxError:
    """The error for a document type declaration, where alone entities can be declared."""
    return RdfSyntaxError(
        f"{path}: a document type declaration (<!DOCTYPE) is not accepted.",
        remedy="Write the entities out and take the declaration away.",
        file=str(path),
    )


def _too_deep(path: Path, most: int, remedy: str) -> RdfSyntaxError:
    return RdfSyntaxError(
        f"{path}: nested deeper than {most:,} levels.", remedy=remedy, file=str(path)
    )


_CHECKS: Final[MappingProxyType[ox.RdfFormat, Callable[[Path], None]]] = MappingProxyType(
    {ox.RdfFormat.JSON_LD: _check_json, ox.RdfFormat.RDF_XML: _check_xml}
)
