"""Each table equals the SPARQL that defines it."""

from collections import Counter
from collections.abc import Iterator

import pytest

from rightsgraph.store import Home, Snapshot, bundled_sources
from rightsgraph.store.projection import TABLES, Filter, Page, Projection, Row, Table, Thing
from rightsgraph.store.projection import facets as facets_module
from rightsgraph.store.projection.building import label_query
from rightsgraph.store.projection.conditions import Conditions
from rightsgraph.store.projection.rows import Place
from tests.store.projection.answers import ask, plain, single, value_of
from tests.store.projection.generated import nquads

MANY = 1_000_000


@pytest.fixture(scope="module", params=["bundled", "generated", "plain"])
def snapshot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("projection")
    home = Home(folder / "home")
    if request.param == "bundled":
        return home.build(bundled_sources(), validate=False)
    source = nquads(folder / "source.nq", seed=len(request.param))
    return home.build([source], validate=False, union=request.param != "plain")


@pytest.fixture
def projection(snapshot: Snapshot) -> Iterator[Projection]:
    with Projection(snapshot) as projection:
        yield projection


def all_rows(projection: Projection, table: Table, **how: object) -> list[Row]:
    """All rows of a list, page by page."""
    rows: list[Row] = []
    after: Place | None = None
    while True:
        page: Page = projection.page(table, after=after, limit=7, **how)  # type: ignore[arg-type]
        rows += page.rows
        if page.next is None:
            return rows
        assert len(page.rows) == 7
        after = page.next


@pytest.mark.parametrize("name", TABLES)
def test_rows(snapshot: Snapshot, projection: Projection, name: str) -> None:
    table = TABLES[name]
    expected = ask(snapshot, table.query())
    found = [
        {"this": plain(row["this"])}
        | ({"each": plain(row[table.each.name])} if table.each else {})
        | {
            key: value or None if value == "" else value
            for key, value in single(row, table.single).items()
        }
        for row in projection.page(table, limit=1000).rows
    ]
    assert found == expected[:1000]
    assert projection.count(table) == len(expected)


@pytest.mark.parametrize("name", TABLES)
def test_columns_of_many_values(snapshot: Snapshot, projection: Projection, name: str) -> None:
    table = TABLES[name]
    rows = all_rows(projection, table)
    for column in table.several:
        expected = Counter(
            (record["this"], record.get("each"), value_of(column, record))
            for record in ask(snapshot, table.values_query(column))
        )
        found = Counter(
            (plain(row["this"]), plain(row[table.each.name]) if table.each else None, plain(value))
            for row in rows
            for value in row[column.name]  # type: ignore[union-attr]
        )
        assert found == expected, column.name


@pytest.mark.parametrize("name", TABLES)
def test_facets(snapshot: Snapshot, projection: Projection, name: str) -> None:
    table = TABLES[name]
    names = [column.name for column in table.filters]
    facets = projection.facets(table, names, most=MANY)
    for column in table.filters:
        expected = {
            value_of(column, record): record["count"]
            for record in ask(snapshot, table.facet_query(column))
        }
        counts = facets[column.name]
        assert counts is not None
        found = {plain(each.value): each.number for each in counts if each.number}
        assert dict(found.items()) == {key: n for key, n in expected.items() if key is not None}, (
            column.name
        )
        numbers = [each.number for each in counts]
        assert numbers == sorted(numbers, reverse=True)


def test_totals_of_concepts(snapshot: Snapshot, projection: Projection) -> None:
    """A broader concept counts what has a narrower one."""
    table = TABLES["recommendations"]
    query = table.facet_query(table.column("asksFor")).replace(
        "rg:asksFor ?value", "rg:asksFor/skos:broader* ?value"
    )
    query = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n" + query
    concepts = {plain(row["this"]) for row in all_rows(projection, TABLES["concepts"])}
    expected = {r["value"]: r["count"] for r in ask(snapshot, query) if r["value"] in concepts}
    counts = projection.facets(table, ["asksFor"], most=MANY)["asksFor"] or ()
    assert {plain(each.value): each.total for each in counts} == expected
    (limited,) = projection.facets(table, ["asksFor"], [Filter("year", low=0)], most=MANY).values()
    whole = {
        plain(row["this"]) for row in all_rows(projection, table, filters=[Filter("year", low=0)])
    }
    assert limited is not None
    assert all((each.total or 0) <= len(whole) for each in limited)


