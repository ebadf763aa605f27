"""Quoted words: in quotation marks of any style, nested, interrupted, or set as a block."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind

SHORTEST = 4
_QUOTED_IN = frozenset(
    {
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.BLOCK_QUOTATION,
        BlockKind.TABLE_ROW,
        BlockKind.NOTE,
    }
)
# Two single marks stand for a double one in typewritten and in typeset text.
_MARKS = re.compile("[“”„‟«»\"]|``|''|‘‘|’’")
_OPENING, _CLOSING = ("“", "„", "«", "``", "‘‘"), ("”", "»", "’’")
_STRAIGHT = ('"', "''")
_SINGLE = re.compile(r"(?:^|(?<=[\s(\[—–-]))[‘'](?=[\w\[(.…])")
_SINGLE_END = re.compile(r"[’'](?=$|[\s.,;:!?)\]”\"—–])")
_TITLE_BEFORE = re.compile(
    r"(?:\b(?:entitled|titled|headed|the (?:article|book|film|theme|song|slogan|hashtag|"
    r"topic|project|campaign|programme|report|paper|op-ed|video)|by the name|on the theme(?: "
    r"of)?|under the "
    r"(?:title|heading|theme)|agenda item \d+,?)[ ,:]*)$",
    re.IGNORECASE,
)
# "the presidential decree "On the prevention of ..."", "the campaign "Stand up for examples"".
_NAMED_BEFORE = re.compile(
    r"\b(?:[Dd]ecree|[Ll]aw|[Aa]ct|[Oo]rder|[Rr]egulations?|[Ii]nstruction|campaign|programme|"
    r"project|resource)(?: No\. ?[\w/-]+)?,? $"
)
_FORGOTTEN = re.compile(
    r"[,.!?] (?:said|says|stated|added|explained|warned) (?:[A-ZÀ-Þ][\w'’-]+ ){1,3}"
    r"[A-ZÀ-Þ][\w'’-]+,[^.!?“”\"]{3,160}\.?\Z"
)
_DECLARED_BEFORE = re.compile(
    r"[(\[](?:here(?:in)?after(?: referred to as)?|henceforth|(?:also )?known as|"
    r"referred to as)[ ,:]*(?:as )?(?:the )?$",
    re.IGNORECASE,
)
_DECLARED_AFTER = re.compile(r"(?: |, )?(?:\)|[A-Z]{1,5}/)")
_LONGEST_FORM = 9  # words of a declared short form
_AUTHOR_BEFORE = re.compile(r"(?:[A-ZÀ-Þ][\w.'-]*|al\.|\)), $")
_REFERENCE_AFTER = re.compile(
    r"^\W{0,4}(?:\(?(?:available|accessed|https?:|www\.|p\.|pp\.|para|vol\.|No\.|\d{1,2} \w+ "
    r"(?:19|20)\d\d|"
    r"\w+ (?:19|20)\d\d|(?:19|20)\d\d|\(?[A-Z][\w ]{2,30}(?:, \w+)?,? (?:19|20)\d\d|in [A-Z]|"
    r"[A-Z]{1,6}/|"
    r"ibid|forthcoming|and \"|see ))"
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quoted words, before it is known who said them.

    Attributes:
        start: First character inside the marks.
        end: The character after the last.
        block: The block that they stand in.
        set_off: Whether they are a block quotation.
        outer_end: The character after the closing mark.
    """

    start: int
    end: int
    block: Block
    outer_end: int
    set_off: bool = False


def find_quoted(surface: Surface) -> list[Quoted]:
    """The quotations of four words or more, in reading order; titles of works are left out."""
    found: list[Quoted] = []
    previous: Block | None = None
    for block in surface.blocks:
        after_gap = previous is not None and previous.kind is BlockKind.GAP
        previous = block
        if block.kind not in _QUOTED_IN:
            continue
        if block.kind is BlockKind.BLOCK_QUOTATION:
            whole = _whole(surface, block)
            if whole:
                found.append(whole)
            continue
        start = block.start if block.body is None else block.body
        pairs = _pairs(surface.text, start, block.end, after_gap=after_gap)
        found += [
            Quoted(first, last, block, outer)
            for first, last, outer in pairs
            if _is_quotation(surface, block, first, last, outer)
        ]
    return found


def _whole(surface: Surface, block: Block) -> Quoted | None:
    """A block quotation without its mark-up and without marks around it."""
    start = block.start if block.body is None else block.body
    words = surface.text[start : block.end]
    lead = len(words) - len(words.lstrip('> \n“"‘„«'))
    tail = len(words) - len(words.rstrip(' \n”"’»'))
    first, last = start + lead, block.end - tail
    if last <= first or len(words.split()) < SHORTEST:
        return None
    return Quoted(first, last, block, block.end, set_off=True)


