"""UN bodies, mandates, organisations and courts that running text names.

The authority files give most of them. Mandates that they do not know are told by their pattern
("Special Rapporteur on ..."), organisations by a head noun with capitals around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from rightsgraph.extraction.gazetteers import EntryKind, Match, actors, fold_name, states
from rightsgraph.extraction.mandates import find_mandates
from rightsgraph.extraction.mentions import Mention
from rightsgraph.extraction.namesakes import without_namesakes
from rightsgraph.extraction.organisations_listed import find_listed, with_demonym
from rightsgraph.extraction.results import Name
from rightsgraph.extraction.surface import Surface
from rightsgraph.extraction.titles import emblem_end
from rightsgraph.reading import BlockKind

_OUTSIDE = frozenset({BlockKind.FURNITURE, BlockKind.GAP, BlockKind.SIGNATURES})
_NO_ORGANISATION = frozenset({BlockKind.MASTHEAD, BlockKind.HEADING, BlockKind.ADDRESS})
_ORGANISATION = re.compile(
    r"(?:Foundation|Association|Federation|Network|Institute|Cent(?:re|er)|Coalition|"
    r"Alliance|"
    r"League|Confederation|Syndicate|Society|Observatory|Ombuds(?:man|person|institution)|Initiative|Campaign|Council|"
    r"Commission|"
    r"Union|Forum|Collective|Fund|Advocate|Agency|Movement|Trust|Platform|Consortium|Secretariat|"
    r"Committee|Court|Tribunal|Organi[sz]ation|Congress|University|Programme|Program)(?!\w)"
)
_CAPITALS_BEFORE = re.compile(
    r"(?<![\w-])(?:[A-ZÀ-Þ][\w'&-]{0,40}"
    r"(?: (?:of|for|on|against|in)(?: the)?| (?:and|de|des|du|la|para|por|e|y))? ){1,8}$"
)
_NAME_AFTER = re.compile(
    r"(?: (?:of|for|on|against|to|in|de|des|para)(?: the| la| los| las)?"
    r" [A-ZÀ-Þ][\w'-]{0,40}(?:(?:,? and| of| on| for| in|,)?(?: the)? [A-ZÀ-Þ][\w'-]{0,40}){0,8})"
)
# "the University of Northport and the Sample Fund": the name of a university ends with its place.
_PLACE_AFTER = re.compile(
    r" (?:of|for|at) (?:the )?[A-ZÀ-Þ][\w'-]{0,40}(?: [A-ZÀ-Þ][\w'-]{0,40}){0,3}"
)
_LEAD = re.compile(
    r"^(?:(?:The|In|Of|On|By|And|For|To|With|From|At|As|Under|According|Both|Since|After|When|"
    r"While|"
    r"Also|See|of|and|for|on|the|in|against|to) )+"
)
_GENERIC_START = re.compile(
    r"(?:States?|Government|National Assembly|Member|Standing|First|Second|Third|Fourth|Fifth|"
    r"Sixth|"
    r"Supreme|Constitutional|High|District|Regional|Appeals?|Criminal|Municipal|City|Country|Civil|"
    r"Family|Administrative|Federal|Military|Same|Mr|Ms|Mrs|Dr|Chair\w*|President|Presidium|Deputy|"
    r"Views|Code|Office of the Prosec\w+|Judges?|Articles?|Optional|Should|Although|If|Recalling|"
    r"Following|Despite|Consequently|Before|Where|Whether|Moreover|Furthermore|However|Accordingly|"
    r"Organs?|Groups|Child|Protocol|Convention|Covenant|General|Views|Committee|Rules?|Secretary|Director|Members?)\b"
)
_OF_UN = re.compile(r"\b(?:UN|U\.N\.|United Nations) $")
_TELLING = re.compile(
    r"\b(?:Human Rights|Rights|National|International|European|African|Arab|Asian|World|Press|Bar|"
    r"Refugees?|Women|Youth|Solidarity|Protection|Defence|Journalists?|Lawyers|Jurists|Peace|"
    r"Independent|Electoral|Elections?|"
    r"Justice|Freedom|Churches|Legal|Ethics|Anti-\w+|Equality)\b"
)

_OMBUDSMAN = re.compile(
    r"(?<![\w-])Office of the (?:[A-Z][\w-]+ ){0,3}Ombuds(?:man|person)(?!')\b|"
    r"(?<![\w-])(?:(?!The|In|For|And|By|That)[A-Z][\w-]+ ){0,3}Ombuds(?:man|person)'s Office\b"
)
_COMMUNICATION_NUMBER = re.compile(r" \d{1,3}/(?:19|20)\d\d(?!\d)")
# "the Northport No. 1 Detention Centre": where somebody is held.
_PLACE_OF = re.compile(
    r"\b(?:Detention|Correctional|Reception|Custody|Holding|Shopping|Conference|Convention|City|"
    r"Town|Call|Deportation|Removal|Internment|Data) Cent(?:er|re)\Z"
)
# "the National Commission on Human Rights" of a State, not the Commission of the United Nations.
_NATIONAL_BEFORE = re.compile(r"(?:National|Royal|Federal) \Z")

# "the Secretary General of Example Watch" is none of the United Nations.
_OFFICE_OF_OTHERS = re.compile(
    r"(?:(?:[Dd]eputy|[Aa]ssistant) )?[Ss]ecretary[- ][Gg]eneral of (?:the )?"
    r"(?!UN\b|United Nations)(?=[A-Z])"
)

# "ILO Convention No. 169", "the Sample Committee general comment": words of a work's name.
_OF_A_TEXT = re.compile(r" (?:[A-Z][\w-]+ ){0,5}Conventions?(?: \(?Nos?\.| \d|,? \d{4})")
# "the Example Voices of Freedom Act": a law of that name.
_OF_A_LAW = re.compile(r" (?:of|for) (?:[A-Z][\w-]+ ){1,5}(?:Act|Bill|Law|Award|Prize)\b")
# ""Example Voices for Freedom"": more of a name in quotation marks.
_GOES_ON = re.compile(r" (?:of|for) [A-Z]")
# "Article 19 of the Declaration" is no organisation of that name.
_ARTICLE = re.compile(r"[Aa]rticle \d+(?:,? (?:of|paragraph|para\.)(?!\w)| ?\(\d)")


def find_mentions(surface: Surface) -> tuple[Mention, ...]:
    """The mentions of UN bodies, mandates, organisations and groups in the running text."""
    gazetteer = actors()
    flat, logo_end = surface.flat, emblem_end(surface)
    known = [
        match
        for block in surface.blocks
        if block.kind not in _OUTSIDE and block.start >= logo_end
        for match in gazetteer.find(flat, block.start, block.end)
        if not _is_of_other(flat, match) and not surface.in_address(match.start)
    ]
    known = without_namesakes(gazetteer, flat, known)
    named = [with_demonym(surface, mention) for mention in _of_entries(surface, known)]
    mentions = {m.start: m for m in named}
    for mention in [*find_mandates(surface), *find_listed(surface)]:
        old = mentions.get(mention.start)
        if old is None or old.end < mention.end:
            mentions[mention.start] = mention
    ordered = _longest(mentions.values())
    told = _organisations(surface, ordered)
    # "the International Commission of Inquiry" after "... on Examplia": the same one.
    longer = [f"{m.name} " for m in ordered if m.kind is not EntryKind.ORGANISATION]
    told = [m for m in told if not any(name.startswith(f"{m.name} ") for name in longer)]
    return tuple(_longest([*ordered, *told]))


def _is_of_other(flat: str, match: Match) -> bool:
    """Whether the words are part of a symbol, of another acronym or of a national body's name."""
    quoted = flat[match.start - 1 : match.start] == '"' and _GOES_ON.match(flat, match.end)
    if quoted or _OF_A_LAW.match(flat, match.end) or _OF_A_TEXT.match(flat, match.end):
        return True
    if _ARTICLE.match(flat, match.start):
        return True
    if flat[match.start : match.end].isupper():
        # "CRC/C/1", "OP-CAT", the communication "NAM 1/2025".
        before = flat[match.start - 1 : match.start]
        return (
            before == "-"
            or flat[match.end : match.end + 1] == "/"
            or _COMMUNICATION_NUMBER.match(flat, match.end) is not None
        )
    if match.entry.kind is EntryKind.ORGANISATION and _says_what_it_is(flat, match):
        return True
    un = match.entry.kind is EntryKind.UN_BODY
    if un and _OFFICE_OF_OTHERS.match(flat, match.start, match.end + 60):
        return True
    return un and _NATIONAL_BEFORE.search(flat, max(0, match.start - 10), match.start) is not None


