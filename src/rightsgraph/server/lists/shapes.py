"""Rows of tables as JSON-LD and as CSV.

A thing is an object with its `id`, its `label` and its address here. Members that the graph has as
they stand are properties in the context of the list; labels, texts whose language the tables do not
keep, and members that are worked out (such as `year`) are told to be none, so that a document
expands to triples of the graph and to nothing else.

Source: JSON-LD 1.1, sections 4.1 (contexts; null decouples a term), 4.8 (reverse properties) and
9.3 (node objects).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import pyoxigraph as ox
from pydantic_core import to_json

from rightsgraph.server.linked.addresses import href
from rightsgraph.server.lists.definitions import ListDefinition, direct_property
from rightsgraph.settings import resource_path
from rightsgraph.store.projection import Thing
from rightsgraph.store.projection.definition import Column, Kind
from rightsgraph.store.projection.rows import Row
from rightsgraph.vocabulary import PREFIXES, XSD

# Members of answers that are about the answer, and names in objects of things.
_NO_PROPERTIES: Final = (
    "label", "href", "count", "next", "facets", "snapshot", "sparql", "total", "value", "links",
    "narrower", "findings", "recommendations",
)  # fmt: skip
_JOINED: Final = " | "


def context_of(definition: ListDefinition) -> dict[str, Any]:
    """What the members of a list mean, beside the published context."""
    context: dict[str, Any] = {"items": "@graph", **dict.fromkeys(_NO_PROPERTIES)}
    for column in definition.table.by_name.values():
        context[column.name] = _meaning(column)
    if broader := definition.table.by_name.get("broader"):
        # In a tree what is narrower stands within what is broader; the graph says it from below.
        context["narrower"] = {"@reverse": direct_property(broader)}
    return {"@context": context}


def _meaning(column: Column) -> dict[str, str] | None:
    iri = direct_property(column)
    if not iri:
        return None
    if column.kind is Kind.THING:
        return {"@id": iri, "@type": "@id"}
    if column.kind is Kind.INTEGER:
        return {"@id": iri, "@type": XSD + "integer"}
    if column.kind is Kind.TEXT and iri in _plain_texts():
        return {"@id": iri}
    return None


@lru_cache(maxsize=1)
def _plain_texts() -> frozenset[str]:
    """The properties whose values have no language and no other datatype, by the ontology."""
    plain = ox.NamedNode(XSD + "string")
    path = resource_path("ontology") / "rightsgraph.ttl"
    return frozenset(
        quad.subject.value
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == PREFIXES["rdfs"] + "range"
        and quad.object == plain
        and isinstance(quad.subject, ox.NamedNode)
    )


def item(definition: ListDefinition, row: Row, fields: Sequence[str] = ()) -> dict[str, Any]:
    """A row as an object; members without a value are left out.

    Args:
        definition: The list.
        row: The row.
        fields: The members that are wanted; empty for all.
    """
    return items(definition, (row,), fields)[0]


def items(
    definition: ListDefinition, rows: Iterable[Row], fields: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Rows as objects; the arguments are those of `item`."""
    told: dict[str, dict[str, str]] = {}  # the rows of a page name the same things many times

    def as_told(value: Thing) -> dict[str, str]:
        known = told.get(value.iri)
        if known is None:
            known = told[value.iri] = thing(value)
        return known

    names = [name for name in fields or definition.members if name != "id"]
    type_of_all = definition.type if not fields else ""
    objects = []
    for row in rows:
        this = row["this"]
        if not isinstance(this, Thing):
            raise TypeError(type(this).__name__)
        found: dict[str, Any] = {"id": this.iri}
        if type_of_all:
            found["type"] = type_of_all
        if not fields:
            if this.label:
                found["label"] = this.label
            found["href"] = href(this.iri)
        for name in names:
            value = row[name]
            if value is None:
                continue
            if isinstance(value, Thing):
                found[name] = as_told(value)
            elif not isinstance(value, tuple):
                found[name] = value
            elif value:
                found[name] = [as_told(v) if isinstance(v, Thing) else v for v in value]
        objects.append(found)
    return objects


def values_of(value: object) -> tuple[object, ...]:
    """What a member of a row holds, none, one or many: a thing is one."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) and not isinstance(value, Thing) else (value,)


def thing(value: Thing) -> dict[str, str]:
    """A thing as an object with its id, label and address."""
    found = {"id": str(value.iri)}
    if value.label:
        found["label"] = value.label
    if address := href(value.iri):
        found["href"] = address
    return found


def csv_head(definition: ListDefinition, fields: Sequence[str] = ()) -> list[str]:
    """The columns of a list as CSV: of things the IRI and the label."""
    names = ["id"]
    for name in _csv_members(definition, fields):
        names.append(name)
        if definition.table.column(name).kind is Kind.THING:
            names.append(f"{name}Label")
    return names


def csv_lines(definition: ListDefinition, rows: Iterable[Row], fields: Sequence[str] = ()) -> bytes:
    """Rows as CSV, without the head; several values stand in one field with ` | ` between them.

    Source: RFC 4180.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    members = [
        (name, definition.table.column(name).kind is Kind.THING)
        for name in _csv_members(definition, fields)
    ]
    for row in rows:
        this = row["this"]
        cells = [str(this.iri) if isinstance(this, Thing) else ""]
        for name, is_thing in members:
            value = row[name]
            values = values_of(value)
            if is_thing:
                things = [each for each in values if isinstance(each, Thing)]
                cells.append(_JOINED.join(each.iri for each in things))
                cells.append(_JOINED.join(each.label or "" for each in things))
            else:
                cells.append(_JOINED.join(str(each) for each in values))
        writer.writerow(cells)
    return out.getvalue().encode()


def csv_line(cells: Sequence[str]) -> bytes:
    """One line of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def _csv_members(definition: ListDefinition, fields: Sequence[str]) -> list[str]:
    return [name for name in fields or definition.members if name != "id"]


def document(contexts: Sequence[object], content: Mapping[str, Any]) -> bytes:
    """A JSON-LD document.

    Args:
        contexts: Addresses of the contexts, the published one first, or contexts.
        content: Its members.
    """
    # A page of fifty rows has thousands of strings; this takes a third of the time of `json`.
    return to_json({"@context": list(contexts), **content})
