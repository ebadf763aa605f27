"""The grammar of symbols: series, bodies, sessions, types, numbers, States, suffixes.

`walk` reads one symbol from an offset as far as it goes. It knows the tables, not the words
around the symbol; compounds, joint symbols and repairs are the business of other modules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rightsgraph.symbols.assembly import Part, build
from rightsgraph.symbols.model import Symbol
from rightsgraph.symbols.spelling import (
    LETTER_TAIL,
    PLACEHOLDER_REST,
    QUALIFIER,
    ROMAN_TAIL,
    SLASH,
    UNKNOWN,
    YEAR_TAIL,
    Token,
    next_token,
)
from rightsgraph.symbols.tables import (
    Body,
    bodies,
    find_body,
    part_type,
    series_spellings,
    state_codes,
)

MOST_PARTS = 14
_ROMAN_NUMBER = re.compile(r"[IVXLC]{1,8}")
_TYPE_WITH_NUMBER = re.compile(r"([A-Za-z]+)(\d+)")
_OTHER_SYMBOL = re.compile(
    r"(?:(?:CCPR|CAT|CRC|CEDAW|CERD|CRPD|CED|CMW)/C/|[ASE]/(?:\d|HRC/|RES/|CN\.|C\.))"
)
_MISREAD_NUMBER = re.compile(r"\.?[ ]?[A-Za-z0-9]")
_ROOT_TYPES = ("CO", "GC")
_SHORTEST_BARE_NUMBER = 3
_SHORTEST_PRESS_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Stop:
    """Where and why the reading of a symbol ended before the text did.

    Attributes:
        why: `end`, `other`, `placeholder`, `empty`, `unknown`, `swapped` or `incomplete`.
        start: Offset of the part that did not fit.
        end: Offset after it.
        reason: The same in words.
        before: Offset of the part before it.
    """

    why: str
    start: int
    end: int
    reason: str
    before: int = 0


@dataclass(frozen=True, slots=True)
class Walk:
    """What `walk` found.

    Attributes:
        symbol: The longest complete symbol, or None.
        end: Offset after it (or after the placeholder).
        stop: Why the reading went no further.
        depth: How many parts fitted.
    """

    symbol: Symbol | None
    end: int
    stop: Stop
    depth: int


@dataclass(slots=True)
class _State:
    text: str
    body: Body
    parts: list[Part]
    path: str
    position: int
    year: int | None = None
    starts: list[int] = field(default_factory=list)

    def numbers(self) -> int:
        return sum(part.counts for part in self.parts)

    def complete(self) -> str:
        """Empty when the parts so far are a whole symbol; else what is missing."""
        last = self.parts[-1]
        if last.role in ("type", "word") or self.numbers() < self.body.numbers:
            return (
                f"{last.text} is the beginning of a symbol: the number of the document is missing"
            )
        if len(self.parts) == 2 and last.role == "number":
            return self._too_short(last.text)
        return self._impossible_session()

    def _too_short(self, number: str) -> str:
        """A/4 and S/7 are more often a paper size or a model than documents of 1946."""
        least = 0
        if self.body.rule == "strict":
            least = _SHORTEST_BARE_NUMBER
        elif self.body.rule == "press":
            least = _SHORTEST_PRESS_NUMBER
        if len(number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) >= least:
            return ""
        return f"{number} is too short for a number that stands alone after {self.body.path}/"

    def _impossible_session(self) -> str:
        span = self.body.sessions
        if span is None or span == (0, 0) or "/" in self.body.path or len(self.parts) < 3:
            return ""
        first, second = self.parts[1], self.parts[2]
        if first.role != "number" or second.role == "suffix":
            return ""
        if first.text.isdigit() and span[0] <= int(first.text) <= span[1]:
            return ""
        return f"{self.body.label} had no session or year {first.text}"


def walk(text: str, start: int, first: str, after: int) -> Walk:
    """The symbol that begins at an offset, read as far as the grammar goes.

    Args:
        text: The text with plain spaces and dashes.
        start: Offset of the series.
        first: The series in capitals; it must be one of `tables.series()`.
        after: Offset after the series.
    """
    body = bodies().get(first) or Body(first, "", first, "closed", 1, None, "document")
    state = _State(text, body, [Part("body", first, first)], first, after, starts=[start])
    good: Symbol | None = None
    good_end = after
    good_depth = 0
    problem = f"{first} is the name of a series; the rest of the symbol is missing"
    while True:
        stop = _step(state)
        if stop is not None:
            break
        problem = state.complete()
        if not problem:
            good, good_end, good_depth = (
                build(state.parts, state.body, state.year),
                state.position,
                len(state.parts),
            )
    depth = len(state.parts)
    if stop.why == "placeholder":
        return Walk(None, stop.end, stop, depth)
    if state.parts[-1].role == "type" and stop.why in ("end", "unknown"):
        return Walk(None, state.position, Stop("incomplete", stop.start, stop.end, problem), depth)
    if good is None and stop.why in ("end", "other"):
        stop = Stop("incomplete", stop.start, stop.end, problem)
    return Walk(good, good_end, stop, good_depth or depth)


def _step(state: _State) -> Stop | None:
    """Take one more part into the state; None when that went well."""
    here = state.position
    slash = SLASH.match(state.text, here)
    if slash is None or len(state.parts) >= MOST_PARTS:
        return Stop("end", here, here, "the text ends here")
    begin = slash.end()
    spaced = begin - here > 1
    if not state.complete() and _OTHER_SYMBOL.match(state.text, begin):
        return Stop("other", here, here, "another symbol begins")
    if state.text.startswith("/", begin):
        return Stop("empty", begin, begin + 1, "two slashes stand side by side")
    token = next_token(state.text, begin)
    if token is not None and token.shape == "placeholder":
        return _placeholder(state, token, begin)
    part = None if token is None else _classify(state, token, spaced=spaced)
    if part is None or token is None:
        unknown = UNKNOWN.match(state.text, begin)
        end = unknown.end() if unknown else begin
        why = "unknown"
        if part is None and token is not None and _is_swapped(state, token):
            why, end = "swapped", token.end
        shown = state.text[begin:end]
        if token is not None and _lacks_number(state.text, token):
            return Stop("placeholder", begin, token.end, f"{token.name} has no number")
        reason = (
            f"{shown!r} does not follow {state.path}/" if shown else "nothing follows the slash"
        )
        return Stop(why, begin, end, reason, state.starts[-1])
    _take(state, part, token, begin)
    return None


def _placeholder(state: _State, token: Token, begin: int) -> Stop:
    # "A/..." is an ellipsis in prose, and "A/64/435/..." a symbol before one; "L.XX" is neither.
    dotted = token.text[0].isalpha() and "." in token.text
    open_number = len(state.path) > 1 and (bool(state.complete()) or _is_session_alone(state))
    why = "placeholder" if dotted or open_number else "unknown"
    rest = PLACEHOLDER_REST.match(state.text, token.end)
    end = rest.end() if rest else token.end
    return Stop(why, begin, end, "the number is left open", state.starts[-1])


def _lacks_number(text: str, token: Token) -> bool:
    """Whether a part such as `Add` or `L` stands without its number, so that nothing is known."""
    if token.shape != "word" or _MISREAD_NUMBER.match(text, token.end):
        return False
    known = part_type(token.name, dotted=True)
    return known is not None and known.everywhere and token.name.lower() not in ("l", "r")


def _is_session_alone(state: _State) -> bool:
    """Whether `S/2014` before an open number is a year and not document 2014 of the old series."""
    span, last = state.body.sessions, state.parts[-1].text
    alone = len(state.parts) == len(state.body.path.split("/")) + 1
    return bool(span and alone and last.isdigit() and span[0] <= int(last) <= span[1])


def _is_swapped(state: _State, token: Token) -> bool:
    return (
        state.parts[-1].text == "CO"
        and state.parts[-2].role == "body"
        and token.text.upper() in state_codes()
    )


def _classify(state: _State, token: Token, *, spaced: bool) -> Part | None:
    """The part that a token is at this place of the symbol; None when it does not fit."""
    upper = token.text.upper()
    in_body = state.parts[-1].role == "body"
    if in_body and find_body(f"{state.path}/{upper}") is not None:
        spelling = series_spellings().get(upper, upper)
        return Part("body", spelling, spelling)
    rule = state.body.rule
    if token.shape == "number":
        if _letter_inside(state, token):
            return None
        return (
            None if rule == "closed" else Part("number", token.text.upper(), token.text, counts=1)
        )
    if token.shape == "session":
        return None if rule == "closed" else Part("session", upper, upper, counts=1)
    if rule in ("closed", "press") or (rule == "root" and in_body and upper not in _ROOT_TYPES):
        return None
    if token.shape == "dotted":
        return _dotted(state, token, spaced=spaced)
    return _word(state, token, spaced=spaced)


def _letter_inside(state: _State, token: Token) -> bool:
    """Whether a letter ends a number that is not the last: `2O/15` is `20/15` misread."""
    more = state.text.startswith("/", token.end)
    return more and token.text[-1].isalpha() and state.body.sessions != (0, 0)


def _dotted(state: _State, token: Token, *, spaced: bool) -> Part | None:
    known = part_type(token.name, dotted=True)
    tail = token.text[len(token.name) :].upper()
    if known is not None and (known.everywhere or state.body.rule != "strict"):
        text = known.token + tail
        if known.suffix:
            return Part("suffix", text, text)
        role = "dotted" if known.kind else "label"
        return Part(
            role,
            text,
            text,
            kind=known.kind,
            number=token.number.upper(),
            counts=1 if known.kind else 0,
        )
    if state.body.rule == "strict" or spaced or not token.name.isupper():
        return None
    if part_type(token.name, dotted=False) is not None:
        return None
    return Part("label", token.text, token.text, counts=1)


def _word(state: _State, token: Token, *, spaced: bool) -> Part | None:
    upper = token.text.upper()
    known = part_type(token.name, dotted=False)
    strict = state.body.rule == "strict"
    if known is not None and (known.everywhere or not strict) and token.text == token.name:
        if known.suffix:
            return Part("suffix", known.token, known.token)
        return Part("type", known.token, known.token, kind=known.kind)
    if not token.text.isupper():
        return None
    if _ROMAN_NUMBER.fullmatch(upper):
        return Part("session", upper, upper, counts=1) if not strict else None
    if strict:
        return None
    if upper in state_codes():
        if _is_swapped(state, token):
            return None
        return Part("state", upper, upper, kind=state_codes()[upper])
    glued = _TYPE_WITH_NUMBER.fullmatch(upper)
    if glued and (part_type(glued[1], dotted=True) or part_type(glued[1], dotted=False)):
        return None
    if spaced:
        return None
    return Part("word", upper, upper)


def _take(state: _State, part: Part, token: Token, begin: int) -> None:
    """Add a part, with the brackets that belong to it, and move on."""
    state.position = token.end
    if part.role == "body":
        state.path += "/" + part.text.upper()
        state.body = find_body(state.path) or state.body
    else:
        state.path += "/" + part.text
    state.parts.append(part)
    state.starts.append(begin)
    if part.role == "number":
        _take_tail(state, part)
    qualifier = QUALIFIER.match(state.text, state.position) if part.role != "body" else None
    if qualifier is not None:
        name = (qualifier[1] or qualifier[3]).capitalize()
        name = "SUPP" if name == "Supp" else name
        dot = "." if name in ("Vol", "Sect") else ""
        number = (qualifier[2] or "").upper()
        last = state.parts[-1]
        state.parts[-1] = last.with_tail(
            f"({name}{dot}{number})", f" ({name}{dot}{' ' if number else ''}{number})"
        )
        state.position = qualifier.end()


def _take_tail(state: _State, part: Part) -> None:
    """The year of a Security Council resolution; session and letter of an old resolution."""
    resolution = any(p.text in ("RES", "DEC") for p in state.parts[:-1])
    if not resolution:
        return
    if state.parts[0].text == "S":
        year = YEAR_TAIL.match(state.text, state.position)
        if year is not None:
            state.year = int(year[1])
            state.parts[-1] = part.with_tail("", f" ({year[1]})")
            state.position = year.end()
        return
    old = ROMAN_TAIL.match(state.text, state.position)
    if old is not None:
        session = old["session"]
        bare, letter = part.text, old["before"] or old["boxed"] or old["attached"] or old["after"]
        if letter is None and bare[-1].isalpha():
            bare, letter = bare[:-1], bare[-1]
        state.parts[-1] = Part(
            "number",
            f"{bare}({session}){letter or ''}",
            f"{bare}({session})" + (f"[{letter}]" if letter else ""),
            number=bare + (letter or ""),
            session=session,
            letter=letter or "",
            counts=2,
        )
        state.position = old.end()
        return
    letter_after = LETTER_TAIL.match(state.text, state.position)
    if letter_after is not None and state.numbers() > 1:
        whole = part.text + letter_after[1]
        state.parts[-1] = Part("number", whole, whole, counts=1)
        state.position = letter_after.end()
