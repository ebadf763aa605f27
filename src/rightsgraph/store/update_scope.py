"""What a SPARQL update writes to, read from its operations.

Where the engine reads less strictly than the grammar (`INSERTDATA{`), the update is refused.

Source: SPARQL 1.1 Query Language, section 19.8 (grammar, rules 29 to 51); SPARQL 1.1 Protocol,
section 2.2.3 (`using-graph-uri`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rightsgraph.errors import InputError, QueryForbiddenError, QuerySyntaxError
from rightsgraph.store.query_text import position
from rightsgraph.store.tokens import DECLARATION, Token, read_tokens
from rightsgraph.vocabulary import PREFIXES

_PROLOGUE: Final = ("PREFIX", "BASE", "VERSION")
_ABSOLUTE: Final = re.compile(r"<([A-Za-z][A-Za-z0-9+.\-]*:[^<>\\]*)>")
_PLAIN_NAME: Final = re.compile(r"([^:]*):((?:[^\\%])*)")


@dataclass(slots=True)
class UpdateScope:
    """What an update writes to.

    Attributes:
        text: The update, with the graphs of the request written into it.
        default: The place of the first operation that writes to the default graph; empty when
            none does. CLEAR ALL and DROP ALL do not count: they mean the whole dataset.
        graphs: IRIs of the named graphs that it may change.
        all_known: Whether `graphs` are all of them.
        named: The place of the first operation that writes to a named graph; empty for none.
        first: Offset of the first operation; -1 when there is none.
    """

    text: str
    default: str = ""
    graphs: set[str] = field(default_factory=set)
    all_known: bool = True
    named: str = ""
    first: int = -1


class UpdateReader:
    """Reads the operations of an update from its tokens.

    Args:
        text: The update, which `check_update` looks at for limits and SERVICE.
        tokens: Where its tokens are kept before `read` is called.
        using: IRIs of the graphs in which WHERE looks by default.
        using_named: IRIs of the graphs that GRAPH reaches in WHERE.
    """

    def __init__(
        self, text: str, tokens: list[Token], using: Sequence[str], using_named: Sequence[str]
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.loads = ""
        self.prefixes = dict(PREFIXES)
        self.scope = UpdateScope(text)
        clauses = [f"USING <{iri}>" for iri in using] + [
            f"USING NAMED <{iri}>" for iri in using_named
        ]
        self.using = " ".join(clauses)
        self.edits: list[tuple[int, int, str]] = []

    def refuse_at_once(self) -> None:
        """Refuses a text that does not begin as an update does, however long it is."""
        first = next(read_tokens(self.text), None)
        if first is not None and first.kind != "word":
            raise self.unexpected(first)

    def read(self) -> UpdateScope:
        """The scope, or one of the errors of `check_update`."""
        while self.at < len(self.tokens):
            token = self.take()
            if token.kind == "prefixes":
                self.prefixes.update(DECLARATION.findall(token.text))
                continue
            word = token.upper if token.kind == "word" else ""
            if self.scope.first < 0 and word not in _PROLOGUE:
                self.scope.first = token.start
            match word:
                case "PREFIX":
                    name, iri = self.take("name"), self.take("iri")
                    self.prefixes[name.text.removesuffix(":")] = iri.text[1:-1]
                    continue
                case "BASE":
                    self.take("iri")
                    continue
                case "VERSION":
                    self.take("string")
                    continue
                case "INSERT" | "DELETE" | "WITH":
                    self.modify(token)
                case "CLEAR" | "DROP":
                    self.clear(token)
                case "CREATE":
                    self.accept("SILENT")
                    self.expect("GRAPH")
                    self.writes_to(self.take("iri", "name"), token)
                case "ADD" | "MOVE" | "COPY":
                    self.transfer(token)
                case "LOAD":
                    self.load(token)
                case _:
                    raise self.unexpected(token)
            if self.at < len(self.tokens):
                self.expect(";")
        if self.loads:  # what does not parse is told first
            raise QueryForbiddenError(
                f"{self.loads} would fetch data from another server.",
                remedy="Fetch the data yourself and send it to /store.",
            )
        self.scope.text = self.edited()
        return self.scope

    # Operations.

    def modify(self, token: Token) -> None:
        """INSERT DATA, DELETE DATA, DELETE WHERE, and DELETE and INSERT with WHERE."""
        given = None
        start = token
        if token.upper == "WITH":
            given = self.take("iri", "name")
            token = self.take("word")
        if token.upper not in ("INSERT", "DELETE"):
            raise self.unexpected(token)
        if given is None and self.accept("DATA"):
            self.quads(start, None)
            return
        if given is None and token.upper == "DELETE" and self.accept("WHERE"):
            where = self.tokens[self.at - 1]
            first = self.tokens[self.at].start if self.at < len(self.tokens) else where.end
            self.quads(start, None)
            if self.using:
                pattern = self.text[first : self.tokens[self.at - 1].end]
                self.edits.append((where.start, where.start, f"{pattern} {self.using} "))
            return
        self.quads(start, given)
        if token.upper == "DELETE" and self.accept("INSERT"):
            self.quads(start, given)
        named = given is not None
        while self.accept("USING"):
            self.accept("NAMED")
            self.take("iri", "name")
            named = True
        where = self.take("word")
        if where.upper != "WHERE":
            raise self.unexpected(where)
        if self.using:
            if named:
                raise InputError(
                    "The request names graphs, and the update names them by WITH or USING too.",
                    remedy="Leave using-graph-uri and using-named-graph-uri out.",
                )
            self.edits.append((where.start, where.start, f"{self.using} "))
        self.block()

    def quads(self, operation: Token, given: Token | None) -> None:
        """A block of triples, some of them in GRAPH; notes which graphs it writes to."""
        self.expect("{")
        while not self.accept("}"):
            token = self.take()
            if token.upper == "GRAPH" and token.kind == "word":
                name = self.take("iri", "name", "var")
                self.writes_to(name, operation)
                self.block()
            elif token.text == ".":
                continue
            else:
                self.at -= 1
                if given is None:
                    self.writes_to_default(operation)
                else:
                    self.writes_to(given, operation)
                self.triples()

    def triples(self) -> None:
        """Skips triples up to GRAPH or the end of the block that holds them."""
        depth = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if depth == 0 and (
                token.text == "}" or (token.kind == "word" and token.upper == "GRAPH")
            ):
                return
            depth += (token.kind == "open") - (token.kind == "close")
            self.at += 1

    def block(self) -> None:
        """Skips a block in braces."""
        self.expect("{")
        depth = 1
        while depth:
            token = self.take()
            depth += (token.kind == "open") - (token.kind == "close")

    def clear(self, token: Token) -> None:
        """CLEAR and DROP."""
        self.accept("SILENT")
        if self.accept("DEFAULT"):
            self.writes_to_default(token)
        elif self.accept("ALL") or self.accept("NAMED"):
            self.scope.all_known = False
            self.scope.named = self.scope.named or self.place(token)
        else:
            self.expect("GRAPH")
            self.writes_to(self.take("iri", "name"), token)

    def transfer(self, token: Token) -> None:
        """ADD, MOVE and COPY; only MOVE changes what it reads."""
        self.accept("SILENT")
        moves = token.upper == "MOVE"
        self.end_of_transfer(token, written=moves)
        self.expect("TO")
        self.end_of_transfer(token, written=True)

    def end_of_transfer(self, operation: Token, *, written: bool) -> None:
        """DEFAULT, or the name of a graph with or without GRAPH."""
        if self.accept("DEFAULT"):
            if written:
                self.writes_to_default(operation)
            return
        self.accept("GRAPH")
        name = self.take("iri", "name")
        if written:
            self.writes_to(name, operation)

    def load(self, token: Token) -> None:
        """LOAD is refused, and LOAD SILENT replaced by nothing."""
        if not self.accept("SILENT"):
            self.loads = self.loads or self.place(token)
        self.take("iri", "name")
        if self.accept("INTO"):
            self.expect("GRAPH")
            self.take("iri", "name")
        self.edits.append((token.start, self.tokens[self.at - 1].end, "DELETE DATA {}"))

    # Graphs.

    def writes_to_default(self, operation: Token) -> None:
        """Notes that the default graph is written to."""
        self.scope.default = self.scope.default or self.place(operation)

    def writes_to(self, name: Token, operation: Token) -> None:
        """Notes a named graph that is written to."""
        self.scope.named = self.scope.named or self.place(operation)
        iri = self.iri(name)
        if iri is None:
            self.scope.all_known = False
        else:
            self.scope.graphs.add(iri)

    def iri(self, name: Token) -> str | None:
        """The IRI that a token stands for; `None` when only the engine can tell."""
        if name.kind == "iri":
            absolute = _ABSOLUTE.fullmatch(name.text)
            return absolute[1] if absolute else None
        found = _PLAIN_NAME.fullmatch(name.text) if name.kind == "name" else None
        if found is None or found[1] not in self.prefixes:
            return None
        space = f"<{self.prefixes[found[1]]}{found[2].removesuffix('.')}>"
        absolute = _ABSOLUTE.fullmatch(space)
        return absolute[1] if absolute else None

    # Tokens.

    def take(self, *kinds: str) -> Token:
        """The next token, which must be of one of the kinds."""
        if self.at >= len(self.tokens):
            raise QuerySyntaxError("The update ends too early.")
        token = self.tokens[self.at]
        if kinds and token.kind not in kinds:
            raise self.unexpected(token)
        self.at += 1
        return token

    def accept(self, text: str) -> bool:
        """Whether the next token is this one, which is then taken."""
        found = self.at < len(self.tokens) and self.tokens[self.at].upper == text
        self.at += found
        return found

    def expect(self, text: str) -> None:
        """Takes the next token, which must be this one."""
        if not self.accept(text):
            raise self.unexpected(self.take())

    def unexpected(self, token: Token) -> QuerySyntaxError:
        """The error for a token that the grammar does not allow there."""
        where = position(self.text, token.start)
        return QuerySyntaxError(
            f"{where[0].upper()}{where[1:]}: {token.text[:40]!r} is not expected here."
        )

    def place(self, token: Token) -> str:
        """An operation and where it stands, in words."""
        return f"{token.upper} at {position(self.text, token.start)}"

    def edited(self) -> str:
        """The text with all that is put into it."""
        parts, at = [], 0
        for start, end, instead in sorted(self.edits):
            parts += [self.text[at:start], instead]
            at = end
        return "".join([*parts, self.text[at:]])
