"""The authority files as objects and as RDF.

`load_authorities` gives the rows, checked, with a lookup by id and by name; `write_authorities`
writes them as N-Quads of the graph `graph/authorities`, as docs/data-model.md lays it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final, TypeVar

import pyoxigraph as ox

from rightsgraph import iris
from rightsgraph.authorities.files import (
    FACTS,
    PDDL,
    read_bodies,
    read_groups,
    read_organisations,
    read_situations,
    read_states,
)
from rightsgraph.authorities.rows import (
    Authority,
    Body,
    Entry,
    Group,
    Organisation,
    Situation,
    State,
    fold_name,
    situation_of,
)
from rightsgraph.errors import NotFoundError
from rightsgraph.settings import resource_path
from rightsgraph.symbols import Symbol, parse_symbol
from rightsgraph.vocabulary import DCTERMS, FOAF, ORG, RDF, RG, SKOS

__all__ = [
    "Authorities",
    "Authority",
    "Body",
    "Entry",
    "Group",
    "Organisation",
    "Situation",
    "State",
    "authority_quads",
    "fold_name",
    "load_authorities",
    "write_authorities",
]

LICENCE_IRIS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Facts are nobody's: the mark says that no right is claimed, and grants none.
        FACTS: "https://creativecommons.org/publicdomain/mark/1.0/",
        PDDL: "https://opendatacommons.org/licenses/pddl/1-0/",
    }
)

_Row = TypeVar("_Row", bound=Entry)


@dataclass(frozen=True)
class Authorities:
    """The rows of all authority files, each tuple sorted by id.

    Attributes:
        states: States and areas, and former States.
        bodies: UN bodies and mandates, international courts and commissions.
        organisations: Organisations that are no UN bodies.
        groups: Those who are addressed together.
        situations: The human-rights situation in each State, and in other places.
    """

    states: tuple[State, ...]
    bodies: tuple[Body, ...]
    organisations: tuple[Organisation, ...]
    groups: tuple[Group, ...]
    situations: tuple[Situation, ...]

    @property
    def rows(self) -> tuple[Authority, ...]:
        """All rows."""
        return (
            *self.states,
            *self.bodies,
            *self.organisations,
            *self.groups,
            *self.situations,
        )

    def state(self, alpha3: str) -> State:
        """The State with an ISO 3166 alpha-3 code.

        Raises:
            NotFoundError: There is none.
        """
        return _found(self._states, alpha3, "State")

    def body(self, slug: str) -> Body:
        """The body, mandate or court with an id.

        Raises:
            NotFoundError: There is none.
        """
        return _found(self._bodies, slug, "body")

    def organisation(self, slug: str) -> Organisation:
        """The organisation with an id.

        Raises:
            NotFoundError: There is none.
        """
        return _found(self._organisations, slug, "organisation")

    def group(self, slug: str) -> Group:
        """The group with an id.

        Raises:
            NotFoundError: There is none.
        """
        return _found(self._groups, slug, "group")

    def situation(self, slug: str) -> Situation:
        """The situation with an id; that of a State has the alpha-3 code of the State.

        Raises:
            NotFoundError: There is none.
        """
        return _found(self._situations, slug, "situation")

    def find(self, name: str) -> tuple[Authority, ...]:
        """All that bear a name or abbreviation; none, one, or several when it is ambiguous.

        Args:
            name: In any spelling that `fold_name` evens out; an abbreviation exactly as written.

        Example:
            >>> [found.id for found in load_authorities().find("UN Special Rapporteur on torture")]
            ['special-rapporteur-torture']
        """
        found = (*self._by_abbreviation.get(name, ()), *self._by_name.get(fold_name(name), ()))
        return tuple(dict.fromkeys(found))

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return {row.id: row for row in self.states}

    @cached_property
    def _bodies(self) -> Mapping[str, Body]:
        return {row.id: row for row in self.bodies}

    @cached_property
    def _organisations(self) -> Mapping[str, Organisation]:
        return {row.id: row for row in self.organisations}

    @cached_property
    def _groups(self) -> Mapping[str, Group]:
        return {row.id: row for row in self.groups}

    @cached_property
    def _situations(self) -> Mapping[str, Situation]:
        return {row.id: row for row in self.situations}

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Authority, ...]]:
        index: dict[str, tuple[Authority, ...]] = {}
        for row in self.rows:
            for name in dict.fromkeys(fold_name(each) for each in _labels(row)):
                index[name] = (*index.get(name, ()), row)
        return index

    @cached_property
    def _by_abbreviation(self) -> Mapping[str, tuple[Authority, ...]]:
        index: dict[str, tuple[Authority, ...]] = {}
        abbreviated: tuple[Body | Organisation, ...] = (*self.bodies, *self.organisations)
        for row in abbreviated:
            for abbreviation in row.abbreviations:
                index[abbreviation] = (*index.get(abbreviation, ()), row)
        return index


def load_authorities(folder: Path | None = None) -> Authorities:
    """The authority files of a folder, read and checked.

    Args:
        folder: Where the files are; by default those that ship with rightsgraph.

    Raises:
        AuthorityError: A file is missing, or a row is malformed or contradicts another one.
        SettingsError: The package was installed without its files.

    Example:
        >>> load_authorities().body("human-rights-council").abbreviations
        ('HRC', 'UNHRC')
    """
    if folder is None:
        folder = resource_path("data") / "authorities"
    states = read_states(folder)
    codes = frozenset(state.alpha3 for state in states)
    situations = (*(situation_of(state) for state in states), *read_situations(folder, codes))
    return Authorities(
        states=states,
        bodies=read_bodies(folder, codes),
        organisations=read_organisations(folder, codes),
        groups=read_groups(folder),
        situations=situations,
    )


def write_authorities(authorities: Authorities, out: IO[bytes]) -> int:
    """Write the authorities as N-Quads, always in the same order.

    Args:
        authorities: What is written.
        out: A binary file.

    Returns:
        The number of quads.
    """
    quads = list(authority_quads(authorities))
    ox.serialize(quads, out, ox.RdfFormat.N_QUADS)
    return len(quads)


def authority_quads(authorities: Authorities) -> Iterator[ox.Quad]:
    """The quads of the graph `graph/authorities`, grouped by subject."""
    graph = ox.NamedNode(iris.named_graph("authorities"))
    for row in authorities.rows:
        subject = ox.NamedNode(row.iri)
        pairs = dict.fromkeys((*_specific(row, authorities), *_common(row)))
        for predicate, value in pairs:
            yield ox.Quad(subject, ox.NamedNode(predicate), value, graph)
    for symbol in _mandating_documents(authorities):
        subject = ox.NamedNode(iris.un_document(symbol.key))
        # No rg:symbol and no type: those are for the documents that the graph is about.
        for predicate, value in (
            (DCTERMS + "identifier", ox.Literal(symbol.normalised)),
            (FOAF + "page", ox.NamedNode(symbol.url)),
        ):
            yield ox.Quad(subject, ox.NamedNode(predicate), value, graph)


def _mandating_documents(authorities: Authorities) -> list[Symbol]:
    symbols = (
        parse_symbol(each) for body in authorities.bodies for each in body.mandating_documents
    )
    return sorted({symbol.key: symbol for symbol in symbols}.values(), key=lambda each: each.key)


_Pair = tuple[str, ox.NamedNode | ox.Literal]


def _common(row: Authority) -> Iterator[_Pair]:
    yield SKOS + "prefLabel", _english(row.name)
    for name in _labels(row):
        if name != row.name:
            yield SKOS + "altLabel", _english(name)
    for source in row.sources:
        yield DCTERMS + "source", ox.NamedNode(source)
    yield DCTERMS + "license", ox.NamedNode(LICENCE_IRIS[row.licence])


def _specific(row: Authority, authorities: Authorities) -> Iterator[_Pair]:
    match row:
        case State():
            yield from _state(row)
        case Body():
            yield from _body(row, authorities)
        case Organisation():
            yield _type(ORG + "Organization")
            yield from _contact(row.abbreviations, row.homepage)
            yield from _in_state(row.country)
        case Group():
            yield _type(RG + "Group")
        case Situation():
            yield _type(RG + "Situation")
            yield from _in_state(row.state)


def _state(row: State) -> Iterator[_Pair]:
    yield _type(RG + "State")
    yield RG + "alpha2", ox.Literal(row.alpha2)
    yield RG + "alpha3", ox.Literal(row.alpha3)
    yield RG + "m49", ox.Literal(row.m49)
    if row.official_name:
        yield RG + "officialName", _english(row.official_name)


def _body(row: Body, authorities: Authorities) -> Iterator[_Pair]:
    yield _type(ORG + "Organization")
    if row.is_un:
        yield _type(RG + "UNBody")
    if row.is_mandate:
        yield _type(RG + "Mandate")
    if row.is_court:
        yield _type(RG + "Court")
    yield from _contact(row.abbreviations, row.homepage)
    if row.parent is not None:
        yield ORG + "subOrganizationOf", ox.NamedNode(authorities.body(row.parent).iri)
    for creator in row.mandated_by:
        yield RG + "mandatedBy", ox.NamedNode(authorities.body(creator).iri)
    for document in row.mandating_documents:
        yield RG + "mandatingDocument", ox.NamedNode(iris.un_document(parse_symbol(document).key))
    yield from _in_state(row.state)


def _contact(abbreviations: Iterable[str], homepage: str | None) -> Iterator[_Pair]:
    for abbreviation in abbreviations:
        yield SKOS + "notation", ox.Literal(abbreviation)
    if homepage is not None:
        yield FOAF + "homepage", ox.NamedNode(homepage)


def _in_state(code: str | None) -> Iterator[_Pair]:
    if code is not None:
        yield RG + "inState", ox.NamedNode(iris.state(code))


def _type(iri: str) -> _Pair:
    return RDF + "type", ox.NamedNode(iri)


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _labels(row: Authority) -> tuple[str, ...]:
    """Every name of a row, the ambiguous ones too."""
    match row:
        case State() | Organisation():
            return tuple(dict.fromkeys((row.name, *row.names, *row.ambiguous_names)))
        case _:
            return row.names


def _found(rows: Mapping[str, _Row], key: str, kind: str) -> _Row:
    try:
        return rows[key]
    except KeyError:
        raise NotFoundError(
            f"The authority files have no {kind} {key!r}.",
            remedy="Add it to data/authorities/, or correct the id.",
        ) from None
