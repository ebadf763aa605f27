"""Generated files are fresh, and the allow-list of external terms holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tools import external_terms, generate_vocabulary
from tools.external_terms import Use, external, uses_in_context, uses_in_query, uses_in_rdf

from rightsgraph.vocabulary import PREFIXES, Cito, Rdf, Rg
from tests.shared import SHARED, needs_shared

NOWHERE = Path("nowhere")


def foreign(uses: list[Use]) -> list[tuple[str, str]]:
    """The external terms that are not in the allow-list, with their files."""
    allowed = external_terms.read_allow_list()
    found = external(uses, external_terms.read_prefixes())
    return [(Path(use.file).name, use.term) for use in found if use.term not in allowed]


def test_the_constants_are_fresh() -> None:
    assert generate_vocabulary.main(["--check"]) == 0


def test_stale_constants_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "vocabulary.py"
    stale.write_text("RG = ''\n", encoding="utf-8")
    monkeypatch.setattr(generate_vocabulary, "TARGET", stale)
    assert generate_vocabulary.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err
    assert generate_vocabulary.main([]) == 0
    assert generate_vocabulary.main(["--check"]) == 0


def test_constants_spell_terms_as_their_vocabulary_does() -> None:
    assert Rg.resolvedThrough == PREFIXES["rg"] + "resolvedThrough"
    assert Cito.hasCitationCharacterization == (
        "http://purl.org/spar/cito/hasCitationCharacterization"
    )
    assert Rdf.type == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def test_a_word_of_python_gets_an_underscore() -> None:
    assert generate_vocabulary.attribute("class") == "class_"
    assert generate_vocabulary.attribute("has-part") == "has_part"


def test_all_external_terms_in_use_are_allowed() -> None:
    assert external_terms.check(NOWHERE) == []


@needs_shared
def test_all_allowed_terms_exist_in_their_vocabulary() -> None:
    assert external_terms.check(SHARED / "vocabularies") == []


@needs_shared
def test_the_allow_list_can_be_made_again() -> None:
    prefixes = external_terms.read_prefixes()
    uses = external_terms.all_uses(prefixes)
    text, wrong = external_terms.render(uses, prefixes, SHARED / "vocabularies")
    assert wrong == []
    assert text == external_terms.ALLOW_LIST.read_text(encoding="utf-8")


@needs_shared
@pytest.mark.parametrize(
    ("prefix", "name", "kind"),
    [
        ("cito", "hasCitationCharacterization", "property"),
        ("cito", "hasCitationCharacterisation", None),
        ("fabio", "Letter", "class"),
        ("c4o", "hasContext", "property"),
        ("c4o", "isContextOf", None),
        ("undo", "Resolution", "class"),
        ("undo", "Report", None),
        ("undo", "Paragraph", None),
        ("bibo", "recipient", "property"),
        ("oa", "TextPositionSelector", "class"),
        ("oa", "assessing", "individual"),
        ("org", "Organization", "class"),
        ("org", "Organisation", None),
        ("sd", "endpoint", "property"),
        ("sd", "endPoint", None),
        ("xsd", "decimal", "datatype"),
        ("skos", "prefLabel", "property"),
        ("skos", "preferredLabel", None),
    ],
)
def test_the_kind_of_a_term_is_what_its_vocabulary_says(
    prefix: str, name: str, kind: str | None
) -> None:
    vocabulary = external_terms.load_vocabulary(prefix, SHARED / "vocabularies")
    term = external_terms.read_prefixes()[prefix] + name
    assert external_terms.kind_of(term, prefix, name, vocabulary) == kind


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("@prefix cito: <http://purl.org/spar/cito/> . <a:b> cito:citez <a:c> .", "cito/citez"),
        ("@prefix fabio: <http://purl.org/spar/fabio/> . <a:b> a fabio:Lettre .", "fabio/Lettre"),
        ("<a:b> <http://example.org/made-up> <a:c> .", "example.org/made-up"),
        ("<a:b> a <http://example.org/MadeUp> .", "example.org/MadeUp"),
        ('<a:b> a <http://purl.org/spar/cito/Citation> ; <a:p> "1"^^<a:t> .', "a:t"),
    ],
)
def test_an_unknown_term_in_turtle_is_named_with_its_file(
    tmp_path: Path, text: str, unknown: str
) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(text, encoding="utf-8")
    found = foreign(list(uses_in_rdf(path)))
    assert any(name == "data.ttl" and term.endswith(unknown) for name, term in found)


@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("SELECT * { ?a cito:citez ?b }", ["http://purl.org/spar/cito/citez"]),
        (
            "SELECT * { ?a <http://purl.org/spar/cito/citez> ?b }",
            ["http://purl.org/spar/cito/citez"],
        ),
        (
            "PREFIX c: <http://purl.org/spar/cito/> ASK { ?a c:x ?b }",
            ["http://purl.org/spar/cito/x"],
        ),
        ("ASK { ?a nope:x ?b }", ["nope:x"]),
        ("SELECT * { ?a cito:cites/^cito:cites ?b } # cito:citez", []),
        ("SELECT * { ?a ?b 'cito:citez' , \"cito:citez\" , '''cito:citez''' }", []),
        ("SELECT * { _:b ?p <https://example.org/a> . ?s rg:anything ?o }", []),
    ],
)
def test_terms_of_a_query_are_found_outside_strings_and_comments(
    tmp_path: Path, query: str, unknown: list[str]
) -> None:
    path = tmp_path / "query.rq"
    path.write_text(query, encoding="utf-8")
    uses = list(uses_in_query(path, external_terms.read_prefixes()))
    assert foreign(uses) == [("query.rq", term) for term in unknown]


def test_an_unknown_term_in_the_context_is_named(tmp_path: Path) -> None:
    path = tmp_path / "context.jsonld"
    names = {"cito": "http://purl.org/spar/cito/", "cites": {"@id": "cito:citez", "@type": "@id"}}
    path.write_text(json.dumps({"@context": names}), encoding="utf-8")
    expected = [("context.jsonld", "http://purl.org/spar/cito/citez")]
    assert foreign(list(uses_in_context(path))) == expected


def test_the_check_fails_when_the_list_lacks_a_term(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shorter = tmp_path / "external-terms.csv"
    lines = external_terms.ALLOW_LIST.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(Cito.hasCitingEntity)]
    assert len(kept) == len(lines) - 1
    shorter.write_text("\n".join(kept) + "\n", encoding="utf-8")
    monkeypatch.setattr(external_terms, "ALLOW_LIST", shorter)
    assert external_terms.main(["--check", "--vocabularies", str(NOWHERE)]) == 1
    message = capsys.readouterr().err
    assert "ontology/context.jsonld: " + Cito.hasCitingEntity in message


def test_without_the_vocabularies_the_list_stays_and_must_suffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = external_terms.ALLOW_LIST.read_bytes()
    assert external_terms.main(["--vocabularies", str(NOWHERE)]) == 0
    assert external_terms.ALLOW_LIST.read_bytes() == before
    monkeypatch.setattr(external_terms, "ALLOW_LIST", tmp_path / "none.csv")
    assert external_terms.main(["--vocabularies", str(NOWHERE)]) == 1
    assert "is needed" in capsys.readouterr().err
    assert not (tmp_path / "none.csv").exists()
