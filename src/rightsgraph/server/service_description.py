"""What the endpoint says about itself when it is asked without a query.

Source: SPARQL 1.1 Service Description, section 3; Describing Linked Datasets with the VoID
Vocabulary, section 4.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from rightsgraph.server.service import GraphService
from rightsgraph.store import Manifest
from rightsgraph.store.derivation import dataset_iri, statistics_graph
from rightsgraph.vocabulary import DCTERMS, RDF, RDFS, SD, VOID, XSD, Void

FORMATS: Final = "http://www.w3.org/ns/formats/"
DESCRIPTION_PREFIXES: Final = {
    "sd": SD,
    "format": FORMATS,
    "void": VOID,
    "dcterms": DCTERMS,
    "rdfs": RDFS,
}
_RESULT_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_INPUT_FORMATS: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
# A description is read by people and programs that want an overview.
_MOST_GRAPHS: Final = 1000
_COUNTS: Final = "SELECT ?p ?o { GRAPH %s { %s ?p ?o } }"


async def describe_service(address: str, service: GraphService) -> list[Triple]:
    """The description of an endpoint and of the graph that it serves.

    Args:
        address: Its IRI.
        service: The graph.

    Raises:
        ValueError: The address is no IRI.
        LimitError: A limit of the workers, when the counts of the snapshot are read.
    """
    endpoint = NamedNode(address)
    description = _Description(endpoint)
    snapshot = service.current
    union = snapshot.manifest.union if snapshot else None
    description.service(
        union=union,
        writable=service.writable,
        federated=bool(service.settings.service_addresses),
    )
    counts = await _counts(service)
    for name, number in counts.items():
        description.say(description.dataset, name, Literal(number))
    if snapshot is not None:
        description.state(snapshot.manifest)
    return description.triples


async def _counts(service: GraphService) -> dict[str, int]:
    """What the graph says of its own size."""
    query = _COUNTS % (statistics_graph(), NamedNode(dataset_iri()))
    counted = await service.table(query)
    counts = {
        row["p"].value: int(row["o"].value)
        for row in counted.rows
        if row["p"].value in (Void.triples, Void.entities)
    }
    if service.current is not None:
        counts.setdefault(Void.triples, service.current.quads)
    return counts


class _Description:
    """The triples of a description, as they come together."""

    def __init__(self, endpoint: NamedNode) -> None:
        self.endpoint = endpoint
        self.dataset, self.graph = BlankNode("dataset"), BlankNode("graph")
        self.triples: list[Triple] = []

    def say(
        self,
        subject: NamedNode | BlankNode,
        predicate: str,
        thing: NamedNode | BlankNode | Literal,
    ) -> None:
        """Adds a triple."""
        self.triples.append(Triple(subject, NamedNode(predicate), thing))

    def is_a(self, subject: NamedNode | BlankNode, *types: str) -> None:
        """Adds types."""
        for name in types:
            self.say(subject, RDF + "type", NamedNode(name))

    def service(self, *, union: bool | None, writable: bool, federated: bool) -> None:
        """What the endpoint can do; `union` is `None` when another server has the graph."""
        endpoint, dataset = self.endpoint, self.dataset
        self.is_a(endpoint, SD + "Service")
        self.say(endpoint, SD + "endpoint", endpoint)
        languages = ["SPARQL11Query", *(["SPARQL11Update"] if writable else [])]
        for name in languages:
            self.say(endpoint, SD + "supportedLanguage", NamedNode(SD + name))
        for name in _RESULT_FORMATS:
            self.say(endpoint, SD + "resultFormat", NamedNode(FORMATS + name))
        for name in _INPUT_FORMATS if writable else ():
            self.say(endpoint, SD + "inputFormat", NamedNode(FORMATS + name))
        if union is not None:
            name = "UnionDefaultGraph" if union else "EmptyGraphs"
            self.say(endpoint, SD + "feature", NamedNode(SD + name))
        if federated:
            self.say(endpoint, SD + "feature", NamedNode(SD + "BasicFederatedQuery"))
        self.say(endpoint, SD + "defaultDataset", dataset)
        self.is_a(dataset, SD + "Dataset", Void.Dataset)
        self.say(dataset, Void.sparqlEndpoint, endpoint)
        self.say(dataset, SD + "defaultGraph", self.graph)
        self.is_a(self.graph, SD + "Graph", Void.Dataset)

    def state(self, manifest: Manifest) -> None:
        """Which state of the graph is served, and how large it is."""
        if not manifest.union:
            plain = manifest.quads - sum(manifest.graphs.values())
            self.say(self.graph, Void.triples, Literal(plain))
        created = Literal(manifest.created, datatype=NamedNode(XSD + "dateTime"))
        self.say(self.dataset, DCTERMS + "modified", created)
        self.say(self.dataset, DCTERMS + "identifier", Literal(manifest.id))
        self.named_graphs(manifest.graphs)

    def named_graphs(self, sizes: dict[str, int]) -> None:
        """The named graphs with their sizes; of very many only the first."""
        for number, (name, size) in enumerate(sizes.items()):
            if number == _MOST_GRAPHS:
                left = Literal(f"{len(sizes) - number} more named graphs are not listed.")
                self.say(self.dataset, RDFS + "comment", left)
                break
            entry, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
            self.say(self.dataset, SD + "namedGraph", entry)
            self.is_a(entry, SD + "NamedGraph")
            self.say(entry, SD + "name", NamedNode(name))
            self.say(entry, SD + "graph", graph)
            self.is_a(graph, SD + "Graph", Void.Dataset)
            self.say(graph, Void.triples, Literal(size))
