"""The places in a query where the values of its parameters go.

A marker is `VALUES ?name { UNDEF }`, valid SPARQL that restricts nothing. A value takes the place
of UNDEF; without a value the marker goes away, because a join with UNDEF is slow.

A marker that comes first in an OPTIONAL group makes the group required once a value is given:
`OPTIONAL { VALUES ?action { UNDEF } ?r rg:asksFor ?action }` shows the action when there is one,
and restricts to it when one is asked for. Of several such groups in a row those with a value come
first, and an OPTIONAL inside one comes after all that is required: the engine evaluates OPTIONAL
groups in the order of the text, and what restricts is cheap only in front of what does not.

Source: SPARQL 1.1 Query Language, section 10 (VALUES) and section 18.2.2 (algebra of groups).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rightsgraph.catalogue.parameters import Parameter, Term

_MARKER = r"VALUES\s*[?$](?P<{}>\w+)\s*\{{\s*UNDEF\s*\}}"
# Comments, IRIs and strings are passed over: what they hold is not SPARQL.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>\"{3}(?:[^\\]|\\.)*?\"{3} | '{3}(?:[^\\]|\\.)*?'{3}
                  | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<optional>\bOPTIONAL\s*\{\s*"""
    + _MARKER.format("group")
    + r""")
      | (?P<marker>\b"""
    + _MARKER.format("name")
    + r""")
      | (?P<word>\w+) | (?P<open>\{) | (?P<close>\}) | (?P<space>\s+) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# It stands at the end of the group, so that nothing else is in it behind.
_COMPARED = re.compile(
    r"FILTER\s*\(\s*STR\(\?\w+\)\s*[<>]=?\s*STR\(\?(?P<name>\w+)\)\s*\)\s*\Z", re.IGNORECASE
)
_BROADER = "<http://www.w3.org/2004/02/skos/core#broader>"
_PART_OF = "<http://purl.org/dc/terms/isPartOf>"
_INCLUDES = {"narrower": _BROADER, "parts": _PART_OF}


@dataclass(frozen=True, slots=True)
class Marker:
    """A place where the values of a parameter go."""

    name: str


@dataclass(frozen=True, slots=True)
class OptionalGroup:
    """An OPTIONAL group that begins with a marker.

    Args:
        name: The parameter.
        required: What follows the marker, up to the first OPTIONAL inside the group.
        rest: That OPTIONAL and all behind it.
    """

    name: str
    required: str
    rest: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Such groups in a row, with nothing but blanks and comments between them."""

    groups: tuple[OptionalGroup, ...]


Piece: TypeAlias = str | Marker | GroupRow


def split(text: str) -> tuple[Piece, ...]:
    """The pieces of a query: its text and the markers in it.

    Args:
        text: A SPARQL query that parses; with unbalanced braces the result is undefined.
    """
    pieces: list[Piece] = []
    position = since = 0
    while (match := _TOKEN.match(text, position)) is not None:
        position = match.end()
        if match["optional"] is not None:
            pieces.append(text[since : match.start()])
            group, position = _group(match["group"], text, position)
            _add_group(pieces, group)
            since = position
        elif match["marker"] is not None:
            pieces += [text[since : match.start()], Marker(match["name"])]
            since = position
    pieces.append(text[since:])
    return tuple(pieces)


def _group(name: str, text: str, start: int) -> tuple[OptionalGroup, int]:
    """The OPTIONAL group whose marker ends at an offset, and the offset after its brace."""
    depth = 0
    position = start
    first_optional: int | None = None
    while (match := _TOKEN.match(text, position)) is not None:
        if match["open"] is not None:
            depth += 1
        elif match["close"] is not None:
            depth -= 1
            if depth < 0:
                break
        elif match["word"] is not None and depth == 0 and match["word"].upper() == "OPTIONAL":
            first_optional = first_optional or position
        position = match.end()
    middle = position if first_optional is None else first_optional
    return OptionalGroup(name, text[start:middle], text[middle:position]), position + 1


def _add_group(pieces: list[Piece], group: OptionalGroup) -> None:
    """Append a group, to the row before it when nothing but blanks and comments lies between."""
    if len(pieces) >= 2 and isinstance(between := pieces[-1], str):
        row = pieces[-2]
        if isinstance(row, GroupRow) and not re.sub(r"#[^\n]*", "", between).strip():
            pieces[-2:] = [GroupRow((*row.groups, group))]
            return
    pieces.append(GroupRow((group,)))


def marker_names(pieces: Sequence[Piece]) -> frozenset[str]:
    """The names of the parameters that have a marker."""
    names: set[str] = set()
    for piece in pieces:
        if isinstance(piece, Marker):
            names.add(piece.name)
        elif isinstance(piece, GroupRow):
            for group in piece.groups:
                names.add(group.name)
    return frozenset(names)


def render(
    pieces: Sequence[Piece],
    terms: Mapping[str, Sequence[Term]],
    parameters: Mapping[str, Parameter],
) -> str:
    """The query with the terms in the place of its markers.

    Args:
        pieces: What `split` gave.
        terms: The terms of each parameter that has a value.
        parameters: The parameters by name.
    """
    out: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
        elif isinstance(piece, Marker):
            out.append(_values(piece.name, terms, parameters))
        else:
            out.append(_render_row(piece.groups, terms, parameters))
    return "".join(out)


def _render_row(
    groups: Sequence[OptionalGroup],
    terms: Mapping[str, Sequence[Term]],
    parameters: Mapping[str, Parameter],
) -> str:
    given = [group for group in groups if terms.get(group.name)]
    out = [f"{{ {_values(each.name, terms, parameters)}{each.required}}}" for each in given]
    out += [each.rest.strip() for each in given if each.rest.strip()]
    out += [
        f"OPTIONAL {{{each.required}{each.rest}}}"
        for each in groups
        if not terms.get(each.name) and not _compares(each)
    ]
    return "\n  ".join(out)


def _compares(group: OptionalGroup) -> bool:
    """Whether a group only compares its parameter with something.

    Without a value the comparison is an error, so the group finds nothing: and looks at each row
    for it.

    Source: SPARQL 1.1 Query Language, section 17.2 (filter evaluation).
    """
    compared = _COMPARED.search(group.required)
    return compared is not None and compared["name"] == group.name


def _values(
    name: str, terms: Mapping[str, Sequence[Term]], parameters: Mapping[str, Parameter]
) -> str:
    given = terms.get(name)
    if not given:
        return ""
    serialised = " ".join(str(term) for term in given)
    includes = parameters[name].includes
    if includes is None:
        return f"VALUES ?{name} {{ {serialised} }}"
    # The values are the ends of a path, so that the graph says what else they include.
    return f"VALUES ?{name}__of {{ {serialised} }} ?{name} {_INCLUDES[includes]}* ?{name}__of ."
