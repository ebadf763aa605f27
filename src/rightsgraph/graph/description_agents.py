"""Who is meant: names of a document to entries of the authority files.

A name that no authority file has gets an entry of its own, marked by `rg:enteredFrom` as made
from the words of this document; so do bodies known by their pattern only. What is no name at all
("the complainant", "the police") stays with the document as `#actor-...`, so that nobody takes
two of them for the same. Individuals never become nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from rightsgraph import iris
from rightsgraph.extraction import Name
from rightsgraph.graph.authorities import Authorities, Authority, Situation, State, load_authorities
from rightsgraph.graph.description_draft import Draft
from rightsgraph.graph.description_sheet import A, plain
from rightsgraph.vocabulary import Dcterms, Foaf, Org, Rg, Skos

SIGNATORIES: Final = "signatories"
NOT_NAMED: Final = "not-named"

_OF_STATE: Final = re.compile(
    r"(?:the )?(?:\w+ )?(?:State party|States? Party|Governments?|authorit(?:y|ies)|"
    r"delegation|representatives?) of (?:the )?(?P<state>.+)",
    re.IGNORECASE,
)
_THE_STATE: Final = re.compile(
    r"(?:the )?(?:State(?: party)?(?: concerned)?|Government|(?:(?:national|State|competent) )?"
    r"authorities|(?:his|her|your) (?:Excellency['’]s )?Government)",
    re.IGNORECASE,
)
# Words that only an institution or a group has in its name; others may be names of people.
_INSTITUTIONAL: Final = re.compile(
    r"\b(?:State|Government|authorit|committee|court|tribunal|council|commission|police|board|"
    r"agency|ministry|parliament|assembly|office|organi[sz]ation|panel|party|parties|States|"
    r"experts?|procedures|mechanism|rapporteur|representative|complainants?|petitioners?|"
    r"authors?|victims?|counsel|report|service|department|bank|company|companies|community|"
    r"society|union|army|forces|institution|judiciary|mission|group)",
    re.IGNORECASE,
)
_TITLE_OF_PERSON: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Lord|Judge|H\. ?E)\b\.?")
_TWO_SENTENCES: Final = re.compile(r"\w{3,}\. ")
_SLUG_LEAST: Final = 3


@cache
def shared_authorities() -> Authorities:
    """The authority files, read once a process."""
    return load_authorities()


@cache
def _by_id() -> dict[str, Authority]:
    """The rows by id; where two kinds share one, bodies come before organisations."""
    authorities = shared_authorities()
    rows: tuple[Authority, ...] = (
        *authorities.groups,
        *authorities.organisations,
        *authorities.bodies,
    )
    return {row.id: row for row in rows}


class Agents:
    """Who the names of a document mean; entries that are missing are written when they are met.

    Args:
        draft: The description in the making.
        issuers: IRIs of the bodies that issued the document.
    """

    def __init__(self, draft: Draft, issuers: tuple[str, ...]) -> None:
        self._draft = draft
        self._issuers = issuers
        self._state = draft.extraction.metadata.state
        self._said: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, Name] = {}
        found = draft.extraction
        for name in (*found.signatories, *found.un_bodies, *found.organisations):
            if not name.person:
                for form in (name.name, *name.aliases):
                    self._names.setdefault(form.casefold(), name)
        self._bodies = {id(name) for name in found.un_bodies}

    def signatories(self) -> tuple[str, ...]:
        """The organisations that signed; individuals are not among them."""
        signed = (self.named(n) for n in self._draft.extraction.signatories if not n.person)
        return tuple(dict.fromkeys(iri for iri in signed if iri))

    def mentioned(self) -> tuple[str, ...]:
        """The bodies, organisations and States that the document names."""
        found = self._draft.extraction
        signing = set(self.signatories())
        named = [self.named(name) for name in (*found.un_bodies, *found.organisations)]
        named += [self.state(state.code) for state in found.states]
        return tuple(dict.fromkeys(iri for iri in named if iri and iri not in signing))

    def authors(self) -> tuple[str, ...]:
        """Who speaks when the document speaks for itself."""
        known = self.signatories() or self._issuers
        return known or (self._actor("authors", "the authors of the document"),)

    def not_named(self) -> str:
        """The one entry for somebody whom a document leaves unnamed."""
        iri = iris.group(NOT_NAMED)
        sheet = self._draft.sheet
        sheet.add(iri, A, Rg.Group)
        sheet.add(iri, Skos.prefLabel, plain("not named"))
        return iri

    def state(self, code: str) -> str | None:
        """The IRI of a State from its code; None when the authority files do not have it."""
        return iris.state(code) if code in _state_codes() else None

    def named(self, name: Name) -> str | None:
        """The IRI of somebody whom extraction recognised; None for what is no sound name."""
        if name.person:
            return None
        if name.identifier:
            row = _by_id().get(name.identifier)
            if row is not None:
                return row.iri
        found = _only(shared_authorities().find(name.name))
        return found or self._entered(name)

    def speaking(self, words: str | None) -> tuple[str, ...]:
        """Who is meant by the words for a speaker or addressee; empty when nobody is said.

        Args:
            words: As extraction gives them: a name, `signatories`, or several joined by `; `.
        """
        if not words:
            return ()
        if words not in self._said:
            each = (self._one(part.strip()) for part in words.split("; ") if part.strip())
            self._said[words] = tuple(dict.fromkeys(iri for part in each for iri in part))
        return self._said[words]

    def _one(self, words: str) -> tuple[str, ...]:
        if words == SIGNATORIES:
            return self.authors()
        name = self._names.get(words.casefold())
        if name is not None and (iri := self.named(name)):
            return (iri,)
        state = self._state_in(words)
        if state:
            return (state,)
        found = _only(shared_authorities().find(words))
        if found:
            return (found,)
        slug = iris.slugify(words, length=60)
        sound = _INSTITUTIONAL.search(words) and not _TITLE_OF_PERSON.search(words)
        if sound and slug and len(words) <= 120:
            return (self._actor(slug, words),)
        return (self._actor("somebody", "somebody whom the document names"),)

    def _state_in(self, words: str) -> str | None:
        if self._state and _THE_STATE.fullmatch(words):
            return self.state(self._state)
        match = _OF_STATE.fullmatch(words)
        if match:
            states = [
                row for row in shared_authorities().find(match["state"]) if isinstance(row, State)
            ]
            return states[0].iri if len(states) == 1 else None
        return None

    def _entered(self, name: Name) -> str | None:
        slug = iris.slugify(name.name)
        if len(slug) < _SLUG_LEAST or _TWO_SENTENCES.search(name.name) or len(name.name) > 160:
            return None
        un = id(name) in self._bodies
        iri = iris.body(slug) if un else iris.organisation(slug)
        sheet = self._draft.sheet
        sheet.add(iri, A, Org.Organization)
        if un:
            sheet.add(iri, A, Rg.UNBody)
        # Without a language: two documents may spell the same name in two ways.
        sheet.add(iri, Skos.prefLabel, plain(" ".join(name.name.split())))
        sheet.add(iri, Rg.enteredFrom, self._draft.iri)
        return iri

    def _actor(self, slug: str, label: str) -> str:
        iri = self._draft.part(f"actor-{slug}")
        sheet = self._draft.sheet
        sheet.add(iri, A, Foaf.Agent)
        sheet.add(iri, Dcterms.isPartOf, self._draft.iri)
        sheet.add(iri, Skos.prefLabel, plain(label))
        return iri


@cache
def _state_codes() -> frozenset[str]:
    return frozenset(state.alpha3 for state in shared_authorities().states)


def _only(rows: Iterable[Authority]) -> str | None:
    """The IRI of the one agent among rows; None when there is none, or several."""
    agents = [row for row in rows if not isinstance(row, Situation)]
    return agents[0].iri if len(agents) == 1 else None


def label_of(iri: str) -> str | None:
    """The preferred name of an entry of the authority files, for summaries."""
    return _labels().get(iri)


@cache
def _labels() -> dict[str, str]:
    return {row.iri: row.name for row in shared_authorities().rows}
