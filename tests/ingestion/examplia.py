"""A report and a letter that quotes it, read into a store of their own."""

from __future__ import annotations

from pathlib import Path

from rightsgraph.catalogue import Value
from rightsgraph.ingestion.ingest import ingest
from rightsgraph.library import Graph, open_graph
from rightsgraph.store import Home

REPORT = "https://w3id.org/rightsgraph/id/un/A/HRC/99/12"
REPORT_TEXT = """A/HRC/99/12

Human Rights Council
Ninety-ninth session

Report of the commission of inquiry on human rights in Examplia

1 February 2030

Summary

The commission describes patterns of abuse in the whole of Examplia.

I. Findings

10. The commission finds that systematic, widespread and gross human rights violations have been
committed by the Republic of Examplia, its institutions and officials.

11. In many instances, the violations found entail crimes against humanity based on State
policies. The perpetrators enjoy impunity because they act in accordance with those policies.

12. The prisons of the north are closed to every outside observer, and families are told nothing
about the fate of those who are held there.

II. Recommendations

94. The commission recommends that the Security Council:

(a) Refer the situation in Examplia to the International Criminal Court without further delay;

(b) Adopt targeted sanctions against those who appear to be most responsible.
"""
LETTER_TEXT = """Joint letter on human rights in Examplia

New York, 1 March 2030

To the members of the Security Council

Your Excellencies,

We write about Examplia. The commission of inquiry found that “systematic, widespread and gross \
human rights violations have been committed”.[1]

It also found that “In many instances, the violations found entail crimes against humanity based \
on state policies of terror”.[2]

The commission noted that “the prisons of the north are closed to every outside observer”.[3]

It called on you to “[r]efer the situation in Examplia to the International Criminal Court without \
further delay”.[4]

The commission added that “the harvest of last year was the best in a generation of farmers”.[5]

The Special Rapporteur spoke of “a climate of fear that nobody escapes”.[6]

Sincerely,

Examplia Rights Watch
Rights Here International

[1] Report of the commission of inquiry on human rights in Examplia, A/HRC/99/12, para. 10.
[2] A/HRC/99/12, para. 11.
[3] A/HRC/99/12, para. 10.
[4] A/HRC/99/12, para. 94 (a).
[5] A/HRC/99/12, para. 12.
[6] A/90/300, para. 3.
"""


def read_in(folder: Path, *, report: bool = True, letter: str = LETTER_TEXT) -> Home:
    """A home with the bundled data, the letter, and the report if it is held."""
    files = [folder / "letter.txt"]
    files[0].write_text(letter, encoding="utf-8")
    if report:
        files.append(folder / "report.txt")
        files[1].write_text(REPORT_TEXT, encoding="utf-8")
    home = Home(folder / "home")
    ingest(files, home, workers=1)
    return home


def rows(home: Home, query: str, **values: Value) -> list[dict[str, str]]:
    """The rows of a query of the catalogue as texts, those of the bundled letter left out."""
    with open_graph(home.path) as graph:
        found = [row.asdict() for row in graph.query(query, **values)]
        release(graph)
    plain = [{k: "" if v is None else str(v) for k, v in row.items()} for row in found]
    return [row for row in plain if "dprk" not in str(row.get("document"))]


def release(graph: Graph) -> None:
    """Let the snapshot go, so that it may be pruned."""
    graph.snapshot.release()
