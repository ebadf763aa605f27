"""What an address of the list asks for, and the addresses of what is near."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus, urlencode

from starlette.datastructures import QueryParams

from rightsgraph import iris
from rightsgraph.errors import ParameterError
from rightsgraph.store.projection import Filter
from rightsgraph.store.projection.rows import Place

PATH: Final = "/recommendations"
# Parameter of the address: column of the table, heading of the facet.
FACETS: Final[Mapping[str, tuple[str, str]]] = {
    "said_by": ("saidBy", "Said by"),
    "addressed_to": ("addressedTo", "Addressed to"),
    "action": ("asksFor", "Action"),
    "state": ("state", "State"),
    "year": ("year", "Year"),
    "response": ("response", "Response"),
    "issue": ("issue", "Issue"),
    "session": ("reviewSession", "Session of the review"),
}
# Facets whose values are numbers; those of the others are things.
NUMBERS: Final = ("year", "session")
SORTS: Final = ("year", "deadline", "confidence")
_CONCEPTS: Final = {
    name: f"{iris.VOCABULARY_BASE}{name}/" for name in ("action", "response", "issue")
}
_FORMAT: Final = "format"
# Stands in an address for the value that comes there.
_PLACE: Final = "0" * 40
_REMEDY: Final = "Take off what was added to the address, or begin again at /recommendations."


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for.

    Args:
        values: For each facet that the list is narrowed by, its values as the address has them.
        sort: Column of the order.
        descending: Whether the order is turned round.
        after: Where the page begins; empty for the beginning.
    """

    values: Mapping[str, tuple[str, ...]]
    sort: str = "year"
    descending: bool = True
    after: str = ""

    @property
    def filters(self) -> list[Filter]:
        """The filters of the table."""
        return [
            Filter(FACETS[name][0], tuple(_value(name, each) for each in values))
            for name, values in self.values.items()
        ]

    @property
    def place(self) -> Place | None:
        """Where the page begins.

        Raises:
            ParameterError: It was not made here.
        """
        if not self.after:
            return None
        try:
            value, this = json.loads(base64.urlsafe_b64decode(self.after.encode()))
        except (ValueError, TypeError, RecursionError):
            raise _wrong("after", self.after) from None
        if not isinstance(this, str) or not isinstance(value, str | int | float | None):
            raise _wrong("after", self.after)
        if isinstance(value, int) and abs(value) >= 2**63:  # more than the tables can compare
            raise _wrong("after", self.after)
        return Place(value, this)

    def address(self, path: str = PATH, **changed: object) -> str:
        """The address of this list, with something changed."""
        asked = {"sort": self.sort, "descending": self.descending, "after": self.after, **changed}
        pairs = [(name, each) for name, values in self.values.items() for each in values]
        order = ("-" if asked["descending"] else "") + str(asked["sort"])
        if order != "-year":
            pairs.append(("sort", order))
        if asked["after"]:
            pairs.append(("after", str(asked["after"])))
        return path + ("?" + urlencode(pairs, safe="/:") if pairs else "")

    @property
    def api_address(self) -> str:
        """The address of the same list in the API."""
        pairs = [(each.column, value) for each in self.filters for value in each.values]
        return "/api/v1/recommendations" + ("?" + urlencode(pairs, safe="/:") if pairs else "")

    def narrowed(self, name: str, iri: object) -> Asked:
        """The list with one more value of a facet, or without one that it has."""
        value = short(name, iri)
        given = self.values.get(name, ())
        kept = tuple(each for each in given if _value(name, each) != _value(name, value))
        after = kept if len(kept) < len(given) else (*given, value)
        values = {each: v for each, v in {**self.values, name: after}.items() if v}
        return Asked(values, self.sort, self.descending)

    def addresses(self, name: str) -> Callable[[object], str]:
        """What gives the address of the list `narrowed` by each of many values of a facet."""

        def narrowed(iri: object) -> str:
            return self.narrowed(name, iri).address()

        given = {_value(name, each) for each in self.values.get(name, ())}
        parts = [] if name in NUMBERS else narrowed(_PLACE).split(_PLACE)
        if len(parts) != 2:
            return narrowed

        def address(iri: object) -> str:
            if iri in given:
                return narrowed(iri)
            return quote_plus(short(name, iri), safe="/:").join(parts)

        return address

    def has(self, name: str, iri: object) -> bool:
        """Whether the list is narrowed by a value of a facet."""
        return any(_value(name, each) == iri for each in self.values.get(name, ()))


def read(parameters: QueryParams) -> Asked:
    """What the parameters of an address ask for.

    Raises:
        ParameterError: One is unknown, or has a value that cannot be.
    """
    values: dict[str, tuple[str, ...]] = {}
    for name in parameters:
        if name not in (*FACETS, "sort", "after", _FORMAT):
            known = ", ".join((*FACETS, "sort", "after"))
            raise ParameterError(
                f"There is no parameter {name[:80]!r}.", remedy=f"Known are {known}."
            )
        if name in FACETS:
            given = tuple(dict.fromkeys(each for each in parameters.getlist(name) if each))
            if given:
                values[name] = given
    order = parameters.get("sort", "-year")
    if order.removeprefix("-") not in SORTS:
        raise _wrong("sort", order)
    asked = Asked(
        values, order.removeprefix("-"), order.startswith("-"), parameters.get("after", "")
    )
    for name, given in values.items():
        for each in given:
            _value(name, each)
    _ = asked.place
    return asked


def cursor(place: Place | None) -> str:
    """A place as the address has it; empty for the end of the list."""
    if place is None:
        return ""
    return base64.urlsafe_b64encode(json.dumps([place.value, place.this]).encode()).decode()


def short(name: str, value: object) -> str:
    """A value of a facet in few characters: `body/security-council` for its IRI."""
    text = str(value)
    return text.removeprefix(_head(name))


def _head(name: str) -> str:
    return _CONCEPTS.get(name) or iris.base() + "id/"


def _value(name: str, text: str) -> str | int:
    if name in NUMBERS:
        if not (text.isascii() and text.isdecimal() and len(text) <= 4):
            raise _wrong(name, text)
        return int(text)
    if text.startswith(("http://", "https://", "urn:")):
        return text
    return _head(name) + text


def _wrong(name: str, value: str) -> ParameterError:
    return ParameterError(
        f"{value[:100]!r} cannot be the value of {name!r}.", remedy=_REMEDY, parameter=name
    )
