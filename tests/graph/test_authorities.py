from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from rightsgraph import iris
from rightsgraph.authorities.files import COLUMNS
from rightsgraph.errors import AuthorityError, NotFoundError
from rightsgraph.graph.authorities import (
    Authorities,
    State,
    fold_name,
    load_authorities,
    write_authorities,
)
from rightsgraph.graph.validation import validate
from rightsgraph.settings import resource_path
from rightsgraph.symbols import parse_symbol
from rightsgraph.vocabulary import FOAF, ORG, RDF, RG, SKOS
from tests.shared import SHARED, needs_shared

FILES = resource_path("data") / "authorities"
GOLD = SHARED / "evaluation" / "gold"
_MANDATING = ox.NamedNode(RG + "mandatingDocument")


@pytest.fixture(scope="module")
def authorities() -> Authorities:
    return load_authorities()


@pytest.fixture(scope="module")
def store(authorities: Authorities) -> ox.Store:
    out = io.BytesIO()
    write_authorities(authorities, out)
    store = ox.Store()
    store.bulk_load(out.getvalue(), ox.RdfFormat.N_QUADS)
    return store


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("states", 255),
        ("bodies", 420),
        ("organisations", 600),
        ("groups", 40),
        ("situations", 275),
    ],
)
def test_the_files_are_broad(authorities: Authorities, kind: str, least: int) -> None:
    assert len(getattr(authorities, kind)) >= least


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_each_file_is_plain_utf8_with_line_feeds(name: str) -> None:
    data = (FILES / name).read_bytes()
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")
    data.decode("utf-8")


def test_states_are_those_of_iso_3166_and_the_united_nations(authorities: Authorities) -> None:
    present = [state for state in authorities.states if state.kind != "former"]
    assert len(present) == 249
    assert Counter(state.un_member for state in present) == {"yes": 193, "no": 54, "observer": 2}
    for column in ("alpha3", "alpha2", "m49"):
        assert len({getattr(state, column) for state in present}) == 249


def test_no_name_means_two_states(authorities: Authorities) -> None:
    owner: dict[str, str] = {}
    for state in authorities.states:
        for name in (*state.names, *state.demonyms):
            assert owner.setdefault(fold_name(name), state.id) == state.id, name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DPRK", "PRK"),
        ("North Korea", "PRK"),
        ("the Democratic People’s Republic of Korea", "PRK"),
        ("Republic of Korea", "KOR"),
        ("South Korea", "KOR"),
        ("Democratic Republic of the Congo", "COD"),
        ("Zaire", "COD"),
        ("Republic of the Congo", "COG"),
        ("Congo", "COG"),
        ("Bolivia", "BOL"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Venezuela", "VEN"),
        ("USA", "USA"),
        ("United States", "USA"),
        ("UK", "GBR"),
        ("Great Britain", "GBR"),
        ("Russia", "RUS"),
        ("Burma", "MMR"),
        ("Swaziland", "SWZ"),
        ("Turkey", "TUR"),
        ("Turkiye", "TUR"),
        ("Czech Republic", "CZE"),
        ("Cape Verde", "CPV"),
        ("Ivory Coast", "CIV"),
        ("Cote d’Ivoire", "CIV"),
        ("Palestine", "PSE"),
        ("Syria", "SYR"),
        ("Lao PDR", "LAO"),
        ("Soviet Union", "SUN"),
        ("Viet Nam", "VNM"),
        ("Vietnam", "VNM"),
        ("Guinea", "GIN"),
        ("Niger", "NER"),
        ("Saint Lucia", "LCA"),
        ("St. Lucia", "LCA"),
    ],
)
def test_states_are_found_by_the_names_people_use(
    authorities: Authorities, name: str, code: str
) -> None:
    assert [found.id for found in authorities.find(name)] == [code]


@pytest.mark.parametrize("name", ["Korea", "Congolese", "Kosovo", "Virgin Islands"])
def test_names_that_fit_several_find_no_state(authorities: Authorities, name: str) -> None:
    assert not [found for found in authorities.find(name) if isinstance(found, State)]


