"""Who signs a document, from its signature blocks.

One name a line, comma lists, table rows; abbreviations in brackets or beside a dash; countries in
brackets or after a comma; persons with their office; "for identification only" does not sign.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rightsgraph.extraction.gazetteers import EntryKind, actors, states
from rightsgraph.extraction.names_in_lists import among_persons, with_comma
from rightsgraph.extraction.names_of_persons import (
    ORGANISATION_WORD,
    ROLE,
    has_given_name,
    has_office,
    is_person,
    person_words,
)
from rightsgraph.extraction.results import Name
from rightsgraph.extraction.signature_lines import TABLE_HEAD, Line, Section, signature_lines
from rightsgraph.extraction.surface import Surface

_IDENTIFICATION = re.compile(
    r"(?:for |purposes of )identi(?:fication|ty)|personal capacity|affiliation", re.I
)
_MANY = 10
_OFFICE_LAST = re.compile(
    r"\b(?:Director|President|Secretary|Coordinator|Chair(?:person|man|woman)?|Officer|Manager|Head"
    r"|Representative|Spokesperson|Counsel|Editor|Member|Emerit(?:us|a))\Z"
)
# "Director of Sample Advocacy", "Chair": the office of a person who signs above.
_OFFICE_ALONE = re.compile(rf"(?:{ROLE.pattern})(?: (?:of|for|on|at|to|in) .{{2,80}})?\Z")
_OFFICE_OF_UN = re.compile(r"(?:Special Rapporteur|Independent Expert|(?:Vice-)?Chair)\b")
_ON_BEHALF = re.compile(
    r"(?P<who>[^,;|]{3,60}?),? (?:on|for and on) behalf of (?:the )?(?P<whom>[A-ZÀ-Þ].+)"
)
_ABBREVIATION = re.compile(r"\s*[(\[]([^()\[\]]{2,110})[)\]]\s*\*?$")
# An abbreviation in brackets belongs to an organisation.
_IN_CAPITALS = re.compile(r"\((?!MEP|MP|PhD)[A-Z][A-Za-z&-]{0,3}[A-Z]{1,9}\)")
# "Sample Libre, z.s.", "Example Trust Ltd.": a legal form, which no person has.
_LEGAL_FORM = re.compile(
    r"[ ,](?:Inc|Ltd|LLC|e\.[ ]?V|z\.[ ]?[sú]|o\.[ ]?p\.[ ]?s|A\.[ ]?C|[Aa]\.?[Ss]\.?[Bb]\.?[Ll]"
    r"|[Vv][Zz][Ww])\.?\Z"
)
_DASHED = re.compile(r"^(.{2,120}?)\s+[-–—]\s+(.{2,120})$")
_PHRASE = re.compile(
    r"\b(?:sincerely|regards|thank you|respectfully|contact|please|www\.|http|@|tel\b|phone)"
    r"|^(?:on behalf of|en nombre de|au nom de) (?:our|the|all|nuestr|nos)",
    re.I,
)


def find_signatories(surface: Surface) -> tuple[Name, ...]:
    """Those who sign, in the order in which they do."""
    names: dict[str, Name] = {}
    lines = _without_headings(signature_lines(surface))
    persons = _are_persons(lines)
    other = Section.ORGANISATIONS
    among = among_persons(
        {
            i: line.words
            for i, line in enumerate(lines)
            if line.numbered and line.section is not other
        }
    )
    only_persons = _column_of_persons(lines, persons=persons)
    person_above = firm = False
    stacked = _are_stacked(lines)
    for index, line in enumerate(lines):
        below = lines[index + 1].words if index + 1 < len(lines) else ""
        # A numbered line never gives the office of the person above it.
        above = person_above and not line.numbered
        told = index in among or (only_persons and _may_be_person(line.words))
        for_whom = _ON_BEHALF.match(line.words)
        if for_whom and is_person(person_words(for_whom["who"]).printed):
            # "Anna Sample on behalf of Example Watch": she signs, and with her Example Watch.
            whole = _organisation(for_whom["whom"], line.start + for_whom.start("whom"), line.end)
            line = replace(line, words=f"{for_whom['who']}, {for_whom['whom']}")
            if whole:
                names.setdefault(whole.name.casefold(), whole)
        name = _signatory(line, below, person_above=above, persons=persons, among=told)
        if name:
            names.setdefault(name.name.casefold(), name)
        elif above and firm:
            continue  # a further line of what the person above is
        person_above = bool(name and name.person and "," not in line.words)
        told_above = person_words(line.words)
        firm = line.section is Section.PERSONS and (
            stacked or told_above.titled or has_given_name(told_above.name)
        )
    return tuple(names.values())


def _without_headings(lines: list[Line]) -> list[Line]:
    """The lines without those that head a part of a numbered list: "Regional", "Americas"."""
    numbered = sum(line.numbered for line in lines)
    if numbered * 5 < len(lines) * 4:
        return lines
    return [x for x in lines if x.numbered or len(x.words.split()) > 3 or "(" in x.words]


def _are_stacked(lines: list[Line]) -> bool:
    """Whether the persons of a list have their office in the lines below the name."""
    named = [line.words for line in lines if line.section is Section.PERSONS]
    beside = sum("," in words and is_person(person_words(words).printed) for words in named)
    return beside * 10 <= len(named)


def _are_persons(lines: list[Line]) -> bool:
    """Whether the list is one of persons: most of its lines begin with a title or given name."""
    told = [person_words(line.words) for line in lines]
    known = sum(
        (w.titled and is_person(w.printed)) or has_given_name(w.name) for w in told
    )  # fmt: skip
    if known * 2 > len(lines):
        return True
    # Names from all over the world: hardly a line has a word that organisations have.
    fit = sum(_fits_among_persons(w.name) for w in told)
    return len(lines) >= _MANY and fit * 10 >= len(lines) * 9 and known * 4 >= len(lines)


def _column_of_persons(lines: list[Line], *, persons: bool) -> bool:
    """Whether nearly all of many lines read like persons: then the odd one is one as well."""
    fit = sum(_fits_among_persons(person_words(line.words).name) for line in lines)
    return persons and len(lines) >= _MANY and fit * 10 >= len(lines) * 9


def _signatory(
    line: Line, below: str, *, person_above: bool, persons: bool, among: bool
) -> Name | None:
    words = re.sub(r"\s+", " ", line.words).strip(" ,;*_#")
    words = with_comma(words) if line.numbered else words
    words = words if words.count("(") == words.count(")") else words.strip("()")
    if len(words) < 2 or _PHRASE.search(words) or _IDENTIFICATION.search(words):
        return None
    if words.lower().strip(":") in TABLE_HEAD:
        return None
    if len(words.split()) > 25 and not persons:
        return None
    if words.endswith(":") and len(words) < 80:
        return None
    if states().lookup(words) and actors().lookup(words) is None:
        return None
    if among or _is_signing_person(words, line.section, below, persons=persons):
        return _person(words, line)
    if line.section is not Section.ORGANISATIONS and _OFFICE_ALONE.match(words):
        return None
    if person_above and line.section is not Section.ORGANISATIONS:
        # The lines below a person give the office and for whom it is held.
        return None
    return _organisation(words, line.start, line.end)


def _is_signing_person(words: str, section: Section, below: str, *, persons: bool) -> bool:
    """Whether a line names a person: by title, office, given name, or the list that it is in."""
    if _OFFICE_ALONE.match(words):
        return False
    told = person_words(words)
    head = words.partition(",")[0]
    legal = _LEGAL_FORM.search(words if told.rest.count(" ") < 1 else head)
    if not told.titled and (_IN_CAPITALS.search(head) or legal):
        return False
    if not is_person(told.printed):
        # In a list of persons a name in capitals or of one word is one all the same.
        return persons and section is not Section.ORGANISATIONS and _fits_among_persons(told.name)
    if not told.titled and _OFFICE_LAST.search(told.name):
        # "Geneva Director, Example Trust": the office of the person above, no name.
        return False
    if told.titled or section is Section.PERSONS:
        return True
    if has_office(told.rest) and not states().lookup(told.rest):
        return True
    if section is Section.ORGANISATIONS:
        return False
    if has_given_name(told.name):
        return True
    if persons:
        return bool(told.rest)
    if told.rest:
        return states().lookup(told.rest) is None and "," in words
    return _is_office(below) or bool(_OFFICE_OF_UN.match(below))


def _fits_among_persons(name: str) -> bool:
    return (
        2 <= sum(word[:1].isupper() for word in name.split()) <= 5
        and all(w[:1].isupper() for w in name.split() if len(w) > 3)
        and not ORGANISATION_WORD.search(name)
        and actors().lookup(name) is None
    )


def _may_be_person(words: str) -> bool:
    """Whether a line among persons can be one more: a short name, no word of organisations."""
    name = person_words(words).name
    return (
        0 < len(name.split()) <= 7
        and not ORGANISATION_WORD.search(name)
        and actors().lookup(name) is None
    )


def _person(words: str, line: Line) -> Name:
    told = person_words(words)
    return Name(
        told.name,
        (told.printed,) if told.printed != told.name else (),
        None,
        ((line.start, line.start + len(told.printed)),),
        "signatory.person",
        0.8,
        person=True,
        affiliation=_affiliation(told.rest),
    )


def _is_office(words: str) -> bool:
    return bool(ROLE.search(words)) and not re.match(r"(?:The )?[A-Z]\w+ (?:for|of) Justice", words)


def _affiliation(rest: str) -> str | None:
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    for part in reversed(parts):
        if not ROLE.search(part) and not states().lookup(part):
            return part
    return None


def _organisation(words: str, start: int, end: int) -> Name | None:
    """An organisation with its other forms: abbreviation, beside a dash, without country."""
    aliases: list[str] = []
    name = words
    name = _without_place(name, aliases)
    bracket = _ABBREVIATION.search(name)
    if bracket:
        aliases.append(name)
        inside = bracket[1].strip()
        name = name[: bracket.start()].strip(" ,")
        if not states().lookup(inside):
            aliases.append(inside)
    name = _without_place(name, aliases)
    dashed = _DASHED.match(name)
    if dashed:
        left, right = dashed[1].strip(), dashed[2].strip()
        aliases += [left, right]
        if states().lookup(right) or _is_short(right):
            aliases.append(name)
            name = left
    if len(name) < 2 or not re.search(r"[A-Za-zÀ-ÿ\u0370-\uffff]", name):
        return None
    entry = actors().lookup(name)
    if entry and entry.kind in (EntryKind.ORGANISATION, EntryKind.COURT):
        aliases += [entry.name, *entry.aliases, *entry.abbreviations]
    return Name(
        name,
        tuple(dict.fromkeys(a for a in aliases if a != name)),
        entry.id if entry else None,
        ((start, end),),
        "signatory.organisation",
        0.9,
    )


def _without_place(name: str, aliases: list[str]) -> str:
    """The name without the country or town after its last comma; the whole is kept as an alias."""
    head, comma, tail = name.rpartition(",")
    if comma and (states().lookup(tail.strip()) or _is_place(tail.strip())):
        aliases.append(name)
        return head.strip()
    return name


def _is_short(words: str) -> bool:
    return len(words.split()) == 1 and sum(c.isupper() for c in words) >= 2


def _is_place(words: str) -> bool:
    return bool(words) and len(words.split()) <= 2 and words in _CITIES


_CITIES = frozenset(
    [
        "Geneva", "London", "Paris", "Brussels", "Berlin", "Vienna", "Washington", "Nairobi",
        "Bangkok", "Dakar", "Beirut", "Cairo", "Tunis", "Kampala", "Johannesburg", "Seoul", "Tokyo",
        "Madrid", "Rome",
    ]
)  # fmt: skip
