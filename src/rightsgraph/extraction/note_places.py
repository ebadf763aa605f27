"""The places that a note names, those without a unit among them."""

from __future__ import annotations

import re

from rightsgraph.extraction.pinpoints import Pinpoint, find_pinpoints

_AT_PAGE = re.compile(
    r"[\w).],? at (?P<page>\d{1,4}(?:-\d{1,4})?)(?=[.,;)\s]|$)(?! ?(?:a\.m|p\.m|hours))"
)
# "Ibid., 11.6.": the unit is understood.
_IBID_NUMBER = re.compile(r"\b[Ii]bid\.?, (?P<number>\d{1,3}\.\d{1,2})(?=[.;,]|$)")


def places_in_note(flat: str, start: int, end: int) -> list[Pinpoint]:
    """The places of a note, with the bare pages of "Id. at 12" and numbers of "Ibid., 11.6".

    Args:
        flat: Text in matching form.
        start: Where the note begins.
        end: Where it ends.
    """
    places = find_pinpoints(flat, start, end)
    for match in _AT_PAGE.finditer(flat, start, end):
        page = match["page"]
        unit = "pp" if "-" in page else "p"
        if not any(p.start <= match.start("page") < p.end for p in places):
            places.append(Pinpoint(match.start("page"), match.end("page"), (f"{unit} {page}",)))
    for match in _IBID_NUMBER.finditer(flat, start, end):
        places.append(Pinpoint(*match.span("number"), (f"para {match['number']}",)))
    places.sort(key=lambda place: place.start)
    whole: list[Pinpoint] = []
    for place in places:
        last = whole[-1] if whole else None
        if last and flat[last.end : place.start] == ", ":
            # "chapter 16, section 5, of the Aliens Act".
            whole[-1] = Pinpoint(last.start, place.end, (*last.places, *place.places))
        else:
            whole.append(place)
    return whole
