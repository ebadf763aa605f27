"""Who is meant by "the Committee", "the Special Rapporteur", "he", "we", "the Government".

A short name means the nearest fuller name before it with the same head noun, and where there is
none before it, the only one in the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rightsgraph.extraction.authorship import ISSUERS, body_of, own_mandate
from rightsgraph.extraction.courts_named import court_before
from rightsgraph.extraction.gazetteers import EntryKind, actors, states
from rightsgraph.extraction.mentions import Mention
from rightsgraph.extraction.results import Metadata
from rightsgraph.extraction.subjects import (
    capital,
    is_individual,
    is_object,
    is_possessive,
    shares_word,
)
from rightsgraph.extraction.surface import Surface

SIGNATORIES = "signatories"
_HEADS = (
    "special rapporteur", "independent expert", "working group", "special representative",
    "special envoy", "special adviser", "high commissioner", "secretary-general",
    "commission of inquiry",
    "fact-finding mission", "commission", "committee", "council", "assembly", "court", "mission",
    "office", "tribunal", "subcommittee", "panel", "group", "organization", "agency", "fund",
)  # fmt: skip
_SHORT = re.compile(
    r"(?:[Tt]he |[Tt]his |[Ii]ts |UN |United Nations |same |said |former |[Tt]hat ){0,4}"
    r"(?P<head>[Ss]pecial [Rr]apporteurs?|Rapporteur|[Ii]ndependent [Ee]xpert|Expert|"
    r"[Ww]orking [Gg]roup|[Ss]pecial [Rr]epresentative|[Ss]pecial [Ee]nvoy|"
    r"Special Adviser|[Hh]igh [Cc]ommissioner|[Ss]ecretary-[Gg]eneral|Commission of [Ii]nquiry|"
    r"[Ff]act-[Ff]inding [Mm]ission|[Cc]ommission|[Cc]ommittee|[Cc]ouncil|[Aa]ssembly|[Cc]ourt|"
    r"Mission|"
    r"Office|Subcommittee|Panel|Tribunal|Organization|Agency)(?=['\s,.;:)]|$)"
)
_WE = re.compile(
    r"(?:We|we|I|our organi[sz]ations?|Our organi[sz]ations?|[Tt]he undersigned(?: [\w-]+){0,4}?|"
    r"[Tt]he (?:undersigning|signatory|signatories)(?: [\w-]+){0,3}?)(?=[ ,])"
)
_ARTICLES = re.compile(
    r"(?:the |The |UN |United Nations |its |both |all |new |next |current |incoming )*"
)
_OF_IT = re.compile(r" (?:[Mm]embers?|[Mm]ember [Ss]tates|countries|leaders|[Gg]overnments)\b")
_GOVERNMENT = re.compile(
    r"(?:(?:[Tt]he |[Yy]our |[Hh]is |[Hh]er |all |its |that |this )?(?:Excellency's )?"
    r"(?P<government>[Gg]overnments?|[Aa]uthorit(?:y|ies)|State part(?:y|ies)|[Dd]elegation))"
    r"(?P<of> of (?:His|Her|Your|his|her|your) Excellency)?(?=['\s,.;:)]|$)"
)
_WE_ASK = re.compile(
    r"\b[Tt]he undersigned\b|"
    r"\b[Ww]e,? (?:[\w -]{0,40},? )?(?:urge|call|demand|ask|request|recommend)\b"
)
# A place that the table of States does not know.
_OF_NAME = re.compile(r" of (?:the )?[A-Z][\w'-]+(?: (?:and |of )?[A-Z][\w'-]+){0,3}")
_OWNER = re.compile(r"(?:\b(?:The|This|In|On) )?(?P<name>(?:[A-Z][\w-]*(?:'s)? ){1,8})$")
_NO_OWNER = frozenset(
    ["The", "This", "That", "Its", "UN", "United", "In", "On", "As", "And", "But"]
)
# "JS1 called on", "AI recommended": an organisation named only by its letters.
_ACRONYM_SUBJECT = re.compile(
    r"(?:^|[.;,(] ?|\band |\bthe )(?P<name>[A-Z][A-Za-z-]{0,12}[A-Z\d][A-Za-z\d]{0,6})"
    r"(?: (?:also|further|therefore|again|thus|and JS\d+|had|has))*\s*$"
)
_ADVOCACY = frozenset(
    [
        "letter", "joint-letter", "statement", "joint-statement", "oral-statement",
        "press-release", "ngo-report", "stakeholder-submission", "written-statement",
    ]
)  # fmt: skip
# Documents about one State: what they ask of nobody by name is asked of it.
_OF_ONE_STATE = frozenset({"compilation", "concluding-observations"})
_REVIEW = re.compile(r"\bUniversal\s+Periodic(?:\s+Review)?\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _heads_in(names: str) -> tuple[str, ...]:
    """The head nouns in names in small letters; a text repeats its names."""
    return tuple(head for head in _HEADS if re.search(rf"\b{head}\b", names))


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who speaks or is asked.

    Attributes:
        name: The fullest name known.
        start: First character of the words that name it here.
        end: The character after the last.
        individual: Whether "he" or "she" can mean it later.
    """

    name: str
    start: int
    end: int
    individual: bool = False


