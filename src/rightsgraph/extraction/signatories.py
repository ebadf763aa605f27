"""Who signs a document, from its signature blocks.

One name a line, comma lists, table rows; abbreviations in brackets or beside a dash; countries in
brackets or after a comma; persons with their office; "for identification only" does not sign.
"""

from __future__ import annotations

import re

from rightsgraph.extraction.gazetteers import EntryKind, actors, states
from rightsgraph.extraction.results import Name
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind

_BULLET = re.compile(r"^(?:[-*•·▪◦–—>|]+|\(?\d{1,3}[.)]|\d{1,3}(?= [A-Z]))\s*")
_ROLE = re.compile(
    r"\b(?:(?:Executive |Deputy |Acting |Associate |Co-|Vice[- ]|Regional |Programme? |Managing |"
    r"Founding |"
    r"Advocacy |Research |Legal |Policy |Global |International |Country |General |Honorary )*"
    r"(?:Director|President|Chair(?:person|man|woman)?|Chair-Rapporteur|Chairperson-Rapporteur|"
    r"Secretary[- ]General|CEO|Chief Executive|Coordinator|Co-ordinator|Founder|Manager|Officer|"
    r"Head|"
    r"Representative|Professor|Ambassador|Minister|Advis[eo]r|Counsel|Lawyer|Rapporteur|Fellow|"
    r"Member|"
    r"Secretary|Treasurer|Spokesperson|Editor|Attorney|Researcher|Journalist|Expert|Bishop|"
    r"Reverend))\b"
)
_TITLE = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Rev|Fr|Sr|Hon|H\.E|Amb|Adv)\.? "
)
_PERSON = re.compile(
    r"^[A-ZÀ-Þ][\w'’-]+(?: (?:[A-ZÀ-Þ]\.?|[A-ZÀ-Þ][\w'’-]+|de|da|del|della|dos|van|von|der|den|"
    r"bin|bint|al|"
    r"el|ben|ibn|y|la|Al-[A-Z]\w+)){1,5}$"
)
_ORGANISATION_WORD = re.compile(
    r"\b(?:rights?|humanos?|droits|foundation|fundaci[oó]n|fondation|association|asociaci[oó]n|"
    r"associa[cç][aã]o|"
    r"network|red|rede|r[ée]seau|cent(?:re|er|ro)|institute?o?|institut|coalition|coalici[oó]n|"
    r"alliance|"
    r"federation|f[ée]d[ée]ration|watch|international|internacional|action|committee|comit[ée]|"
    r"council|"
    r"conseil|league|liga|ligue|society|sociedad|organi[sz]ation|organizaci[oó]n|initiative|"
    r"project|"
    r"campaign|union|forum|f[oó]rum|group|collective|colectivo|coletivo|movement|movimiento|"
    r"solidarity|"
    r"justice|freedom|defend\w*|lawyers?|women|youth|media|press|speech|access|privacy|"
    r"digital\w*|open|now|"
    r"without|against|for|trust|fund|university|universidad|college|school|church|party|house|"
    r"amnesty|"
    r"global|world|house|voices?|commission|platform|agency|observatory|monitor|defence|defense|"
    r"peace|"
    r"democracy|development|research|information|communication\w*|advocacy|services?|support|"
    r"office|bureau|"
    r"department|embassy|mission|secretariat|tribunal|court|bar|order|club|consortium|congress|"
    r"assembly|"
    r"front|islamic|christian|catholic|the|of|para|por|pour|pela|e|para)\b",
    re.IGNORECASE,
)
_IDENTIFICATION = re.compile(
    r"(?:for |purposes of )identification|personal capacity|affiliation", re.I
)
_COPIED = re.compile(r"^(?:cc|c\.c\.|copy|copies|copied)\b[ :]", re.I)
_ANNEX = re.compile(r"^\W*(?:annex|appendix|enclosures?|encl\.|attachments?)\b", re.I)
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


