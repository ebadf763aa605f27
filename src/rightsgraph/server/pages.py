"""The pages: what is in the graph, the queries, and one query with its form and its table."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from rightsgraph.catalogue import CatalogueQuery, NamedValue
from rightsgraph.errors import (
    LimitError,
    ParameterError,
    ProjectionError,
    QueryNotFoundError,
    WorkerError,
)
from rightsgraph.server.overview import Overviews
from rightsgraph.server.queries_api import values_of
from rightsgraph.server.rendering import MOST_ROWS, STATIC, render
from rightsgraph.server.scripts import ADDRESS, BuiltFiles
from rightsgraph.server.service import GraphService
from rightsgraph.server.solutions import Table
from rightsgraph.server.table_view import (
    Cell,
    Heading,
    Order,
    cells,
    headings,
    limited,
    nameless,
    put_in_order,
)

# By which column the rows of a query are ordered on its page: `-name` for the largest first.
_SORT: Final = "sort"


class Pages:
    """The pages of the server.

    Args:
        service: Where queries are evaluated.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service
        self.overviews = Overviews(service)

    def install(self, app: FastAPI) -> None:
        """Adds the pages and the files they load."""
        app.add_api_route("/", self.home, include_in_schema=False, response_class=Response)
        app.add_api_route(
            "/queries", self.queries, include_in_schema=False, response_class=Response
        )
        app.add_api_route(
            "/queries/{name}", self.query, include_in_schema=False, response_class=Response
        )
        app.add_api_route(
            "/favicon.ico", self.icon, include_in_schema=False, response_class=Response
        )
        app.mount("/static", StaticFiles(directory=STATIC), name="static")
        app.mount(ADDRESS, BuiltFiles(), name="built")

    async def icon(self) -> Response:
        """The icon; a browser asks here for that of an answer that is no page."""
        return FileResponse(STATIC / "icon.svg")

    async def home(self) -> Response:
        """What is in the graph, and three ways into it."""
        overview = await self.overviews.current()
        return render(
            "home.html",
            {
                "overview": overview,
                "queries": list(self.service.catalogue.queries.values()),
                "snapshot": overview.snapshot,
            },
        )

    async def queries(self) -> Response:
        """All queries."""
        found = list(self.service.catalogue.queries.values())
        return render("queries.html", {"queries": found, "snapshot": self.service.snapshot})

    async def query(self, name: str, request: Request) -> Response:
        """One query: a form for its parameters, and its rows."""
        try:
            query = self.service.catalogue.get(name)
        except QueryNotFoundError as error:
            context = {"error": error, "snapshot": self.service.snapshot}
            return render("missing.html", context, status=error.status)
        values = values_of(request, query)
        order = Order()
        if _SORT not in query.parameters:
            given = values.pop(_SORT, "")
            order = Order.read(given if isinstance(given, str) else given[-1])
        found: ParameterError | LimitError | WorkerError | None = None
        table, sparql = None, ""
        try:
            # Without an answer to its parameters a query that needs some shows only its form.
            if values or not query.example:
                sparql = query.bind(values)
                # One more than is shown says that there are more; all may be too many to read.
                shown = limited(sparql, MOST_ROWS + 1)
                table = await self.service.table(shown, request.receive, MOST_ROWS)
        except (ParameterError, LimitError, WorkerError) as error:
            found = error
        unknown: tuple[NamedValue, ...] = ()
        if table is not None and not table.rows:
            unknown = await self.service.absent_values(query, values)
        labels = await self._labels(query, table) if table is not None else {}
        if table is None:
            return self._page(query, values, sparql, table, found, unknown, order, labels)
        # So many cells take the template longer than others should wait.
        return await asyncio.to_thread(
            self._page, query, values, sparql, table, found, unknown, order, labels
        )

    async def _labels(self, query: CatalogueQuery, table: Table) -> dict[str, str]:
        """What things are called that the rows name by their IRI only."""
        wanted = nameless(table, query.table or table.columns)
        if not wanted:
            return {}
        try:
            return await self.service.tables.read(
                lambda projection: {
                    iri: thing.label
                    for iri, thing in projection.things(wanted).items()
                    if thing.label
                }
            )
        except ProjectionError:
            return {}

    def _page(
        self,
        query: CatalogueQuery,
        values: dict[str, str | list[str]],
        sparql: str,
        table: Table | None,
        error: ParameterError | LimitError | WorkerError | None,
        unknown: tuple[NamedValue, ...],
        order: Order,
        labels: Mapping[str, str],
    ) -> Response:
        # An empty field of a form is no value, in a link as in a query.
        given = {name: value for name, value in values.items() if value}
        columns = query.table or tuple(query.columns)
        heads: list[Heading] = []
        lines: list[list[Cell]] = []
        if table is not None:
            columns = query.table or table.columns
            table = put_in_order(table, order)
            heads = headings(table, columns, query.columns, order, _orders(table, given, order))
            lines = cells(table, columns, tuple(query.columns), labels)
        context = {
            "query": query,
            "heads": heads,
            "lines": lines,
            "values": {
                name: ", ".join(value) if isinstance(value, list) else value
                for name, value in values.items()
            },
            "address": "?" + urlencode(given, doseq=True) if given else "",
            "example": "?" + urlencode(dict(query.example)) if query.example else "",
            "sparql": sparql,
            "sparql_address": "/sparql?" + urlencode({"query": sparql}),
            "table": table,
            "error": error,
            "unknown": unknown,
            "snapshot": table.snapshot if table is not None else self.service.snapshot,
        }
        return render("query.html", context, status=error.status if error else 200)


def _orders(table: Table, given: Mapping[str, str | list[str]], order: Order) -> dict[str, str]:
    """For each column the address of the rows in its order; none when they are not all here."""
    if table.total > len(table.rows) or len(table.rows) < 2:
        return {}
    found = {}
    for name in table.columns:
        turned = order.column == name and not order.descending
        sort = f"-{name}" if turned else name
        found[name] = "?" + urlencode({**given, _SORT: sort}, doseq=True)
    return found
