"""The page of a citation network: a form, a picture, and the same as tables.

It needs no script: without one the picture is the SVG of the API, with one it can be moved about
in. The tables hold what it shows, for keyboards and screen readers and for those who want numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from heapq import nsmallest
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from rightsgraph.errors import ParameterError, RightsgraphError
from rightsgraph.iris import base
from rightsgraph.networks.choices import Layout, Level, Relation
from rightsgraph.networks.exports.formats import EXPORTS
from rightsgraph.server.connection import ClientGoneError
from rightsgraph.server.linked.addresses import href
from rightsgraph.server.network_api import PATH, NetworkApi, read_options
from rightsgraph.server.rendering import render
from rightsgraph.server.scripts import page_script
from rightsgraph.server.service import aside
from rightsgraph.store import Snapshot

PAGE: Final = "/network"
# Rows of each table, and nodes of a picture; more are for programs and for Gephi.
_ROWS: Final = 100
_DRAWN: Final = 400
# Of a network with more nodes the communities are shown.
_GATHERED: Final = "20000"
# The first network of a smaller snapshot is there as soon as somebody asks for it.
_PREPARED_QUADS: Final = 100_000
_FORMATS: Final = {
    "svg": "SVG",
    "png": "PNG",
    "html": "HTML",
    "gexf": "GEXF",
    "graphml": "GraphML",
    "csv": "CSV",
    "json": "JSON",
    "pajek": "Pajek",
}
# What nodes can be put in order by: the attribute, the measure that makes it, and its name.
_ORDERS: Final = {
    "cited": ("weightedInDegree", "", "times cited"),
    "cites": ("weightedOutDegree", "", "citations made"),
    "degree": ("weightedDegree", "", "weight of its ties"),
    "pagerank": ("pagerank", "pagerank", "PageRank"),
    "authority": ("authority", "hits", "authority"),
    "hub": ("hub", "hits", "hub"),
    "betweenness": ("betweenness", "betweenness", "betweenness"),
    "core": ("core", "core", "k-core"),
}
# Parameters that change how the network looks, and not which one it is.
_LOOK: Final = ("order", "colour", "layout")
_DIRECTED: Final = ("cited", "cites", "pagerank", "authority", "hub", "betweenness", "core")
_UNDIRECTED: Final = ("degree", "pagerank", "betweenness", "core")
# What the colours of nodes tell, and the measure that it needs.
_COLOURS: Final = {
    "kind": ("", "what they are"),
    "community": ("leiden", "their community"),
    "year": ("", "their year"),
}
_PLACES: Final[dict[str, str]] = {
    Layout.FORCE: "by their ties",
    Layout.DATED: "by their date",
}
_TEXTS: Final = {
    "since": ("Since", "a year, month or day of the citing document"),
    "until": ("Until", "likewise"),
    "body": ("Body or organisation", "such as security-council"),
    "state": ("State", "three letters, such as NOR"),
    "action": ("Action asked for", "such as refer-to-icc"),
    "violation": ("Violation found", "such as torture"),
    "resolution": ("How it was resolved", "such as ibid"),
    "ego": ("Around", "a symbol, an IRI or a name"),
}


class NetworkPage:
    """The page.

    Args:
        networks: Where networks are made.
    """

    def __init__(self, networks: NetworkApi) -> None:
        self.networks = networks

    def install(self, app: FastAPI) -> None:
        """Adds it."""
        app.add_api_route(PAGE, self.page, include_in_schema=False, response_class=Response)
        self.networks.service.followers.append(self._prepare)

    def _prepare(self, snapshot: Snapshot) -> None:
        """Begins to make what the page shows first, when that will take long."""
        if snapshot.quads >= _PREPARED_QUADS:
            places = next(iter(_PLACES)) if page_script("network").address else Layout.NONE
            options = read_options(QueryParams([("gather", _GATHERED)]))
            self.networks.prepare(snapshot.id, options, places, "columns")

    async def page(self, request: Request) -> Response:
        """The form, and what it asks for."""
        snapshot = self.networks.service.snapshot
        given = {name: value for name, value in request.query_params.items() if value.strip()}
        network: Mapping[str, Any] | None = None
        error: RightsgraphError | None = None
        asked: list[tuple[str, str]] = []
        look: list[tuple[str, str]] = []
        try:
            chosen = _order_of(given)
            colour = _known(given, "colour", _COLOURS)
            layout = _known(given, "layout", _PLACES)
            measures = sorted(filter(None, {_ORDERS[chosen][1], _COLOURS[colour][0]}))
            look = [("measure", name) for name in measures]
            asked = [*_of_the_network(request).multi_items(), *look]
            if "layout" in given:
                look.append(("layout", layout))
            if "gather" not in given:
                asked.append(("gather", _GATHERED))
            # A picture that moves needs to know where nodes stand; without one nobody does.
            places = layout if page_script("network").address else Layout.NONE
            options = read_options(QueryParams(asked))
            made = await self.networks.made(request, snapshot, options, places, "columns")
            network = await aside(len(made), lambda: json.loads(made))
            asked = [*asked, ("layout", places), ("format", "columns")]
        except ClientGoneError:
            raise
        except RightsgraphError as wrong:
            error, chosen = wrong, "cited"
        context = {
            "given": given,
            "texts": _TEXTS,
            "levels": list(Level),
            "relations": list(Relation),
            "orders": {name: _ORDERS[name][2] for name in _names(given)},
            "colours": {name: about for name, (_, about) in _COLOURS.items()},
            "places": _PLACES,
            "chosen": chosen,
            "error": error,
            "snapshot": snapshot,
            "columns": f"{PATH}?{urlencode(asked)}",
            "base": base(),
            "opened": request.query_params.getlist("community"),
            "above": _above(request),
            **(_shown(network, request, chosen, look) if network is not None else {"nodes": None}),
        }
        return render("network.html", context, status=error.status if error else 200)


def _known(given: Mapping[str, str], name: str, known: Mapping[str, object]) -> str:
    """What was chosen of some names; the first when nothing was."""
    chosen = given.get(name, next(iter(known)))
    if chosen not in known:
        raise ParameterError(
            f"Parameter {name!r} knows no {chosen[:80]!r}.",
            remedy=f"Use one of {', '.join(known)}.",
            parameter=name,
        )
    return str(chosen)


def _names(given: Mapping[str, str]) -> tuple[str, ...]:
    return _DIRECTED if given.get("relation", Relation.CITES) == Relation.CITES else _UNDIRECTED


def _order_of(given: Mapping[str, str]) -> str:
    names = _names(given)
    order = given.get("order", names[0])
    if order not in _ORDERS:
        raise ParameterError(
            f"Nodes cannot be put in the order of {order[:80]!r}.",
            remedy=f"Use one of {', '.join(_ORDERS)}.",
            parameter="order",
        )
    # The form keeps its choice when the relation changes.
    return order if order in names else names[0]


def _of_the_network(request: Request) -> QueryParams:
    """The parameters but for those of the picture; an empty field is none."""
    pairs = request.query_params.multi_items()
    return QueryParams([(name, text) for name, text in pairs if name not in _LOOK and text.strip()])


def _above(request: Request) -> str:
    """The address of the network that the community which is shown was opened from."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[1].strip()]
    opened = [number for number, (name, _) in enumerate(pairs) if name == "community"]
    if opened:
        del pairs[opened[-1]]
    return f"{PAGE}?{urlencode(pairs)}" if pairs else PAGE


