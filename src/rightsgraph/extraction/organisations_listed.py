"""Organisations that the words around them tell: lists, longer names, and those spoken for.

"... including six organisations: the Example Centre, Sample Rights and the Muster Trust" names
three; "Examplian Lawyers for Human Rights" is another than "Lawyers for Human Rights"; and
"Anna Sample, director of OpenExample, said" names the one for which she speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rightsgraph.extraction.gazetteers import EntryKind, actors, states
from rightsgraph.extraction.mentions import Mention
from rightsgraph.extraction.names_of_persons import (
    ORGANISATION_WORD,
    has_given_name,
    has_office,
    is_person,
)
from rightsgraph.extraction.surface import Surface, holds
from rightsgraph.reading import Block, BlockKind

_LEAD = re.compile(
    r"\b(?P<strong>organi[sz]ations?|NGOs?|networks|associations|unions|charities|think tanks)|"
    r"\b(?:groups|partners|members|signatories|coalition|supporters|co-?sponsors)"
)
_OPENS = re.compile(
    r"[^.;:\n()]{0,70}?(?::|,? including|,? such as|,? among them|,? namely|,? like|,? include) "
    r"(?=(?:the )?[A-ZÀ-Þ])"
)
# "by a coalition of the following legal organisations:", and the items below are they.
_LEAD_TO_ITEMS = re.compile(
    r"\b(?:(?P<strong>organi[sz]ations?|NGOs?|networks|associations|unions|charities|think tanks)|"
    r"groups|partners|members|signatories|coalition|supporters|co-?sponsors)\b[^.;:\n]{0,60}:\Z"
)
_LEAD_LENGTH = 160
_FEWEST_ITEMS = 3
# The name of an item ends at a comma, a dash, or the bracket that gives no abbreviation.
_ITEM_NAME = re.compile(
    r"[A-ZÀ-Þ\d][^,;:.()\n]{1,110}?(?: \([A-Z][\w&.-]{1,14}\))?(?=\W*\Z|[,;.] | - | \()"
)
# What a block must hold for one of the patterns to find anything: looking for it is quicker.
_LEAD_STEMS = (
    "rgani", "NGO", "network", "ssociation", "nions", "charit", "think tank", "roups", "artners",
    "embers", "ignator", "oalition", "upporters", "ponsors", "ollective", "ederation", "oundation ",
)  # fmt: skip
_GROUP_WORDS = (" group", " organi", " network", " collective", " NGO", " charity")
_OPENERS = ("including", "such as", "among them", "namely", " like ", " include ", ":")
_SAYING = ("said", "says", "stated", "added", "told", "explained", "commented", "warned", "noted")
_OFFICES_OF = (
    "behalf of", "ounder", "irector", "resident of", "ead of", "hair", "CEO", "COO", "CFO",
    "pokes", "oordinator", "esearcher", "anager",
)  # fmt: skip
_SMALL = r"of|for|the|and|in|on|to|against|without|de|des|du|la|y|e|da|dos|para|por|pour|&|at|with"
_WORD = r"[A-ZÀ-Þ](?:[\w&'’-]|\.(?=\w)){0,40}"
_NAME = rf"{_WORD}(?: (?:(?:{_SMALL}) ){{0,2}}{_WORD}){{0,9}}(?: \([A-Z][\w&.-]{{1,14}}\))?"
_ITEM = re.compile(rf"(?:and |& |as well as )?(?:the )?(?P<name>{_NAME})")
_JOINT = re.compile(r"[,;] ?| (?=and |& |as well as )")
# "Anna Sample, director of Example Watch, said": who, as what, of what.
_SPOKEN_FOR = re.compile(r"(?P<comma>,?) (?P<link>of|at|for|with|from) (?:[Tt]he )?(?=[A-ZÀ-Þ])")
_WHOLE_NAME = re.compile(_NAME)
_SPEAKER = re.compile(
    r"(?P<person>[A-ZÀ-Þ][\w'-]{1,30}(?: [A-ZÀ-Þ][\w.'-]{0,30}){1,3})"
    r"(?:, (?P<office>[A-Za-z][\w &/-]{2,70}))?\Z"
)
# Whoever is spoken for stands before the verb; few sentences have one.
_SAID = re.compile(r",? (?:said|says|stated|added|told|explained|commented|warned|noted)\b")
_BEFORE_SAID = 200
# "the civil society network Sample For All (SFA)": a common noun says what the name is.
_NAMED = re.compile(
    r"\b(?:network|organi[sz]ation|NGO|coalition|charity|collective|federation|foundation) "
    rf"(?P<name>{_NAME})"
)
# "I am writing on behalf of Sample-Aligned", "As a founder of Sample-Aligned"
_WRITES_FOR = re.compile(
    r"\b(?:(?:writ(?:e|ing)|speak(?:ing)?|submit(?:ted|ting)?|deliver(?:ed|ing)?|sent)\b"
    r"[^.;:\n]{0,40}? "
    r"on behalf of|[Aa]s (?:a |an |the )?(?:co-?)?(?:founder|director|president|head|chair) of|"
    r"\b(?:co-?)?founders? of) "
    rf"(?:the )?(?P<name>{_NAME})"
)
# "the director of Sample Reporters, Anna Sample, said": the office and what it is of come first.
_HELD_BY = re.compile(
    r"\b(?:CEO|COO|CFO|[Dd]irector|[Cc]hair(?:person|man|woman)?|[Ss]pokes(?:person|man|woman)|"
    r"[Ff]ounder|[Cc]oordinator|[Rr]esearcher|[Mm]anager) (?:of|at|for) (?:the )?"
    rf"(?P<name>{_NAME}), (?P<person>[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w.'-]+){{1,3}})"
)
# "the Muster Ejemplo youth activist group": words in small letters say what the name is.
_GROUP = re.compile(
    rf"\b[Tt]he (?P<name>{_NAME}) (?:(?!working|expert|core|contact|ethnic|minority|age|armed|"
    r"militant|terrorist|rebel|religious)[a-z-]+ ){0,3}?"
    r"(?:group|organi[sz]ation|network|collective|NGO|charity)\b"
)
_CAPITAL_BEFORE = re.compile(r"[A-ZÀ-Þ]\w* \Z")
_OF_LAW = re.compile(
    r"(?:Laws?|Acts?|Codes?|Regulations?|Rules?|Decrees?|Declaration|Convention|Covenant|Protocol|"
    r"Articles?|Constitution|Penal|Criminal|Civil)\b"
)
_HEADS = frozenset({BlockKind.HEADING, BlockKind.TITLE, BlockKind.MASTHEAD, BlockKind.ADDRESS})
_OUTSIDE = frozenset({BlockKind.FURNITURE, BlockKind.GAP, BlockKind.SIGNATURES})
_RULE = "name.organisation-listed"


def find_listed(surface: Surface) -> list[Mention]:
    """The organisations of lists and those that speakers speak for, in reading order."""
    found: list[Mention] = []
    for index, block in enumerate(surface.blocks):
        if block.kind in _OUTSIDE or block.kind in _HEADS:
            continue
        found += _below(surface, block, index)
        words = surface.flat[block.start : block.end]
        if holds(words, _LEAD_STEMS):
            if holds(words, _OPENERS):
                found += _opened(surface, block)
            found += _named(surface, block.start, block.end)
        if holds(words, _GROUP_WORDS):
            found += _told_group(surface, block.start, block.end)
        if holds(words, _SAYING):
            found += _spoken_for(surface, block.start, block.end)
        if holds(words, _OFFICES_OF):
            found += _written_for(surface, block.start, block.end)
    return found


def _opened(surface: Surface, block: Block) -> Iterator[Mention]:
    for lead in _LEAD.finditer(surface.flat, block.start, block.end):
        opens = _OPENS.match(surface.flat, lead.end(), block.end)
        if opens:
            yield from _list(surface, opens.end(), block.end, strong=bool(lead["strong"]))


def _below(surface: Surface, block: Block, index: int) -> list[Mention]:
    """The names of the list items below a block that leads to them with a colon."""
    if not surface.flat.startswith(":", block.end - 1):
        return []
    window = surface.flat[max(block.start, block.end - _LEAD_LENGTH) : block.end]
    leads = list(_LEAD_TO_ITEMS.finditer(window))
    if not leads:
        return []
    items: list[Mention] = []
    for item in surface.blocks[index + 1 :]:
        if item.kind is BlockKind.FURNITURE:
            continue
        if item.kind is not BlockKind.LIST_ITEM:
            break
        start = item.start if item.body is None else item.body
        name = _ITEM_NAME.match(surface.flat, start, item.end)
        if name is None or not _in_capitals(name.group()):
            return []
        items.append(Mention(*name.span(), name.group(), EntryKind.ORGANISATION, None, _RULE))
    telling = sum(_reads_like_one(item.name) for item in items)
    strong = leads[-1]["strong"] is not None
    if len(items) < _FEWEST_ITEMS or telling * (4 if strong else 2) < len(items):
        return []
    return [item for item in items if _may_be_one(item.name)]


def _in_capitals(name: str) -> bool:
    """Whether nearly all long words of a name begin with a capital."""
    long = [word for word in re.findall(r"[^\W\d_][\w'-]*", name) if len(word) > 3]
    high = [word for word in long if word[0].isupper()]
    return len(high) * 4 >= len(long) * 3


def _told_group(surface: Surface, start: int, end: int) -> Iterator[Mention]:
    for match in _GROUP.finditer(surface.flat, start, end):
        name = match["name"]
        known = any(actors().find(name)) or any(states().find(name))
        # "Under the Muster Sun, an NGO": the article is part of a name.
        first = max(start, match.start() - 20)
        within = _CAPITAL_BEFORE.search(surface.flat, first, match.start())
        other = known or within or _OF_LAW.match(name)
        if len(name.split()) > 1 and not other and _may_be_one(name):
            yield Mention(*match.span("name"), name, EntryKind.ORGANISATION, None, _RULE)


def _written_for(surface: Surface, start: int, end: int) -> Iterator[Mention]:
    for match in _WRITES_FOR.finditer(surface.flat, start, end):
        name = match["name"]
        compound = len(name.split()) > 1 or re.search(r"[a-z][A-Z]|^[A-Z]{2}", name)
        # "UN-Sample" is not the UN, but "UN Sample Group" is of it.
        other = any(name[m.end : m.end + 1] in ("", " ") for m in actors().find(name))
        other = other or any(states().find(name))
        # Nobody is founder of a person.
        founded = "founder" in match.group()
        if compound and not other and _may_be_one(name) and (founded or not is_person(name)):
            yield Mention(
                *match.span("name"),
                name,
                EntryKind.ORGANISATION,
                None,
                "name.organisation-spoken-for",
            )
    for match in _HELD_BY.finditer(surface.flat, start, end):
        name = match["name"]
        known = any(actors().find(name)) or any(states().find(name))
        if len(name.split()) > 1 and not known and _may_be_one(name) and is_person(match["person"]):
            kind, rule = EntryKind.ORGANISATION, "name.organisation-spoken-for"
            yield Mention(*match.span("name"), name, kind, None, rule)


def _named(surface: Surface, start: int, end: int) -> Iterator[Mention]:
    for match in _NAMED.finditer(surface.flat, start, end):
        name = match["name"]
        compound = len(name.split()) > 1 and (name[-1] == ")" or _reads_like_one(name))
        other = any(entry.entry.kind is EntryKind.UN_BODY for entry in actors().find(name))
        if compound and not other and _may_be_one(name) and not is_person(name):
            yield Mention(*match.span("name"), name, EntryKind.ORGANISATION, None, _RULE)


def _list(surface: Surface, at: int, stop: int, *, strong: bool) -> list[Mention]:
    """The items of a list of names, when it has two or more and most read like organisations."""
    items = list(_items(surface.flat, at, stop))
    names = [surface.flat[start:end] for start, end in items]
    telling = [_reads_like_one(name) for name in names]
    # "organisations including Sample, Muster, Example Watch and the Beleg Trust"
    enough = sum(telling) * 2 >= len(items) or (strong and len(items) > 3 and sum(telling) > 1)
    if len(items) < 2 or not enough:
        return []
    return [
        Mention(start, end, name, EntryKind.ORGANISATION, None, _RULE)
        for (start, end), name, tells in zip(items, names, telling, strict=True)
        if (tells or strong) and _may_be_one(name)
    ]


def _items(flat: str, at: int, stop: int) -> Iterator[tuple[int, int]]:
    stop = min(stop, at + 1500)
    item = _ITEM.match(flat, at, stop)
    before = 0
    while item:
        start, end = item.span("name")
        joint = _JOINT.match(flat, end, stop)
        item = _ITEM.match(flat, joint.end(), stop) if joint else None
        if item is None:
            yield from _last(flat, start, end, many=before > 1)
        else:
            before += 1
            yield start, end


def _last(flat: str, start: int, end: int, *, many: bool) -> list[tuple[int, int]]:
    """The last item, or two that an "and" without a comma joins: "A, B and C"."""
    words = flat[start:end]
    cut = words.rfind(" and ")
    if cut > 0 and actors().lookup(words) is None:
        right = re.sub(r"^the ", "", words[cut + 5 :])
        left = words[:cut]
        whole = (len(left.split()) > 1 and len(right.split()) > 1) or actors().lookup(right)
        if many or whole:
            return [(start, start + cut), (end - len(right), end)]
    return [(start, end)]


def _reads_like_one(name: str) -> bool:
    entry = actors().lookup(name)
    if entry is not None:
        return entry.kind in (EntryKind.ORGANISATION, EntryKind.COURT)
    return bool(ORGANISATION_WORD.search(name)) and len(name.split()) > 1


def _may_be_one(name: str) -> bool:
    """Whether a name can be that of an unknown organisation."""
    if actors().lookup(name) is not None or states().lookup(name) is not None:
        return False
    return len(name) > 2 and not has_given_name(name)


def _spoken_for(surface: Surface, start: int, end: int) -> Iterator[Mention]:
    flat = surface.flat
    for said in _SAID.finditer(flat, start, end):
        first = max(start, said.start() - _BEFORE_SAID)
        for link in _SPOKEN_FOR.finditer(flat, first, said.start()):
            # Only where a name fills the words up to the verb is it asked who stands before it.
            whole = _WHOLE_NAME.fullmatch(flat, link.end(), said.start())
            speaker = _SPEAKER.search(flat, first, link.start()) if whole else None
            if whole is None or speaker is None:
                continue
            office = speaker["office"]
            if office is None and link["link"] not in ("from", "of"):
                continue
            if _is_spoken_for(whole.group(), speaker["person"], office):
                yield Mention(
                    *whole.span(),
                    whole.group(),
                    EntryKind.ORGANISATION,
                    None,
                    "name.organisation-spoken-for",
                )
            break


def _is_spoken_for(name: str, person: str, office: str | None) -> bool:
    known = _may_be_one(name) and not any(states().find(name))
    compound = len(name.split()) > 1 or re.search(r"[a-z][A-Z]|^[A-Z]{2}", name)
    if not known or not compound or not is_person(person):
        return False
    return has_office(office) if office is not None else _reads_like_one(name)


# "Amnesty International USA", but "the Human Rights Watch Norway researcher".
_SECTION = re.compile(
    r" (?P<state>USA|UK|[A-ZÀ-Þ][a-zà-ÿ]{3,20})(?=[\s,.;:)'\"]|\Z)"
    r"(?! (?:researchers?|director|office|team|report|chapter|spokes\w+|country|campaign\w*|"
    r"staff|[A-Z]))"
)


def _with_section(surface: Surface, mention: Mention) -> Mention:
    """A known organisation, or the section of it in the State whose name follows."""
    match = _SECTION.match(surface.flat, mention.end, mention.end + 40)
    entry = states().lookup(match["state"]) if match else None
    if match is None or entry is None or entry.kind is not EntryKind.STATE:
        return mention
    name = f"{mention.name} {match['state']}"
    return replace(mention, end=match.end(), name=name, entry=None, rule="name.section")


def with_demonym(surface: Surface, mention: Mention) -> Mention:
    """A known organisation, or the unknown one whose name begins with a demonym before it."""
    if mention.entry is None or mention.kind is not EntryKind.ORGANISATION:
        return mention
    if len(mention.name.split()) > 1:
        section = _with_section(surface, mention)
        if section is not mention:
            return section
    if len(mention.name.split()) < 3:
        return mention
    before = re.search(
        r"(?<![\w-])[A-ZÀ-Þ][\w-]{2,24} $", surface.flat[max(0, mention.start - 26) : mention.start]
    )
    word = before.group().strip() if before else ""
    entry = states().lookup(word) if word else None
    if entry is None or entry.kind is not EntryKind.DEMONYM:
        return mention
    start = mention.start - len(word) - 1
    return replace(
        mention, start=start, name=f"{word} {mention.name}", entry=None, rule="name.with-demonym"
    )
