"""Commands that ask: query, queries, symbol."""

from __future__ import annotations

import json
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from rightsgraph import terminal
from rightsgraph.catalogue import (
    Catalogue,
    CatalogueQuery,
    absent,
    named_values,
    presence_query,
)
from rightsgraph.commands.options import (
    HomeOption,
    ListFormat,
    OutputOption,
    ResultFormat,
    SnapshotOption,
    destination,
    place_of,
    write,
)
from rightsgraph.errors import InputError, ParameterError
from rightsgraph.library import Graph, open_graph
from rightsgraph.settings import get_settings
from rightsgraph.store.guard import QueryForm, check_query
from rightsgraph.store.query_text import decode_query
from rightsgraph.symbols import describe_rows

_SPARQL = re.compile(r"\s*(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)\s", re.IGNORECASE)


def _parameters(pairs: list[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise ParameterError(
                f"--param {pair!r} is not of the form NAME=VALUE.",
                remedy="Write, for example, --param action=refer-to-icc.",
            )
        values.setdefault(name.strip(), []).append(value)
    return values


def _sparql(question: str, parameters: dict[str, list[str]]) -> tuple[str, CatalogueQuery | None]:
    """The SPARQL of a question, and the query with a header that it comes from."""
    catalogue = Catalogue.load()
    if question in catalogue.queries:
        chosen = catalogue.get(question)
        return chosen.bind(parameters), chosen
    if question == "-":
        text = decode_query(sys.stdin.buffer.read(), get_settings())
    elif "{" in question:
        text = question
    elif question.endswith(".rq") or _is_file(question):
        text = _from_file(question)
    elif _SPARQL.match(question):
        text = question  # DESCRIBE needs no braces
    else:
        text = catalogue.get(question).text  # there is none: the error says which names are near
    if text.lstrip().startswith("#+"):
        given = CatalogueQuery.parse("query", text)
        return given.bind(parameters), given
    if parameters:
        raise ParameterError(
            "This query declares no parameters.",
            remedy="Only queries with a `#+ parameters:` header take --param.",
        )
    return text, None


def _is_file(question: str) -> bool:
    try:
        return Path(question).is_file()
    except (OSError, ValueError):  # too long for a name, or with characters that no name has
        return False


def _from_file(question: str) -> str:
    """The text of a query file.

    Raises:
        InputError: It cannot be read; the classes of `decode_query` when it is no text.
    """
    try:
        raw = Path(question).read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(
            f"The query file {question} cannot be read: {error}.",
            remedy="Give the name of a query, a file that is there, or - for standard input.",
        ) from error
    return decode_query(raw, get_settings())


def query(
    context: typer.Context,
    question: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE|-", help="A query of the catalogue, a file, or standard input."
        ),
    ],
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="NAME=VALUE; repeat it for more.", show_default=False),
    ] = None,
    output_format: Annotated[
        ResultFormat,
        typer.Option("--format", "-f", help="How the answer is written."),
    ] = ResultFormat.TABLE,
    output: OutputOption = None,
    all_columns: Annotated[
        bool, typer.Option("--all-columns", "-a", help="Show every column in the table.")
    ] = False,
    snapshot: SnapshotOption = None,
    home: HomeOption = None,
) -> None:
    """Ask a question: a query of the catalogue by name, or SPARQL from a file.

    The table shows the columns that people need, the other formats all of them.
    `json` is SPARQL 1.1 Query Results JSON. CONSTRUCT and DESCRIBE give `turtle`, `ntriples` or
    `jsonld`.

    **Examples**

        rightsgraph query signatories
        rightsgraph query recommendation-evidence --param action=refer-to-icc --format csv
        echo 'SELECT * WHERE { ?letter a rg:AdvocacyLetter }' | rightsgraph query -
    """
    values = _parameters(param or [])
    sparql, chosen = _sparql(question, values)
    with open_graph(place_of(home, context), snapshot=snapshot) as graph:
        if chosen is not None:
            named = named_values(chosen, values)
            found = graph.query(presence_query(named)) if named else ()
            for each in absent(named, {str(row["term"]) for row in found}):
                terminal.warn(str(each))
        if output_format is ResultFormat.TABLE:
            shown = None if all_columns or chosen is None else chosen.table
            text = _readable(graph, sparql, shown)
            if output:
                write(text.encode(), output)
            else:
                terminal.say(text)
            return
        with destination(output) as out:
            graph.write(sparql, out, str(output_format))


