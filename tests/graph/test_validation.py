from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph.errors import InputError, RdfSyntaxError, ShapesError
from rightsgraph.graph import shapes as shapes_module
from rightsgraph.graph.shapes import ShapesGraph
from rightsgraph.graph.validation import Engine, ValidationReport, Violation, validate
from rightsgraph.settings import resource_path
from rightsgraph.vocabulary import RDF, Rg

ENGINES: tuple[Engine, ...] = ("rudof", "pyshacl")

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <http://example.org/> .
"""
# Turtle of a property shape about ex:p, values that pass, values that fail.
COMPONENTS = [
    ("MinCount", "sh:minCount 1", "1", ""),
    ("MaxCount", "sh:maxCount 1", "1", "1, 2"),
    ("Class", "sh:class ex:Class", "ex:instance, ex:subinstance", "ex:other"),
    ("Datatype", "sh:datatype xsd:date", '"2015-10-29"^^xsd:date', '"2015-10-29"'),
    ("Datatype", "sh:datatype xsd:date", '"2015-10-29"^^xsd:date', '"2015-13-77"^^xsd:date'),
    (
        "Datatype",
        "sh:datatype xsd:dateTime",
        '"2015-10-29T10:00:00Z"^^xsd:dateTime',
        "'x'^^xsd:dateTime",
    ),
    ("Datatype", "sh:datatype xsd:time", '"10:00:00"^^xsd:time', '"25:00:00"^^xsd:time'),
    ("Datatype", "sh:datatype xsd:duration", '"P1Y"^^xsd:duration', '"P"^^xsd:duration'),
    ("Datatype", "sh:datatype xsd:integer", "1", '"one"^^xsd:integer'),
    ("Datatype", "sh:datatype xsd:boolean", "true", '"maybe"^^xsd:boolean'),
    ("NodeKind", "sh:nodeKind sh:IRI", "ex:a", '"a"'),
    ("NodeKind", "sh:nodeKind sh:BlankNodeOrIRI", "ex:a, []", '"a"'),
    ("MinInclusive", "sh:minInclusive 0", "0, 0.5", "-0.1"),
    ("MaxInclusive", "sh:maxInclusive 1", "1, 0.5", "1.1"),
    ("MinLength", "sh:minLength 2", '"ab"', '"a"'),
    ("MaxLength", "sh:maxLength 2", '"ab"', '"abc"'),
    ("Pattern", 'sh:pattern "^sha256:[0-9a-f]{4}$"', '"sha256:00ff"', '"md5:00ff"'),
    ("LanguageIn", 'sh:languageIn ("en" "fr")', '"a"@en', '"a"@de'),
    ("UniqueLang", "sh:uniqueLang true", '"a"@en, "b"@fr', '"a"@en, "b"@en'),
    ("HasValue", "sh:hasValue ex:a", "ex:a, ex:b", "ex:b"),
    ("In", "sh:in (ex:a ex:b)", "ex:a", "ex:c"),
    ("LessThan", "sh:lessThan ex:limit", "9", "10"),
    ("LessThanOrEquals", "sh:lessThanOrEquals ex:limit", "10", "11"),
    ("Equals", "sh:equals ex:limit", "10", "11"),
    ("Disjoint", "sh:disjoint ex:limit", "9", "10"),
    ("Node", "sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]", "ex:with", "ex:without"),
    ("Or", "sh:or ([ sh:class ex:Class ] [ sh:datatype xsd:string ])", '"a"', "1"),
    ("And", "sh:and ([ sh:class ex:Class ] [ sh:nodeKind sh:IRI ])", "ex:instance", "ex:a"),
    ("Xone", "sh:xone ([ sh:minLength 1 ] [ sh:minLength 3 ])", '"ab"', '"abc"'),
    ("Not", "sh:not [ sh:class ex:Class ]", "ex:a", "ex:instance"),
    (
        "QualifiedMinCount",
        "sh:qualifiedValueShape [ sh:class ex:Class ] ; sh:qualifiedMinCount 1",
        "ex:instance, ex:a",
        "ex:a",
    ),
    (
        "SPARQL",
        'sh:sparql [ sh:select "SELECT $this ?value WHERE '
        '{ $this $PATH ?value FILTER(?value > 1) }" ]',
        "1",
        "2",
    ),
]
WORLD = """
ex:instance a ex:Class . ex:subinstance a ex:Sub . ex:Sub rdfs:subClassOf ex:Class .
ex:with ex:q 1 . ex:focus ex:limit 10 .
"""


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(PREFIXES + text)
    return path


def _values(values: str) -> str:
    return WORLD + "ex:focus a ex:Thing . " + (f"ex:focus ex:p {values} ." if values else "")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("component", "constraint", "good", "bad"), COMPONENTS, ids=[row[1][:40] for row in COMPONENTS]
)
def test_components(
    tmp_path: Path, engine: Engine, component: str, constraint: str, good: str, bad: str
) -> None:
    shapes = _write(
        tmp_path,
        "shapes.ttl",
        "ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; "
        f'sh:property [ sh:path ex:p ; sh:message "say so" ; {constraint} ] .',
    )
    right = validate(_write(tmp_path, "good.ttl", _values(good)), shapes, engine=engine)
    assert right.conforms
    assert right.violations == ()
    wrong = validate(_write(tmp_path, "bad.ttl", _values(bad)), shapes, engine=engine)
    assert not wrong.conforms
    (violation,) = {(v.node, v.shape, v.path, v.component, v.severity) for v in wrong.violations}
    base = "http://example.org/"
    assert violation == (base + "focus", base + "Shape", base + "p", component, "Violation")
    if component != "SPARQL":
        assert {v.message for v in wrong.violations} == {"say so"}


ILL_FORMED = [
    ("decimal", "0.5", "half"),
    ("gYear", "2015", "20x"),
    ("gYearMonth", "2015-10", "2015-13"),
    ("gMonth", "--10", "--13"),
    ("gMonthDay", "--10-29", "--02-30"),
    ("gDay", "---29", "---32"),
    ("yearMonthDuration", "P1Y", "P1D"),
    ("dayTimeDuration", "P1D", "P1Y"),
]


@pytest.mark.parametrize(("datatype", "good", "bad"), ILL_FORMED)
def test_words_that_are_no_value(tmp_path: Path, datatype: str, good: str, bad: str) -> None:
    shapes = _write(
        tmp_path,
        "shapes.ttl",
        "ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; "
        f"sh:property [ sh:path ex:p ; sh:datatype xsd:{datatype} ] .",
    )
    for text, failures in ((good, 0), (bad, 1)):
        data = f'ex:focus a ex:Thing ; ex:p "{text}"^^xsd:{datatype} .'
        report = validate(_write(tmp_path, "data.ttl", data), shapes, engine="rudof")
        assert len(report.violations) == failures


TARGETS = [
    ("sh:targetClass ex:Thing", {"a", "sub"}),
    ("sh:targetNode ex:a, ex:other", {"a", "other"}),
    ("sh:targetSubjectsOf ex:knows", {"a", "other"}),
    ("sh:targetObjectsOf ex:knows", {"known"}),
]
PEOPLE = """
ex:a a ex:Thing . ex:sub a ex:Special . ex:Special rdfs:subClassOf ex:Thing .
ex:a ex:knows ex:known . ex:other ex:knows ex:known .
"""


@pytest.mark.parametrize("batch", [1, 2, 10_000])
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("target", "nodes"), TARGETS)
def test_targets_in_batches_of_any_size(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    engine: Engine,
    target: str,
    nodes: set[str],
    batch: int,
) -> None:
    monkeypatch.setattr(shapes_module, "BATCH", batch)
    shapes = _write(
        tmp_path,
        "shapes.ttl",
        f"ex:Shape a sh:NodeShape ; {target} ; sh:property ex:P .\n"
        'ex:P a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 ; sh:message "a name"@en .',
    )
    report = validate(_write(tmp_path, "data.ttl", PEOPLE), shapes, engine=engine)
    assert {v.node.rpartition("/")[2] for v in report.violations} == nodes
    assert {(v.shape, v.message) for v in report.violations} == {("http://example.org/P", "a name")}


@pytest.mark.parametrize("batch", [1, 10_000])
@pytest.mark.parametrize("engine", ENGINES)
def test_implicit_class_target_and_blank_nodes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine, batch: int
) -> None:
    monkeypatch.setattr(shapes_module, "BATCH", batch)
    shapes = _write(
        tmp_path,
        "shapes.ttl",
        "ex:Thing a sh:NodeShape, rdfs:Class ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .",
    )
    data = _write(tmp_path, "data.ttl", "ex:a a ex:Thing . ex:b a ex:Thing . [] a ex:Thing .")
    report = validate(data, shapes, engine=engine)
    assert len(report.violations) == 3
    assert len({v.node for v in report.violations if v.node.startswith("_:")}) == 1


PARTS = [
    # Shapes that look at the focus node and the classes of its values, then such as look further.
    ("sh:property [ sh:path ex:by ; sh:class ex:Body ]", {"b", "d"}),
    ("sh:or ([ sh:property [ sh:path ex:no ; sh:minCount 1 ] ] [ sh:class ex:No ])", {*"abcd"}),
    (
        "sh:property [ sh:path ex:by ; sh:qualifiedMinCount 1 ; "
        "sh:qualifiedValueShape [ sh:class ex:Body ] ]",
        {"b", "d"},
    ),
    (
        "sh:property [ sh:path ex:by ; sh:node [ sh:property [ sh:path ex:head ; sh:minCount 1 ]]]",
        {"b", "c", "d"},
    ),
    ("sh:property [ sh:path (ex:by ex:head) ; sh:minCount 1 ]", {"b", "c", "d"}),
    (
        "sh:property [ sh:path ex:by ; sh:property [ sh:path ex:head ; sh:minCount 1 ] ]",
        {"bob", "tiny", "other"},
    ),
    ("sh:property [ sh:path [ sh:inversePath ex:quotes ] ; sh:minCount 1 ]", {"a", "b", "c"}),
    (
        "sh:property [ sh:path [ sh:alternativePath ( ex:by ex:quotes ) ] ; sh:maxCount 1 ]",
        {"b"},
    ),
    ("sh:not [ sh:property [ sh:path ex:by ; sh:hasValue ex:bob ] ]", {"b"}),
]
BODIES = """
ex:a a ex:Thing ; ex:by ex:org . ex:b a ex:Thing ; ex:by ex:bob ; ex:quotes ex:d .
ex:c a ex:Thing ; ex:by ex:tiny . ex:d a ex:Thing ; ex:by ex:other .
ex:org a ex:Body ; ex:head ex:bob . ex:tiny a ex:SmallBody .
ex:SmallBody rdfs:subClassOf ex:Body .
"""


@pytest.mark.parametrize("batch", [1, 3, 10_000])
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("constraint", "nodes"), PARTS)
def test_runs_have_the_data_that_their_shapes_need(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    engine: Engine,
    constraint: str,
    nodes: set[str],
    batch: int,
) -> None:
    monkeypatch.setattr(shapes_module, "BATCH", batch)
    shapes = _write(
        tmp_path,
        "shapes.ttl",
        f"ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; {constraint} .",
    )
    report = validate(_write(tmp_path, "data.ttl", BODIES), shapes, engine=engine)
    assert {v.node.rpartition("/")[2] for v in report.violations} == nodes


@pytest.mark.parametrize("engine", ENGINES)
def test_warnings_are_listed_and_do_not_fail(tmp_path: Path, engine: Engine) -> None:
    shapes = _write(
        tmp_path,
        "shapes.ttl",
        "ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; "
        "sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:severity sh:Warning ] .",
    )
    report = validate(_write(tmp_path, "data.ttl", "ex:a a ex:Thing ."), shapes, engine=engine)
    assert [v.severity for v in report.violations] == ["Warning"]
    assert report.conforms
    report.raise_if_failed()


@pytest.mark.parametrize("default_graph", [True, False])
def test_graphs_of_a_store_are_taken_together(tmp_path: Path, default_graph: bool) -> None:
    shapes = _write(
        tmp_path,
        "shapes.ttl",
        "ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; "
        "sh:property [ sh:path ex:by ; sh:class ex:Body ] .",
    )
    store = ox.Store()
    text = """<http://example.org/g> { ex:a a ex:Thing ; ex:by ex:b . }
        <http://example.org/h> { ex:b a ex:Body . } ex:c a ex:Thing ; ex:by ex:nobody ."""
    store.load((PREFIXES + text).encode(), ox.RdfFormat.TRIG)
    report = validate(store, shapes, default_graph=default_graph)
    assert [v.value for v in report.violations] == ["http://example.org/nobody"] * default_graph


