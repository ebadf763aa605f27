"""Short forms of works: declared in brackets, or recognised by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SMALL_WORDS = frozenset(
    [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the",
        "to", "with", "its", "their", "un", "united", "nations", "see", "also", "this", "that",
    ]
)  # fmt: skip
_BRACKET = re.compile(
    r"[(\[](?:(?:the |collectively |together )?(?:hereinafter|hereafter|henceforth)"
    r"(?: referred to as| the| as)?:? ?)?(?:the )?(?P<quote>\")?(?P<form>[^()\[\]\"\n]{2,70})"
    r"(?(quote)\")[)\]]",
    re.IGNORECASE,
)
_HEREINAFTER = re.compile(
    r",? (?:hereinafter|hereafter|henceforth)(?: referred to as)? (?:the )?\"?"
    r"(?P<form>[A-Z][^\"(),;.\n]{2,70})\"?"
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z-]{0,3}[A-Z][A-Za-z-]{0,8}$")
_NO_FORM = re.compile(
    r"\d|^(?:see|emphasis|in |para|art|ibid|note|vol|the same|english|french|spanish|original|on "
    r"file|"
    r"available|forthcoming|advance|unedited|no\.|as amended|draft|internal|italics|omitted|"
    r"unofficial|citation|footnote)",
    re.IGNORECASE,
)


def content_words(words: str) -> tuple[str, ...]:
    """The words that carry meaning, in small letters, without possessive endings."""
    plain = re.sub(r"'s?\b", "", words.lower())
    return tuple(w for w in re.findall(r"[^\W_]+", plain) if w not in SMALL_WORDS)


def declared_form(flat: str, start: int, end: int) -> tuple[str, int] | None:
    """The short form that the words after a citation declare, and where they end.

    Args:
        flat: Text in matching form.
        start: Where the words after the citation begin.
        end: Where the note or sentence ends.
    """
    at = start
    for _ in range(3):
        space = re.match(r"[ ,]{0,3}", flat[at:end])
        at += space.end() if space else 0
        named = _HEREINAFTER.match(flat, at - 1, end) if at > start else None
        if named:
            return named["form"].strip(), named.end()
        match = _BRACKET.match(flat, at, end)
        if not match:
            return None
        form = match["form"].strip()
        explicit = match["quote"] or "here" in match.group().lower()[:8]
        if not _NO_FORM.search(form) and (explicit or _is_form(form)):
            return form, match.end()
        at = match.end()
    return None


def _is_form(form: str) -> bool:
    """Whether bracketed words without quotation marks read like the name of a work."""
    if _ACRONYM.match(form):
        return True
    words = form.split()
    return len(words) >= 2 and form[0].isupper() and "/" not in form and len(words) <= 9


@dataclass
class ShortForms:
    """The short forms declared so far, and a pattern that finds them."""

    forms: dict[str, int] = field(default_factory=dict)
    _pattern: re.Pattern[str] | None = None

    def declare(self, form: str, citation: int) -> None:
        """Remember that a form stands for the work of a citation; the first declaration holds."""
        key = " ".join(form.lower().removeprefix("the ").split())
        if len(key) >= 2 and key not in self.forms:
            self.forms[key] = citation
            self._pattern = None

    def find(self, flat: str, start: int, end: int) -> list[tuple[int, int, int]]:
        """Where declared forms stand between two offsets: (start, end, citation)."""
        if not self.forms:
            return []
        if self._pattern is None:
            longest_first = sorted(self.forms, key=len, reverse=True)[:500]
            alternatives = "|".join(re.escape(f).replace(r"\ ", " +") for f in longest_first)
            self._pattern = re.compile(rf"(?<![\w/-])(?:{alternatives})(?![\w/-])", re.IGNORECASE)
        found = []
        for match in self._pattern.finditer(flat, start, end):
            words = match.group()
            key = " ".join(words.lower().split())
            if " " not in key and words[:1].islower():
                continue
            found.append((match.start(), match.end(), self.forms[key]))
        return found
