"""RDF files: checking that they parse, and turning them into N-Quads for the store.

Parsing is pyoxigraph's: it streams, it is quick, and it is what the store itself reads, so
that what passes here loads there. Two things it does not defend against are refused before it
sees them: entities of RDF/XML, which may expand without limit, and files that are nested very
deeply (`nesting`).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pyoxigraph as ox

from rightsgraph.errors import InputError, RdfFormatError, RdfSyntaxError
from rightsgraph.graph.nesting import BLOCK, document_type_error, refuse_deep
from rightsgraph.iris import CANONICAL_BASE, Iri, base, named_graph, rebase, slugify

FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where quads come from: a file, or a function that writes N-Quads.

    Args:
        name: What messages and the manifest of a snapshot call it.
        path: The file; its suffix says the format.
        graph: Named graph of the triples that the file gives none. By default they get
            `graph/<slug of the file name>`; see `default_graph`.
        write: In place of a file, a function that writes N-Quads or N-Triples to a binary file.
        inputs: The files from which that function writes; they tell whether it would write the
            same again.
    """

    name: str
    path: Path | None = None
    graph: str | None = None
    write: Callable[[BinaryIO], object] | None = None
    inputs: tuple[Path, ...] = ()

    @classmethod
    def file(cls, path: str | Path, graph: str | None = None) -> Source:
        """A source that is a file."""
        return cls(name=Path(path).name, path=Path(path), graph=graph)


@dataclass(frozen=True, slots=True)
class RdfFile:
    """What is in an RDF file that parses."""

    path: Path
    format: ox.RdfFormat
    quads: int
    graphs: tuple[str, ...]


def rdf_format(path: Path) -> ox.RdfFormat:
    """The RDF format that the suffix of a file stands for.

    Raises:
        RdfFormatError: The suffix is not known.

    Example:
        >>> rdf_format(Path("letter.trig")).name
        'TriG'
    """
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise RdfFormatError(
            f"{path}: {path.suffix or 'a name without suffix'!r} is no RDF format known here.",
            file=str(path),
        ) from None


def load_file(path: str | Path) -> RdfFile:
    """What a file holds, read through to its end; nothing is kept in memory.

    Args:
        path: A file in Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD.

    Raises:
        RdfFormatError: The suffix is not known.
        RdfSyntaxError: The file does not parse, or uses what is refused.
        InputError: The file cannot be read.
    """
    path = Path(path)
    quads = 0
    graphs: set[str] = set()
    for quad in parse_file(path):
        quads += 1
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            graphs.add(quad.graph_name.value)
    return RdfFile(path, rdf_format(path), quads, tuple(sorted(graphs)))


def parse_file(path: Path) -> Iterator[ox.Quad]:
    """The quads of a file, one by one; blank nodes are renamed, so that files can be merged.

    Raises:
        RdfFormatError: The suffix is not known.
        RdfSyntaxError: The file does not parse, or uses what is refused.
        InputError: The file cannot be read.
    """
    yield from parse_as(path, rdf_format(path))


def parse_as(path: Path, kind: ox.RdfFormat, base_iri: str | None = None) -> Iterator[ox.Quad]:
    """The quads of a file in a format that its name does not tell.

    Args:
        path: The file.
        kind: Its format.
        base_iri: What relative IRIs in it are relative to; without it they are an error.

    Raises:
        RdfSyntaxError: The file does not parse, or uses what is refused.
        InputError: The file cannot be read.
    """
    require_file(path)
    try:
        if kind == ox.RdfFormat.RDF_XML:
            _refuse_doctype(path)
        refuse_deep(path, kind)
        yield from ox.parse(path=path, format=kind, base_iri=base_iri, rename_blank_nodes=True)
    except SyntaxError as error:
        raise syntax_error(error, str(path)) from None


def require_file(path: Path) -> None:
    """Nothing, when the file can be read.

    Raises:
        InputError: It is not there, is a folder, or must not be read.
    """
    try:
        path.open("rb").close()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).", file=str(path)) from None


