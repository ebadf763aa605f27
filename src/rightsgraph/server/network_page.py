"""The page of a citation network: a form, a picture, and the same as tables.

It needs no script. The picture is the SVG of the API; the tables hold what it shows, for keyboards
and screen readers and for those who want numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from rightsgraph.errors import ParameterError, RightsgraphError
from rightsgraph.networks.choices import Level, Relation
from rightsgraph.networks.exports.formats import EXPORTS
from rightsgraph.server.connection import ClientGoneError
from rightsgraph.server.linked.addresses import href
from rightsgraph.server.network_api import PATH, NetworkApi, read_options
from rightsgraph.server.rendering import render

PAGE: Final = "/network"
# Rows of each table, and nodes of a picture; more are for programs and for Gephi.
_ROWS: Final = 100
_DRAWN: Final = 400
_FORMATS: Final = ("svg", "png", "html", "gexf", "graphml", "csv", "json", "pajek")
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
_DIRECTED: Final = ("cited", "cites", "pagerank", "authority", "hub", "betweenness", "core")
_UNDIRECTED: Final = ("degree", "pagerank", "betweenness", "core")
_TEXTS: Final = {
    "since": ("Since", "a year, month or day of the citing document"),
    "until": ("Until", "likewise"),
    "body": ("Body or organisation", "such as security-council"),
    "state": ("State", "three letters, such as PRK"),
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

    async def page(self, request: Request) -> Response:
        """The form, and what it asks for."""
        snapshot = self.networks.service.snapshot
        given = {name: value for name, value in request.query_params.items() if value.strip()}
        network: Mapping[str, Any] | None = None
        error: RightsgraphError | None = None
        try:
            chosen = _order_of(given)
            options = read_options(_of_the_network(request))
            measure = _ORDERS[chosen][1]
            options["measures"] = sorted({*options.get("measures", ()), *filter(None, [measure])})
            made = await self.networks.made(request, snapshot, options, "", "json")
            network = json.loads(made)
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
            "chosen": chosen,
            "error": error,
            "snapshot": snapshot,
            **(_shown(network, given, chosen) if network is not None else {"nodes": None}),
        }
        return render("network.html", context, status=error.status if error else 200)


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
    """The parameters but for the order, which is the page's; an empty field is none."""
    pairs = request.query_params.multi_items()
    return QueryParams([(name, text) for name, text in pairs if name != "order" and text.strip()])


def _shown(network: Mapping[str, Any], given: Mapping[str, str], chosen: str) -> dict[str, Any]:
    attribute = _ORDERS[chosen][0]
    nodes = sorted(
        network["nodes"], key=lambda node: (-(node.get(attribute) or 0), node.get("label") or "")
    )
    labels = {node["id"]: node.get("label") or node["id"] for node in nodes}
    edges = network["edges"]
    heaviest = sorted(
        edges,
        key=lambda edge: (-edge.get("weight", 1), labels[edge["source"]], labels[edge["target"]]),
    )
    asked = {name: value for name, value in given.items() if name not in ("order", "format")}
    return {
        "nodes": [
            {
                "address": href(node["id"]),
                "label": labels[node["id"]],
                "kind": node.get("kindName") or node.get("nodeType") or "",
                "year": node.get("year") or "",
                "value": _number(node.get(attribute)),
            }
            for node in nodes[:_ROWS]
        ],
        "edges": [
            {
                "from": labels[edge["source"]],
                "from_address": href(edge["source"]),
                "to": labels[edge["target"]],
                "to_address": href(edge["target"]),
                "weight": _number(edge.get("weight", 1)),
            }
            for edge in heaviest[:_ROWS]
        ],
        "directed": network["directed"],
        "node_count": len(nodes),
        "edge_count": len(edges),
        "order": _ORDERS[chosen][2],
        "picture": f"{PATH}?{urlencode({**asked, 'format': 'svg'})}"
        if 0 < len(nodes) <= _DRAWN
        else "",
        "drawn": _DRAWN,
        "downloads": [
            (EXPORTS[name].name.upper(), f"{PATH}?{urlencode({**asked, 'format': name})}")
            for name in _FORMATS
            if name in EXPORTS
        ],
    }


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"
