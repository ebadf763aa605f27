"""From the parts of a symbol to the symbol: what its numbers, letters and codes mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rightsgraph.symbols.model import Symbol
from rightsgraph.symbols.tables import Body, bodies

_FIRST_YEAR, _LAST_YEAR = 1945, 2099


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a symbol and its role.

    Attributes:
        role: `body`, `number`, `session`, `type`, `dotted`, `label`, `state`, `suffix` or `word`.
        text: The part in the key.
        shown: The part in the official spelling.
        kind: Kind of document that it says; for a State the alpha-3 code.
        number: Number within it, when that is not the text.
        session: Session of an old resolution.
        letter: Letter of one of several resolutions under a number.
        counts: How many numbers it is when a symbol is checked for completeness.
    """

    role: str
    text: str
    shown: str
    kind: str = ""
    number: str = ""
    session: str = ""
    letter: str = ""
    counts: int = 0

    def with_tail(self, key: str, shown: str) -> Part:
        """The part with something in brackets after it."""
        return replace(
            self, text=self.text + key, shown=self.shown + shown, number=self.number or self.text
        )


def build(parts: Sequence[Part], body: Body, year: int | None) -> Symbol:
    """The symbol that these parts make.

    Args:
        parts: All parts, the series first.
        body: The most specific body that the leading parts name.
        year: Year of a resolution, which is printed but is no part of the key.
    """
    organ = bodies().get(parts[0].text)
    suffixes = tuple(part.number or part.text for part in parts if part.role == "suffix")
    kind = next((p.kind for p in reversed(parts) if p.role in ("type", "dotted") and p.kind), "")
    session, number, stated_year = _numbers(parts, body, kind)
    states = [part.kind for part in parts if part.role == "state"]
    if not kind and states and body.rule == "treaty":
        kind = "state-report"
    return Symbol(
        normalised="/".join(part.shown for part in parts),
        key="/".join(part.text for part in parts),
        organ=organ.slug if organ else body.slug,
        body=body.slug or None,
        session=session,
        kind=kind or body.kind,
        number=number,
        state=states[0] or None if states else None,
        suffixes=suffixes,
        year=year or stated_year,
        parts=tuple(part.text for part in parts),
        parent=_parent(parts, body, year),
    )


def _parent(parts: Sequence[Part], body: Body, year: int | None) -> Symbol | None:
    last = parts[-1]
    if last.role == "suffix" and len(parts) > 2:
        return build(parts[:-1], body, year)
    if last.letter:
        bare = f"{last.number[: -len(last.letter)]}({last.session})"
        whole = replace(last, text=bare, shown=bare, number=last.number[:-1], letter="")
        return build([*parts[:-1], whole], body, year)
    return None


def _is_year(text: str) -> bool:
    return len(text) == len("2005") and text.isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR


def _numbers(
    parts: Sequence[Part], body: Body, kind: str
) -> tuple[str | None, str | None, int | None]:
    """Session, number and year that the parts say."""
    named = [part for part in parts if part.role in ("session", "number", "dotted", "state")]
    session = next((part.text for part in named if part.role == "session"), None)
    session = next((part.session for part in named if part.session), session)
    dotted = next((part.number for part in reversed(named) if part.role == "dotted"), None)
    plain = [part for part in named if part.role == "number"]
    values = [part.number or part.text for part in plain]
    if kind == "views" and len(values) > 1 and _is_year(values[-1]):
        first = values[0] if len(values) > 2 else None
        return session or first, "/".join(values[-2:]), int(values[-1])
    after_state = [
        part.number or part.text
        for index, part in enumerate(named)
        if part.role == "number" and any(p.role == "state" for p in named[:index])
    ]
    before_state = values[: len(values) - len(after_state)]
    year = None
    numbers = list(after_state)
    if (named and named[-1].role == "state") or after_state or dotted is not None:
        leading = before_state
    elif body.sessions == (0, 0):
        leading, numbers = [], before_state
    elif session is None:
        leading, numbers = before_state[:-1], before_state[-1:]
    else:
        leading, numbers = [], before_state
    if leading:
        if _is_year(leading[0]):
            year = int(leading[0])
        else:
            session = session or leading[0]
        if dotted is None:
            numbers = leading[1:] + numbers
    number = dotted if dotted is not None else ("/".join(numbers) or None)
    return session, number, year
