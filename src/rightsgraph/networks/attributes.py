"""The attributes of nodes and edges: their names, their types, what they hold.

Every export takes the types from here, and writes the columns in this order. An attribute that a
node or edge does not have is left out and never filled with a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

Scalar: TypeAlias = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of nodes or edges.

    Args:
        name: Its name, in every export.
        type: `str`, `int`, `float` or `bool`.
        about: What it holds.
    """

    name: str
    type: type[str] | type[int] | type[float] | type[bool]
    about: str


def _listed(*attributes: Attribute) -> Mapping[str, Attribute]:
    return MappingProxyType({attribute.name: attribute for attribute in attributes})


# Those of citations by how they were resolved; the slugs of the vocabulary `resolution`.
RESOLUTIONS: Final = MappingProxyType(
    {
        "explicit": "explicit",
        "ibid": "ibid",
        "short-form": "shortForm",
        "note-above": "noteAbove",
        "ambiguous": "ambiguous",
        "unresolved": "unresolved",
    }
)

NODE_ATTRIBUTES: Final = _listed(
    Attribute("label", str, "what the node is called: a symbol with its place, a title or a name"),
    Attribute(
        "nodeType", str, "document, work (cited without a symbol), paragraph, actor or community"
    ),
    Attribute("title", str, "the title of the document"),
    Attribute("symbol", str, "the UN symbol of the document"),
    Attribute("pinpoint", str, "the place in the document, such as para 94(a)"),
    Attribute("date", str, "when the document was issued: a day, a month or a year"),
    Attribute("year", int, "the year of that date"),
    Attribute("kind", str, "the IRI of the kind of the document or actor"),
    Attribute("kindName", str, "that kind in words"),
    Attribute("body", str, "the IRIs of the bodies that issued the document or of its signatories"),
    Attribute("bodyName", str, "their names"),
    Attribute("state", str, "the IRIs of the States that the document is about"),
    Attribute("stateName", str, "their names"),
    Attribute("document", str, "the IRI of the document that a paragraph stands in"),
    Attribute("identifiedAs", str, "the document that a work without a symbol turned out to be"),
    Attribute("members", int, "how many nodes the community stands for"),
    Attribute("centre", str, "the IRI of the one that the community is named by"),
    Attribute("findings", int, "findings in the document, based on the paragraph, or by the actor"),
    Attribute("recommendations", int, "recommendations, counted alike"),
    Attribute("selfCitations", int, "citations of itself, which are not counted in any edge"),
    Attribute("inDegree", int, "how many nodes cite it"),
    Attribute("outDegree", int, "how many nodes it cites"),
    Attribute("weightedInDegree", int, "how many citations name it"),
    Attribute("weightedOutDegree", int, "how many citations it makes"),
    Attribute("degree", int, "how many neighbours it has (co-citation, coupling)"),
    Attribute("weightedDegree", int, "the sum of the weights of its edges (co-citation, coupling)"),
    Attribute("pagerank", float, "PageRank; all nodes sum up to 1"),
    Attribute("hub", float, "the hub score of HITS; all nodes sum up to 1"),
    Attribute("authority", float, "the authority score of HITS; all nodes sum up to 1"),
    Attribute("betweenness", float, "the share of shortest paths that pass through it"),
    Attribute("core", int, "the largest k of a k-core that it is in"),
    Attribute("weakComponent", int, "number of its weakly connected component; 1 is the largest"),
    Attribute("strongComponent", int, "number of its strongly connected component, likewise"),
    Attribute("community", int, "number of its community (Louvain); 1 is the largest"),
    Attribute("leidenCommunity", int, "number of its community (Leiden); 1 is the largest"),
    Attribute("mainPath", bool, "whether it is on the main path"),
    Attribute("citingAge", float, "mean age of what it cites, in years"),
    Attribute("citedAge", float, "mean age at which it is cited, in years"),
    Attribute("x", float, "where the layout puts it, to the right"),
    Attribute("y", float, "where the layout puts it, upwards"),
)
EDGE_ATTRIBUTES: Final = _listed(
    Attribute("weight", int, "citations (cites), or nodes that the two have in common"),
    *(
        Attribute(name, int, f"citations among them that are resolved as {slug.replace('-', ' ')}")
        for slug, name in RESOLUTIONS.items()
    ),
    Attribute("first", str, "the earliest date of a citation: that of the citing document"),
    Attribute("last", str, "the latest one"),
    Attribute("age", float, "mean time from the cited to the citing document, in years"),
    Attribute("citations", str, "the IRIs of the citations; of many, the first ones"),
    Attribute("citationsLeftOut", int, "how many of them are not named"),
    Attribute("setAside", int, "citations between the two that are flagged and not counted"),
    Attribute("shared", str, "the IRIs of the nodes in common (co-citation, coupling), likewise"),
    Attribute("sharedLeftOut", int, "how many of them are not named"),
    Attribute("spc", float, "share of all paths from the newest to the oldest works through it"),
    Attribute("mainPath", bool, "whether it is on the main path"),
)


def used(
    attributes: Mapping[str, Attribute], items: Iterable[Mapping[str, Any]]
) -> list[Attribute]:
    """The attributes that at least one node or edge has, in their order.

    Args:
        attributes: NODE_ATTRIBUTES or EDGE_ATTRIBUTES.
        items: What the nodes or edges have.

    Example:
        >>> [each.name for each in used(EDGE_ATTRIBUTES, [{"first": "2015", "weight": 2}])]
        ['weight', 'first']
    """
    names: set[str] = set()
    for item in items:
        names.update(item)
    return [attribute for name, attribute in attributes.items() if name in names]


def tidy(values: Mapping[str, Scalar | None]) -> dict[str, Scalar]:
    """The values without those that are empty or unknown.

    Example:
        >>> tidy({"symbol": "", "year": None, "findings": 0})
        {'findings': 0}
    """
    return {name: value for name, value in values.items() if value is not None and value != ""}
