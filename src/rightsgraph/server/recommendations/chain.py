"""From a statement to the places that prove it, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from rightsgraph.server.linked.description import Description
from rightsgraph.server.linked.names import Link, Names
from rightsgraph.server.linked.statements import (
    CitationView,
    StatementView,
    citation,
    statement,
)
from rightsgraph.vocabulary import Dcterms, Rg


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a chain.

    Args:
        kind: What it is, in one word, for the colour.
        label: What it is, in plain words.
        text: What it says.
        address: Where it is shown.
    """

    kind: str
    label: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The evidence of a statement.

    Args:
        statement: The statement.
        document: The document that makes it, with its date.
        head: The statement and where it stands, as steps.
        branches: For each citation that proves it, the steps from its words to the cited place.
        loose: Places that it rests on and no citation of it names.
    """

    statement: StatementView
    document: Link
    head: tuple[Step, ...]
    branches: tuple[tuple[Step, ...], ...]
    loose: tuple[Link, ...]


def read_chain(description: Description, iri: str) -> Chain | None:
    """The evidence of a statement; None when it is none.

    Args:
        description: That of its document.
        iri: The statement.
    """
    names = Names(description)
    if iri not in description.facts:
        return None
    view = statement(names, iri)
    if view.sort not in ("finding", "recommendation", "quotation"):
        return None
    # On a page of its own nothing is a part of the page.
    document = Link(
        names.document_name(description.iri),
        names.address(description.iri),
        note=names.text(description.iri, Dcterms.issued),
    )
    proofs = [
        *names.things(iri, Rg.throughCitation),
        *names.things(iri, Rg.quotedThrough),
    ]
    branches = tuple(
        _branch(citation(names, each), document.address) for each in dict.fromkeys(proofs)
    )
    return Chain(
        statement=view,
        document=document,
        head=tuple(_head(view, document)),
        branches=branches,
        loose=() if branches else view.of("rests on") or view.of("quoted from"),
    )


def _head(view: StatementView, document: Link) -> list[Step]:
    who = ", ".join(each.text for each in view.by[:3])
    if len(view.by) > 3:
        who += f" and {len(view.by) - 3} more"
    to = ", ".join(each.text for each in view.of("addressed to"))
    label = view.kind + (f": {who}" if who else "") + (f" → {to}" if to else "")
    places = ", ".join(each.text for each in view.of("stands in"))
    where = document.text + (f" ({document.note})" if document.note else "")
    place = next((each.address for each in view.of("stands in")), "")
    return [
        Step(view.sort, label, view.text or view.link.text, _full(view.link.address, document)),
        Step("document", "stands in", _short(where, places), _full(place, document)),
    ]


def _short(where: str, places: str) -> str:
    """A document and its places; a place that is named by its summary is left out."""
    return f"{where}, {places}" if places and len(places) < 60 else where


def _branch(view: CitationView, document: str) -> tuple[Step, ...]:
    note = view.note.text + ": " if view.note else ""
    resolution = view.resolution.text if view.resolution else "citation"
    steps = [
        Step(
            "citation", f"cited: {resolution}", note + (view.text or view.link.text),
            _at(view.link.address, document),
        )
    ]  # fmt: skip
    steps += [
        Step("citation", f"through: {each.note}" if each.note else "through", each.text,
             _at(each.address, document))
        for each in view.chain
    ]  # fmt: skip
    if view.document:
        where = ", ".join([view.document.text, *(each.text for each in view.places)])
        address = view.places[0].address if view.places else view.document.address
        steps.append(
            Step("document", "cited place", where + _title(view.document), _at(address, document))
        )
    steps += [
        Step("document", "by background knowledge", each.text + _title(each), each.address)
        for each in view.identified
    ]
    return tuple(steps)


def _title(link: Link) -> str:
    return f" – {link.note}" if link.note else ""


def _at(address: str, document: str) -> str:
    return document + address if address.startswith("#") else address


def _full(address: str, document: Link) -> str:
    return _at(address, document.address)
