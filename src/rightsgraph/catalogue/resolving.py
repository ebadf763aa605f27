"""What the graph knows of the documents and places that pasted citations name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph import iris
from rightsgraph.catalogue.places import place_iris
from rightsgraph.errors import SymbolError
from rightsgraph.symbols import Symbol, read_symbol

# So many things are looked up by one query.
BATCH: Final = 400
ADDRESS_SOURCE: Final = "built from the symbol, as the UN's document system addresses documents"
_QUERY: Final = """
SELECT ?thing ?name (SAMPLE(?titleEach) AS ?title) (MAX(?times) AS ?timesCited)
  (SAMPLE(?pageEach) AS ?page) WHERE {
  { VALUES ?thing { %(things)s } FILTER EXISTS { ?thing ?p ?o } }
  UNION { VALUES ?name { %(names)s } ?thing dcterms:identifier ?name }
  OPTIONAL { ?thing dcterms:title ?titleEach }
  OPTIONAL { ?thing rg:timesCited ?times }
  OPTIONAL { ?thing foaf:page ?pageEach }
} GROUP BY ?thing ?name
"""


@dataclass(frozen=True, slots=True)
class Known:
    """Something that the graph knows.

    Args:
        iri: Its IRI.
        title: Its title; empty when none is known.
        times_cited: How many citations name it.
        page: Its public page, as the graph says.
    """

    iri: str
    title: str = ""
    times_cited: int = 0
    page: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What citations name, to be looked up.

    Args:
        things: IRIs of documents and places.
        symbols: The symbols, which may be other printed forms of a document.
    """

    things: tuple[str, ...]
    symbols: tuple[str, ...]


def named(citations: Iterable[Mapping[str, Any]]) -> Named:
    """What citations name.

    Args:
        citations: As `rightsgraph.extraction.pasted.read_pasted` gives them.
    """
    things: dict[str, None] = {}
    symbols: dict[str, None] = {}
    for citation in citations:
        for symbol in symbols_of(citation):
            symbols[symbol.normalised] = symbols[symbol.key] = None
            things[iris.un_document(symbol.key)] = None
        for pinpoint in citation["pinpoints"]:
            things |= dict.fromkeys(places(citation, pinpoint))
    return Named(tuple(things), tuple(symbols))


def symbols_of(citation: Mapping[str, Any]) -> tuple[Symbol, ...]:
    """The symbols of a citation; several of a compound or joint one."""
    text = citation["symbol"]
    return read_symbol(text).symbols if text else ()


def places(citation: Mapping[str, Any], pinpoint: str) -> list[str]:
    """The IRIs of the places that a pinpoint names; empty when it is no place of a UN document."""
    found: list[str] = []
    for symbol in symbols_of(citation)[:1]:
        try:
            found += place_iris(f"{symbol.key} {pinpoint}")
        except (SymbolError, ValueError):
            continue
    return found


def queries(wanted: Named) -> list[str]:
    """The queries that look up what is named; each gives columns for `read_known`."""
    found = []
    names = list(wanted.symbols)
    for start in range(0, max(len(wanted.things), len(names)), BATCH):
        things = " ".join(str(ox.NamedNode(each)) for each in wanted.things[start : start + BATCH])
        literals = " ".join(str(ox.Literal(each)) for each in names[start : start + BATCH])
        found.append(_QUERY % {"things": things, "names": literals})
    return found


def read_known(rows: Iterable[Mapping[str, str]]) -> dict[str, Known]:
    """What is known, by IRI and by printed symbol.

    Args:
        rows: The rows of `queries`: column and text.
    """
    known: dict[str, Known] = {}
    for row in rows:
        if "thing" not in row:
            continue
        each = Known(
            row["thing"],
            row.get("title", ""),
            int(row.get("timesCited") or 0),
            row.get("page", ""),
        )
        known[row["thing"]] = each
        if row.get("name"):
            known.setdefault(row["name"], each)
    return known


def join(
    pasted: Mapping[str, Any], known: Mapping[str, Known], href: Callable[[str], str] | None = None
) -> dict[str, Any]:
    """Pasted citations with what the graph knows of them.

    Args:
        pasted: As `read_pasted` gives it.
        known: As `read_known` gives it.
        href: The address on a server for an IRI; None without a server.
    """
    citations = []
    for citation in pasted["citations"]:
        works = [describe(symbol, known, href) for symbol in symbols_of(citation)]
        at = [
            {"pinpoint": pinpoint, **_thing(iri, known, href)}
            for pinpoint in citation["pinpoints"]
            for iri in places(citation, pinpoint)
        ]
        normalised = symbols_of(citation)
        citations.append(
            {
                **citation,
                "symbol": normalised[0].normalised if normalised else citation["symbol"],
                "document": works[0] if works else None,
                "further": works[1:],
                "places": at,
            }
        )
    return {**pasted, "citations": citations}


def describe(
    symbol: Symbol, known: Mapping[str, Known], href: Callable[[str], str] | None = None
) -> dict[str, Any]:
    """A document as the graph knows it, with the address where the UN publishes it."""
    iri = str(iris.un_document(symbol.key))
    printed = known.get(symbol.normalised) or known.get(symbol.key)
    same = known.get(iri) or printed
    return {
        **_thing(same.iri if same else iri, known, href),
        "symbol": symbol.normalised,
        "title": same.title or None if same else None,
        "address": {"url": symbol.url, "source": ADDRESS_SOURCE},
    }


def _thing(
    iri: str, known: Mapping[str, Known], href: Callable[[str], str] | None
) -> dict[str, Any]:
    found = known.get(iri)
    return {
        "iri": iri,
        **({"href": href(iri)} if href is not None else {}),
        "known": found is not None,
        "timesCited": found.times_cited if found else 0,
    }
