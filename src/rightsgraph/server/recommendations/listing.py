"""The rows, facets and timeline of recommendations, read from the tables of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rightsgraph.iris import Iri
from rightsgraph.server.linked.addresses import evidence_address, href
from rightsgraph.server.linked.names import Link, readable
from rightsgraph.server.recommendations.asked import FACETS, NUMBERS, Asked, cursor
from rightsgraph.store.projection import TABLES, Projection
from rightsgraph.store.projection.rows import Row, Thing

ON_A_PAGE: Final = 50
# So many rows are gathered for the timeline, and so many asks are shown in it.
IN_TIMELINE: Final = 400
_ASKS: Final = 25
_VALUES: Final = 40
_FACET_SECONDS: Final = 1.0
_UNCLASSIFIED: Final = "/action/unclassified"
_OF_TIMELINE: Final = ("year", "document", "saidBy", "asksFor", "addressedTo")
_OF_DOCUMENTS: Final = ("symbol", "title")
_TABLE: Final = TABLES["recommendations"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A recommendation as a row.

    Args:
        iri: Its IRI.
        link: What is asked for, and where it stands.
        evidence: The address of its chain of evidence.
        year: The year of the document; empty when that is not known.
        said_by: Who asks.
        addressed_to: Who is asked.
        actions: What is asked for, as concepts.
        states: The States that it is about or addressed to.
        document: The document that reports it.
        based_on: The places that it rests on.
        deadline: Until when; empty for no date.
        confidence: How sure the rule that found it is; empty when that is not known.
        review: The state of its review.
        response: How the State under review answered; empty where there is no such review.
        issues: The issues it is about.
        session: The session of the review; empty where there is none.
    """

    iri: str
    link: Link
    evidence: str
    year: str
    said_by: tuple[Link, ...]
    addressed_to: tuple[Link, ...]
    actions: tuple[Link, ...]
    states: tuple[Link, ...]
    document: Link
    based_on: tuple[Link, ...]
    deadline: str
    confidence: str
    review: str
    response: str
    issues: tuple[Link, ...]
    session: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet.

    Args:
        text: Its name.
        address: The list narrowed to it, or without it when it is chosen.
        number: How many recommendations have it.
        chosen: Whether the list is narrowed to it.
    """

    text: str
    address: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet.

    Args:
        name: Its parameter.
        heading: What it is called.
        values: Its values; None when counting them takes too long.
    """

    name: str
    heading: str
    values: tuple[FacetValue, ...] | None


