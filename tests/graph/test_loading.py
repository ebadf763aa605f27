import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph import settings
from rightsgraph.errors import InputError, RdfFormatError, RdfSyntaxError
from rightsgraph.graph.loading import Source, load_file, write_nquads
from rightsgraph.graph.nesting import JSON_LD_DEPTH
from rightsgraph.store import Home

TWO_TRIPLES = "<x:a> <x:p> <x:b> .\n<x:a> <x:q> 'lit' .\n"
GOOD = [
    ("a.ttl", TWO_TRIPLES, 2, ()),
    ("a.TTL", TWO_TRIPLES, 2, ()),
    ("a.nt", '<x:a> <x:p> "b" .\n', 1, ()),
    ("a.trig", "<x:g> { <x:a> <x:p> <x:b>, <x:c> } <x:a> <x:p> 1 .", 3, ("x:g",)),
    ("a.nq", "<x:a> <x:p> <x:b> <x:g> .\n<x:a> <x:p> <x:b> <x:h> .\n", 2, ("x:g", "x:h")),
    ("a.jsonld", '{"@id": "x:a", "x:p": {"@id": "x:b"}}', 1, ()),
    (
        "a.rdf",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">'
        '<rdf:Description rdf:about="urn:a"><x:p>b</x:p></rdf:Description></rdf:RDF>',
        1,
        (),
    ),
    ("empty.ttl", "", 0, ()),
]


@pytest.mark.parametrize(("name", "text", "quads", "graphs"), GOOD)
def test_formats(tmp_path: Path, name: str, text: str, quads: int, graphs: tuple[str, ...]) -> None:
    (tmp_path / name).write_text(text)
    found = load_file(tmp_path / name)
    assert (found.quads, found.graphs) == (quads, graphs)


BROKEN = [
    ("a.ttl", "<x:a> <x:p> <x:b> .\n<x:a> <x:p> .\n", 2),
    ("a.trig", "<x:g> { <x:a> <x:p> <x:b> }\n\n}\n", 3),
    ("a.nt", '<x:a> <x:p> "b" .\n<x:a> "p" .\n', 2),
    ("a.nq", "<x:a> <x:p> <x:b> <x:g> <x:h> .\n", 1),
    ("a.jsonld", '{\n"@id": \n', 3),
    ("a.rdf", "<rdf:RDF", 1),
    ("a.ttl", "<x:a> <x:p> <relative> .", 1),
]


@pytest.mark.parametrize(("name", "text", "line"), BROKEN)
def test_syntax_errors_say_where(tmp_path: Path, name: str, text: str, line: int | None) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(RdfSyntaxError) as caught:
        load_file(path)
    assert str(path) in caught.value.message
    assert caught.value.details["line"] == line
    if line is not None:
        assert f"{path}:{line}:{caught.value.details['column']}" in caught.value.message
        assert "Parser error" not in caught.value.message


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RdfSyntaxError):
        load_file(tmp_path / "a.ttl")


@pytest.mark.parametrize("name", ["a.txt", "a", "a.ttl.gz", "a.csv"])
def test_unknown_suffix(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TWO_TRIPLES)
    with pytest.raises(RdfFormatError, match="no RDF format"):
        load_file(tmp_path / name)


