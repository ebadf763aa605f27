"""The recommendations of a periodic review, with the States in brackets that made them.

An item may hold several: "Ratify the Convention (Brazil) (Chile); Repeal the law (Fiji);".

Source: the reports of the Working Group on the Universal Periodic Review.
"""

from __future__ import annotations

import re

from rightsgraph.extraction.gazetteers import EntryKind, states

_BRACKETS = re.compile(r"(?: ?\([A-Z][^()]{2,90}\)){1,12}(?=\d{0,2} ?(?:;|\.|\Z))")
_ONE = re.compile(r"\(([^()]+)\)")
_LONGEST_ITEM = 3000


def recommended_by_states(flat: str, start: int, end: int) -> list[tuple[int, int, str | None]]:
    """The recommendations of a list item, each with its offsets and the States that made it.

    An item without States in brackets is one recommendation, of nobody known.

    Args:
        flat: Text in matching form.
        start: First character of the item.
        end: The character after the last.

    Example:
        >>> item = "Ratify the Convention (Brazil) (Chile); Repeal the law (Fiji);"
        >>> [(item[a:b], who) for a, b, who in recommended_by_states(item, 0, len(item))]
        [('Ratify the Convention', 'Brazil; Chile'), ('Repeal the law', 'Fiji')]
    """
    found: list[tuple[int, int, str | None]] = []
    at = start
    for match in _BRACKETS.finditer(flat[: min(end, start + _LONGEST_ITEM)], start):
        named: list[str] = []
        last = match.end()
        for bracket in reversed(list(_ONE.finditer(match.group()))):
            name = _state(bracket[1])
            if name is None:
                break
            named.insert(0, name)
            last = match.start() + bracket.start()
        last = len(flat[:last].rstrip()) if named else last
        if not named or last <= at:
            continue
        found.append((at, last, "; ".join(named)))
        at = match.end() + 1
        while at < end and flat[at] in " ;.":
            at += 1
    if not found:
        return [(start, end, None)]
    return found


def _state(words: str) -> str | None:
    entry = states().lookup(words)
    return entry.name if entry and entry.kind is EntryKind.STATE else None
