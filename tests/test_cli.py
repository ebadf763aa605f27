"""The command line as a user runs it: a real process, real files, real exit codes."""

from __future__ import annotations

import csv
import json
import os
import socket
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pyoxigraph as ox
import pytest

COMMAND = [sys.executable, "-m", "rightsgraph.cli"]


def run(
    *arguments: str | Path, home: Path, given: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "RIGHTSGRAPH_HOME": str(home), "NO_COLOR": "1", **environment},
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "graph"
    built = run("build", home=folder)
    assert built.returncode == 0, built.stderr
    assert "Published" in built.stdout
    return folder


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_building_again_changes_nothing(home: Path) -> None:
    before = run("snapshots", "--format", "json", home=home).stdout
    again = run("build", home=home)
    assert (again.returncode, "Nothing has changed" in again.stdout) == (0, True)
    assert run("snapshots", "--format", "json", home=home).stdout == before


def test_building_again_mends_tables_of_another_version(home: Path) -> None:
    (manifest,) = home.glob("snapshots/*/projection/manifest.json")
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "version": 0}))
    assert run("search", "inquiry", home=home).returncode == 1
    assert "made anew" in " ".join(run("build", home=home).stdout.split())
    assert run("search", "inquiry", home=home).returncode == 0


def test_the_evidence_of_a_referral_is_the_whole_chain(home: Path) -> None:
    answer = run(
        *("query", "recommendation-evidence", "--param", "action=refer-to-icc"),
        *("--format", "csv"),
        home=home,
    )
    chains = [
        (r["saidByName"], r["addressedToName"], r["note"], r["symbol"], r["pinpoint"])
        for r in rows(answer.stdout)
    ]
    state = "Democratic People's Republic of Korea"
    assert chains == [
        (
            f"Commission of inquiry on human rights in the {state}",
            "Security Council",
            "3",
            "A/HRC/25/63",
            "para 94(a)",
        ),
        (
            f"Special Rapporteur on the situation of human rights in the {state}",
            "International community",
            "6",
            "A/70/362",
            "para 78",
        ),
    ]


def test_the_table_resolves_ibid(home: Path) -> None:
    table = run("query", "citations", "--format", "table", home=home).stdout
    found = [
        [cell.strip() for cell in line.strip("│").split("│")]
        for line in table.splitlines()
        if line.startswith("│")
    ]
    assert [cells[1:4] for cells in found if cells[1] in {"7", "8"}] == [
        ["7", "A/70/362", "para 78"],
        ["8", "A/70/362", "para 74"],
        ["8", "A/70/362", "para 75"],
        ["8", "A/70/362", "para 76"],
    ]
    assert "19 rows" in table


def test_json_is_sparql_results_json(home: Path) -> None:
    answer = json.loads(run("query", "signatories", "--format", "json", home=home).stdout)
    assert answer["head"]["vars"][:3] == ["organisation", "name", "abbreviation"]
    assert len(answer["results"]["bindings"]) == 9


@pytest.mark.parametrize(
    ("output_format", "start"),
    [("tsv", "?organisation\t?name"), ("xml", "<?xml"), ("csv", "organisation,name")],
)
def test_other_formats(home: Path, output_format: str, start: str) -> None:
    answer = run("query", "signatories", "--format", output_format, home=home)
    assert answer.stdout.startswith(start)


def test_a_question_from_standard_input_and_from_a_file(home: Path, tmp_path: Path) -> None:
    text = "SELECT ?n WHERE { ?l rg:signatory/skos:prefLabel ?n } ORDER BY ?n LIMIT 1"
    (tmp_path / "mine.rq").write_text(text)
    questions: list[tuple[str | Path, str | None]] = [("-", text), (tmp_path / "mine.rq", None)]
    for question, given in questions:
        answer = run("query", question, "--format", "csv", home=home, given=given)
        assert answer.stdout.split() == ["n", "Amnesty", "International"]


def test_ask_and_construct(home: Path) -> None:
    assert run("query", "ASK { ?x a rg:AdvocacyLetter }", home=home).stdout == "yes\n"
    text = "CONSTRUCT { ?l rg:signatory ?o } WHERE { ?l rg:signatory ?o }"
    for output_format, rdf in [
        ("table", ox.RdfFormat.TURTLE),
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ]:
        answer = run("query", text, "--format", output_format, home=home).stdout
        assert len(list(ox.parse(answer.encode(), rdf))) == 9


