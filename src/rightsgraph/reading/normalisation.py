"""The normalised text that every offset counts in, and its digest.

The rules, in this order:

1. Unicode NFC; a byte order mark at the start is dropped.
2. Line ends: CR LF, CR, NEL, LINE SEPARATOR and PARAGRAPH SEPARATOR become LF; a form feed becomes
   an empty line.
3. Soft hyphens, zero-width characters, word joiners and other control characters are dropped.
4. Every other kind of white space (tab, no-break space, thin space, ...) becomes a space; a run of
   spaces becomes one; spaces at the start and end of a line are dropped.
5. A run of empty lines becomes one; empty lines at the start and end of the text are dropped.

Quotation marks, dashes and letters stay as they are printed: they are evidence. Comparing words
regardless of their typography is a matter of the stage that compares.

Source: Unicode Standard Annex 15 (normalisation forms); Unicode general categories Cc, Cf, Zs.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# Cc but for LF and tab, soft hyphen, zero-width space to right-to-left mark, bidirectional
# embeddings and isolates, word joiner to invisible plus, byte order mark.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SPACES = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SPACED_LINE_END = re.compile(" ?\n ?")
_EMPTY_LINES = re.compile("\n{3,}")


def normalise(text: str) -> str:
    r"""The text by the rules of this module; normalising it again changes nothing.

    Args:
        text: Decoded text of a document.

    Example:
        >>> normalise("para.\u00a094(a)\r\n\r\n\r\n  of  the report ")
        'para. 94(a)\n\nof the report'
    """
    text = clean(text).replace("\f", "\n\n")
    text = _SPACES.sub(" ", text)
    text = _SPACED_LINE_END.sub("\n", text)
    text = _EMPTY_LINES.sub("\n\n", text)
    # Dropping a character can bring a letter and its combining mark together.
    return unicodedata.normalize("NFC", text.strip(" \n"))


def clean(text: str) -> str:
    """The text by the rules that look at single characters (1 to 3); form feeds stay."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def text_digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as `sha256:` and 64 hexadecimal digits.

    Example:
        >>> text_digest("")[:19]
        'sha256:e3b0c44298fc'
    """
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
