"""What is asked of a worker and what comes back: formats, requests, how a failure is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from rightsgraph.errors import (
    AnswerTooLargeError,
    GraphNotFoundError,
    InputError,
    NotAcceptableError,
    ProcessKilledError,
    QueryFailedError,
    QueryForbiddenError,
    QueryMemoryError,
    QuerySyntaxError,
    RightsgraphError,
    ServiceFailedError,
    SnapshotDamagedError,
    WorkerError,
)
from rightsgraph.store.deaths import Cause, Ending


class AnswerFormat(StrEnum):
    """The formats of answers, by the names that the workers know them under."""

    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TURTLE = "ttl"
    N_TRIPLES = "nt"
    RDF_XML = "rdf"
    JSON_LD = "jsonld"
    TRIG = "trig"
    N_QUADS = "nq"


_LONGEST: Final = 240
_TOO_MUCH: Final = "The query needed more memory than a worker may have."


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query to be evaluated.

    Args:
        query: SPARQL that `check_query` let through.
        format: A table format for SELECT and ASK, a graph format for CONSTRUCT and DESCRIBE.
        default_graphs: IRIs of the graphs that make up the default graph; with neither these nor
            `named_graphs`, the default graph and the named graphs of the snapshot are used.
        named_graphs: IRIs of the graphs that GRAPH reaches.
        over_union: Whether the default graph is the union of all graphs even where the snapshot
            keeps a plain one; without effect when graphs are named.
        base_iri: What relative IRIs are relative to; without it they are an error.
        seconds: A deadline that is shorter than that of the settings.
    """

    query: str
    format: AnswerFormat
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    over_union: bool = False
    base_iri: str = ""
    seconds: float | None = None

    def message(self) -> dict[str, Any]:
        """What a worker is told."""
        return {
            "query": self.query,
            "format": self.format,
            "default": self.default_graphs,
            "named": self.named_graphs,
            "union": self.over_union,
            "base": self.base_iri,
        }


@dataclass(frozen=True, slots=True)
class GraphRequest:
    """A graph to be read out as it stands.

    Args:
        format: A graph format; TriG or N-Quads for all graphs.
        graph: Its IRI; empty for the default graph; `None` for all graphs.
    """

    format: AnswerFormat
    graph: str | None = None

    @property
    def seconds(self) -> None:
        """It has the deadline of the settings."""

    def message(self) -> dict[str, Any]:
        """What a worker is told."""
        return {"format": self.format, "dump": self.graph}


def failure(report: Mapping[str, Any]) -> RightsgraphError:
    """The error that a worker reported in a frame."""
    message = str(report.get("message", ""))
    if len(message) > _LONGEST:  # the parser lists all that it could have read
        message = message[:_LONGEST].rpartition(" ")[0] + " …"
    match report.get("kind"):
        case "syntax":
            place = {key: report[key] for key in ("line", "column") if key in report}
            return QuerySyntaxError(message, **place)
        case "dataset":
            return InputError(f"A graph is not named by an IRI: {message}.")
        case "missing":
            return GraphNotFoundError(f"There is no graph <{message}>.", graph=message)
        case "rows":
            return AnswerTooLargeError(f"The answer has more than {report.get('rows')} rows.")
        case "memory":
            return QueryMemoryError(_TOO_MUCH)
        case "service":
            return ServiceFailedError(f"An endpoint that SERVICE names failed: {message}.")
        case "format":
            return NotAcceptableError(
                f"The answer cannot be written in this format: {message}.",
                remedy="Ask for Turtle or N-Triples.",
            )
        case "forbidden":
            return QueryForbiddenError("The query asked for the network, which a worker has not.")
        case "store":
            return SnapshotDamagedError(f"The snapshot could not be read: {message}")
        case _:
            return QueryFailedError(f"The query cannot be evaluated: {message}.")


def death(ending: Ending, last_words: bytes, limit_mb: int) -> RightsgraphError:
    """The error that stands for a worker process that ended by itself.

    Args:
        ending: How it ended.
        last_words: The end of what it wrote to standard error.
        limit_mb: How much memory it might take, in MiB.
    """
    told = f"The process that evaluated the query ended {ending.how}."
    match ending.cause(last_words, limit_mb):
        case Cause.MEMORY:
            return QueryMemoryError(_TOO_MUCH)
        case Cause.KILLED:
            return ProcessKilledError(told, exit_code=ending.code)
        case Cause.FAULT:
            return WorkerError(told, exit_code=ending.code)
