"""Speakers named beside a verb of reporting: persons, holders of offices, roles, works."""

from __future__ import annotations

import re
from dataclasses import replace

from rightsgraph.extraction.cast import Actor, Cast
from rightsgraph.extraction.gazetteers import EntryKind
from rightsgraph.extraction.names_of_speakers import (
    REPORTING,
    ROLE,
    WORK_SAYS,
    described_at,
    full_name_at,
    holder,
    in_capitals,
    surname_in,
)
from rightsgraph.extraction.quotation_proofs import Said
from rightsgraph.extraction.surface import Surface

_LETTER_SAYS = re.compile(
    r"\b[Tt]he (?:open |joint )?letter (?:also |further |thus |then |therefore )?$"
)


_TITLED_SURNAME = re.compile(r"(?:Mr|Mrs|Ms|Mx|Dr|Prof)\.? (?P<name>[A-ZÀ-Þ][\w'-]+)")


_AUXILIARY = re.compile(
    r"(?: (?:has|had|have|also|then|later|further|recently|today|rightly|once|again))*\s*\Z"
)
# "The experts have "not yet seen" it": what they have done is said in their words.
_HAS = re.compile(r"\W*(?P<who>[^\"]{3,60}?) (?:has|have|had|is|are|was|were|will|would) ")
# "the Example Watch press release added": the words are those of Example Watch.
_ITS_WORDS = re.compile(
    r"(?:'s)? (?:press |media |news |joint )?(?:release|statement|report|letter|submission)"
    r"(?: (?:also|further))? "
)
_SHORT_SUBJECT = 80  # characters