def test_absent_file_and_folder(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    for name in ("absent.ttl", "folder.ttl"):
        with pytest.raises(InputError, match=name):
            load_file(tmp_path / name)


ENTITIES = '<!DOCTYPE r [<!ENTITY e "boom">]>'


@pytest.mark.parametrize(
    "content",
    [
        ENTITIES.encode(),
        b"<?xml version='1.0'?>\n" + b" " * (1 << 20) + ENTITIES.encode(),
        # Cut by the end of a block.
        b" " * ((1 << 20) - 4) + ENTITIES.encode(),
        ENTITIES.encode("utf-16"),
        ENTITIES.encode("utf-16-be"),
    ],
    ids=["plain", "late", "across-blocks", "utf-16", "utf-16-be"],
)
def test_entities_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.rdf").write_bytes(content)
    with pytest.raises(RdfSyntaxError, match="DOCTYPE"):
        load_file(tmp_path / "a.rdf")


XML = '<?xml version="1.0" encoding="{}"?>'
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:"/>'
ATTRIBUTES = " ".join(f'x:a{number}="1"' for number in range(1001))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (XML.format("x-none") + RDF, "encoding"),
        (XML.format("utf-7") + RDF, "encoding"),
        (XML.format("base64") + RDF, "encoding"),
        (RDF.replace("/>", f"><x:T {ATTRIBUTES}/></rdf:RDF>"), "attributes"),
        (XML.format("cp037").encode() + "<!DOCTYPE r><r/>".encode("cp037"), "encoding"),
    ],
    ids=["unknown", "several-bytes", "no-text", "many-attributes", "hidden-doctype"],
)
def test_xml_that_the_parser_cannot_bear_is_refused(
    tmp_path: Path, content: str | bytes, words: str
) -> None:
    path = tmp_path / "a.rdf"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(RdfSyntaxError, match=words):
        load_file(path)


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("jsonld", '{"x:p":"' + '\\"' * 400_000),
        ("ttl", "<x:s> <x:p> " + '<<( <x:s> <x:p> "' + '\\"' * 400_000),
        ("ttl", "<x:s> <x:p> " + '<<( <x:s> <x:p> """' + '\\"""' * 200_000 + "\\"),
        ("ttl", "<x:s> <x:p> " + "<<( <x:s> <x:p> '''" + "\\'''" * 200_000),
    ],
    ids=["json", "turtle", "turtle-quotes", "turtle-apostrophes"],
)
def test_a_string_without_an_end_is_read_once(tmp_path: Path, suffix: str, text: str) -> None:
    # Read again from each quote in it, it would take longer than any test may.
    path = tmp_path / f"a.{suffix}"
    path.write_text(text)
    with pytest.raises(RdfSyntaxError):
        load_file(path)


def test_deep_json_ld_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text('{"x:p":' * 50_000 + "1" + "}" * 50_000)
    with pytest.raises(RdfSyntaxError, match="nested deeper"):
        load_file(path)


TERM = "<<( <x:s> <x:p> "
DEEP: list[tuple[str, str]] = [
    ("ttl", f"<x:s> <x:p> {TERM * 100_000}1{' )>>' * 100_000} ."),
    ("nt", f"<x:s> <x:p> {TERM * 100_000}<x:o>{' )>>' * 100_000} ."),
    ("nq", f"<x:s> <x:p> {TERM * 100_000}<x:o>{' )>>' * 100_000} ."),
    ("trig", f"<x:g> {{ <x:s> <x:p> {TERM * 100_000}1{' )>>' * 100_000} }}"),
    # What looks like the end of a term and is none.
    ("ttl", f"<x:s> <x:p> {(TERM + '# )>>' + chr(10)) * 100_000}1{' )>>' * 100_000} ."),
    ("ttl", f"<x:s> <x:p> 'it)>>', <x:)>>, {TERM * 100_000}1{' )>>' * 100_000} ."),
]


