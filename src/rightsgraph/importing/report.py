"""What became of the rows of a table."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a row says and that could not be used.

    Attributes:
        line: The line of the file in which the row begins; of a workbook, the row of the sheet.
        column: The column.
        value: What stands there.
        reason: Why it could not be used.
        rejected: Whether the row is left out for it; else only the value is.
    """

    line: int
    column: str
    value: str
    reason: str
    rejected: bool = True


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        graph: IRI of the named graph of the table.
        document: IRI of the table.
        rows: How many rows it has.
        imported: How many of them are recommendations in the graph now.
        skipped: How many are of no kind that the mapping asks for.
        problems: What could not be used, in the order of the rows.
        snapshot: Id of the snapshot that was published; None when nothing has changed.
        seconds: How long it took.
    """

    graph: str
    document: str
    rows: int
    imported: int
    skipped: int
    problems: tuple[Problem, ...]
    snapshot: str | None
    seconds: float

    @property
    def rejected(self) -> int:
        """How many rows were left out."""
        return len({problem.line for problem in self.problems if problem.rejected})

    @property
    def exit_code(self) -> int:
        """0 when every row that counts was imported, else 1."""
        return 1 if self.rejected else 0

    def to_csv(self) -> str:
        """The problems as a table: line, outcome, column, value, reason."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(["line", "outcome", "column", "value", "reason"])
        for each in self.problems:
            outcome = "row rejected" if each.rejected else "value left out"
            writer.writerow([each.line, outcome, each.column, each.value, each.reason])
        return out.getvalue()

    def to_json(self) -> dict[str, Any]:
        """The counts as JSON."""
        return {
            "graph": self.graph,
            "document": self.document,
            "rows": self.rows,
            "imported": self.imported,
            "rejected": self.rejected,
            "skipped": self.skipped,
            "snapshot": self.snapshot,
            "seconds": round(self.seconds, 2),
        }
