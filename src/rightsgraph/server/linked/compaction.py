"""JSON-LD with the published context: short names, plain values, one object a thing.

Source: JSON-LD 1.1 Processing Algorithms and API, section 6 (compaction), for the kinds of terms
that our context has: names of classes, properties with a type, properties by language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pyoxigraph as ox

from rightsgraph.settings import resource_path
from rightsgraph.vocabulary import RDF, XSD

CONTEXT_PATH: Final = "/context.jsonld"
_TYPE: Final = RDF + "type"
_INTEGER: Final = XSD + "integer"
_STRING: Final = XSD + "string"

Subject = ox.NamedNode | ox.BlankNode
Value = ox.NamedNode | ox.BlankNode | ox.Literal


def context_bytes() -> bytes:
    """The published context, as it ships."""
    return (resource_path("ontology") / "context.jsonld").read_bytes()


@dataclass(frozen=True, slots=True)
class _Terms:
    """The names of the context.

    Args:
        prefixes: Namespace by prefix.
        names: Name by IRI, of classes and of properties whose values have no type.
        typed: Name by IRI and datatype; `@id` for links.
        by_language: Name by IRI of properties that hold texts by language.
    """

    prefixes: Mapping[str, str]
    names: Mapping[str, str]
    typed: Mapping[tuple[str, str], str]
    by_language: Mapping[str, str]

    def iri(self, iri: str) -> str:
        """A name or a prefixed name, or the IRI as it is."""
        if iri in self.names:
            return self.names[iri]
        for prefix, namespace in self.prefixes.items():
            rest = iri.removeprefix(namespace)
            if rest is not iri and rest and not rest.startswith("//"):
                return f"{prefix}:{rest}"
        return iri


@lru_cache(maxsize=1)
def _terms() -> _Terms:
    context: dict[str, Any] = json.loads(context_bytes())["@context"]
    prefixes = {
        name: value
        for name, value in context.items()
        if isinstance(value, str) and value.endswith(("#", "/"))
    }

    def expand(name: str) -> str:
        prefix, _, rest = name.partition(":")
        return prefixes[prefix] + rest if prefix in prefixes else name

    names: dict[str, str] = {}
    typed: dict[tuple[str, str], str] = {}
    by_language: dict[str, str] = {}
    for name, value in context.items():
        if name.startswith("@") or name in prefixes or name in ("id", "type", "graph"):
            continue
        if isinstance(value, str):
            names.setdefault(expand(value), name)
        elif value.get("@container") == "@language":
            by_language[expand(value["@id"])] = name
        elif "@type" in value:
            typed[expand(value["@id"]), expand(value["@type"])] = name
    return _Terms(prefixes, names, typed, by_language)


def compact(triples: Iterable[ox.Triple]) -> list[dict[str, Any]]:
    """One object for each subject, in the order in which they come first.

    Args:
        triples: The triples; none has a triple inside.

    Example:
        >>> report = ox.NamedNode("https://w3id.org/rightsgraph/id/un/A/EX/1")
        >>> symbol = ox.NamedNode("https://w3id.org/rightsgraph/ontology#symbol")
        >>> compact([ox.Triple(report, symbol, ox.Literal("A/EX/1"))])
        [{'id': 'https://w3id.org/rightsgraph/id/un/A/EX/1', 'symbol': 'A/EX/1'}]
    """
    terms = _terms()
    things: dict[str, dict[str, Any]] = {}
    for triple in triples:
        name = _identifier(triple.subject)
        thing = things.setdefault(name, {"id": name})
        _add(terms, thing, triple.predicate.value, triple.object)
    for thing in things.values():
        for key, value in thing.items():
            if isinstance(value, list) and len(value) == 1:
                thing[key] = value[0]
    return list(things.values())


def document(triples: Iterable[ox.Triple], context: str) -> dict[str, Any]:
    """A JSON-LD document.

    Args:
        triples: What it says.
        context: Address of the context.
    """
    return {"@context": context, "graph": compact(triples)}


def _identifier(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    raise TypeError(type(term).__name__)


def _add(terms: _Terms, thing: dict[str, Any], predicate: str, value: object) -> None:
    if predicate == _TYPE and isinstance(value, ox.NamedNode):
        thing.setdefault("type", []).append(terms.iri(value.value))
        return
    if not isinstance(value, ox.Literal):
        identifier = _identifier(value)
        if name := terms.typed.get((predicate, "@id")):
            thing.setdefault(name, []).append(identifier)
        else:
            thing.setdefault(_plain(terms, predicate), []).append({"id": identifier})
        return
    if value.language:
        if predicate in terms.by_language:
            texts = thing.setdefault(terms.by_language[predicate], {})
            held = texts.get(value.language)
            if held is None:
                texts[value.language] = value.value
            else:
                texts[value.language] = [*([held] if isinstance(held, str) else held), value.value]
            return
        text = {"@value": value.value, "@language": value.language}
        thing.setdefault(_plain(terms, predicate), []).append(text)
        return
    datatype = value.datatype.value
    if name := terms.typed.get((predicate, datatype)):
        # Only whole numbers keep their datatype as numbers of JSON; 1.0 would be a double.
        plain = int(value.value) if datatype == _INTEGER and _is_short(value.value) else value.value
        thing.setdefault(name, []).append(plain)
    elif datatype == _STRING:
        thing.setdefault(_plain(terms, predicate), []).append(value.value)
    else:
        typed = {"@value": value.value, "@type": terms.iri(datatype)}
        thing.setdefault(_plain(terms, predicate), []).append(typed)


def _is_short(number: str) -> bool:
    """Whether every reader of JSON takes a whole number for what it is."""
    return number.removeprefix("-").isdecimal() and len(number) <= 15 and str(int(number)) == number


def _plain(terms: _Terms, predicate: str) -> str:
    """A name whose values have no type; a prefixed name where the context gives them one."""
    return terms.iri(predicate)
