"""The page of the SPARQL endpoint for browsers: a form, and the answer below it."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.types import Receive

from rightsgraph.errors import RightsgraphError
from rightsgraph.server.rendering import MOST_ROWS, render
from rightsgraph.server.service import GraphService, aside
from rightsgraph.server.solutions import Table, read_table
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.vocabulary import PREFIXES

_EXAMPLE: Final = """SELECT ?name WHERE {
  ?letter rg:signatory ?organisation .
  ?organisation skos:prefLabel ?name .
}
ORDER BY ?name
LIMIT 100"""
_TABLES: Final = (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML"))
_GRAPHS: Final = (("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"))


class SparqlPage:
    """The page.

    Args:
        service: Where queries are evaluated.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service
        self._examples = [
            (query.title, "?" + urlencode({"query": query.bind(query.example), "format": "html"}))
            for query in service.catalogue.queries.values()
        ]

    def empty(self) -> Response:
        """The form with an example."""
        return self._page(_EXAMPLE)

    async def result(self, request: QueryRequest, receive: Receive) -> Response:
        """The form with a query and its answer, or the beginning of a long one.

        Args:
            request: The query.
            receive: Tells when the client goes away, which ends the query.

        Raises:
            AnswerTooLargeError: The answer is too large even to be cut.
            LimitError: A limit of the workers.
            QuerySyntaxError: The query does not parse.
        """
        graphs = [("default-graph-uri", iri) for iri in request.default_graphs]
        graphs += [("named-graph-uri", iri) for iri in request.named_graphs]
        formats = _GRAPHS if request.format is AnswerFormat.TURTLE else _TABLES
        downloads = [
            (label, "?" + urlencode([("query", request.query), *graphs, ("format", name)]))
            for name, label in formats
        ]
        document, snapshot = await self.service.document(request, receive)

        def page() -> Response:
            if request.format is AnswerFormat.TURTLE:
                *lines, rest = document.decode().split("\n", MOST_ROWS)
                return self._page(
                    request.query,
                    turtle="\n".join(lines if len(lines) == MOST_ROWS else [*lines, rest]),
                    lines=MOST_ROWS if len(lines) == MOST_ROWS and rest else None,
                    downloads=downloads,
                    snapshot=snapshot,
                )
            table = read_table(document, snapshot, MOST_ROWS)
            return self._page(request.query, table=table, downloads=downloads, snapshot=snapshot)

        return await aside(len(document), page)

    def failure(self, query: str, error: RightsgraphError) -> Response:
        """The form with a query and why it has no answer."""
        return self._page(query or _EXAMPLE, error=error, status=error.status)

    def _page(
        self,
        query: str,
        *,
        table: Table | None = None,
        turtle: str | None = None,
        error: RightsgraphError | None = None,
        status: int = 200,
        **further: Any,  # noqa: ANN401 goes to the template as it is
    ) -> Response:
        context = {
            "query": query,
            "table": table,
            "turtle": turtle,
            "error": error,
            "prefixes": PREFIXES,
            "examples": self._examples,
            "downloads": (),
            "lines": None,
            "snapshot": self.service.snapshot,
            **further,
        }
        return render("sparql.html", context, status=status)
