"""Which treaty a name means: one treaty, whatever it is called, and "the Covenant" of a committee.

The names are data: `treaties.csv` of the authority files.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rightsgraph.authorities import Treaty, fold_name, read_treaties
from rightsgraph.settings import resource_path

# What may stand around a name: an article, the year, the number and the place of adoption.
_TAIL = re.compile(
    r"(?:,? (?:of |adopted in )?(?:\d{1,2} [A-Z][a-z]{2,8} )?(?:19|20)\d\d|,? \([^()]{2,20}\)|"
    r", as amended)\Z"
)
_YEAR_FIRST = re.compile(r"\A(?:19|20)\d\d ")


@lru_cache(maxsize=1)
def _treaties() -> tuple[Treaty, ...]:
    return read_treaties(resource_path("data") / "authorities")


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Treaty]:
    return {
        fold_name(name): row for row in _treaties() for name in (*row.names, *row.abbreviations)
    }


@lru_cache(maxsize=4096)
def known_treaty(title: str) -> Treaty | None:
    """The treaty that a title names; None when no authority file knows it.

    Args:
        title: A name, abbreviation or title as a text prints it.

    Example:
        >>> known_treaty("the Refugee Convention of 1951").name
        'Convention relating to the Status of Refugees'
    """
    names = _by_name()
    words = " ".join(title.split())
    while True:
        found = names.get(fold_name(words)) or names.get(fold_name(_YEAR_FIRST.sub("", words)))
        shorter = _TAIL.sub("", words)
        if found or shorter == words:
            return found
        words = shorter


def treaty_of_committee(symbol: str, noun: str) -> Treaty | None:
    """The treaty that "the Covenant" or "the Convention" means in a document of its committee.

    Args:
        symbol: The symbol of the document: `CCPR/C/EXA/CO/4`.
        noun: `Covenant`, `Convention` or `Optional Protocol`.

    Example:
        >>> treaty_of_committee("CCPR/C/SVN/CO/4", "Covenant").abbreviations
        ('ICCPR',)
    """
    for row in _treaties():
        prefix = row.symbol_prefix
        if prefix and symbol.startswith(prefix + "/") and _is_called(row.name, noun):
            return row
    return None


def _is_called(name: str, noun: str) -> bool:
    protocol = name.startswith("Optional Protocol")
    return protocol if noun == "Optional Protocol" else noun in name and not protocol
