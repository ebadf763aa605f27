"""The tokens of the SPARQL grammar, for all who look at a query or update before the engine does.

Source: SPARQL 1.1 Query Language, section 19.8 (grammar).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

# Characters beyond Latin-1 that the grammar does not allow in names are allowed nowhere else, so
# counting them all as part of a name hides nothing. Possessive `*+` keeps the scan linear.
_NAME = r"\w\-\u00b7-\U0010ffff"
_ESCAPE = r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
_LOCAL = rf"(?:[{_NAME}.:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])*+"
TOKEN: Final = re.compile(
    rf"""
    (?:[ \t\r\n]++|\#[^\r\n]*+)*+  # with what stands before it
    (?:
      (?P<iri><[^<>"{{}}|^`\x00-\x20]*>)
    | (?P<var>[?$][\w\u00b7-\U0010ffff]+)
    | (?P<name>(?:[A-Za-z_\u00b7-\U0010ffff][{_NAME}.]*+)?+:{_LOCAL})
    | (?P<word>[A-Za-z_\u00b7-\U0010ffff][{_NAME}.]*+)
    | (?P<open>[{{(\[])
    | (?P<close>[}})\]])
    | (?P<string>
          \"\"\"(?:"{{0,2}}(?:[^"\\]++|{_ESCAPE}))*+\"\"\"
        | '''(?:'{{0,2}}(?:[^'\\]++|{_ESCAPE}))*+'''
        | (?!\"\"\")"(?:[^"\\\r\n]++|{_ESCAPE})*+"
        | (?!''')'(?:[^'\\\r\n]++|{_ESCAPE})*+'
      )
    | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*+)
    | (?P<number>\d++(?:\.\d++)?(?:[eE][+\-]?\d++)?)
    | (?P<sign>\|\||&&|\^\^|<=|>=|!=|.)
    | \Z
    )
    """,
    re.VERBOSE | re.DOTALL,
)

# A term of a triple that ends where it seems to end, also for a reader that is less strict.
_TERM = rf"""
      <[^<>"{{}}|^`\\\x00-\x20]*+>
    | [?$]\w++(?![{_NAME}])
    | (?:[A-Za-z_][\w\-]*+)?+:[\w\-]*+(?![{_NAME}.:%\\])
    | (?:a|true|false)(?![{_NAME}.:%\\])
    | "(?!"")[^"\\\r\n]*+"(?:@[A-Za-z]++(?:-[A-Za-z0-9]++)*+|\^\^(?=[<\w:]))?+
    | '(?!'')[^'\\\r\n]*+'(?:@[A-Za-z]++(?:-[A-Za-z0-9]++)*+|\^\^(?=[<\w:]))?+
    | \d++(?![{_NAME}:%\\])
"""
# What triples without brackets are made of, in a row.
_TERMS: Final = (
    rf"(?:[ \t\r\n]++|\#[^\r\n]*+)*+((?:{_TERM})(?:[ \t\r\n.,;]++|\#[^\r\n]*+|{_TERM})*+)"
)
DECLARATION: Final = re.compile(
    r"""[ \t\r\n]*+PREFIX[ \t\r\n]++((?:[A-Z_][\w\-]*+)?+):[ \t\r\n]*+
    <([^<>"{}|^`\\\x00-\x20]*+)>""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_DECLARATIONS: Final = re.compile(f"(?:{DECLARATION.pattern})++", DECLARATION.flags)


class Token(NamedTuple):
    """A token of the grammar: which kind, its text, and where it stands."""

    kind: str
    text: str
    start: int = 0
    end: int = 0

    @property
    def upper(self) -> str:
        """The text as a keyword."""
        return self.text.upper()


def read_tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, without blanks and comments; every character belongs to one."""
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            return  # nothing but blanks is left
        yield Token(kind, match[kind], *match.span(kind))


def read_update_tokens(text: str, in_data: Callable[[], bool]) -> Iterator[Token]:
    """The tokens of an update that has no SERVICE in it, however it is read.

    What is the same again and again comes as one: the declarations of prefixes at its beginning
    ("prefixes"), and terms in a row in a block of data ("terms").

    Args:
        text: The update.
        in_data: Whether what comes next belongs to a block of data.
    """
    terms = _terms()
    at = 0
    if begin := _DECLARATIONS.match(text):
        at = begin.end()
        yield Token("prefixes", begin[0], 0, at)
    while True:
        match = terms.match(text, at) if in_data() else None
        if match is not None:
            yield Token("terms", match[1], *match.span(1))
        else:
            match = TOKEN.match(text, at)
            kind = match and match.lastgroup
            if match is None or kind is None:
                return
            yield Token(kind, match[kind], *match.span(kind))
        at = match.end()


@cache
def _terms() -> re.Pattern[str]:
    """Compiled for the first update: every command would wait for it."""
    return re.compile(_TERMS, re.VERBOSE | re.ASCII)
