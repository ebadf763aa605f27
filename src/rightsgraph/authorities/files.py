"""Reading the authority files: CSV to rows, each cell checked.

The files are UTF-8 CSV with a header, sorted by id; several values in a cell are separated by
` | `. A row that breaks a rule is an error that names file, line and column: what stands in these
files is published as fact and is what the reader recognises, so nothing is repaired or skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from rightsgraph.authorities.lines import ADDRESS, Line, read_rows
from rightsgraph.authorities.rows import (
    BODY_KINDS,
    MANDATE_KINDS,
    MEMBERSHIPS,
    ORGANISATION_KINDS,
    STATE_KINDS,
    Body,
    Entry,
    Group,
    Organisation,
    Situation,
    State,
    fold_name,
)
from rightsgraph.errors import SymbolError
from rightsgraph.symbols import parse_symbol

FACTS: Final = "facts, no licence needed"
PDDL: Final = "PDDL-1.0"
LICENCES: Final = frozenset({FACTS, PDDL})

_END: Final = ("source", "licence")
_BODY_COLUMNS: Final = (
    *("parent", "mandated_by", "mandating_document", "symbol_prefix", "state", "is_un"),
    *("established", "ended", "homepage"),
    *_END,
)
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "states.csv": (
        *("id", "alpha3", "alpha2", "m49", "kind", "name", "article", "official_name"),
        *("alt_names", "ambiguous_names", "demonyms", "parts", "capital", "un_member"),
        *("ended", "region", "subregion"),
        *_END,
    ),
    "bodies.csv": ("id", "name", "alt_names", "abbreviation", "kind", *_BODY_COLUMNS),
    "mandates.csv": (
        *("id", "name", "alt_names", "abbreviation", "kind", "mandate_kind"),
        *_BODY_COLUMNS,
    ),
    "organisations.csv": (
        *("id", "name", "alt_names", "ambiguous_names", "abbreviation", "kind", "country"),
        "homepage",
        *_END,
    ),
    "groups.csv": ("id", "name", "alt_names", *_END),
    "situations.csv": ("id", "name", "alt_names", "state", *_END),
}

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ALPHA3: Final = re.compile(r"[A-Z]{3}")
_ALPHA2: Final = re.compile(r"[A-Z]{2}")
_M49: Final = re.compile(r"[0-9]{3}")

_Row = TypeVar("_Row", bound=Entry)


def read_states(folder: Path) -> tuple[State, ...]:
    """The States of `states.csv`.

    Raises:
        AuthorityError: The file is missing or a row is malformed.
    """
    lines: dict[str, Line] = {}
    rows = _read(folder, "states.csv", lambda line: _state(line, lines))
    no_shared_names(rows, lines, lambda row: row.names)
    return rows


def read_bodies(folder: Path, codes: frozenset[str]) -> tuple[Body, ...]:
    """The bodies of `bodies.csv` and `mandates.csv`.

    Args:
        folder: Where the files are.
        codes: The alpha-3 codes that exist.

    Raises:
        AuthorityError: A file is missing, a row is malformed, or names a body that is not there.
    """
    lines: dict[str, Line] = {}
    bodies = [
        *_read(folder, "bodies.csv", lambda line: _body(line, codes, lines)),
        *_read(folder, "mandates.csv", lambda line: _body(line, codes, lines)),
    ]
    parents = {body.id: body.parent for body in bodies}
    for body in bodies:
        line = lines[body.id]
        for column, ids in (("parent", (body.parent,)), ("mandated_by", body.mandated_by)):
            for other in ids:
                if other is not None and other not in parents:
                    line.fail(column, f"there is no body {other!r}.")
        above, steps = body.parent, 0
        while above is not None:
            above, steps = parents.get(above), steps + 1
            if above == body.id or steps > len(parents):
                line.fail("parent", "is, through its own parents, part of itself.")
    no_shared_names(bodies, lines, lambda body: body.names)
    _no_shared_abbreviations(bodies, lines)
    return tuple(sorted(bodies, key=lambda body: body.id))


def read_organisations(folder: Path, codes: frozenset[str]) -> tuple[Organisation, ...]:
    """The organisations of `organisations.csv`.

    Raises:
        AuthorityError: The file is missing or a row is malformed.
    """
    lines: dict[str, Line] = {}
    rows = _read(folder, "organisations.csv", lambda line: _organisation(line, codes, lines))
    no_shared_names(rows, lines, lambda row: row.names)
    _no_shared_abbreviations(rows, lines)
    return rows


def read_groups(folder: Path) -> tuple[Group, ...]:
    """The groups of `groups.csv`.

    Raises:
        AuthorityError: The file is missing or a row is malformed.
    """
    lines: dict[str, Line] = {}
    rows = _read(folder, "groups.csv", lambda line: _group(line, lines))
    no_shared_names(rows, lines, lambda row: row.names)
    return rows


def read_situations(folder: Path, codes: frozenset[str]) -> tuple[Situation, ...]:
    """The situations of `situations.csv`, which are not those of a whole State.

    Raises:
        AuthorityError: The file is missing or a row is malformed.
    """
    return _read(folder, "situations.csv", lambda line: _situation(line, codes))


def _read(folder: Path, name: str, make: Callable[[Line], _Row]) -> tuple[_Row, ...]:
    return read_rows(folder, name, COLUMNS[name], make)


def _state(line: Line, lines: dict[str, Line]) -> State:
    alpha3 = line.required("alpha3", _ALPHA3)
    lines[alpha3] = line
    if line.required("id") != alpha3:
        line.fail("id", f"is not the alpha-3 code {alpha3!r}.")
    kind = line.choice("kind", STATE_KINDS)
    if (kind == "former") != bool(line.text("ended")):
        line.fail("ended", "a former State, and only a former State, has a year of its end.")
    return State(
        id=alpha3,
        alpha3=alpha3,
        alpha2=line.required("alpha2", _ALPHA2),
        m49=line.required("m49", _M49),
        kind=kind,
        name=line.required("name"),
        article=line.choice("article", {"", "the"}),
        official_name=line.text("official_name"),
        alt_names=line.names(),
        ambiguous_names=line.many("ambiguous_names"),
        demonyms=line.many("demonyms"),
        parts=line.many("parts"),
        capital=line.text("capital"),
        un_member=line.choice("un_member", MEMBERSHIPS),
        ended=line.year("ended"),
        region=line.text("region"),
        subregion=line.text("subregion"),
        sources=line.sources(),
        licence=line.choice("licence", LICENCES),
    )


def _body(line: Line, codes: frozenset[str], lines: dict[str, Line]) -> Body:
    mandates = line.file == "mandates.csv"
    kind = line.choice("kind", {"mandate"} if mandates else BODY_KINDS - {"mandate"})
    is_un = line.choice("is_un", {"yes", "no"}) == "yes"
    slug = line.required("id", SLUG)
    if slug in lines:
        line.fail("id", f"{slug!r} stands in {lines[slug].file}:{lines[slug].number} too.")
    lines[slug] = line
    established, ended = line.year("established"), line.year("ended")
    if established and ended and ended < established:
        line.fail("ended", f"{ended} is before {established}, when it was established.")
    mandated_by = line.many("mandated_by", SLUG)
    if is_un and kind in {"mandate", "investigation"} and not mandated_by:
        line.fail("mandated_by", "is empty; a mandate has a body that created it.")
    return Body(
        id=slug,
        name=line.required("name"),
        alt_names=line.names(),
        abbreviations=line.many("abbreviation"),
        kind=kind,
        mandate_kind=line.choice("mandate_kind", MANDATE_KINDS) if mandates else None,
        parent=line.optional("parent", SLUG),
        mandated_by=mandated_by,
        mandating_documents=_symbols(line, "mandating_document"),
        symbol_prefix=line.text("symbol_prefix"),
        state=_code(line, "state", codes),
        is_un=is_un,
        established=established,
        ended=ended,
        homepage=line.optional("homepage", ADDRESS),
        sources=line.sources(),
        licence=line.choice("licence", LICENCES),
    )


def _organisation(line: Line, codes: frozenset[str], lines: dict[str, Line]) -> Organisation:
    slug = line.required("id", SLUG)
    lines[slug] = line
    return Organisation(
        id=slug,
        name=line.required("name"),
        alt_names=line.names(),
        ambiguous_names=line.many("ambiguous_names"),
        abbreviations=line.many("abbreviation"),
        kind=line.choice("kind", ORGANISATION_KINDS),
        country=_code(line, "country", codes),
        homepage=line.optional("homepage", ADDRESS),
        sources=line.sources(),
        licence=line.choice("licence", LICENCES),
    )


def _group(line: Line, lines: dict[str, Line]) -> Group:
    slug = line.required("id", SLUG)
    lines[slug] = line
    return Group(
        id=slug,
        name=line.required("name"),
        alt_names=line.names(),
        sources=line.sources(),
        licence=line.choice("licence", LICENCES),
    )


def _situation(line: Line, codes: frozenset[str]) -> Situation:
    return Situation(
        id=line.required("id", SLUG),
        name=line.required("name"),
        alt_names=line.names(),
        state=_code(line, "state", codes),
        sources=line.sources(),
        licence=line.choice("licence", LICENCES),
    )


def _code(line: Line, column: str, codes: frozenset[str]) -> str | None:
    code = line.optional(column, _ALPHA3)
    if code is not None and code not in codes:
        line.fail(column, f"{code!r} is no alpha-3 code of states.csv.")
    return code


def _symbols(line: Line, column: str) -> tuple[str, ...]:
    symbols = line.many(column)
    for symbol in symbols:
        try:
            normalised = parse_symbol(symbol).normalised
        except SymbolError:
            line.fail(column, f"{symbol!r} is no UN document symbol.")
        if normalised != symbol:
            line.fail(column, f"{symbol!r} is properly written {normalised!r}.")
    return symbols


def no_shared_names(
    rows: Sequence[_Row], lines: dict[str, Line], names: Callable[[_Row], Iterable[str]]
) -> None:
    """Nothing, when no two rows share a name.

    Args:
        rows: The rows of a file.
        lines: The lines they stand on, by their ids.
        names: The names of a row.

    Raises:
        AuthorityError: Two do.
    """
    owner: dict[str, str] = {}
    for row in rows:
        for name in names(row):
            other = owner.setdefault(fold_name(name), row.id)
            if other != row.id:
                lines[row.id].fail("alt_names", f"{name!r} is a name of {other!r} too.")


def _no_shared_abbreviations(
    rows: Sequence[Body] | Sequence[Organisation], lines: dict[str, Line]
) -> None:
    owner: dict[tuple[str, str], str] = {}
    for row in rows:
        for abbreviation in row.abbreviations:
            other = owner.setdefault((row.kind, abbreviation), row.id)
            if other != row.id:
                lines[row.id].fail(
                    "abbreviation", f"{abbreviation!r} is that of {other!r} too, the same kind."
                )
