"""Who said the quoted words: by the verb in the sentence, or by the work that proves them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from rightsgraph.extraction.authorship import body_of
from rightsgraph.extraction.cast import Cast
from rightsgraph.extraction.quotations import Quoted
from rightsgraph.extraction.results import Citation, Note, Quotation
from rightsgraph.extraction.surface import Span, Surface

REPORTING = re.compile(
    r"\b(?:sa(?:id|ys|ying)|state[sd]?|stating|conclude[sd]?|concluding|find(?:s|ings?)?|found|"
    r"not(?:e[sd]?|ing)|"
    r"observ(?:e[sd]?|ing)|affirm(?:s|ed|ing)|reaffirm(?:s|ed|ing)|declar(?:e[sd]?|ing)|declared|"
    r"held|holds|"
    r"describ(?:e[sd]?|ing)|characteri[sz]e[sd]?|report(?:s|ed|ing)|warn(?:s|ed|ing)|stress(?:es|"
    r"ed|ing)|"
    r"emphasi[sz](?:e[sd]?|ing)|underlin(?:e[sd]?|ing)|underscor(?:e[sd]?|ing)|highlight(?:s|ed|"
    r"ing)|"
    r"explain(?:s|ed|ing)|argue[sd]?|claim(?:s|ed)|announce[sd]?|confirm(?:s|ed|ing)|recall(?:s|"
    r"ed|ing)|"
    r"urg(?:e[sd]?|ing)|call(?:s|ed|ing) (?:up)?on|call(?:s|ed) for|recommend(?:s|ed|ing)|"
    r"request(?:s|ed|ing)|"
    r"ask(?:s|ed)|demand(?:s|ed)|encourag(?:e[sd]?|ing)|invite[sd]?|express(?:es|ed|ing)|add(?:s|"
    r"ed)|"
    r"wr(?:ote|ites?|itten)|told|tells|criticized|condemn(?:s|ed|ing)|deplore[sd]?|regret(?:s|"
    r"ted)|welcome[sd]?|"
    r"acknowledge[sd]?|recogni[sz]e[sd]?|decide[sd]?|determine[sd]?|rul(?:e[sd]|ing)|guarantees?|"
    r"provide[sd]?|"
    r"require[sd]?|reads?|indicate[sd]?|reveal(?:s|ed)|denounce[sd]?|remark(?:s|ed)|point(?:s|"
    r"ed) out|"
    r"propose[sd]?|commend(?:s|ed)|thank(?:s|ed)|inquired|reiterate[sd]?|consider(?:s|ed)|"
    r"quot(?:e[sd]|ing)|put it|defines?|defined|suggest(?:s|ed)|admit(?:s|ted)|"
    r"submit(?:s|ted)|contend(?:s|ed)|maintain(?:s|ed)|allege[sd]?|repl(?:y|ies|ied)|respond(?:s|"
    r"ed)|testif(?:y|ies|ied)|"
    r"lament(?:s|ed)|remind(?:s|ed)|insist(?:s|ed)|pledge[sd]?|committed|promise[sd]?|"
    r"believe[sd]?|commented|referred to|refers to)\b"
)
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Ii]n the (?:words|view|opinion) of|[Aa]s) (?=[A-Zt])"
)
_AFTER = re.compile(
    r"[\s,]{0,3}(?:(?P<verb>said|says|stated|wrote|warned|added|concluded|noted|explained|"
    r"declared|commented|"
    r"stressed|observed|argued|urged|insisted|replied|recalled|affirmed|told [\w ]{2,30}) "
    r"|(?:as )?(?:noted|stated|described|expressed|put|said|written|observed|reported|quoted|"
    r"found|recognized|"
    r"affirmed|emphasized|stressed|underlined|declared|explained|highlighted|held|reiterated) by )?"
)
_PRONOUN = re.compile(
    r"(?:he|she|they|it) (?=(?:also )?(?:said|says|added|stated|warned|stressed|noted|wrote|told|"
    r"urged|continued|concluded|explained))"
)
_ROLE = re.compile(
    r"(?:[Tt]he |[Tt]hese |[Tt]hose |[Aa]n? |[Hh]is |[Hh]er |UN |United Nations |[Ii]ndependent |"
    r"[Hh]uman rights )*"
    r"(?P<role>experts|[Dd]irector-[Gg]eneral|authors?|complainants?|petitioners?|State party|"
    r"counsel|organi[sz]ations|"
    r"signatories|groups|"
    r"victims?|witness(?:es)?|delegation|[Pp]resident|[Pp]rime [Mm]inister|[Mm]inister(?: of "
    r"[A-Z]\w+(?: and [A-Z]\w+)?)?|spokes(?:person|man|woman)|"
    r"court|tribunal|judges?|[Dd]irector|report|police|applicants?)\b"
    r"(?: of (?:the )?[A-Z]\w+(?: [A-Z]\w+)?)?"
)
_PERSON = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w'-]+(?: (?:[A-Z]\.|[A-ZÀ-Þ][\w'-]+|al-[A-Z]\w+|de|van|bin)){1,4})(?=,|"
    r"\s(?:said|told|stated|warned))"
)
_SECTION = re.compile(r"\b[Aa]rticles? \d|\b[Ss]ection \d")


@dataclass(frozen=True, slots=True)
class _Said:
    name: str
    rule: str
    confidence: float


class Speakers:
    """Attributes quotations to those who said the words."""

    def __init__(
        self,
        surface: Surface,
        cast: Cast,
        notes: tuple[Note, ...],
        citations: tuple[Citation, ...],
    ) -> None:
        self.surface, self.cast, self.flat = surface, cast, surface.flat
        self.citations = citations
        self.sentences = surface.sentences
        self._sentence_starts = [sentence.start for sentence in self.sentences]
        self._by_note: dict[str, list[int]] = {}
        self._placed = sorted((c.start, i) for i, c in enumerate(citations))
        self._place_starts = [start for start, _ in self._placed]
        for index, citation in enumerate(citations):
            if citation.note is not None:
                self._by_note.setdefault(citation.note, []).append(index)
        self._note_starts = [note.start for note in notes]
        self._notes = notes

    def attribute(self, quoted: list[Quoted]) -> tuple[Quotation, ...]:
        """The quotations with their speakers, and the citations that prove them."""
        found: list[Quotation] = []
        previous: Quotation | None = None
        for item in quoted:
            citation = self._citation(item)
            said = self._said(item, citation, previous)
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

    def _sentence(self, item: Quoted) -> Span:
        index = bisect_right(self._sentence_starts, item.start) - 1
        if index >= 0 and item.start <= self.sentences[index].end:
            return self.sentences[index]
        for sentence in self.surface.split(item.block.start, item.block.end):
            if sentence.start <= item.start <= sentence.end:
                return sentence
        return Span(item.block.start, item.block.end)

    def _said(self, item: Quoted, citation: int | None, previous: Quotation | None) -> _Said | None:
        sentence = self._sentence(item)
        if item.set_off:
            return self._lead_in(item) or self._of_work(citation)
        return (
            self._after(item, previous)
            or self._before(item, sentence)
            or self._of_work(citation)
            or _continued(sentence, previous)
        )

    def _after(self, item: Quoted, previous: Quotation | None) -> _Said | None:
        """The speaker after the words: "...", said the Committee."""
        flat = self.flat
        stop = min(item.block.end, item.outer_end + 130)
        match = _AFTER.match(flat, item.outer_end, stop)
        if not match or (
            item.end > item.start and flat[item.end - 1] in ".!?" and not match.group().strip(" ,")
        ):
            return None
        at = match.end()
        verb_first = bool(re.search(r"\w", match.group()))
        pronoun = _PRONOUN.match(flat, at, stop)
        if pronoun:
            earlier = self._subject_of_block(item, previous)
            return _Said(earlier, "quotation.pronoun", 0.7) if earlier else None
        actor = self.cast.actor_at(at, stop)
        role = None if actor else self._role(at, stop)
        if role and (verb_first or REPORTING.match(flat, role[1] + 1, stop)):
            return _Said(role[0], "quotation.speaker-after", 0.75)
        if actor and (verb_first or REPORTING.match(flat, actor.end + 1, stop)):
            return _Said(actor.name, "quotation.speaker-after", 0.85)
        person = _PERSON.match(flat, at, stop)
        if person and verb_first:
            return _Said(person["name"], "quotation.speaker-after", 0.75)
        return None

    def _role(self, at: int, stop: int) -> tuple[str, int] | None:
        """A speaker named by a role ("the experts", "the author"), and where the words end."""
        match = _ROLE.match(self.flat, at, stop)
        if not match:
            return None
        return _role_name(match["role"], self.cast), match.end()

    def _subject_of_block(self, item: Quoted, previous: Quotation | None) -> str | None:
        """Whom "he said" means: the last subject of a reporting verb, or the last speaker."""
        inside = self._subject_earlier(Span(item.start, item.end), item.block.start)
        if inside:
            return inside
        return previous.speaker if previous else None

    def _before(self, item: Quoted, sentence: Span) -> _Said | None:
        """The Committee found that "..."; according to the Committee, "..."."""
        flat = self.flat
        according = None
        for match in _ACCORDING.finditer(flat, sentence.start, item.start):
            according = match
        if according:
            actor = self.cast.actor_at(according.end(), item.start)
            if actor:
                return _Said(actor.name, "quotation.according-to", 0.85)
        verbs = [
            m for m in REPORTING.finditer(flat, sentence.start, item.start)
            if not _inside_quotes(flat, sentence.start, m.start())
        ]  # fmt: skip
        for verb in reversed(verbs[-4:]):
            actor = self.cast.subject_before(verb.start(), sentence.start)
            if actor and len(flat[actor.end : verb.start()]) < 140:
                return _Said(actor.name, "quotation.reporting-verb", 0.85)
            role = self._role_before(verb.start(), sentence.start)
            if role:
                return _Said(role, "quotation.reporting-verb", 0.75)
            people = list(_PERSON.finditer(flat, sentence.start, verb.end()))
            person = people[-1] if people else None
            if person and verb.start() - person.end("name") < 90:
                return _Said(person["name"], "quotation.reporting-verb", 0.7)
        if verbs and re.match(
            r"\W*(?:He|She|It|They|The)\b", flat[sentence.start : sentence.start + 12]
        ):
            earlier = self._subject_earlier(sentence, item.block.start)
            if earlier:
                return _Said(earlier, "quotation.pronoun", 0.65)
        return None

    def _role_before(self, verb: int, start: int) -> str | None:
        """A role as the subject of a verb: "the State party submitted"."""
        found = None
        for match in _ROLE.finditer(self.flat, max(start, verb - 70), verb):
            found = match
        if found and "." not in self.flat[found.end() : verb]:
            return _role_name(found["role"], self.cast)
        return None

    def _subject_earlier(self, sentence: Span, block_start: int) -> str | None:
        """The last actor that was the subject of a reporting verb before a sentence."""
        for verb in reversed(list(REPORTING.finditer(self.flat, block_start, sentence.start))[-6:]):
            actor = self.cast.subject_before(verb.start(), block_start)
            if actor:
                return actor.name
        return None

    def _lead_in(self, item: Quoted) -> _Said | None:
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
                    return _Said(actor.name, "quotation.lead-in", 0.8)
        return None

    def _of_work(self, citation: int | None) -> _Said | None:
        """The author of the cited work: named in its title, or the body of its symbol."""
        if citation is None:
            return None
        cited = self.citations[citation]
        if cited.title:
            name = self.cast.in_title(cited.title)
            if name:
                return _Said(name, "quotation.author-of-work", 0.75)
        if cited.symbol:
            name = body_of(cited.symbol)
            if name:
                return _Said(name, "quotation.body-of-symbol", 0.7)
        return None

    def _citation(self, item: Quoted) -> int | None:
        """The citation that proves the words: in the note marked after them, or beside them."""
        flat_end = min(item.block.end, item.outer_end + 220)
        for note_label in self._marked(item.outer_end, self._sentence(item).end + 3):
            found = self._by_note.get(note_label)
            if found:
                return found[0]
        index = bisect_left(self._place_starts, item.start)
        after = self._placed[index] if index < len(self._placed) else None
        if after and after[0] <= flat_end and self.citations[after[1]].end <= item.block.end:
            gap = self.flat[item.outer_end : after[0]]
            if item.outer_end <= after[0] and re.fullmatch(r"[\s.,;(\[]*(?:see |in )?", gap):
                return after[1]
        before = self._placed[index - 1] if index else None
        if before and before[0] >= item.block.start:
            return before[1]
        return None

    def _marked(self, start: int, end: int) -> list[str]:
        return [
            marker.label.strip("[]()^.: ")
            for marker in self.surface.document.markers
            if start <= marker.start <= end
        ][:1]


def _role_name(role: str, cast: Cast) -> str:
    if role == "experts":
        return "UN experts"
    if role in ("signatories", "organizations", "organisations") and cast.self_name:
        return cast.self_name
    if role == "State party" and cast.state_name:
        return f"State party of {cast.state_name}"
    return role


def _inside_quotes(flat: str, start: int, at: int) -> bool:
    return flat.count('"', start, at) % 2 == 1


def _continued(sentence: Span, previous: Quotation | None) -> _Said | None:
    """A second quotation in the same sentence has the speaker of the first."""
    if previous and previous.speaker and sentence.start <= previous.start:
        return _Said(previous.speaker, "quotation.same-sentence", 0.7)
    return None
