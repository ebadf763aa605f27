"""The words that point back: Ibid., Id., op. cit., supra, "note 12 above"."""

from __future__ import annotations

import re

from rightsgraph.extraction.heads import Head, Reference
from rightsgraph.extraction.results import CitationKind

_IBID = re.compile(
    r"(?<![\w.])(?:[Ii]bid(?:em)?|IBID)\b\.?|(?<![\w.])Ib\.|"
    r"(?:^|(?<=[;:.,(] )|(?<=\n)|(?<=[Ss]ee )|(?<=also ))(?:Id|Idem|idem|id)\.?(?=[,.; ]|$)",
    re.MULTILINE,
)
_NOTE_ABOVE = re.compile(
    r"(?:\b(?:supra|above),? )?\(?\b(?:foot|end)?(?:notes?|nn?\.|fn\.?) ?(?P<a>\d{1,4})"
    r"(?: ?(?:above|supra|below|infra|ante)\b)"
    r"|\b(?:supra|above|infra),? \(?(?:at )?(?:(?:foot|end)?notes?|nn?\.?|fn\.?) ?(?P<b>\d{1,4})"
    r"|\bsupra (?P<c>\d{1,4})(?=[,.; )]|$)",
    re.IGNORECASE,
)
_OP_CIT = re.compile(r"\b(?:op|loc)\.? ?cit\.?|\bsupra\b\.?(?!,? ?\(?(?:foot|end)?(?:note|n\b|fn|\d))")


def find_back_references(flat: str) -> list[Head]:
    """The words that point back at an earlier citation, in a text in matching form."""
    heads = [
        Head(
            match.start(),
            match.end(),
            CitationKind.OTHER,
            "resolution.ibid",
            0.95,
            reference=Reference.IBID,
        )
        for match in _IBID.finditer(flat)
    ]
    heads += [
        Head(
            match.start() + (1 if match.group().startswith("(") else 0),
            match.end(),
            CitationKind.OTHER,
            "resolution.note-above",
            0.9,
            reference=Reference.NOTE_ABOVE,
            target=match["a"] or match["b"] or match["c"],
        )
        for match in _NOTE_ABOVE.finditer(flat)
    ]
    heads += [
        Head(
            match.start(),
            match.end(),
            CitationKind.OTHER,
            "resolution.op-cit",
            0.8,
            reference=Reference.OP_CIT,
        )
        for match in _OP_CIT.finditer(flat)
    ]
    return heads