class NamedSpeakers:
    """Tells the speaker from the words beside a verb."""

    def __init__(self, surface: Surface, cast: Cast) -> None:
        self.surface, self.cast, self.flat = surface, cast, surface.flat

    def verb_first(self, at: int, end: int, stop: int) -> Said | None:
        """The speaker after the verb: "...", said Anna Sample, director of ..."""
        words = self.flat[at:end]
        named = re.split(r",| who | which | at the | in | on | during | after ", words, maxsplit=1)[
            0
        ]
        actor = self.cast.actor_at(at, stop)
        person = full_name_at(self.flat, at, stop)
        if actor and not actor.individual:
            person_after = holder(named[actor.end - at :]) if actor.end < at + len(named) else None
            if person_after:
                return Said(person_after, "quotation.speaker-after", 0.8)
        if actor:
            return Said(actor.name, "quotation.speaker-after", 0.85)
        if person and self.cast.mention_covering(at) is None and person.end() <= end:
            office = self.mandate_of(person.end(), end)
            name = office or holder(person.group()) or person.group()
            return Said(name, "quotation.speaker-after", 0.8)
        held = holder(named)
        if held:
            return Said(held, "quotation.speaker-after", 0.75)
        role = self.role(at, stop)
        if role and role[1] >= at + len(named.rstrip()) - 1:
            return Said(role[0], "quotation.speaker-after", 0.75)
        described = described_at(self.flat, at, end)
        if described and not re.match(r"the ", described):
            return Said(described, "quotation.speaker-described", 0.7)
        if role:
            return Said(role[0], "quotation.speaker-after", 0.75)
        surname = surname_in(named)
        return Said(self.known_as(surname, at), "quotation.speaker-after", 0.7) if surname else None

    def subject_first(self, at: int, end: int, stop: int) -> Said | None:
        """The speaker before the verb: "...", Anna Sample said."""
        verb = REPORTING.search(self.flat, at, min(end, at + 100))
        if not verb:
            return None
        words = re.sub(
            r" (?:has|had|also|later|then|further|recently)$",
            "",
            self.flat[at : verb.start()].rstrip(),
        )
        actor = self.cast.actor_at(at, stop)
        held = holder(words[actor.end - at :]) if actor and not actor.individual else holder(words)
        if held:
            return Said(held, "quotation.speaker-after", 0.8)
        if actor and REPORTING.match(self.flat, actor.end + 1, stop):
            return Said(actor.name, "quotation.speaker-after", 0.85)
        if actor and _ITS_WORDS.fullmatch(self.flat, actor.end, verb.start()):
            return Said(actor.name, "quotation.speaker-after", 0.8)
        role = self.role(at, stop)
        if role and REPORTING.match(self.flat, role[1] + 1, stop):
            return Said(role[0], "quotation.speaker-after", 0.75)
        surname = surname_in(words)
        if surname:
            return Said(self.known_as(surname, at), "quotation.speaker-after", 0.7)
        described = described_at(self.flat, at, verb.start())
        if described and not described.startswith("the "):
            return Said(described, "quotation.speaker-described", 0.7)
        name = in_capitals(words)
        return Said(self.fullest(name), "quotation.speaker-after", 0.7) if name else None

    def in_full(self, said: Said, at: int) -> Said:
        """The same with the full name of one who is only titled here: "Ms. Sample"."""
        titled = _TITLED_SURNAME.fullmatch(said.name)
        return replace(said, name=self.known_as(titled["name"], at)) if titled else said

    def fullest(self, name: str) -> str:
        """The longest name of the document that begins with a name: "Example Panel of Experts"."""
        for mention in self.cast.mentions:
            if mention.name.startswith(name):
                return self.cast.full_name(mention)
        return name

    def mandate_of(self, at: int, end: int) -> str | None:
        """The UN mandate after a name: "Anna Sample, Special Rapporteur on ..."."""
        lead = re.compile(r", (?:the |UN |United Nations )*").match(self.flat, at, end)
        mention = self.cast.mention_covering(lead.end()) if lead else None
        if mention and mention.kind in (EntryKind.MANDATE, EntryKind.UN_BODY):
            # "Anna Sample, OHCHR Senior Adviser": the body has an office, and she holds it.
            office = re.match(r"(?:'s)? [A-Z]", self.flat[mention.end : mention.end + 4])
            return None if office else self.cast.full_name(mention)
        return None

    def known_as(self, surname: str, at: int) -> str:
        """The full name that the text gave a person before, of whom only the last stands here."""
        first = max(0, at - 20_000)
        pattern = re.compile(rf"(?<![\w'])[A-ZÀ-Þ][\w'-]+(?: [A-Z]\.)? {re.escape(surname)}(?!\w)")
        for match in pattern.finditer(self.flat, first, at):
            if not re.match(r"(?:Mr|Mrs|Ms|Dr|The|President|Minister)\b", match.group()):
                return match.group()
        return surname

    def role(self, at: int, stop: int) -> tuple[str, int] | None:
        """A speaker named by a role ("the experts", "the author"), and where the words end."""
        match = ROLE.match(self.flat, at, stop)
        if not match:
            return None
        return role_name(match["role"], self.cast), match.end()

    def person_for(self, actor: Actor, start: int, verb: int) -> str | None:
        """The person who speaks for an organisation: "Anna Sample, director of X, said"."""
        if actor.individual:
            return None
        after = holder(self.flat[actor.end : verb])
        if after:
            return after
        person = full_name_at(self.flat, start, actor.start)
        if person and self.flat.startswith(", ", person.end()) and holder(person.group()):
            tail = self.flat[actor.end : verb]
            inside = self.mandate_of(person.end(), actor.end) is None
            return person.group() if inside and tail.lstrip().startswith(",") else None
        return None

    def holder_before(self, verb: int, start: int, actor: Actor | None) -> str | None:
        """The person right before a verb, with an office: "As host, President Anna Sample said"."""
        words = _AUXILIARY.sub("", self.flat[max(start, verb - 120) : verb])
        held = holder(words)
        if held is None or not words.rstrip().endswith(held):
            return None
        at = max(start, verb - 120) + len(words.rstrip()) - len(held)
        near = actor is not None and (actor.individual or actor.end > at)
        # "Example Watch director Anna Sample said": the words between tell already.
        return None if near or self.cast.mention_covering(at) else held

    def stands_before(self, start: int, at: int) -> str | None:
        """The one subject of a sentence whose verb is quoted: "The experts have "not seen""."""
        if at - start > _SHORT_SUBJECT:
            return None
        found = _HAS.fullmatch(self.flat, start, at)
        role = ROLE.fullmatch(found["who"].strip()) if found else None
        return role_name(role["role"], self.cast) if role else None

    def work_before(self, verb: int, start: int) -> str | None:
        """A work as the subject of a verb: "The Northport Report concludes"."""
        found = WORK_SAYS.search(self.flat, max(start, verb - 110), verb)
        return found["name"] if found else None

    def role_beside(self, verb: int, start: int) -> str | None:
        """The role that stands right before a verb: "the experts said"."""
        words = _AUXILIARY.sub("", self.flat[max(start, verb - 60) : verb])
        found = None
        for match in ROLE.finditer(words):
            found = match
        beside = found is not None and found.end() == len(words)
        return role_name(found["role"], self.cast) if found and beside else None

    def role_before(self, verb: int, start: int) -> str | None:
        """A role as the subject of a verb: "the State party submitted"."""
        if _LETTER_SAYS.search(self.flat, max(start, verb - 40), verb):
            return "letter"
        found = None
        for match in ROLE.finditer(self.flat, max(start, verb - 70), verb):
            found = match
        if found and found["role"] == "report" and found.group().lower().startswith(("his", "her")):
            # "His report found": the words are those of the one named last.
            earlier = self.cast.individual_before(found.start())
            if earlier:
                return earlier
        if found and "." not in self.flat[found.end() : verb]:
            return role_name(found["role"], self.cast)
        return None


def role_name(role: str, cast: Cast) -> str:
    """The name of somebody known by a role in the document."""
    if role == "experts":
        return "UN experts"
    if role in ("signatories", "organizations", "organisations") and cast.self_name:
        return cast.self_name
    if role == "mandate":
        return cast.own_mandate or role
    if role == "State party" and cast.state_name:
        return f"State party of {cast.state_name}"
    return role