@dataclass(frozen=True, slots=True)
class Repeated:
    """An ask to somebody, and who made it when.

    Args:
        action: What is asked for.
        addressee: Who is asked; None when nobody is named.
        times: Years, who asked, in which document; the oldest first.
    """

    action: Link
    addressee: Link | None
    times: tuple[tuple[str, tuple[Link, ...], Link], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list.

    Args:
        snapshot: Id of the snapshot it was read from.
        total: How many recommendations there are with these filters.
        rows: Those of this page.
        next: Where the next page begins; empty at the end.
        facets: The facets.
        timeline: Asks with the times they were made, the most repeated first.
        timeline_cut: Whether there is more than the timeline was made of.
    """

    snapshot: str
    total: int
    rows: tuple[Ask, ...]
    next: str
    facets: tuple[Facet, ...]
    timeline: tuple[Repeated, ...]
    timeline_cut: bool


def read_listing(projection: Projection, asked: Asked) -> Listing:
    """A page of the list.

    Raises:
        ParameterError: A value cannot be.
    """
    filters = asked.filters
    page = projection.page(
        _TABLE,
        filters,
        sort=asked.sort,
        descending=asked.descending,
        after=asked.place,
        limit=ON_A_PAGE,
    )
    total = projection.count(_TABLE, filters)
    oldest = projection.page(
        _TABLE, filters, sort="year", limit=IN_TIMELINE, columns=_OF_TIMELINE
    ).rows
    names = _Names(projection)
    return Listing(
        snapshot=projection.snapshot.id,
        total=total,
        rows=tuple(_ask(names, row) for row in page.rows),
        next=cursor(page.next),
        facets=tuple(_facets(projection, asked)),
        timeline=_timeline(names, oldest),
        timeline_cut=total > len(oldest),
    )


def read_asks(projection: Projection, asked: Asked, most: int) -> list[Ask]:
    """The asks of a list from its beginning, at most so many."""
    found: list[Ask] = []
    names, after = _Names(projection), None
    while len(found) < most:
        page = projection.page(
            _TABLE,
            asked.filters,
            sort=asked.sort,
            descending=asked.descending,
            after=after,
            limit=min(1000, most - len(found)),
        )
        found += [_ask(names, row) for row in page.rows]
        after = page.next
        if after is None:
            break
    return found


class _Names:
    """The names of documents and of places in them, each looked up once."""

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._known: dict[str, str] = {}

    def document(self, iri: str) -> Link:
        if iri not in self._known:
            row = self._projection.row(TABLES["documents"], iri, columns=_OF_DOCUMENTS) or {}
            self._known[iri] = str(row.get("symbol") or row.get("title") or readable(iri))
        return Link(self._known[iri], href(iri))

    def place(self, thing: Thing) -> Link:
        document, mark, _ = thing.iri.partition("#")
        name = self.document(document).text
        return Link(f"{name}, {thing.label}" if mark and thing.label else name, href(thing.iri))


def _ask(names: _Names, row: Row) -> Ask:
    this, document = _thing(row["this"]), _thing(row["document"])
    confidence = row["confidence"]
    return Ask(
        iri=this.iri,
        link=Link(str(row["summary"] or this.label or this.iri), href(this.iri)),
        evidence=evidence_address(this.iri),
        year=str(row["year"] or ""),
        said_by=_links(row["saidBy"]),
        addressed_to=_links(row["addressedTo"]),
        actions=_links(row["asksFor"]),
        states=_links(row["state"]),
        document=names.document(document.iri),
        based_on=tuple(names.place(each) for each in _things(row["basedOn"])),
        deadline=str(row["deadline"] or ""),
        confidence="" if confidence is None else f"{confidence:g}",
        review=_name(row["reviewState"]),
        response=_name(row["response"]),
        issues=_links(row["issue"]),
        session="" if row["reviewSession"] is None else str(row["reviewSession"]),
    )


def _thing(value: Any) -> Thing:  # noqa: ANN401 a value of a row
    return value if isinstance(value, Thing) else Thing(Iri(value or ""), None)


def _things(values: Any) -> list[Thing]:  # noqa: ANN401 a value of a row
    return [each for each in values or () if isinstance(each, Thing)]


def _links(values: Any) -> tuple[Link, ...]:  # noqa: ANN401 a value of a row
    return tuple(_link(each) for each in _things(values))


def _name(value: Any) -> str:  # noqa: ANN401 a value of a row
    return next((link.text for link in _links((value,))), "")


def _link(thing: Thing) -> Link:
    return Link(_text(thing), href(thing.iri))


def _text(thing: Thing) -> str:
    return thing.label or readable(thing.iri.rpartition("/")[2])


def _facets(projection: Projection, asked: Asked) -> Iterable[Facet]:
    counted = projection.facets(
        _TABLE,
        [column for column, _ in FACETS.values()],
        asked.filters,
        most=_VALUES,
        seconds=_FACET_SECONDS,
    )
    for name, (column, heading) in FACETS.items():
        counts = counted[column]
        if counts is None:
            yield Facet(name, heading, None)
            continue
        values = []
        narrowed = asked.addresses(name)
        for count in counts:
            thing = count.value if isinstance(count.value, Thing) else None
            iri = thing.iri if thing else count.value
            values.append(
                FacetValue(
                    text=_text(thing) if thing else str(count.value),
                    address=narrowed(iri),
                    number=count.number if count.total is None else count.total,
                    chosen=asked.has(name, iri),
                )
            )
        if name in NUMBERS:
            values.sort(key=lambda value: int(value.text), reverse=True)
        else:
            values.sort(key=lambda value: (-value.number, value.text))
        yield Facet(name, heading, tuple(values))


def _timeline(names: _Names, rows: Sequence[Row]) -> tuple[Repeated, ...]:
    times: dict[tuple[Thing, Thing | None], dict[tuple[str, str], tuple[Thing, ...]]] = {}
    for row in rows:
        year, document = str(row["year"] or ""), _thing(row["document"]).iri
        speakers = tuple(_things(row["saidBy"]))
        for action in _things(row["asksFor"]):
            if action.iri.endswith(_UNCLASSIFIED):
                continue
            addressees: list[Thing | None] = [*_things(row["addressedTo"])]
            for addressee in addressees or [None]:
                at = times.setdefault((action, addressee), {})
                known = at.get((year, document), ())
                at[year, document] = tuple(dict.fromkeys((*known, *speakers)))
    most = sorted(
        times.items(),
        key=lambda item: (-len(item[1]), *(_text(each) if each else "" for each in item[0])),
    )
    return tuple(
        Repeated(
            action=_link(action),
            addressee=_link(addressee) if addressee else None,
            times=tuple(
                (year, tuple(_link(each) for each in speakers), names.document(document))
                for (year, document), speakers in sorted(
                    at.items(), key=lambda item: (item[0][0] or "9999", item[0][1])
                )
            ),
        )
        for (action, addressee), at in most[:_ASKS]
    )
