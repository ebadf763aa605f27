"""The addresses of the lists and of their items."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from rightsgraph import iris
from rightsgraph.catalogue.places import document_iri
from rightsgraph.errors import NotFoundError, SymbolError
from rightsgraph.server.lists import answers, schemas, shapes
from rightsgraph.server.lists.answers import ITEM_OFFERS, LIST_OFFERS
from rightsgraph.server.lists.asking import read_request
from rightsgraph.server.lists.definitions import API, LISTS, ListDefinition
from rightsgraph.server.lists.reading import counts_query, read_item, read_page
from rightsgraph.server.lists.trees import TREE_HEAD, read_tree, tree_query, tree_rows
from rightsgraph.server.negotiation import Offer
from rightsgraph.server.service import GraphService
from rightsgraph.server.short_lists import CSV, csv_table, list_offer
from rightsgraph.store.projection import Filter, Projection, Thing

Operation = Callable[..., Awaitable[Response]]
# What belongs to an item: its path, the list, and the column that names the item.
PARTS: Final = {
    "documents": {
        "paragraphs": ("paragraphs", "document"),
        "notes": ("notes", "document"),
        "citations": ("citations", "document"),
        "cited-by": ("citations", "citedDocument"),
        "quotations": ("quotations", "document"),
        "findings": ("findings", "document"),
        "recommendations": ("recommendations", "document"),
    },
    "paragraphs": {"cited-by": ("citations", "cited")},
    "organisations": {
        "findings": ("findings", "saidBy"),
        "recommendations": ("recommendations", "saidBy"),
    },
    "bodies": {
        "documents": ("documents", "issuedBy"),
        "findings": ("findings", "saidBy"),
        "recommendations": ("recommendations", "saidBy"),
        "requests": ("recommendations", "addressedTo"),
    },
    "situations": {
        "findings": ("findings", "concerns"),
        "recommendations": ("recommendations", "concerns"),
    },
}
TREES: Final = {"actions": "action", "violations": "violation"}


class ListsApi:
    """The operations.

    Args:
        service: Where the tables are read.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service

    def install(self, app: FastAPI) -> None:
        """Adds them; the longer addresses first."""
        for definition in LISTS.values():
            self._add(app, definition.path, self._list(definition), schemas.of_list(definition))
            for offer in LIST_OFFERS:
                # The same as `?format=`, for those who name files.
                app.add_api_route(
                    f"{definition.path}.{offer.name}",
                    self._list(definition, offer),
                    include_in_schema=False,
                    response_class=Response,
                )
            item = definition.path + "/{id:path}"
            for part, (other, column) in PARTS.get(definition.name, {}).items():
                self._add(
                    app,
                    f"{item}/{part}",
                    self._part(definition, LISTS[other], column),
                    schemas.of_part(definition, LISTS[other], part),
                )
            self._add(app, item, self._item(definition), schemas.of_item(definition))
        for name, scheme in TREES.items():
            self._add(app, f"{API}/{name}", self._tree(scheme), schemas.of_tree(name))
            app.add_api_route(
                f"{API}/{name}.csv",
                self._tree(scheme),
                include_in_schema=False,
                response_class=Response,
            )
        self._add(app, f"{API}/stats", self.stats, schemas.STATS)
        app.add_api_route(
            answers.CONTEXTS + "/{name}.jsonld",
            self.context,
            include_in_schema=False,
            response_class=Response,
        )

    def _add(self, app: FastAPI, path: str, operation: Operation, about: dict[str, Any]) -> None:
        app.add_api_route(path, operation, tags=["lists"], response_class=Response, **about)

    def _list(self, definition: ListDefinition, offer: Offer | None = None) -> Operation:
        async def operation(request: Request) -> Response:
            return await self._answer_list(request, definition, offer=offer)

        return operation

    async def _answer_list(
        self,
        request: Request,
        definition: ListDefinition,
        *fixed: Filter,
        offer: Offer | None = None,
    ) -> Response:
        offer = offer or answers.offer_of(request, LIST_OFFERS)
        asked = read_request(definition, request.query_params.multi_items(), fixed)
        if unchanged := answers.unchanged(request, self.service.snapshot, offer):
            return unchanged
        if offer is CSV:
            return await answers.csv_answer(request, self.service, definition, asked)
        page = await self.service.tables.read(
            lambda projection: read_page(projection, definition, asked)
        )
        return answers.list_answer(request, offer, definition, asked, page)

    def _part(self, whole: ListDefinition, definition: ListDefinition, column: str) -> Operation:
        async def operation(id: str, request: Request) -> Response:
            iri = await self._find(whole, id)
            return await self._answer_list(request, definition, Filter(column, (iri,)))

        return operation

    async def _find(self, definition: ListDefinition, name: str) -> str:
        names = candidates(name)
        rows = await self.service.tables.read(
            lambda projection: read_item(projection, definition, names)
        )
        if not rows:
            raise _unknown(definition, name)
        this = rows[0]["this"]
        if not isinstance(this, Thing):
            raise TypeError(type(this).__name__)
        return this.iri

    def _item(self, definition: ListDefinition) -> Operation:
        async def operation(id: str, request: Request) -> Response:
            offer = list_offer(request, ITEM_OFFERS)
            if unchanged := answers.unchanged(request, self.service.snapshot, offer):
                return unchanged
            names = candidates(id)

            def read(projection: Projection) -> tuple[dict[str, Any], str]:
                rows = read_item(projection, definition, names)
                if not rows:
                    raise _unknown(definition, id)
                content = shapes.item(definition, rows[0])
                if definition.table.each is not None and len(rows) > 1:
                    name = definition.table.each.name
                    content[name] = [
                        shapes.thing(value) for row in rows if isinstance(value := row[name], Thing)
                    ]
                return content, projection.snapshot.id

            content, snapshot = await self.service.tables.read(read)
            path = definition.path + "/" + quote(id, safe="/!$&'()*+,;=:@-._~")
            parts = PARTS.get(definition.name, {})
            content["links"] = {part: f"{path}/{part}" for part in parts}
            content["sparql"] = definition.table.query_of(content["id"])
            content["snapshot"] = snapshot
            return answers.json_answer(
                request, offer, answers.contexts_of(request, definition), content, snapshot
            )

        return operation

    def _tree(self, scheme: str) -> Operation:
        async def operation(request: Request) -> Response:
            offer = list_offer(request, LIST_OFFERS)
            if unchanged := answers.unchanged(request, self.service.snapshot, offer):
                return unchanged
            items, snapshot = await self.service.tables.read(
                lambda projection: (read_tree(projection, scheme), projection.snapshot.id)
            )
            if offer is CSV:
                headers = answers.headers_of(snapshot, answers.tag_of(request, snapshot, offer))
                body = csv_table(TREE_HEAD, tree_rows(items))
                return Response(body, media_type=offer.content_type, headers=headers)
            contexts = answers.contexts_of(request, LISTS["concepts"])
            content = {"snapshot": snapshot, "sparql": tree_query(scheme), "items": items}
            return answers.json_answer(request, offer, contexts, content, snapshot)

        return operation

    async def stats(self, request: Request) -> Response:
        """How much of everything there is."""
        offer = list_offer(request, ITEM_OFFERS)
        if unchanged := answers.unchanged(request, self.service.snapshot, offer):
            return unchanged

        def read(projection: Projection) -> dict[str, Any]:
            counts = {name: projection.count(each.table) for name, each in LISTS.items()}
            manifest = projection.snapshot.manifest
            return {
                "snapshot": projection.snapshot.id,
                "created": manifest.created,
                "quads": manifest.quads,
                "graphs": len(manifest.graphs),
                "counts": counts,
                "sparql": counts_query(),
            }

        content = await self.service.tables.read(read)
        snapshot = content["snapshot"]
        headers = answers.headers_of(snapshot, answers.tag_of(request, snapshot, offer))
        return JSONResponse(content, headers=headers)

    async def context(self, name: str) -> Response:
        """The context of a list."""
        if name not in LISTS:
            raise NotFoundError(f"There is no list of {name[:80]!r}.")
        return JSONResponse(
            shapes.context_of(LISTS[name]),
            media_type="application/ld+json",
            headers={"Cache-Control": "public, max-age=3600"},
        )


def candidates(name: str) -> list[str]:
    """The IRIs that the last part of an address may mean: an identifier, an IRI, or a symbol."""
    path, mark, fragment = name.partition("#")
    end = quote(path, safe=iris.PATH_SAFE) + mark + quote(fragment, safe=iris.PATH_SAFE + "?")
    found = [iris.base() + "id/" + end, iris.VOCABULARY_BASE + end, name]
    with suppress(SymbolError, ValueError):
        found.append(document_iri(name))
    return found


def _unknown(definition: ListDefinition, name: str) -> NotFoundError:
    return NotFoundError(
        f"{definition.title}: there is none with the id {name[:200]!r}.",
        remedy=f"{definition.path} lists what there is; an id is what follows /id/ in an IRI.",
    )
