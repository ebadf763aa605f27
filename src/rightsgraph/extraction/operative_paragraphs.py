"""What the operative paragraphs of a resolution ask: a verb, and further verbs after "and"."""

from __future__ import annotations

import re

from rightsgraph.extraction.addressees import asked_after
from rightsgraph.extraction.ask_clauses import ClauseReader
from rightsgraph.extraction.asks import Form, Trigger, find_triggers
from rightsgraph.extraction.cast import Cast
from rightsgraph.extraction.results import Recommendation
from rightsgraph.reading import Block

# "and in particular urges the authorities to", "; also calls upon States to".
_FURTHER = (
    r"(?:(?:also|further|strongly|again|once again|in particular|in this (?:regard|context|"
    r"connection)|in that (?:regard|context|connection)|to (?:this|that) end),? ?)*"
)
_CUT = re.compile(rf"(?:;|,) (?:and )?{_FURTHER}$| and {_FURTHER}$|\. $")
_PRONOUNS = frozenset({"them", "it", "him", "her"})
_SHORT_PRONOUN = re.compile(r" (?P<who>it)(?=,? (?:to|immediately|fully|further)\b)")
_PERSONAL = frozenset({"him", "her"})


def operative_asks(reader: ClauseReader, block: Block, start: int) -> list[Recommendation]:
    """The asks of an operative paragraph.

    Args:
        reader: Builds the recommendations of the document.
        block: The paragraph.
        start: Where its words begin, after the number.
    """
    flat, cast = reader.flat, reader.cast
    triggers = [
        t for t in find_triggers(flat, start, block.end, obligations=False) if t.form is Form.VERB
    ]
    starts = _starts(flat, start, triggers)
    found: list[Recommendation] = []
    for index, first in enumerate(starts):
        last = starts[index + 1] if index + 1 < len(starts) else block.end
        first += len(flat[first:last]) - len(flat[first:last].lstrip(" ,;."))
        first = first + (4 if flat.startswith("and ", first) else 0)
        inside = [t for t in triggers if first <= t.start < last]
        if not inside:
            continue
        addressee = asked_after(cast, inside[0], last)
        name = addressee.name if addressee else None
        short = None if name else _SHORT_PRONOUN.match(flat, inside[0].rest, last)
        name = short["who"] if short else name
        if name and name.lower() in _PRONOUNS:
            name = _antecedent(cast, name.lower(), block.start, inside[0].start, found) or name
        found.append(
            reader.build(
                first, last, cast.issuer, name, addressee.rest if addressee else inside[0].rest,
                "recommendation.operative-paragraph", 0.9, reported=False,
            )
        )  # fmt: skip
    return found


def _starts(flat: str, start: int, triggers: list[Trigger]) -> list[int]:
    """Where each clause that asks begins."""
    starts: list[int] = []
    for trigger in triggers:
        at = starts[-1] if starts else start
        before = flat[at : trigger.start]
        if not starts and len(before) < 30 and not re.search(r"[,;]", before):
            starts.append(start)
            continue
        cut = _CUT.search(before)
        if cut:
            starts.append(at + cut.start())
    return starts


def _antecedent(
    cast: Cast, pronoun: str, start: int, at: int, found: list[Recommendation]
) -> str | None:
    """Whom a pronoun means: the one asked before, else the one named last in the paragraph.

    "invites States to support these efforts, and encourages them to share"; "Welcomes the report of
    the Secretary-General, and requests him to".
    """
    if found and found[-1].addressee:
        return found[-1].addressee
    named = cast.mentions_between(start, at)
    if not named and pronoun == "it":
        # "Deplores the acts of Examplia against Otherland, and calls upon it": the one who acts.
        return next(cast.states_between(start, at), None)
    if pronoun in _PERSONAL:
        return cast.individual_before(at) if named else None
    return cast.full_name(named[-1]) if named else None
