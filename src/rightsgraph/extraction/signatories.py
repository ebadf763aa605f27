"""Who signs a document, from its signature blocks.

One name a line, comma lists, table rows; abbreviations in brackets or beside a dash; countries in
brackets or after a comma; persons with their office; "for identification only" does not sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

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
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import BlockKind

_BULLET = re.compile(r"^(?:[-*•·▪◦–—>|]+|\(?\d{1,3}[.)]|\d{1,3}(?= [A-Z]))\s*")
_IDENTIFICATION = re.compile(
    r"(?:for |purposes of )identification|personal capacity|affiliation", re.I
)
_COPIED = re.compile(r"^(?:cc|c\.c\.|copy|copies|copied)\b[ :]", re.I)
_ANNEX = re.compile(r"^\W*(?:annex|appendix|enclosures?|encl\.|attachments?)\b", re.I)
_OF_ORGANISATIONS = re.compile(
    r"\b(?:organi[sz]a(?:tions?|ciones)|ngos?|institutions|networks|coalitions|groups)\b", re.I
)
_OF_PERSONS = re.compile(
    r"\b(?:individu(?:als?|os|els)|persons?|personas|personnes|particuliers|academics?|scholars?"
    r"|experts?|journalists?|personal capacity)\b",
    re.I,
)
_NAME_COLUMN = re.compile(
    r"(?:full )?names?|signator(?:y|ies)|organi[sz]ations?|institutions?|nombre|nom\b", re.I
)
_OFFICE_OF_UN = re.compile(r"(?:Special Rapporteur|Independent Expert|(?:Vice-)?Chair)\b")
_TABLE_HEAD = frozenset(
    [
        "organisation", "organization", "organisations", "organizations", "name", "names",
        "country",
        "signatory", "signatories", "no", "no.", "#", "title", "affiliation",
        "institution",
    ]
)  # fmt: skip
_LEAD = re.compile(
    r"^(?:signed(?: by)?|signator(?:y|ies)|endorsed by|on behalf of(?: the)?(?: following)?"
    r"(?: organi[sz]ations)?|the undersigned(?: organi[sz]ations)?|undersigned|co-signed by|"
    r"organi[sz]ations?|individuals?)\s*:\s*",
    re.I,
)
_ABBREVIATION = re.compile(r"\s*[(\[]([^()\[\]]{2,110})[)\]]\s*\*?$")
_DASHED = re.compile(r"^(.{2,120}?)\s+[-–—]\s+(.{2,120})$")
_PHRASE = re.compile(
    r"\b(?:sincerely|regards|thank you|respectfully|contact|please|www\.|http|@|tel\b|phone)", re.I
)


class _Section(Enum):
    """What a heading says of the names below it."""

    ORGANISATIONS = "organisations"
    PERSONS = "persons"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line or list item that may sign."""

    words: str
    start: int
    end: int
    section: _Section
    numbered: bool = False


def find_signatories(surface: Surface) -> tuple[Name, ...]:
    """Those who sign, in the order in which they do."""
    names: dict[str, Name] = {}
    lines = _lines(surface)
    persons = _are_persons(lines)
    other = _Section.ORGANISATIONS
    among = among_persons(
        {
            i: line.words
            for i, line in enumerate(lines)
            if line.numbered and line.section is not other
        }
    )
    person_above = False
    for index, line in enumerate(lines):
        below = lines[index + 1].words if index + 1 < len(lines) else ""
        # A numbered line never gives the office of the person above it.
        above = person_above and not line.numbered
        name = _signatory(line, below, person_above=above, persons=persons, among=index in among)
        if name:
            names.setdefault(name.name.casefold(), name)
        person_above = bool(name and name.person and "," not in line.words)
    return tuple(names.values())


def _are_persons(lines: list[_Line]) -> bool:
    """Whether the list is one of persons: most of its lines begin with a title or given name."""
    told = [person_words(line.words) for line in lines]
    known = sum(
        (w.titled and is_person(w.printed)) or has_given_name(w.name) for w in told
    )  # fmt: skip
    return known * 2 > len(lines)


def _section(words: str) -> _Section:
    organisations, persons = bool(_OF_ORGANISATIONS.search(words)), bool(_OF_PERSONS.search(words))
    if organisations == persons:
        return _Section.MIXED
    return _Section.ORGANISATIONS if organisations else _Section.PERSONS


def _lines(surface: Surface) -> list[_Line]:
    """The lines or list items of the signature blocks, with their offsets."""
    found: list[_Line] = []
    section = _Section.MIXED
    column = 0
    for block in surface.document.blocks:
        if block.kind is BlockKind.HEADING:
            section = _section(surface.words(block.start, block.end))
        if block.kind is not BlockKind.SIGNATURES:
            continue
        start = block.start if block.body is None else block.body
        for match in re.finditer(r"[^\n]+", surface.text[start : block.end]):
            at = start + match.start()
            if _COPIED.match(match.group()) or _ANNEX.match(match.group()):
                return found
            cells = [cell.strip(" *_:").lower() for cell in match.group().split(" | ")]
            if len(cells) > 1 and set(cells) & _TABLE_HEAD:
                named = [i for i, cell in enumerate(cells) if _NAME_COLUMN.match(cell)]
                column = named[0] if named else 0
                continue
            numbered = (block.label or "").isdecimal()
            found += [
                _Line(*item, section, numbered=numbered)
                for item in _items(match.group(), at, column, one=block.label is not None)
            ]
    return found