def _shown(
    network: Mapping[str, Any], request: Request, chosen: str, look: list[tuple[str, str]]
) -> dict[str, Any]:
    """What the page says of a network; files have the measures and places that it shows."""
    nodes, edges = network["nodes"], network["edges"]
    ids = nodes["id"]
    labels = [label or iri for label, iri in zip(nodes.get("label", ids), ids, strict=True)]
    values = nodes.get(_ORDERS[chosen][0]) or [None] * len(ids)
    by_members = "members" in nodes and not request.query_params.get("order")
    ranks = nodes["members"] if by_members else values
    first = nsmallest(_ROWS, range(len(ids)), lambda node: (-(ranks[node] or 0), labels[node]))
    # An empty network has no attributes.
    ties = nsmallest(
        _ROWS,
        zip(edges["source"], edges["target"], edges.get("weight", ()), strict=True),
        lambda tie: (-tie[2], labels[tie[0]], labels[tie[1]]),
    )
    given = _of_the_network(request)
    asked = [pair for pair in given.multi_items() if pair[0] not in ("format", "gather")]
    asked += look
    told = network["network"]
    gathered = "gatheredNodes" in told
    drawn = [*asked, ("gather", given.get("gather", _GATHERED))] if gathered else asked
    centres = nodes.get("centre", ids)
    whole = [pair for pair in request.query_params.multi_items() if pair[1].strip()]

    def address(node: int) -> str:
        """The page of what a node is; of a community its own network."""
        if not gathered or nodes["members"][node] == 1:
            return href(centres[node])
        return f"{PAGE}?{urlencode([*whole, ('community', centres[node])])}"

    kinds, types, years = (nodes.get(name) for name in ("kindName", "nodeType", "year"))
    return {
        "nodes": [
            {
                "address": address(node),
                "label": labels[node],
                "kind": (kinds and kinds[node]) or (types and types[node]) or "",
                "year": (years and years[node]) or "",
                "members": nodes["members"][node] if gathered else 0,
                "value": _number(values[node]),
            }
            for node in first
        ],
        "edges": [
            {
                "from": labels[source],
                "from_address": address(source),
                "to": labels[target],
                "to_address": address(target),
                "weight": _number(weight),
            }
            for source, target, weight in ties
        ],
        "directed": network["directed"],
        "gathered": {name: told[name] for name in told if name.startswith("gathered")},
        "node_count": len(ids),
        "edge_count": len(edges["source"]),
        "order": _ORDERS[chosen][2],
        # Communities that nobody has put in another order are as large as they have members.
        "sized_by": ("members", "nodes") if by_members else _ORDERS[chosen][::2],
        "open": f"{PAGE}?{urlencode([*whole, ('community', '')])}" if gathered else "",
        "community": told.get("community", ""),
        "picture": f"{PATH}?{urlencode([*drawn, ('format', 'svg')])}"
        if 0 < len(ids) <= _DRAWN
        else "",
        "drawn": _DRAWN,
        "downloads": [
            (label, EXPORTS[name].about, f"{PATH}?{urlencode([*asked, ('format', name)])}")
            for name, label in _FORMATS.items()
        ],
    }


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"
