"""Which of several actors an abbreviation means that they share: "ICJ", "CEDAW"."""

from __future__ import annotations

import re
from dataclasses import replace

from rightsgraph.extraction.gazetteers import Entry, EntryKind, Gazetteer, Match

# What courts and treaty bodies do not do, or whom they do not have.
_ADVOCATES = re.compile(
    r"(?:'s)? (?:(?:today|also|again|now|further|strongly|has|had) ){0,2}"
    r"(?:condemn(?:s|ed)?|urge[sd]?|calls? (?:up)?on|welcome[sd]?|expresse[sd]|submit(?:s|ted)|"
    r"is (?:alarmed|concerned)|"
    r"(?:[A-Z][\w&-]* ){0,3}(?:Advis[eo]r|Director|Secretary[- ]General|Officer|Coordinator|"
    r"Researcher|Programme|Program|Consultant|Representative))\b"
)


def without_namesakes(gazetteer: Gazetteer, flat: str, matches: list[Match]) -> list[Match]:
    """The matches, each abbreviation given to the actor that the text means by it.

    It is the one whose name the text gives in full, else an organisation that acts as only
    organisations do; where nothing tells, the first stays.
    """
    shared = {m.start for m in matches if flat[m.start : m.end] in gazetteer.namesakes}
    if not shared:
        return matches
    named = {m.entry.id for m in matches if m.start not in shared}
    meant: dict[str, Entry] = {}
    for match in matches:
        if match.start not in shared:
            continue
        words = flat[match.start : match.end]
        others = [e for e in gazetteer.namesakes[words] if e.id in named]
        if len(others) == 1:
            meant[words] = others[0]
        elif not others and _ADVOCATES.match(flat, match.end):
            advocates = [e for e in gazetteer.namesakes[words] if e.kind is EntryKind.ORGANISATION]
            if advocates:
                meant.setdefault(words, advocates[0])
    return [
        replace(m, entry=meant[flat[m.start : m.end]])
        if m.start in shared and flat[m.start : m.end] in meant
        else m
        for m in matches
    ]
