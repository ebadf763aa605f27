"""Cells to what they mean: States, bodies, concepts, numbers, dates.

A name means whom the authority files say, in any spelling that they even out. What they do not
know, or what several bear, is said and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import pyoxigraph as ox

from rightsgraph import iris
from rightsgraph.errors import SymbolError
from rightsgraph.graph.authorities import Situation, State
from rightsgraph.graph.description_agents import shared_authorities
from rightsgraph.importing.html_words import words_of
from rightsgraph.importing.mapping import LINES, Column
from rightsgraph.importing.report import Problem
from rightsgraph.importing.tables import Cell, Record
from rightsgraph.settings import resource_path
from rightsgraph.symbols import Symbol, parse_symbol
from rightsgraph.vocabulary import SKOS, Skos

_FILES: Final = {
    "response": "responses.ttl",
    "action-category": "action-categories.ttl",
    "issue": "issues.ttl",
}
_DATE: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_SHOWN: Final = 80


@dataclass
class Reader:
    """Reads the cells of one row, and keeps what could not be used.

    Args:
        record: The row.
    """

    record: Record
    problems: list[Problem] = field(default_factory=list)

    @property
    def rejected(self) -> bool:
        """Whether the row must be left out."""
        return any(problem.rejected for problem in self.problems)

    def values(self, column: Column) -> tuple[str, ...]:
        """The values of a cell, without blanks and bullets; none when it is empty."""
        cell = _found(self.record, column.column)
        parts: Iterable[str]
        if not isinstance(cell, str):
            parts = cell
        elif column.split == LINES:
            parts = cell.splitlines()
        else:
            parts = cell.split(column.split) if column.split else [cell]
        found = (_bare(part, column.strip) for part in parts)
        return tuple(dict.fromkeys(value for value in found if value))

    def agents(self, columns: tuple[Column, ...], what: str) -> tuple[str, ...]:
        """Who is meant by the first of some columns that says somebody; a row needs one."""
        for column in columns:
            values = self.values(column)
            if values:
                found = [self._agent(column, value) for value in values]
                return tuple(dict.fromkeys(iri for iri in found if iri))
        self.problem(columns[0], "", f"the row does not say {what}")
        return ()

    def situations(self, column: Column | None) -> tuple[str, ...]:
        """The situations in the States that a cell names."""
        if column is None:
            return ()
        found = []
        for value in self.values(column):
            iri = _agent_iri(column.values.get(value, ""), value)
            code = (iri or "").rpartition("id/state/")[2]
            if iri and code != iri:
                found.append(iris.situation(code))
            else:
                self.problem(column, value, "no State of the authority files", rejected=False)
        return tuple(found)

    def concepts(self, column: Column | None, scheme: str) -> tuple[str, ...]:
        """The concepts that a cell names, by the mapping or by their labels."""
        found = []
        for value in self.values(column) if column else ():
            slug = column.values.get(value, value) if column else value
            slug = slug if slug in _slugs(scheme) else _labels(scheme).get(slug.casefold(), "")
            if slug:
                found.append(iris.concept(scheme, slug))
            elif column:
                reason = f"no concept of the vocabulary {scheme}"
                self.problem(column, value, reason, rejected=False)
        return tuple(dict.fromkeys(found))

    def concept(self, column: Column | None, scheme: str) -> tuple[str, ...]:
        """The one concept that a cell names; two are a contradiction, which is told."""
        found = self.concepts(column, scheme)
        if len(found) > 1 and column:
            value = "; ".join(self.values(column))
            self.problem(column, value, "several values where one may stand", rejected=False)
            return ()
        return found

    def number(self, column: Column | None) -> int | None:
        """The whole number from 1 that a cell gives."""
        for value in self.values(column) if column else ():
            text = self._taken(column, value)
            if text.isascii() and text.isdigit() and int(text) >= 1:
                return int(text)
            self.problem(column, value, "no whole number from 1", rejected=False)
        return None

    def date(self, column: Column | None) -> str:
        """The date, month or year that a cell gives, by ISO 8601; empty without one."""
        for value in self.values(column) if column else ():
            text = self._taken(column, value)
            if _DATE.fullmatch(text):
                return text
            reason = "no year is known for it" if column and column.values else "no date"
            self.problem(column, value, reason, rejected=False)
        return ""

    def symbol(self, column: Column) -> Symbol | None:
        """The UN symbol of a cell; a row needs one."""
        values = self.values(column)
        if not values:
            self.problem(column, "", "the row does not say in which document")
            return None
        try:
            return parse_symbol(values[0])
        except SymbolError as error:
            self.problem(column, values[0], error.message)
            return None

    def text(self, column: Column) -> str:
        """The words of a cell; a row needs some."""
        cell = _found(self.record, column.column)
        words = cell if isinstance(cell, str) else "\n".join(cell)
        words = words_of(words) if column.html else words
        if not words.strip():
            self.problem(column, "", "the row has no text")
        return words

    def problem(
        self, column: Column | None, value: str, reason: str, *, rejected: bool = True
    ) -> None:
        """Keep that a value could not be used."""
        name = ""
        if column is not None:
            names = (n for n in column.column if n in self.record.cells)
            name = next(names, column.column[0])
        shown = " ".join(value.split())[:_SHOWN]
        self.problems.append(Problem(self.record.line, name, shown, reason, rejected))

    def _agent(self, column: Column, value: str) -> str | None:
        iri = _agent_iri(column.values.get(value, ""), value)
        if iri is None:
            known = shared_authorities().find(value)
            several = len([row for row in known if not isinstance(row, Situation)]) > 1
            reason = "several bear that name" if several else "not in the authority files"
            self.problem(column, value, reason)
        return iri

    def _taken(self, column: Column | None, value: str) -> str:
        if column is None:
            return value
        value = column.values.get(value, "" if column.values else value)
        if column.take is not None:
            match = column.take.search(value)
            return match[1] if match else ""
        return value


def known_agent(identifier: str) -> str | None:
    """The IRI of an entry of the authority files from `body/...`, `state/XEX` and the like.

    Example:
        >>> known_agent("body/human-rights-council").rpartition("/")[2]
        'human-rights-council'
        >>> known_agent("body/nobody") is None
        True
    """
    return _agents_by_id().get(identifier)


def _found(record: Record, names: tuple[str, ...]) -> Cell:
    return next((record.cells[name] for name in names if name in record.cells), "")


def _bare(value: str, strip: str) -> str:
    value = value.strip()
    if strip:
        while value.startswith(strip.strip()):
            value = value.removeprefix(strip.strip()).strip()
    return value


@cache
def _agents_by_id() -> dict[str, str]:
    start = iris.base() + "id/"
    return {
        row.iri.removeprefix(start): row.iri
        for row in shared_authorities().rows
        if not isinstance(row, Situation)
    }


@cache
def _agent_iri(mapped: str, value: str) -> str | None:
    """Whom a value means; a State goes before others of its name."""
    if mapped:
        return known_agent(mapped)
    rows = [row for row in shared_authorities().find(value) if not isinstance(row, Situation)]
    states = [row for row in rows if isinstance(row, State)]
    if len(states) == 1:
        return states[0].iri
    return rows[0].iri if len(rows) == 1 else None


@cache
def _slugs(scheme: str) -> frozenset[str]:
    return frozenset(_labels(scheme).values())


@cache
def _labels(scheme: str) -> dict[str, str]:
    """The slugs of the concepts of a scheme, by each of their labels in small letters."""
    path = resource_path("ontology") / "vocabularies" / _FILES[scheme]
    labels: dict[str, str] = {}
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        named = quad.predicate.value in (Skos.prefLabel, SKOS + "altLabel")
        label = quad.object
        if named and isinstance(quad.subject, ox.NamedNode) and isinstance(label, ox.Literal):
            labels[label.value.casefold()] = quad.subject.value.rpartition("/")[2]
    return labels
