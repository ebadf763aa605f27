"""What an address that leads nowhere may have meant: other names, and what is near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final
from urllib.parse import unquote

import pyoxigraph as ox
from starlette.types import Receive

from rightsgraph import iris
from rightsgraph.server.service import GraphService
from rightsgraph.symbols import Symbol, read_symbol

_MOST: Final = 5
_LOOKED_AT: Final = 200
_REMEDY: Final = "Ask for what is listed under `near`, or search by SPARQL at /sparql."
_ELSEWHERE: Final = "Check the address; /queries/documents lists the documents."


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Something that the graph knows.

    Args:
        iri: Its IRI.
        name: Its symbol.
        title: Its title; empty when none is known.
    """

    iri: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Near:
    """What is near to a name.

    Args:
        near: What the graph knows.
        official: Public address of the document that the name means; empty when it means none.
        remedy: What can be done.
    """

    near: tuple[Neighbour, ...] = ()
    official: str = ""
    remedy: str = _ELSEWHERE


class Neighbours:
    """Looks for other names.

    Args:
        service: Where queries are evaluated.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service

    async def known_as(self, names: Sequence[str], receive: Receive | None = None) -> str:
        """The one thing that has one of some IRIs as another name; empty when there is none.

        A document may be asked for by any spelling of its symbol, and by any other symbol that
        it was printed with.

        Args:
            names: IRIs that the graph does not know.
            receive: Tells when the client goes away.
        """
        texts = dict.fromkeys(text for each in names if (text := _symbol_text(each)))
        values = dict.fromkeys(texts)
        candidates: dict[str, None] = {}
        for text in texts:
            for symbol in read_symbol(text).symbols[:_MOST]:
                values |= dict.fromkeys((symbol.key, symbol.normalised))
                candidates[iris.un_document(symbol.key)] = None
        if not texts:
            return ""
        printed = " ".join(str(ox.Literal(each)) for each in values)
        minted = " ".join(str(ox.NamedNode(each)) for each in candidates)
        table = await self.service.table(
            f"SELECT DISTINCT ?thing {{ {{ VALUES ?thing {{ {minted} }}"
            " FILTER EXISTS { ?thing ?p ?o } }"
            f" UNION {{ VALUES ?name {{ {printed} }} ?thing dcterms:identifier ?name }}"
            f" UNION {{ VALUES ?name {{ {printed} }} ?thing rg:symbol ?name }} }} LIMIT 10",
            receive,
        )
        found = [row["thing"].value for row in table.rows if row["thing"].kind == "uri"]
        exact = [each for each in found if each in candidates]
        chosen = exact if len(exact) == 1 else found
        return chosen[0] if len(chosen) == 1 and chosen[0] not in names else ""

    async def near(self, names: Sequence[str], receive: Receive | None = None) -> Near:
        """What the graph knows of the same series as a UN document that it does not know.

        Args:
            names: IRIs that the graph does not know.
            receive: Tells when the client goes away.
        """
        text = next((text for each in names if (text := _symbol_text(each))), "")
        if not text:
            return Near()
        symbols = read_symbol(text).symbols
        symbol = symbols[0] if symbols else None
        for series in _series(symbol.key if symbol else text):
            literal = ox.Literal(series)
            table = await self.service.table(
                "SELECT ?document ?symbol (SAMPLE(?each) AS ?title) { { SELECT ?document ?symbol {"
                f" ?document rg:symbol ?symbol FILTER(STRSTARTS(?symbol, {literal})) }}"
                f" LIMIT {_LOOKED_AT} }} OPTIONAL {{ ?document dcterms:title ?each }} }}"
                " GROUP BY ?document ?symbol",
                receive,
            )
            rows = {row["symbol"].value: row for row in table.rows if "symbol" in row}
            if rows:
                close = get_close_matches(text, list(rows), n=_MOST, cutoff=0)
                near = tuple(
                    Neighbour(
                        rows[each]["document"].value,
                        each,
                        rows[each]["title"].value if "title" in rows[each] else "",
                    )
                    for each in close
                )
                return Near(near, _official(symbol), _REMEDY)
        return Near((), _official(symbol), _ELSEWHERE)


def _official(symbol: Symbol | None) -> str:
    return symbol.url if symbol else ""


def _symbol_text(iri: str) -> str:
    """The text behind `id/un/` that may be a symbol; empty for other IRIs."""
    head = iris.base() + "id/un/"
    return unquote(iri[len(head) :]).strip() if iri.startswith(head) else ""


def _series(key: str) -> list[str]:
    """What the symbols of a series begin with, the nearest series first."""
    parts = key.split("/")
    return ["/".join(parts[:length]) + "/" for length in range(len(parts) - 1, 0, -1)][:3]
