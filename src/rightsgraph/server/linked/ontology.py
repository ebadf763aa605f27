"""The ontology with its shapes and concepts: a page to read, and every format of RDF.

Source: the graph itself (graph/ontology of the snapshot), so that page and data are of one state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from rightsgraph import iris
from rightsgraph.iris import CANONICAL_BASE, VOCABULARY_BASE
from rightsgraph.server.linked.addresses import href
from rightsgraph.server.linked.description import Description, facts_of, parse
from rightsgraph.server.linked.names import Link, Names
from rightsgraph.server.naming import natural, short
from rightsgraph.server.service import GraphService
from rightsgraph.store.answers import AnswerFormat, QueryRequest
from rightsgraph.vocabulary import (
    RG,
    SH,
    Dcterms,
    Owl,
    Rdfs,
    Skos,
)

ONTOLOGY: Final = CANONICAL_BASE + "ontology"
SHAPES: Final = CANONICAL_BASE + "shapes"
_QUERY: Final = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } }"
_RELATIONS: Final = (
    ("kind of", Rdfs.subClassOf),
    ("kind of", Rdfs.subPropertyOf),
    ("of", Rdfs.domain),
    ("value", Rdfs.range),
    ("compare", Rdfs.seeAlso),
    ("the same as", Skos.exactMatch),
    ("close to", Skos.closeMatch),
)
_CONSTRAINTS: Final = (
    "minCount",
    "maxCount",
    "datatype",
    "nodeKind",
    "class",
    "hasValue",
    "minInclusive",
    "maxInclusive",
    "minLength",
    "maxLength",
    "pattern",
    "uniqueLang",
    "lessThan",
)
# Examples of so many terms are asked for at once.
_BATCH: Final = 40


@dataclass(frozen=True, slots=True)
class TermView:
    """A class, property or concept.

    Args:
        anchor: Its id on the page.
        name: Its name with a prefix.
        label: Its label.
        definition: What it means.
        illustration: An example in words.
        relations: How it stands to other terms, of ours and of others.
        examples: Where the graph uses it; empty when it does not.
        address: Its own page; empty when this page is it.
        narrower: Concepts below it.
    """

    anchor: str
    name: str
    label: str
    definition: str
    illustration: str
    relations: tuple[tuple[str, tuple[Link, ...]], ...]
    examples: tuple[Link, ...]
    address: str = ""
    narrower: tuple[TermView, ...] = ()


@dataclass(frozen=True, slots=True)
class ShapeView:
    """A shape.

    Args:
        anchor: Its id on the page of the shapes.
        name: Its name.
        targets: What it is for: classes and properties.
        path: The property that it constrains; None for the shape of a thing.
        constraints: What it asks for.
        message: What it says when that is missing.
        properties: The shapes of its properties.
    """

    anchor: str
    name: str
    targets: tuple[Link, ...]
    path: Link | None
    constraints: tuple[str, ...]
    message: str
    properties: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything that defines the graph.

    Args:
        snapshot: Id of the snapshot that it is read from.
        triples: All of it.
        title: Its title.
        description: What it is for.
        version: Its version.
        classes: The classes.
        properties: The properties.
        shapes: The shapes.
        schemes: The concept schemes, each with its concepts.
        prefixes: The prefixes that it declares, with their namespaces.
    """

    snapshot: str
    triples: tuple[ox.Triple, ...]
    title: str
    description: str
    version: str
    classes: tuple[TermView, ...]
    properties: tuple[TermView, ...]
    shapes: tuple[ShapeView, ...]
    schemes: tuple[TermView, ...]
    prefixes: tuple[tuple[str, str], ...]


class Ontologies:
    """The ontology of the current snapshot, read once.

    Args:
        service: Where it is read from.
    """

    def __init__(self, service: GraphService) -> None:
        self.service = service
        self._last: Ontology | None = None

    async def current(self) -> Ontology:
        """The ontology of the snapshot in use.

        Raises:
            LimitError: The workers are too busy.
        """
        current = self.service.snapshot
        # A store that does not name its state may have another one at any time.
        if self._last is None or not current or self._last.snapshot != current:
            read = await self._read()
            while read is None:  # another snapshot came in between
                read = await self._read()
            self._last = read
        return self._last

    async def _read(self) -> Ontology | None:
        graph = str(ox.NamedNode(iris.named_graph("ontology")))
        request = QueryRequest(_QUERY % graph, AnswerFormat.N_TRIPLES, over_union=True)
        document, snapshot = await self.service.document(request)
        triples = parse(document)
        facts = facts_of(triples)
        names = Names(Description(ONTOLOGY, snapshot, tuple(triples), facts, {}, {}, frozenset()))
        classes = _of_type(names, Owl.Class)
        properties = _of_type(
            names, Owl.ObjectProperty, Owl.DatatypeProperty, Owl.AnnotationProperty
        )
        concepts = _of_type(names, Skos.Concept)
        examples: dict[str, tuple[Link, ...]] = {}
        wanted = [
            *(_instance(each) for each in classes),
            *(_use(each) for each in properties),
            *(_mention(each) for each in concepts),
        ]
        for start in range(0, len(wanted), _BATCH):
            groups = " UNION ".join(wanted[start : start + _BATCH])
            table = await self.service.table(f"SELECT ?term ?s ?o {{ {groups} }}")
            if table.snapshot != snapshot:
                return None
            for row in table.rows:
                shown = [Link(short(row["s"].value), href(row["s"].value))]
                if "o" in row:
                    value = row["o"]
                    is_thing = value.kind == "uri"
                    text = short(value.value) if is_thing else f"“{value.value}”"
                    shown.append(Link(text, href(value.value) if is_thing else ""))
                examples[row["term"].value] = tuple(shown)
        return _view(names, snapshot, triples, classes, properties, examples)


