"""Which citations a network is made of: filters, as people write them and as they are applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Final

from rightsgraph.catalogue import Parameter, ParameterType
from rightsgraph.catalogue.parameters import Term
from rightsgraph.errors import ParameterError
from rightsgraph.networks import dates
from rightsgraph.networks.attributes import RESOLUTIONS
from rightsgraph.networks.facts import Cited, Facts

_BODY: Final = Parameter("body", ParameterType.AGENT, "")
_STATE: Final = Parameter("state", ParameterType.STATE, "")
_SITUATION: Final = Parameter("state", ParameterType.SITUATION, "")
_ACTION: Final = Parameter("action", ParameterType.CONCEPT, "", scheme="action")
_VIOLATION: Final = Parameter("violation", ParameterType.CONCEPT, "", scheme="violation")
_KIND: Final = Parameter("kind", ParameterType.CONCEPT, "", scheme="document-kind")
_CITING_KIND: Final = Parameter("citing_kind", ParameterType.CONCEPT, "", scheme="document-kind")


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters. Of several values of one any may be met, of several filters all must be.

    Args:
        since: Citing documents of this day, month or year, or later.
        until: Citing documents of this day, month or year, or earlier.
        body: Bodies or organisations: slugs or IRIs. One of them has issued the cited document,
            or says the citing one (has issued or signed it).
        state: States by their three letters, or situations by slug or IRI: the citing or the
            cited document is about it, or a statement that rests on the citation.
        action: Actions of the vocabulary, with the narrower ones: a recommendation that rests on
            the citation asks for it.
        violation: Violations of the vocabulary, likewise, of a finding.
        resolution: How the citation was resolved, such as `ibid`.
        kind: Kinds of the cited document, such as `report`.
        citing_kind: Kinds of the citing document, such as `joint-letter`.
    """

    since: str = ""
    until: str = ""
    body: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    action: tuple[str, ...] = ()
    violation: tuple[str, ...] = ()
    resolution: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    citing_kind: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The filters that are set, in one line.

        Example:
            >>> str(Selection(since="2015", body=("security-council",)))
            'since 2015; body security-council'
        """
        parts = []
        for each in fields(self):
            value = getattr(self, each.name)
            if value:
                text = value if isinstance(value, str) else " or ".join(value)
                parts.append(f"{each.name.replace('_', ' ')} {text}")
        return "; ".join(parts)


class Sieve:
    """A selection, applied to the facts of a snapshot.

    Args:
        selection: The filters.
        facts: The facts.

    Raises:
        ParameterError: A value is malformed, or names nothing in the graph.
    """

    def __init__(self, selection: Selection, facts: Facts) -> None:
        self.facts: Final = facts
        self._since = dates.given("since", selection.since)[0] if selection.since else None
        self._until = dates.given("until", selection.until)[1] if selection.until else None
        if self._since and self._until and self._since > self._until:
            raise ParameterError(
                f"since {selection.since} is after until {selection.until}.", parameter="since"
            )
        self._bodies = self._known(_BODY, selection.body)
        self._states = self._known_states(selection.state)
        self._actions = facts.narrower(_iris(_ACTION, selection.action))
        self._violations = facts.narrower(_iris(_VIOLATION, selection.violation))
        self._kinds = facts.narrower(_iris(_KIND, selection.kind))
        self._citing_kinds = facts.narrower(_iris(_CITING_KIND, selection.citing_kind))
        self._resolutions = frozenset(_resolution(each) for each in selection.resolution)
        self._asked = self._through("rg:asksFor") if self._actions else {}
        self._found = self._through("rg:violation") if self._violations else {}
        self._concerned = self._through("rg:concerns") if self._states else {}
        self.takes_date = cache(self._takes_date)
        self.is_about = cache(self._is_about)
        self.is_by = cache(self._is_by)

    @property
    def is_open(self) -> bool:
        """Whether every citation passes."""
        return not (
            self._since or self._until or self._bodies or self._states or self._actions
            or self._violations or self._kinds or self._citing_kinds or self._resolutions
        )  # fmt: skip

    def takes(self, cited: Cited) -> bool:
        """Whether a citation passes all filters."""
        return self.is_open or (
            (not self._resolutions or cited.resolution in self._resolutions)
            and self.takes_date(cited.citing)
            and (not self._kinds or self._is_of(cited.cited, self._kinds))
            and (not self._citing_kinds or self._is_of(cited.citing, self._citing_kinds))
            and (not self._bodies or self.is_by(cited.cited) or self.is_by(cited.citing))
            and (not self._states or self._concerns(cited))
            and (not self._actions or _meet(self._asked, cited.citation, self._actions))
            and (not self._violations or _meet(self._found, cited.citation, self._violations))
        )

    def takes_document(self, document: str) -> bool:
        """Whether a document without citations belongs to the network.

        The filters by action, violation and resolution are about citations; the others apply.
        """
        kinds = self._kinds | self._citing_kinds
        return (
            self.takes_date(document)
            and (not kinds or self._is_of(document, kinds))
            and (not self._bodies or self.is_by(document))
            and (not self._states or self.is_about(document))
        )

    def _takes_date(self, document: str) -> bool:
        if self._since is None and self._until is None:
            return True
        found = dates.span(self.facts.first("dcterms:issued", document))
        if found is None:
            return False
        return (self._since or date.min) <= found[1] and found[0] <= (self._until or date.max)

    def _is_of(self, document: str, kinds: frozenset[str]) -> bool:
        return not kinds.isdisjoint(self.facts.pairs("rg:documentKind").get(document, ()))

    def _is_by(self, document: str) -> bool:
        return not self._bodies.isdisjoint(authors(self.facts, document))

    def _is_about(self, document: str) -> bool:
        return not self._states.isdisjoint(subjects(self.facts, document))

    def _concerns(self, cited: Cited) -> bool:
        return (
            self.is_about(cited.citing)
            or self.is_about(cited.cited)
            or _meet(self._concerned, cited.citation, self._states)
        )

    def _through(self, name: str) -> dict[str, set[str]]:
        """For each citation what the statements that rest on it have as a property."""
        values = self.facts.pairs(name)
        states = self.facts.pairs("rg:inState")
        found: dict[str, set[str]] = {}
        for statement, citations in self.facts.pairs("rg:throughCitation").items():
            held = set(values.get(statement, ()))
            for each in tuple(held):
                held.update(states.get(each, ()))
            if held:
                for citation in citations:
                    found.setdefault(citation, set()).update(held)
        return found

    def _known(self, parameter: Parameter, values: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        for value in values:
            known = {iri for iri in _iris(parameter, [value]) if iri in self._named}
            if not known:
                raise _nothing(parameter.name, value)
            found |= known
        return frozenset(found)

    def _known_states(self, values: Iterable[str]) -> frozenset[str]:
        """The situations, and the States as such: a document is about either."""
        found: set[str] = set()
        for value in values:
            iris = set(_iris(_SITUATION, [value]))
            if len(value.strip()) == 3 or ":" in value:
                iris.update(_iris(_STATE, [value]))
            known = {iri for iri in iris if iri in self._named}
            if not known:
                raise _nothing("state", value)
            found |= known
        return frozenset(found)

    @property
    def _named(self) -> Mapping[str, str]:
        return self.facts.words("skos:prefLabel")


def authors(facts: Facts, document: str) -> tuple[str, ...]:
    """Who says a document: the bodies that issued it, and those who signed it."""
    issued = facts.pairs("rg:issuedBy").get(document, ())
    return issued + facts.pairs("rg:signatory").get(document, ())


def subjects(facts: Facts, document: str) -> tuple[str, ...]:
    """The situations that a document is about, and their States."""
    about = facts.pairs("dcterms:subject").get(document, ())
    states = facts.pairs("rg:inState")
    return (*about, *(state for situation in about for state in states.get(situation, ())))


def _meet(found: Mapping[str, set[str]], citation: str, wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(found.get(citation, ()))


def _iris(parameter: Parameter, values: Iterable[str]) -> Iterator[str]:
    for term in parameter.terms(tuple(values)):
        yield _value(term)


def _value(term: Term) -> str:
    return str(term.value)


def _resolution(text: str) -> str:
    slug = text.strip().rpartition("/")[2].replace(" ", "-").lower()
    if slug not in RESOLUTIONS:
        raise ParameterError(
            f"Parameter 'resolution' knows no {text!r}.",
            remedy=f"Use one of {', '.join(RESOLUTIONS)}.",
            parameter="resolution",
        )
    return slug


def _nothing(name: str, value: str) -> ParameterError:
    return ParameterError(
        f"Nothing in the graph is called {value!r} (parameter {name}).",
        remedy="`rightsgraph query bodies-and-mandates` lists bodies; States have three letters.",
        parameter=name,
        value=value,
    )
