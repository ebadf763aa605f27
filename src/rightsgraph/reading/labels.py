"""Printed numbers and letters at the start of a line: "12.", "(a)", "IV.", "A.", bullets.

A label is kept without its dots and brackets, as a pinpoint names it: `12`, `a`, `IV`, `2.3`.

Source: United Nations Editorial Manual, "Paragraph numbering" (numbers, then letters and Roman
numerals in brackets; sections in Roman numerals, subsections in capital letters).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class LabelForm(Enum):
    """How a label is printed."""

    NUMBER = "12."
    DECIMAL = "2.3"
    BRACKETED = "(a)"
    ROMAN = "IV."
    CAPITAL = "A."
    BULLET = "•"


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label.

    Attributes:
        form: How it is printed.
        text: The label without dots and brackets; empty for a bullet.
        end: Where the words after it begin.
    """

    form: LabelForm
    text: str
    end: int


_LABEL = re.compile(
    r"""
    (?P<decimal>\d{1,3}(?:\.\d{1,3}){1,4})\.?[ ](?=\D)
    | (?P<number>\d{1,4})[.)][ ]
    | §[ ]?(?P<named>\d{1,4})[.:)]?[ ]
    | [(\[]?(?P<bracketed>[a-z]|[ivx]{1,6}|[a-z]{2}|\d{1,3}|[A-Z])\)[ ]
    | (?P<roman>[IVX]{2,7}\.?|[IVX]\.)[ ](?=["“'‘(]?[A-ZÀ-Þ])
    | (?P<capital>[A-Z])\.[ ](?=["“'‘(]?[A-ZÀ-Þ])
    | (?P<bullet>[-*•–—·o▪■●◦‣⁃►])[ ]
    """,
    re.VERBOSE,
)
_FORMS = {
    "decimal": LabelForm.DECIMAL,
    "number": LabelForm.NUMBER,
    "named": LabelForm.NUMBER,
    "bracketed": LabelForm.BRACKETED,
    "roman": LabelForm.ROMAN,
    "capital": LabelForm.CAPITAL,
    "bullet": LabelForm.BULLET,
}
_FIRST = frozenset("0123456789([IVXLCABDEFGHJKMNOPQRSTUWYZ-*•–—·o▪■●◦‣⁃►abcdefghijklmnpqrstuvwxyz§")
_ROMAN_VALUE = re.compile(r"(?:X{0,4}(?:IX|IV|V?I{0,3}))\Z")


def find_label(text: str) -> Label | None:
    """The label at the start of a line, or None.

    Args:
        text: A line or paragraph in normalised form.

    Example:
        >>> find_label("(a) Release all prisoners").text
        'a'
        >>> find_label("Release all prisoners") is None
        True
    """
    head = text[:12]
    # Most lines begin with a word: a label has its dot, bracket or space within a few characters.
    if head[:1] not in _FIRST or (head[:4].isalpha() and not head[:4].isupper()):
        return None
    match = _LABEL.match(text)
    if match is None or match.lastgroup is None:
        return None
    form = _FORMS[match.lastgroup]
    printed = match[match.lastgroup]
    if form is LabelForm.ROMAN:
        printed = printed.rstrip(".")
        if not _ROMAN_VALUE.match(printed):
            return None
    if form is LabelForm.BULLET:
        printed = ""
    return Label(form, printed, match.end())


def as_number(label: str | None) -> int | None:
    """The value of a label that is a whole number, or None."""
    return int(label) if label and label.isascii() and label.isdecimal() else None
