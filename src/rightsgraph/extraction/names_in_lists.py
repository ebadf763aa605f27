"""Persons and organisations told apart in one numbered list, by the names around each."""

from __future__ import annotations

from rightsgraph.extraction.gazetteers import actors
from rightsgraph.extraction.names_of_persons import (
    ORGANISATION_WORD,
    has_given_name,
    has_office,
    is_person,
    person_words,
)

_AROUND = 5


def among_persons(lines: dict[int, str]) -> set[int]:
    """The places of the lines that name persons.

    In a list that names first persons and then organisations, a name without office, title or
    frequent given name is told by the names around it: five on each side that tell.

    Args:
        lines: The words of each line by its place, in reading order.

    Example:
        >>> among_persons({0: "Wexa Muster: Member, EXA", 1: "Orrin Beleg", 2: "Example Trust"})
        {0, 1}
    """
    told = {place: _is_told_person(words) for place, words in lines.items()}
    known = [place for place in lines if told[place] is not None]
    among: set[int] = set()
    after = 0
    for place, person in told.items():
        while after < len(known) and known[after] < place:
            after += 1
        if person is None:
            near = known[max(0, after - _AROUND) : after + _AROUND]
            if near and sum(bool(told[other]) for other in near) * 2 >= len(near):
                among.add(place)
        elif person:
            among.add(place)
    return among


def with_comma(words: str) -> str:
    """A line "Name: Office" as "Name, Office", of the same length; any other as it is.

    Example:
        >>> with_comma("Wexa Muster: Member, EXA")
        'Wexa Muster, Member, EXA'
    """
    head, colon, tail = words.partition(": ")
    fits = colon and has_office(tail) and not ORGANISATION_WORD.search(head)
    return f"{head}, {tail}" if fits else words


def _is_told_person(words: str) -> bool | None:
    """Whether a line by itself names a person; None when it does not tell."""
    told = person_words(with_comma(words))
    if told.titled or has_given_name(told.name):
        return True
    if ORGANISATION_WORD.search(told.name) or actors().lookup(told.name):
        return False
    if has_office(told.rest):
        return True
    return None if is_person(told.printed) else False
