"""One sentence that asks: its clauses, who asks whom, for what."""

from __future__ import annotations

import re
from bisect import bisect_left

from rightsgraph.extraction.addressees import Addressee, asked_after, asked_before
from rightsgraph.extraction.asks import Form, Trigger, find_triggers, shorten
from rightsgraph.extraction.asks_quoted import is_in_quotes, is_said_whole
from rightsgraph.extraction.cast import Cast
from rightsgraph.extraction.concepts import actions, violations
from rightsgraph.extraction.names_of_speakers import REPORTING
from rightsgraph.extraction.pleadings import can_be_asked, decides, is_pleading
from rightsgraph.extraction.results import Citation, Recommendation
from rightsgraph.extraction.surface import Span, Surface
from rightsgraph.reading import Block

LONGEST = 1500
_JOINT = re.compile(r"[;, ]*(?:and )?")
_DEADLINE = re.compile(
    r"\b(?:before the end of (?:the|this) (?:year|session|month)|by (?:the end of )?(?:\d{1,2} "
    r")?(?:January|February|"
    r"March|April|May|June|July|August|September|October|November|December) ?(?:\d{1,2},? "
    r")?(?:\d{4})?|by (?:19|20)\d\d|"
    r"within (?:\d{1,3}|one|two|three|six|twelve|ninety|sixty|thirty) (?:days?|months?|weeks?|"
    r"years?)|"
    r"at its [a-z-]{4,16}(?:-[a-z]+)? (?:regular )?session|this year|as soon as possible|without "
    r"(?:further )?delay|"
    r"immediately)\b"
)
_NOTED_NOT_ASKED = re.compile(
    r"\b(?:pursuant to|in response to|in accordance with|following|further to|as requested|in "
    r"line with|at the|"
    r"upon)(?: [\w-]+){0,4} $"
)
_NEEDS_ADDRESSEE = re.compile(r"invit|ask|request|press|encourag", re.IGNORECASE)
_CONDITION = re.compile(
    r"\W*(?:If|When|Where|Whether|Under (?:articles?|sections?|rules?|the (?:law|terms))|"
    r"According to (?:articles?|sections?|the law)|Before considering)\b"
)
_LAW_SAYS = re.compile(
    r"\b(?:[Ll]aws?|[Aa]rticles?|[Ss]ections?|[Aa]ct|[Cc]ode|[Cc]onstitution|[Dd]ecree|[Rr]ules?|"
    r"[Rr]egulations?)\b(?:(?!, the [A-Z])[^.;]){0,60}?"
    r"\b(?:provide|state|stipulate|require|read|prescribe)[sd]?\b"
)
_PROVIDES = re.compile(r"\b(?:provid|stipulat|prescrib|stat)(?:es|ed|ing) that\b")
# Bodies that decide about a case must do much that nobody recommends.
_DECIDES = re.compile(
    r"\b(?:Committee|[Cc]ourts?|Tribunal|[Jj]udges?|[Pp]rosecutors?)\b(?!.*State)"
)
_PASSIVE_AFTER = re.compile(
    r" (?:also |not |therefore |urgently |immediately |either ){0,2}be(?:en)? "
    r"(?:\w+ ){0,2}?\w+ed\b|"
    r" (?:also )?be (?:\w+ly )?(?:held|brought|put|given|made|taken|done|allowed|sought|set|kept)\b"
)
_ASKED = re.compile(r"\b(?:encouraged|invited|urged|requested|asked|prepared|committed)\b")
_STOP_AFTER = re.compile(r" (?:also |not )?(?:be|stop|end|cease)\b")
_AGENT = re.compile(r"\bby (?=the |[A-Z]|all |its )")
_HOPED = re.compile(r"\s*(?P<who>[^.;,]{3,80}?) (?:can|will|would|could) ")
_LETTERS = frozenset({"letter", "joint-letter", "communication"})
_THE_STATE = frozenset({"country", "the country", "State", "State under review", "State Party"})
_NAMED_ACTOR = re.compile(r"overnment|\b(?:Council|Committee|Commission|States|Assembly|you)\b")
_SAME = re.compile(r" (?:it|them)(?= to [a-z])")
_TO_BE_TOLD = re.compile(
    r" (?:further |additional |more |updated |detailed |specific |relevant )*(?:information|"
    r"clarifications?|data|details|statistics)\b"
)
_SAME_SHOULD = re.compile(
    r"\W*(?:(?:Furthermore|Moreover|In addition|In particular|Additionally|To that end|In that "
    r"regard|In this regard|In that connection|In this connection),? )?(?:[Ii]t|[Tt]hey) "
    r"(?:should|(?:is|are) (?:also |further |furthermore |"
    r"strongly )*(?:encouraged|invited|urged|requested)) "
)
_NOBODY = re.compile(r"(?:\b[Nn]o one|\b[Nn]obody|\b[Nn]othing|\bwho|\bwhich|\bwhat) $")


