"""The words of the user's own texts: found where serving them is on, and nowhere else."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from lxml import html

from rightsgraph.errors import ParameterError, ProjectionError
from rightsgraph.ingestion import ingest
from rightsgraph.settings import get_settings
from rightsgraph.store import Home
from rightsgraph.store.backup import write_backup
from rightsgraph.store.kept_texts import TEXTS
from rightsgraph.store.projection import Projection
from rightsgraph.store.projection.texts import FOLDER, Span, cut
from tests.server.conftest import run_server

PATH = "/api/v1/search"
LETTER = """Open letter on Examplia

1 March 2030

Dear Minister,

The mission saw <b>overcrowded</b> cells
in every prison of the Republic of Examplia.[1]

We urge the Security Council to refer the situation to the International Criminal Court.

Sincerely,

Examplia Rights Watch

[1] Report of the mission, A/HRC/25/63, para. 76.
"""


@contextmanager
def texts_served(switch: str) -> Iterator[None]:
    """A block in which this process serves texts, or does not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RIGHTSGRAPH_SERVE_TEXTS", switch)
        get_settings.cache_clear()
        try:
            yield
        finally:
            get_settings.cache_clear()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    home = Home(folder / "home")
    with texts_served("yes"):
        home.build([], validate=False)
        ingest([folder / "letter.txt"], home)
    return home


def test_words_are_found_with_their_paragraph(home: Home) -> None:
    with (
        run_server(home, serve_texts="yes") as server,
        httpx.Client(base_url=server.address, timeout=60) as client,
    ):
        answer = client.get(PATH, params={"q": "overcrowded cell"})
        content = answer.json()
        assert content["kinds"] == {"texts": 1}
        assert content["count"] == 1
        (item,) = content["items"]
        assert item["kind"] == "texts"
        assert item["id"] == item["document"]["id"] + "#paragraph-1"
        assert item["document"]["label"] == "Open letter on Examplia"
        value = item["text"]["value"]
        assert [value[first:last] for first, last in item["text"]["ranges"]] == [
            "overcrowded",
            "cells",
        ]
        assert "etag" not in answer.headers  # the index can be made anew for the same snapshot
        tree = html.fromstring(client.get(item["href"], headers={"Accept": "text/html"}).text)
        assert tree.get_element_by_id("paragraph-1") is not None
        # Names and statements come first; pages go on into the texts.
        every = client.get(PATH, params={"q": "examplia", "limit": "1"}).json()
        kinds = [item["kind"] for item in every["items"]]
        while "next" in every:
            every = client.get(every["next"]).json()
            kinds += [item["kind"] for item in every["items"]]
        assert len(kinds) == every["count"]
        assert kinds[0] != "texts"
        assert kinds[-1] == "texts"
        assert kinds.index("texts") == len(kinds) - every["kinds"]["texts"]
        only = client.get(PATH, params={"q": "examplia", "kind": "texts"}).json()
        assert {item["kind"] for item in only["items"]} == {"texts"}
        page = client.get("/search", params={"q": "overcrowded"}).text
        assert "&lt;b&gt;<mark>overcrowded</mark>&lt;/b&gt;" in page
        assert "Words of texts" in page
        assert '"texts"' in client.get("/openapi.json").text


def test_the_same_snapshot_tells_nothing_where_it_is_off(home: Home) -> None:
    with (
        run_server(home) as server,
        httpx.Client(base_url=server.address, timeout=60) as client,
    ):
        content = client.get(PATH, params={"q": "overcrowded"}).json()
        assert content["count"] == 0
        assert content["kinds"] == {}
        assert content["items"] == []
        refused = client.get(PATH, params={"q": "overcrowded", "kind": "texts"})
        assert refused.status_code == 400
        assert "0 found" in client.get("/search", params={"q": "overcrowded"}).text
        # What stands under the letters of its paragraphs is a statement, and in our words.
        assert client.get(PATH, params={"q": "examplia"}).json()["kinds"].get("texts") is None
    with Projection(home.current()) as projection, pytest.raises(ParameterError):
        projection.search("overcrowded", kinds=["texts"])


def test_no_backup_takes_them_along(home: Home, tmp_path: Path) -> None:
    with (tmp_path / "backup.tar").open("wb") as file:
        write_backup(home, file, sources=False)
    with tarfile.open(tmp_path / "backup.tar") as archive:
        assert archive.getnames()
        for member in archive:
            content = archive.extractfile(member)
            assert content is None or b"overcrowded" not in content.read()


def test_the_index_goes_and_comes_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    home = Home(tmp_path / "home")
    with texts_served("no"):
        home.build([], validate=False)
        ingest([tmp_path / "letter.txt"], home)
        assert not (home.current().path / FOLDER).exists()
    with Projection(home.current()) as projection:
        assert projection.search("mission", texts=True).counts.get("texts") is None
        with pytest.raises(ProjectionError, match="no index"):
            projection.search("mission", kinds=["texts"], texts=True)
    with texts_served("yes"):
        home.rebuild_projection()
    with Projection(home.current()) as projection:
        assert projection.search("overcrowded", texts=True).counts == {"texts": 1}
        assert projection.search("overcrowded").counts == {}
    assert set(home.check().values()) == {None}
    (kept,) = (home.path / TEXTS).iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole.replace(b"overcrowded", b"comfortable"))
    with texts_served("yes"):  # it is not the text that the graph describes
        home.rebuild_projection()
    with Projection(home.current()) as projection:
        assert projection.search("overcrowded", texts=True).counts == {}
        assert projection.search("comfortable", texts=True).counts == {}
    with texts_served("no"):
        home.rebuild_projection()
    assert not (home.current().path / FOLDER).exists()


def test_damage_is_told(home: Home) -> None:
    words = home.current().path / FOLDER / "words.sqlite"
    whole = words.read_bytes()
    words.write_bytes(whole[:-1])
    try:
        with Projection(home.current()) as projection:
            with pytest.raises(ProjectionError):
                projection.search("mission", texts=True)
            assert projection.search("mission").hits
        assert isinstance(home.check()[home.current().id], ProjectionError)
    finally:
        words.write_bytes(whole)


@pytest.mark.parametrize(
    ("parts", "pieces"),
    [
        ([], [(0, 30, "")]),
        ([(0, 30, "a")], [(0, 30, "a")]),
        ([(5, 10, "a"), (10, 20, "b")], [(0, 5, ""), (5, 10, "a"), (10, 20, "b"), (20, 30, "")]),
        ([(5, 25, "a"), (10, 15, "b")],
         [(0, 5, ""), (5, 10, "a"), (10, 15, "b"), (15, 25, "a"), (25, 30, "")]),
        ([(5, 99, "beyond"), (7, 7, "empty")], [(0, 30, "")]),
    ],
)  # fmt: skip
def test_each_character_is_of_the_innermost_part(
    parts: list[tuple[int, int, str]], pieces: list[tuple[int, int, str]]
) -> None:
    assert cut(30, [Span(*part) for part in parts]) == [Span(*piece) for piece in pieces]
