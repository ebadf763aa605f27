"""Who said the quoted words: by the verb in the sentence, or by the work that proves them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from rightsgraph.extraction.cast import SIGNATORIES, Cast
from rightsgraph.extraction.gazetteers import EntryKind, states
from rightsgraph.extraction.named_speakers import NamedSpeakers, role_name
from rightsgraph.extraction.names_of_speakers import (
    ACCORDING,
    AFTER,
    CLAUSE,
    EXPERTS,
    OWN_WORDS,
    OWN_WORK,
    OWNER,
    PARTY,
    PERSON,
    PRONOUN,
    REPORTING,
    SAID_BY,
    described_start,
    full_name_at,
    is_some_of,
    subject_named,
    surname_in,
)
from rightsgraph.extraction.quotation_proofs import Proofs, Said
from rightsgraph.extraction.quotations import Quoted
from rightsgraph.extraction.results import Citation, Quotation
from rightsgraph.extraction.speaker_labels import Labels
from rightsgraph.extraction.surface import Span, Surface

_PRONOUN_SUBJECT = re.compile(r"\b(?:he|she) (?:had |has |also |then )*\Z")
_HOLDS_DEAR = re.compile(r"(?:believe|re-?affirm|recall|affirm|recogni[sz]e|acknowledge|note)s?\b")
_EXPERTS = "UN experts"
_RELATIVE = 20  # characters: "the Committee, which noted" is still the Committee
_BRACKET = re.compile(r"[. ]{0,2}\((?P<who>[A-Z][^()]{2,60})\)")
_IT_SAYS = re.compile(r"\W*(?:It|This report|The report) (?:also |further )?")
_VOICE_HOLDS = 1500  # characters between quotations of one voice
_LABELLED = frozenset({"quotation.label", "quotation.label-continued"})


class Speakers:
    """Attributes quotations to those who said the words."""

    def __init__(
        self,
        surface: Surface,
        cast: Cast,
        citations: tuple[Citation, ...],
    ) -> None:
        self.surface, self.cast, self.flat = surface, cast, surface.flat
        self.named = NamedSpeakers(surface, cast)
        self.proofs = Proofs(surface, cast, citations)
        self.labels = Labels(surface)
        self.sentences = surface.sentences
        self._sentence_starts = [sentence.start for sentence in self.sentences]

    def attribute(self, quoted: list[Quoted]) -> tuple[Quotation, ...]:
        """The quotations with their speakers, and the citations that prove them."""
        found: list[Quotation] = []
        previous: Quotation | None = None
        for index, item in enumerate(quoted):
            citation = self.proofs.citation(item, self._sentence(item))
            earlier = quoted[index - 1] if index else None
            said = self._said(item, citation, previous) or self._goes_on(item, earlier, previous)
            said = self.named.in_full(said, item.start) if said else None
            quotation = Quotation(
                start=item.start,
                end=item.end,
                text=self.surface.words(item.start, item.end),
                speaker=said.name if said else None,
                citation=citation,
                block=item.set_off,
                rule=said.rule if said else "quotation.marks",
                confidence=said.confidence if said else 0.9,
            )
            found.append(quotation)
            previous = quotation
        return tuple(found)

    def _goes_on(
        self, item: Quoted, earlier: Quoted | None, previous: Quotation | None
    ) -> Said | None:
        """The speaker of the quotation before, in its paragraph or where it was not closed."""
        if earlier is None or previous is None or previous.speaker is None or item.set_off:
            return None
        if earlier.block is item.block and item.start - earlier.end < 700:
            return Said(previous.speaker, "quotation.continued", 0.6)
        below = self.labels.above(item.block) is earlier.block and self.labels.opens(item)
        if below and previous.rule in _LABELLED:
            # The speaker of a label goes on in the next paragraph of quoted words.
            return Said(previous.speaker, "quotation.label-continued", 0.65)
        if earlier.end == earlier.outer_end and item.start - earlier.end < 8:
            return Said(previous.speaker, "quotation.continued", 0.7)
        return self._opened_by_subject(item) or self._same_voice(item, previous)

    def _same_voice(self, item: Quoted, previous: Quotation) -> Said | None:
        """The last to speak, where a paragraph is quoted words and nothing else.

        So press releases go on with the words of one person.
        """
        alone = self.labels.opens(item) and not re.search(
            r"[A-Za-z]", self.flat[item.outer_end : item.block.end]
        )
        if not alone or item.block.start - previous.end > _VOICE_HOLDS:
            return None
        return Said(previous.speaker, "quotation.same-voice", 0.5) if previous.speaker else None

    def _opened_by_subject(self, item: Quoted) -> Said | None:
        """Whoever the paragraph last said to say something: its one subject of reporting."""
        subject = self._subject_earlier(Span(item.start, item.end), item.block.start)
        return Said(subject, "quotation.subject-of-paragraph", 0.5) if subject else None

    def _sentence(self, item: Quoted) -> Span:
        index = bisect_right(self._sentence_starts, item.start) - 1
        if index >= 0 and item.start <= self.sentences[index].end:
            return self.sentences[index]
        for sentence in self.surface.split(item.block.start, item.block.end):
            if sentence.start <= item.start <= sentence.end:
                return sentence
        return Span(item.block.start, item.block.end)

    def _said(self, item: Quoted, citation: int | None, previous: Quotation | None) -> Said | None:
        sentence = self._sentence(item)
        labelled = self.labels.label_of(item)
        if labelled:
            return Said(labelled, "quotation.label", 0.8)
        signed = self.labels.signed_after(item)
        if signed:
            return Said(signed, "quotation.name-after", 0.75)
        if item.set_off:
            return self._lead_in(item) or self.proofs.of_work(citation)
        state = self._state_after(item)
        if state:
            return Said(state, "quotation.state-after", 0.85)
        return (
            self._after(item, previous)
            or self._of_owner(item, sentence)
            or self.proofs.of_law_beside(item, sentence)
            or self.proofs.of_work_beside(item, sentence)
            or self.proofs.of_text_named(item, sentence)
            or self.proofs.of_principle(item, sentence)
            or self._before(item, sentence, previous)
            or self.proofs.of_law(item, sentence)
            or self.proofs.of_work(citation)
            or _continued(sentence, previous)
            or self._said_before(item)
            or (self._lead_in(item) if self._is_led(item) else None)
        )

    def _said_before(self, item: Quoted) -> Said | None:
        """Whoever the paragraph said to speak, where a mark was left out before."""
        last = None
        for match in SAID_BY.finditer(self.flat, item.block.start, item.start):
            last = match.end()
        if last is None:
            return None
        clause = CLAUSE.match(self.flat, last, item.start)
        return self.named.verb_first(last, clause.end() if clause else item.start, item.start)

    def _after(self, item: Quoted, previous: Quotation | None) -> Said | None:
        """The speaker after the words: "...", said the Committee."""
        flat = self.flat
        stop = min(item.block.end, item.outer_end + 130)
        match = AFTER.match(flat, item.outer_end, stop)
        if not match or (
            item.end > item.start and flat[item.end - 1] in ".!?" and not match.group().strip(" ,")
        ):
            return None
        at = match.end()
        verb_first = bool(re.search(r"\w", match.group()))
        pronoun = PRONOUN.match(flat, at, stop)
        if pronoun:
            earlier = self._subject_of_block(item, previous)
            return Said(earlier, "quotation.pronoun", 0.7) if earlier else None
        clause = CLAUSE.match(flat, at, stop)
        end = clause.end() if clause else stop
        return (
            self.named.verb_first(at, end, stop)
            if verb_first
            else self.named.subject_first(at, end, stop)
        )

    def _subject_of_block(self, item: Quoted, previous: Quotation | None) -> str | None:
        """Whom "he said" means: the last subject of a reporting verb, or the last speaker."""
        inside = self._subject_earlier(Span(item.start, item.end), item.block.start)
        if inside:
            return inside
        return previous.speaker if previous else None

    def _before(self, item: Quoted, sentence: Span, previous: Quotation | None) -> Said | None:
        """The Committee found that "..."; according to the Committee, "..."."""
        flat = self.flat
        according = None
        for match in ACCORDING.finditer(flat, sentence.start, item.start):
            according = match
        if according:
            actor = self.cast.actor_at(according.end(), item.start)
            bare = len(according.group()) == len("As ")
            if actor and not (bare and flat.startswith(" ", actor.end)):
                return Said(actor.name, "quotation.according-to", 0.85)
            person = full_name_at(flat, according.end(), item.start)
            if person and flat.startswith("According", according.start()):
                return Said(person.group(), "quotation.according-to", 0.7)
            if flat.startswith(("words of", "view of", "ion of"), according.end() - 9) or (
                flat.startswith((" of ", " by "), according.end() - 4)
            ):
                owner = OWNER.match(flat, according.end(), item.start)
                if owner:
                    return Said(owner["name"], "quotation.in-the-words-of", 0.7)
        verbs = [
            m for m in REPORTING.finditer(flat, sentence.start, item.start)
            if not _inside_quotes(flat, sentence.start, m.start())
        ]  # fmt: skip
        stands = self.named.stands_before(sentence.start, item.start - 1)
        if stands:
            return Said(stands, "quotation.subject-named", 0.7)
        for verb in reversed(verbs[-4:]):
            if _PRONOUN_SUBJECT.search(
                flat, max(sentence.start + 4, verb.start() - 24), verb.start()
            ):
                # "the State party submits that, in his report, he described himself as".
                party = self._person_earlier(Span(verb.start(), verb.end()), item.block.start)
                if party:
                    return Said(party, "quotation.pronoun", 0.6)
            actor = self.cast.subject_before(verb.start(), sentence.start)
            holder_said = self.named.holder_before(verb.start(), sentence.start, actor)
            if holder_said:
                return Said(holder_said, "quotation.reporting-verb", 0.8)
            nearer = self.named.role_before(verb.start(), sentence.start)
            if nearer and actor and "," in flat[actor.end : verb.start()]:
                actor = actor if nearer not in flat[actor.end : verb.start()] else None
            if actor and self._is_relative(actor.end, verb.start()):
                # "in accordance with rule 9 of its rules, which reads": the rule says so.
                return None
            law = (
                self.proofs.of_law(item, sentence) if actor and actor.name == SIGNATORIES else None
            )
            if law and _HOLDS_DEAR.match(flat, verb.start()):
                # "In the spirit of the Declaration, we believe in "the dignity of all"".
                return law
            if actor and is_some_of(actor.name, flat[sentence.start : actor.start]):
                return None
            if actor and len(flat[actor.end : verb.start()]) < 140:
                name = self.named.person_for(actor, sentence.start, verb.start()) or actor.name
                return Said(name, "quotation.reporting-verb", 0.85)
            if nearer:
                return Said(nearer, "quotation.reporting-verb", 0.75)
            work = self.named.work_before(verb.start(), sentence.start)
            if work:
                return Said(work, "quotation.work-says", 0.7)
            people = [
                person
                for person in PERSON.finditer(flat, sentence.start, verb.end())
                if self.cast.mention_covering(person.start()) is None
            ]
            person = people[-1] if people else None
            if person and verb.start() - person.end("name") < 90:
                return Said(person["name"], "quotation.reporting-verb", 0.7)
        described = described_start(flat, sentence.start, item.start)
        if verbs and described:
            return Said(described, "quotation.speaker-described", 0.7)
        if verbs:
            surname = surname_in(flat[sentence.start : verbs[0].start()][:60])
            if surname and self.named.known_as(surname, sentence.start) != surname:
                name = self.named.known_as(surname, sentence.start)
                return Said(name, "quotation.reporting-verb", 0.7)
        named = subject_named(flat[sentence.start : verbs[-1].start()]) if verbs else None
        if named:
            return Said(named, "quotation.subject-named", 0.6)
        if verbs and re.match(
            r"\W*(?:He|She|It|They|The)\b", flat[sentence.start : sentence.start + 12]
        ):
            earlier = self._subject_earlier(sentence, item.block.start)
            if re.match(r"\W*(?:He|She)\b", flat[sentence.start : sentence.start + 12]):
                earlier = self._person_earlier(sentence, item.block.start) or earlier
            if previous and previous.start >= item.block.start and not _is_plural(flat, sentence):
                earlier = previous.speaker or earlier
            if earlier is None and previous and item.block.start - previous.end < 1200:
                # "She added that": over the border of a paragraph, the last to speak.
                earlier = previous.speaker
            if earlier:
                return Said(earlier, "quotation.pronoun", 0.65)
        return None

    def _of_owner(self, item: Quoted, sentence: Span) -> Said | None:
        """The owner of the words: the Committee's findings that "..."."""
        before = self.flat[max(sentence.start, item.start - 110) : item.start - 1]
        own = OWN_WORDS.search(before)
        if not own:
            return None
        at = item.start - 1 - len(before) + own.start()
        mention = self.cast.mention_covering(at - 1)
        if mention:
            return Said(self.cast.full_name(mention), "quotation.owner", 0.75)
        for words in re.finditer(
            r"(?:[Tt]he )(?=[A-Z])", self.flat[max(sentence.start, at - 60) : at]
        ):
            actor = self.cast.actor_at(max(sentence.start, at - 60) + words.start(), at + 1)
            if actor and actor.end == at:
                return Said(actor.name, "quotation.owner", 0.75)
        return None

    def _subject_earlier(self, sentence: Span, block_start: int) -> str | None:
        """The last actor that was the subject of a reporting verb before a sentence."""
        for verb in reversed(list(REPORTING.finditer(self.flat, block_start, sentence.start))[-6:]):
            if _inside_quotes(self.flat, block_start, verb.start()):
                continue
            beside = self.named.role_beside(verb.start(), block_start)
            if beside == _EXPERTS:
                return beside
            actor = self.cast.subject_before(verb.start(), block_start)
            if actor:
                return actor.name
            owner = self._owner_of_work(block_start, verb.start())
            if owner:
                return owner
            if EXPERTS.search(self.flat, max(block_start, verb.start() - 40), verb.start()):
                return role_name("experts", self.cast)
        return None

    def _person_earlier(self, sentence: Span, block_start: int) -> str | None:
        """The party whom "he" or "she" means in a decision: the author, not the court."""
        found = None
        for match in PARTY.finditer(self.flat, block_start, sentence.start):
            found = match
        return found["role"] if found else None

    def _is_relative(self, end: int, verb: int) -> bool:
        """Whether words between an actor and a verb make something else the subject of the verb."""
        between = self.flat[end:verb]
        return between.endswith((", which ", ", which also ")) and len(between) > _RELATIVE

    def _owner_of_work(self, start: int, verb: int) -> str | None:
        """The body in whose work the verb stands: "the Committee's views, which noted"."""
        for mention in reversed(self.cast.mentions_between(start, verb)):
            after = self.flat[mention.end : verb]
            if OWN_WORK.match(after) and ". " not in after:
                return self.cast.full_name(mention)
        return None

    def _is_led(self, item: Quoted) -> bool:
        """Whether quoted words open a paragraph below one that ends with a colon."""
        above = self.labels.above(item.block) if self.labels.opens(item) else None
        return above is not None and self.flat[above.start : above.end].rstrip().endswith(":")

    def _state_after(self, item: Quoted) -> str | None:
        """The State in brackets after its words, as reports of a review print it."""
        bracket = _BRACKET.match(self.flat, item.outer_end, item.block.end)
        entry = states().lookup(bracket["who"]) if bracket else None
        return entry.name if entry and entry.kind is EntryKind.STATE else None

    def _lead_in(self, item: Quoted) -> Said | None:
        """The sentence before a block quotation: "The Committee stated:"."""
        before = list(
            self.sentences[max(0, bisect_left(self._sentence_starts, item.block.start) - 1) :][:1]
        )
        for sentence in before:
            for verb in reversed(
                list(REPORTING.finditer(self.flat, sentence.start, sentence.end))[-3:]
            ):
                actor = self.cast.subject_before(verb.start(), sentence.start)
                if actor:
                    return Said(actor.name, "quotation.lead-in", 0.8)
                if _IT_SAYS.fullmatch(self.flat, sentence.start, verb.start()):
                    # "... in the Committee's report. It affirms that:": the words of the report.
                    block = self.surface.block_at(sentence.start)
                    start = block.start if block else sentence.start
                    for mention in reversed(self.cast.mentions_between(start, sentence.start)):
                        if OWN_WORK.match(self.flat, mention.end):
                            name = self.cast.full_name(mention)
                            return Said(name, "quotation.lead-in", 0.6)
        return None


def _is_plural(flat: str, sentence: Span) -> bool:
    return bool(re.match(r"\W*(?:They|The)\b", flat[sentence.start : sentence.start + 12]))


def _inside_quotes(flat: str, start: int, at: int) -> bool:
    return flat.count('"', start, at) % 2 == 1


def _continued(sentence: Span, previous: Quotation | None) -> Said | None:
    """A second quotation in the same sentence has the speaker of the first."""
    if previous and previous.speaker and sentence.start <= previous.start:
        return Said(previous.speaker, "quotation.same-sentence", 0.7)
    return None
