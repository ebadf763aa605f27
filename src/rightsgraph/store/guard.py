"""What a SPARQL query may contain, checked on its tokens before anything evaluates it.

The engine cannot be told to leave the network alone, and a query that is nested deeply enough
ends its process, so both are refused here. The scan reads the tokens of the SPARQL grammar in one
pass over the text. Where the engine's parser reads less strictly than the grammar (it accepts
`1SERVICE<iri>`, `SERVICE:x` and `?a<?b)SERVICE#>`), the scan refuses what either could read as
SERVICE. It is the first wall only: the worker process may die all the same.

Source: SPARQL 1.1 Query Language, section 19.8 (grammar).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from rightsgraph.errors import (
    InputError,
    QueryForbiddenError,
    QuerySyntaxError,
    QueryTooComplexError,
    RequestTooLargeError,
)
from rightsgraph.settings import Settings
from rightsgraph.store.federation import ServiceClause
from rightsgraph.store.query_text import position
from rightsgraph.store.tokens import Token, read_tokens


class QueryForm(StrEnum):
    """The four forms of a SPARQL query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def is_graph(self) -> bool:
        """Whether the answer is a graph and not a table or a truth value."""
        return self in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)


# Operators, arguments and `AS` in expressions: 30,000 of them in a row overflow the engine's stack.
EXPRESSION_STEPS: Final = 1000

_FORMS = tuple(QueryForm)
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})
_IRI_FOLLOWS = frozenset({"GRAPH", "FROM", "NAMED", "DESCRIBE"})

_PATTERN_SIGNS = ".;,/|^*+?$!_"
_EXPRESSION_SIGNS = "-=<>&"
# What a query of two readings may have in all; 400 levels of EXISTS are no harm yet.
_HIDDEN_BRACKETS: Final = 200
_HIDDEN_SIGNS: Final = 8 * EXPRESSION_STEPS
_PROLOGUE = re.compile(
    r"""(?: [ \t\r\n]++
        | \#[^\r\n]*+
        | (?: PREFIX [ ]+ [\w\-]*+: | BASE ) [ ]*+ <[^<>"{}|^`\\\x00-\x20]*>
    )*+ (SELECT|ASK|CONSTRUCT|DESCRIBE) (?![\w:.\-])""",
    re.VERBOSE | re.IGNORECASE,
)
_TERMS = frozenset({"iri", "var", "name", "string", "number"})
_OPERATORS = frozenset("(,=<>!&|+-*/") | {"||", "&&", "<=", ">=", "!="}
_WHOLE_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*+://[^<>\"'{}|^`\x00-\x20]*+>")
_HIERARCHICAL_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")


_NOTHING = Token("", "")


