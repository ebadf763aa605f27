"""The application: everything that is served, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.routing import Route

from rightsgraph.catalogue import Catalogue
from rightsgraph.server import openapi, problems
from rightsgraph.server.headers import HeadersMiddleware
from rightsgraph.server.pages import Pages
from rightsgraph.server.queries_api import QueriesApi
from rightsgraph.server.service import GraphService
from rightsgraph.server.sparql import SparqlEndpoint
from rightsgraph.server.sparql_page import SparqlPage
from rightsgraph.settings import Settings
from rightsgraph.store import Home


def create_app(home: Home, settings: Settings, catalogue: Catalogue | None = None) -> FastAPI:
    """The application that serves the current snapshot of a home, and each that follows it.

    Args:
        home: The folder with the snapshots.
        settings: Limits and number of workers.
        catalogue: The queries; by default those that ship with the package.
    """
    service = GraphService(home, settings, catalogue or Catalogue.load())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await service.stop()

    app = FastAPI(
        title="rightsgraph",
        version=version("rightsgraph"),
        description="Human-rights letters and reports as a knowledge graph.",
        lifespan=lifespan,
        docs_url=None,  # both of the framework's pages load their scripts from elsewhere
        redoc_url=None,
    )
    app.state.service = service
    # The first route is the cheapest to find.
    app.router.routes.insert(0, Route("/sparql", SparqlEndpoint(service, SparqlPage(service))))
    QueriesApi(service).install(app)
    Pages(service).install(app)

    @app.get("/healthz", tags=["operations"], operation_id="health")
    async def health() -> dict[str, str]:
        """Whether the server is up, and which snapshot it serves."""
        return {"status": "ok", "snapshot": service.snapshot}

    problems.install(app, settings)
    openapi.install(app)
    app.add_middleware(HeadersMiddleware)
    return app