def syntax_error(error: SyntaxError, name: str) -> RdfSyntaxError:
    """Our error for a syntax error of pyoxigraph, with file, line and column where known."""
    reason = re.sub(r"^Parser error at .*?: ", "", error.msg or str(error))
    place = name if error.lineno is None else f"{name}:{error.lineno}:{error.offset}"
    return RdfSyntaxError(
        f"{place}: {reason}", file=name, line=error.lineno, column=error.offset, reason=reason
    )


def write_nquads(
    sources: Iterable[Source],
    out: BinaryIO,
    *,
    union: BinaryIO | None = None,
    plain: bool = False,
) -> None:
    """Write sources as N-Quads, their canonical IRIs moved to the base of the settings.

    Args:
        sources: Files, or functions that write N-Quads.
        out: A binary file; it is written in blocks.
        union: Another file; each quad is written to it without its graph, so that loading both
            fills the named graphs and a default graph that is their union.
        plain: Whether triples without a graph stay in the default graph when the source names
            none for them.

    Raises:
        RdfFormatError: The suffix of a file is not known.
        RdfSyntaxError: A file does not parse.
        InputError: A file cannot be read.
    """
    for source in sources:
        target: str | None = source.graph or (None if plain else default_graph(source))
        writer = _LineWriter(out, union)
        ox.serialize(_in_graph(_quads(source), target), _as_binary(writer), ox.RdfFormat.N_QUADS)
        writer.finish()


def _quads(source: Source) -> Iterator[ox.Quad]:
    if source.path is not None:
        yield from parse_file(source.path)
    elif source.write is not None:
        # Parsed again, so that what a function wrote is as valid and canonical as a file.
        with tempfile.TemporaryFile() as file:
            source.write(file)
            file.seek(0)
            try:
                yield from ox.parse(file, ox.RdfFormat.N_QUADS, rename_blank_nodes=True)
            except SyntaxError as error:
                raise syntax_error(error, source.name) from None


def default_graph(source: Source) -> Iri:
    """The named graph of triples for which neither their file nor its source names one."""
    stem = source.path.stem if source.path is not None else source.name
    return named_graph(slugify(stem) or "unnamed")


def _in_graph(quads: Iterable[ox.Quad], target: str | None) -> Iterator[ox.Quad]:
    if target is None:
        yield from quads
        return
    graph = ox.NamedNode(target)
    nowhere = ox.DefaultGraph()
    for quad in quads:
        if quad.graph_name == nowhere:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        else:
            yield quad


class _LineWriter:
    """A file that takes canonical N-Quads in blocks and passes on whole, changed lines."""

    # In canonical N-Quads a line break inside a literal is escaped, so a line ends with its
    # graph, one space, the dot. Source: RDF 1.2 N-Quads, section 4, Canonical N-Quads.
    _GRAPH = re.compile(rb" (?:<[^<>\n]*>|_:[^\s<>]+) \.\n")

    def __init__(self, out: BinaryIO, union: BinaryIO | None) -> None:
        self._out = out
        self._union = union
        self._rebase = base() != CANONICAL_BASE
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, block: bytes) -> int:
        self._parts.append(bytes(block))
        self._size += len(block)
        if self._size >= BLOCK:
            self._pass_on()
        return len(block)

    def flush(self) -> None:
        """Nothing: pyoxigraph flushes at the end of a serialisation, `finish` does the work."""

    def finish(self) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        block = b"".join(self._parts)
        cut = block.rfind(b"\n") + 1
        self._parts, self._size = [block[cut:]], len(block) - cut
        lines = block[:cut]
        if self._rebase:
            lines = rebase(lines.decode()).encode()
        self._out.write(lines)
        if self._union is not None:
            self._union.write(self._GRAPH.sub(b" .\n", lines))


def _as_binary(writer: _LineWriter) -> BinaryIO:
    return writer  # type: ignore[return-value]  # only write() and flush() are called


def _refuse_doctype(path: Path) -> None:
    # Entities can only be declared in a document type declaration, and RDF/XML needs none.
    # Null bytes are dropped so that UTF-16 hides nothing.
    tail = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text = tail + block.replace(b"\0", b"")
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise document_type_error(path)
            tail = text[-16:]
