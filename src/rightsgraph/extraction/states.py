"""States and areas that a document names, as ISO 3166 alpha-3 codes."""

from __future__ import annotations

import re
from bisect import bisect_right

from rightsgraph.extraction.gazetteers import EntryKind, states
from rightsgraph.extraction.results import State
from rightsgraph.extraction.surface import Span, Surface
from rightsgraph.reading import BlockKind

# A place in an address, a masthead or a signature is not what the document speaks of.
_OUTSIDE = frozenset(
    {
        BlockKind.FURNITURE,
        BlockKind.GAP,
        BlockKind.ADDRESS,
        BlockKind.DATE_LINE,
        BlockKind.MASTHEAD,
        BlockKind.SIGNATURES,
        BlockKind.VALEDICTION,
    }
)
_LANGUAGE_BEFORE = re.compile(
    r"(?:Original|Language|translat\w+|in|into|from|and|,|English|languages?):? ?(?:the )?$|"
    r"Anglo-?|Afro-?|Latin |Pan-|Inter-?|South |North |West |East |Central |Sino-?"
)
_LANGUAGES = frozenset(
    [
        "english",
        "french",
        "spanish",
        "russian",
        "chinese",
        "arabic",
        "portuguese",
        "german",
        "italian",
        "dutch",
    ]
)
_NOT_THE_STATE_AFTER = re.compile(
    r" ?(?:dollars?|\$|Ocean|language|Gulf|Airlines|shepherd|Round)\b"
)
# Whom a demonym describes acts for no State: "the Examplian community", "Examplian journalists".
_PEOPLE_AFTER = re.compile(
    r"(?:[ -](?:[a-z-]+ )?(?:communit(?:y|ies)|people|peoples|diaspora|minorit(?:y|ies)|refugees?"
    r"|migrants?|expatriates?|journalists?|activists?|writers?|artists?|lawyers?|poets?|bloggers?"
    r"|scholars?|academics?|students?|women|men|language|cuisine|culture))\b"
)
_PERSON_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof)\.? (?:[A-Z][\w'-]+ )?$")


def find_states(
    surface: Surface, masked: tuple[Span, ...], cases: tuple[Span, ...] = ()
) -> tuple[State, ...]:
    """The States that the text names, in the order of their first mention.

    Args:
        surface: The document.
        masked: Stretches in which a demonym is part of another name (an organisation, a treaty).
        cases: Stretches that name a case by its parties.
    """
    flat = surface.flat
    inside, in_case = _Mask(masked), _Mask(cases)
    mentions: dict[str, list[tuple[int, int]]] = {}
    rules: dict[str, str] = {}
    for block in surface.blocks:
        if block.kind in _OUTSIDE:
            continue
        for match in states().find(flat, block.start, block.end):
            demonym = match.entry.kind is EntryKind.DEMONYM
            before = flat[max(0, match.start - 40) : match.start]
            if in_case.holds(match.start):
                continue
            if demonym and (
                inside.holds(match.start)
                or _is_language(flat, match.start, match.end)
                or _PEOPLE_AFTER.match(flat, match.end)
            ):
                continue
            if surface.in_address(match.start):
                continue
            if (
                _NOT_THE_STATE_AFTER.match(flat, match.end)
                or flat[match.end : match.end + 1] == "$"
            ):
                continue
            if _PERSON_BEFORE.search(before):
                continue
            mentions.setdefault(match.entry.id, []).append((match.start, match.end))
            if not demonym or match.entry.id not in rules:
                rules[match.entry.id] = "name.demonym" if demonym else "name.state"
    return tuple(
        State(code, tuple(places), rules[code], 0.7 if rules[code] == "name.demonym" else 0.95)
        for code, places in mentions.items()
    )


def _is_language(flat: str, start: int, end: int) -> bool:
    word = flat[start:end].lower()
    before = flat[max(0, start - 30) : start]
    if word in _LANGUAGES:
        return bool(_LANGUAGE_BEFORE.search(before)) or flat[end : end + 4] in (
            " and",
            " or ",
            "]",
            ".",
        )
    return bool(re.search(r"(?:Latin|Inter|Afro|Anglo|Pan)-? ?$", before))


class _Mask:
    """Stretches, and whether an offset lies in one."""

    def __init__(self, spans: tuple[Span, ...]) -> None:
        ordered = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in ordered]
        self._ends: list[int] = []
        furthest = 0
        for span in ordered:
            furthest = max(furthest, span.end)
            self._ends.append(furthest)

    def holds(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]