@pytest.mark.parametrize("output_format", ["trig", "nquads", "turtle", "jsonld"])
def test_an_export_is_read_back_whole(home: Path, tmp_path: Path, output_format: str) -> None:
    suffix, rdf = {
        "trig": (".trig", ox.RdfFormat.TRIG),
        "nquads": (".nq", ox.RdfFormat.N_QUADS),
        "turtle": (".ttl", ox.RdfFormat.TURTLE),
        "jsonld": (".jsonld", ox.RdfFormat.JSON_LD),
    }[output_format]
    file = tmp_path / f"graph{suffix}"
    done = run("export", "--format", output_format, "-o", file, home=home)
    assert (done.returncode, done.stdout) == (0, "")
    manifest = json.loads(run("snapshots", "--format", "json", home=home).stdout)[0]
    read = ox.Store()
    read.bulk_load(path=file, format=rdf)
    if output_format == "turtle":
        union = run("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "-f", "csv", home=home)
        assert len(read) == int(union.stdout.split()[1])
    else:
        assert len(read) == manifest["quads"]
        assert len(list(read.named_graphs())) == len(manifest["graphs"])


def test_dumps_are_made_once(home: Path) -> None:
    said = run("dumps", home=home).stdout
    files = [Path(line.partition(": ")[0]) for line in said.splitlines() if "sha256" in line]
    assert [file.name for file in files] == ["nq.gz", "trig.gz"]
    made = [file.stat().st_mtime_ns for file in files]
    assert run("dumps", home=home).stdout == said
    assert [file.stat().st_mtime_ns for file in files] == made


def test_one_named_graph(home: Path) -> None:
    letter = "2015-10-29-joint-letter-dprk"
    answer = run("export", "--graph", letter, "--format", "nquads", home=home).stdout
    assert {line.rsplit(" ", 2)[1] for line in answer.splitlines()} == {
        f"<https://w3id.org/rightsgraph/graph/{letter}>"
    }


def test_queries_are_listed_and_described(home: Path) -> None:
    listed = json.loads(run("queries", "--format", "json", home=home).stdout)
    assert len(listed) >= 16
    assert "recommendation-evidence" in run("queries", home=home).stdout
    shown = run("queries", "recommendation-evidence", home=home).stdout
    assert "refer-to-icc" in shown


def test_validate_says_which_node_fails_which_shape(home: Path, tmp_path: Path) -> None:
    good = run("validate", *Path("data/letters").glob("*.trig"), home=home)
    assert (good.returncode, good.stdout) == (0, "1 file conforms.\n")
    bad = tmp_path / "bad.trig"
    bad.write_text(
        "@prefix rg: <https://w3id.org/rightsgraph/ontology#> ."
        " <https://example.org/g> { <https://example.org/f> a rg:Finding . }"
    )
    failed = run("validate", bad, home=home)
    assert failed.returncode == 1
    assert "shapes-violated" in failed.stderr
    assert "https://example.org/f" in failed.stderr
    assert "[shape " in failed.stderr


def test_symbols_from_arguments_and_standard_input(home: Path) -> None:
    good = run("symbol", "A/HRC/25/63", "S/RES/1593 (2005)", "--format", "json", home=home)
    assert good.returncode == 0
    assert [row["symbols"][0]["key"] for row in json.loads(good.stdout)] == [
        "A/HRC/25/63",
        "S/RES/1593",
    ]
    mixed = run("symbol", home=home, given="A/70/362\nand/or\n")
    assert mixed.returncode == 1
    assert "rejected" in mixed.stdout
    assert "A/70/362" in mixed.stdout


def test_snapshots_are_rolled_back_and_pruned(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run("build", home=home).returncode == 0
    extra = tmp_path / "extra.ttl"
    extra.write_text('<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "a" .')
    assert run("build", extra, home=home).returncode == 0
    newest, first = json.loads(run("snapshots", "--format", "json", home=home).stdout)
    assert (newest["current"], first["current"]) == (True, False)
    assert run("snapshots", "--rollback", first["id"], home=home).returncode == 0
    ask = "ASK { <https://example.org/a> ?p ?o }"
    assert run("query", ask, home=home).stdout == "no\n"
    assert run("query", ask, "--snapshot", newest["id"], home=home).stdout == "yes\n"
    assert "0 snapshots removed" in run("snapshots", "--prune", "2", home=home).stdout
    assert run("snapshots", "--prune", "1", home=home).returncode == 0
    left = json.loads(run("snapshots", "--format", "json", home=home).stdout)
    assert first["id"] in [snapshot["id"] for snapshot in left]


NO_IRI = "--set", "citedDocument=http://a b"
ERRORS = [
    (["query", "n" * 300], "query-not-found", "no query"),
    (["query", "n" * 300 + ".rq"], "input-invalid", "cannot be read"),
    (["query", "DESCRIBE <iri"], "query-syntax", "parse"),
    (["query", "SELECT * { ?s ?p '\udcff' }"], "query-syntax", "Unicode"),
    (["query", "findings", "--param", "violation=" + "n" * 2000], "parameter-invalid", "1000"),
    (["review", "id/x", "--verdict", "corrected", *NO_IRI], "input-invalid", "no IRI"),
    (["review", "http://a b", "--verdict", "accepted"], "input-invalid", "no IRI"),
    (["review", "id/x", "--verdict", "corrected", "--set", "words=\udcff"], "input-invalid", ""),
    (["review", "--document", "http://a b"], "input-invalid", "no IRI"),
    (["check-quotations", "nosuch"], "not-found", "nosuch"),
    (["check-quotations", "http://a b"], "input-invalid", "no IRI"),
    (["--home", "~nobody-of-that-name/x", "snapshots"], "input-invalid", "~nobody"),
    (["query", "signatories", "-o", "n" * 300], "input-invalid", "too long"),
    (["query", "signatories", "-f", "csv", "-o", "/dev/full"], "input-invalid", "No space"),
    (["query", "signatorys"], "query-not-found", "signatories"),
    (["query", "citations", "--param", "nonsense=1"], "parameter-invalid", "document"),
    (["query", "citations", "--param", "document"], "parameter-invalid", "NAME=VALUE"),
    (["query", "findings", "--param", "violation=nonsense"], "parameter-invalid", "nonsense"),
    (["query", "calls-on"], "parameter-invalid", "addressee"),
    (["query", "SELECT ?x WHERE { ?x }"], "query-syntax", "parse"),
    (["query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], "query-forbidden", ""),
    (["query", "DELETE WHERE { ?s ?p ?o }"], "query-syntax", ""),
    (["query", "missing.rq"], "input-invalid", "missing.rq"),
    (["query", "ASK { ?s ?p ?o }", "--format", "csv"], "input-invalid", "json"),
    (["query", "signatories", "-f", "csv", "-o", "/nowhere/x.csv"], "input-invalid", "/nowhere"),
    (["query", "signatories", "--snapshot", "1999"], "snapshot-not-found", "1999"),
    (["snapshots", "--rollback", "1999"], "snapshot-not-found", "1999"),
    (["export", "--graph", "nothing"], "not-found", "nothing"),
    (["validate", "missing.ttl"], "input-invalid", "missing.ttl"),
    (["build", "README.md"], "rdf-format-unknown", ".md"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), ERRORS, ids=lambda v: str(v)[:40])
def test_errors_have_a_code_and_say_what_to_do(
    home: Path, arguments: list[str], code: str, words: str
) -> None:
    before = run("snapshots", "--format", "json", home=home).stdout
    failed = run(*arguments, home=home)
    assert failed.returncode == 1
    assert f"[{code}]" in failed.stderr
    assert words in failed.stderr
    assert len(failed.stderr.strip().splitlines()) >= 2, "nothing says what to do"
    assert "Traceback" not in failed.stderr
    assert run("snapshots", "--format", "json", home=home).stdout == before


def test_broken_turtle_is_named_with_its_line(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<https://example.org/a> a\n.\n")
    failed = run("build", broken, home=home)
    assert failed.returncode == 1
    assert "[rdf-syntax]" in failed.stderr
    assert "broken.ttl:2" in failed.stderr


def test_no_graph_yet(tmp_path: Path) -> None:
    failed = run("query", "signatories", home=tmp_path / "empty")
    assert failed.returncode == 1
    assert "[no-snapshot]" in failed.stderr
    assert "rightsgraph build" in failed.stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    failed = run("serve", home=tmp_path, RIGHTSGRAPH_QUERY_SECONDS="soon")
    assert failed.returncode == 1
    assert "RIGHTSGRAPH_QUERY_SECONDS" in failed.stderr


def test_a_port_in_use_is_named(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        failed = run("serve", "--port", str(taken.getsockname()[1]), home=home)
    assert failed.returncode == 1
    assert "[address-in-use]" in failed.stderr


def test_wrong_usage_is_told_from_failure(home: Path) -> None:
    assert run("query", home=home).returncode == 2
    assert run("nonsense", home=home).returncode == 2
    assert run("--version", home=home).stdout.startswith("rightsgraph 0.")


READINGS = [
    ["query", "SELECT * { GRAPH ?g { ?s ?p ?o } }", "-f", "csv"],
    ["query", "SELECT * { GRAPH ?g { ?s ?p ?o } }", "-f", "json", "-o", "/dev/stdout"],
    ["query", "signatories"],
    ["export", "--format", "nquads"],
    ["export", "--format", "turtle"],
    ["queries"],
    ["queries", "--format", "json"],
    ["snapshots"],
    ["symbol", "A/70/362"],
    ["--version"],
]


@pytest.mark.parametrize("arguments", READINGS, ids=" ".join)
def test_a_reader_that_leaves_early_is_no_error(home: Path, arguments: list[str]) -> None:
    left, pipe = os.pipe()
    os.close(left)
    try:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "RIGHTSGRAPH_HOME": str(home)},
        )
    finally:
        os.close(pipe)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("arguments", READINGS, ids=" ".join)
def test_a_full_disk_under_the_output_is_told(home: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "RIGHTSGRAPH_HOME": str(home), "NO_COLOR": "1"},
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error [input-invalid]")
    assert "cannot be written: No space left" in done.stderr
    assert "Traceback" not in done.stderr


HEADED = """\
#+ title: Signatories
#+ question: Who signed?
#+ description: A row is an organisation.
#+ columns:
#+   o: The organisation.
#+ tags: [letters]
#+ minimum_rows: 1
SELECT ?o WHERE { ?letter rg:signatory ?o }
"""


def test_a_query_with_a_header_from_standard_input_and_from_any_file(
    home: Path, tmp_path: Path
) -> None:
    text = HEADED.replace("SELECT", "PREFIX rg: <https://w3id.org/rightsgraph/ontology#>\nSELECT")
    file = tmp_path / "My Query (2).txt"
    file.write_text("\ufeff" + text, encoding="utf-8")
    for question in ("-", file):
        answer = run("query", question, "-f", "csv", home=home, given=text)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert len(rows(answer.stdout)) == 9


def test_describe_needs_no_braces(home: Path) -> None:
    letter = "https://w3id.org/rightsgraph/id/letter/2015-10-29-joint-letter-dprk"
    answer = run("query", f"DESCRIBE <{letter}>", "-f", "ntriples", home=home)
    assert f"<{letter}>" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["query", "-"], "query-syntax"), (["symbol"], "input-invalid")],
)
def test_what_comes_in_is_utf8(home: Path, arguments: list[str], code: str) -> None:
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=b"A/70/362\n\xff\xfe\n",
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "RIGHTSGRAPH_HOME": str(home), "NO_COLOR": "1"},
    )
    assert done.returncode == 1
    assert f"[{code}]" in done.stderr.decode()
    assert "UTF-8" in done.stderr.decode()


