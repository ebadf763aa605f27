"""How symbols are printed: dashes, spaces, brackets, and what may stand between two slashes.

Every pattern here is anchored where it is used and has bounded repetition, so that reading a
symbol costs the same whatever surrounds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
SLASHES = "\u2044\u2215\uff0f"
# One character for one character, so that offsets stay those of the text given.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys(_SPACES + _INVISIBLE + "\t\f\v", " "),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(SLASHES, "/"),
        "\uff08": "(",
        "\uff09": ")",
        "\uff0e": ".",
    }
)
_REMOVE_INVISIBLE = str.maketrans(dict.fromkeys(_INVISIBLE))
_LEAD = re.compile(
    r"(?:(?:UN|U\.\s?N\.|United Nations)\s{1,3})?(?:docs?\b\.?|documents?\b|symbol\b)"
    r"\s{0,3}:?\s{0,3}|UN\s{1,3}",
    re.IGNORECASE,
)

# A number that runs into the words of its pinpoint ("CO/3para. 10") ends before them.
_PINPOINT = r"paras?\b|paragraphs?\b|pp?\.|arts?\b|articles?\b|annex\b|chap\b|at\b|and\b|of\b"
_END = rf"(?:(?![A-Za-z0-9])|(?={_PINPOINT}))"
_ROMAN = r"[IVXLC]{1,8}"

SLASH = re.compile(r"[ ]?\r?\n?[ ]?/[ ]{0,80}\r?\n?[ ]{0,80}")
_NUMBER = re.compile(rf"\d{{1,6}}(?:-\d{{1,6}}){{0,8}}[A-Z]{{0,2}}{_END}")
_DOTTED = re.compile(
    rf"([A-Za-z]{{1,12}})\.[ ]?\r?\n?[ ]?((?:\d{{1,6}}(?:-\d{{1,6}})?[A-Z]?|{_ROMAN}){_END})"
)
_SESSION = re.compile(rf"(ES|SS|OS|S)-(?:\d{{1,3}}|{_ROMAN}){_END}")
_WORD = re.compile(rf"[A-Za-z]{{1,16}}\d{{0,2}}(?:\.[A-Z]{{1,8}}){{0,2}}{_END}")
_ATTACHED = re.compile(rf"\(((?:E?S-)?(?:\d{{1,3}}|{_ROMAN}))\)(?![A-Za-z0-9])")
_BLANK = r"(?:\.{2,}|…|_+|-{2,}|-(?![\w-])|\?+|\*{2,}|#+|\[[^\]\n]{0,20}\])"
_PLACEHOLDER = re.compile(
    rf"(?:[A-Za-z]{{1,5}}\.)?(?:{_BLANK}|[Xx]{{1,4}}(?![A-Za-z0-9/]))", re.ASCII
)
PLACEHOLDER_REST = re.compile(r"(?:/[A-Za-z0-9._…?-]{1,20}){0,4}")
UNKNOWN = re.compile(r"[A-Za-z0-9.()-]{0,24}")

YEAR_TAIL = re.compile(r"\s{0,3}\(\s?((?:19|20)\d\d)\s?\)")
ROMAN_TAIL = re.compile(
    rf"[ ]?(?P<before>[A-Z])?\s{{0,2}}\(\s?(?P<session>(?:E?S-)?{_ROMAN})\s?\)"
    r"(?:\[(?P<boxed>[A-Z])\]|(?P<attached>[A-Z])(?![A-Za-z0-9])"
    r"|[ ](?P<after>[A-Z])(?=[,;)]|\.?$|[ ]of\b))?"
)
LETTER_TAIL = re.compile(r"[ ]([A-Z])(?=[,;)]|\.?$|[ ]of\b)")
QUALIFIER = re.compile(
    r"[ ]?\(\s?(?:(Part|Vol|Sect|Resumption|Annex)\.?\s?(\d{1,3}[A-Z]?|[IVXLC]{1,7})?"
    r"|(SUPP|Prov)\.?)\s?\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One part as it stands in the text.

    Attributes:
        shape: `number`, `dotted`, `session`, `word` or `placeholder`.
        text: The part without spaces.
        name: Its letters (`L` of `L.7`); empty for a number.
        number: Its number, as printed.
        end: Offset after it.
    """

    shape: str
    text: str
    name: str
    number: str
    end: int


def plain(text: str) -> str:
    """The text with one kind of space, dash and slash; every offset stays the same."""
    return text.translate(_SAME_LENGTH)


def clean(text: str) -> str:
    """A symbol given alone, without what surrounds it in print.

    Example:
        >>> clean("UN Doc. A/HRC/25/63, ")
        'A/HRC/25/63'
    """
    text = plain(text.translate(_REMOVE_INVISIBLE)).strip()
    if len(text) > 1 and text[0] in "([" and text[-1] in ")]":
        text = text[1:-1].strip()
    lead = _LEAD.match(text)
    if lead is not None:
        text = text[lead.end() :]
    text = text.strip(" \r\n\"'“”‘’")
    while text and (text[-1] in ",;:*" or (text[-1] == "." and not text.endswith(".."))):
        text = text[:-1].rstrip()
    return text


def next_token(text: str, position: int) -> Token | None:
    """The part that begins at an offset, or None when nothing of a symbol begins there."""
    blank = _PLACEHOLDER.match(text, position)
    if blank is not None:
        return Token("placeholder", blank[0], "", "", blank.end())
    session = _SESSION.match(text, position)
    if session is not None:
        return Token("session", session[0], "", session[0], session.end())
    dotted = _DOTTED.match(text, position)
    if dotted is not None:
        joined = f"{dotted[1]}.{dotted[2]}"
        return _with_brackets(text, "dotted", joined, dotted[1], dotted[2], dotted.end())
    number = _NUMBER.match(text, position)
    if number is not None:
        return _with_brackets(text, "number", number[0], "", number[0], number.end())
    word = _WORD.match(text, position)
    if word is not None:
        return _with_brackets(text, "word", word[0], word[0], "", word.end())
    return None


def _with_brackets(text: str, shape: str, joined: str, name: str, number: str, end: int) -> Token:
    """The token with a bracket that touches it, as in `COP(1)`; that of a number is read later."""
    bracket = _ATTACHED.match(text, end) if shape != "number" else None
    if bracket is None:
        return Token(shape, joined, name, number, end)
    return Token(shape, joined + bracket[0], name, number or bracket[1], bracket.end())