def test_an_ambiguous_name_is_a_label_but_no_evidence(authorities: Authorities) -> None:
    assert "Congo" not in authorities.state("COG").names
    assert "Congo" in {row.name for row in authorities.find("Congo")}
    assert "AI" not in authorities.organisation("amnesty-international").abbreviations
    assert [row.id for row in authorities.find("AI")] == ["amnesty-international"]
    assert "Liberty" not in authorities.organisation("liberty").names
    assert "ARTICLE 19" not in authorities.organisation("article-19").names


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("PRK", "Human rights situation in the Democratic People's Republic of Korea"),
        ("BOL", "Human rights situation in the Plurinational State of Bolivia"),
        ("ECU", "Human rights situation in Ecuador"),
        ("PHL", "Human rights situation in the Philippines"),
    ],
)
def test_each_state_has_a_situation(authorities: Authorities, code: str, label: str) -> None:
    assert authorities.situation(code).name == label
    assert authorities.situation(code).state == code


@pytest.mark.parametrize(
    ("slug", "abbreviation"),
    [
        ("amnesty-international", None),
        ("christian-solidarity-worldwide", "CSW"),
        ("citizens-alliance-for-north-korean-human-rights", "NKHR"),
        ("committee-for-human-rights-in-north-korea", "HRNK"),
        ("freedom-house", None),
        ("human-rights-watch", "HRW"),
        ("international-coalition-to-stop-crimes-against-humanity-in-north-korea", "ICNK"),
        ("international-federation-for-human-rights", "FIDH"),
        ("jacob-blaustein-institute", "JBI"),
    ],
)
def test_the_nine_signatories(
    authorities: Authorities, slug: str, abbreviation: str | None
) -> None:
    found = authorities.organisation(slug)
    assert found.abbreviations == ((abbreviation,) if abbreviation else ())
    assert found.iri == iris.organisation(slug)


@pytest.mark.parametrize(
    ("slug", "iri"),
    [
        ("security-council", iris.body("security-council")),
        ("human-rights-council", iris.body("human-rights-council")),
        ("general-assembly", iris.body("general-assembly")),
        ("secretary-general", iris.body("secretary-general")),
        ("commission-of-inquiry-dprk", iris.body("commission-of-inquiry-dprk")),
        ("special-rapporteur-dprk", iris.body("special-rapporteur-dprk")),
        ("ohchr", iris.body("ohchr")),
        ("ohchr-seoul", iris.body("ohchr-seoul")),
        ("contact-group-dprk", iris.body("contact-group-dprk")),
        ("international-criminal-court", iris.organisation("international-criminal-court")),
        ("international-court-of-justice", iris.body("international-court-of-justice")),
    ],
)
def test_bodies_have_the_iris_that_letters_use(
    authorities: Authorities, slug: str, iri: str
) -> None:
    assert authorities.body(slug).iri == iri


def test_every_mandate_has_its_creator_and_its_organ(authorities: Authorities) -> None:
    mandates = [body for body in authorities.bodies if body.kind == "mandate"]
    assert len(mandates) >= 100
    for mandate in mandates:
        assert mandate.mandated_by, mandate.id
        assert mandate.parent in {"special-procedures", "commission-on-human-rights"}
        assert mandate.established, mandate.id
    current = [mandate for mandate in mandates if mandate.ended is None]
    thematic = [mandate for mandate in current if mandate.state is None]
    assert len(thematic) >= 45
    assert len(current) - len(thematic) >= 14


def test_all_ten_treaty_bodies_are_there(authorities: Authorities) -> None:
    found = {
        abbreviation
        for body in authorities.bodies
        if body.kind == "treaty-body"
        for abbreviation in body.abbreviations
    }
    assert found == {
        *("CCPR", "CESCR", "CERD", "CEDAW", "CAT"),
        *("SPT", "CRC", "CMW", "CRPD", "CED"),
    }


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Special Rapporteur on torture", "special-rapporteur-torture"),
        ("UN Special Rapporteur on Torture", "special-rapporteur-torture"),
        (
            "United Nations Special Rapporteur on the independence of judges and lawyers",
            "special-rapporteur-independence-of-judges-and-lawyers",
        ),
        ("Working Group on Arbitrary Detention", "working-group-arbitrary-detention"),
        ("WGAD", "working-group-arbitrary-detention"),
        ("Independent Expert on SOGI", "independent-expert-sogi"),
        ("Independent Expert on minority issues", "special-rapporteur-minority-issues"),
        ("Special Rapporteur on North Korea", "special-rapporteur-dprk"),
        ("UN Security Council", "security-council"),
        ("UNHCR", "unhcr"),
        ("Office of the High Commissioner for Human Rights", "ohchr"),
        ("High Commissioner for Human Rights", "high-commissioner-for-human-rights"),
        ("UN Commission of Inquiry on Syria", "commission-of-inquiry-syria"),
        ("CEDAW Committee", "cedaw"),
        ("European Court of Human Rights", "european-court-of-human-rights"),
        ("ICTY", "icty"),
        ("UN human rights chief", "high-commissioner-for-human-rights"),
    ],
)
def test_bodies_are_found_by_the_names_texts_use(
    authorities: Authorities, name: str, slug: str
) -> None:
    assert [found.id for found in authorities.find(name)] == [slug]


