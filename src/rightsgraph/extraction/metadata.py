"""What a document says of itself: title, subject, date, place, symbols, kind, addressee."""

from __future__ import annotations

import re

from rightsgraph.extraction.document_dates import find_date_and_place
from rightsgraph.extraction.gazetteers import EntryKind, states
from rightsgraph.extraction.own_symbols import (
    find_issuer,
    find_own_symbols,
    issuer_of,
    own_numbers,
)
from rightsgraph.extraction.results import Metadata
from rightsgraph.extraction.surface import Surface
from rightsgraph.extraction.titles import COMMUNICATION, find_title, plain
from rightsgraph.reading import Block, BlockKind
from rightsgraph.symbols import Symbol

_LETTER_TO = re.compile(
    r"\b(?:[Ll]etter|[Aa]ppeal|[Pp]etition|[Ss]ubmission|[Ss]tatement) "
    r"(?:from (?:(?! to )[^:;\n]){3,80} )?(?:to|addressed to) (?:the )?"
    r"(?P<who>(?:U\.[SKN]\. )?[A-Z][^.:;\n]{3,160}?)"
    r"(?= (?:[Oo]n|[Aa]bout|[Rr]egarding|[Cc]oncerning|[Cc]alling|[Uu]rging|[Ff]rom|[Aa]head|in|In|"
    r"re|against|for)\b| to (?!the )(?=[a-z])|[.:;,]|$)"
)
_TO = re.compile(
    r"^(?:to|for the attention of|attention|attn\.?|(?:letter )?(?:addressed|sent|written) to)"
    r"\s?:?\s(?:the )?",
    re.IGNORECASE,
)
_COPIED = re.compile(r"(?:b?cc|copy|copies|c\.c\.|from)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^\s*(?:re|ref|subject|matter|object|asunto|objet|concerns?)\s?[:.]\s*", re.IGNORECASE
)
_FILE_REFERENCE = re.compile(
    r"^\W*(?:our |your |file )?ref(?:erence)?(?: no)?\b\.? ?:?(?! ?human)", re.I
)
# The same reference without the kind of letter: "CHN 4/2021" in a later letter to that State.
_EARLIER = re.compile(
    r"(?<![\w/])(?:(?:AL|UA|OL|JAL|JUA|JOL|OTH) )?(?P<state>[A-Z]{3}) \d{1,3}/\d{4}"
)
_IN_CAPACITIES = re.compile(
    r"\b[Ww]e have the honour to address (?:you|\w+ Excellency) in our capacit"
)
_YOUR_GOVERNMENT = re.compile(
    r"\b[Yy]our Excellency's [Gg]overnment|\bGovernment of (?:His|Her|Your) Ex"
)
_PRESS_DATELINE = re.compile(
    r"[A-Z][A-Z /.-]{2,40},? ?\((?:[A-Z]\w{2,12} )?\d{1,2} |[A-Z][A-Z /.-]{2,40}, [A-Z][a-z]+ "
    r"\d{1,2} ?[-(]|"
    r"[A-Z][A-Za-z .-]{2,30},? \(?\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d\)? ?- "
)
_STATE_OFFICE = re.compile(
    r"\b(?:Government|Minist(?:er|ry)|President|Prime|Embassy|Permanent (?:Mission|"
    r"Representative) (?:of|to)|Permanent Mission|Permanent Representative$|"
    r"Republic|Kingdom|King|Attorney General|Parliament|Chancellor)\b"
)
_OWN_ADDRESS = re.compile(
    r"palais des nations|1211 gen|palais wilson|CH-12\d\d|\btel(?:ephone)?\b|\bfax\b|e-?mail|"
    r"facsimile|^(?:sent )?(?:via|by) |^p\.? ?o\.? box|www\.|@",
    re.I,
)
_DEAR = re.compile(r"^(?:dear|to)\s+(?P<who>.{4,150}?)[,:]?$", re.IGNORECASE)
_TO_ALL = re.compile(r"To (?:the |all |our )?(?P<who>(?!whom\b)[A-ZÀ-Þ].{3,140}?)[,:]?$", re.I)
# A salutation that runs on into the first sentence.
_DEAR_AND_PROSE = re.compile(r"\W{0,3}Dear (?P<who>[^,:;\n]{3,120})[,:] (?=[A-Z])")
_GENERIC = re.compile(
    r"^(?:excellenc(?:y|ies)|sir|madam|colleagues?|friends?|all|mr|ms|ambassadors?|sirs|your|"
    r"sir/madam|"
    r"sir or madam|madam/sir)\b[.,]?(?: (?:or|and|/) \w+)?$",
    re.IGNORECASE,
)
_KINDS = (
    (
        "compilation",
        re.compile(
            r"^compilation\b|\bcompilation (?:of information|prepared)\b|^summary of "
            r"stakeholders\b|\bstakeholders' submissions",
            re.I,
        ),
    ),
    ("concluding-observations", re.compile(r"concluding observations", re.I)),
    ("views", re.compile(r"\b(?:views adopted|communication no\.|decision adopted by)", re.I)),
    ("general-comment", re.compile(r"^general (?:comment|recommendation)\b", re.I)),
    ("opinion", re.compile(r"^opinions? (?:no|adopted)", re.I)),
    ("stakeholder-submission", re.compile(r"\bsubmission\b", re.I)),
    ("joint-statement", re.compile(r"\bjoint statement\b", re.I)),
    ("joint-letter", re.compile(r"\b(?:joint|open) letter\b", re.I)),
    ("press-release", re.compile(r"\b(?:press (?:release|statement)|news release)\b", re.I)),
    ("communication", re.compile(r"\b(?:urgent (?:appeal|call)|special procedures)\b", re.I)),
    ("oral-statement", re.compile(r"\boral statement\b|\binteractive dialogue\b", re.I)),
    ("statement", re.compile(r"\bstatement\b", re.I)),
    ("letter", re.compile(r"\bletter\b", re.I)),
    ("decision", re.compile(r"^decision\b", re.I)),
    ("report", re.compile(r"\breport\b|\bstudy\b", re.I)),
)  # fmt: skip
_SHORT_LINE = 70  # characters
_MOST_LINES = 7
_STATE_LINES = 30  # blocks in which the first State alone on its line is looked for
_NO_STATE_LINE = frozenset(
    {BlockKind.SIGNATURES, BlockKind.ADDRESS, BlockKind.FURNITURE, BlockKind.DATE_LINE}
)
_LETTERS = frozenset({"letter", "joint-letter", "communication"})


