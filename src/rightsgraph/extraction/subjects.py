"""What the words of a name, and those beside it, say of its part in a sentence."""

from __future__ import annotations

import re

from rightsgraph.extraction.gazetteers import fold_name


def shares_word(one: str, other: str) -> bool:
    """Whether two names have a word in common."""
    return not set(fold_name(one)).isdisjoint(fold_name(other))


def capital(words: str) -> str:
    """The words with a capital at the start."""
    return words[:1].upper() + words[1:]


def is_individual(name: str) -> bool:
    """Whether a name is that of a person or of an office that one person holds."""
    return bool(
        re.search(
            r"Rapporteur|Expert\b|Representative|Envoy|Advis[eo]r|Commissioner|Secretary-General|"
            r"President",
            name,
        )
    )


def is_possessive(flat: str, end: int) -> bool:
    """Whether the name that ends at a place owns what follows: "the Committee's"."""
    return flat[end : end + 2] == "'s" or (
        flat[end : end + 1] == "'" and flat[end - 1 : end] == "s"
    )


def is_object(flat: str, start: int, at: int) -> bool:
    """Whether the words before a name make it the object of a preposition, not a subject."""
    before = flat[max(start, at - 30) : at]
    return bool(
        re.search(
            r"\b(?:of|to|by|with|from|for|before|in|on|at|against|under|through|towards?|via|"
            r"between|within|"
            r"upon|including|into|among|than)(?: (?:the|its|their|a|UN|United Nations|this|"
            r"that))* $",
            before,
        )
    ) and not re.search(r"\b(?:on behalf of|[Aa]ccording to)(?: the)? $", before)
