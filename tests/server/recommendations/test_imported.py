"""Recommendations of an imported table: narrowed by response, issue and session."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from rightsgraph.importing import import_table
from rightsgraph.iris import VOCABULARY_BASE
from rightsgraph.store import Home, bundled_sources
from tests.importing.examplia import as_csv
from tests.server.conftest import run_server
from tests.server.recommendations.test_recommendations import rows, text, tree


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("imported")
    home = Home(folder / "home")
    home.build(bundled_sources(), validate=False)
    report = import_table("upr", as_csv(folder / "upr.csv"), home, workers=1)
    assert report.imported == 5
    with (
        run_server(home) as server,
        httpx.Client(base_url=server.address, timeout=60) as client,
    ):
        yield client


def test_facets_show_what_the_table_holds(imported: httpx.Client) -> None:
    page = tree(imported, "/recommendations")
    facets = {
        text(each.find("summary")): [text(value) for value in each.xpath("ul/li")]
        for each in page.xpath("//nav[@id='narrow']/details")
    }
    assert facets["Response"] == ["accepted 3", "noted 1"]
    assert facets["Session of the review"] == ["12 2", "6 3"]
    assert "death penalty 1" in facets["Issue"]
    (link,) = page.xpath("//nav[@id='narrow']//a[text()='noted']")
    assert link.get("href") == "/recommendations?response=noted"


def test_the_list_is_narrowed_by_them(imported: httpx.Client) -> None:
    found = rows(tree(imported, "/recommendations?response=noted&issue=death-penalty&session=12"))
    assert len(found) == 1
    assert "; noted; death penalty" in found[0][0]
    full = f"/recommendations?response={quote(VOCABULARY_BASE)}response/noted"
    assert len(rows(tree(imported, full))) == 1
    assert len(rows(tree(imported, "/recommendations?session=6"))) == 3
    assert "No recommendation" in text(tree(imported, "/recommendations?session=6&response=noted"))
    assert imported.get("/recommendations?session=sixth").status_code == 400


def test_files_and_the_api_have_them_too(imported: httpx.Client) -> None:
    answer = imported.get("/recommendations.csv?response=noted")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["response"], row["session"]) == ("noted", "12")
    assert "death penalty" in row["issue"]
    (item,) = imported.get("/recommendations.json?response=noted").json()["recommendations"]
    assert item["session"] == 12
    assert "death penalty" in item["issue"]
    listed = imported.get(
        "/api/v1/recommendations?response=noted&reviewSession=12&facets=issue,actionCategory"
    ).json()
    assert [each["reviewSession"] for each in listed["items"]] == [12]
    assert {value["count"] for value in listed["facets"]["issue"]} == {1}
