"""Rows of CSV, workbooks and JSON lines, each with its line; and what is broken."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from rightsgraph.errors import TableError
from rightsgraph.importing import tables as tables_module
from rightsgraph.importing.report import Problem
from rightsgraph.importing.tables import Record, read_table
from tests.importing.examplia import UPR, UPR_COLUMNS, as_csv, as_json_lines, as_workbook

WRITERS: dict[str, Callable[[Path], Path]] = {
    "table.csv": as_csv,
    "table.csv.gz": as_csv,
    "table.jsonl": as_json_lines,
    "table.xlsx": as_workbook,
}


def records(path: Path) -> list[Record]:
    return [each for each in read_table(path) if isinstance(each, Record)]


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_rows(name: str, tmp_path: Path) -> None:
    found = records(WRITERS[name](tmp_path / name))
    assert [tuple(record.cells[c] for c in UPR_COLUMNS) for record in found] == list(UPR)


@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
def test_an_array_is_read_one_object_at_a_time(
    piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_module, "_PIECE", piece)
    path = tmp_path / "t.json"
    path.write_text(
        '\ufeff [ {"a": "x, ]", "b": ["é", null]} ,\n"no object", {"a": 2}\n]\n', encoding="utf-8"
    )
    first, second, third = read_table(path)
    assert isinstance(first, Record)
    assert (first.line, first.cells) == (1, {"a": "x, ]", "b": ("é", "")})
    assert isinstance(second, Problem)
    assert isinstance(third, Record)
    assert (second.line, third.line, third.cells) == (2, 3, {"a": "2"})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is no JSON array"),
        ('{"a": 1}', "is no JSON array"),
        ('[{"a": 1}, {"a": ', "object 2 of the array is broken"),
        ('[{"a": 1}, {"a": }]', "object 2 of the array is broken"),
        ('[{"a": 1} {"a": 2}]', "object 2 of the array is broken: there is no comma"),
        ('[{"a": 1},]', "object 2 of the array is broken"),
        ('[{"a": 1}', "breaks off behind object 1"),
    ],
)
def test_an_array_that_is_broken_is_an_error(content: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TableError, match=words):
        list(read_table(path))


def test_a_row_is_told_by_the_line_in_which_it_begins(tmp_path: Path) -> None:
    assert [r.line for r in records(as_csv(tmp_path / "t.csv"))] == [2, 3, 5, 6, 7, 8, 9, 10]
    assert [r.line for r in records(as_workbook(tmp_path / "t.xlsx"))] == [*range(2, 10)]
    assert [r.line for r in records(as_json_lines(tmp_path / "t.jsonl"))] == [*range(1, 9)]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("t.csv", "a,b\n1,2\n1,2,3\n1,2\n", 3),
        ("t.jsonl", '{"a": 1}\n{"a": \n{"a": 2}\n', 2),
        ("t.jsonl", '{"a": 1}\n[1]\n{"a": 2}\n', 2),
    ],
)
def test_a_broken_row_is_told_and_the_rest_goes_on(
    name: str, content: str, line: int, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    found = list(read_table(path))
    assert [each.line for each in found if isinstance(each, Problem)] == [line]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("t.csv", b"", "no row with the names"),
        ("t.csv", b"a,b,a\n1,2,3\n", "twice"),
        ("t.csv", b'a,b\n1,2\n1,"open\n', "line 3"),
        ("t.csv", b"a,b\n1,\xff\n", "not in UTF-8"),
        ("t.csv.gz", gzip.compress(b"a,b\n" * 9999, mtime=0)[:-9], "cannot be read"),
        ("t.xlsx", b"no workbook", "no workbook"),
        ("t.pdf", b"%PDF", "no table"),
    ],
)
def test_a_broken_table_is_an_error_with_its_place(
    name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TableError, match=words):
        list(read_table(path))


def test_a_list_of_json_is_several_values(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": ["x", 2, null], "b": null, "c": true, "d": 2.0}\n', encoding="utf-8")
    assert records(path)[0].cells == {"a": ("x", "2", ""), "b": "", "c": "true", "d": "2"}