@pytest.mark.parametrize(("suffix", "text"), DEEP, ids=range(len(DEEP)))
def test_deep_triple_terms_are_refused(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(text)
    with pytest.raises(RdfSyntaxError, match="nested deeper"):
        load_file(path)


def test_deep_triple_terms_that_the_engine_would_load_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text(DEEP[2][1])
    with pytest.raises(RdfSyntaxError, match="nested deeper"):
        Home(tmp_path / "home").build([path], union=False, validate=False)


def test_triple_terms_side_by_side_and_in_words_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    side = ", ".join(f"<<( <x:s> <x:p> {n} )>>" for n in range(500))
    words = f'"{"<<(" * 500}", """ "{"<<(" * 500} """, \'{"<<(" * 500}\''
    path.write_text(f"# {'<<(' * 500} it's\n<x:s> <x:p> {side} ; <x:q> {words} .")
    assert load_file(path).quads == 503
    path.write_text(f"<x:s> <x:p> {TERM * 100}1{' )>>' * 100} .")
    assert load_file(path).quads == 1


def test_deep_constructs_that_are_read_level_by_level(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"<x:s> <x:p> {'[ <x:p> ' * 20_000}1{' ]' * 20_000} .")
    assert load_file(path).quads == 20_001


RDF_XML = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='x:'>{}</rdf:RDF>"


def _striped(levels: int) -> str:
    return "<rdf:Description><p>" * levels + "1" + "</p></rdf:Description>" * levels


def test_deep_rdf_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(RDF_XML.format(_striped(100_000)))
    with pytest.raises(RdfSyntaxError, match="nested deeper"):
        load_file(path)
    path.write_text(RDF_XML.format(_striped(450) + _striped(450)))
    assert load_file(path).quads == 900


def test_rdf_xml_that_is_not_well_formed(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(RDF_XML.format("\n<rdf:Description>"))
    with pytest.raises(RdfSyntaxError, match=r"a\.rdf:2:\d+: mismatched tag"):
        load_file(path)


def test_brackets_in_strings_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(json.dumps({"@id": "x:a", "x:p": '[{"' * JSON_LD_DEPTH + "\\"}))
    assert load_file(path).quads == 1


def _written(*sources: Source, union: bool = False, plain: bool = False) -> list[str]:
    out, default = io.BytesIO(), io.BytesIO()
    write_nquads(sources, out, union=default if union else None, plain=plain)
    return sorted((out.getvalue() + default.getvalue()).decode().splitlines())


BASE = "https://w3id.org/rightsgraph/"


def test_triples_get_the_graph_of_their_source(tmp_path: Path) -> None:
    path = tmp_path / "My Letter.trig"
    path.write_text("<x:a> <x:p> <x:b> . <x:g> { <x:a> <x:p> <x:c> }")
    named = "<x:a> <x:p> <x:c> <x:g> ."
    assert _written(Source.file(path, "x:t")) == ["<x:a> <x:p> <x:b> <x:t> .", named]
    assert _written(Source.file(path)) == [
        f"<x:a> <x:p> <x:b> <{BASE}graph/my-letter> .",
        named,
    ]
    assert _written(Source.file(path), plain=True) == ["<x:a> <x:p> <x:b> .", named]


def test_union_repeats_each_quad_without_its_graph(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    # Objects that look like the end of a line with a graph.
    path.write_text(
        '<x:a> <x:p> "he said <x:y> .\\n" <x:g> .\n'
        '<x:a> <x:p> "<x:y> .\\r\\n <x:z> .\\n"@en _:g .\n'
        "<x:a> <x:p> <x:b> .\n"
    )
    lines = _written(Source.file(path, "x:t"), union=True)
    quads = list(ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS))
    named = {q.triple for q in quads if q.graph_name != ox.DefaultGraph()}
    assert len(named) == 3
    assert {q.triple for q in quads if q.graph_name == ox.DefaultGraph()} == named


def test_long_input_keeps_every_line(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text("".join(f'<x:a{n}> <x:p> "{"é" * (n % 300)}" .\n' for n in range(20_000)))
    lines = _written(Source.file(path, "x:g"), union=True)
    assert len(lines) == 40_000
    assert sum(line.endswith(" <x:g> .") for line in lines) == 20_000


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("_:x <x:p> 1 . _:x <x:q> 2 .")
    lines = _written(*(Source.file(tmp_path / name, "x:g") for name in ("a.ttl", "b.ttl")))
    assert len({line.split()[0] for line in lines}) == 2


def test_function_as_source() -> None:
    source = Source("made", graph="x:g", write=lambda out: out.write(b"<x:a> <x:p>   1.0 .\n"))
    with pytest.raises(RdfSyntaxError, match="made:1"):
        _written(source)
    source = Source("made", graph="x:g", write=lambda out: out.write(b'<x:a>   <x:p> "1" .\n'))
    assert _written(source) == ['<x:a> <x:p> "1" <x:g> .']


def test_other_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.trig"
    path.write_text(
        f"@prefix rg: <{BASE}> . <{BASE}graph/g> {{ <{BASE}id/a> a <{BASE}ontology#Finding> . }}"
    )
    monkeypatch.setenv("RIGHTSGRAPH_BASE_IRI", "http://example.org/g/")
    settings.get_settings.cache_clear()
    try:
        (line,) = _written(Source.file(path))
    finally:
        monkeypatch.undo()
        settings.get_settings.cache_clear()
    assert line.startswith("<http://example.org/g/id/a> ")
    assert line.endswith(f"<{BASE}ontology#Finding> <http://example.org/g/graph/g> .")
