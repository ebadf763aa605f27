"""Which values of parameters name nothing in the graph: a question without rows may be a typo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from rightsgraph.catalogue.parameters import ParameterType, Term, Value
from rightsgraph.catalogue.query import CatalogueQuery

_NAMING = frozenset(
    {
        ParameterType.IRI,
        ParameterType.AGENT,
        ParameterType.CONCEPT,
        ParameterType.DOCUMENT,
        ParameterType.PARAGRAPH,
        ParameterType.STATE,
        ParameterType.SITUATION,
    }
)


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A value that names a thing.

    Args:
        parameter: The parameter.
        value: The value as it was given.
        terms: The IRIs that it may stand for.
    """

    parameter: str
    value: str
    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return f"Nothing in the graph is called {self.value!r} (parameter {self.parameter})."


def named_values(query: CatalogueQuery, values: Mapping[str, Value]) -> tuple[NamedValue, ...]:
    """The values that name things, each with the IRIs that it may stand for.

    Args:
        query: The query.
        values: Values for its parameters, which `query.bind` has taken.
    """
    return tuple(_named(query, values))


def _named(query: CatalogueQuery, values: Mapping[str, Value]) -> Iterator[NamedValue]:
    for name, parameter in query.parameters.items():
        if parameter.type in _NAMING:
            given = values.get(name)
            for each in given if isinstance(given, list | tuple) else [given]:
                if terms := parameter.terms(each):
                    yield NamedValue(name, str(each), terms)


def presence_query(named: tuple[NamedValue, ...]) -> str:
    """SPARQL for those of the IRIs that the graph says something about; its column is `term`.

    Args:
        named: What `named_values` gave.

    Example:
        >>> state = ox.NamedNode("https://w3id.org/rightsgraph/id/state/PRK")
        >>> print(presence_query((NamedValue("state", "PRK", (state,)),)))
        SELECT ?term WHERE { VALUES ?term { <https://w3id.org/rightsgraph/id/state/PRK> } \
FILTER(EXISTS { ?term ?p ?o } || EXISTS { ?s ?q ?term }) }
    """
    terms = " ".join(dict.fromkeys(str(term) for each in named for term in each.terms))
    return (
        f"SELECT ?term WHERE {{ VALUES ?term {{ {terms} }} "
        "FILTER(EXISTS { ?term ?p ?o } || EXISTS { ?s ?q ?term }) }"
    )


def absent(named: tuple[NamedValue, ...], present: set[str]) -> tuple[NamedValue, ...]:
    """The values none of whose IRIs is in the graph.

    Args:
        named: What `named_values` gave.
        present: The IRIs that are in the graph.
    """
    return tuple(
        each
        for each in named
        if not any(isinstance(t, ox.NamedNode) and t.value in present for t in each.terms)
    )