def _readable(graph: Graph, sparql: str, shown: tuple[str, ...] | None) -> str:
    form = check_query(sparql, get_settings())
    if form is QueryForm.SELECT:
        rows = graph.query(sparql)
        return terminal.answer_table(rows.columns, rows, shown)
    if form is QueryForm.ASK:
        return "yes" if graph.ask(sparql) else "no"  # as people answer; json has true and false
    buffer = BytesIO()
    graph.write(sparql, buffer, "turtle")
    return buffer.getvalue().decode().rstrip("\n")


def queries(
    name: Annotated[str | None, typer.Argument(help="Show this query whole.")] = None,
    output_format: Annotated[ListFormat, typer.Option("--format", "-f")] = ListFormat.TABLE,
) -> None:
    """List the queries of the catalogue, or show one with its parameters and columns.

    **Examples**

        rightsgraph queries
        rightsgraph queries recommendation-evidence
    """
    catalogue = Catalogue.load()
    chosen = [catalogue.get(name)] if name else list(catalogue.queries.values())
    if output_format is ListFormat.JSON:
        plain = [_described(item) for item in chosen]
        terminal.say(json.dumps(plain[0] if name else plain, indent=2, ensure_ascii=False))
        return
    if name is None:
        rows = [
            [
                q.name,
                q.question,
                ", ".join(p + "*" * q.parameters[p].required for p in q.parameters),
            ]
            for q in chosen
        ]
        terminal.show_table(None, ["name", "question", "parameters"], rows, total=len(rows))
        terminal.say("A parameter with * is required; `rightsgraph queries NAME` shows examples.")
        return
    terminal.show_query(chosen[0])


def _described(item: CatalogueQuery) -> dict[str, object]:
    return {
        "name": item.name,
        "title": item.title,
        "question": item.question,
        "description": item.description,
        "parameters": [
            {
                "name": p.name,
                "type": str(p.type),
                "description": p.description,
                "required": p.required,
                "example": p.example if p.example is None else str(p.example),
            }
            for p in item.parameters.values()
        ],
        "columns": dict(item.columns),
        "tags": list(item.tags),
        "sparql": item.text,
    }


def symbol(
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT...", help="Symbols; none reads lines from standard input."),
    ] = None,
    output_format: Annotated[ListFormat, typer.Option("--format", "-f")] = ListFormat.TABLE,
) -> None:
    """Parse and describe UN document symbols; say which texts are none, and why.

    The exit status is 1 when a text is no symbol.

    **Examples**

        rightsgraph symbol A/HRC/25/63 'S/RES/1593 (2005)'
        cut -f1 symbols.tsv | rightsgraph symbol --format json
    """
    rows = describe_rows(texts or _lines())
    if output_format is ListFormat.JSON:
        terminal.say(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        terminal.show_symbols(rows)
    if any(row["outcome"] in {"rejected", "repairable", "placeholder"} for row in rows):
        raise typer.Exit(1)


def _lines() -> list[str]:
    """The lines of the standard input, without empty ones.

    Raises:
        InputError: It is not UTF-8.
    """
    lines = []
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        try:
            lines.append(raw.decode("utf-8-sig" if number == 1 else "utf-8").strip())
        except UnicodeDecodeError as error:
            raise InputError(
                f"Line {number} of the standard input is not UTF-8: byte {error.start + 1}.",
                remedy="Convert it first, for instance with iconv.",
            ) from None
    return [line for line in lines if line]
