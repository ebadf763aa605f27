"""A text as a sequence of words, in a form in which typography makes no difference.

The words are kept as they are printed, with their places. Beside them stands the text with nothing
but its letters and digits, in which a hyphen, a line break inside a word or the shape of a
quotation mark is not to be seen, and what stood between each two words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

# Scripts that put no space between words: each character is looked at as a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER = rf"(?:(?![{_UNSPACED}])[^\W_])"
# What may stand inside a word: an apostrophe, invisible hyphens, the hyphen at a line's end.
_INSIDE = "(?:['’ʼ‘]|[\u00ad\u200b-\u200d\u2060]+|[-\u2010]\\n)"
_WORD = re.compile(rf"[{_UNSPACED}]|{_LETTER}+(?:{_INSIDE}{_LETTER}+)*")
_DROPPED_INSIDE = re.compile("[\u00ad\u200b-\u200d\u2060]|[-\u2010]\\n")
# Quotation marks, white space, square brackets, marks of emphasis and invisible characters make
# no difference between words; three dots stand for an omission of the source's own.
_NO_DIFFERENCE = re.compile(
    "[\\s\"'‘’‚‛“”„‟«»‹›`´\\[\\]_*\u00ad\u200b-\u200f\u2060\ufeff]|…|\\.(?:\\s?\\.)+"
)
_DASHES = re.compile("[-\u2010-\u2015\u2212]+")
HYPHEN, DASH = "-", "–"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is printed, and where.

    Attributes:
        printed: Its characters.
        plain: Its letters and digits, without typography.
        start: Its first character in the text.
        end: The character after its last.
    """

    printed: str
    plain: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The word without regard to case."""
        return self.plain.casefold()


class Wording:
    r"""The words of a text.

    Args:
        text: The text; places are counted in it.

    Example:
        >>> Wording("the “viola-\ntions” of human-rights law").plain
        'theviolationsofhumanrightslaw'
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = tuple(_words(text))

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def keys(self) -> list[str]:
        """The words without regard to case."""
        return [word.key for word in self.words]

    @cached_property
    def plain(self) -> str:
        """The letters and digits of all words, one after the other."""
        return "".join(word.plain for word in self.words)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in `plain`, and at last where `plain` ends."""
        starts = [0]
        for word in self.words:
            starts.append(starts[-1] + len(word.plain))
        return starts

    @cached_property
    def places(self) -> dict[int, int]:
        """The words by where they begin in the text, and, negative, by where they end."""
        found = {word.start: place for place, word in enumerate(self.words)}
        return found | {-word.end: place for place, word in enumerate(self.words)}

    def next_start(self, offset: int) -> int:
        """Where in the text the first word behind an offset begins, or where the text ends."""
        place = bisect_right(self.words, offset, key=lambda word: word.start)
        return self.words[place].start if place < len(self.words) else len(self.text)

    def word_at(self, offset: int) -> int:
        """The word that the character of `plain` at an offset belongs to."""
        return bisect_right(self.starts, offset) - 1

    def joint(self, place: int) -> str:
        """What stands before a word, after the one before it, without typography."""
        return joint(self.text[self.words[place - 1].end : self.words[place].start])


def joint(between: str) -> str:
    """What stands between two words, without what makes no difference.

    Args:
        between: The characters between the words.

    Returns:
        Punctuation; `HYPHEN` for a hyphen inside a compound, `DASH` for a dash, nothing for a
        space.

    Example:
        >>> joint(",” "), joint("-"), joint(" — "), joint(" [")
        (',', '-', '–', '')
    """
    kept = _NO_DIFFERENCE.sub("", between)
    if _DASHES.fullmatch(kept):
        return DASH if between[:1].isspace() or kept[0] in "\u2014\u2015" else HYPHEN
    return _DASHES.sub(DASH, kept)


def same_joint(one: str, other: str) -> bool:
    """Whether two joints differ at most in typography: a hyphen for a space or for a dash."""
    return one == other or (one, other) in _ALIKE


_ALIKE = frozenset({(HYPHEN, ""), ("", HYPHEN), (HYPHEN, DASH), (DASH, HYPHEN)})


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        printed = match[0]
        plain = printed
        if not printed.isascii() or "\n" in printed or "'" in printed:
            plain = _DROPPED_INSIDE.sub("", unicodedata.normalize("NFKC", printed))
            plain = "".join(c for c in plain if c.isalnum())
        yield Word(printed, plain or printed, match.start(), match.end())
