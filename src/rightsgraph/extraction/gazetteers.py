"""The names of the authority files, in a form that finds them in running text.

A name matches word by word: line ends, hyphens, apostrophes, accents, a "the" and the spelling
"Organisation" make no difference; a name must begin with a capital letter, and an abbreviation
must be printed as such.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from rightsgraph.authorities import (
    Body,
    State,
    read_bodies,
    read_groups,
    read_organisations,
    read_states,
)
from rightsgraph.settings import resource_path


class EntryKind(StrEnum):
    """What sort of thing an entry of an authority file is."""

    STATE = "state"
    DEMONYM = "demonym"
    UN_BODY = "un body"
    MANDATE = "mandate"
    ORGANISATION = "organisation"
    COURT = "court"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of an authority file.

    Attributes:
        id: Its identifier, the slug of its IRI; the alpha-3 code of a State.
        name: Its preferred name.
        kind: What sort of thing it is.
        aliases: Its other names.
        abbreviations: Its abbreviations, matched letter by letter.
    """

    id: str
    name: str
    kind: EntryKind
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()

    @property
    def joined(self) -> bool:
        """Whether a name of the entry has an "and" in it."""
        return any(" and " in name or "&" in name for name in (self.name, *self.aliases))


@dataclass(frozen=True, slots=True)
class Match:
    """Words of a text that name an entry."""

    start: int
    end: int
    entry: Entry


_WORD = re.compile(r"\w+")
# What may not stand before is asked afterwards: a pattern that begins with letters is quicker.
_START = re.compile(r"[A-ZÀ-Þ]\w*")
_NEXT = re.compile(r"[ '\-,()&./]{1,4}(\w+)")
_SAME = {
    "organisation": "organization",
    "organisations": "organizations",
    "centre": "center",
    "programme": "program",
    "u": "u",
}
_REMEMBERED = 65_536
_SKIPPED = frozenset({"the", "and"})


@lru_cache(maxsize=65_536)
def _fold(word: str) -> str:
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in word if not unicodedata.combining(c))
    word = word.casefold()
    return _SAME.get(word, word)


def fold_name(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared.

    Example:
        >>> fold_name("the Organisation of American States")
        ('organization', 'of', 'american', 'states')
    """
    words = tuple(_fold(word) for word in _WORD.findall(name))
    kept = tuple(word for word in words if word not in _SKIPPED)
    return kept or words


@dataclass
class _Node:
    entries: dict[str, _Node] = field(default_factory=dict)
    entry: Entry | None = None
    exact: dict[str, Entry] = field(default_factory=dict)


class Gazetteer:
    """Names that can be found in a text in one pass.

    Attributes:
        by_id: The entries by their identifier.
        namesakes: The entries that share an abbreviation; the first of them is found.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.root = _Node()
        self.by_id: dict[str, Entry] = {}
        self.namesakes: dict[str, list[Entry]] = {}
        self._printed: dict[str, _Node | None] = {}
        for entry in entries:
            self.by_id.setdefault(entry.id, entry)
            for name in (entry.name, *entry.aliases):
                self._add(name, entry)
            for abbreviation in entry.abbreviations:
                self._add_exact(abbreviation, entry)

    def _add(self, name: str, entry: Entry) -> None:
        if name.isupper() and len(name) <= 8:
            self._add_exact(name, entry)
            return
        node = self.root
        for word in fold_name(name):
            node = node.entries.setdefault(word, _Node())
        if node is not self.root and node.entry is None:
            node.entry = entry

    def _add_exact(self, form: str, entry: Entry) -> None:
        node = self.root
        for word in fold_name(form):
            node = node.entries.setdefault(word, _Node())
        if node is not self.root:
            printed = re.sub(r"\W", "", form)
            first = node.exact.setdefault(printed, entry)
            if first is not entry:
                self.namesakes.setdefault(printed, [first]).append(entry)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """The names between two offsets of a text in matching form; the longest wins."""
        stop, done = len(text) if end is None else end, start
        printed = self._printed
        for match in _START.finditer(text, start, stop):
            at = match.start()
            if at < done or (at and (text[at - 1].isalnum() or text[at - 1] in "_/@")):
                continue
            word = match.group()
            node = printed[word] if word in printed else self._first_step(word)
            if node is None:
                continue
            found = self._longest(text, node, match.start(), match.end(), stop)
            # "the Internet and Society Centre" is not the Internet Society.
            if found and (" and " not in text[found.start : found.end] or found.entry.joined):
                yield found
                done = found.end

    def _first_step(self, word: str) -> _Node | None:
        """Where the names that begin with a printed word go on; remembered, for texts repeat."""
        node = self.root.entries.get(_fold(word))
        if len(self._printed) < _REMEMBERED:
            self._printed[word] = node
        return node

    def _longest(self, text: str, node: _Node, start: int, at: int, stop: int) -> Match | None:
        best: Match | None = None
        while True:
            entry = node.entry
            if node.exact:
                printed = re.sub(r"\W", "", text[start:at])
                entry = node.exact.get(printed, entry)
            if entry:
                best = Match(start, at, entry)
            following = _NEXT.match(text, at, stop)
            while following and _fold(following[1]) in _SKIPPED:
                at = following.end()
                following = _NEXT.match(text, at, stop)
            if not following:
                return best
            step = node.entries.get(_fold(following[1]))
            if step is None:
                return best
            node, at = step, following.end()

    def lookup(self, name: str) -> Entry | None:
        """The entry that has exactly this name."""
        node = self.root
        for word in fold_name(name):
            step = node.entries.get(word)
            if step is None:
                return None
            node = step
        return node.exact.get(re.sub(r"\W", "", name), node.entry)


def _folder() -> Path:
    return resource_path("data") / "authorities"


@lru_cache(maxsize=1)
def _state_rows() -> tuple[State, ...]:
    return read_states(_folder())


def _body_kind(body: Body) -> EntryKind:
    if body.is_un:
        return EntryKind.MANDATE if body.mandate_kind else EntryKind.UN_BODY
    return EntryKind.COURT if body.is_court else EntryKind.ORGANISATION


@lru_cache(maxsize=1)
def actors() -> Gazetteer:
    """UN bodies, mandates, organisations, courts and groups."""
    folder, codes = _folder(), frozenset(state.alpha3 for state in _state_rows())
    entries = [
        Entry(body.id, body.name, _body_kind(body), body.alt_names, body.abbreviations)
        for body in read_bodies(folder, codes)
    ]
    entries += [
        Entry(row.id, row.name, EntryKind.ORGANISATION, row.alt_names, row.abbreviations)
        for row in read_organisations(folder, codes)
    ]
    entries += [
        Entry(row.id, row.name, EntryKind.GROUP, row.alt_names) for row in read_groups(folder)
    ]
    return Gazetteer(entries)


@lru_cache(maxsize=1)
def states() -> Gazetteer:
    """States and areas by name, official name, part and abbreviation; and their demonyms."""
    entries: list[Entry] = []
    for row in _state_rows():
        every = (row.name, row.official_name, *row.alt_names, *row.ambiguous_names, *row.parts)
        names = [name for name in every if name]
        short = tuple(n for n in names if n.replace(".", "").isupper() and len(n) <= 8)
        long = tuple(n for n in names if n not in short)
        entries.append(Entry(row.alpha3, row.name, EntryKind.STATE, long, short))
    entries += [
        Entry(row.alpha3, demonym, EntryKind.DEMONYM)
        for row in _state_rows()
        for demonym in row.demonyms
    ]
    return Gazetteer(entries)