def _items(line: str, at: int, column: int, *, one: bool) -> list[tuple[str, int, int]]:
    """One line as one name, or as several where it is a list.

    Args:
        line: The line.
        at: Its offset.
        column: The column of a table in which the names stand.
        one: Whether the line is an item of a numbered list and so holds one name.
    """
    lead = _LEAD.match(line)
    cut = lead.end() if lead else 0
    bullet = _BULLET.match(line[cut:])
    cut += bullet.end() if bullet else 0
    rest = line[cut:]
    separator = None
    if rest.count(" | ") >= 1:
        return _cell(rest, at + cut, column)
    one = one or (person_words(rest).titled and has_office(person_words(rest).rest))
    if one:
        pass
    elif rest.count(";") >= 2 or (rest.count(";") == 1 and len(rest) > 60):
        separator = ";"
    elif rest.count(",") >= 3 or (rest.count(",") == 2 and " and " in rest):
        separator = ","
    if separator is None or (separator == "," and ROLE.search(rest)):
        return [(rest.strip(" |*_"), at + cut, at + len(line))] if rest.strip(" |*_.-") else []
    items: list[tuple[str, int, int]] = []
    position = cut
    parts = _split(rest, separator)
    if separator == "," and not re.match(r"\s*(?:and|&|y|et|e|und)\s", parts[-1]):
        # "..., C and D": without a comma before the "and", the last item holds two names.
        last = list(re.finditer(r" (?:and|y|et) (?=[A-ZÀ-Þ])", parts[-1]))
        if last:
            parts[-1:] = [parts[-1][: last[-1].start()], parts[-1][last[-1].start() + 1 :]]
    for part in parts:
        words = re.sub(r"^\s*(?:and|&|y|et)\s+", "", part).strip(" .*_|")
        if words:
            first = at + position + part.find(words)
            items.append((words, first, first + len(words)))
        position += len(part) + 1
    return items


def _split(words: str, separator: str) -> list[str]:
    """The items of a list; a separator inside brackets does not count."""
    parts, depth, last = [], 0, 0
    for index, character in enumerate(words):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == separator and not depth:
            parts.append(words[last:index])
            last = index + 1
    parts.append(words[last:])
    return parts


def _cell(row: str, at: int, column: int) -> list[tuple[str, int, int]]:
    """The cell of a table row that names who signs; a person's with the cells after it."""
    cells = list(re.finditer(r"[^|]+", row))
    cells = [cell for cell in cells if cell.group().strip(" *_.-")]
    chosen = cells[column : column + 1] or cells[:1]
    if chosen and column == 0 and len(cells) > 1 and _is_no_name(chosen[0].group()):
        chosen = cells[1:2]
    if not chosen:
        return []
    words = chosen[0].group().strip(" *_")
    start = at + chosen[0].start() + chosen[0].group().find(words)
    end = start + len(words)
    if is_person(words):
        more = [c.group().strip() for c in cells if c.start() > chosen[0].start()]
        words = ", ".join([words, *more])
    return [(words, start, end)]


def _is_no_name(words: str) -> bool:
    return bool(re.fullmatch(r"[\d. ]+", words)) or states().lookup(words.strip()) is not None


def _signatory(
    line: _Line, below: str, *, person_above: bool, persons: bool, among: bool
) -> Name | None:
    words = re.sub(r"\s+", " ", line.words).strip(" ,;*_#")
    words = with_comma(words) if line.numbered else words
    words = words if words.count("(") == words.count(")") else words.strip("()")
    if len(words) < 2 or _PHRASE.search(words) or _IDENTIFICATION.search(words):
        return None
    if words.lower().strip(":") in _TABLE_HEAD:
        return None
    if len(words.split()) > 25 and not persons:
        return None
    if words.endswith(":") and len(words) < 80:
        return None
    if states().lookup(words) and actors().lookup(words) is None:
        return None
    if among or _is_signing_person(words, line.section, below, persons=persons):
        return _person(words, line)
    if person_above and line.section is not _Section.ORGANISATIONS:
        # The lines below a person give the office and for whom it is held.
        return None
    return _organisation(words, line.start, line.end)


def _is_signing_person(words: str, section: _Section, below: str, *, persons: bool) -> bool:
    """Whether a line names a person: by title, office, given name, or the list that it is in."""
    told = person_words(words)
    if not is_person(told.printed):
        # In a list of persons a name in capitals or of one word is one all the same.
        return persons and section is not _Section.ORGANISATIONS and _fits_among_persons(told.name)
    if told.titled or section is _Section.PERSONS:
        return True
    if has_office(told.rest) and not states().lookup(told.rest):
        return True
    if section is _Section.ORGANISATIONS:
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
        2 <= len(name.split()) <= 5
        and all(w[:1].isupper() for w in name.split() if len(w) > 3)
        and not ORGANISATION_WORD.search(name)
        and actors().lookup(name) is None
    )


def _person(words: str, line: _Line) -> Name:
    told = person_words(words)
    return Name(
        told.name,
        (told.printed,) if told.titled else (),
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
