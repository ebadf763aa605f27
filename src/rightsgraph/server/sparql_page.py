"""The page of the SPARQL endpoint for browsers: a form, and the answer below it."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from starlette.responses import Response

from rightsgraph.errors import RightsgraphError
from rightsgraph.server.rendering import render
from rightsgraph.server.service import GraphService, Table, read_table, whole
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

    def empty(self) -> Response:
        """The form with an example."""
        return self._page(_EXAMPLE)

    async def result(self, request: QueryRequest) -> Response:
        """The form with a query and its answer.

        Raises:
            LimitError: The answer is too large for a page, or a limit of the workers.
            QuerySyntaxError: The query does not parse.
        """
        graphs = [("default-graph-uri", iri) for iri in request.default_graphs]
        graphs += [("named-graph-uri", iri) for iri in request.named_graphs]
        formats = _GRAPHS if request.format is AnswerFormat.TURTLE else _TABLES
        downloads = [
            (label, "?" + urlencode([("query", request.query), *graphs, ("format", name)]))
            for name, label in formats
        ]
        async with self.service.pool.run(request) as answer:
            document = await whole(answer, self.service.settings)
            snapshot = answer.snapshot
        if request.format is AnswerFormat.TURTLE:
            return self._page(
                request.query, turtle=document.decode(), downloads=downloads, snapshot=snapshot
            )
        table = read_table(document, snapshot)
        return self._page(request.query, table=table, downloads=downloads, snapshot=snapshot)

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
            "downloads": (),
            "snapshot": self.service.snapshot,
            **further,
        }
        return render("sparql.html", context, status=status)