def find_signatories(surface: Surface) -> tuple[Name, ...]:
    """Those who sign, in the order in which they do."""
    names: dict[str, Name] = {}
    blocks = surface.document.of_kind(BlockKind.SIGNATURES)
    lines = _lines(surface, blocks)
    for index, (words, start, end) in enumerate(lines):
        earlier = lines[index - 1][0] if index else ""
        name = _signatory(
            words, start, end, earlier, [line[0] for line in lines[index + 1 : index + 3]]
        )
        if name:
            names.setdefault(name.name.casefold(), name)
    return tuple(names.values())


def _lines(surface: Surface, blocks: tuple[Block, ...]) -> list[tuple[str, int, int]]:
    """The lines or list items of the signature blocks, with their offsets."""
    found: list[tuple[str, int, int]] = []
    for block in blocks:
        start = block.start if block.body is None else block.body
        for match in re.finditer(r"[^\n]+", surface.text[start : block.end]):
            at = start + match.start()
            if _COPIED.match(match.group()) or _ANNEX.match(match.group()):
                return found
            found += _items(match.group(), at)
    return found


def _items(line: str, at: int) -> list[tuple[str, int, int]]:
    """One line as one name, or as several where it is a list."""
    lead = _LEAD.match(line)
    cut = lead.end() if lead else 0
    bullet = _BULLET.match(line[cut:])
    cut += bullet.end() if bullet else 0
    rest = line[cut:]
    separator = None
    if rest.count(";") >= 2 or (rest.count(";") == 1 and len(rest) > 60):
        separator = ";"
    elif rest.count(" | ") >= 1:
        separator = "|"
    elif rest.count(",") >= 3 or (rest.count(",") == 2 and " and " in rest):
        separator = ","
    if separator is None or (separator == "," and _ROLE.search(rest)):
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
        if words and not (separator == "|" and items):
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


def _signatory(words: str, start: int, end: int, earlier: str, later: list[str]) -> Name | None:
    words = re.sub(r"\s+", " ", words).strip(" ,;*_#")
    words = words if words.count("(") == words.count(")") else words.strip("()")
    if len(words) < 2 or _PHRASE.search(words) or _IDENTIFICATION.search(words):
        return None
    if words.lower().strip(":") in _TABLE_HEAD:
        return None
    if len(words.split()) > 25 or (words.endswith(":") and len(words) < 80):
        return None
    if states().lookup(words) and actors().lookup(words) is None:
        return None
    first, _, rest = words.partition(",")
    if is_person(first) and (rest or _TITLE.match(first) or _is_office(later[0] if later else "")):
        affiliation = _affiliation(rest)
        return Name(
            _TITLE.sub("", first).strip(),
            (first,) if _TITLE.match(first) else (),
            None,
            ((start, start + len(first)),),
            "signatory.person",
            0.8,
            person=True,
            affiliation=affiliation,
        )
    if _is_office(words) and is_person(earlier.partition(",")[0]):
        return None
    if is_person(earlier.partition(",")[0]) and _is_below_person(earlier, words):
        return None
    return _organisation(words, start, end)


def _is_below_person(earlier: str, words: str) -> bool:
    return bool(_TITLE.match(earlier)) and not is_person(words)


def _is_office(words: str) -> bool:
    return bool(_ROLE.search(words)) and not re.match(
        r"(?:The )?[A-Z]\w+ (?:for|of) Justice", words
    )


def is_person(words: str) -> bool:
    """Whether a name reads like that of an individual: two to six capitalised words, no office."""
    words = words.strip()
    if _TITLE.match(words):
        return True
    if not _PERSON.match(words) or words.isupper():
        return False
    if _ORGANISATION_WORD.search(words) or actors().lookup(words) or states().lookup(words):
        return False
    return not any(states().find(words)) and 2 <= len(words.split()) <= 5


def _affiliation(rest: str) -> str | None:
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    for part in reversed(parts):
        if not _ROLE.search(part) and not states().lookup(part):
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
