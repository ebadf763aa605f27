"""Queries that are refused, or that a limit ended."""

from __future__ import annotations

from rightsgraph.errors.roots import InputError, LimitError, NotFoundError, RightsgraphError


class ParameterError(InputError):
    """A parameter of a query is missing, unknown or has a value of the wrong type."""

    code = "parameter-invalid"
    title = "A parameter is wrong"
    default_remedy = (
        "`rightsgraph queries NAME` shows the parameters of a query with examples, /docs those of "
        "the lists."
    )


class QuerySyntaxError(InputError):
    """A SPARQL query does not parse."""

    code = "query-syntax"
    title = "The query does not parse"
    default_remedy = "Correct the query at the place named."


class QueryFailedError(InputError):
    """A SPARQL query parses, and the engine cannot evaluate it."""

    code = "query-failed"
    status = 422
    title = "The query cannot be evaluated"
    default_remedy = "Write the query in another way."


class QueryTooComplexError(InputError):
    """A SPARQL query is longer, deeper or wider than the limits allow."""

    code = "query-too-complex"
    title = "The query is too complex"
    default_remedy = "Split the query, or raise the limit in the settings of your own server."


class QueryForbiddenError(InputError):
    """A SPARQL query uses something that is switched off here."""

    code = "query-forbidden"
    status = 403
    title = "The query uses something that is not allowed here"
    default_remedy = "Leave SERVICE, LOAD and updates out of the query."


class ServiceFailedError(RightsgraphError):
    """Another endpoint, which SERVICE names, did not answer as it should."""

    code = "service-failed"
    status = 502
    title = "Another endpoint did not answer"
    default_remedy = "Try again later, or write SERVICE SILENT to go on without its answer."


class QueryNotFoundError(NotFoundError):
    """The catalogue has no query of that name."""

    code = "query-not-found"
    title = "No such query"
    default_remedy = "`rightsgraph queries` lists the queries."


class GraphNotFoundError(NotFoundError):
    """The snapshot has no named graph of that IRI."""

    code = "graph-not-found"
    title = "No such graph"
    default_remedy = "`SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }` lists the named graphs."


class QueryTimeoutError(LimitError):
    """A query ran past its deadline and was ended."""

    code = "query-timeout"
    status = 504
    title = "The query took too long"


class QueryMemoryError(LimitError):
    """A query needed more memory than a worker may have and was ended."""

    code = "query-memory"
    status = 504
    title = "The query needed too much memory"


class QueryCancelledError(LimitError):
    """A query was ended because its client went away."""

    code = "query-cancelled"
    status = 499
    title = "The client went away"


class AnswerTooLargeError(LimitError):
    """An answer is too large for a format in which it cannot be streamed."""

    code = "answer-too-large"
    status = 400
    title = "The answer is too large for this format"
    default_remedy = (
        "Ask for CSV or SPARQL results in JSON over HTTP/1.1, which are streamed, "
        "or for fewer rows with LIMIT."
    )


class QueueFullError(LimitError):
    """Too many queries are running and waiting."""

    code = "queue-full"
    status = 503
    title = "Too many queries at once"
    default_remedy = "Try again in a moment."


class WriteTimeoutError(LimitError):
    """A write ran past its deadline and was ended; nothing was changed."""

    code = "write-timeout"
    status = 504
    title = "The write took too long"
    default_remedy = "Write less at a time, or raise RIGHTSGRAPH_WRITE_SECONDS of your own server."


class WriteMemoryError(LimitError):
    """A write needed more memory than it may have and was ended; nothing was changed."""

    code = "write-memory"
    status = 504
    title = "The write needed too much memory"
    default_remedy = (
        "Write less at a time, or raise RIGHTSGRAPH_WRITE_MEMORY_MB of your own server."
    )


class WriteQueueFullError(LimitError):
    """Too many writes are waiting for their turn."""

    code = "write-queue-full"
    status = 503
    title = "Too many writes at once"
    default_remedy = "Try again in a moment."


class WriterError(RightsgraphError):
    """The process of a write died; it is there as a whole or not at all."""

    code = "writer-died"
    status = 500
    title = "The process of the write died"
    default_remedy = (
        "Look whether the write was done: it is there as a whole or not at all. Simplify it, and "
        "please report it."
    )


class ProcessKilledError(LimitError):
    """A process that worked for a request was ended from outside, or for want of memory."""

    code = "process-killed"
    status = 503
    title = "A process of the server was ended from outside"
    default_remedy = "Try again in a moment; after a write look first whether it was done."


class WorkerError(RightsgraphError):
    """A worker process died while it answered a query."""

    code = "worker-died"
    status = 500
    title = "The process that answered the query died"
    default_remedy = "Others are not affected. Simplify the query, and please report it."


class WorkerWallsError(RightsgraphError):
    """A worker process could not be cut off from the system, where the settings require it."""

    code = "worker-walls"
    title = "A worker process cannot be cut off from the system"
    default_remedy = (
        "Run the server on Linux 5.13 or newer with seccomp and Landlock, or set "
        "RIGHTSGRAPH_REQUIRE_WALLS=false when you know what that means; see docs/security.md."
    )
