"""Every error that reaches a user, in one tree.

    RightsgraphError
    ├── SettingsError                     a setting is wrong
    ├── InputError                        what was given cannot be used
    │   ├── SymbolError                   a UN document symbol
    │   ├── RdfSyntaxError                a file in Turtle, TriG, ...
    │   ├── RdfFormatError                an RDF format nobody knows
    │   ├── NetworkFormatError            a format of networks
    │   ├── DocumentError                 a letter or report that cannot be read
    │   │   ├── DocumentEmptyError        no words in it
    │   │   ├── DocumentTooLargeError     over the limit of bytes, pages or nesting
    │   │   ├── DocumentFormatError       of no kind that can be read, or broken
    │   │   ├── DocumentEncryptedError    locked with a password
    │   │   ├── DocumentNeedsOcrError     pictures of pages without text
    │   │   └── DocumentTooCostlyError    over the limit of time or memory of its reader
    │   ├── SourceConflictError           the source of another document
    │   ├── MappingError                  a mapping of a table that is wrong
    │   ├── TableError                    a table that cannot be imported
    │   ├── ParameterError                a parameter of a query
    │   ├── QuerySyntaxError              SPARQL that does not parse
    │   ├── QueryFailedError              SPARQL that the engine cannot evaluate
    │   ├── QueryTooComplexError          SPARQL that would cost the process its life
    │   ├── QueryForbiddenError           SERVICE, LOAD, an update where only reading is allowed
    │   ├── NotAcceptableError            a result format that is not served
    │   ├── UnsupportedMediaTypeError     a request body of the wrong kind
    │   ├── RequestTooLargeError          a request body over the limit
    │   ├── AddressTooLongError           a request whose address is over the limit
    │   ├── HeaderTooLargeError           a request whose head is over the limit
    │   └── HttpSyntaxError               what is no request of HTTP
    ├── NotFoundError
    │   ├── QueryNotFoundError            no such query in the catalogue
    │   ├── GraphNotFoundError            no such named graph
    │   ├── NodeNotFoundError             no such node in a network
    │   └── SnapshotNotFoundError         no such snapshot
    ├── ShapesError                       data that fails its SHACL shapes
    ├── StoreError                        the folder with the snapshots
    │   ├── NoSnapshotError               nothing has been built yet
    │   ├── SnapshotDamagedError          a snapshot that cannot be opened
    │   ├── ArchiveError                  a backup that is damaged
    │   ├── SnapshotVersionError          a snapshot of a newer version
    │   ├── ProjectionError               no tables for lists and search
    │   ├── StoreNotWritableError         a folder that cannot be written
    │   ├── StoreBusyError                another process is writing
    │   ├── DiskFullError                 no room
    │   ├── DefaultGraphDerivedError      a write to a default graph that is a union
    │   ├── GraphReservedError            a write to a graph that rightsgraph keeps
    │   ├── WrittenGraphsError            a build over what was written over HTTP
    │   ├── UpdateFailedError             an update that does not fit the graph as it is
    │   └── RemoteStoreError              a store on another server
    │       ├── RemoteUnreachableError    no connection
    │       ├── RemoteAccessError         access refused
    │       └── RemoteAnswerError         no whole answer in a format that is known
    ├── LimitError                        a limit was reached
    │   ├── QueryTimeoutError             the deadline
    │   ├── QueryMemoryError              the memory of a worker
    │   ├── QueryCancelledError           the client went away
    │   ├── ProcessKilledError            a process that was ended from outside
    │   ├── NetworkTooLargeError          a network over a bound
    │   ├── AnswerTooLargeError           an answer that must be whole and is too large for it
    │   ├── QueueFullError                too many queries at once
    │   ├── WriteTimeoutError             the deadline of a write
    │   ├── WriteMemoryError              the memory of a write
    │   ├── WriteQueueFullError           too many writes at once
    │   ├── RequestTimeoutError           a request that trickles in
    │   ├── ConnectionsFullError          too many connections at once
    │   └── RateLimitError                too many requests of a client in a minute
    ├── SchedulerError                    a scheduler of distributed work that is not there
    ├── ServiceFailedError                another endpoint, which a query names
    ├── WorkerError                       a worker process that died for another reason
    ├── WorkerWallsError                  a worker process that cannot be cut off from the system
    ├── WriterError                       a process of a write that died
    ├── PreconditionError                 a condition of a request that does not hold
    ├── TextsOffError                     a text where none are given
    ├── WritingOffError                   a write where none are accepted
    ├── TokenError                        a write without the token
    ├── CatalogueError                    a file of the query catalogue that is broken
    ├── AuthorityError                    an authority file that is broken
    ├── NotReadyError                     a server that stops, or has no worker
    └── AddressInUseError                 a port that somebody else has

The code of an error is stable: programs may rely on it. It is the last part of the problem type
`<base>problems/<code>` that the server sends (RFC 9457).
"""

