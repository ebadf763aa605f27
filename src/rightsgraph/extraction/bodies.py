"""UN bodies, mandates, organisations and courts that running text names.

The authority files give most of them. Mandates that they do not know are told by their pattern
("Special Rapporteur on ..."), organisations by a head noun with capitals around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rightsgraph.extraction.gazetteers import Entry, EntryKind, Match, actors, fold_name, states
from rightsgraph.extraction.metadata import emblem_end
from rightsgraph.extraction.results import Name
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import BlockKind

_OUTSIDE = frozenset({BlockKind.FURNITURE, BlockKind.GAP, BlockKind.SIGNATURES})
_NO_ORGANISATION = frozenset({BlockKind.MASTHEAD, BlockKind.HEADING, BlockKind.ADDRESS})
_MANDATE = re.compile(
    r"(?<!\w)(?P<head>(?:Special Rapporteurs?|(?:UN |United Nations )?Independent Experts?|"
    r"Working Groups?|Special Representatives?(?: of the Secretary-General)?|Special Envoys?|"
    r"Special Advis[eo]rs?(?: (?:of|to) the Secretary-General)?|"
    r"(?:Independent )?(?:International )?Commissions? of [Ii]nquiry|"
    r"(?:Independent )?(?:International )?[Ff]act-[Ff]inding [Mm]ission|"
    r"(?:Group|Panel|Committee) of (?:Independent |Eminent )?(?:International )?Experts))"
    r"(?P<of> of the (?:Commission on Human Rights|[A-Z][\w ]{3,60}?))?"
    r"(?P<link> (?:on|for|against|to investigate) )(?:the )?(?=\w)"
)
_REGIONAL = re.compile(
    r",? (?:of|for|from) the (?=Inter-?|African|OSCE|Organi[sz]ation|Council of Europe|European|"
    r"IACHR|OAS)"
)
_TAIL_WORD = re.compile(r"([A-Za-zÀ-ÿ][\w'-]*)( |, (?=\w)|-)?")
_STOP = frozenset(
    [
        "is", "was", "are", "were", "has", "had", "have", "having", "who", "whom", "whose",
        "which", "that", "to", "said", "says", "noted", "notes", "stated", "states",
        "recommended", "recommends", "expressed", "expresses", "urged", "urges", "called",
        "calls", "concluded", "concludes", "reported", "reports", "observed", "observes",
        "visited", "visits", "submitted", "submits", "presented", "presents", "will", "would",
        "should", "may", "can", "could", "must", "might", "from", "by", "with", "at", "during",
        "regarding", "also", "further", "welcomed", "welcomes", "regretted", "regrets",
        "indicated", "indicates", "recalled", "recalls", "emphasized", "emphasizes", "stressed",
        "considered", "considers", "believes", "found", "finds", "raised", "highlighted",
        "encouraged", "encourages", "requested", "requests", "invited", "invites", "warned",
        "drew", "draws", "does", "did", "be", "been", "being", "their", "its", "his", "her",
        "this", "these", "those", "than", "when", "where", "while", "after", "before", "because",
        "since", "if", "but", "not", "established", "appointed", "dated", "issued", "sent",
        "wrote",
    ]
)  # fmt: skip
_NOUN_STATES = frozenset({"states", "reports", "calls", "visits", "notes"})
_GOES_ON = re.compile(
    r"(?:[\w'-]+ ){1,5}?(?:and|or) |(?:[\w'-]+ ){0,4}[\w'-]+, |(?:including|and) "
)
_LINKS = frozenset(["and", "or", "as", "in", "of", "on", "the", "for", "against", "other"])
_TO_FOLLOWS = frozenset(["right", "rights", "access", "related", "relating", "respect"])
_NEXT_MANDATE = re.compile(
    r"(?:and|in|on|of) (?:the )?(?:on |\d|Special|Working|Independent|other special|"
    r"his|her|its|their|addition|particular|accordance|order)"
)
_ORGANISATION = re.compile(
    r"(?<![\w-])(?:Foundation|Association|Federation|Network|Institute|Cent(?:re|er)|Coalition|"
    r"Alliance|"
    r"League|Society|Observatory|Ombuds(?:man|person|institution)|Initiative|Campaign|Council|"
    r"Commission|"
    r"Union|Forum|Collective|Fund|Advocate|Agency|Movement|Trust|Platform|Consortium|Secretariat|"
    r"Committee|Court|Tribunal|Organi[sz]ation|Congress)(?!\w)"
)
_CAPITALS_BEFORE = re.compile(
    r"(?<![\w-])(?:[A-ZÀ-Þ][\w'&-]{0,40}"
    r"(?: (?:of|for|on|against|in)(?: the)?| (?:and|de|des|du|la|para|por|e|y))? ){1,8}$"
)
_NAME_AFTER = re.compile(
    r"(?: (?:of|for|on|against|to|in|de|des|para)(?: the| la| los| las)?"
    r" [A-ZÀ-Þ][\w'-]{0,40}(?:(?:,? and| of| on| for| in|,)?(?: the)? [A-ZÀ-Þ][\w'-]{0,40}){0,8})"
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
    r"Protocol|Convention|Covenant|General|Views|Committee|Rules?|Secretary|Director|Members?)\b"
)
_TELLING = re.compile(
    r"\b(?:Human Rights|Rights|National|International|European|African|Arab|Asian|World|Press|Bar|"
    r"Refugees?|Women|Youth|Solidarity|Protection|Defence|Journalists?|Lawyers|Jurists|Peace|"
    r"Justice|Freedom|Churches|Legal|Ethics|Anti-\w+|Equality)\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an actor.

    Attributes:
        start: First character.
        end: The character after the last.
        name: The name, without line ends.
        kind: What sort of actor.
        entry: Its entry in the authority files.
        rule: The rule that found it.
    """

    start: int
    end: int
    name: str
    kind: EntryKind
    entry: Entry | None
    rule: str


