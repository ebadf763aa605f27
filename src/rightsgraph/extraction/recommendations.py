"""Recommendations: who asks whom for what, in the words of the document.

Own and reported asks in sentences, operative paragraphs of resolutions, and lists under a lead
such as "We call on the Government to:" or "The Committee recommends that the State party:".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rightsgraph.extraction.ask_clauses import LONGEST, ClauseReader
from rightsgraph.extraction.asks import BASE_VERBS, find_triggers
from rightsgraph.extraction.cast import SIGNATORIES, Cast
from rightsgraph.extraction.operative_paragraphs import operative_asks
from rightsgraph.extraction.results import Citation, Recommendation
from rightsgraph.extraction.review_recommendations import recommended_by_states
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind

_OPERATIVE = re.compile(
    r"(?:(?:Also|Further|Strongly|Again|Once again|Urgently|Reiterates and|Reaffirms and|In this "
    r"regard,|Accordingly|"
    r"Firmly|Solemnly|Earnestly|Respectfully|Specifically|Particularly|Likewise|Decides to|and|"
    r"further|also|strongly|"
    r"once again|again|specifically),? ){0,3}"
    r"(?:Calls?|Urges?|Requests?|Encourages?|Invites?|Appeals?|Demands?|Recommends?|Exhorts?|"
    r"Asks?|Reiterates|calls|"
    r"urges|requests|encourages|invites|appeals|demands|recommends|exhorts|asks|reiterates)\b"
)
_IMPERATIVE = re.compile(
    r"(?:(?:immediately|urgently|publicly|promptly|fully|effectively|unconditionally|swiftly|"
    r"actively|strongly|"
    r"in particular,|further|also) (?:and \w+ )?){0,2}(?P<verb>[A-Za-z]{3,14})\b"
)
_HEADING_ASKS = re.compile(
    r"\b(?:recommendations?|requests?|asks|calls? (?:to action|on|upon)|demands?|we call|we "
    r"urge)\b",
    re.I,
)
_HEADING_TO = re.compile(
    r"^\W*(?:[A-Za-z\d]{1,3}[.)] )?(?:Recommendations )?[Tt]o (?:the )?(?P<who>[A-Z].{2,120}?):?$"
)
# "The Guinean government to:" below "We call on:".
_ASKED_TO = re.compile(r"^\W*(?:The |the )?(?P<who>[A-Z].{2,100}?) to ?:$")
_TITLE_ASKS = re.compile(
    r"\b(?:[Uu]rges?|[Cc]alls? (?:[Oo]n|[Uu]pon)|[Aa]sks?) (?:the )?(?P<who>[A-Z][^.:;]{2,80}?) "
    r"[Tt]o (?=\w)"
)
_RECOMMENDED_TO = re.compile(r"\brecommendations? (?:be made )?to (?=[^.:;]{3,80}:\s*\Z)")
_NEXT_SENTENCE = 40  # characters: an ask that begins so far into its item is a further one
_ITEM = re.compile(r"\d{1,3}\.\d{1,3}")
_LABEL = re.compile(r"^\W*(?:\(?(?:\d{1,3}|[a-z]{1,3}|[ivx]{1,5})[.)]\s*)*")
_ASKING = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})


@dataclass(frozen=True, slots=True)
class _Lead:
    """A sentence that asks and leaves the "what" to the list after it."""

    by: str | None
    addressee: str | None
    rule: str
    label: str


class RecommendationFinder:
    """Finds the recommendations of one document."""

    def __init__(
        self,
        surface: Surface,
        cast: Cast,
        citations: tuple[Citation, ...],
    ) -> None:
        self.surface, self.flat, self.cast = surface, surface.flat, cast
        self.clauses = ClauseReader(surface, cast, citations)

    def find(self) -> tuple[Recommendation, ...]:
        """The recommendations in reading order."""
        found: list[Recommendation] = []
        lead: _Lead | None = None
        heading: _Lead | None = None
        for block in self.surface.blocks:
            reviewed = self._of_review(block)
            if reviewed:
                found += reviewed
                continue
            if block.kind in (BlockKind.HEADING, BlockKind.TITLE) or self._is_heading(block):
                heading, lead = self._heading(block, heading), None
                continue
            if block.kind not in _ASKING:
                continue
            start = self._body(block)
            if start >= block.end:
                continue
            in_list = (
                block.kind is BlockKind.LIST_ITEM
                or bool(lead and lead.label and (block.label or "").startswith(lead.label + "."))
            ) or bool(re.match(r"\W*\(?[a-z]{1,3}\)", self.flat[block.start : block.start + 8]))
            asks = self._of_block(block, start)
            if lead and (in_list or self._imperative(start)):
                if not asks or self._imperative(start):
                    own = self._item(block, start, lead)
                    asks = [*own, *(ask for ask in asks if own and ask.start >= own[-1].end)]
                elif in_list and asks[0].start > start + _NEXT_SENTENCE:
                    asks = [*self._item(block, start, lead, asks[0].start), *asks]
                found += asks
                continue
            if not in_list:
                lead = None
            if not asks and heading and self._imperative(start):
                asks = self._item(block, start, heading)
            found += asks
            lead = self._lead(block, start, asks) or (lead if in_list else None)
            if lead and asks and self._is_bare_lead(asks[-1], block):
                found.pop()
        return tuple(found)

    def _of_review(self, block: Block) -> list[Recommendation]:
        """The numbered item of a review, which names in brackets the States that ask.

        It is one wherever it stands: the lead of the list may be pages before it.
        """
        if not self.cast.reviewed or self.cast.advocacy or not _ITEM.match(block.label or ""):
            return []
        start = self._body(block)
        if start >= block.end or "(" not in self.flat[start : block.end]:
            return []
        parts = recommended_by_states(self.flat, start, block.end)
        if any(states is None for _, _, states in parts):
            return []
        lead = _Lead(None, self.cast.reviewed, "recommendation.list", "")
        return self._item(block, start, lead)

    def _body(self, block: Block) -> int:
        start = block.start if block.body is None else block.body
        label = _LABEL.match(self.flat[start : start + 24])
        return start + (label.end() if label else 0)

    def _is_heading(self, block: Block) -> bool:
        """Whether a short paragraph is a heading in all but its mark-up: "To the authorities:"."""
        if block.kind is not BlockKind.PARAGRAPH or block.end - block.start > 110:
            return False
        words = self.surface.words(block.start, block.end).strip("*_# ")
        if _ASKED_TO.match(words) and not find_triggers(words, 0, len(words), obligations=True):
            return True
        if words.endswith(":") and _HEADING_TO.match(words):
            return True
        short = len(words.split()) <= 5 and words[-1:] not in ".;"
        if not short or not _HEADING_ASKS.match(words):
            return False
        # "We urge you to:" leads the list below it; "We urge:" stands above it like a heading.
        return not (words.endswith(":") and find_triggers(words, 0, len(words), obligations=False))

    def _heading(self, block: Block, current: _Lead | None) -> _Lead | None:
        words = self.surface.words(block.start, block.end)
        to = _HEADING_TO.match(words) or _ASKED_TO.match(words)
        if to:
            return _Lead(
                self.cast.self_name, to["who"].strip(" :"), "recommendation.under-heading", ""
            )
        if _HEADING_ASKS.search(words):
            return _Lead(self.cast.self_name, None, "recommendation.under-heading", "")
        return current if current and block.level and block.level > 2 else None

    def _imperative(self, start: int) -> bool:
        match = _IMPERATIVE.match(self.flat, start)
        return bool(match and match["verb"].lower() in BASE_VERBS)

    def _lead(self, block: Block, start: int, asks: list[Recommendation]) -> _Lead | None:
        """What a block leaves to the list after it: it ends with a colon and asks."""
        words = self.flat[start : block.end].rstrip()
        if not words.endswith(":") and not re.search(
            r"\b(?:to|that|should|would|must|following)$", words
        ):
            return None
        told = _RECOMMENDED_TO.search(self.flat, max(start, block.end - 160), block.end)
        actor = self.cast.actor_at(told.end(), block.end) if told else None
        if asks and actor:
            # "We call on States to make these recommendations to its Government:".
            return _Lead(asks[-1].by, actor.name, "recommendation.list", block.label or "")
        if asks:
            last = asks[-1]
            asked = last.addressee or (self._asked_by_title() if self.cast.advocacy else None)
            return _Lead(last.by, asked, "recommendation.list", block.label or "")
        if _HEADING_ASKS.search(words[-300:]):
            # "The following recommendations will be examined by Italy": the State under review.
            return _Lead(
                self.cast.self_name,
                self.cast.reviewed or self.cast.state_name,
                "recommendation.list",
                block.label or "",
            )
        return None

    def _asked_by_title(self) -> str | None:
        """Whom the title asks: "Coalition Urges Example Parliament To Amend Its Law"."""
        asks = _TITLE_ASKS.search(self.cast.metadata.title or "")
        return asks["who"] if asks else None

    def _is_bare_lead(self, ask: Recommendation, block: Block) -> bool:
        """Whether the ask is only the lead: nothing is asked before the list begins."""
        if _RECOMMENDED_TO.search(self.flat, max(block.start, block.end - 160), block.end):
            return True
        short = 8 if ask.rule != "recommendation.polite" else 14
        return ask.end >= block.end - 2 and len(ask.action.split()) <= short

    def _item(
        self, block: Block, start: int, lead: _Lead, stop: int | None = None
    ) -> list[Recommendation]:
        """What a list item asks: its words, or those before the sentence that asks by itself."""
        end = min(stop or block.end, start + LONGEST)
        whole = start
        for sentence in self.surface.split(start, end):
            more = self._imperative(sentence.start) or find_triggers(
                self.flat, sentence.start, sentence.end, obligations=True
            )
            if whole > start and not more:
                break  # what explains the ask is no part of it
            whole = sentence.end
        return [
            self.clauses.build(
                first,
                last,
                states or lead.by,
                lead.addressee,
                first,
                lead.rule,
                0.8,
                reported=bool(states) or lead.by not in (None, SIGNATORIES),
            )
            for first, last, states in recommended_by_states(self.flat, start, whole)
        ]

    def _of_block(self, block: Block, start: int) -> list[Recommendation]:
        found: list[Recommendation] = []
        if self.cast.issuer:
            if block.label is None and not _OPERATIVE.match(self.flat, start):
                return []
            return operative_asks(self.clauses, block, start)
        for sentence in self.surface.split(start, block.end):
            earlier = found[-1] if found else None
            found += self.clauses.of_sentence(sentence, block, earlier)
        return found


def with_the_one_asked(cast: Cast, found: tuple[Recommendation, ...]) -> tuple[Recommendation, ...]:
    """What a statement asks of nobody by name, asked of the one Government that it asks.

    "We call on the Government of Examplia to ..., and call for his release": whoever can release.
    """
    asked = {ask.addressee for ask in found if ask.addressee}
    if not cast.advocacy or len(asked) != 1:
        return found
    name = asked.pop()
    if not re.search(r"[Gg]overnment|[Aa]uthorities", name):
        return found
    return tuple(
        ask if ask.addressee or ask.reported else replace(ask, addressee=name, confidence=0.5)
        for ask in found
    )


def without_doubles(found: tuple[Recommendation, ...]) -> tuple[Recommendation, ...]:
    """The recommendations, each stretch once."""
    seen: dict[tuple[int, int], Recommendation] = {}
    for recommendation in found:
        seen.setdefault((recommendation.start, recommendation.end), recommendation)
    return tuple(seen.values())
