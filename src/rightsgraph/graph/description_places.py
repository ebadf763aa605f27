"""Places in cited documents: from normalised pinpoints to one node for each place.

A range becomes one place for each paragraph or page in it, so that who cites paragraph 75 is
found when somebody cites paragraphs 74 to 76. A range longer than the bound names its document
only: nobody means each of five hundred paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rightsgraph import iris
from rightsgraph.graph.description_sheet import A, Sheet, plain
from rightsgraph.vocabulary import Dcterms, Doco, Fabio, Rg

MOST_IN_A_RANGE: Final = 200

# The paragraphs of a preamble are numbered apart: "preambular para 4".
_PREAMBULAR: Final = "preambular "

_SINGULAR: Final = {"paras": "para", "pp": "p", "arts": "art", "sects": "sect"}
_KINDS: Final = {
    "para": Doco.Paragraph,
    "sect": Doco.Section,
    "chap": Doco.Section,
    "part": Doco.Section,
    "art": Doco.Section,
    "principle": Doco.Section,
    "guideline": Doco.Section,
    "rule": Doco.Section,
    "annex": Doco.Appendix,
    "appendix": Doco.Appendix,
    "summary": Doco.Abstract,
    "preamble": Doco.Section,
    "p": Doco.TextChunk,
}
_RANGE: Final = re.compile(r"(?P<first>[^-]+)-(?P<last>[^-]+)")
_STEM: Final = re.compile(r"(?P<stem>.*?)(?P<number>\d+)")
_LETTER: Final = re.compile(r"(?P<stem>[^()]*)\((?P<letter>[a-z])\)")
_LEVELS: Final = re.compile(r"(?P<parent>.+)\([^()]+\)")
_PLACE: Final = re.compile(r"[^\s<>\"{}|\\^`\x00-\x20]{1,60}")


def expand(pinpoints: Iterable[str]) -> tuple[str, ...]:
    """The single places of normalised pinpoints, each once, in order.

    Args:
        pinpoints: As extraction gives them: `para 94(a)`, `paras 74-76`, `summary`.

    Example:
        >>> expand(["paras 74-76", "para 94(a)", "paras 6.3-6.4", "paras 5(b)-(d)", "summary"])[3:]
        ('para 94(a)', 'para 6.3', 'para 6.4', 'para 5(b)', 'para 5(c)', 'para 5(d)', 'summary')
        >>> expand(["preambular paras 3-4"])
        ('preambular para 3', 'preambular para 4')
        >>> expand(["paras 1-900"])
        ()
    """
    places: dict[str, None] = {}
    for pinpoint in pinpoints:
        if pinpoint.startswith(_PREAMBULAR):
            found = expand([pinpoint.removeprefix(_PREAMBULAR)])
            places.update(dict.fromkeys(_PREAMBULAR + place for place in found))
            continue
        unit, _, numbers = pinpoint.partition(" ")
        unit = _SINGULAR.get(unit, unit)
        if not numbers:
            places[unit] = None
            continue
        for number in _numbers(numbers.replace(" ", "")):
            places[f"{unit} {number}"] = None
    return tuple(place for place in places if _PLACE.fullmatch(place.replace(" ", "-")))


def _numbers(text: str) -> list[str]:
    match = _RANGE.fullmatch(text)
    if not match:
        return [text]
    first, last = match["first"], match["last"]
    numbers = _letters(first, last)
    if numbers is None:
        numbers = _counted(first, last)
    return [first, last] if numbers is None else numbers


def _letters(first: str, last: str) -> list[str] | None:
    """`94(a)` to `94(c)` or to `(c)`; None when it is no such range."""
    begin, end = _LETTER.fullmatch(first), _LETTER.fullmatch(last)
    if not begin or not end or end["stem"] not in ("", begin["stem"]):
        return None
    codes = range(ord(begin["letter"]), ord(end["letter"]) + 1)
    return [f"{begin['stem']}({chr(code)})" for code in codes] or None


def _counted(first: str, last: str) -> list[str] | None:
    """The numbers from one to the other; None when the two do not count the same thing."""
    begin, end = _STEM.fullmatch(first), _STEM.fullmatch(last)
    if not begin or not end or end["stem"] not in ("", begin["stem"]):
        return None
    low, high = int(begin["number"]), int(end["number"])
    if high < low and len(end["number"]) < len(begin["number"]):  # 121-3 is short for 121-123
        high = int(begin["number"][: -len(end["number"])] + end["number"])
    if high < low:
        return None
    if high - low >= MOST_IN_A_RANGE:
        return []
    return [f"{begin['stem']}{number}" for number in range(low, high + 1)]


def place_iri(document: str, place: str) -> str:
    """The IRI of a place; of one in a `#work-n` it is `#work-n-para-6`.

    Example:
        >>> place_iri("https://example.org/letter#work-1", "para 6")
        'https://example.org/letter#work-1-para-6'
    """
    whole, marked, part = document.partition("#")
    if not marked:
        return iris.pinpoint(document, place)
    return iris.part(whole, f"{part}-{'-'.join(place.split())}")


def describe_place(sheet: Sheet, document: str, place: str) -> str:
    """Write one place of a document and the places around it; return its IRI.

    Args:
        sheet: Where to write.
        document: IRI of the document.
        place: One normalised place, as `expand` gives it.
    """
    unit, _, number = place.removeprefix(_PREAMBULAR).partition(" ")
    iri = place_iri(document, place)
    sheet.add(iri, A, _KINDS.get(unit, Doco.Section))
    sheet.add(iri, Dcterms.isPartOf, document)
    if number:
        sheet.add(iri, Fabio.hasSequenceIdentifier, plain(number))
    sheet.add(iri, Rg.pinpoint, plain(place))
    levels = _LEVELS.fullmatch(place)
    if levels:
        sheet.add(iri, Dcterms.isPartOf, describe_place(sheet, document, levels["parent"]))
    return iri
