"""Every error that reaches a user, in one tree.

    RightsgraphError
    ├── SettingsError                     a setting is wrong
    ├── InputError                        what was given cannot be used
    │   ├── SymbolError                   a UN document symbol
    │   ├── RdfSyntaxError                a file in Turtle, TriG, ...
    │   ├── RdfFormatError                an RDF format nobody knows
    │   ├── DocumentError                 a letter or report that cannot be read
    │   │   ├── DocumentEmptyError        no words in it
    │   │   ├── DocumentTooLargeError     over the limit of bytes, pages or nesting
    │   │   ├── DocumentFormatError       of no kind that can be read, or broken
    │   │   ├── DocumentEncryptedError    locked with a password
    │   │   └── DocumentNeedsOcrError     pictures of pages without text
    │   ├── ParameterError                a parameter of a query
    │   ├── QuerySyntaxError              SPARQL that does not parse
    │   ├── QueryTooComplexError          SPARQL that would cost the process its life
    │   ├── QueryForbiddenError           SERVICE, LOAD, an update where only reading is allowed
    │   ├── NotAcceptableError            a result format that is not served
    │   ├── UnsupportedMediaTypeError     a request body of the wrong kind
    │   ├── RequestTooLargeError          a request body over the limit
    │   └── AddressTooLongError           a request whose address is over the limit
    ├── NotFoundError
    │   ├── QueryNotFoundError            no such query in the catalogue
    │   └── SnapshotNotFoundError         no such snapshot
    ├── ShapesError                       data that fails its SHACL shapes
    ├── StoreError                        the folder with the snapshots
    │   ├── NoSnapshotError               nothing has been built yet
    │   ├── SnapshotDamagedError          a snapshot that cannot be opened
    │   ├── SnapshotVersionError          a snapshot of a newer version
    │   ├── StoreNotWritableError         a folder that cannot be written
    │   ├── StoreBusyError                another process is writing
    │   └── DiskFullError                 no room
    ├── LimitError                        a limit was reached
    │   ├── QueryTimeoutError             the deadline
    │   ├── QueryMemoryError              the memory of a worker
    │   ├── QueryCancelledError           the client went away
    │   ├── AnswerTooLargeError           an answer that must be whole and is too large for it
    │   └── QueueFullError                too many queries at once
    ├── WorkerError                       a worker process that died for another reason
    ├── CatalogueError                    a file of the query catalogue that is broken
    ├── AuthorityError                    an authority file that is broken
    └── AddressInUseError                 a port that somebody else has

The code of an error is stable: programs may rely on it. It is the last part of the problem type
`<base>problems/<code>` that the server sends (RFC 9457).
"""

from __future__ import annotations

from typing import Any, ClassVar


