"""What the endpoint says about itself when it is asked without a query.

Source: SPARQL 1.1 Service Description, section 3.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from rightsgraph.vocabulary import RDF, SD

FORMATS: Final = "http://www.w3.org/ns/formats/"
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


def describe_service(address: str) -> list[Triple]:
    """The description of an endpoint.

    Args:
        address: Its IRI.
    """
    service, dataset, graph = NamedNode(address), BlankNode("dataset"), BlankNode("graph")
    a = NamedNode(RDF + "type")

    def sd(name: str) -> NamedNode:
        return NamedNode(SD + name)

    return [
        Triple(service, a, sd("Service")),
        Triple(service, sd("endpoint"), service),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        *(Triple(service, sd("resultFormat"), NamedNode(FORMATS + f)) for f in _RESULT_FORMATS),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, a, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, a, sd("Graph")),
    ]
