"""The lists of the API: which table each shows, under which path, and what its values may be.

A list is the table of the projection of the same name: its members, filters, orders and facets are
the columns of the table, under the same names. So what a row shows is what a list can be narrowed
by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from rightsgraph.catalogue.parameters import Parameter, ParameterType
from rightsgraph.store.projection import TABLES
from rightsgraph.store.projection.definition import Column, Kind, Table
from rightsgraph.vocabulary import PREFIXES

API: Final = "/api/v1"
_DIRECT: Final = re.compile(r"([a-z][a-z0-9]*):([A-Za-z]\w*)")
# The concepts that a column holds, by the vocabulary they are in.
_SCHEMES: Final = {
    "asksFor": "action",
    "violation": "violation",
    "documentKind": "document-kind",
    "citedKind": "document-kind",
    "resolution": "resolution",
    "reviewState": "review-state",
    "check": "quotation-check",
    "response": "response",
    "actionCategory": "action-category",
    "issue": "issue",
}
_NAMED: Final = {
    ParameterType.AGENT: (
        "saidBy addressedTo attributedTo issuedBy citedBody signatory recipient mentions "
        "submittedTo mandatedBy"
    ),
    ParameterType.STATE: "state inState",
    ParameterType.SITUATION: "concerns subject",
    ParameterType.DOCUMENT: "document citedDocument identifiedAs mandatingDocument",
    ParameterType.PARAGRAPH: "cited basedOn quotedFrom passage reportedIn",
}
_TYPES: Final = {name: kind for kind, names in _NAMED.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A list of the API.

    Args:
        name: Its name: the last part of its path, and the name of its table.
        title: What the list is, in a few words.
        one: What one of its items is called, for names of operations.
        type: The class of every item, as the context names it; empty when they are of several.
        example: Parameters with which it has an answer on the bundled data.
    """

    name: str
    title: str
    one: str
    type: str = ""
    example: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Its address."""
        return f"{API}/{self.name}"

    @property
    def table(self) -> Table:
        """Its table."""
        return TABLES[self.name]

    @property
    def members(self) -> tuple[str, ...]:
        """The members of an item beside `id`."""
        return tuple(self.table.by_name)


LISTS: Final[Mapping[str, ListDefinition]] = MappingProxyType(
    {
        each.name: each
        for each in (
            ListDefinition("documents", "Documents", "Document", "", {"documentKind": "letter"}),
            ListDefinition("paragraphs", "Paragraphs and other places", "Paragraph"),
            ListDefinition("notes", "Footnotes and endnotes", "Note", "doco:Footnote"),
            ListDefinition(
                "citations", "Citations, a row for each cited place", "Citation",
                "cito:Citation", {"resolution": "ibid"},
            ),
            ListDefinition("quotations", "Quotations", "Quotation", "Quotation"),
            ListDefinition(
                "findings", "Findings", "Finding", "Finding",
                {"violation": "enforced-disappearance"},
            ),
            ListDefinition(
                "recommendations", "Recommendations", "Recommendation", "Recommendation",
                {"addressedTo": "security-council", "asksFor": "refer-to-icc"},
            ),
            ListDefinition("organisations", "Organisations", "Organisation", "org:Organization"),
            ListDefinition("bodies", "UN bodies, mandates and offices", "Body"),
            ListDefinition("states", "States and areas", "State", "State"),
            ListDefinition("groups", "Groups that are addressed", "Group", "Group"),
            ListDefinition("situations", "Human-rights situations", "Situation", "Situation"),
            ListDefinition("concepts", "Concepts of the vocabularies", "Concept", "skos:Concept"),
        )
    }
)  # fmt: skip


def direct_property(column: Column) -> str:
    """The IRI of the property that a column shows as the graph has it; empty when it is made.

    Example:
        >>> direct_property(TABLES["recommendations"].column("saidBy"))
        'https://w3id.org/rightsgraph/ontology#saidBy'
    """
    found = _DIRECT.fullmatch(column.path)
    return PREFIXES[found[1]] + found[2] if found else ""


def parameter_of(column: Column) -> Parameter:
    """How a value of a column is named in a parameter: as in the queries of the catalogue.

    Args:
        column: A column that holds things.
    """
    if column.kind is not Kind.THING:
        raise ValueError(column.name)
    scheme = _SCHEMES.get(column.name)
    kind = ParameterType.CONCEPT if scheme else _TYPES.get(column.name, ParameterType.IRI)
    return Parameter(column.name, kind, column.about, scheme=scheme)
