"""/.well-known/void: what this dataset is, how large, and where to get it.

Source: Describing Linked Datasets with the VoID Vocabulary, sections 3 to 4 and 6.2.
"""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
from fastapi import FastAPI, Request
from starlette.responses import Response

from rightsgraph import iris
from rightsgraph.server.answering import matches
from rightsgraph.server.dumps import dump_path
from rightsgraph.server.linked.answers import cached, entity_tag, offer_of
from rightsgraph.server.linked.compaction import CONTEXT_PATH
from rightsgraph.server.linked.description import parse
from rightsgraph.server.linked.formats import DATA_OFFERS, write
from rightsgraph.server.negotiation import HTML, Offer
from rightsgraph.server.origin import origin_of
from rightsgraph.server.service import GraphService
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.store.derivation import dataset_iri, statistics_graph
from rightsgraph.store.dumps import DUMPS
from rightsgraph.vocabulary import FOAF, PREFIXES, VOCABULARY, VOID, Dcterms, Foaf, Rdf, Void

PATH: Final = "/.well-known/void"
_PARTITIONS: Final = """
CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%(graph)s> {
  { VALUES ?s { <%(dataset)s> } ?s ?p ?o }
  UNION { <%(dataset)s> <http://rdfs.org/ns/void#classPartition> ?s . ?s ?p ?o }
  UNION { <%(dataset)s> <http://rdfs.org/ns/void#propertyPartition> ?s . ?s ?p ?o }
} }
"""
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FEATURES: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


class VoidDescription:
    """The address.

    Args:
        service: Where the graph is asked.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service

    def install(self, app: FastAPI) -> None:
        """Adds the address."""
        app.add_api_route(PATH, self.void, include_in_schema=False, response_class=Response)

    async def void(self, request: Request) -> Response:
        """What this dataset is."""
        tag = entity_tag(self.service.snapshot, request)
        if matches(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=cached(tag))
        offer = _as_data(offer_of(request, ""))
        query = _PARTITIONS % {"graph": statistics_graph().value, "dataset": dataset_iri()}
        asked = QueryRequest(query, AnswerFormat.N_TRIPLES, over_union=True)
        document, snapshot = await self.service.document(asked, request.receive)
        origin = origin_of(request)
        triples = [*parse(document), *described(origin), *self._dumps(origin)]
        body = write(triples, offer, origin + CONTEXT_PATH, dataset_iri())
        headers = cached(entity_tag(snapshot, request))
        return Response(body, media_type=offer.content_type, headers=headers)

    def _dumps(self, origin: str) -> list[ox.Triple]:
        """Where the whole graph is to be had as a file."""
        if self.service.current is None:
            return []
        dataset, relation = ox.NamedNode(dataset_iri()), ox.NamedNode(VOID + "dataDump")
        paths = [dump_path(self.service.current.id, name) for name in DUMPS]
        return [ox.Triple(dataset, relation, ox.NamedNode(origin + path)) for path in paths]


def _as_data(offer: Offer) -> Offer:
    """The format; for browsers, which have the page of the dataset, Turtle."""
    return DATA_OFFERS[0] if offer.media_type == HTML else offer


def described(origin: str) -> list[ox.Triple]:
    """What a server adds to the counts: where the dataset is found.

    Args:
        origin: Scheme and host of the server.
    """
    dataset = ox.NamedNode(dataset_iri())

    def about(name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(dataset, ox.NamedNode(name), value)

    def at(path: str) -> ox.NamedNode:
        return ox.NamedNode(origin + path)

    own = (VOCABULARY, "https://w3id.org/rightsgraph/ontology#")
    used = sorted(
        {each for each in PREFIXES.values() if not each.startswith(VOCABULARY)} | set(own)
    )
    document = at(PATH)
    return [
        ox.Triple(document, ox.NamedNode(Rdf.type), ox.NamedNode(VOID + "DatasetDescription")),
        ox.Triple(document, ox.NamedNode(FOAF + "primaryTopic"), dataset),
        about(Dcterms.title, ox.Literal("rightsgraph", language="en")),
        about(
            Dcterms.description,
            ox.Literal(
                "Findings and recommendations of human-rights letters and reports, with the "
                "paragraphs that prove them.",
                language="en",
            ),
        ),
        about(Void.sparqlEndpoint, at("/sparql")),
        about(Void.uriSpace, ox.Literal(iris.base() + "id/")),
        about(Void.rootResource, ox.NamedNode(iris.CANONICAL_BASE + "ontology")),
        about(Foaf.homepage, at("/")),
        *(about(Void.vocabulary, ox.NamedNode(each)) for each in used),
        *(about(Void.feature, ox.NamedNode(_FORMATS + each)) for each in _FEATURES),
    ]
