"""Places in a cited work: paragraphs, pages, articles, sections, annexes, in one normal form.

Normal forms are `para 94(a)`, `paras 74-76`, `p 38`, `pp 4-5`, `art 9(5)`, `sect II.B`,
`chap III`, `annex I`, `summary`; a list becomes one item for each place.

Source: United Nations Editorial Manual Online, "Footnotes and other references".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = {
    "para": "para", "paras": "para", "paragraph": "para", "paragraphs": "para", "par": "para",
    "pars": "para", "pargraph": "para", "¶": "para", "¶¶": "para", "§": "para", "§§": "para",
    "op": "para", "ops": "para", "párr": "para", "párrs": "para", "párrafo": "para",
    "párrafos": "para",
    "p": "p", "pp": "p", "page": "p", "pages": "p",
    "art": "art", "arts": "art", "article": "art", "articles": "art",
    "sect": "sect", "sects": "sect", "sec": "sect", "secs": "sect", "section": "sect",
    "sections": "sect", "s": "sect", "subsection": "sect", "subsections": "sect", "ss": "sect",
    "chap": "chap", "chaps": "chap", "chapter": "chap", "chapters": "chap",
    "annex": "annex", "annexes": "annex", "appendix": "appendix", "appendices": "appendix",
    "principle": "principle", "principles": "principle", "guideline": "guideline",
    "guidelines": "guideline", "rule": "rule", "rules": "rule",
    "part": "part", "parts": "part", "summary": "summary", "preamble": "preamble",
}  # fmt: skip
_PLURAL = {"para": "paras", "p": "pp"}
_ROMAN_UNITS = frozenset({"sect", "chap", "annex", "appendix", "part"})

_UNIT = re.compile(
    r"(?<![\w/])(?:"
    r"(?P<preambular>[Pp]reambular [Pp]ara(?:graph)?s?\.?) ?(?=\d)|"
    r"(?P<word>[Oo]perative [Pp]aragraphs?|[Pp]aras?|[Pp]aragraphs?|[Pp]argraph|[Pp]ars?|"
    r"[Pp]árr(?:afo)?s?|[Pp]p?|[Pp]ages?|[Aa]rt(?:icle)?s?|[Ss]ec(?:t|tion)?s?|[Ss]ubsections?|[Cc]hap(?:ter)?s?|[Aa]nnex(?:es)?|"
    r"[Aa]ppendi(?:x|ces)|[Pp]rinciples?|[Gg]uidelines?|[Rr]ules?|[Pp]arts?|OPs?|PARA|PARAS)"
    r"(?:\. ?| )(?:[Nn]os?\.? ?)?"
    r"|(?P<glued>[Pp]aras?|[Pp]p?|[Aa]rts?|OP)(?=\d)"
    r"|(?P<sign>[¶§]{1,2}) ?"
    # "Migration Act 1958, s 14": the common-law manner.
    r"|(?<=, )(?P<short>ss?)\.? (?=\d)"
    r")(?=[(\dIVXLCA-F])"
    r"|(?<=, )(?P<alone>(?:[Ee]xecutive )?[Ss]ummary|[Pp]reamble|[Aa]nnex|[Aa]ppendix)"
    r"(?=[.,;:)\]\n\"]| and | ?$)",
)
_NUMBER = re.compile(r"\d{1,5}(?:\.\d{1,4}){0,4}(?:\s?(?:bis|ter)\b)?(?![\d/])")
_SPACED_NUMBER = re.compile(r"\d{1,5}\. \d{1,4}(?![\d/])")
_ROMAN = re.compile(
    r"(?:[IVXLC]{1,7}|[A-H])(?:\.(?:[A-Z]|\d{1,3})){0,3}(?![\w/])|"
    r"\d{1,4}(?:[A-Z]{1,2}|[a-z])(?![\w/])|"
    r"\d{1,4}(?:\.\d{1,4})?"
)
_PREAMBULAR = re.compile(
    r"(?<![\w-])(?P<ordinal>[A-Za-z]{4,7}-[a-z]{4,7}|[A-Za-z]{5,11}) preambular para(?:graph)?\.?"
)
_ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
            *("ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
            *("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
        ),
        start=1,
    )
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}
# Articles and sections that were added later: "article 1A (2)", "section 48B".
_LETTERED = re.compile(r"\d{1,4}(?:\.\d{1,3}){0,2}(?:[A-Z]{1,2}|[a-z])(?![\w/])")
_LEVEL = re.compile(r" ?\((?:[a-z]{1,4}|\d{1,2}|[IVX]{1,4}|[A-Z])\)")
_BARE_LEVEL = re.compile(r"\((?:[a-z]{1,4}|\d{1,2})\)")
_DASH = re.compile(r"\s?(?:-|to\b)\s?(?=[\d(IVXA-Z])")
_COMMA = re.compile(
    r"\s?(?:,\s?(?:and\s|or\s)?|\s(?:and|or|&|y)\s|;\s)(?=[\d(IVXA-H])|\.\sand\s(?=\d{1,3}\.\d)"
)
# "article 9, paragraph 5" and "article 9, para. 5 (b)" are levels of the article.
_OF_ARTICLE = re.compile(r",? (?:at )?(?:paras?|paragraphs?)\.? (?=\d)")


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """Places that one phrase names.

    Attributes:
        start: First character of the phrase.
        end: The character after the last.
        places: Normal forms, in the order of the phrase.
    """

    start: int
    end: int
    places: tuple[str, ...]


def find_pinpoints(text: str, start: int = 0, end: int | None = None) -> list[Pinpoint]:
    """The places named between two offsets of a text in matching form.

    Example:
        >>> found = find_pinpoints("A/70/362, paras. 74-76 and 94 (a); see p. 12, summary")
        >>> [pinpoint.places for pinpoint in found]
        [('paras 74-76', 'para 94(a)'), ('p 12',), ('summary',)]
    """
    stop = len(text) if end is None else end
    found: list[Pinpoint] = []
    for match in _UNIT.finditer(text, start, stop):
        if found and match.start() < found[-1].end:
            continue
        if match["alone"]:
            unit = _UNITS[match["alone"].lower().split()[-1]]
            found.append(Pinpoint(match.start(), match.end(), (unit,)))
            continue
        if match["preambular"]:
            read = _read_list(text, match.end(), stop, "para")
            if read:
                places = tuple(f"preambular {place}" for place in read[0])
                found.append(Pinpoint(match.start(), read[1], places))
            continue
        word = match["word"] or match["glued"] or match["sign"] or match["short"]
        unit = _UNITS[word.lower().split()[-1]]
        read = _read_list(text, match.end(), stop, unit)
        if read:
            places, at = read
            found.append(Pinpoint(match.start(), at, places))
    if text.find(" preambular para", start, stop) >= 0:
        found += _ordinals(text, start, stop)
        found.sort(key=lambda pinpoint: pinpoint.start)
    return found


def _ordinals(text: str, start: int, stop: int) -> list[Pinpoint]:
    """Paragraphs of a preamble by their ordinal: "thirty-fourth preambular para."."""
    found = []
    for match in _PREAMBULAR.finditer(text, start, stop):
        tens, _, one = match["ordinal"].lower().rpartition("-")
        number = _ORDINALS.get(one, 0) + (_TENS.get(tens, 0) if tens else 0)
        if _ORDINALS.get(one) and (not tens or tens in _TENS):
            found.append(Pinpoint(match.start(), match.end(), (f"preambular para {number}",)))
    return found


def _read_list(text: str, at: int, stop: int, unit: str) -> tuple[tuple[str, ...], int] | None:
    """The places of a list that starts at an offset, and where it ends."""
    places: list[str] = []
    end, previous = at, ""
    while at < stop:
        item = _read_item(text, at, stop, unit, previous)
        if item is None:
            break
        first, at = item
        dash = _DASH.match(text, at, stop)
        last = _read_item(text, dash.end(), stop, unit, first) if dash else None
        if last:
            span = _short(first, last[0])
            places.append(_normal(unit, f"{first}-{span}", plural=not span.startswith("(")))
            previous, at = last[0], last[1]
        else:
            places.append(_normal(unit, first))
            previous = first
        end = at
        comma = _COMMA.match(text, at, stop)
        if not comma or (text[at : at + 1] == ";" and unit not in ("para", "p")):
            break
        at = comma.end()
    return (tuple(places), end) if places else None


def _read_item(text: str, at: int, stop: int, unit: str, previous: str) -> tuple[str, int] | None:
    """One number with its sub-levels: `94(a)`, `II.B`, or the `(b)` of `94 (a) and (b)`."""
    stem = re.match(r"[^(]*", previous)
    if previous and stem and stem.group() and (level := _BARE_LEVEL.match(text, at, stop)):
        if "(" not in previous:
            return None
        return stem.group() + level.group(), level.end()
    number = None
    if unit in _ROMAN_UNITS:
        number = _ROMAN.match(text, at, stop)
    else:
        number = (_LETTERED if unit == "art" else _NUMBER).match(text, at, stop)
        number = number or _NUMBER.match(text, at, stop)
        spaced = _SPACED_NUMBER.match(text, at, stop)
        # "115.105, 115. 23": a stray space, believed only inside a list of dotted numbers.
        if spaced and previous.startswith(spaced.group().partition(".")[0] + "."):
            number = spaced
    if not number or (unit in _ROMAN_UNITS and previous and len(number.group()) > 4):
        return None
    value, at = number.group().replace(" ", ""), number.end()
    if unit == "art" and (inner := _OF_ARTICLE.match(text, at, stop)):
        paragraph = _NUMBER.match(text, inner.end(), stop)
        if paragraph:
            value, at = f"{value}({paragraph.group()})", paragraph.end()
    for _ in range(4):
        level = _LEVEL.match(text, at, stop)
        if not level or re.fullmatch(r" \((?:no|of|see|the|and|vol)\)", level.group()):
            break
        value, at = value + level.group().strip(), level.end()
    return value, at


def _short(first: str, last: str) -> str:
    """The end of a range: `94(a)-(c)`, not `94(a)-94(c)`."""
    stem = first.partition("(")[0]
    if "(" in first and last.startswith(stem + "("):
        return last[len(stem) :]
    return last


def _normal(unit: str, value: str, *, plural: bool = False) -> str:
    if plural:
        return f"{_PLURAL.get(unit, unit)} {value}"
    return f"{unit} {value}"
