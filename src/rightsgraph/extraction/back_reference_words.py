"""The words that point back: Ibid., Id., op. cit., supra, "note 12 above"."""

from __future__ import annotations

import re

from rightsgraph.extraction.heads import Head, Reference
from rightsgraph.extraction.results import CitationKind

_IBID = re.compile(r"[Ii]bid(?:em)?\b\.?|IBID\b\.?|Ib\.(?= |,)|[Ii]d(?:em)?\b\.?")
# "Id." and "Idem" are words of other kinds elsewhere; a citation begins with them.
_BEGINS_CITATION = re.compile(r"(?:^|[\n;:.(,] ?|\b[Ss]ee(?: also)?,? |\d\]? |^\W{0,4})$")
_ABOVE = re.compile(r"\b(?:[Ss]upra|[Ii]nfra|above|below|ante|Above)\b")
_NOTE = r"(?:[Ff]oot|[Ee]nd)?(?:[Nn]otes?|nn?\.|[Ff]n\.?) ?(?P<label>\d{1,4})"
_NOTE_BEFORE = re.compile(rf"(?<!\w){_NOTE},? ?\(?$")
_NOTE_AFTER = re.compile(rf",? \(?(?:at |in )?{_NOTE}(?!\d)")
_FOOTNOTE = re.compile(
    r"(?<!\()\b[Ss]ee(?: also)? (?P<note>(?:foot|end)note (?P<label>\d{1,4}))(?=[.;)]|\s*(?:\n|\Z))"
)
_NUMBER_AFTER = re.compile(r" (?P<label>\d{1,4})(?=[,.; )]|$)")
_OP_CIT_FORMS = ("p. cit", "p.cit", "p cit", "pcit", "oc. cit", "oc.cit", "oc cit", "occit")
_OP_CIT = re.compile(r"\b(?:[Oo]p|[Ll]oc)\.? ?cit\b\.?")


def find_back_references(flat: str) -> list[Head]:
    """The words that point back at an earlier citation, in a text in matching form."""
    return [*_ibids(flat), *_above(flat), *_footnotes(flat), *_op_cits(flat)]


def _ibids(flat: str) -> list[Head]:
    heads = []
    for match in _IBID.finditer(flat):
        words = match.group()
        if match.start() and (
            flat[match.start() - 1].isalnum() or flat[match.start() - 1] in "-'_/"
        ):
            continue
        if len(words.rstrip(".")) < 4 or words.lower().startswith("idem"):
            before = flat[max(0, match.start() - 12) : match.start()]
            after = flat[match.end() : match.end() + 1]
            if not _BEGINS_CITATION.search(before) or after not in (
                "",
                ",",
                " ",
                ";",
                ".",
                ")",
                "\n",
            ):
                continue
            if words in ("id", "Id") and after == " " and not flat.startswith(" at ", match.end()):
                continue
        heads.append(
            Head(
                match.start(),
                match.end(),
                CitationKind.OTHER,
                "resolution.ibid",
                0.95,
                reference=Reference.IBID,
            )
        )
    return heads


def _above(flat: str) -> list[Head]:
    """Words such as "note 12 above" and "supra note 12", and a bare "supra" after a name."""
    heads: list[Head] = []
    for match in _ABOVE.finditer(flat):
        if heads and match.start() < heads[-1].end:
            continue
        start, end, label = match.start(), match.end(), None
        before = _NOTE_BEFORE.search(flat[max(0, start - 24) : start])
        after = _NOTE_AFTER.match(flat, end)
        if before:
            label, start = before["label"], start - len(before.group())
        elif after:
            label, end = after["label"], after.end()
        elif match.group().lower() == "supra":
            number = _NUMBER_AFTER.match(flat, end)
            if number:
                label, end = number["label"], number.end()
            elif flat.startswith(".", end):
                end += 1
        else:
            continue
        heads.append(
            Head(
                start,
                end,
                CitationKind.OTHER,
                "resolution.note-above" if label else "resolution.op-cit",
                0.9 if label else 0.8,
                reference=Reference.NOTE_ABOVE if label else Reference.OP_CIT,
                target=label,
            )
        )
    return heads


def _footnotes(flat: str) -> list[Head]:
    """A footnote that a note sends to without "above": "See footnote 2."."""
    return [
        Head(
            match.start("note"),
            match.end(),
            CitationKind.OTHER,
            "resolution.note-above",
            0.8,
            reference=Reference.NOTE_ABOVE,
            target=match["label"],
        )
        for match in (_FOOTNOTE.finditer(flat) if "ootnote" in flat or "ndnote" in flat else ())
    ]


def _op_cits(flat: str) -> list[Head]:
    if not any(form in flat for form in _OP_CIT_FORMS):
        return []
    return [
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