def check_query(text: str, settings: Settings) -> QueryForm:
    """The form of a query that may be evaluated.

    Args:
        text: The query, decoded.
        settings: Says how long, deep and wide it may be.

    Raises:
        QueryForbiddenError: It contains LOAD, or SERVICE with what the settings do not list.
        RequestTooLargeError: It has more than `settings.query_bytes` bytes.
        QueryTooComplexError: It is nested deeper than `settings.query_nesting`, or has more triple
            patterns and path steps than `settings.query_patterns`.
        QuerySyntaxError: It has no query form, a NUL, or a string that does not end.

    Example:
        >>> check_query("SELECT ?service { ?service a rg:Recommendation }", Settings()).value
        'SELECT'
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > settings.query_bytes:
        raise RequestTooLargeError(
            f"The query has {size} bytes; at most {settings.query_bytes} are allowed."
        )
    return _plainly_harmless(text, settings) or Scan(text, settings).run()


def _plainly_harmless(text: str, settings: Settings) -> QueryForm | None:
    """The form of a query that is too small and plain for any harm; `None` when it takes a scan.

    Most queries are of this kind, and the scan would take half of the time that they take in all.
    There is no SERVICE without these letters. Every pattern, path step and bracket has one of the
    signs that are counted here, also where they stand in strings, except the items of a collection,
    of which each takes two characters at least. Declarations of prefixes and the insides of IRIs
    that can be nothing else have none of them.
    """
    if len(text) > 4 * EXPRESSION_STEPS or not text.isascii() or "\x00" in text:
        return None
    if "\\" in text or "'''" in text or text.count("'") % 2 or text.count('"') % 2:
        return None  # the scan names the place where a string is wrong
    begin = _PROLOGUE.match(text)
    lower = text.lower()
    if begin is None or "service" in lower or "silent" in lower:
        return None
    body = _WHOLE_IRI.sub("<>", text[begin.end() :])
    if len(body) > EXPRESSION_STEPS or ("(" in body and len(body) > 2 * settings.query_patterns):
        return None
    brackets = body.count("{") + body.count("(") + body.count("[")
    if max(brackets, body.count("<<")) > min(settings.query_nesting, settings.query_patterns):
        return None
    if brackets + sum(map(body.count, _PATTERN_SIGNS)) > settings.query_patterns:
        return None
    return QueryForm(begin[1].upper())


class Scan:
    """One pass over the tokens of a query."""

    def __init__(self, text: str, settings: Settings) -> None:
        self.text = text
        self.nesting_limit = settings.query_nesting
        self.pattern_limit = settings.query_patterns
        self.form: QueryForm | None = None
        self.last = _NOTHING  # the token before this one, and the one before that
        self.last_but_one = _NOTHING
        self.brackets: list[str] = []  # group, data, row, expression, list, properties
        self.inside = ""  # the innermost of them
        self.patterns = self.groups = self.steps = self.quoted_triples = 0
        self.subject_next = False  # the next term begins a triple pattern
        self.constraint = False  # after FILTER, BIND, HAVING
        self.clause = False  # after SELECT or BY: brackets hold expressions
        self.values = False  # after VALUES
        self.two_readings = False  # something was an IRI or a comparison
        self.hidden_signs = False  # the same, and what follows may be as it seems
        self.service = ServiceClause(settings.service_addresses)

    def run(self) -> QueryForm:
        """The form of the query, or one of the errors of `check_query`."""
        self.walk()
        self.limits()
        if self.two_readings and "service" in self.text.lower():
            raise forbidden("SERVICE")
        if self.form is None:
            raise QuerySyntaxError("There is no SELECT, ASK, CONSTRUCT or DESCRIBE in the query.")
        return self.form

    def walk(self) -> None:
        """Looks at every token."""
        for token in read_tokens(self.text):
            self.look(token)

    def look(self, token: Token) -> None:
        """Looks at one token."""
        kind = token.kind
        if self.service.begun and self.service.take(kind, token.text):
            pass
        elif kind in _TERMS:
            self.term(token)
        elif kind == "word":
            self.word(token.text)
        elif kind == "open":
            self.open(token.text)
        elif kind == "close":
            self.close()
        elif kind == "sign":
            self.sign(token.text, token.start)
        self.last_but_one, self.last = self.last, token

    def limits(self) -> None:
        """Refuses a query that is too wide, or ends in the middle of a clause."""
        if self.service.begun:
            raise self.service.refused()
        self.limit_width()
        if self.hidden_signs:
            self.limit_signs()

    def limit_width(self) -> None:
        """Refuses a query that has too much beside each other."""
        if max(self.patterns, self.groups) > self.pattern_limit:
            raise QueryTooComplexError(
                "The query has too many triple patterns, path steps or groups; "
                f"at most {self.pattern_limit} are allowed."
            )
        if self.steps > EXPRESSION_STEPS:
            raise QueryTooComplexError(
                "The query has too many operators and arguments in its expressions; at most "
                f"{EXPRESSION_STEPS} are allowed.",
                remedy="Give a long list of terms as VALUES and not in IN or with ||.",
            )

    def limit_signs(self) -> None:
        """Refuses a query of which it is uncertain where its brackets and operators are.

        What stands behind `?o<'b>'` may be in a string or outside of it, and `?o<((1>` may have
        brackets; so all of them are counted, wherever they stand.
        """
        brackets = sum(map(self.text.count, "{(["))
        signs = sum(map(self.text.count, _PATTERN_SIGNS + _EXPRESSION_SIGNS))
        if brackets > _HIDDEN_BRACKETS or signs > _HIDDEN_SIGNS:
            raise QueryTooComplexError(
                "The query has too many brackets and signs for one in which < may begin an IRI or "
                "compare.",
                remedy="Write a blank before and after each < that compares.",
            )

    def term(self, token: Token) -> None:
        """Counts an IRI, variable, name or literal."""
        if token.kind == "iri" and self.inside in ("expression", "list"):
            self.compare_or_iri(token.text)
        if self.inside == "list" or (self.subject_next and self.inside in ("group", "properties")):
            self.patterns += 1
        self.subject_next = False
        if token.kind == "name":
            # `true.ex:a` is one name in the grammar and three tokens in the engine.
            self.patterns += token.text.partition(":")[0].count(".")
            if token.text.endswith(".") and not token.text.endswith("\\."):
                self.subject_next = True

    def compare_or_iri(self, text: str) -> None:
        """Notes an IRI that could also be a comparison, so that what follows is uncertain.

        In brackets and after an operand `<` may be an operator; `<?b)SERVICE#>` is then no IRI.
        With `://` behind its scheme it cannot be a comparison.
        """
        if self.last.text in _OPERATORS or _HIERARCHICAL_IRI.match(text):
            return
        self.hidden_signs = True
        if any(sign in text for sign in "'#()"):
            self.two_readings = True

    def word(self, text: str) -> None:
        """Looks at a keyword, or at several that are glued together."""
        upper = text.upper()
        if self.service.begin(text):
            return
        if "SERVICE" in upper or "SILENT" in upper:
            raise forbidden("SERVICE")
        upper = upper.rstrip(".")
        if upper in _UPDATES:
            raise forbidden(upper)
        if upper in ("A", "TRUE", "FALSE"):
            self.term(Token("word", text))
            self.subject_next = text.endswith(".")
            return
        self.subject_next = False
        if self.form is None:
            self.form = next((form for form in _FORMS if upper.startswith(form)), None)
        if upper in ("FILTER", "BIND", "HAVING"):
            self.constraint = True
        elif upper == "VALUES":
            self.values = True
        elif upper == "AS":
            self.steps += 1
        if upper in ("SELECT", "DISTINCT", "REDUCED", "BY", "HAVING"):
            self.clause = self.clause or upper in ("SELECT", "BY", "HAVING")
        elif upper in ("WHERE", "FROM"):
            self.clause = False

    def open(self, text: str) -> None:
        """Enters a bracket and says what kind it is."""
        if text == "{":
            self.refuse_hidden_service()
            inside = "data" if self.values else "group"
            self.groups += inside == "group"
            if self.groups > self.pattern_limit:
                self.limit_width()
            self.values = self.constraint = self.clause = False
        elif text == "[":
            inside = "properties"
            self.patterns += 1
        elif self.values or self.inside in ("data", "row"):
            inside = "row"
        elif self.inside == "expression" or self.constraint or self.clause or self.is_call():
            inside = "expression"
        else:
            inside = "list"
            self.patterns += self.subject_next
        self.subject_next = inside in ("group", "properties")
        self.brackets.append(inside)
        self.inside = inside
        if len(self.brackets) > self.nesting_limit:
            raise QueryTooComplexError(
                f"The query is nested deeper than {self.nesting_limit} brackets."
            )

    def is_call(self) -> bool:
        """Whether the bracket belongs to a function or keyword."""
        return self.last.kind == "word" and self.last.text.upper() not in ("A", "TRUE", "FALSE")

    def close(self) -> None:
        """Leaves a bracket."""
        left = self.brackets.pop() if self.brackets else ""
        self.inside = self.brackets[-1] if self.brackets else ""
        if left in ("group", "data"):
            self.subject_next, self.clause = True, False
        elif left == "expression" and self.inside != "expression":
            self.subject_next, self.constraint = True, False

    def sign(self, text: str, place: int) -> None:
        """Counts punctuation and operators."""
        if text in "\"'":
            raise QuerySyntaxError(
                f"The string at {position(self.text, place)} does not end, or has an escape that "
                "SPARQL does not know."
            )
        if text == "\x00":
            raise QuerySyntaxError(f"There is a NUL at {position(self.text, place)}.")
        if text == "<" and self.last.text == "<":
            self.quoted_triples += 1
            if self.quoted_triples > self.nesting_limit:
                raise QueryTooComplexError("The query has too many quoted triples.")
        if self.inside == "expression":
            self.steps += 1
        elif text in (".", ";", ","):
            self.subject_next = True
        elif text in ("/", "|", "^", "*", "+", "?", "!", "||") or (
            text == "^^" and self.last.kind != "string"
        ):
            self.patterns += 1
        if self.patterns > self.pattern_limit or self.steps > EXPRESSION_STEPS:
            self.limit_width()  # nothing that follows makes it narrower

    def refuse_hidden_service(self) -> None:
        """Refuses names before a brace that the engine could read as SERVICE and more.

        It falls back from `ex:SERVICE` to `ex:` and SERVICE when the whole is no IRI, and reads
        `SERVICE:x` as SERVICE and `:x` where a name cannot stand.
        """
        before, last = self.last_but_one, self.last
        hidden = (
            last.kind == "name"
            and "service" in last.text.lower()
            and before.text.upper() not in _IRI_FOLLOWS
        ) or (
            before.kind == "name"
            and last.kind in ("iri", "name", "var")
            and "service" in before.text.lower()
        )
        if hidden:
            raise QueryForbiddenError(
                f"{before.text} {last.text} {{ could be read as SERVICE, which is not allowed.",
                remedy="Put a dot before the brace.",
            )


def forbidden(word: str) -> InputError:
    """The error for a word that a query must not have.

    Args:
        word: SERVICE, or the first word of an update operation.
    """
    if word == "SERVICE":
        return QueryForbiddenError("SERVICE would fetch data from another server.")
    if word == "LOAD":
        return QueryForbiddenError("LOAD would fetch data from another server.")
    return QuerySyntaxError(
        f"{word} belongs to an update, and this is to be a query.",
        remedy="Send an update to /sparql as `update`; it needs the token of the server.",
    )
