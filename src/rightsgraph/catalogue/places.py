"""Documents and the places in them, as a person names them in a parameter."""

from __future__ import annotations

import re

from rightsgraph import iris
from rightsgraph.errors import SymbolError
from rightsgraph.iris import Iri
from rightsgraph.symbols import parse_symbol

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACE = re.compile(
    # Only for texts whose blanks have been collapsed: runs of them would cost quadratic time.
    r"""(?P<document>\S.*?) [,;:]? [ ] (?: at [ ] )?
        (?: (?P<summary>summary)
          | (?P<kind>paragraphs?|paras?|pars?|notes?|annex|pages?|pp?) (?: [ ]? \. [ ]? | [ ] )
            (?P<numbers>\S.*)
        )""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*(?:\([0-9A-Za-z]+\))*")
_RANGE = re.compile(r"(\d{1,5})[-‐‑‒–—](\d{1,5})")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}
MOST_PLACES = 500


def document_iri(text: str) -> Iri:
    """The IRI of the document that a symbol or the slug of a letter names.

    Args:
        text: A UN symbol in any spelling, or the slug of a letter.

    Raises:
        SymbolError: It is neither.

    Example:
        >>> document_iri("S/RES/1593 (2005)")
        'https://w3id.org/rightsgraph/id/un/S/RES/1593'
        >>> document_iri("2015-10-29-joint-letter-dprk")
        'https://w3id.org/rightsgraph/id/letter/2015-10-29-joint-letter-dprk'
    """
    text = text.strip()
    if _SLUG.fullmatch(text):
        return iris.letter(text)
    return iris.un_document(parse_symbol(text).key)


def place_iris(text: str) -> list[Iri]:
    """The IRIs of the places that a document with a pinpoint names; a range names several.

    Args:
        text: `A/HRC/25/63 para 94(a)`, `A/70/362, paras. 74-76`, `A/70/362 summary`; for a letter
            its slug and `paragraph 3` or `note 7`.

    Raises:
        SymbolError: The document or the place cannot be read.

    Example:
        >>> place_iris("A/HRC/25/63, para. 94 (a)")
        ['https://w3id.org/rightsgraph/id/un/A/HRC/25/63#para-94(a)']
    """
    match = _PLACE.fullmatch(" ".join(text.split()))
    if match is None:
        raise SymbolError(f"{text!r} names no paragraph.")
    document = document_iri(match["document"])
    if match["summary"]:
        return [iris.part(document, "summary")]
    kind = match["kind"].lower().rstrip("s")
    of_letter = _SLUG.fullmatch(match["document"].strip()) is not None
    prefix = {"annex": "annex", "note": "note", "page": "p", "p": "p", "pp": "p"}.get(
        kind, "paragraph" if of_letter else "para"
    )
    return [
        iris.part(document, f"{prefix}-{number}")
        for number in _numbers(match["numbers"], roman=kind == "annex")
    ]


def _numbers(text: str, *, roman: bool) -> list[str]:
    """The single numbers of `94 (a)`, `74-76` or `74-76 and 80`."""
    numbers: list[str] = []
    for item in re.split(r" ?, ?| and ", text):
        number = item.replace(" ", "")
        if span := _RANGE.fullmatch(number):
            first, last = int(span[1]), int(span[2])
            if not first <= last < first + MOST_PLACES:
                raise SymbolError(f"{item!r} is no range of paragraphs.")
            numbers += [str(each) for each in range(first, last + 1)]
        elif _NUMBER.fullmatch(number):
            numbers.append(str(_ROMAN.get(number.lower(), number)) if roman else number)
        else:
            raise SymbolError(f"{item!r} is no number of a paragraph.")
        if len(numbers) > MOST_PLACES:
            raise SymbolError(f"It names more than {MOST_PLACES} places.")
    return numbers