def test_texts_put_un_before_the_names_of_bodies(authorities: Authorities) -> None:
    forms = authorities.body("special-rapporteur-torture").written_forms
    assert "UN Special Rapporteur on torture" in forms
    assert "United Nations Special Rapporteur on torture" in forms
    assert "UN Development Programme" in authorities.body("undp").written_forms
    assert "UN World Health Organization" not in authorities.body("who").written_forms


def test_symbols_of_resolutions_are_symbols(authorities: Authorities) -> None:
    documents = [document for body in authorities.bodies for document in body.mandating_documents]
    assert len(documents) >= 180
    for document in documents:
        assert parse_symbol(document).normalised == document


def test_a_resolution_is_of_the_organ_that_mandated(authorities: Authorities) -> None:
    organs = {
        "A/HRC/": "human-rights-council",
        "A/RES/": "general-assembly",
        "S/RES/": "security-council",
        "E/CN.4/": "commission-on-human-rights",
        "E/RES/": "economic-and-social-council",
    }
    for body in authorities.bodies:
        for document in body.mandating_documents:
            organ = next(organ for start, organ in organs.items() if document.startswith(start))
            assert organ in body.mandated_by, (body.id, document)


def test_a_resolution_of_a_year_created_what_began_then(authorities: Authorities) -> None:
    for body in authorities.bodies:
        for document in body.mandating_documents:
            year = re.match(r"E/(?:CN\.4/)?(?:RES|DEC)/((?:19|20)\d\d)/", document)
            if year:
                assert body.established in {int(year[1]), int(year[1]) + 1}, (body.id, document)


def test_an_unknown_id_is_an_error_of_ours(authorities: Authorities) -> None:
    for lookup in (
        authorities.state,
        authorities.body,
        authorities.organisation,
        authorities.group,
        authorities.situation,
    ):
        with pytest.raises(NotFoundError):
            lookup("nowhere")


def test_the_graph_has_types_labels_sources_and_licences(
    authorities: Authorities, store: ox.Store
) -> None:
    graph = iris.named_graph("authorities")
    assert {quad.graph_name for quad in store} == {ox.NamedNode(graph)}
    subjects = {row.iri for row in authorities.rows}
    assert len(subjects) == len(authorities.rows)
    for predicate in (
        RDF + "type",
        SKOS + "prefLabel",
        "http://purl.org/dc/terms/source",
        "http://purl.org/dc/terms/license",
    ):
        found = {
            quad.subject.value
            for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None)
            if isinstance(quad.subject, ox.NamedNode)
        }
        assert found == subjects, predicate
    assert not [quad for quad in store if isinstance(quad.object, ox.BlankNode)]


def test_the_graph_conforms_to_the_shapes(store: ox.Store) -> None:
    assert validate(store).violations == ()


def test_a_mandating_document_is_identified_but_is_no_document_of_the_graph(
    store: ox.Store,
) -> None:
    document = ox.NamedNode(iris.un_document("A/HRC/RES/22/13"))
    mandate = ox.NamedNode(iris.body("commission-of-inquiry-dprk"))
    assert [quad.object for quad in store.quads_for_pattern(mandate, _MANDATING, None)] == [
        document
    ]
    assert {quad.predicate.value for quad in store.quads_for_pattern(document, None, None)} == {
        "http://purl.org/dc/terms/identifier",
        FOAF + "page",
    }


def test_a_mandate_in_the_graph(store: ox.Store) -> None:
    subject = ox.NamedNode(iris.body("commission-of-inquiry-dprk"))
    triples = {
        (quad.predicate.value, quad.object.value)
        for quad in store.quads_for_pattern(subject, None, None)
        if isinstance(quad.object, ox.NamedNode | ox.Literal)
    }
    council = iris.body("human-rights-council")
    assert {
        (RDF + "type", ORG + "Organization"),
        (RDF + "type", RG + "UNBody"),
        (RDF + "type", RG + "Mandate"),
        (RG + "mandatedBy", council),
        (ORG + "subOrganizationOf", council),
        (RG + "inState", iris.state("PRK")),
    } <= triples