def find_mentions(surface: Surface) -> tuple[Mention, ...]:
    """The mentions of UN bodies, mandates, organisations and groups in the running text."""
    gazetteer = actors()
    flat, logo_end = surface.flat, emblem_end(surface)
    known = [
        match
        for block in surface.blocks
        if block.kind not in _OUTSIDE and block.start >= logo_end
        for match in gazetteer.find(flat, block.start, block.end)
        if not (flat[match.end : match.end + 1] == "/" and flat[match.start : match.end].isupper())
    ]
    mentions = {m.start: m for m in _of_entries(surface, known)}
    for mention in _mandates(surface):
        old = mentions.get(mention.start)
        if old is None or old.end < mention.end:
            mentions[mention.start] = mention
    ordered = _longest(mentions.values())
    return tuple(_longest([*ordered, *_organisations(surface, ordered)]))


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


def _mandates(surface: Surface) -> list[Mention]:
    """Mandates and inquiries by pattern: known ones under another wording, and unknown ones."""
    flat, found = surface.flat, list[Mention]()
    for match in _MANDATE.finditer(flat):
        block = surface.block_at(match.start())
        if block is None or block.kind in _OUTSIDE:
            continue
        tail, end = _tail(flat, match.end(), min(block.end, match.end() + 260))
        if not tail or (end == block.end and surface.is_broken_off(block)):
            continue
        if re.search(
            r"\b(?:an?|another)(?: new)? $", flat[max(0, match.start() - 14) : match.start()]
        ):
            # One that is to be appointed does not exist yet.
            continue
        head = re.sub(r"^(?:UN|United Nations) ", "", match["head"])
        if match["head"].endswith("Experts") and " of " in match["head"]:
            found += _mandate(flat, match, match["head"], tail, end)
            continue
        singular = re.sub(
            r"(Rapporteur|Expert|Group|Representative|Envoy|Adviser|Advisor)s\b", r"\1", head
        )
        found += _mandate(flat, match, singular, tail, end)
    return found


def _mandate(flat: str, match: re.Match[str], head: str, tail: str, end: int) -> list[Mention]:
    gazetteer, link = actors(), match["link"].strip()
    entry = None
    words = tail.split()
    for length in range(len(words), 0, -1):
        entry = gazetteer.lookup(f"{head} {link} {' '.join(words[:length])}")
        if entry:
            end = match.end() + len(re.match(rf"(?:\W*\S+){{{length}}}", flat[match.end() :])[0])  # type: ignore[index]
            break
    start = match.start()
    regional = _REGIONAL.match(flat, end)
    if (
        regional
        and not match["head"].endswith("s")
        and (not entry or entry.kind is EntryKind.MANDATE)
    ):
        owner = next(gazetteer.find(flat, regional.end(), regional.end() + 120), None)
        if owner and owner.start == regional.end():
            entry, end = None, owner.end
            name = " ".join(flat[start:end].split())
            return [
                Mention(start, end, name, EntryKind.ORGANISATION, None, "name.regional-mandate")
            ]
    entry = entry or _misspelt(f"{head} {link} {tail}")
    if entry:
        return [Mention(start, end, entry.name, entry.kind, entry, "name.mandate-reworded")]
    if len(words) > 22 or (
        head.startswith("Working Group") and not words[0][:1].isupper() and len(words) > 14
    ):
        return []
    name = head + " " + " ".join(flat[match.start("link") : end].split())
    return [Mention(start, end, name, EntryKind.MANDATE, None, "name.mandate-by-pattern")]