class RightsgraphError(Exception):
    """An error with a stable code, an HTTP status and a sentence that says what to do.

    Args:
        message: What went wrong, with the names and values concerned.
        remedy: What the user can do about it; by default the remedy of the class.
        details: Further facts for programs, serialisable as JSON.
    """

    code: ClassVar[str] = "internal-error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong in rightsgraph"
    default_remedy: ClassVar[str] = "Please report this with the command or request that led to it."

    def __init__(self, message: str, *, remedy: str | None = None, **details: Any) -> None:  # noqa: ANN401
        super().__init__(message)
        self.message = message
        self.remedy = remedy or self.default_remedy
        self.details = details

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with the details, so that an error can cross a process boundary."""
        return (_rebuild, (type(self), self.message, self.remedy, self.details))


def _rebuild(
    kind: type[RightsgraphError], message: str, remedy: str, details: dict[str, Any]
) -> RightsgraphError:
    return kind(message, remedy=remedy, **details)


class SettingsError(RightsgraphError):
    """A setting has a value that cannot be used."""

    code = "setting-invalid"
    title = "A setting is wrong"
    default_remedy = "Correct the environment variable; docs/settings.md lists them all."


class InputError(RightsgraphError):
    """What was given cannot be used as it is."""

    code = "input-invalid"
    status = 400
    title = "The input cannot be used"
    default_remedy = "Correct the input and try again."


class SymbolError(InputError):
    """A text is not a UN document symbol."""

    code = "symbol-invalid"
    title = "Not a UN document symbol"
    default_remedy = "A symbol looks like A/HRC/25/63 or S/RES/1593 (2005)."


class RdfSyntaxError(InputError):
    """An RDF file does not parse."""

    code = "rdf-syntax"
    title = "The RDF does not parse"
    default_remedy = "Correct the file at the line named."


class RdfFormatError(InputError):
    """An RDF format or file name extension is not known."""

    code = "rdf-format-unknown"
    title = "Unknown RDF format"
    default_remedy = "Use .ttl, .trig, .nt, .nq, .rdf or .jsonld."


class DocumentError(InputError):
    """A letter or report cannot be read."""

    code = "document-unreadable"
    status = 422
    title = "The document cannot be read"


class DocumentEmptyError(DocumentError):
    """A document has no words."""

    code = "document-empty"
    title = "The document is empty"
    default_remedy = "Check that the file is the one you meant."


class DocumentTooLargeError(DocumentError):
    """A document is over a limit of bytes, pages or nesting."""

    code = "document-too-large"
    status = 413
    title = "The document is too large"
    default_remedy = "Split the document, or raise RIGHTSGRAPH_DOCUMENT_BYTES."


class DocumentFormatError(DocumentError):
    """A document is of no kind that can be read, or is broken."""

    code = "document-format"
    status = 415
    title = "The document is of no kind that can be read"
    default_remedy = "Give plain text, Markdown, HTML, PDF, DOCX or JSON lines."


class DocumentEncryptedError(DocumentError):
    """A document is locked with a password."""

    code = "document-encrypted"
    title = "The document is locked with a password"
    default_remedy = "Save a copy without the password, and read that."


class DocumentNeedsOcrError(DocumentError):
    """A document holds pictures of pages and no text."""

    code = "document-needs-ocr"
    title = "The document holds pictures of pages and no text"
    default_remedy = "Run character recognition (OCR) over it first, for instance with OCRmyPDF."


class ParameterError(InputError):
    """A parameter of a query is missing, unknown or has a value of the wrong type."""

    code = "parameter-invalid"
    title = "A parameter is wrong"
    default_remedy = "`rightsgraph queries NAME` shows the parameters of a query with examples."


class QuerySyntaxError(InputError):
    """A SPARQL query does not parse."""

    code = "query-syntax"
    title = "The query does not parse"
    default_remedy = "Correct the query at the place named."


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


class NotAcceptableError(InputError):
    """None of the formats asked for can be served."""

    code = "not-acceptable"
    status = 406
    title = "None of the formats asked for is available"
    default_remedy = "Ask for one of the formats named."


class UnsupportedMediaTypeError(InputError):
    """A request body has a media type that is not understood."""

    code = "media-type-unsupported"
    status = 415
    title = "The media type of the request is not supported"
    default_remedy = "Send one of the media types named."


class RequestTooLargeError(InputError):
    """A request body or a query is larger than the limit."""

    code = "request-too-large"
    status = 413
    title = "The request is too large"
    default_remedy = "Send less at a time."


class AddressTooLongError(InputError):
    """The address of a request, with its parameters, is longer than the limit."""

    code = "address-too-long"
    status = 414
    title = "The address is too long"
    default_remedy = "Send shorter values; a long SPARQL query goes by POST."


class NotFoundError(RightsgraphError):
    """The thing asked for does not exist."""

    code = "not-found"
    status = 404
    title = "Not found"
    default_remedy = "Check the address."


class QueryNotFoundError(NotFoundError):
    """The catalogue has no query of that name."""

    code = "query-not-found"
    title = "No such query"
    default_remedy = "`rightsgraph queries` lists the queries."


class SnapshotNotFoundError(NotFoundError):
    """There is no snapshot of that name."""

    code = "snapshot-not-found"
    title = "No such snapshot"
    default_remedy = "`rightsgraph snapshots` lists the snapshots."


class ShapesError(RightsgraphError):
    """Data fails the SHACL shapes; `details["violations"]` lists node, path, shape and message."""

    code = "shapes-violated"
    status = 422
    title = "The data fails its shapes"
    default_remedy = "Correct the nodes named, then run `rightsgraph validate` on the file."


class StoreError(RightsgraphError):
    """The folder with the snapshots cannot be used."""

    code = "store-unusable"
    status = 500
    title = "The store cannot be used"
    default_remedy = "Check the folder named by --home or RIGHTSGRAPH_HOME."


class NoSnapshotError(StoreError):
    """Nothing has been built in this folder yet."""

    code = "no-snapshot"
    status = 503
    title = "There is no graph here yet"
    default_remedy = "Run `rightsgraph build` first."


class SnapshotDamagedError(StoreError):
    """A snapshot is incomplete or cannot be opened."""

    code = "snapshot-damaged"
    status = 503
    title = "A snapshot is damaged"
    default_remedy = (
        "Run `rightsgraph snapshots --rollback ID` to an earlier one, or "
        "`rightsgraph build --only-bundled` and ingest your documents again."
    )


class SnapshotVersionError(StoreError):
    """A snapshot was made by a newer version of rightsgraph."""

    code = "snapshot-version"
    status = 503
    title = "The snapshot is of a newer version"
    default_remedy = "Upgrade rightsgraph, or use another folder with --home."


class StoreNotWritableError(StoreError):
    """The folder of the snapshots cannot be written."""

    code = "store-not-writable"
    title = "The folder of the snapshots cannot be written"
    default_remedy = "Choose a folder of your own with --home or RIGHTSGRAPH_HOME."


class StoreBusyError(StoreError):
    """Another process is writing to the same folder."""

    code = "store-busy"
    status = 503
    title = "Another process is writing"
    default_remedy = "Wait until it has ended, then try again."


class DiskFullError(StoreError):
    """There is no room left; nothing was changed."""

    code = "disk-full"
    status = 507
    title = "The disk is full"
    default_remedy = "Make room (`rightsgraph snapshots --prune N` removes old snapshots)."


class LimitError(RightsgraphError):
    """A limit of the server was reached."""

    code = "limit-reached"
    status = 503
    title = "A limit was reached"
    default_remedy = "Ask for less, or raise the limit in the settings of your own server."


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


class WorkerError(RightsgraphError):
    """A worker process died while it answered a query."""

    code = "worker-died"
    status = 500
    title = "The process that answered the query died"
    default_remedy = "Others are not affected. Simplify the query, and please report it."


class CatalogueError(RightsgraphError):
    """A file of the query catalogue is broken."""

    code = "catalogue-broken"
    title = "A query of the catalogue is broken"
    default_remedy = "Correct the file named; queries/README.md says what its header holds."


class AuthorityError(RightsgraphError):
    """A row of an authority file is malformed, or contradicts another one."""

    code = "authority-file-invalid"
    title = "An authority file is broken"
    default_remedy = "Correct the file at the line named; data/authorities/README.md explains it."


class AddressInUseError(RightsgraphError):
    """Another program listens on the port."""

    code = "address-in-use"
    title = "The port is in use"
    default_remedy = "Choose another with --port, or stop the program that has it."
