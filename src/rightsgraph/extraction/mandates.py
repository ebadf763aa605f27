"""Mandates and inquiries told by their pattern, such as "Special Rapporteur on ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rightsgraph.extraction.gazetteers import Entry, EntryKind, actors, fold_name, states
from rightsgraph.extraction.mentions import Mention
from rightsgraph.extraction.surface import Surface, holds
from rightsgraph.reading import Block, BlockKind

_MANDATE = re.compile(
    r"(?<!\w)(?P<head>(?:[Ss]pecial [Rr]apporteurs?|"
    r"(?:UN |United Nations )?(?:Independent Experts?|independent expert)|"
    r"Working Groups?|working groups?(?= on)|"
    r"Special Representatives?(?: of the Secretary-General)?|Special Envoys?|"
    r"Special Advis[eo]rs?(?: (?:of|to) the Secretary-General)?|"
    r"(?:Independent )?(?:International )?Commissions? of [Ii]nquiry|"
    r"(?:Independent )?(?:International )?[Ff]act-[Ff]inding [Mm]ission|"
    r"(?:Group|Panel|Committee) of (?:Independent |Eminent )?(?:International )?Experts))"
    r"(?P<of> of the (?:Commission on Human Rights|[A-Z][\w ]{3,60}?))?"
    r"(?P<link> (?:on|for|against|to investigate) )(?:the )?"
    r"(?!(?:an?|one|two|three|another|further|more|some) )(?=\w)"
)
# A representative in a place: the name of a State ends it.
_IN_PLACE = re.compile(
    r"(?<!\w)(?P<head>(?:Deputy )?Special (?:Representative|Envoy|Adviser|Coordinator)"
    r"(?: of the Secretary-General)?(?= in| to)|"
    r"(?:United Nations )?(?:Crisis|Humanitarian|Resident) Coordinator) "
    r"(?:in|to|for) (?:the )?(?=[A-Z])"
)
_PLACED = ("Special Rep", "Special Env", "Special Adv", "Special Coo", " Coordinator ")
_LINE_BELOW = re.compile(r"\n((?:[\w'-]+ ?){1,8})")
_WORDS = (
    "apporteur", "xpert", "Coordinator", "Working Group", "working group",
    "Representative", "Envoy", "Advis",
    "nquiry", "inding",
)  # fmt: skip
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
_NOT_YET = re.compile(r"\b(?:an?|another)(?: new)? $")
_PLURAL = re.compile(
    r"(Rapporteur|Expert|Group|Representative|Envoy|Adviser|Advisor)s\b", re.IGNORECASE
)
_AND_MORE = re.compile(r",?(?: and| as well as)? (?:the )?(?=[a-z])")
_WORDS_ON = re.compile(r"[\w'-]+(?=[ ,.;:)\n]|$)")
_LONGEST_SUBJECT = 20  # words
_ONE_MORE = re.compile(r",?(?: and)? (?P<link>(?:on|for) )(?:the )?(?=\w)")


def find_mandates(surface: Surface) -> list[Mention]:
    """Mandates and inquiries by pattern: known ones under another wording, and unknown ones."""
    flat, found = surface.flat, list[Mention]()
    for block, match in _heads(surface):
        if _NOT_YET.search(flat, max(0, match.start() - 14), match.start()):
            # One that is to be appointed does not exist yet.
            continue
        stop = min(block.end, match.end() + 900)
        start, at = match.start(), match.end()
        while True:
            tail, end = _tail(flat, at, min(stop, at + 260))
            if not tail or (end == block.end and surface.is_broken_off(block)):
                break
            if "," in tail and match["link"].strip() == "to investigate":
                # "a mission to investigate killings, detentions and torture": no name of it.
                break
            named = _Named(start, match, at, tail, end, _next_line(flat, block, end))
            mentions = named.mentions(flat)
            found += mentions
            whole, end = end, mentions[-1].end if mentions else end
            if not named.plural:
                break
            further = list(_without_link(flat, named, end, stop))
            found += further
            end = further[-1].end if further else end
            following = _ONE_MORE.match(flat, end, stop) or _ONE_MORE.match(flat, whole, stop)
            if not following:
                break
            # "the Special Rapporteurs on torture, on housing and on water": three mandates.
            start, at = following.start("link"), following.end()
    return found + _in_places(surface)


def _without_link(flat: str, named: _Named, at: int, stop: int) -> Iterator[Mention]:
    """Known mandates that go on a list without another "on": "on torture, housing and water"."""
    link = named.match["link"].strip()
    while joint := _AND_MORE.match(flat, at, stop):
        ends = [
            m.end() for m in _WORDS_ON.finditer(flat, joint.end(), min(stop, joint.end() + 160))
        ]
        for end in reversed(ends[:_LONGEST_SUBJECT]):
            entry = actors().lookup(f"{named.head} {link} {flat[joint.end() : end]}")
            if entry and entry.kind is EntryKind.MANDATE:
                rule = "name.mandate-reworded"
                yield Mention(joint.end(), end, entry.name, entry.kind, entry, rule)
                at = end
                break
        else:
            return


def _in_places(surface: Surface) -> list[Mention]:
    """Representatives in a State: "Special Representative of the Secretary-General in ..."."""
    flat, found = surface.flat, list[Mention]()
    for match in _IN_PLACE.finditer(flat) if holds(flat, _PLACED) else ():
        place = next(states().find(flat, match.end(), match.end() + 60), None)
        if place and place.start == match.end():
            name = " ".join(flat[match.start() : place.end].split())
            rule = "name.mandate-by-pattern"
            found.append(Mention(match.start(), place.end, name, EntryKind.MANDATE, None, rule))
    return found


def _heads(surface: Surface) -> Iterator[tuple[Block, re.Match[str]]]:
    """The heads of mandates with their blocks; most blocks hold no word of one."""
    for block in surface.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.SIGNATURES):
            continue
        words = surface.flat[block.start : block.end]
        if holds(words, _WORDS):
            for match in _MANDATE.finditer(surface.flat, block.start, block.end):
                yield block, match


@dataclass(frozen=True, slots=True)
class _Named:
    """A mandate as its head and the words of its subject name it."""

    start: int
    match: re.Match[str]
    at: int
    tail: str
    end: int
    below: str = ""

    @property
    def plural(self) -> bool:
        """Whether one head stands for several mandates."""
        return self.match["head"].endswith("s") and " of " not in self.match["head"]

    @property
    def head(self) -> str:
        """The head in the singular, without "UN"."""
        head = re.sub(r"^(?:UN|United Nations) ", "", self.match["head"])
        return head if not self.plural else _PLURAL.sub(r"\1", head)

    def mentions(self, flat: str) -> list[Mention]:
        """The mandate: of the authority files, of a regional organisation, or unknown."""
        entry, end = self._entry(flat)
        regional = self._regional(flat, end) if not self.plural else None
        if regional and (not entry or entry.kind is EntryKind.MANDATE):
            return [regional]
        link = self.match["link"].strip()
        entry = entry or _misspelt(f"{self.head} {link} {self.tail}")
        if entry:
            return [
                Mention(self.start, end, entry.name, entry.kind, entry, "name.mandate-reworded")
            ]
        words = self.tail.split()
        if self.match["head"].startswith(("working", "special rapporteurs")):
            return []  # in small letters only those that are known
        vague = self.head.startswith("Working Group") and not words[0][:1].isupper()
        if len(words) > (14 if vague else 22):
            return []
        printed = " ".join(flat[self.match.start("link") : end].split())
        if self.at != self.match.end():
            printed = " ".join(flat[self.start : end].split())
        name = f"{self.head} {printed}"
        rule = "name.mandate-by-pattern"
        return [Mention(self.start, end, name, EntryKind.MANDATE, None, rule)]

    def _entry(self, flat: str) -> tuple[Entry | None, int]:
        """The known mandate with the longest part of the subject, and where that part ends."""
        words, link = self.tail.split(), self.match["link"].strip()
        below = self.below.split()
        for more in range(len(below), 0, -1):
            # "... the Universal Periodic" and on the next line "Review": a line broke the name.
            entry = actors().lookup(f"{self.head} {link} {self.tail} {' '.join(below[:more])}")
            if entry:
                return entry, self.end
        for length in range(len(words), 0, -1):
            subject = " ".join(words[:length])
            owner = subject.removesuffix("'s")
            for form in (subject, owner) if owner != subject else (subject,):
                # "the Working Group on Sample Detention's findings": the group, not its findings.
                entry = actors().lookup(f"{self.head} {link} {form}")
                if entry:
                    ends = [m.end() for m in re.finditer(r"\S+", flat[self.at : self.end])]
                    cut = len(subject) - len(form)
                    return entry, self.at + ends[min(length, len(ends)) - 1] - cut
        return None, self.end

    def _regional(self, flat: str, end: int) -> Mention | None:
        """A mandate of a regional organisation: "... of the Inter-American Commission"."""
        of = _REGIONAL.match(flat, end)
        owner = next(actors().find(flat, of.end(), of.end() + 120), None) if of else None
        if not of or not owner or owner.start != of.end():
            return None
        name = " ".join(flat[self.start : owner.end].split())
        return Mention(
            self.start, owner.end, name, EntryKind.ORGANISATION, None, "name.regional-mandate"
        )


def _next_line(flat: str, block: Block, end: int) -> str:
    """The first words of the line below, for a name that goes on to the end of its line."""
    if end != block.end:
        return ""
    below = _LINE_BELOW.match(flat, end)
    return below[1] if below else ""


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
