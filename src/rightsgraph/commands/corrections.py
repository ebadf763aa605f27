"""What is typed about a statement, as terms: its IRI, its document, corrected values."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from rightsgraph.catalogue.parameters import Parameter, ParameterType
from rightsgraph.catalogue.places import document_iri
from rightsgraph.errors import InputError
from rightsgraph.ingestion.reviews import (
    CORRECTABLE,
    Term,
    ValueKind,
    property_iri,
    statement_iri,
)
from rightsgraph.iris import Iri
from rightsgraph.library import Graph

_LANGUAGE = "en"
_CONCEPTS = (ValueKind.ACTION, ValueKind.VIOLATION, ValueKind.RESOLUTION, ValueKind.CHECK)
_TYPES = {
    ValueKind.AGENT: ParameterType.AGENT,
    ValueKind.SITUATION: ParameterType.SITUATION,
    ValueKind.DOCUMENT: ParameterType.DOCUMENT,
    ValueKind.PLACE: ParameterType.PARAGRAPH,
}


def document_named(text: str) -> Iri:
    """The IRI of a document from its symbol, the slug of a letter, or an IRI.

    Raises:
        InputError: It begins like an IRI and is none.
        SymbolError: It is neither a symbol nor a slug.
    """
    return iri_named(text) if text.startswith(("http", "id/")) else document_iri(text)


def iri_named(text: str) -> Iri:
    """An IRI from itself, or from the part of it after the base.

    Raises:
        InputError: No IRI is spelled like that.
    """
    iri = statement_iri(text)
    try:
        ox.NamedNode(iri)
    except ValueError:
        raise InputError(
            f"{text!r} is no IRI.", remedy="Give it whole, or the part of it after the base."
        ) from None
    return iri


def corrections_of(graph: Graph, pairs: Sequence[str]) -> dict[str, list[Term]]:
    """The values of each property that `--set` names.

    Args:
        graph: Says which agents there are.
        pairs: `PROPERTY=VALUE` each; an empty value stands for none.

    Raises:
        InputError: A pair is not of that form, or a value names nothing.
        ParameterError: A value is not of the kind that the property takes.
    """
    values: dict[str, list[Term]] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise InputError(
                f"--set {pair!r} is not of the form PROPERTY=VALUE.",
                remedy="Write, for example, --set saidBy=security-council.",
            )
        found = values.setdefault(property_iri(name), [])
        if text.strip():
            found += _terms(graph, property_iri(name), text.strip())
    return values


def _terms(graph: Graph, name: Iri, text: str) -> list[Term]:
    """The terms that a value stands for, by what the property takes."""
    kind = CORRECTABLE[name]
    if kind in (ValueKind.STRING, ValueKind.WORDS):
        try:
            return [ox.Literal(text, language=_LANGUAGE if kind is ValueKind.WORDS else None)]
        except ValueError:
            raise InputError(f"{text!r} is not Unicode.") from None
    if text.startswith(("http://", "https://", "id/")):
        return [ox.NamedNode(iri_named(text))]
    if kind is ValueKind.NODE:
        raise InputError(
            f"{text!r} is no IRI.",
            remedy=f"Give the IRI of the value of {name.rpartition('#')[2]}.",
        )
    if kind in _CONCEPTS:
        parameter = Parameter(kind.value, ParameterType.CONCEPT, "", scheme=kind.value)
        return list(parameter.terms(text))
    if kind is ValueKind.PLACE and " " not in text:
        return [ox.NamedNode(document_iri(text))]
    terms = list(Parameter(kind.value, _TYPES[kind], "").terms(text))
    if kind is ValueKind.AGENT:
        terms = [term for term in terms if graph.ask(f"ASK {{ {term} a ?type }}")]
        if len(terms) != 1:
            raise InputError(
                f"{text!r} is the name of {len(terms)} bodies, organisations or groups here.",
                remedy="Give the IRI; `rightsgraph query bodies-and-mandates` lists bodies.",
            )
    return terms
