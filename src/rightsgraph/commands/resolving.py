"""The command that says what pasted citations name."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from rightsgraph import terminal
from rightsgraph.commands.options import HomeOption, ListFormat, home_of
from rightsgraph.errors import InputError, NoSnapshotError
from rightsgraph.store import Home


def resolve(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Notes or citations, or - for standard input.")],
    output_format: Annotated[ListFormat, typer.Option("--format", "-f")] = ListFormat.TABLE,
    home: HomeOption = None,
) -> None:
    """Say what pasted notes or citations name, and what is not recognised.

    One citation on each line, or numbered notes. Ibid., short forms and "note 3 above" are
    resolved among them. Where a graph has been built, what it knows of the documents is added.

    **Examples**

        rightsgraph resolve notes.txt
        pbpaste | rightsgraph resolve - --format json
    """
    from rightsgraph.catalogue import resolving
    from rightsgraph.extraction.pasted import read_pasted, split_pasted

    items = split_pasted(_text(file))
    if not items:
        raise InputError("There are no citations to read.")
    pasted = read_pasted(items)
    known = _known(resolving.named(pasted["citations"]), home_of(home, context))
    found = resolving.join(pasted, known)
    if output_format is ListFormat.JSON:
        terminal.say(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show(found)


def _text(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise InputError(f"{file} is not UTF-8.", remedy="Save it as UTF-8.") from None


def _known(named: Any, home: Home) -> dict[str, Any]:  # noqa: ANN401 loaded by the command
    """What the graph knows; nothing where none has been built."""
    from rightsgraph.catalogue import resolving
    from rightsgraph.vocabulary import PREFIXES

    try:
        snapshot = home.current()
    except NoSnapshotError:
        return {}
    store = snapshot.open()
    known: dict[str, Any] = {}
    try:
        for query in resolving.queries(named):
            answer: Any = store.query(
                query,
                prefixes=dict(PREFIXES),
                use_default_graph_as_union=not snapshot.manifest.union,
            )
            names = [variable.value for variable in answer.variables]
            rows = [
                {name: row[name].value for name in names if row[name] is not None} for row in answer
            ]
            known |= resolving.read_known(rows)
    finally:
        del store
        snapshot.release()
    return known


def _show(found: Mapping[str, Any]) -> None:
    rows = []
    for citation in found["citations"]:
        document = citation["document"]
        work = citation["symbol"] or citation["title"] or "?"
        where = "in the graph" if document and document["known"] else ""
        address = document["address"]["url"] if document else ""
        places = ", ".join(citation["pinpoints"])
        rows.append([citation["label"], work, places, citation["resolution"], where, address])
    if rows:
        head = ["note", "work", "place", "resolved", "graph", "address"]
        terminal.show_rows(None, head, rows)
    for entry in found["notRecognised"]:
        meant = f" Perhaps {entry['suggestion']}." if entry["suggestion"] else ""
        among = ", ".join(c["symbol"] or c["title"] or "?" for c in entry["candidates"])
        terminal.errors.print(
            f"[yellow]not recognised[/] {entry['item']}: {terminal.escape(entry['text'])} "
            f"[dim]\\[{entry['reason']}][/] {entry['explanation']}{terminal.escape(meant)}"
            f"{' ' + terminal.escape(among) if among else ''}",
            soft_wrap=True,
        )