def _misspelt(name: str) -> Entry | None:
    """The one mandate that differs from a long name in one word or lacks one of its words."""
    words = fold_name(name)
    if len(words) < 7:
        return None
    found = {
        entry.id: entry
        for form, entry in _long_names().get(len(words), ())
        if sum(a != b for a, b in zip(form, words, strict=True)) == 1
    }
    shorter = {words[:i] + words[i + 1 :] for i in range(3, len(words))}
    found.update({e.id: e for form, e in _long_names().get(len(words) - 1, ()) if form in shorter})
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=1)
def _long_names() -> dict[int, list[tuple[tuple[str, ...], Entry]]]:
    names: dict[int, list[tuple[tuple[str, ...], Entry]]] = {}
    for entry in actors().by_id.values():
        if entry.kind is EntryKind.MANDATE:
            for name in (entry.name, *entry.aliases):
                form = fold_name(name)
                names.setdefault(len(form), []).append((form, entry))
    return names


def _tail(flat: str, start: int, stop: int) -> tuple[str, int]:
    """The words of a mandate after "on", up to a verb, a stop or the next mandate."""
    at, words, end = start, list[str](), start
    while at < stop:
        match = _TAIL_WORD.match(flat, at, stop)
        if not match:
            break
        word = match[1]
        low = word.lower()
        previous = words[-1].lower() if words else ""
        if low == "to" and previous in _TO_FOLLOWS:
            words.append(word)
            at = match.end()
            continue
        if low in _STOP and not (
            low in _NOUN_STATES and (word[0].isupper() or previous in ("of", "by"))
        ):
            break
        if low in _LINKS and _NEXT_MANDATE.match(flat, at):
            break
        words.append(word)
        if low not in _LINKS and low != "to":
            end = match.end(1)
        at = match.end()
        if match[2] is None:
            break
        if match[2].startswith(",") and not _GOES_ON.match(flat, at, at + 60):
            break
    return " ".join(flat[start:end].split()), end


def _organisations(surface: Surface, known: list[Mention]) -> list[Mention]:
    """Organisations told by a head noun ("Foundation", "Network") with capitals around it."""
    flat, found = surface.flat, list[Mention]()
    taken = {mention.start for mention in known}
    ends = sorted((mention.start, mention.end) for mention in known)
    for match in _ORGANISATION.finditer(flat):
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
        after = _NAME_AFTER.match(flat, end, min(block.end, end + 200))
        end = after.end() if after else end
        name = " ".join(flat[start:end].split())
        if start in taken or any(a < end and start < b for a, b in _near(ends, start, end)):
            continue
        if not _is_organisation(name, match.group(), words):
            continue
        found.append(Mention(start, end, name, EntryKind.ORGANISATION, None, "name.by-head-noun"))
    return found


def _near(ends: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    index = bisect_left(ends, (start, 0))
    return ends[max(0, index - 1) : bisect_left(ends, (end, 0))]


_WEAK = frozenset(
    [
        "Council", "Commission", "Committee", "Court", "Tribunal", "Fund", "Agency", "Congress",
        "Union", "Secretariat", "Forum", "Platform", "Initiative", "Campaign", "Movement",
        "Society",
    ]
)  # fmt: skip


def _is_organisation(name: str, noun: str, before: str) -> bool:
    words = name.split()
    if len(words) < 2 or name.isupper() or _GENERIC_START.match(name) or states().lookup(name):
        return False
    if noun in _WEAK and (len(words) < 3 or not before.strip() or not _TELLING.search(name)):
        # "the Council of Ministers", "Executive Committee": organs of a State more often than not.
        return False
    if not before:
        return len(words) >= 3
    return True


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
