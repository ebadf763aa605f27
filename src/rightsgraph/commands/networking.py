"""The command that builds citation networks: network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from rightsgraph import terminal
from rightsgraph.commands.options import HomeOption, SnapshotOption, destination, place_of
from rightsgraph.networks.attributes import NODE_ATTRIBUTES, Scalar
from rightsgraph.networks.choices import Direction, Layout, Level, Relation
from rightsgraph.networks.exports.formats import EXPORTS, export_of
from rightsgraph.networks.measures import MEASURES, chosen, measure
from rightsgraph.networks.selection import Selection

if TYPE_CHECKING:
    from rightsgraph.networks.summary import Summary

_Value = TypeVar("_Value")
Several = list[str] | None


def network(
    context: typer.Context,
    level: Annotated[Level, typer.Option("--level", "-l", help="What the nodes are.")] = (
        Level.DOCUMENTS
    ),
    relation: Annotated[Relation, typer.Option("--relation", "-r", help="What the edges are.")] = (
        Relation.CITES
    ),
    measures: Annotated[
        Several,
        typer.Option(
            "--measure",
            "-m",
            help=f"{', '.join(MEASURES)} or all; repeat it for more. Degrees are always there.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str, typer.Option(help="Cited in this day, month or year, or later.", show_default=False)
    ] = "",
    until: Annotated[
        str, typer.Option(help="Cited in this day, month or year, or earlier.", show_default=False)
    ] = "",
    body: Annotated[
        Several, typer.Option(help="Cited by or issued by this body or organisation.")
    ] = None,
    state: Annotated[Several, typer.Option(help="About this State or situation.")] = None,
    action: Annotated[Several, typer.Option(help="Behind a recommendation of this action.")] = None,
    violation: Annotated[Several, typer.Option(help="Behind a finding of this violation.")] = None,
    resolution: Annotated[
        Several, typer.Option(help="Resolved like this, such as ibid or unresolved.")
    ] = None,
    kind: Annotated[Several, typer.Option(help="Of a document of this kind.")] = None,
    citing_kind: Annotated[Several, typer.Option(help="By a document of this kind.")] = None,
    isolates: Annotated[
        bool, typer.Option("--isolates", help="Take in nodes without an edge too.")
    ] = False,
    merge_identified: Annotated[
        bool,
        typer.Option(
            "--merge-identified",
            help="Take a work without a symbol for the document that it was identified as.",
        ),
    ] = False,
    ego: Annotated[
        str | None, typer.Option(help="Only what is near this node: IRI, symbol or label.")
    ] = None,
    radius: Annotated[int, typer.Option(help="How many steps from it.", min=1, max=10)] = 1,
    direction: Annotated[Direction, typer.Option(help="Which way to go from it.")] = Direction.BOTH,
    seed: Annotated[int, typer.Option(help="Where random choices begin.", min=0)] = 1,
    layout: Annotated[
        Layout | None,
        typer.Option(
            help="Where nodes stand: force, or dated from left to right. By default force in "
            "formats that have places, else none.",
            show_default=False,
        ),
    ] = None,
    top_by: Annotated[
        str,
        typer.Option("--by", help="Measure or attribute that the summary ranks by."),
    ] = "",
    output_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help=f"{', '.join(EXPORTS)}; by default what the name of the file says.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the network to this file.")
    ] = None,
    snapshot: SnapshotOption = None,
    home: HomeOption = None,
) -> None:
    """Build a citation network, measure it, and write it to a file.

    Without a file the summary alone is shown. docs/networks.md says what each level, relation,
    measure and format is. Of several values of one filter any may be met.

    **Examples**

        rightsgraph network
        rightsgraph network --level paragraphs --measure pagerank -o paragraphs.gexf
        rightsgraph network --level actors --relation co-citation -o actors.svg
        rightsgraph network --ego A/HRC/25/63 --direction citing -o around.html
    """
    # These bring numpy and scipy, which other commands need not wait for.
    from rightsgraph.networks.facts import Facts
    from rightsgraph.networks.layout import lay_out
    from rightsgraph.networks.neighbourhood import ego_network
    from rightsgraph.networks.network import build_network
    from rightsgraph.networks.summary import summarise
    from rightsgraph.store.opening import open_store

    named = bool(output_format or output)
    export = export_of(output_format, str(output) if output else None) if named else None
    selection = Selection(
        since=since,
        until=until,
        body=_all(body),
        state=_all(state),
        action=_all(action),
        violation=_all(violation),
        resolution=_all(resolution),
        kind=_all(kind),
        citing_kind=_all(citing_kind),
    )
    directed = relation is Relation.CITES
    wanted = chosen(_all(measures), directed=directed)  # a wrong name is said before the work
    with terminal.working("Building the network") as progress:
        with Facts(open_store(place_of(home, context), snapshot=snapshot)) as facts:
            progress("reading citations", 0, 1)
            found = build_network(
                facts,
                level=level,
                relation=relation,
                selection=selection,
                with_isolates=isolates,
                merge_identified=merge_identified,
            )
        if ego is not None:
            found = ego_network(found, ego, radius=radius, direction=direction)
        measure(found, [each.name for each in wanted], seed=seed, progress=progress)
        if export is not None:
            progress("laying out", 0, 1)
            lay_out(found, layout or (Layout.FORCE if export.drawn else Layout.NONE), seed=seed)
            progress("writing", 0, 1)
            with destination(output) as out:
                export.write(found, out)
    if export is None or output is not None:
        _show(summarise(found, by=top_by or _ranking(_all(measures))))
        if output is not None:
            terminal.say(f"Written to {output} as {export.name if export else ''}.")


def _all(values: list[_Value] | None) -> tuple[_Value, ...]:
    return tuple(values or ())


def _ranking(measures: tuple[str, ...]) -> str:
    """The last measure that was named, if its numbers are more than names of groups."""
    groups = ("all", "components", "communities", "leiden", "main-path")
    return next((name for name in reversed(measures) if name not in groups), "")


def _show(summary: Summary) -> None:
    terminal.say(summary.title)
    for name, value in summary.facts:
        terminal.say(f"  {name:<18} {value}")
    if summary.top:
        about = NODE_ATTRIBUTES[summary.ranked_by].about
        terminal.say(f"\n{summary.ranked_by}: {about}")
        rows = [[label, _number(value), terminal.shorten(iri)] for label, value, iri in summary.top]
        terminal.show_rows(None, ["node", summary.ranked_by, "IRI"], rows)


def _number(value: Scalar) -> str:
    return f"{value:.5f}" if isinstance(value, float) else f"{value:,}"
