"""Values become terms, or a clear error."""

from __future__ import annotations

from datetime import date, datetime

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsgraph.catalogue import Parameter, ParameterType, Value
from rightsgraph.errors import ParameterError

ID = "https://w3id.org/rightsgraph/id/"
ICC = ("body/icc", "organisation/icc", "group/icc")
XSD = "http://www.w3.org/2001/XMLSchema#"


def parameter(kind: str, **more: str) -> Parameter:
    return Parameter("p", ParameterType(kind), "A parameter.", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("iri", "https://x.example/é", ["https://x.example/é"]),
        ("agent", "some-body", [f"{ID}{k}/some-body" for k in ("body", "organisation", "group")]),
        ("agent", "PRK", [f"{ID}state/PRK"]),
        ("agent", "icc", [f"{ID}{k}" for k in ("state/ICC", *ICC)]),
        ("agent", f"{ID}body/x", [f"{ID}body/x"]),
        ("document", " A/HRC/25/63 ", [f"{ID}un/A/HRC/25/63"]),
        ("document", "S/RES/1593 (2005)", [f"{ID}un/S/RES/1593"]),
        ("document", "2015-10-29-joint-letter-dprk", [f"{ID}letter/2015-10-29-joint-letter-dprk"]),
        ("paragraph", "A/HRC/25/63 para 94(a)", [f"{ID}un/A/HRC/25/63#para-94(a)"]),
        ("paragraph", "A/HRC/25/63, at para. 94 (a)", [f"{ID}un/A/HRC/25/63#para-94(a)"]),
        ("paragraph", "A/70/362 paras 74-76", [f"{ID}un/A/70/362#para-{n}" for n in (74, 75, 76)]),
        ("paragraph", "A/70/362 paras. 9–10, 8", [f"{ID}un/A/70/362#para-{n}" for n in (9, 10, 8)]),
        ("paragraph", "A/70/362, summary", [f"{ID}un/A/70/362#summary"]),
        ("paragraph", "A/70/362 annex II", [f"{ID}un/A/70/362#annex-2"]),
        ("paragraph", "A/70/362 p. 12", [f"{ID}un/A/70/362#p-12"]),
        ("paragraph", "2031-05-letter paragraph 3", [f"{ID}letter/2031-05-letter#paragraph-3"]),
        ("paragraph", "2031-05-01-examplia note 7", [f"{ID}letter/2031-05-01-examplia#note-7"]),
        ("state", "prk", [f"{ID}state/PRK"]),
        ("situation", "PRK", [f"{ID}situation/PRK"]),
        ("situation", "some-place", [f"{ID}situation/some-place"]),
    ],
)  # fmt: skip
def test_names_become_iris(kind: str, value: str, expected: list[str]) -> None:
    assert [str(term) for term in parameter(kind).terms(value)] == [f"<{iri}>" for iri in expected]


@pytest.mark.parametrize(
    ("kind", "value", "text", "datatype"),
    [
        ("integer", 7, "7", "integer"),
        ("integer", "007", "7", "integer"),
        ("date", "2015-10-29", "2015-10-29", "date"),
        ("date", date(2015, 10, 29), "2015-10-29", "date"),
        ("boolean", True, "true", "boolean"),
        ("boolean", "False", "false", "boolean"),
        ("string", "x", "x", "string"),
    ],
)
def test_values_become_typed_literals(kind: str, value: Value, text: str, datatype: str) -> None:
    [term] = parameter(kind).terms(value)
    assert term == ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "security-council"),
        ("iri", "https://x.example/a b"),
        ("iri", 3),
        ("agent", "Security Council"),
        ("document", "not a symbol"),
        ("paragraph", "A/HRC/25/63"),
        ("paragraph", "A/HRC/25/63 para 9-4"),
        ("paragraph", "A/HRC/25/63 paras 1-99999"),
        ("paragraph", "A/HRC/25/63 para ;"),
        ("state", "Korea"),
        ("situation", "PRK!"),
        ("integer", "1.5"),
        ("integer", True),
        ("integer", "٣"),
        ("date", "2015-13-01"),
        ("date", "20151029"),
        ("date", datetime(2015, 10, 29, 12)),
        ("boolean", "yes"),
        ("boolean", 1),
        ("string", 5),
        ("string", "\ud800"),
    ],
)
def test_what_does_not_fit_is_an_error_with_an_example(kind: str, value: Value) -> None:
    with pytest.raises(ParameterError, match=r"Parameter 'p' .* \(example: .+\)") as caught:
        parameter(kind).terms(value)
    assert caught.value.details["parameter"] == "p"


