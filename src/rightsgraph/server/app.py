"""The application: everything that is served, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Final

from fastapi import FastAPI
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from rightsgraph.catalogue import Catalogue
from rightsgraph.server import openapi, problems
from rightsgraph.server.api_index import ApiIndex
from rightsgraph.server.api_routes import ApiRoutes
from rightsgraph.server.compression import Compression
from rightsgraph.server.docs_page import DocsPage
from rightsgraph.server.dumps import DUMPS_PATH, DumpsEndpoint
from rightsgraph.server.earlier_states import EarlierStates
from rightsgraph.server.extract_api import ExtractApi
from rightsgraph.server.graph_store import STORE_PATH, GraphStoreEndpoint
from rightsgraph.server.headers import HeadersMiddleware
from rightsgraph.server.linked.answers import failure_page
from rightsgraph.server.linked.ontology_routes import OntologyPages
from rightsgraph.server.linked.routes import LinkedData
from rightsgraph.server.linked.void_description import VoidDescription
from rightsgraph.server.lists.routes import ListsApi
from rightsgraph.server.metrics import Metrics
from rightsgraph.server.network_api import NetworkApi
from rightsgraph.server.network_page import NetworkPage
from rightsgraph.server.observation import Observation
from rightsgraph.server.operations import Operations
from rightsgraph.server.pages import Pages
from rightsgraph.server.prefix import PathPrefix, PrefixedAddresses
from rightsgraph.server.queries_api import QueriesApi
from rightsgraph.server.rate_limit import RateLimit
from rightsgraph.server.reading_processes import ReadingProcesses
from rightsgraph.server.recommendations.routes import RecommendationPages
from rightsgraph.server.remote_service import RemoteService
from rightsgraph.server.resolve_api import ResolveApi
from rightsgraph.server.search import SearchApi
from rightsgraph.server.service import GraphService
from rightsgraph.server.source_api import SourceApi
from rightsgraph.server.sparql import SPARQL_PATH, SparqlEndpoint
from rightsgraph.server.sparql_page import SparqlPage
from rightsgraph.server.states_api import StatesApi
from rightsgraph.settings import Settings
from rightsgraph.store import Home

# What the requests of the endpoint are counted under, which has no route of the framework.
_SPARQL_ROUTE: Final = Route(SPARQL_PATH, lambda _: None)
_STORE_ROUTE: Final = Route(STORE_PATH, lambda _: None)
_DUMPS_ROUTE: Final = Route(DUMPS_PATH, lambda _: None)


class Application(FastAPI):
    """The framework's application, with a short way to the SPARQL endpoint.

    A point query takes the engine a tenth of a millisecond; the framework's stack of middleware
    does nothing for it, and would be a large part of its time.
    """

    sparql: ASGIApp
    store: ASGIApp
    dumps: ASGIApp
    observed: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        await self.observed(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request that is observed."""
        path = scope["path"] if scope["type"] == "http" else ""
        if path == SPARQL_PATH:
            scope["route"] = _SPARQL_ROUTE
            await self.sparql(scope, receive, send)
        elif path == STORE_PATH or path.startswith(STORE_PATH + "/"):
            scope["route"] = _STORE_ROUTE
            await self.store(scope, receive, send)
        elif path == DUMPS_PATH or path.startswith(DUMPS_PATH + "/"):
            scope["route"] = _DUMPS_ROUTE
            await self.dumps(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(home: Home, settings: Settings, catalogue: Catalogue | None = None) -> FastAPI:
    """The application that serves the current snapshot of a home, and each that follows it.

    Args:
        home: The folder with the snapshots.
        settings: Limits and number of workers; or the store that is asked instead.
        catalogue: The queries; by default those that ship with the package.
    """
    kind = RemoteService if settings.store else GraphService
    service = kind(home, settings, catalogue or Catalogue.load())

    reading = ReadingProcesses(settings)
    dumps = DumpsEndpoint(service)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await service.start()
        except BaseException:
            await networks.maker.close()  # what followers have begun
            raise
        try:
            yield
        finally:
            await app.state.earlier.close()
            await networks.maker.close()
            await dumps.close()
            await reading.close()
            await service.stop()

    app = Application(
        title="rightsgraph",
        version=version("rightsgraph"),
        description="Human-rights letters and reports as a knowledge graph.",
        lifespan=lifespan,
        docs_url=None,  # both of the framework's pages load their scripts from elsewhere
        redoc_url=None,
    )
    app.state.service = service
    QueriesApi(service).install(app)
    ResolveApi(service, reading).install(app)
    ExtractApi(settings, reading).install(app)
    networks = NetworkApi(service)
    networks.install(app)
    NetworkPage(networks).install(app)
    linked = LinkedData(service)
    linked.install(app)
    OntologyPages(linked).install(app)
    VoidDescription(service).install(app)
    Pages(service).install(app)
    RecommendationPages(service).install(app)
    StatesApi(service).install(app)
    SourceApi(service, reading).install(app)  # before the lists, whose addresses end in anything
    ListsApi(service).install(app)
    SearchApi(service).install(app)

    ApiIndex(app).install()

    metrics = Metrics()
    Operations(service, metrics).install(app)
    problems.install(app, settings, lambda error: failure_page(error, service.snapshot))
    openapi.install(app)
    DocsPage(app, service).install()

    app.router.routes.insert(0, ApiRoutes(app.router.routes))

    def knows(scope: Scope) -> bool:
        for route in app.routes:
            match, found = route.matches({**scope, "method": "GET"})
            if match is not Match.NONE:
                name = found.get("path_params", {}).get("name")
                return name is None or name.partition(".")[0] in service.catalogue.queries
        return False

    app.add_middleware(HeadersMiddleware, settings=settings, knows=knows)
    endpoint = SparqlEndpoint(service, SparqlPage(service))
    earlier = EarlierStates(service, app.answer)
    app.state.earlier = earlier
    asked: ASGIApp = RateLimit(earlier, settings) if settings.rate_limit else earlier
    # Dumps are compressed already, and have parts.
    if settings.root_path:
        answering = Compression(PrefixedAddresses(asked, settings.root_path), beside=DUMPS_PATH)
        app.observed = PathPrefix(Observation(answering, settings, metrics), settings.root_path)
    else:
        app.observed = Observation(Compression(asked, beside=DUMPS_PATH), settings, metrics)
    app.sparql = HeadersMiddleware(problems.outermost(endpoint, settings), settings)
    store = GraphStoreEndpoint(service)
    app.store = HeadersMiddleware(problems.outermost(store, settings), settings)
    app.dumps = HeadersMiddleware(problems.outermost(dumps, settings), settings)
    return app