class Cast:
    """The actors of a document and what their short names mean at a place."""

    def __init__(self, surface: Surface, mentions: tuple[Mention, ...], metadata: Metadata) -> None:
        self.surface, self.flat, self.metadata = surface, surface.flat, metadata
        self.mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._by_head: dict[str, list[Mention]] = {}
        for mention in mentions:
            for head in self._heads(mention):
                self._by_head.setdefault(head, []).append(mention)
        self.state_name = self._state_name(metadata.state)
        self.advocacy = metadata.kind in _ADVOCACY or bool(
            metadata.kind == "other-document" and _WE_ASK.search(self.flat)
        )
        self._author = body_of(metadata.symbols[0]) if metadata.symbols else None
        self.own_mandate = own_mandate(surface)
        self._author = self._author or self.own_mandate
        self.issuer = ISSUERS.get(metadata.issuer or "") if metadata.kind == "resolution" else None

    @staticmethod
    def _state_name(code: str | None) -> str | None:
        entry = states().by_id.get(code) if code else None
        return entry.name if entry else None

    @staticmethod
    def _heads(mention: Mention) -> tuple[str, ...]:
        if mention.kind in (EntryKind.GROUP, EntryKind.STATE):
            return ()
        return _heads_in(f"{mention.name} {mention.entry.name if mention.entry else ''}".lower())

    @property
    def reviewed(self) -> str | None:
        """The one State that the document examines: a State party, or the State under review."""
        if not self.state_name:
            return None
        if self.metadata.kind == "concluding-observations":
            return f"State party of {self.state_name}"
        review = self.metadata.kind == "report" and _REVIEW.search(self.metadata.title or "")
        return self.state_name if review or self.metadata.kind in _OF_ONE_STATE else None

    @property
    def self_name(self) -> str | None:
        """Whom "we" means, or who speaks where nobody is named."""
        if self.issuer:
            return self.issuer
        if self.metadata.kind == "communication":
            return "special procedures"
        return SIGNATORIES if self.advocacy else self._author

    def mentions_between(self, start: int, end: int) -> tuple[Mention, ...]:
        """The full names between two offsets."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def states_between(self, start: int, end: int) -> Iterator[str]:
        """The States named between two offsets, in reading order."""
        for found in states().find(self.flat, start, end):
            if found.entry.kind is EntryKind.STATE:
                yield found.entry.name

    def mention_covering(self, offset: int) -> Mention | None:
        """The full name that an offset lies in."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.mentions[index].end:
            return self.mentions[index]
        return None

    @staticmethod
    def full_name(mention: Mention) -> str:
        """The preferred name of a mention, with its abbreviation where the text gives only that."""
        if mention.entry is None or mention.kind is EntryKind.GROUP:
            return mention.name
        entry = mention.entry
        if mention.name in entry.abbreviations or (
            # "G20" is another name, "UN" before a name is no more than a word of it.
            mention.name in entry.aliases and not shares_word(mention.name, entry.name)
        ):
            return f"{entry.name} ({mention.name})"
        return entry.name

    def meant_by(self, head: str, at: int) -> str | None:
        """The full name that a head noun means at a place."""
        key = head.lower().rstrip("s")
        key = {"rapporteur": "special rapporteur", "expert": "independent expert"}.get(key, key)
        if key == "court" and (court := court_before(self.surface, at)):
            mention = self.mention_covering(court.start())
            return self.full_name(mention) if mention else court.group()
        found = [m for m in self._by_head.get(key, []) if m.name.lower() != key]
        if not found:
            return None
        before = [m for m in found if m.end <= at]
        if key in ("council", "assembly") and self.issuer and key in self.issuer.lower():
            return self.issuer
        un = [m for m in before if m.kind in (EntryKind.UN_BODY, EntryKind.MANDATE)]
        chosen = (un or before or found)[-1 if before else 0]
        return self.full_name(chosen)

    def individual_before(self, at: int) -> str | None:
        """The last person or office before a place that "he" or "she" can mean."""
        for mention in reversed(self.mentions_between(max(0, at - 1500), at)):
            if is_individual(mention.name):
                return self.full_name(mention)
        return None

    def actor_at(self, at: int, stop: int) -> Actor | None:
        """The actor whose name begins at a place, with or without "the"."""
        flat = self.flat
        skip = _ARTICLES.match(flat, at, stop)
        first = skip.end() if skip else at
        government = self._government(at, stop)
        if government:
            return government
        mention = self.mention_covering(first) or self.mention_covering(at)
        if mention is None and flat.startswith("the UN ", at):
            # "the UN and the Council": the Organization itself, not a body of it.
            mention = self.mention_covering(at + 4)
        if mention and mention.start <= first and mention.end <= stop + 1:
            of_it = _OF_IT.match(flat, mention.end, stop)
            if of_it and mention.kind is EntryKind.ORGANISATION:
                # "G20 members": they are asked, not what they are members of.
                return Actor(self.full_name(mention) + of_it.group(), at, of_it.end())
            return Actor(self.full_name(mention), at, mention.end, is_individual(mention.name))
        return self._state(at, stop) or self._short(at, stop)

    def _short(self, at: int, stop: int) -> Actor | None:
        match = _SHORT.match(self.flat, at, stop)
        if not match:
            return None
        name = self.meant_by(match["head"], at)
        return Actor(name or match["head"], at, match.end(), is_individual(match["head"]))

    def _government(self, at: int, stop: int) -> Actor | None:
        match = _GOVERNMENT.match(self.flat, at, stop)
        if not match:
            return None
        words = match["government"]
        own = re.compile(r" of (?:the )?").match(self.flat, match.end(), stop)
        named = (
            next(states().find(self.flat, own.end(), stop), None)
            if own and not match["of"]
            else None
        )
        if named and own and named.start <= own.end() + 4:
            end = named.end
            more = re.compile(r"(?:, | and )(?:the )?").match(self.flat, end, stop)
            while more:
                other = next(states().find(self.flat, more.end(), min(stop, more.end() + 60)), None)
                if not other or other.start != more.end() or words.lower().startswith("state p"):
                    break
                end = other.end
                more = re.compile(r"(?:, | and )(?:the )?").match(self.flat, end, stop)
            name = self.surface.words(match.start("government"), end)
            return Actor(capital(name), at, end)
        fictional = _OF_NAME.match(self.flat, match.end(), stop) if not match["of"] else None
        if fictional and not words.lower().startswith("state p"):
            name = self.surface.words(match.start("government"), fictional.end())
            return Actor(capital(name), at, fictional.end())
        state = self.state_near(at)
        label = "State party" if words.lower().startswith("state party") else capital(words)
        if state and not words.lower().startswith(("state parties", "governments")):
            return Actor(f"{label} of {state}", at, match.end())
        return Actor(label, at, match.end())

    def _state(self, at: int, stop: int) -> Actor | None:
        skip = re.compile(r"(?:the |The )?").match(self.flat, at, stop)
        first = skip.end() if skip else at
        found = next(states().find(self.flat, first, min(stop, first + 90)), None)
        if found and found.start == first and found.entry.kind is EntryKind.STATE:
            return Actor(found.entry.name, at, found.end)
        return None

    def state_near(self, at: int) -> str | None:
        """The State that "the Government" means: of the document, else the last one named."""
        if self.state_name:
            return self.state_name
        block = self.surface.block_at(at)
        if block is None:
            return None
        named = [
            m for m in states().find(self.flat, block.start, at) if m.entry.kind is EntryKind.STATE
        ]
        return states().by_id[named[-1].entry.id].name if named else None

    def subject_before(self, at: int, start: int) -> Actor | None:
        """The actor that is the subject of a verb at a place, looked for back to an offset."""
        flat = self.flat
        window = flat[start:at]
        we = [
            m
            for m in _WE.finditer(window)
            if not re.search(r"[.;] ", window[m.end() :])
            # "We rely on them," the expert said: who says "we" is quoted.
            and not (window.count('"', 0, m.start()) % 2 and '"' in window[m.end() :])
        ]
        relative = re.search(
            r",? (?:which|who|that)(?: (?:also|has|had|have|recently|then|further|further))? $",
            window,
        )
        found = [
            m for m in self.mentions_between(start, at)
            if m.end <= at and not is_possessive(flat, m.end) and m.kind is not EntryKind.GROUP
            and not (m.entry and m.entry.id == "united-nations")
            and (not is_object(flat, start, m.start)
                 or (relative and m.end == start + relative.start()))
        ]  # fmt: skip
        candidates: list[tuple[int, Actor]] = []
        if we:
            at_we = start + we[-1].start()
            candidates.append(
                (at_we, Actor(self.self_name or SIGNATORIES, at_we, start + we[-1].end()))
            )
        if found:
            last = found[-1]
            first = last
            # "The X and the Y recommended": both ask.
            for earlier in reversed(found[:-1]):
                gap = flat[earlier.end : first.start]
                if re.fullmatch(
                    r",?(?: and)?(?: (?:in|at) \d{4},?)? (?:the )?(?:UN |United Nations )?", gap
                ):
                    first = earlier
                else:
                    break
            names = [self.full_name(m) for m in found if m.start >= first.start]
            candidates.append(
                (
                    last.start,
                    Actor("; ".join(names), first.start, last.end, is_individual(last.name)),
                )
            )
        for short in _SHORT.finditer(window):
            offset = start + short.start()
            if short.start("head") and window[short.start("head") - 1] not in " '\"(":
                continue
            if self.mention_covering(start + short.start("head")) or is_possessive(
                window, short.end()
            ):
                continue
            if is_object(flat, start, start + short.start("head")):
                continue
            owner = _OWNER.search(window[: short.start("head")])
            if owner and owner["name"].split()[0] not in _NO_OWNER:
                # "the Ombudsman's Office": a name of its own, not the office named before.
                name: str | None = owner["name"] + short["head"]
            else:
                name = self.meant_by(short["head"], offset)
            candidates.append(
                (
                    offset,
                    Actor(
                        name or short["head"],
                        offset,
                        start + short.end(),
                        is_individual(short["head"]),
                    ),
                )
            )
        acronym = _ACRONYM_SUBJECT.search(window)
        if acronym and self.mention_covering(start + acronym.start("name")) is None:
            offset = start + acronym.start("name")
            candidates.append((offset, Actor(acronym["name"], offset, start + acronym.end("name"))))
        for government in _GOVERNMENT.finditer(window):
            offset = start + government.start()
            actor = self._government(offset, at)
            if actor and not is_object(flat, start, offset):
                candidates.append((offset, actor))
        for state in states().find(flat, start, at):
            subject = state.entry.kind is EntryKind.STATE and not is_object(
                flat, start, state.start
            )
            if subject and self.mention_covering(state.start) is None:
                candidates.append((state.start, Actor(state.entry.name, state.start, state.end)))
        return max(candidates, key=lambda c: c[0])[1] if candidates else None

    def in_title(self, words: str) -> str | None:
        """The author whom the title of a work names: "Report of the Special Rapporteur on ..."."""
        found = [
            m
            for m in actors().find(words)
            if m.entry.kind not in (EntryKind.GROUP,) and m.entry.id != "united-nations"
        ]
        if found:
            return found[0].entry.name
        match = re.search(
            r"Special Rapporteur|Secretary-General|Commission of Inquiry|Working Group", words
        )
        return self.meant_by(match.group(), len(self.flat)) if match else None
