"""The words by which a text names an actor."""

from __future__ import annotations

from dataclasses import dataclass

from rightsgraph.extraction.gazetteers import Entry, EntryKind


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an actor.

    Attributes:
        start: First character.
        end: The character after the last.
        name: The name, without line ends.
        kind: What sort of actor.
        entry: Its entry in the authority files.
        rule: The rule that found it.
    """

    start: int
    end: int
    name: str
    kind: EntryKind
    entry: Entry | None
    rule: str