def test_data_neither_steers_the_terminal_nor_turns_into_pictures(home: Path) -> None:
    text = r"SELECT ?a { VALUES ?a { '\u001B[31mred\u0007 :smile: [bold]x' } }"
    answer = run("query", text, home=home)
    assert "[31mred :smile: [bold]x" in answer.stdout
    assert "\x1b" not in answer.stdout
    assert "\x07" not in answer.stdout


@pytest.mark.parametrize("output_format", ["nquads", "turtle"])
def test_an_export_of_a_broken_snapshot_says_so(tmp_path: Path, output_format: str) -> None:
    home = tmp_path / "home"
    assert run("build", home=home).returncode == 0
    for file in home.glob("snapshots/*/store/*.sst"):
        size = file.stat().st_size
        file.write_bytes(b"\x55" * (size - 53) + file.read_bytes()[-53:])
    failed = run("export", "--format", output_format, home=home)
    assert failed.returncode == 1
    assert "[snapshot-damaged]" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_plain_default_graph_is_asked_as_the_union(tmp_path: Path) -> None:
    home = tmp_path / "home"
    plain = {"RIGHTSGRAPH_DEFAULT_GRAPH_UNION": "false"}
    assert run("build", home=home, **plain).returncode == 0
    answer = run("query", "signatories", "-f", "csv", home=home)
    assert len(rows(answer.stdout)) == 9
    graph = "https://w3id.org/rightsgraph/graph/nothing"
    empty = run("query", f"ASK FROM <{graph}> {{ ?s ?p ?o }}", home=home)
    assert empty.stdout == "no\n"
    for command in ("check-quotations", "review"):
        refused = run(command, home=home)
        assert refused.returncode == 1
        assert "RIGHTSGRAPH_DEFAULT_GRAPH_UNION" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUERY_SECONDS", "inf"),
        ("QUEUE_SECONDS", "nan"),
        ("QUERY_MEMORY_MB", "9" * 30),
        ("KEEP_SNAPSHOTS", "9" * 30),
        ("BASE_IRI", "http://[/"),
        ("BASE_IRI", "http://a/%/"),
        ("HOME", "~nobody-of-that-name/x"),
    ],
)
def test_settings_have_bounds(tmp_path: Path, name: str, value: str) -> None:
    variable = f"RIGHTSGRAPH_{name}"
    failed = run("snapshots", home=tmp_path, **{variable: value})
    assert failed.returncode == 1
    assert "[setting-invalid]" in failed.stderr
    assert variable in failed.stderr