def test_labels(snapshot: Snapshot, projection: Projection) -> None:
    labels = {record["this"]: record["label"] for record in ask(snapshot, label_query())}
    seen = 0
    for table in TABLES.values():
        for row in all_rows(projection, table):
            for value in row.values():
                for thing in (
                    value if isinstance(value, tuple) and not isinstance(value, Thing) else (value,)
                ):
                    if isinstance(thing, Thing):
                        assert thing.label == labels.get(thing.iri), thing
                        seen += 1
    assert seen > 100


def some_filters(projection: Projection, table: Table) -> Iterator[list[Filter]]:
    """For each column filters by its first two values, by ranges, and by having none."""
    for column in table.filters:
        counts = projection.facets(table, [column.name], most=3)[column.name] or ()
        values = tuple(v for v in (plain(each.value) for each in counts))
        if values:
            yield [Filter(column.name, values[:1])]  # type: ignore[arg-type]
            yield [Filter(column.name, values[1:3] or values)]  # type: ignore[arg-type]
        if column is not table.each:
            yield [Filter(column.name, missing=True)]
        if isinstance(next(iter(values), None), int | float) and not column.many:
            yield [Filter(column.name, low=values[0])]  # type: ignore[arg-type]
            yield [Filter(column.name, high=values[0])]  # type: ignore[arg-type]
    yield [Filter(table.filters[0].name, ("x:nowhere",))]
    if len(table.filters) > 2:
        first, second = table.filters[-2:]
        for one in (projection.facets(table, [first.name])[first.name] or ())[:2]:
            for two in (projection.facets(table, [second.name])[second.name] or ())[:2]:
                chosen = [(first, plain(one.value)), (second, plain(two.value))]
                yield [Filter(c.name, (value,)) for c, value in chosen]  # type: ignore[arg-type]


@pytest.mark.parametrize("way", ["looked up", "in order, counted from arrays"])
@pytest.mark.parametrize("name", TABLES)
def test_filters(
    snapshot: Snapshot,
    projection: Projection,
    name: str,
    way: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever way a filter is looked up, SPARQL finds the same rows, and facets count them."""
    fewest = 0 if way == "looked up" else MANY
    monkeypatch.setattr(Conditions, "fewest", property(lambda _: fewest))
    monkeypatch.setattr(facets_module, "FEWEST_ROWS", 0)
    if snapshot.quads > 20_000 and name not in ("recommendations", "findings"):
        pytest.skip("nothing new, and many rows")
    table = TABLES[name]
    keys = ["this", *([table.each.name] if table.each else [])]
    for filters in some_filters(projection, table):
        expected = [
            tuple(record[k] for k in record if k in ("this", "each"))
            for record in ask(snapshot, table.query(filters))
        ]
        found = all_rows(projection, table, filters=filters)
        assert [tuple(plain(row[key]) for key in keys) for row in found] == expected, filters
        assert projection.count(table, filters) == len(expected)
        column = table.filters[len(expected) % len(table.filters)]
        counts = projection.facets(table, [column.name], filters, most=MANY)[column.name] or ()
        wanted = {
            value_of(column, r): r["count"]
            for r in ask(snapshot, table.facet_query(column, filters))
        }
        assert {plain(c.value): c.number for c in counts if c.number} == {
            key: n for key, n in wanted.items() if key is not None
        }, (filters, column.name)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("name", TABLES)
def test_orders(snapshot: Snapshot, projection: Projection, name: str, *, descending: bool) -> None:
    table = TABLES[name]
    for column in (None, *(column for column in table.columns if column.sort)):
        sort = None if column is None else column.name
        query = table.query(sort=sort, descending=descending)
        expected = [(r["this"], r.get("each")) for r in ask(snapshot, query)]
        found = [
            (plain(row["this"]), plain(row[table.each.name]) if table.each else None)
            for row in all_rows(projection, table, sort=sort, descending=descending)
        ]
        assert found == expected, sort


def test_one_row(projection: Projection) -> None:
    for table in TABLES.values():
        for row in projection.page(table, limit=3).rows:
            this = row["this"]
            assert isinstance(this, Thing)
            assert row in projection.rows_of(table, this.iri)
            assert projection.row(table, this.iri) == projection.rows_of(table, this.iri)[0]
            assert projection.things([this.iri, "x:no"]) == {this.iri: this}
        assert projection.row(table, "x:nothing") is None