def find_metadata(surface: Surface) -> Metadata:
    """What the document says of itself; what it does not say stays None."""
    document = surface.document
    titles = document.of_kind(BlockKind.TITLE)
    subject = _subject(surface)
    title = find_title(surface, titles)
    issuer, adopts = find_issuer(surface)
    own = find_own_symbols(surface)
    symbols = [symbol.normalised for symbol in own]
    if adopts:
        symbols += [s for s in own_numbers(surface, title, titles, issuer) if s not in symbols]
    if issuer is None and own:
        issuer = issuer_of(own[0])
    kind = "resolution" if adopts else _kind(surface, title, subject, own)
    date, place = find_date_and_place(surface, kind)
    return Metadata(
        title=title,
        subject=subject,
        date=date,
        place=place,
        addressee=None if adopts else _addressee(surface, title) or _addressed_government(surface),
        salutation=_words(surface, document.of_kind(BlockKind.SALUTATION)[:1]),
        kind=kind,
        symbols=tuple(symbols),
        issuer=issuer,
        state=_state(surface, own, titles, kind),
    )


def _words(surface: Surface, blocks: tuple[Block, ...]) -> str | None:
    return " ".join(surface.words(b.start, b.end) for b in blocks) or None


def _subject(surface: Surface) -> str | None:
    """The first subject line that is no file reference."""
    for block in surface.document.of_kind(BlockKind.SUBJECT):
        words = plain(surface, block)
        if not _FILE_REFERENCE.match(words):
            return _SUBJECT.sub("", words).strip(" :") or None
    return None


def _kind(surface: Surface, title: str | None, subject: str | None, own: list[Symbol]) -> str:
    words = " ".join(filter(None, (title, subject)))
    if COMMUNICATION.search(surface.flat[:3000]) and "andates of" in surface.flat[:3000]:
        return "communication"
    if _IN_CAPACITIES.search(surface.flat[:6000]):
        return "communication"
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return kind
    if any(_PRESS_DATELINE.match(surface.flat[b.start : b.end]) for b in surface.prose[:3]):
        return "press-release"
    if surface.document.of_kind(BlockKind.SALUTATION):
        signatures = surface.document.of_kind(BlockKind.SIGNATURES)
        return "joint-letter" if len(signatures) > 2 else "letter"
    if own:
        kind = own[0].kind
        return {"concluding-observations": kind, "views": kind}.get(kind, "report")
    if surface.document.of_kind(BlockKind.SIGNATURES):
        return "joint-statement"
    if sum(block.label is not None for block in surface.document.of_kind(BlockKind.PARAGRAPH)) > 2:
        return "report"
    return "other-document"


def _addressee(surface: Surface, title: str | None) -> str | None:
    document = surface.document
    for block in document.of_kind(BlockKind.SALUTATION)[:1]:
        # "To the Members of the Sample Committee:" says more than the address above it.
        all_of = _TO_ALL.match(surface.words(block.start, block.end))
        if all_of and not _GENERIC.match(all_of["who"]):
            return all_of["who"]
    lines = [_TO.sub("", plain(surface, b)).strip(" ,:") for b in _address_lines(surface)]
    lines = [line for line in lines if line and not _OWN_ADDRESS.search(line)]
    if lines:
        return ", ".join(lines)[:400]
    wrapped = _wrapped_address(surface)
    if wrapped:
        return wrapped
    sent = COMMUNICATION.search(surface.flat[:3000])
    if sent and sent["state"] in states().by_id:
        return f"Government of {states().by_id[sent['state']].name}"
    match = _LETTER_TO.search(title or "")
    if match:
        return match["who"].strip()
    for block in document.of_kind(BlockKind.SALUTATION):
        dear = _DEAR.match(surface.words(block.start, block.end).strip())
        if dear and not _GENERIC.match(dear["who"].strip(" ,")):
            return dear["who"].strip(" ,")
    for block in surface.prose[:3]:
        dear = _DEAR_AND_PROSE.match(surface.flat, block.start, block.end)
        if dear and not _GENERIC.match(dear["who"].strip(" ,")):
            return dear["who"].strip(" ,")
    return None