def _says_what_it_is(flat: str, match: Match) -> bool:
    """Whether the words only describe: "Examplian human rights defenders", none capital but one."""
    first, *more = re.findall(r"[\w'-]{4,}", flat[match.start : match.end]) or [""]
    if not more or any(word[0].isupper() for word in more):
        return False
    entry = states().lookup(first)
    return entry is not None and entry.kind is EntryKind.DEMONYM


def _longest(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions in reading order; one inside another is dropped."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and mention.start < kept[-1].end:
            continue
        # "UN Special Rapporteur": the Organization is not named beside its mandate.
        if kept and _is_whole(kept[-1]) and mention.start - kept[-1].end == 1:
            kept.pop()
        kept.append(mention)
    return kept


def _is_whole(mention: Mention) -> bool:
    return mention.entry is not None and mention.entry.id == "united-nations"


def _of_entries(surface: Surface, matches: list[Match]) -> list[Mention]:
    """The mentions of known actors; an abbreviation declared for another is none of them."""
    declared: dict[str, Mention] = {}
    for match in matches:
        words = surface.flat[match.start : match.end]
        if words in match.entry.abbreviations and words not in declared:
            other = _declared(surface, match)
            if other:
                declared[words] = other
    mentions = list(declared.values())
    for match in matches:
        if surface.flat[match.start : match.end] in declared:
            continue
        words = surface.words(match.start, match.end)
        kind = match.entry.kind
        if (
            kind is EntryKind.ORGANISATION
            and _OF_UN.search(surface.flat[max(0, match.start - 18) : match.start])
            and words.startswith("Special Rapporteur")
        ):
            # The title that a regional body gives as well: "the UN Special Rapporteur on ...".
            mentions.append(
                Mention(match.start, match.end, words, EntryKind.MANDATE, None, "name.mandate")
            )
            continue
        mentions.append(Mention(match.start, match.end, words, kind, match.entry, "name.authority"))
    return mentions


def _declared(surface: Surface, match: Match) -> Mention | None:
    """The unknown name before an abbreviation in brackets whose initials it has."""
    flat = surface.flat
    if flat[match.start - 1 : match.start] != "(" or flat[match.end : match.end + 1] != ")":
        return None
    letters = sorted(flat[match.start : match.end].upper())
    found = _CAPITALS_BEFORE.search(flat[max(0, match.start - 130) : match.start - 1])
    for word in re.finditer(r"[A-ZÀ-Þ]\S*", found.group() if found else ""):
        name = found.group()[word.start() :].strip() if found else ""
        # "National Front ... (FNDC)": the letters may follow the order of another language.
        if sorted(w[0] for w in name.split() if w[0].isupper()) != letters:
            continue
        if actors().lookup(name) is not None:
            return None
        start = match.start - 1 - len(found.group() if found else "") + word.start()
        return Mention(start, match.end, name, EntryKind.ORGANISATION, None, "name.declared")
    return None


def _organisations(surface: Surface, known: list[Mention]) -> list[Mention]:
    """Organisations told by a head noun ("Foundation", "Network") with capitals around it."""
    flat, found = surface.flat, list[Mention]()
    # "the People's Sample Alliance" is no people.
    named = [mention for mention in known if mention.kind is not EntryKind.GROUP]
    taken = {mention.start for mention in named}
    ends = sorted((mention.start, mention.end) for mention in named)
    if "Ombuds" in flat:
        for match in _OMBUDSMAN.finditer(flat):
            if match.start() not in taken and not _near_any(ends, match.start(), match.end()):
                name = " ".join(match.group().split())
                rule = "name.by-head-noun"
                kind = EntryKind.ORGANISATION
                found.append(Mention(match.start(), match.end(), name, kind, None, rule))
    for match in _ORGANISATION.finditer(flat):
        before_it = flat[match.start() - 1 : match.start()]
        if before_it.isalnum() or before_it in ("_", "-"):
            continue
        block = surface.block_at(match.start())
        if block is None or block.kind in _OUTSIDE or block.kind in _NO_ORGANISATION:
            continue
        before = _CAPITALS_BEFORE.search(
            flat[max(block.start, match.start() - 110) : match.start()]
        )
        words = before.group() if before else ""
        lead = _LEAD.match(words)
        words = words[lead.end() :] if lead else words
        # "Jane Sample of the Example Centre": the person is no part of the name.
        words = words.rpartition(" of the ")[2]
        start, end = match.start() - len(words), match.end()
        follows = _PLACE_AFTER if match.group() == "University" else _NAME_AFTER
        after = follows.match(flat, end, min(block.end, end + 200))
        end = after.end() if after else end
        name = " ".join(flat[start:end].split())
        if start in taken or any(a < end and start < b for a, b in _near(ends, start, end)):
            continue
        if not _is_organisation(name, match.group(), words):
            continue
        found.append(Mention(start, end, name, EntryKind.ORGANISATION, None, "name.by-head-noun"))
    return found


def _near_any(ends: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in _near(ends, start, end))


def _near(ends: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    index = bisect_left(ends, (start, 0))
    return ends[max(0, index - 1) : bisect_left(ends, (end, 0))]


_WEAK = frozenset(
    [
        "Council", "Commission", "Committee", "Court", "Tribunal", "Fund", "Agency", "Congress",
        "Union", "Secretariat", "Forum", "Platform", "Initiative", "Campaign", "Movement",
        "Society", "Programme", "Program",
    ]
)  # fmt: skip


def _is_organisation(name: str, noun: str, before: str) -> bool:
    words = name.split()
    if (
        len(words) < 2
        or name.isupper()
        or _GENERIC_START.match(name)
        or _PLACE_OF.search(name)
        or states().lookup(name)
    ):
        return False
    if noun in _WEAK and (len(words) < 3 or not before.strip() or not _TELLING.search(name)):
        # "the Council of Ministers", "Executive Committee": organs of a State more often than not.
        return False
    if not before:
        return len(words) >= 3
    # "the Child in the Russian Federation": the noun belongs to the name of a State.
    return not _states_in(name)


def _states_in(name: str) -> list[str]:
    found = [name[m.start : m.end] for m in states().find(name)]
    return [words for words in found if _ORGANISATION.search(words)]


def names_of(mentions: Iterable[Mention], kinds: frozenset[EntryKind]) -> tuple[Name, ...]:
    """The actors of some kinds, one name each, with the forms in which the text gives them."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.kind in kinds:
            key = mention.entry.id if mention.entry else " ".join(fold_name(mention.name))
            groups.setdefault(key, []).append(mention)
    return tuple(_name(group) for group in groups.values())


def _name(group: list[Mention]) -> Name:
    entry = group[0].entry
    forms = dict.fromkeys(mention.name for mention in group)
    if entry:
        forms = {**dict.fromkeys((*entry.aliases, *entry.abbreviations)), **forms}
        preferred = entry.name
    else:
        preferred = max(forms, key=len)
    return Name(
        name=preferred,
        aliases=tuple(form for form in forms if form != preferred),
        identifier=entry.id if entry else None,
        mentions=tuple((mention.start, mention.end) for mention in group),
        rule=group[0].rule,
        confidence=0.95 if group[0].rule == "name.authority" else 0.8 if entry else 0.6,
    )