def test_the_example_of_a_concept_is_one_of_its_scheme() -> None:
    for scheme in ("action", "review-state", "violation"):
        asked = parameter("concept", scheme=scheme)
        with pytest.raises(ParameterError) as caught:
            asked.terms("no-such-concept")
        assert asked.terms(caught.value.details["example"])


@pytest.mark.parametrize("kind", [kind.value for kind in ParameterType])
@pytest.mark.parametrize("text", [" ", "A para ", "A/", "a-", "1, ", "http://x/", "\u00a0x"])
def test_long_texts_are_refused_at_once_and_not_echoed(kind: str, text: str) -> None:
    with pytest.raises(ParameterError, match="at most 1000 characters") as caught:
        parameter(kind, scheme="action").terms(text * 20_000)
    assert len(caught.value.message) < 200


BLANKS = " " * 980


@pytest.mark.parametrize(
    "text", [f"A{BLANKS}x", f"A para{BLANKS}", f"A para 1{BLANKS};", f"A/70/362 and{BLANKS}para x"]
)
def test_runs_of_blanks_help_nothing(text: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parameter("paragraph").terms(text)
    assert "cannot be read" in caught.value.message


def test_blanks_of_any_number_mean_the_same() -> None:
    spaced = "A/70/362 \t\n at   paras .  78 ,  79  and   80"
    plain = "A/70/362 at paras. 78, 79 and 80"
    assert parameter("paragraph").terms(spaced) == parameter("paragraph").terms(plain)
    assert len(parameter("paragraph").terms(f"A/70/362{BLANKS}para 78")) == 1


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("paragraph", "A/70/362 paras 1-400, 401-800", "more than 500 places"),
        ("paragraph", "A/70/362 paras 1-501", "no range"),
        ("paragraph", ["A/70/362 paras 1-400", "A/70/363 paras 1-400"], "more than 500 things"),
        ("state", ["PRK"] * 501, "at most 500 values"),
        ("integer", 10**1000, "at most 18 digits"),
    ],
)
def test_too_many_things_are_refused(kind: str, value: Value, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        parameter(kind).terms(value)


def test_as_many_as_a_parameter_takes() -> None:
    assert len(parameter("paragraph").terms("A/70/362 paras 1-250, 251-500")) == 500


def test_concepts_are_checked_against_the_vocabularies() -> None:
    state = parameter("concept", scheme="resolution")
    iri = "https://w3id.org/rightsgraph/vocabulary/resolution/short-form"
    assert state.terms("short-form") == state.terms(iri) == (ox.NamedNode(iri),)
    with pytest.raises(ParameterError, match="did you mean short-form"):
        state.terms("Short Forms")
    foreign = "https://x.example/concept"
    assert state.terms(foreign) == (ox.NamedNode(foreign),)


def test_several_values_and_none() -> None:
    states = parameter("state")
    assert states.terms(["PRK", "prk", "SYR"]) == states.terms("PRK") + states.terms("SYR")
    for nothing in (None, "", [], [""]):
        assert states.terms(nothing) == ()
    with pytest.raises(ParameterError, match="takes one value"):
        parameter("date").terms(["2015-10-29", "2015-10-30"])


def test_the_pattern_must_match_the_whole_text() -> None:
    tag = parameter("string", pattern="[a-z]+")
    assert tag.terms("abc")
    for wrong in ("abc\n", "abc1", "ABC"):
        with pytest.raises(ParameterError, match="must match"):
            tag.terms(wrong)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back_from_the_engine_as_it_went_in(text: str) -> None:
    [term] = parameter("string").terms(text)
    results = ox.Store().query(f"SELECT ?v {{ VALUES ?v {{ {term} }} }}")
    assert isinstance(results, ox.QuerySolutions)
    [row] = list(results)
    assert row["v"] == ox.Literal(text)


@given(st.sampled_from([kind.value for kind in ParameterType if kind != "concept"]), st.text())
def test_a_value_is_an_error_or_terms_of_one_token_each(kind: str, text: str) -> None:
    try:
        terms = parameter(kind).terms(text)
    except ParameterError:
        return
    values = " ".join(str(term) for term in terms)
    results = ox.Store().query(f"SELECT ?v {{ VALUES ?v {{ {values} }} }}")
    assert isinstance(results, ox.QuerySolutions)
    assert len(list(results)) == len(terms)
