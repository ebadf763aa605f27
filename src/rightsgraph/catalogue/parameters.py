"""Parameters of a query: what a person writes becomes RDF terms, never spliced text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

import pyoxigraph as ox

from rightsgraph import iris
from rightsgraph.catalogue.concepts import known_concepts
from rightsgraph.catalogue.places import document_iri, place_iris
from rightsgraph.errors import ParameterError, SymbolError

Scalar: TypeAlias = str | int | bool | date
Value: TypeAlias = Scalar | Sequence[Scalar] | None
Term: TypeAlias = ox.NamedNode | ox.Literal

# Longer texts name nothing, and more values make a query that no worker should be given.
LONGEST_TEXT = 1000
MOST_TERMS = 500

_XSD = "http://www.w3.org/2001/XMLSchema#"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Za-z]{3}")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


class ParameterType(StrEnum):
    """What kind of thing the value of a parameter names."""

    IRI = "iri"
    CONCEPT = "concept"
    AGENT = "agent"
    DOCUMENT = "document"
    PARAGRAPH = "paragraph"
    STATE = "state"
    SITUATION = "situation"
    STRING = "string"
    INTEGER = "integer"
    DATE = "date"
    BOOLEAN = "boolean"


# What stands in an error message when the header gives no example of its own.
_EXAMPLES = MappingProxyType(
    {
        ParameterType.IRI: "https://w3id.org/rightsgraph/id/state/NOR",
        ParameterType.CONCEPT: "refer-to-icc",
        ParameterType.AGENT: "security-council",
        ParameterType.DOCUMENT: "A/RES/60/251",
        ParameterType.PARAGRAPH: "A/RES/60/251 para 5(e)",
        ParameterType.STATE: "NOR",
        ParameterType.SITUATION: "NOR",
        ParameterType.STRING: "text",
        ParameterType.INTEGER: "2",
        ParameterType.DATE: "2006-03-15",
        ParameterType.BOOLEAN: "true",
    }
)
_SINGLE = frozenset({ParameterType.INTEGER, ParameterType.DATE, ParameterType.BOOLEAN})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query, as its header describes it.

    Args:
        name: The name; the query has the variable `?name`.
        type: What kind of thing a value names.
        description: What the parameter does, in plain words.
        required: Whether a value must be given.
        default: The value that is taken when none is given.
        example: A value that has an answer on the bundled data.
        pattern: A regular expression that the whole of a text must match.
        scheme: The scheme of a concept, such as `action`.
        includes: `narrower` to take the narrower concepts too, `parts` for the parts of a place.
    """

    name: str
    type: ParameterType
    description: str
    required: bool = False
    default: str | int | bool | date | None = None
    example: str | int | bool | date | None = None
    pattern: str | None = None
    scheme: str | None = None
    includes: str | None = None

    @property
    def takes_several(self) -> bool:
        """Whether several values may be given, of which any one may match."""
        return self.type not in _SINGLE

    def terms(self, value: Value) -> tuple[Term, ...]:
        """The RDF terms that a value stands for; none when nothing was given.

        Args:
            value: A text or a Python value of the right type, or a sequence of them. None and the
                empty text, which is what an empty field of a form sends, count as not given.

        Raises:
            ParameterError: The value is of the wrong type or too long, or there are more values
                than fit.
        """
        given = _as_sequence(value)
        if len(given) > 1 and not self.takes_several:
            raise self._error(f"takes one value, and {len(given)} were given")
        if len(given) > MOST_TERMS:
            raise self._error(f"takes at most {MOST_TERMS} values, and {len(given)} were given")
        terms: dict[Term, None] = {}
        for each in given:
            terms.update(dict.fromkeys(self._terms_of(each)))
            if len(terms) > MOST_TERMS:
                raise self._error(f"names more than {MOST_TERMS} things")
        return tuple(terms)

    def _terms_of(self, value: Scalar) -> list[Term]:
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise self._error(
                f"takes a text of at most {LONGEST_TEXT} characters, and {len(value)} were given"
            )
        if isinstance(value, int) and abs(value) >= 10**18:  # Python may not even print it
            raise self._error("needs a whole number of at most 18 digits")
        if self.pattern is not None and not re.fullmatch(self.pattern, str(value)):
            raise self._error(f"must match {self.pattern!r}, and {value!r} does not")
        return _CONVERTERS[self.type](self, value)

    def _text(self, value: Scalar) -> str:
        if not isinstance(value, str):
            raise self._error(f"needs a text of type {self.type}, not {value!r}")
        return value.strip()

    def _error(self, reason: str, near: Sequence[str] = ()) -> ParameterError:
        example = self.example if self.example is not None else self._usual_example()
        return ParameterError(
            f"Parameter {self.name!r} {reason} (example: {example}).",
            parameter=self.name,
            type=str(self.type),
            example=str(example),
            near=list(near),
        )

    def _usual_example(self) -> str:
        """A value of the type; of a concept one of its own scheme."""
        if self.type is ParameterType.CONCEPT:
            known = known_concepts().get(self.scheme or "") or ()
            usual = _EXAMPLES[self.type]
            return usual if usual in known or not known else min(known)
        return _EXAMPLES[self.type]

    def _named(self, text: str) -> Term | None:
        """The IRI that the text is, or nothing when it does not look like one."""
        if not _IRI.fullmatch(text):
            return None
        try:
            return ox.NamedNode(text)
        except ValueError:
            raise self._error(f"holds {text!r}, which is no IRI") from None

    def _iri(self, value: Scalar) -> list[Term]:
        text = self._text(value)
        if named := self._named(text):
            return [named]
        raise self._error(f"needs a whole IRI, not {text!r}")

    def _concept(self, value: Scalar) -> list[Term]:
        text = self._text(value)
        if named := self._named(text):
            return [named]
        scheme = self.scheme or ""
        known = known_concepts().get(scheme)
        if not _SLUG.fullmatch(text) or (known is not None and text not in known):
            near = get_close_matches(text.lower().replace(" ", "-"), known or (), n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise self._error(f"knows no {scheme} {text!r}{hint}", near=near)
        return [ox.NamedNode(iris.concept(scheme, text))]

    def _agent(self, value: Scalar) -> list[Term]:
        text = self._text(value)
        if named := self._named(text):
            return [named]
        found: list[str] = []
        if _CODE.fullmatch(text):
            found.append(iris.state(text.upper()))
        if _SLUG.fullmatch(text):
            found += [iris.body(text), iris.organisation(text), iris.group(text)]
        if not found:
            raise self._error(f"needs the slug of a body, organisation or group, not {text!r}")
        return [ox.NamedNode(each) for each in found]

    def _document(self, value: Scalar) -> list[Term]:
        return self._places(value, lambda text: [document_iri(text)])

    def _paragraph(self, value: Scalar) -> list[Term]:
        return self._places(value, place_iris)

    def _places(self, value: Scalar, read: Callable[[str], Sequence[str]]) -> list[Term]:
        text = self._text(value)
        # A whole IRI has no blanks and a colon early on; no symbol or pinpoint looks like one.
        if named := self._named(text):
            return [named]
        try:
            return [ox.NamedNode(each) for each in read(text)]
        except SymbolError as error:
            raise self._error(f"cannot be read: {error.message.rstrip('.')}") from None
        except ValueError:
            raise self._error(f"cannot be read: {text!r} makes no IRI") from None

    def _state(self, value: Scalar) -> list[Term]:
        text = self._text(value)
        if named := self._named(text):
            return [named]
        if _CODE.fullmatch(text):
            return [ox.NamedNode(iris.state(text.upper()))]
        raise self._error(f"needs the three letters of ISO 3166, not {text!r}")

    def _situation(self, value: Scalar) -> list[Term]:
        text = self._text(value)
        if named := self._named(text):
            return [named]
        if _CODE.fullmatch(text):
            return [ox.NamedNode(iris.situation(text.upper()))]
        if _SLUG.fullmatch(text):
            return [ox.NamedNode(iris.situation(text))]
        raise self._error(f"needs the three letters of a State or a slug, not {text!r}")

    def _string(self, value: Scalar) -> list[Term]:
        if not isinstance(value, str):
            raise self._error(f"needs a text, not {value!r}")
        try:
            return [ox.Literal(value)]
        except ValueError:  # a lone surrogate is no Unicode character
            raise self._error("holds a text that is not Unicode") from None

    def _integer(self, value: Scalar) -> list[Term]:
        text = str(value).strip()
        if isinstance(value, bool) or not _INTEGER.fullmatch(text):
            raise self._error(f"needs a whole number, not {value!r}")
        return [ox.Literal(str(int(text)), datatype=ox.NamedNode(_XSD + "integer"))]

    def _date(self, value: Scalar) -> list[Term]:
        if isinstance(value, date) and not isinstance(value, datetime):
            day = value
        else:
            text = value.strip() if isinstance(value, str) else ""
            try:
                if not _DATE.fullmatch(text):
                    raise ValueError(text)
                day = date.fromisoformat(text)
            except ValueError:
                raise self._error(f"needs a date as year-month-day, not {value!r}") from None
        return [ox.Literal(day.isoformat(), datatype=ox.NamedNode(_XSD + "date"))]

    def _boolean(self, value: Scalar) -> list[Term]:
        text = str(value).strip().lower()
        if not isinstance(value, bool | str) or text not in {"true", "false"}:
            raise self._error(f"needs true or false, not {value!r}")
        return [ox.Literal(text, datatype=ox.NamedNode(_XSD + "boolean"))]


_CONVERTERS: MappingProxyType[ParameterType, Callable[[Parameter, Scalar], list[Term]]] = (
    MappingProxyType(
        {
            ParameterType.IRI: Parameter._iri,
            ParameterType.CONCEPT: Parameter._concept,
            ParameterType.AGENT: Parameter._agent,
            ParameterType.DOCUMENT: Parameter._document,
            ParameterType.PARAGRAPH: Parameter._paragraph,
            ParameterType.STATE: Parameter._state,
            ParameterType.SITUATION: Parameter._situation,
            ParameterType.STRING: Parameter._string,
            ParameterType.INTEGER: Parameter._integer,
            ParameterType.DATE: Parameter._date,
            ParameterType.BOOLEAN: Parameter._boolean,
        }
    )
)


def _as_sequence(value: Value) -> list[Scalar]:
    if value is None:
        return []
    if isinstance(value, str | int | date):
        values: Sequence[Scalar] = [value]
    else:
        values = value
    return [each for each in values if each != ""]