def test_a_court_that_is_no_un_body_in_the_graph(store: ox.Store) -> None:
    subject = ox.NamedNode(iris.organisation("international-criminal-court"))
    found = {
        quad.object.value
        for quad in store.quads_for_pattern(subject, None, None)
        if isinstance(quad.object, ox.NamedNode | ox.Literal)
    }
    assert RG + "Court" in found
    assert RG + "UNBody" not in found
    assert "ICC" in found
    assert FOAF + "Agent" not in found


def test_every_iri_that_is_pointed_at_is_described(store: ox.Store) -> None:
    described = {quad.subject for quad in store}
    for predicate in (
        *(ORG + "subOrganizationOf", RG + "mandatedBy"),
        *(RG + "mandatingDocument", RG + "inState"),
    ):
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            assert quad.object in described


def test_writing_twice_gives_the_same_bytes(authorities: Authorities) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    assert write_authorities(authorities, first) == write_authorities(load_authorities(), second)
    assert first.getvalue() == second.getvalue()


Cells = dict[str, str]


def _copy(folder: Path, file: str, slug: str, change: Callable[[Cells], Cells | None]) -> Path:
    """The files in another folder, one row changed, or taken away when the change is None."""
    for name in COLUMNS:
        (folder / name).write_bytes((FILES / name).read_bytes())
    with (FILES / file).open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    changed = [change(row) if row["id"] == slug else row for row in rows]
    with (folder / file).open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, COLUMNS[file], lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in changed if row is not None)
    return folder


@pytest.mark.parametrize(
    ("file", "slug", "column", "value"),
    [
        ("states.csv", "PRK", "alpha3", "Prk"),
        ("states.csv", "PRK", "id", "PRL"),
        ("states.csv", "PRK", "m49", "8"),
        ("states.csv", "PRK", "kind", "country"),
        ("states.csv", "PRK", "ended", "1999"),
        ("states.csv", "PRK", "source", ""),
        ("states.csv", "PRK", "licence", "mine"),
        ("states.csv", "PRK", "alt_names", "DPRK | South Korea"),
        ("states.csv", "PRK", "alt_names", "DPRK |  | North Korea"),
        ("states.csv", "PRK", "alt_names", "DPRK | DPRK"),
        ("states.csv", "PRK", "un_member", "perhaps"),
        ("bodies.csv", "ohchr-seoul", "parent", "nobody"),
        ("bodies.csv", "ohchr-seoul", "parent", "ohchr-seoul"),
        ("bodies.csv", "ohchr-seoul", "mandated_by", "nobody"),
        ("bodies.csv", "ohchr-seoul", "state", "XXX"),
        ("bodies.csv", "ohchr-seoul", "is_un", ""),
        ("bodies.csv", "ohchr-seoul", "established", "20-15"),
        ("bodies.csv", "ohchr-seoul", "ended", "1999"),
        ("bodies.csv", "ohchr-seoul", "homepage", "seoul.ohchr.org"),
        ("bodies.csv", "ohchr-seoul", "kind", "mandate"),
        ("bodies.csv", "ohchr-seoul", "mandating_document", "resolution 25/25"),
        ("bodies.csv", "ohchr-seoul", "mandating_document", "a/hrc/res/25/25"),
        ("bodies.csv", "commission-of-inquiry-dprk", "mandated_by", ""),
        ("bodies.csv", "ohchr-seoul", "alt_names", "Security Council"),
        ("bodies.csv", "ohchr-seoul", "abbreviation", "OHCHR"),
        ("bodies.csv", "security-council", "id", "Security Council"),
        ("mandates.csv", "special-rapporteur-torture", "mandated_by", ""),
        ("mandates.csv", "special-rapporteur-torture", "mandate_kind", "expert"),
        ("organisations.csv", "human-rights-watch", "kind", "club"),
        ("organisations.csv", "human-rights-watch", "country", "US"),
        ("organisations.csv", "human-rights-watch", "name", ""),
        ("organisations.csv", "human-rights-watch", "name", " Human Rights Watch"),
        ("organisations.csv", "human-rights-watch", "abbreviation", "FLD"),
        ("organisations.csv", "human-rights-watch", "alt_names", "Human Rights Watch"),
        ("organisations.csv", "human-rights-watch", "alt_names", "Freedom House"),
        ("organisations.csv", "human-rights-watch", "source", "its own site"),
        ("groups.csv", "states", "alt_names", "victims"),
        ("situations.csv", "darfur", "state", "sdn"),
    ],
)
def test_a_malformed_row_is_an_error_with_its_place(
    tmp_path: Path, file: str, slug: str, column: str, value: str
) -> None:
    folder = _copy(tmp_path, file, slug, lambda row: {**row, column: value})
    with pytest.raises(AuthorityError) as caught:
        load_authorities(folder)
    error = caught.value
    with (folder / error.details["file"]).open(encoding="utf-8", newline="") as read:
        rows = list(csv.DictReader(read))
    assert error.message.startswith(f"{error.details['file']}:{error.details['line']}: ")
    assert error.details["column"] in COLUMNS[file]
    if error.details["column"] == column:
        assert rows[error.details["line"] - 2][column] == error.details["value"]
    assert "README" in error.remedy


