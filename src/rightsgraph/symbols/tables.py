"""The tables behind the grammar: series and bodies, parts that say a kind, State codes.

They are small files beside this module, so that a series that is missing is added as a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Body:
    """A series, or a body within one, and what its symbols may look like.

    Attributes:
        path: The leading parts of its symbols, such as `A/HRC` or `A/CONF.*`.
        slug: Name of the body for IRIs; empty when the table knows only the pattern.
        label: Name of the body in English.
        rule: What may follow: `strict`, `closed`, `open`, `treaty` or `press`.
        numbers: How many numbers a symbol of the body has at least.
        sessions: First and last value of the first number when a second follows; None for any.
        kind: Kind of document when no other part says it.
    """

    path: str
    slug: str
    label: str
    rule: str
    numbers: int
    sessions: tuple[int, int] | None
    kind: str


@dataclass(frozen=True, slots=True)
class PartType:
    """A part that says what a document is, such as `L.` or `CO`.

    Attributes:
        token: Its official spelling.
        everywhere: Whether it may stand in the strict series of the principal organs.
        suffix: Whether it changes another document (addendum, corrigendum, ...).
        kind: Kind of document that it says; empty when it says none.
        label: Meaning in English.
    """

    token: str
    everywhere: bool
    suffix: bool
    kind: str
    label: str


def _rows(name: str) -> list[list[str]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    width = lines[0].count("\t") + 1
    return [(line.split("\t") + [""] * width)[:width] for line in lines[1:]]


@lru_cache(maxsize=1)
def bodies() -> dict[str, Body]:
    """Every series and body by its path in capitals, numbers that may vary as `*`."""
    table = {}
    for path, slug, label, rule, numbers, sessions, kind in _rows("bodies.tsv"):
        first, _, last = sessions.partition("-")
        span = (int(first), int(last)) if sessions else None
        table[path.upper()] = Body(path, slug, label, rule, int(numbers), span, kind)
    return table


@lru_cache(maxsize=1)
def series() -> frozenset[str]:
    """The first parts of all symbols, in capitals."""
    return frozenset(path.partition("/")[0] for path in bodies())


@lru_cache(maxsize=1)
def series_spellings() -> dict[str, str]:
    """Official spelling of each body part by its capitals (`SUB.2` is printed `Sub.2`)."""
    return {part.upper(): part for body in bodies().values() for part in body.path.split("/")}


def find_body(path: str) -> Body | None:
    """The body with exactly these leading parts (in capitals), or None."""
    table = bodies()
    exact = table.get(path)
    if exact is not None:
        return exact
    head, slash, tail = path.rpartition("/")
    return table.get(head + slash + _DIGITS.sub("*", tail)) if slash else None


@lru_cache(maxsize=1)
def _part_types() -> dict[tuple[str, bool], PartType]:
    table = {}
    for token, form, where, kind, label in _rows("parts.tsv"):
        row = PartType(token, where == "any", form == "suffix", kind, label)
        for dotted in (False, True):
            if form == "both" or dotted == (form in ("dotted", "suffix")):
                table[token.upper(), dotted] = row
    table["SUMMARY", False] = table["SUMMARY", True]
    return table


def part_type(name: str, *, dotted: bool) -> PartType | None:
    """The type that a part says, or None.

    Args:
        name: Its letters, in any case.
        dotted: Whether a number follows after a full stop (`L.7`).
    """
    return _part_types().get((name.upper(), dotted))


@lru_cache(maxsize=1)
def kind_labels() -> dict[str, str]:
    """A label in English for each kind of document that a symbol can say."""
    kinds = {row.kind for row in _part_types().values()} | {b.kind for b in bodies().values()}
    return {kind: kind.replace("-", " ") for kind in sorted(kinds) if kind}


@lru_cache(maxsize=1)
def state_codes() -> dict[str, str]:
    """The ISO 3166 alpha-3 code of each State code in symbols; empty where there is none."""
    return {code: alpha3 for code, alpha3 in _rows("states.tsv")}  # noqa: C416
