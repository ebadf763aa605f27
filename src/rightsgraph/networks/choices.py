"""What can be chosen of a network: level, relation, direction, layout."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """What the nodes are."""

    DOCUMENTS = "documents"
    PARAGRAPHS = "paragraphs"
    ACTORS = "actors"


class Relation(StrEnum):
    """What the edges are."""

    CITES = "cites"
    CO_CITATION = "co-citation"
    COUPLING = "coupling"


class Direction(StrEnum):
    """Which way citations are followed from a node."""

    BOTH = "both"
    CITED = "cited"  # what the node cites, and what that cites
    CITING = "citing"  # what cites the node


class Layout(StrEnum):
    """How nodes are placed."""

    FORCE = "force"
    DATED = "dated"
    NONE = "none"