def _pairs(text: str, start: int, end: int, *, after_gap: bool) -> list[tuple[int, int, int]]:
    """The quoted stretches of a block: (first, last, after the closing mark)."""
    pairs: list[tuple[int, int, int]] = []
    opened: list[re.Match[str]] = []
    for match in _MARKS.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        before = opened[-1].group() if opened else ""
        if mark in _CLOSING or (mark == "“" and (before == "„" or _shuts(text, at, opened))):
            if opened:
                pairs.append((opened.pop().end(), at, after))
            elif after_gap and not pairs:
                pairs.append((start, at, after))
        elif mark in _OPENING:
            opened.append(match)
        elif (before in _STRAIGHT and not _opens(text, at, start)) or (
            before in _OPENING and _closes(text, after, end)
        ):
            pairs.append((opened.pop().end(), at, after))
        elif mark == '"' or at == start or text[at - 1] in " ([\n":
            opened.append(match)
    # Words that go on in the next paragraph have no closing mark in this one.
    if opened and opened[0].start() <= start + 2:
        # "..., said Anna Sample": a mark was forgotten before the one who said it.
        first = opened[0].end()
        said = _FORGOTTEN.search(text, max(first, end - 240), end)
        last = said.start() + 1 if said else end
        pairs.append((first, last, last))
    if not pairs:
        pairs = _single_pairs(text, start, end)
    return sorted(_outermost(pairs))


def _shuts(text: str, at: int, opened: list[re.Match[str]]) -> bool:
    """Whether an opening mark closes what is open: a full stop before it, no word after it."""
    stands_open = len(opened) == 1 and opened[0].group() == "“"
    ended = text[at - 1 : at].strip() or text[at - 2 : at - 1]
    return stands_open and ended in ".,!?…" and not text[at + 1 : at + 2].strip()


def _opens(text: str, at: int, start: int) -> bool:
    """Whether a straight mark after an opening one can only open: between space and word."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1 : at + 2].replace("'", text[at + 2 : at + 3])
    return (
        before in " ([\n"
        and after.isalnum()
        and not text[at - 2 : at - 1].isalnum()
        and before != "\n"
    )


def _closes(text: str, after: int, end: int) -> bool:
    return after >= end or not text[after].isalnum()


def _single_pairs(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Stretches in single marks, in the British manner, where there are no double ones."""
    pairs: list[tuple[int, int, int]] = []
    if text.find("‘", start, end) < 0 and text.find("'", start, end) < 0:
        return pairs
    at = start
    while True:
        opening = _SINGLE.search(text, at, end)
        if not opening:
            return pairs
        best = None
        for closing in _SINGLE_END.finditer(text, opening.end(), min(end, opening.end() + 1500)):
            # "the States' duties": an apostrophe before another word closes nothing.
            if text[closing.start() - 1] == "s" and re.match(
                r" [a-z]", text[closing.end() : closing.end() + 2]
            ):
                continue
            best = closing
            break
        if best is None:
            return pairs
        pairs.append((opening.end(), best.start(), best.end()))
        at = best.end()


def _outermost(pairs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    kept: list[tuple[int, int, int]] = []
    for pair in sorted(pairs, key=lambda p: (p[0], -p[1])):
        if kept and pair[1] <= kept[-1][1]:
            continue
        kept.append(pair)
    return kept


def _is_quotation(surface: Surface, block: Block, first: int, last: int, outer: int) -> bool:
    words = surface.words(first, last)
    if len(re.findall(r"\w+", words)) < SHORTEST or len(words) > 6000:
        return False
    before = surface.flat[max(block.start, first - 60) : first - 1]
    after = surface.flat[outer : min(block.end, outer + 60)]
    if _TITLE_BEFORE.search(before) or (
        _NAMED_BEFORE.search(before) and words[0].isupper() and words[-1] not in ".!?"
    ):
        return False
    if _DECLARED_BEFORE.search(before):
        return False
    if _DECLARED_AFTER.match(after) and surface.flat[first - 2 : first - 1] == "(":
        # ("the Northport political Agreement" S/2007/144): a short form that is declared.
        return len(words.split()) > _LONGEST_FORM or words[-1] in ".!?"
    if block.kind is BlockKind.NOTE and _is_title_in_note(words, before, after):
        return False
    if words[0].isupper() and _AUTHOR_BEFORE.search(before) and _REFERENCE_AFTER.match(after):
        # "Example Trust, "What came after", 3 May 2019": a note that stands in the text.
        return False
    return not _is_title_case(words) or not re.search(
        r"\b(?:in(?: the)?|called|named|known as|the) $|, $", before
    )


def _is_title_in_note(words: str, before: str, after: str) -> bool:
    """A title in a note: after an author or at the start, before a date, page or address."""
    if not words[:1].isupper():
        return False
    if words.endswith(",") or _REFERENCE_AFTER.match(after):
        return True
    at_start = re.fullmatch(r"\W*(?:\[?\^?\d{1,4}\]?\W*)?(?:[Ss]ee(?: also)?,? )?", before)
    return (
        bool(at_start or before.endswith(", "))
        and len(words.split()) <= 25
        and words[-1] not in ".!?"
    )


def _is_title_case(words: str) -> bool:
    large = [w for w in re.findall(r"[A-Za-zÀ-ÿ][\w'-]*", words) if len(w) > 3]
    return len(large) > 2 and sum(w[0].isupper() for w in large) >= 0.85 * len(large)
