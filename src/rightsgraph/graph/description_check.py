"""A quick check of fresh descriptions against the shapes; what it doubts goes to a SHACL engine.

A document gives some three thousand triples, and an engine takes a third of a second for them,
ten times as long as describing it. The shapes of this graph aim at classes, have paths one
property long, and use two dozen kinds of constraints: here they are turned into functions once, and
then run over a dictionary. The check only says "conforms" when every constraint that it meets
is one that it knows; for anything else `conforms` is False, and the engine gives the verdict
and the words for it (`graph/validation.py`). `tests/graph/test_description_check.py` holds it
against the engine.

Source: SHACL, sections 2 (targets), 4 (core constraint components).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from rightsgraph.graph.loading import parse_file
from rightsgraph.settings import resource_path
from rightsgraph.vocabulary import RDF, SH, XSD

# An IRI is a plain string here, which is much quicker to look up than a node.
Term = str | ox.Literal
Values = Collection[Term]
Data = Mapping[str, Mapping[str, Values]]
# Whether a node passes; and whether a node passes with the values of one of its properties.
Test = Callable[[Data, Term], bool]
ValuesTest = Callable[[Data, Term, Values], bool]

_NOTHING: Final[tuple[Term, ...]] = ()
_NO_PROPERTIES: Final[Mapping[str, Values]] = {}
_TYPE: Final = RDF + "type"
# What says nothing about whether data conforms.
_SILENT: Final = frozenset(
    {_TYPE, *(SH + n for n in ("message", "severity", "targetClass", "path", "name", "order"))}
)
_TARGET_OBJECTS: Final = SH + "targetObjectsOf"
_TARGET_SUBJECTS: Final = SH + "targetSubjectsOf"
_OTHER_TARGETS: Final = frozenset(SH + name for name in ("targetNode", "target"))
_LEXICAL: Final = {
    XSD + "string": re.compile(r".*", re.DOTALL),
    XSD + "integer": re.compile(r"[+-]?\d+"),
    XSD + "decimal": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    XSD + "date": re.compile(r"\d{4}-\d\d-\d\d"),
    XSD + "dateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"),
}


class _NotKnown(Exception):  # noqa: N818 - it never leaves this module
    """A constraint that is not known here."""


@dataclass(frozen=True, slots=True)
class Check:
    """Shapes as functions.

    Attributes:
        of_class: The tests of nodes of a class.
        of_objects: The tests of the values of a property.
        of_subjects: The tests of the nodes that have a property.
        whole: Whether all that the shapes aim at is known.
    """

    of_class: Mapping[str, tuple[Test, ...]]
    of_objects: Mapping[str, tuple[Test, ...]]
    of_subjects: Mapping[str, tuple[Test, ...]]
    whole: bool

    def conforms(self, data: Data) -> bool:
        """Whether triples certainly conform; False when they do not, or when it is not known.

        Args:
            data: The values by subject and property, as `Sheet.data` has them.
        """
        if not self.whole:
            return False
        objects: dict[str, dict[Term, None]] = {name: {} for name in self.of_objects}
        of_class, of_subjects = self.of_class, self.of_subjects
        for node, properties in data.items():
            for name in of_subjects.keys() & properties.keys():
                if not all(test(data, node) for test in of_subjects[name]):
                    return False
            for kind in properties.get(_TYPE, _NOTHING):
                for test in of_class.get(kind, ()) if isinstance(kind, str) else ():
                    if not test(data, node):
                        return False
            for name, found in objects.items():
                if name in properties:
                    found.update(dict.fromkeys(properties[name]))
        return all(
            test(data, node)
            for name, tests in self.of_objects.items()
            for node in objects[name]
            for test in tests
        )


@cache
def shipped_check() -> Check:
    """The check by the shapes that ship with rightsgraph."""
    return read_check(resource_path("ontology") / "shapes.ttl")


def read_check(path: Path) -> Check:
    """The check by a file of shapes.

    Raises:
        RdfSyntaxError: The file does not parse.
        InputError: It cannot be read.
    """
    reader = _Reader(path)
    of_class: dict[str, tuple[Test, ...]] = {}
    of_objects: dict[str, tuple[Test, ...]] = {}
    of_subjects: dict[str, tuple[Test, ...]] = {}
    for shape in list(reader.shapes):
        classes = reader.values(shape, SH + "targetClass")
        properties = reader.values(shape, _TARGET_OBJECTS)
        holders = reader.values(shape, _TARGET_SUBJECTS)
        if any(name in _OTHER_TARGETS for name in reader.shapes[shape]):
            return Check({}, {}, {}, whole=False)
        if not (classes or properties or holders) or reader.is_warning(shape):
            continue
        try:
            test = reader.shape(shape)
        except _NotKnown:
            test = _in_doubt
        for target in classes:
            of_class[target] = (*of_class.get(target, ()), test)
        for target in properties:
            of_objects[target] = (*of_objects.get(target, ()), test)
        for target in holders:
            of_subjects[target] = (*of_subjects.get(target, ()), test)
    return Check(of_class, of_objects, of_subjects, whole=True)


def _in_doubt(_data: Data, _node: Term) -> bool:
    """The verdict of a shape with a constraint that is not known here."""
    return False


class _Reader:
    """The triples of the shapes, and the functions that they become."""

    def __init__(self, path: Path) -> None:
        self.shapes: dict[str, dict[str, list[Term]]] = {}
        for quad in parse_file(path):
            about = self.shapes.setdefault(str(_term(quad.subject)), {})
            about.setdefault(quad.predicate.value, []).append(_term(quad.object))

    def values(self, shape: str, name: str) -> list[str]:
        """The IRIs that a shape gives for a property."""
        found = self.shapes.get(shape, {}).get(name, [])
        return [value for value in found if isinstance(value, str)]

    def is_warning(self, shape: str) -> bool:
        """Whether a shape only warns."""
        return any(v != SH + "Violation" for v in self.values(shape, SH + "severity"))

    def shape(self, shape: str, *, nested: bool = False) -> Test:
        """The test of a node, or of the values of its property when it has a path."""
        paths = self.shapes.get(shape, {}).get(SH + "path", [])
        tests = self._constraints(shape, nested=nested)
        if not paths:
            return lambda data, node: _all(tests, data, node, [node])
        name = paths[0]
        if not isinstance(name, str) or name.startswith("_:"):
            raise _NotKnown

        def test(data: Data, node: Term) -> bool:
            about = data.get(node) if isinstance(node, str) else None
            return _all(tests, data, node, about.get(name, _NOTHING) if about else _NOTHING)

        return test

    def _constraints(self, shape: str, *, nested: bool) -> tuple[ValuesTest, ...]:
        tests: list[ValuesTest] = []
        for key, values in self.shapes[shape].items():
            if (
                key in _SILENT
                or key in (_TARGET_OBJECTS, _TARGET_SUBJECTS)
                or not key.startswith(SH)
            ):
                continue
            for value in values:
                test = self._constraint(shape, key.removeprefix(SH), value, nested=nested)
                if test is not None:
                    tests.append(test)
        return tuple(tests)

    def _constraint(self, shape: str, key: str, value: Term, *, nested: bool) -> ValuesTest | None:
        if key in ("property", "not", "qualifiedValueShape") and not isinstance(value, str):
            raise _NotKnown
        if key == "property":
            if not nested and self.is_warning(str(value)):
                return None
            return _each(self.shape(str(value), nested=nested))
        if key == "or":
            either = [self.shape(str(each), nested=True) for each in self._list(value)]
            return _each(lambda data, node: any(test(data, node) for test in either))
        if key == "not":
            inner = self.shape(str(value), nested=True)
            return _each(lambda data, node: not inner(data, node))
        if key == "qualifiedValueShape":
            return self._qualified(shape, str(value))
        if key in ("qualifiedMinCount", "qualifiedMaxCount"):
            return None  # read with the shape that they count
        if key in ("minCount", "maxCount", "hasValue", "uniqueLang", "lessThan"):
            return _of_all(key, value)
        if key == "in":
            allowed = frozenset(self._list(value))
            return lambda _data, _node, values: all(each in allowed for each in values)
        return _each(_of_one(key, value))

    def _qualified(self, shape: str, value: str) -> ValuesTest:
        inner = self.shape(str(value), nested=True)
        least = self._number(shape, "qualifiedMinCount", 0)
        most = self._number(shape, "qualifiedMaxCount", 1 << 62)
        return lambda data, _node, values: (
            least <= sum(inner(data, each) for each in values) <= most
        )

    def _number(self, shape: str, key: str, default: int) -> int:
        found = self.shapes[shape].get(SH + key, [])
        return int(found[0].value) if found and isinstance(found[0], ox.Literal) else default

    def _list(self, head: Term) -> list[Term]:
        items: list[Term] = []
        while isinstance(head, str) and head in self.shapes:
            about = self.shapes[head]
            items += about[RDF + "first"]
            head = about[RDF + "rest"][0]
        return items


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(term, ox.Literal):
        return term
    return term.value if isinstance(term, ox.NamedNode) else f"_:{term}"


def _all(tests: tuple[ValuesTest, ...], data: Data, node: Term, values: Values) -> bool:
    for test in tests:  # a generator would cost more than the tests  # noqa: SIM110
        if not test(data, node, values):
            return False
    return True


def _each(test: Test) -> ValuesTest:
    def tested(data: Data, _node: Term, values: Values) -> bool:
        for value in values:  # noqa: SIM110
            if not test(data, value):
                return False
        return True

    return tested


def _of_all(key: str, value: Term) -> ValuesTest:
    """Constraints on the values of a property together."""
    if key == "hasValue":
        return lambda _data, _node, values: value in values
    if key == "uniqueLang":
        return lambda _data, _node, values: _unique_languages(values)
    if key == "lessThan":
        other = str(value)
        return lambda data, node, values: _all_less(
            values, data.get(str(node), _NO_PROPERTIES).get(other, _NOTHING)
        )
    number = int(_text(value))
    if key == "minCount":
        return lambda _data, _node, values: len(values) >= number
    return lambda _data, _node, values: len(values) <= number


def _of_one(key: str, value: Term) -> Test:
    """Constraints on each value alone."""
    wanted = _text(value)
    if key == "nodeKind" and wanted in (SH + "IRI", SH + "Literal"):
        kind = str if wanted == SH + "IRI" else ox.Literal
        return lambda _data, node: isinstance(node, kind)
    if key == "datatype" and wanted in _LEXICAL:
        return lambda _data, node: _is_of(node, wanted)
    if key == "class":
        return lambda data, node: value in data.get(str(node), _NO_PROPERTIES).get(_TYPE, _NOTHING)
    if key == "pattern":
        pattern = re.compile(wanted)
        return lambda _data, node: pattern.search(_text(node)) is not None
    if key == "minLength":
        least = int(wanted)
        return lambda _data, node: len(_text(node)) >= least
    if key in ("minInclusive", "maxInclusive"):
        bound = float(wanted)
        sign = 1 if key == "minInclusive" else -1
        return lambda _data, node: (n := _numeric(node)) is not None and sign * (n - bound) >= 0
    raise _NotKnown


def _text(term: Term) -> str:
    return term if isinstance(term, str) else term.value


def _numeric(term: Term) -> float | None:
    if isinstance(term, ox.Literal) and (
        _is_of(term, XSD + "integer") or _is_of(term, XSD + "decimal")
    ):
        return float(term.value)
    return None


def _is_of(term: Term, datatype: str) -> bool:
    if not isinstance(term, ox.Literal) or term.datatype.value != datatype:
        return False
    if not _LEXICAL[datatype].fullmatch(term.value):
        return False
    if datatype in (XSD + "date", XSD + "dateTime"):
        try:
            datetime.fromisoformat(term.value)
        except ValueError:
            return False
    return True


def _unique_languages(values: Values) -> bool:
    tags = [v.language for v in values if isinstance(v, ox.Literal) and v.language]
    return len(set(tags)) == len(tags)


def _all_less(values: Values, others: Values) -> bool:
    pairs = ((_numeric(a), _numeric(b)) for a in values for b in others)
    return all(a is not None and b is not None and a < b for a, b in pairs)