from rightsgraph.errors.data import (
    AuthorityError,
    CatalogueError,
    RdfFormatError,
    RdfSyntaxError,
    ShapesError,
)
from rightsgraph.errors.documents import (
    DocumentEmptyError,
    DocumentEncryptedError,
    DocumentError,
    DocumentFormatError,
    DocumentNeedsOcrError,
    DocumentTooCostlyError,
    DocumentTooLargeError,
    SourceConflictError,
    SymbolError,
    TextsOffError,
)
from rightsgraph.errors.imports import MappingError, TableError
from rightsgraph.errors.networks import (
    NetworkFormatError,
    NetworkTooLargeError,
    NodeNotFoundError,
)
from rightsgraph.errors.queries import (
    AnswerTooLargeError,
    GraphNotFoundError,
    ParameterError,
    ProcessKilledError,
    QueryCancelledError,
    QueryFailedError,
    QueryForbiddenError,
    QueryMemoryError,
    QueryNotFoundError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooComplexError,
    QueueFullError,
    ServiceFailedError,
    WorkerError,
    WorkerWallsError,
    WriteMemoryError,
    WriteQueueFullError,
    WriterError,
    WriteTimeoutError,
)
from rightsgraph.errors.remotes import (
    RemoteAccessError,
    RemoteAnswerError,
    RemoteStoreError,
    RemoteUnreachableError,
)
from rightsgraph.errors.requests import (
    AddressInUseError,
    AddressTooLongError,
    ConnectionsFullError,
    HeaderTooLargeError,
    HttpSyntaxError,
    NotAcceptableError,
    NotReadyError,
    PreconditionError,
    RateLimitError,
    RequestTimeoutError,
    RequestTooLargeError,
    TokenError,
    UnsupportedMediaTypeError,
    WritingOffError,
)
from rightsgraph.errors.roots import (
    InputError,
    LimitError,
    NotFoundError,
    RightsgraphError,
    SettingsError,
)
from rightsgraph.errors.stores import (
    ArchiveError,
    DefaultGraphDerivedError,
    DiskFullError,
    GraphReservedError,
    NoSnapshotError,
    ProjectionError,
    SchedulerError,
    SnapshotDamagedError,
    SnapshotNotFoundError,
    SnapshotVersionError,
    StoreBusyError,
    StoreError,
    StoreNotWritableError,
    UpdateFailedError,
    WrittenGraphsError,
)

__all__ = [
    "AddressInUseError",
    "AddressTooLongError",
    "AnswerTooLargeError",
    "ArchiveError",
    "AuthorityError",
    "CatalogueError",
    "ConnectionsFullError",
    "DefaultGraphDerivedError",
    "DiskFullError",
    "DocumentEmptyError",
    "DocumentEncryptedError",
    "DocumentError",
    "DocumentFormatError",
    "DocumentNeedsOcrError",
    "DocumentTooCostlyError",
    "DocumentTooLargeError",
    "GraphNotFoundError",
    "GraphReservedError",
    "HeaderTooLargeError",
    "HttpSyntaxError",
    "InputError",
    "LimitError",
    "MappingError",
    "NetworkFormatError",
    "NetworkTooLargeError",
    "NoSnapshotError",
    "NodeNotFoundError",
    "NotAcceptableError",
    "NotFoundError",
    "NotReadyError",
    "ParameterError",
    "PreconditionError",
    "ProcessKilledError",
    "ProjectionError",
    "QueryCancelledError",
    "QueryFailedError",
    "QueryForbiddenError",
    "QueryMemoryError",
    "QueryNotFoundError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "QueryTooComplexError",
    "QueueFullError",
    "RateLimitError",
    "RdfFormatError",
    "RdfSyntaxError",
    "RemoteAccessError",
    "RemoteAnswerError",
    "RemoteStoreError",
    "RemoteUnreachableError",
    "RequestTimeoutError",
    "RequestTooLargeError",
    "RightsgraphError",
    "SchedulerError",
    "ServiceFailedError",
    "SettingsError",
    "ShapesError",
    "SnapshotDamagedError",
    "SnapshotNotFoundError",
    "SnapshotVersionError",
    "SourceConflictError",
    "StoreBusyError",
    "StoreError",
    "StoreNotWritableError",
    "SymbolError",
    "TableError",
    "TextsOffError",
    "TokenError",
    "UnsupportedMediaTypeError",
    "UpdateFailedError",
    "WorkerError",
    "WorkerWallsError",
    "WriteMemoryError",
    "WriteQueueFullError",
    "WriteTimeoutError",
    "WriterError",
    "WritingOffError",
    "WrittenGraphsError",
]
