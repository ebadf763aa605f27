"""What a document is called in the graph, and what sort of document it is.

A UN document is named by its symbol, so that it is the node that others already cite. Any other
is named by its date and title; without a date, or without a title, by its file, so that a
corrected copy replaces the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rightsgraph import iris
from rightsgraph.errors import NotFoundError
from rightsgraph.extraction import Extraction
from rightsgraph.graph.description_agents import shared_authorities
from rightsgraph.reading import Document
from rightsgraph.symbols import Symbol, parse_symbol, read_symbol
from rightsgraph.vocabulary import DOCUMENT_KINDS, Fabio, Rg, Undo

LETTERS: Final = frozenset({"letter", "joint-letter", "communication", "note-verbale"})
_CLASSES: Final = {
    "resolution": Undo.Resolution,
    "decision": Undo.Decision,
    "meeting-record": Undo.MeetingRecord,
    "summary-record": Undo.MeetingRecord,
    "press-release": Fabio.NewsItem,
    "news-article": Fabio.NewsItem,
    "web-page": Fabio.WebPage,
    "treaty": Undo.Treaty,
    "book": Fabio.Book,
}
_REPORTS: Final = frozenset(
    kind for kind in DOCUMENT_KINDS if kind.endswith(("report", "submission"))
) | {"compilation", "publication"}
# What a body adopts or writes itself; other documents are written for it.
_ADOPTED: Final = frozenset(
    {
        "resolution",
        "decision",
        "presidential-statement",
        "views",
        "general-comment",
        "concluding-observations",
        "opinion",
        "meeting-record",
        "summary-record",
        "list-of-issues",
    }
)
_ENDING: Final = re.compile(r"(?:\.[A-Za-z0-9]{1,5}){1,2}$")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document is called.

    Attributes:
        iri: Its IRI.
        graph: IRI of its named graph.
        slug: The part of both that tells it from others.
        symbols: Its own UN document symbols, the first of which names it.
    """

    iri: str
    graph: str
    slug: str
    symbols: tuple[Symbol, ...] = ()


def identify(document: Document, extraction: Extraction, *, suffix: str = "") -> Identity:
    r"""The names of a document.

    Args:
        document: The document as it was read.
        extraction: What was found in it.
        suffix: What tells it from another document that would have the same name; not used for
            a document with a symbol.

    Example:
        >>> from rightsgraph.extraction import extract
        >>> from rightsgraph.reading import read
        >>> letter = read("Open Letter on Examplia\n\n1 March 2030\n\nDear Minister,\n\nAct now.\n")
        >>> identify(letter, extract(letter)).graph.rpartition("/")[2]
        '2030-03-01-open-letter-on-examplia'
    """
    symbols = tuple(s for text in extraction.metadata.symbols for s in _symbols(text))
    if symbols:
        slug = f"un/{symbols[0].key}"
        iri = iris.un_document(symbols[0].key)
        return Identity(iri, iris.named_graph(slug), slug, symbols)
    metadata = extraction.metadata
    title = iris.slugify(metadata.title or metadata.subject or "")
    stem = iris.slugify(_ENDING.sub("", document.name))
    pieces = [metadata.date or stem, title or stem] if metadata.date else [stem or title]
    if not metadata.date and stem and title:
        pieces = [stem, title]
    name = "-".join(dict.fromkeys(piece for piece in pieces if piece))
    name = name or f"document-{document.text_digest.removeprefix('sha256:')[:12]}"
    slug = f"{name}-{suffix}" if suffix else name
    return Identity(iris.letter(slug), iris.named_graph(slug), slug)


@lru_cache(maxsize=4096)
def _symbols(text: str) -> tuple[Symbol, ...]:
    """The symbols in a text; of an expression that names several, all."""
    return read_symbol(text).symbols


@lru_cache(maxsize=16_384)
def symbol_of(text: str) -> Symbol | None:
    """The symbol that names a document; None when the text is none."""
    found = _symbols(text)
    return found[0] if found else None


@lru_cache(maxsize=16_384)
def printed_symbol(symbol: Symbol) -> str:
    """The normalised symbol as a function of its key alone.

    One text prints the year of a resolution and another does not; the document has one symbol.
    """
    return parse_symbol(symbol.key).normalised


def class_of(kind: str, *, un: bool) -> str:
    """The class of a document of a kind."""
    if kind in LETTERS and not un:
        return Fabio.Letter
    if kind in _CLASSES:
        return _CLASSES[kind]
    return Fabio.Report if un or kind in _REPORTS else Fabio.Work


def kind_of(symbol: Symbol) -> str:
    """The kind of a UN document, as its symbol says; a report when it does not say."""
    return symbol.kind if symbol.kind in DOCUMENT_KINDS else "report"


@lru_cache(maxsize=16_384)
def body_of(symbol: Symbol) -> str | None:
    """The IRI of the body in whose series a document stands, if the authority files have it."""
    for slug in (symbol.body, symbol.organ):
        if slug:
            try:
                return shared_authorities().body(slug).iri
            except NotFoundError:
                continue
    return None


def relation_to_body(symbol: Symbol) -> str:
    """Whether the body of a symbol issued the document, or was given it."""
    return Rg.issuedBy if kind_of(symbol) in _ADOPTED else Rg.submittedTo