def _instance(iri: str) -> str:
    term = ox.NamedNode(iri)
    return f"{{ {{ SELECT ?s {{ ?s a {term} }} LIMIT 1 }} BIND({term} AS ?term) }}"


def _use(iri: str) -> str:
    term = ox.NamedNode(iri)
    return f"{{ {{ SELECT ?s ?o {{ ?s {term} ?o }} LIMIT 1 }} BIND({term} AS ?term) }}"


def _mention(iri: str) -> str:
    """Where a concept is used in a document, and not only in its scheme."""
    term = ox.NamedNode(iri)
    properties = "rg:asksFor", "rg:violation", "rg:documentKind", "rg:resolution", "rg:reviewState"
    uses = " UNION ".join(
        f"{{ SELECT ?s {{ ?s {name} {term} }} LIMIT 1 }}"
        for name in (*properties, "rg:quotationCheck")
    )
    return f"{{ {{ SELECT ?s {{ {uses} }} LIMIT 1 }} BIND({term} AS ?term) }}"


def _of_type(names: Names, *types: str) -> list[str]:
    found = [
        iri
        for iri in names.description.facts
        if iri.startswith(CANONICAL_BASE) and names.types(iri) & set(types)
    ]
    return sorted(found, key=lambda each: natural(short(each)))


def _view(
    names: Names,
    snapshot: str,
    triples: Sequence[ox.Triple],
    classes: Iterable[str],
    properties: Iterable[str],
    examples: dict[str, tuple[Link, ...]],
) -> Ontology:
    prefixes = [
        (names.text(each, SH + "prefix"), names.text(each, SH + "namespace"))
        for each in _of_type(names, SH + "PrefixDeclaration")
    ]
    shapes = _of_type(names, SH + "NodeShape", SH + "PropertyShape")
    return Ontology(
        snapshot=snapshot,
        triples=tuple(triples),
        title=names.text(ONTOLOGY, Dcterms.title),
        description=names.text(ONTOLOGY, Dcterms.description),
        version=names.text(ONTOLOGY, Owl.versionInfo),
        classes=tuple(_term(names, each, examples) for each in classes),
        properties=tuple(_term(names, each, examples) for each in properties),
        shapes=tuple(_shape(names, each) for each in shapes),
        schemes=tuple(
            _scheme(names, each, examples) for each in _of_type(names, Skos.ConceptScheme)
        ),
        prefixes=tuple(sorted(prefixes)),
    )


def _term(names: Names, iri: str, examples: dict[str, tuple[Link, ...]]) -> TermView:
    relations: dict[str, list[Link]] = {}
    for heading, name in _RELATIONS:
        if found := [Link(short(each), _here(each)) for each in names.things(iri, name)]:
            relations.setdefault(heading, []).extend(found)
    return TermView(
        anchor=_anchor(iri),
        name=short(iri),
        label=names.text(iri, Rdfs.label) or names.text(iri, Skos.prefLabel),
        definition=names.text(iri, Skos.definition),
        illustration=names.text(iri, Skos.example),
        relations=tuple((heading, tuple(links)) for heading, links in relations.items()),
        examples=examples.get(iri, ()),
    )


def _concept(
    names: Names, iri: str, examples: dict[str, tuple[Link, ...]], shown: set[str]
) -> TermView:
    """A concept with those below it; below several, it is shown in full where it comes first."""
    view = replace(_term(names, iri, examples), address=href(iri))
    if iri in shown:
        return replace(view, anchor="")
    shown.add(iri)
    below = sorted(names.things(iri, Skos.narrower), key=natural)
    return replace(view, narrower=tuple(_concept(names, b, examples, shown) for b in below))


def _scheme(names: Names, iri: str, examples: dict[str, tuple[Link, ...]]) -> TermView:
    top = sorted(names.things(iri, Skos.hasTopConcept), key=natural)
    shown: set[str] = set()
    return TermView(
        anchor=_anchor(iri),
        name=iri.removeprefix(CANONICAL_BASE),
        label=names.text(iri, Dcterms.title),
        definition=names.text(iri, Dcterms.description),
        illustration="",
        relations=(),
        examples=(),
        address=href(iri),
        narrower=tuple(_concept(names, each, examples, shown) for each in top),
    )


def _shape(names: Names, iri: str) -> ShapeView:
    targets = [
        Link(f"{words}{short(each)}", _here(each))
        for words, name in (("", "targetClass"), ("values of ", "targetObjectsOf"))
        for each in names.things(iri, SH + name)
    ]
    path = next(iter(names.things(iri, SH + "path")), "")
    constraints = [
        f"{name} {short(value.value) if isinstance(value, ox.NamedNode) else value.value}"
        for name in _CONSTRAINTS
        for value in names.values(iri, SH + name)
    ]
    return ShapeView(
        anchor=iri.partition("#")[2],
        name=iri.partition("#")[2],
        targets=tuple(targets),
        path=Link(short(path), _here(path)) if path else None,
        constraints=tuple(constraints),
        message=names.text(iri, SH + "message"),
        properties=tuple(
            Link(each.partition("#")[2], each.partition("#")[2])
            for each in sorted(names.things(iri, SH + "property"))
        ),
    )


def _anchor(iri: str) -> str:
    """The id of a term on the page: the fragment of its IRI, or the path of a concept."""
    if iri.startswith(RG):
        return iri.removeprefix(RG)
    return "concept-" + iri.removeprefix(VOCABULARY_BASE).replace("/", "-")


def _here(iri: str) -> str:
    return "#" + _anchor(iri) if iri.startswith(RG) else href(iri)