def test_error_names_node_shape_and_message() -> None:
    one = Violation("x:n", "needs a speaker", "x:S", path="x:p")
    with pytest.raises(ShapesError, match="<x:n> fails the shape <x:S>: needs a speaker") as caught:
        ValidationReport((one,) * 1200).raise_if_failed()
    assert caught.value.details["total"] == 1200
    assert len(caught.value.details["violations"]) == 1000
    assert caught.value.details["violations"][0]["node"] == "x:n"
    assert "1199 more" in caught.value.message


def test_bad_files(tmp_path: Path) -> None:
    good = _write(tmp_path, "good.ttl", "ex:a a ex:Thing .")
    broken = _write(tmp_path, "broken.ttl", "ex:a a .")
    with pytest.raises(RdfSyntaxError, match=r"broken\.ttl:6"):
        validate(broken, good)
    with pytest.raises(RdfSyntaxError, match=r"broken\.ttl:6"):
        validate(good, broken)
    with pytest.raises(InputError, match="absent"):
        validate(good, tmp_path / "absent.ttl")


@pytest.mark.parametrize("engine", ENGINES)
def test_shapes_that_are_no_shapes(tmp_path: Path, engine: Engine) -> None:
    shapes = _write(
        tmp_path,
        "shapes.ttl",
        "ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; "
        "sh:property [ sh:path ex:p ; sh:minCount ex:many ] .",
    )
    with pytest.raises(RdfSyntaxError, match="shapes"):
        validate(_write(tmp_path, "data.ttl", "ex:a a ex:Thing ."), shapes, engine=engine)


def test_own_shapes_on_own_vocabularies() -> None:
    from rightsgraph.settings import resource_path

    files = sorted(resource_path("ontology").rglob("*.ttl"))
    assert validate(files).violations == ()


def test_the_shapes_of_the_ontology_look_no_further_than_their_nodes(tmp_path: Path) -> None:
    """Else each run over a large graph reads all of it, and the cost grows with its square."""
    shapes = ShapesGraph.read(resource_path("ontology") / "shapes.ttl")
    store = ox.Store()
    finding, kind = ox.NamedNode(Rg.Finding), ox.NamedNode(RDF + "type")
    graph = ox.NamedNode("http://example.org/graph")
    for number in range(shapes_module.BATCH + 1):
        node = ox.NamedNode(f"http://example.org/finding-{number}")
        store.add(ox.Quad(node, kind, finding, graph))
    runs = [
        len(data.read_text().splitlines())
        for _, data in shapes.runs(store, tmp_path, default_graph=False)
    ]
    assert len(runs) > 1
    assert max(runs) < len(store)