def test_the_home_of_the_setting_may_begin_with_a_tilde(home: Path) -> None:
    tilde = {"HOME": str(home.parent), "RIGHTSGRAPH_HOME": f"~/{home.name}"}
    code = "from rightsgraph import open_graph; print(len(open_graph().query('signatories')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, **tilde},
    )
    assert done.stdout == "9\n"


def test_what_reads_documents_is_not_loaded_to_ask(home: Path) -> None:
    code = (
        "import sys; from rightsgraph import cli\n"
        "sys.argv = ['rightsgraph', 'query', 'signatories']\n"
        "try: cli.main()\n"
        "except SystemExit: print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "RIGHTSGRAPH_HOME": str(home)},
    )
    loaded = done.stdout.splitlines()[-1].split()
    assert "rightsgraph.library" in loaded
    slow = ("rightsgraph.extraction", "rightsgraph.ingestion", "rightsgraph.server", "fastapi")
    assert [name for name in loaded if name.startswith(slow)] == []


def test_the_home_option_goes_before_the_setting(home: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    ask = ("query", "signatories")
    assert run("--home", home, *ask, home=empty).returncode == 0
    assert run(*ask, "--home", home, home=empty).returncode == 0
    assert run(*ask, home=empty).returncode == 1


def test_a_name_that_is_not_in_the_graph_is_told_apart_from_an_answer_without_rows(
    home: Path,
) -> None:
    misspelt = run("query", "calls-on", "-p", "addressee=security-counci", home=home)
    assert misspelt.returncode == 0
    assert "0 rows" in misspelt.stdout
    assert (
        "note: Nothing in the graph is called 'security-counci' (parameter addressee)."
        in misspelt.stderr
    )
    nobody_asks = run("query", "calls-on", "-p", "addressee=amnesty-international", home=home)
    assert (nobody_asks.returncode, nobody_asks.stderr) == (0, "")
    some = ("-p", "addressee=security-council", "-p", "addressee=nobody")
    both = run("query", "calls-on", *some, "--format", "csv", home=home)
    assert "'nobody'" in both.stderr
    assert rows(both.stdout)


def test_resolve_says_what_pasted_notes_name(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("1. A/HRC/14/36, para. 3\n2. Ibid., para. 5\n3. A/RES/58/...\n", "utf-8")
    found = run("resolve", notes, home=tmp_path / "home")
    assert found.returncode == 0, found.stderr
    assert "para 5" in found.stdout
    assert "https://docs.un.org/en/A/HRC/14/36" in found.stdout
    assert "placeholder" in found.stderr