def test_a_body_that_others_need_cannot_be_taken_away(tmp_path: Path) -> None:
    folder = _copy(tmp_path, "bodies.csv", "human-rights-council", lambda _: None)
    with pytest.raises(AuthorityError, match="human-rights-council"):
        load_authorities(folder)


def test_a_body_may_not_be_part_of_itself_through_others(tmp_path: Path) -> None:
    folder = _copy(
        tmp_path, "bodies.csv", "security-council", lambda row: {**row, "parent": "cted"}
    )
    with pytest.raises(AuthorityError, match="part of itself"):
        load_authorities(folder)


def test_a_row_twice_or_out_of_order_is_an_error(tmp_path: Path) -> None:
    for name in COLUMNS:
        (tmp_path / name).write_bytes((FILES / name).read_bytes())
    lines = (FILES / "groups.csv").read_bytes().splitlines(keepends=True)
    (tmp_path / "groups.csv").write_bytes(b"".join([lines[0], lines[1], *lines[1:]]))
    with pytest.raises(AuthorityError, match=r"groups\.csv:3: id: .* twice"):
        load_authorities(tmp_path)
    (tmp_path / "groups.csv").write_bytes(b"".join([lines[0], lines[2], lines[1], *lines[3:]]))
    with pytest.raises(AuthorityError, match=r"groups\.csv:3: id: .* sorted"):
        load_authorities(tmp_path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "groups.csv:1: the header"),
        (b"id,name\n", "groups.csv:1: the header"),
        (b"id,name,alt_names,source,licence\nx,y\n", "groups.csv:2: 2 cells"),
        (b"id,name,alt_names,source,licence\nx,\xff,,,\n", "cannot be read"),
        (b'id,name,alt_names,source,licence\nx,"y\n', "cannot be read"),
    ],
)
def test_a_broken_file_is_an_error(tmp_path: Path, data: bytes, message: str) -> None:
    for name in COLUMNS:
        (tmp_path / name).write_bytes((FILES / name).read_bytes())
    (tmp_path / "groups.csv").write_bytes(data)
    with pytest.raises(AuthorityError, match=message):
        load_authorities(tmp_path)


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match="cannot be read"):
        load_authorities(tmp_path / "nowhere")


@needs_shared
def test_states_agree_with_the_source_table(authorities: Authorities) -> None:
    table = SHARED / "vocabularies" / "country-codes.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["ISO3166-1-Alpha-3"] for row in rows} == {
        state.id for state in authorities.states if state.kind != "former"
    }
    for row in rows:
        state = authorities.state(row["ISO3166-1-Alpha-3"])
        assert (state.alpha2, int(state.m49)) == (row["ISO3166-1-Alpha-2"], int(row["M49"]))
        assert state.region == row["Region Name"].strip()


@needs_shared
@pytest.mark.parametrize(("field", "share"), [("un_bodies", 1.0), ("organisations", 0.75)])
def test_names_of_annotated_documents_are_known(
    authorities: Authorities, field: str, share: float
) -> None:
    known: list[str] = []
    missing: list[str] = []
    for gold in sorted(GOLD.glob("*.json")):
        document = json.loads(gold.read_text(encoding="utf-8"))
        for entry in document.get(field) or []:
            names = [entry] if isinstance(entry, str) else [entry["name"], *entry["aliases"]]
            found = any(authorities.find(name) for name in names)
            (known if found else missing).append(names[0])
    assert len(known) >= share * (len(known) + len(missing)), missing


@needs_shared
def test_countries_of_annotated_documents_are_known(authorities: Authorities) -> None:
    for gold in sorted(GOLD.glob("*.json")):
        for code in json.loads(gold.read_text(encoding="utf-8")).get("countries") or []:
            assert authorities.state(code).kind != "former"