class ClauseReader:
    """Reads sentences into recommendations."""

    def __init__(self, surface: Surface, cast: Cast, citations: tuple[Citation, ...]) -> None:
        self.surface, self.flat, self.cast = surface, surface.flat, cast
        self.decides = decides(cast.metadata.kind)
        self._by_note: dict[str, list[int]] = {}
        for index, citation in enumerate(citations):
            if citation.note is not None:
                self._by_note.setdefault(citation.note, []).append(index)
        self._in_text = [(c.start, i) for i, c in enumerate(citations) if c.note is None]
        self._markers = [(m.start, m.label.strip("[]()^.: ")) for m in surface.document.markers]

    def of_sentence(
        self, sentence: Span, block: Block, earlier: Recommendation | None = None
    ) -> list[Recommendation]:
        """The asks of a sentence, one for each clause that asks.

        Args:
            sentence: The sentence.
            block: The block that it stands in.
            earlier: The ask before it in the block, whose addressee "It should also" means.
        """
        triggers = find_triggers(self.flat, sentence.start, sentence.end, obligations=True)
        if triggers and self.decides and is_pleading(self.flat[sentence.start : sentence.end]):
            return []
        again = self._again(sentence, earlier, triggers)
        if again:
            return [again]
        strong = [t for t in triggers if t.form is not Form.OBLIGATION]
        chosen = [t for t in strong if not self._is_only_mentioned(t, sentence)]
        if not chosen:
            chosen = [t for t in triggers if t.form is Form.OBLIGATION and not strong]
            chosen = [t for t in chosen if self._obliges(t, sentence)][:1]
        clauses = self._clauses(chosen, sentence)
        found: list[Recommendation] = []
        for trigger, first, last in clauses:
            recommendation = self._clause(
                trigger, first, last, sentence, block, found[-1] if found else None
            )
            if recommendation and (not self.decides or can_be_asked(recommendation.addressee)):
                found.append(recommendation)
        return found

    def _again(
        self, sentence: Span, earlier: Recommendation | None, triggers: list[Trigger]
    ) -> Recommendation | None:
        """A further ask of the same addressee: "It should also ensure that"."""
        opens = _SAME_SHOULD.match(self.flat, sentence.start, sentence.end)
        if not opens or not triggers or earlier is None or not earlier.addressee:
            return None
        if triggers[0].start > opens.end():
            return None
        return self.build(
            sentence.start, sentence.end, earlier.by, earlier.addressee, triggers[0].rest,
            "recommendation.obligation", 0.7, reported=earlier.reported,
        )  # fmt: skip

    def _is_only_mentioned(self, trigger: Trigger, sentence: Span) -> bool:
        before = self.flat[max(sentence.start, trigger.start - 60) : trigger.start]
        if trigger.form is Form.VERB and is_in_quotes(self.surface, trigger.start, sentence):
            return not is_said_whole(self.flat, trigger.start, sentence)
        return bool(_NOTED_NOT_ASKED.search(before))

    def _clauses(self, triggers: list[Trigger], sentence: Span) -> list[tuple[Trigger, int, int]]:
        """A sentence cut before each further ask that an "and" or a comma joins to the first."""
        cuts: list[tuple[Trigger, int]] = []
        for trigger in triggers:
            if not cuts:
                cuts.append((trigger, sentence.start))
                continue
            before = self.flat[cuts[-1][0].end : trigger.start]
            joint = re.search(r"(?:[;,]| and) ?(?:and )?(?:[\w'-]+ ){0,6}$", before[-90:])
            if cuts[-1][0].form is Form.POLITE is trigger.form:
                # "Please say whether ..., and if so, please give the dates": one question.
                continue
            if joint and len(before) > 25:
                at = trigger.start - len(before[-90:]) + joint.start()
                lead = _JOINT.match(self.flat, at, trigger.start)
                cuts.append((trigger, lead.end() if lead else at))
        found = []
        for index, (trigger, first) in enumerate(cuts):
            last = cuts[index + 1][1] if index + 1 < len(cuts) else sentence.end
            found.append((trigger, first, last))
        return found

    def _obliges(self, trigger: Trigger, sentence: Span) -> bool:
        """Whether "should" or "must" asks: its subject, or the agent after "by", is an actor."""
        flat = self.flat
        if not self.cast.advocacy and self._states_the_law(trigger, sentence):
            return False
        if trigger.word == "shall" and _PROVIDES.search(flat, sentence.start, trigger.start):
            return False
        addressee = asked_before(self.cast, trigger, sentence.start)
        if addressee:
            return self.cast.advocacy or not _DECIDES.search(addressee.name)
        if _NOBODY.search(flat, max(sentence.start, trigger.start - 12), trigger.start):
            return False
        passive = _PASSIVE_AFTER.match(flat, trigger.end, sentence.end)
        if passive and self._agent(trigger, sentence.end):
            return True
        stop = _STOP_AFTER.match(flat, trigger.end, sentence.end)
        return self.cast.advocacy and bool(passive or stop)

    def _undergoes(self, trigger: Trigger, last: int) -> bool:
        """Whether the subject of "should" is one to whom something is done, by others."""
        passive = _PASSIVE_AFTER.match(self.flat, trigger.end, last)
        return passive is not None and not _ASKED.search(passive.group())

    def _states_the_law(self, trigger: Trigger, sentence: Span) -> bool:
        """Whether "must" only says what a law provides, or what follows if something happens."""
        words = self.flat[sentence.start : trigger.start]
        bound = trigger.word.lower().startswith("is ")
        return not bound and bool(_CONDITION.match(words) or _LAW_SAYS.search(words[-800:]))

    def _clause(
        self,
        trigger: Trigger,
        first: int,
        last: int,
        sentence: Span,
        block: Block,
        before: Recommendation | None,
    ) -> Recommendation | None:
        addressee: Addressee | None
        by, rule, confidence = self.cast.self_name, f"recommendation.{trigger.form.value}", 0.8
        reported = False
        if trigger.form is Form.VERB:
            addressee = asked_after(self.cast, trigger, last)
            subject = self.cast.subject_before(trigger.start, first)
            same = _SAME.match(self.flat, trigger.rest, last) if subject is None else None
            if same and before and before.addressee:
                # "The Committee encourages the State party to ..., and invites it to ...".
                return self.build(
                    first, last, before.by, before.addressee, same.end(), rule, confidence,
                    reported=before.reported,
                )  # fmt: skip
            if subject is None and first > sentence.start:
                subject = self.cast.subject_before(first, sentence.start)
            if trigger.word.startswith("demands") and subject is None:
                # "The framework demands cooperation": nobody asks.
                return None
            if addressee and addressee.name.lower() in ("him", "her", "them", "me", "us", "it"):
                return None
            if subject and subject.name.lower().startswith(("state party", "author", "court")):
                # What a party to a case or a court asks is procedure, no recommendation.
                return None
            if subject:
                by, reported = subject.name, subject.name != self.cast.self_name
            elif not re.search(r"\b(?:we|I)\b", self.flat[sentence.start : trigger.start], re.I):
                by = self._earlier_subject(sentence, block) or by
                reported = by != self.cast.self_name
                confidence = 0.65
            if addressee is None and _NEEDS_ADDRESSEE.match(trigger.word):
                if not by or "Committee" not in by or not self._asks_to_be_told(trigger):
                    return None
                addressee = self._state_party()
            addressee = addressee or self._implied(by, sentence)
        elif trigger.form in (Form.PASSIVE, Form.OBLIGATION):
            addressee = asked_before(self.cast, trigger, first) or self._agent(trigger, last)
            if trigger.form is Form.OBLIGATION and self._undergoes(trigger, last):
                # "The Office should be granted powers": it is not the Office that has to act.
                state = self.cast.reviewed
                given = Addressee(state, trigger.end, trigger.rest) if state else None
                addressee = self._agent(trigger, last) or given or addressee
            if trigger.form is Form.PASSIVE and self.flat.startswith(" that", trigger.end):
                addressee = asked_after(self.cast, trigger, last) or addressee
                by = None
            by, reported = self._reporter(trigger, sentence, by)
            confidence = 0.7
        elif trigger.form is Form.POLITE:
            addressee = asked_after(self.cast, trigger, last) or self._addressed()
            if trigger.word.startswith("hope"):
                addressee = self._hoped(trigger, last) or addressee
            elif trigger.word.lower().startswith("wish"):
                subject = self.cast.subject_before(trigger.start, first)
                by = subject.name if subject else by
            elif trigger.word.lower().startswith(
                (
                    "please",
                    "we would",
                    "i would like you",
                    "we hope",
                    "we trust",
                    "we should",
                    "we seek",
                    "we therefore",
                )
            ):
                named = addressee if addressee and _NAMED_ACTOR.search(addressee.name) else None
                addressee = named or self._addressed()
        else:
            by, reported = self._reporter(trigger, sentence, by)
            addressee = asked_after(self.cast, trigger, last)
            if addressee is None and self.cast.reviewed:
                addressee = self._implied(by, sentence)
            if addressee is None and not self.cast.advocacy:
                return None
            if addressee and "incumbent" in trigger.word and "court" in addressee.name:
                # "It is incumbent on the courts to weigh the evidence": that states the law.
                return None
        if addressee and addressee.name in _THE_STATE and self.cast.state_name:
            state = self.cast.reviewed or self.cast.state_name
            addressee = Addressee(state, addressee.end, addressee.rest)
        if addressee and addressee.name == "you" and self.cast.metadata.kind in _LETTERS:
            addressee = self._addressed() or addressee
        if last - first > LONGEST:
            last = first + LONGEST
        rest = (addressee.rest if addressee else 0) or trigger.rest
        return self.build(
            first,
            last,
            by,
            addressee.name if addressee else None,
            rest,
            rule,
            confidence,
            reported=reported,
        )

    def _hoped(self, trigger: Trigger, last: int) -> Addressee | None:
        """The subject of what is hoped: "hope readers can join us"."""
        words = _HOPED.match(self.flat, trigger.end, last)
        return Addressee(words["who"], words.end(), words.end()) if words else None

    def _implied(self, by: str | None, sentence: Span) -> Addressee | None:
        """Who is asked where nobody is named: the one addressed, or the State party of a case."""
        words = self.flat[sentence.start : sentence.end]
        if by == self.cast.self_name and self.cast.metadata.kind in _LETTERS:
            return self._addressed()
        if by and self.cast.reviewed:
            return Addressee(self.cast.reviewed, 0, 0)
        if by and "Committee" in by and "State party" in words:
            return self._state_party()
        return None

    def _state_party(self) -> Addressee:
        state = self.cast.state_name
        return Addressee(f"State party of {state}" if state else "State party", 0, 0)

    def _asks_to_be_told(self, trigger: Trigger) -> bool:
        """Whether a committee asks for information, which the State party has to give."""
        return _TO_BE_TOLD.match(self.flat, trigger.end) is not None

    def _addressed(self) -> Addressee | None:
        """The one whom the letter addresses."""
        if self.cast.state_name:
            return Addressee(f"Government of {self.cast.state_name}", 0, 0)
        if self.cast.metadata.addressee:
            return Addressee(self.cast.metadata.addressee, 0, 0)
        return None

    def _agent(self, trigger: Trigger, last: int) -> Addressee | None:
        agent = _AGENT.search(self.flat, trigger.end, min(last, trigger.end + 160))
        if not agent:
            return None
        actor = self.cast.actor_at(agent.end(), last)
        return Addressee(actor.name, trigger.end, trigger.end) if actor else None

    def _reporter(
        self, trigger: Trigger, sentence: Span, by: str | None
    ) -> tuple[str | None, bool]:
        """Who says that somebody should: the subject of a reporting verb, else the document."""
        verbs = list(REPORTING.finditer(self.flat, sentence.start, trigger.start))
        if verbs:
            verb = verbs[-1]
            subject = self.cast.subject_before(verb.start(), sentence.start)
            if subject:
                return subject.name, subject.name != self.cast.self_name
        return by, False

    def _earlier_subject(self, sentence: Span, block: Block) -> str | None:
        words = self.flat[sentence.start : sentence.start + 14]
        if not re.match(r"\W*(?:\w+, )?(?:He|She|It|They|he|she)\b", words):
            return None
        one = re.match(r"\W*(?:\w+, )?(?:He|She|he|she)\b", words)
        for verb in reversed(list(REPORTING.finditer(self.flat, block.start, sentence.start))[-6:]):
            subject = self.cast.subject_before(verb.start(), block.start)
            if subject and (subject.individual or not one):
                return subject.name
        return self.cast.individual_before(sentence.start) if one else None

    def build(
        self, start: int, end: int, by: str | None, addressee: str | None, rest: int, rule: str,
        confidence: float, *, reported: bool,
    ) -> Recommendation:  # fmt: skip
        """The recommendation in a stretch of the text, with its concepts, deadline and proofs."""
        while end > start and self.flat[end - 1] in " ,;":
            end -= 1
        rest = min(max(rest, start), end)
        deadline = _DEADLINE.search(self.flat, start, end)
        return Recommendation(
            start=start,
            end=end,
            text=self.surface.words(start, end),
            by=by,
            addressee=addressee or self.cast.reviewed,
            action=shorten(self.surface.words(rest, end)),
            actions=actions().find(self.flat, start, end),
            violations=violations().find(self.flat, start, end),
            reported=reported,
            deadline=deadline.group() if deadline else None,
            citations=self._citations(start, end),
            rule=rule,
            confidence=confidence,
        )

    def _citations(self, start: int, end: int) -> tuple[int, ...]:
        """The citations in the words and in the notes that they call."""
        found = []
        index = bisect_left(self._in_text, (start, -1))
        while index < len(self._in_text) and self._in_text[index][0] < end:
            found.append(self._in_text[index][1])
            index += 1
        at = bisect_left(self._markers, (start, ""))
        while at < len(self._markers) and self._markers[at][0] <= end + 1:
            found += self._by_note.get(self._markers[at][1], [])
            at += 1
        return tuple(found)
