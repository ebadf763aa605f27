"""Resolutions, decisions and presidential statements that are cited in words.

"General Assembly resolution 60/251", "its resolutions 5/1 and 5/2", "resolutions 33/30 and 34/18
of the Human Rights Council", "Security Council resolution 1593 (2005)". The shape of the number
says much: N (YYYY) is the Security Council's, YYYY/N that of the Economic and Social Council or
of its commissions, N/N that of the General Assembly or the Human Rights Council.

Source: Dag Hammarskjöld Library, "UN document symbols"; UN Editorial Manual, "Resolutions".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rightsgraph.extraction.heads import Head
from rightsgraph.extraction.results import CitationKind
from rightsgraph.extraction.surface import Surface

GENERAL_ASSEMBLY = "A"
HUMAN_RIGHTS_COUNCIL = "A/HRC"
SECURITY_COUNCIL = "S"
ECONOMIC_AND_SOCIAL_COUNCIL = "E"
COMMISSION_ON_HUMAN_RIGHTS = "E/CN.4"
SUBCOMMISSION = "E/CN.4/Sub.2"
COMMISSION_ON_THE_STATUS_OF_WOMEN = "E/CN.6"

# The organs whose resolutions are numbered by the year.
_ANNUAL = frozenset(
    {
        ECONOMIC_AND_SOCIAL_COUNCIL,
        COMMISSION_ON_HUMAN_RIGHTS,
        SUBCOMMISSION,
        COMMISSION_ON_THE_STATUS_OF_WOMEN,
    }
)
_ORGAN_WORDS = (
    (r"general assembly|assembly|unga|g\.a\.|ga", GENERAL_ASSEMBLY),
    (r"human rights council|unhrc|h\.r\.c\.|hrc", HUMAN_RIGHTS_COUNCIL),
    (r"security council|unsc|s\.c\.|sc", SECURITY_COUNCIL),
    (r"economic and social council|ecosoc", ECONOMIC_AND_SOCIAL_COUNCIL),
    (r"commission on the status of women", COMMISSION_ON_THE_STATUS_OF_WOMEN),
    (r"sub-?commission(?: on [a-z ]{5,80})?", SUBCOMMISSION),
    (r"commission on human rights|human rights commission|unchr|commission|chr",
     COMMISSION_ON_HUMAN_RIGHTS),
    (r"council", "council"),
)  # fmt: skip
_ORGAN = (
    "(?:"
    + "|".join(
        f"(?P<o{i}>" + (words if words.islower() else words.lower()) + ")"
        for i, (words, _) in enumerate(_ORGAN_WORDS)
    )
    + ")"
)
_ORGAN_AT = re.compile(r"(?<![\w-])(?:(?:united nations|un|u\.n\.) )?" + _ORGAN + r"(?!\w)", re.I)
_NUMBER = (
    r"(?P<number>(?:RC-|S-|ES-)?\d{1,4}/\d{1,4}(?:[ ]?[A-Z](?![\w']))?"
    r"|\d{1,4} ?[A-Z]? ?\((?:(?:19|20)\d\d|(?:S-|ES-)?[IVXL]{1,7})\)"
    r"|\d{4}\b(?! ?/)|\d{3}\b(?![/,]))"
)
_NOUN = re.compile(
    r"(?<![\w/])(?P<noun>resolutions?|decisions?|president(?:ial|'s) statements?|res\.)"
    r"(?:,? adopted)? ?(?:[Nn]os?\.? ?|PRST/)?" + _NUMBER,
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?<!\w)UNSCR?s? ?" + _NUMBER.replace("number", "number"))
_NEXT = {
    "slash": re.compile(
        r"(?<![\w/.])(?P<number>(?:RC-|S-|ES-)?\d{1,3}/\d{1,4}(?:[ ]?[A-Z](?![\w']))?)(?![\d/])"
    ),
    "annual": re.compile(r"(?<![\w/.])(?P<number>(?:19|20)\d\d/\d{1,4})(?![\d/])"),
    "year": re.compile(r"(?<![\w/.])(?P<number>\d{1,4} ?\((?:19|20)\d\d\))"),
    "session": re.compile(r"(?<![\w/.])(?P<number>\d{1,4} ?[A-Z]? ?\((?:S-|ES-)?[IVXL]{1,7}\))"),
    "bare": re.compile(r"(?<![\w/.])(?P<number>\d{3,4})(?![\d/])"),
}
# Resolutions of other organisations: "resolution 1530 (2007) of the Parliamentary Assembly".
_ELSEWHERE = (
    r"(?:Parliamentary Assembly|Council of Europe|Committee of Ministers|European (?:Parliament|"
    r"Union|Council)|PACE|African (?:Union|Commission)|Inter-American|OAS|IACHR|Organi[sz]ation of|"
    r"Arab League|League of|National (?:Assembly|Council|Congress)|Parliament|Senate|Congress|"
    r"Cabinet|Council of Ministers|Supreme|Plenum|Government|Ministry|Constitutional)"
)
_ELSEWHERE_AFTER = re.compile(
    rf"[^.;,]{{0,50}}? (?:of|by|adopted by) (?:the )?(?:[A-Z]\w+ )?{_ELSEWHERE}\b"
)
_ELSEWHERE_BEFORE = re.compile(rf"\b{_ELSEWHERE}(?: [\w']+){{0,6}}? $")
_BEFORE = re.compile(r"(?:the |its )?(?:[Dd]raft )?$")
_AFTER = re.compile(
    r"[^.;]{0,60}? (?:of|by|adopted by) (?:the )?(?:united nations |un )?" + _ORGAN, re.I
)
# "In its resolution 47/19, the Council deplored": the subject says whose it is.
_SUBJECT_AFTER = re.compile(
    r"[^.;]{0,40}?,\s{1,8}(?:the )?(?:united nations |un )?" + _ORGAN + r"(?!\w)", re.I
)
_NEW_NOUN = re.compile(
    r"[;.]|\b(?:resolutions?|decisions?|statements?|paragraphs?|paras?|articles?|communications?|"
    r"opinions?|general comments?|No|Nos|document|report)\b",
    re.IGNORECASE,
)
_ADJACENT = re.compile(r"\s?(?:,|and|,\s?and|&|or|as well as)\s?$")
_YEAR = re.compile(r"(?<![\d/.-])(?:19[4-9]|20[0-3])\d(?![\d/-])")
_REACH = 170
_LAST_SESSION_OF_COUNCIL_RESOLUTIONS = 62
# More resolutions than the Human Rights Council adopts at a session.
_MOST_OF_A_SESSION = 70


@dataclass(frozen=True, slots=True)
class OrganMention:
    """An organ that the text names, and whether it only qualifies a following noun."""

    start: int
    end: int
    organ: str


def find_resolutions(
    surface: Surface, issuer: str | None, *, adopts: bool, here: Mapping[str, str]
) -> list[Head]:
    """The resolutions cited in words, one head for each number.

    Args:
        surface: The document.
        issuer: Symbol prefix of the organ whose document it is, such as `A/HRC`.
        adopts: Whether the document is itself a resolution: then "its" means the issuer.
        here: The symbols of the document by their numbers; a number without an organ means one.
    """
    flat, heads, done = surface.flat, list[Head](), 0
    latest: int | None = None
    for match in _NOUN.finditer(flat):
        if match.start("number") < done:
            continue
        numbers = _numbers(flat, match)
        if _is_of_others(flat, match.start(), numbers[-1][1]):
            done = numbers[-1][1]
            continue
        organ, start = _organ(surface, match, numbers[-1][1], issuer, adopts=adopts)
        for at, end, number in numbers:
            if latest is None:
                latest = max((int(year) for year in _YEAR.findall(flat)), default=0)
            symbol, confidence = symbol_of(match["noun"].lower(), number, organ, issuer, latest)
            if not symbol and not organ and number in here:
                symbol, confidence = here[number], 0.8
            if not symbol and not organ and not _has_certain_shape(number):
                continue
            heads.append(
                Head(
                    start=min(start, at) if at == numbers[0][0] else at,
                    end=end,
                    kind=CitationKind.UN,
                    rule="citation.resolution-in-words",
                    confidence=confidence,
                    symbol=symbol,
                    title=None if symbol else f"{match['noun']} {number}",
                )
            )
            done = end
    return heads + [
        Head(
            m.start(),
            m.end(),
            CitationKind.UN,
            "citation.resolution-acronym",
            0.95,
            symbol_of("resolution", m["number"], SECURITY_COUNCIL, issuer)[0],
        )
        for m in (_ACRONYM.finditer(flat) if "UNSC" in flat else ())
    ]


def _is_of_others(flat: str, start: int, end: int) -> bool:
    """Whether the words beside a number say that an organ outside the UN adopted it."""
    after = _ELSEWHERE_AFTER.match(flat, end, end + 120)
    if after:
        ours = _AFTER.match(flat, end, end + 110)
        return ours is None or after.end() <= ours.end()
    before = flat[max(0, start - 60) : start]
    elsewhere = _ELSEWHERE_BEFORE.search(before)
    return elsewhere is not None and not _ORGAN_AT.search(before, elsewhere.end())


def _numbers(flat: str, match: re.Match[str]) -> list[tuple[int, int, str]]:
    """The numbers that share the noun of a match."""
    numbers = [(match.start("number"), match.end("number"), match["number"])]
    plural = match["noun"].lower().endswith("s")
    while True:
        at = numbers[-1][1]
        following = _NEXT[_shape(match["number"])].search(flat, at, at + _REACH)
        if not following:
            return numbers
        gap = flat[at : following.start()]
        if "\n" in gap or _NEW_NOUN.search(gap) or (not plural and not _ADJACENT.match(gap)):
            return numbers
        if _shape(match["number"]) == "bare" and not _ADJACENT.match(gap):
            return numbers
        numbers.append((following.start(), following.end(), following["number"]))


def _organ(
    surface: Surface, match: re.Match[str], end: int, issuer: str | None, *, adopts: bool
) -> tuple[str | None, int]:
    """The organ that adopted, and where the words that name it begin."""
    flat = surface.flat
    before = flat[max(0, match.start() - 90) : match.start()]
    named = None
    for found in _ORGAN_AT.finditer(before):
        named = found
    if named and re.fullmatch(r"(?:'s)? (?:draft )?", before[named.end() :]):
        return _organ_name(named), match.start() - len(before) + named.start()
    own = re.search(r"\b(?:its|the present)(?: (?:previous|relevant|own|earlier))? $", before)
    after = _AFTER.match(flat, end, end + 110)
    # "created by the Commission in its resolution 1986/20 and renewed by the Council".
    if after and not (own and named and not adopts):
        return _organ_name(after), match.start()
    if own and _shape(match["number"]) == "annual" and issuer not in _ANNUAL:
        # "resolutions of the Subcommission on ..., in particular its resolution 2001/18".
        owner = _last_annual(flat[max(0, match.start() - 240) : match.start()])
        if owner:
            return owner, match.start() - len(before) + own.start()
    if own and adopts and issuer:
        return issuer, match.start() - len(before) + own.start()
    if named and "\n" not in before[named.end() :] and ". " not in before[named.end() :]:
        return _organ_name(named), match.start()
    if own and issuer:
        return issuer, match.start() - len(before) + own.start()
    opens = own or re.search(r"\b(?:[Ii]n|[Bb]y) $", before)
    subject = _SUBJECT_AFTER.match(flat, end, end + 90) if opens else None
    return (_organ_name(subject) if subject else None), match.start()


def _last_annual(before: str) -> str | None:
    """The last organ of a sentence whose resolutions bear the year."""
    clause = before.rpartition("\n")[2].rpartition(". ")[2]
    organs = [_organ_name(found) for found in _ORGAN_AT.finditer(clause)]
    return next((organ for organ in reversed(organs) if organ in _ANNUAL), None)


def _organ_name(match: re.Match[str]) -> str:
    for index, (_, organ) in enumerate(_ORGAN_WORDS):
        if match[f"o{index}"]:
            return organ
    return ""


def _shape(number: str) -> str:
    if re.search(r"\((?:19|20)\d\d\)$", number):
        return "year"
    if number.endswith(")"):
        return "session"
    if re.match(r"(?:19|20)\d\d/", number):
        return "annual"
    return "slash" if "/" in number else "bare"


def _has_certain_shape(number: str) -> bool:
    return _shape(number) == "year"


def symbol_of(
    noun: str, number: str, organ: str | None, issuer: str | None, latest: int = 0
) -> tuple[str | None, float]:
    """The symbol of a resolution or decision cited in words, and how sure it is.

    Args:
        noun: `resolution`, `decision` or `presidential statement`.
        number: Its number as printed: `60/251`, `1593 (2005)`, `2005/39`.
        organ: Symbol prefix of the organ that the words name; `council` for a bare "Council".
        issuer: Symbol prefix of the organ whose document cites it.
        latest: The latest year that the document names; 0 when it names none.

    Example:
        >>> symbol_of("resolution", "1593 (2005)", None, None)
        ('S/RES/1593 (2005)', 0.95)
        >>> symbol_of("resolution", "5/1", "council", "A/HRC")
        ('A/HRC/RES/5/1', 0.95)
    """
    shape, value = _shape(number), re.sub(r"(?<=\d) (?=[A-Z]$)", "", number)
    kind = "DEC" if noun.startswith("dec") else "PRST" if noun.startswith("pres") else "RES"
    confidence = 0.95
    if shape == "year":
        if organ not in (None, "council", SECURITY_COUNCIL) or kind != "RES":
            return None, 0.5
        digits, year = re.findall(r"\d+", number)
        return f"S/RES/{digits} ({year})", confidence
    if shape == "annual":
        if organ == "council":
            organ = ECONOMIC_AND_SOCIAL_COUNCIL
        elif organ is None:
            organ = issuer if issuer in (COMMISSION_ON_HUMAN_RIGHTS, "E") else None
        if organ in (None, GENERAL_ASSEMBLY, HUMAN_RIGHTS_COUNCIL, SECURITY_COUNCIL):
            return None, 0.5
        return f"{organ}/{kind}/{value}", confidence
    if shape == "session":
        return _by_session(number, organ, kind)
    if shape == "bare":
        if organ == SECURITY_COUNCIL and kind == "RES":
            return f"S/RES/{value}", 0.9
        return None, 0.3
    if organ == "council":
        organ = HUMAN_RIGHTS_COUNCIL
    if re.search(r"/(?:19|20)\d\d$", value):
        # Number and year: the way of regional commissions and national bodies.
        return None, 0.3
    if organ is None and kind == "PRST":
        organ = HUMAN_RIGHTS_COUNCIL
    if organ is None:
        organ, confidence = _organ_of_number(value, issuer, latest), 0.7
    if organ not in (GENERAL_ASSEMBLY, HUMAN_RIGHTS_COUNCIL):
        return None, 0.5
    return f"{organ}/{kind}/{value}", confidence


def _by_session(number: str, organ: str | None, kind: str) -> tuple[str | None, float]:
    match = re.match(r"(\d+) ?([A-Z])? ?\(([^)]+)\)", number)
    if not match or organ == SECURITY_COUNCIL:
        return None, 0.5
    digits, letter, session = match.groups()
    prefix = organ
    if organ not in (COMMISSION_ON_HUMAN_RIGHTS, SUBCOMMISSION, COMMISSION_ON_THE_STATUS_OF_WOMEN):
        # Up to 1977 the General Assembly adopted some hundred resolutions a session, the Economic
        # and Social Council some thirty: 2200 A (XXI), but 1503 (XLVIII).
        sessions = _roman(session)
        prefix = GENERAL_ASSEMBLY if int(digits) > 50 * sessions else ECONOMIC_AND_SOCIAL_COUNCIL
        if sessions == 0 or (organ == GENERAL_ASSEMBLY and sessions <= 30):
            prefix = GENERAL_ASSEMBLY
    return f"{prefix}/{kind}/{digits}({session})" + (f"[{letter}]" if letter else ""), 0.9


def _roman(number: str) -> int:
    """The value of a Roman number; 0 when it is none."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    digits = [values.get(letter, 0) for letter in number]
    return sum(
        -digit if digit < max(digits[index:]) else digit for index, digit in enumerate(digits)
    )


def _organ_of_number(value: str, issuer: str | None, latest: int) -> str | None:
    """The organ of N/N without an organ: what only one can have reached, else the issuer.

    Args:
        value: The number.
        issuer: Symbol prefix of the organ whose document cites it.
        latest: The latest year that the document names: it cannot cite what came after.
    """
    session, _, rest = value.partition("/")
    if session.isdigit() and rest[:3].rstrip("ABCDEFGH").isdigit():
        if int(session) < 31:
            return HUMAN_RIGHTS_COUNCIL
        # The Human Rights Council has held about three sessions a year since 2006.
        if latest and int(session) > (latest - 2006) * 3 + 3:
            return GENERAL_ASSEMBLY
    if issuer in (GENERAL_ASSEMBLY, HUMAN_RIGHTS_COUNCIL):
        return issuer
    late = session.isdigit() and int(session) > _LAST_SESSION_OF_COUNCIL_RESOLUTIONS
    high = rest.rstrip("ABCDEFGH").isdigit() and int(rest.rstrip("ABCDEFGH")) > _MOST_OF_A_SESSION
    return GENERAL_ASSEMBLY if late or high else None