def _wrapped_address(surface: Surface) -> str | None:
    """The words right above the salutation that "To" opens, over several short lines."""
    greets = surface.document.of_kind(BlockKind.SALUTATION)[:1]
    if not greets:
        return None
    lines: list[str] = []
    for block in reversed([b for b in surface.blocks if b.end <= greets[0].start]):
        words = plain(surface, block)
        if block.kind is not BlockKind.PARAGRAPH or len(words) > _SHORT_LINE:
            return None
        lines.insert(0, words)
        if words.startswith("To ") and len(lines) > 1:
            return " ".join(lines).removeprefix("To ").removeprefix("the ").strip(" ,:")
        if len(lines) > _MOST_LINES:
            return None
    return None


def _address_lines(surface: Surface) -> list[Block]:
    """The lines of those addressed, without those who get a copy or send.

    A sender's own address stands above the date; whoever is written to, below it.
    """
    lines: list[Block] = []
    copied = False
    blocks = surface.document.of_kind(BlockKind.ADDRESS)
    dates = surface.document.of_kind(BlockKind.DATE_LINE)
    greets = surface.document.of_kind(BlockKind.SALUTATION)
    if dates and greets:
        dated = [d.start for d in dates if d.start < greets[0].start]
        below = tuple(b for b in blocks if dated and dated[-1] < b.start)
        blocks = below if any(not _COPIED.match(plain(surface, b)) for b in below[:1]) else blocks
    for block in blocks:
        words = surface.words(block.start, block.end)
        if _COPIED.match(words):
            copied = True
        elif _TO.match(words):
            copied = False
        if not copied:
            lines.append(block)
    return lines


def _addressed_government(surface: Surface) -> str | None:
    code = _addressed_state(surface)
    return f"Government of {states().by_id[code].name}" if code else None


def _addressed_state(surface: Surface) -> str | None:
    """The State whose "your Excellency's Government" a letter without address lines means.

    The State of the earlier letters that it refers to, else the one that it names most.
    """
    flat = surface.flat[:60_000]
    if "xcellency" not in flat or not _YOUR_GOVERNMENT.search(flat):
        return None
    codes = [m["state"] for m in _EARLIER.finditer(flat) if m["state"] in states().by_id]
    codes = codes or [m.entry.id for m in states().find(flat)]
    return max(sorted(set(codes)), key=codes.count) if codes else None


def _states_alone(surface: Surface) -> set[str]:
    """The States whose names stand as lines of their own, the first of them near the head."""
    found: set[str] = set()
    for index, block in enumerate(surface.blocks):
        if index >= _STATE_LINES and not found:
            break
        if block.end - block.start < 60 and block.kind not in _NO_STATE_LINE:
            words = plain(surface, block)
            # "(Poland);" is the end of a list item.
            entry = None if words[:1] == "(" or ";" in words else states().lookup(words)
            if entry and entry.kind is EntryKind.STATE:
                found.add(entry.id)
    return found


def _state(surface: Surface, own: list[Symbol], titles: tuple[Block, ...], kind: str) -> str | None:
    """The State that "the Government" or "the State party" means: of the symbol, address, title."""
    for symbol in own:
        if symbol.state:
            return symbol.state
    sent = COMMUNICATION.search(surface.flat[:3000])
    if sent and sent["state"] in states().by_id:
        return sent["state"]
    alone = _states_alone(surface)
    if len(alone) == 1:
        # The name of a State as a line of its own: the State under review.
        return alone.pop()
    if alone:
        return None  # a report with a section for each of several States
    zones = [
        tuple(
            b for b in surface.document.of_kind(BlockKind.ADDRESS)
            if not _OWN_ADDRESS.search(surface.flat[b.start : b.end])
        )
    ]  # fmt: skip
    if not any(_STATE_OFFICE.search(surface.flat[b.start : b.end]) for b in zones[0]):
        zones = []
    if kind not in _LETTERS:
        zones.append(titles)
    for blocks in zones:
        found = {
            match.entry.id
            for block in blocks
            for match in states().find(surface.flat, block.start, block.end)
            if match.entry.kind is EntryKind.STATE
        }
        if len(found) == 1:
            return found.pop()
    addressed = _addressed_state(surface)
    if addressed:
        return addressed
    head = surface.flat[:8000]
    match = re.search(r"\bState party(?: concerned)?: ?", head)
    if match:
        first = next(states().find(head, match.end(), match.end() + 60), None)
        return first.entry.id if first else None
    return None
