"""What an ingestion did: document by document, and in sum."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from rightsgraph.extraction import Extraction


class Fate(StrEnum):
    """What became of a document."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    CURATED = "described by hand"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a document was rejected.

    Attributes:
        code: The stable code of the error.
        message: What is wrong.
        remedy: What can be done.
        violations: When its graph fails the shapes: node, property, shape and message of each.
    """

    code: str
    message: str
    remedy: str = ""
    violations: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    Attributes:
        name: The file or line it was read from.
        fate: What became of it.
        iri: Its IRI.
        graph: IRI of its named graph.
        source_digest: Digest of its bytes.
        text_digest: Digest of its normalised text.
        characters: Length of its normalised text.
        quads: Number of quads that describe it.
        statements: Number of its citations, quotations, findings and recommendations.
        resolutions: Number of its citations by the way they were resolved.
        warnings: What the reader met and could not mend.
        fault: Why it was rejected.
        file_name: Name of the file alone, without its folder.
        media_type: Media type of the source.
        file: The N-Quads that describe it, until they are published.
    """

    name: str
    fate: Fate
    iri: str = ""
    graph: str = ""
    source_digest: str = ""
    text_digest: str = ""
    characters: int = 0
    quads: int = 0
    statements: dict[str, int] = field(default_factory=dict)
    resolutions: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    fault: Fault | None = None
    file_name: str = ""
    media_type: str | None = None
    file: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`, without what is empty."""
        plain = asdict(self)
        plain["fate"] = self.fate.value
        for internal in ("file", "file_name"):
            plain.pop(internal)
        return {key: value for key, value in plain.items() if value not in ("", None, {}, (), 0)}


@dataclass(frozen=True)
class IngestReport:
    """What an ingestion did.

    Attributes:
        outcomes: What became of each document, in the order of the sources.
        snapshot: Id of the snapshot that was published; None when nothing changed.
        seconds: How long it took.
        notes: What else the user should know.
    """

    outcomes: tuple[Outcome, ...]
    snapshot: str | None = None
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def rejected(self) -> tuple[Outcome, ...]:
        """The documents that were not published."""
        return tuple(o for o in self.outcomes if o.fate is Fate.REJECTED)

    @property
    def published(self) -> tuple[Outcome, ...]:
        """The documents whose graphs are new or replaced."""
        return tuple(o for o in self.outcomes if o.fate in (Fate.ADDED, Fate.REPLACED))

    @property
    def exit_code(self) -> int:
        """1 when a document was rejected, else 0."""
        return 1 if self.rejected else 0

    def count(self, fate: Fate) -> int:
        """How many documents had that fate."""
        return sum(outcome.fate == fate for outcome in self.outcomes)

    @property
    def statements(self) -> dict[str, int]:
        """How many statements of each kind were published."""
        return _sum(outcome.statements for outcome in self.published)

    @property
    def citations(self) -> dict[str, int]:
        """How many published citations are resolved, ambiguous and unresolved."""
        ways = _sum(outcome.resolutions for outcome in self.published)
        ambiguous, unresolved = ways.get("ambiguous", 0), ways.get("unresolved", 0)
        return {
            "resolved": sum(ways.values()) - ambiguous - unresolved,
            "ambiguous": ambiguous,
            "unresolved": unresolved,
        }

    def to_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`."""
        return {
            "format": 1,
            "snapshot": self.snapshot,
            "seconds": round(self.seconds, 3),
            "documents": {fate.value: self.count(fate) for fate in Fate},
            "statements": self.statements,
            "citations": self.citations,
            "resolutions": _sum(outcome.resolutions for outcome in self.published),
            "quads": sum(outcome.quads for outcome in self.published),
            "notes": list(self.notes),
            "rejected": [outcome.to_json() for outcome in self.rejected],
            "outcomes": [outcome.to_json() for outcome in self.outcomes],
        }


def statements_of(extraction: Extraction) -> dict[str, int]:
    """How many statements of each kind were found in a document."""
    return {
        "citations": len(extraction.citations),
        "quotations": len(extraction.quotations),
        "findings": len(extraction.findings),
        "recommendations": len(extraction.recommendations),
    }


def _sum(counts: Any) -> dict[str, int]:  # noqa: ANN401
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(sorted(total.items()))
