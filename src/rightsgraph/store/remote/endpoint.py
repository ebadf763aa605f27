"""Where a remote store is, how a question is sent to it, and what a refusal means.

Source: SPARQL 1.1 Protocol, sections 2.1 (query operation) and 2.1.4 (RDF dataset).
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import httpx
from pydantic import SecretStr

from rightsgraph import __version__
from rightsgraph.errors import (
    QueryForbiddenError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueueFullError,
    RemoteAccessError,
    RemoteAnswerError,
    RemoteUnreachableError,
    RequestTooLargeError,
    RightsgraphError,
    SettingsError,
)
from rightsgraph.settings import Settings, endpoint_address
from rightsgraph.vocabulary import PREFIXES

_LONGEST: Final = 300
_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w\-]*):", re.IGNORECASE)
# Virtuoso takes pragmas in front of a query, some of which fetch data from the network.
_PRAGMA: Final = re.compile(r"^(?:\s|#[^\n]*\n)*DEFINE\b", re.IGNORECASE)
_TABLES: Final = ("application/sparql-results+json", "application/sparql-results+xml")
_GRAPHS: Final = "application/n-triples, text/turtle;q=0.7, application/rdf+xml;q=0.4"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of an endpoint.

    Args:
        text: SPARQL that `check_query` let through.
        graph: Whether the answer is a graph and not a table or a truth value.
        default_graphs: IRIs of the graphs that make up the default graph.
        named_graphs: IRIs of the graphs that GRAPH reaches.
        xml: Whether a table is better asked for in XML than in JSON.
    """

    text: str
    graph: bool
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    xml: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A store on another server.

    Args:
        query: Address of its endpoint for queries.
        update: Address of its endpoint for updates; empty for none.
        graphs: Address of its endpoint of the Graph Store Protocol; empty for none.
        method: "POST" or "GET".
        connect_seconds: How long a connection may take.
        seconds: Deadline of a query.
        answer_bytes: Largest answer.
        default_graphs: IRIs of the default graph where there is no manifest.
        connections: Most questions at a time.
        shown: What errors call it; by default its address.
        user, password, token, digest: How to get in; never shown.
    """

    query: str
    update: str = ""
    graphs: str = ""
    method: str = "POST"
    connect_seconds: float = 5.0
    seconds: float = 30.0
    answer_bytes: int = 1 << 30
    default_graphs: tuple[str, ...] = ()
    connections: int = 8
    shown: str = ""
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    digest: bool = field(default=False, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Endpoint:
        """The endpoint that the settings name.

        Raises:
            SettingsError: They name none.
        """
        if not settings.store:
            raise SettingsError(
                "There is no remote store.", remedy="Set RIGHTSGRAPH_STORE to its SPARQL endpoint."
            )
        return cls(
            query=settings.store,
            update=settings.store_update,
            graphs=settings.store_graphs,
            method=settings.store_method,
            connect_seconds=settings.store_connect_seconds,
            seconds=settings.query_seconds,
            answer_bytes=settings.store_answer_bytes,
            default_graphs=tuple(settings.store_default_graphs.split()),
            connections=settings.store_connections,
            user=settings.store_user,
            password=settings.store_password.get_secret_value(),
            token=settings.store_token.get_secret_value(),
            digest=settings.store_authentication == "digest",
        )

    @classmethod
    def at(cls, address: str, settings: Settings) -> Endpoint:
        """The endpoint at an address, asked as the settings say.

        User, password and the endpoints for writing belong to the store of the settings, and are
        used for no other.

        Raises:
            SettingsError: It is no address, or holds a password.
        """
        if address == settings.store:
            return cls.of(settings)
        nothing: dict[str, Any] = {"store_update": "", "store_graphs": "", "store_user": ""}
        secrets = {"store_password": SecretStr(""), "store_token": SecretStr("")}
        try:
            endpoint_address(address)
        except ValueError as error:
            raise SettingsError(f"The store: {error}.") from None
        return cls.of(settings.model_copy(update={"store": address, **nothing, **secrets}))

    @property
    def name(self) -> str:
        """What people read: its address, without what may stand behind a question mark."""
        return self.shown or _plain(self.query)

    def options(self) -> dict[str, Any]:
        """The arguments of an httpx client for it."""
        auth: httpx.Auth | None = None
        if self.user or self.password:
            kind = httpx.DigestAuth if self.digest else httpx.BasicAuth
            auth = kind(self.user, self.password)
        headers = {"User-Agent": f"rightsgraph/{__version__}"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return {
            "auth": auth,
            "headers": headers,
            "timeout": httpx.Timeout(self.seconds, connect=self.connect_seconds),
            "follow_redirects": False,
        }

    def request(self, question: Question) -> dict[str, Any]:
        """The arguments of a request of httpx that asks a question.

        Raises:
            QueryForbiddenError: It begins with a pragma.
        """
        if _PRAGMA.match(question.text):
            raise QueryForbiddenError(
                "DEFINE is a pragma of one engine; some of them fetch data from the network.",
                remedy="Leave the pragmas out of the query.",
            )
        tables = reversed(_TABLES) if question.xml else _TABLES
        accept = (
            _GRAPHS
            if question.graph
            else ", ".join(
                f"{name};q={quality}" for name, quality in zip(tables, ("1.0", "0.5"), strict=True)
            )
        )
        parameters = {
            "query": with_prefixes(question.text),
            "default-graph-uri": list(question.default_graphs),
            "named-graph-uri": list(question.named_graphs),
        }
        where = {"data": parameters} if self.method == "POST" else {"params": parameters}
        return {
            "method": self.method,
            "url": self.query,
            "headers": {"Accept": accept},
            **where,
        }

    def check(self, status: int, headers: Mapping[str, str], start: bytes) -> None:
        """Fails unless an answer is one.

        Args:
            status: Its status.
            headers: Its fields, their names in small letters.
            start: The beginning of its body, looked at when it is no success.

        Raises:
            RightsgraphError: What the engine refuses, in our own types.
        """
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise self.refusal(status, headers, start)
        # Virtuoso gives a part of the rows and status 200 when one of its limits is reached.
        if "x-sparql-maxrows" in headers:
            raise RemoteAnswerError(
                f"{self.name} gives at most {headers['x-sparql-maxrows']} rows of an answer.",
                remedy="Ask for fewer rows with LIMIT, or raise ResultSetMaxRows of Virtuoso.",
            )
        if headers.get("x-sql-state", "").startswith("S1T"):
            raise QueryTimeoutError(f"{self.name} has ended the query at its own deadline.")

    def refusal(
        self, status: int, headers: Mapping[str, str], start: bytes, address: str = ""
    ) -> RightsgraphError:
        """The error that stands for an answer that is no success.

        Args:
            status: Its status.
            headers: Its fields.
            start: The beginning of its body.
            address: Where it comes from; by default the endpoint for queries.
        """
        name = _plain(address) if address else self.name
        said = words(start)
        says = f" and says: {said}" if said else ""
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return RemoteAccessError(f"{name} answers {status}{says}", remote_status=status)
        if status == HTTPStatus.BAD_REQUEST:
            return QuerySyntaxError(f"{name} refuses the query{says}")
        if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            return QueueFullError(f"{name} is too busy: it answers {status}{says}")
        if status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT):
            return QueryTimeoutError(f"{name} answers {status}{says}")
        if status in (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.REQUEST_URI_TOO_LONG):
            return RequestTooLargeError(f"{name} answers {status}{says}")
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            target = headers.get("location", "another address").rpartition("@")[2]
            return RemoteAnswerError(
                f"{name} sends on to {target}.", remedy="Set that address in the settings."
            )
        return RemoteAnswerError(f"{name} answers {status}{says}", remote_status=status)

    @contextmanager
    def faults(self) -> Iterator[None]:
        """A block in which errors of the connection become ours.

        Raises:
            RemoteUnreachableError: There is no connection.
            QueryTimeoutError: The answer takes longer than the deadline.
            RemoteAnswerError: The connection ended before the answer did.
        """
        try:
            yield
        except httpx.ConnectTimeout:
            raise RemoteUnreachableError(
                f"{self.name} does not answer within {self.connect_seconds:g} seconds."
            ) from None
        except (httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            raise RemoteUnreachableError(
                f"{self.name} cannot be reached: {_reason(error)}."
            ) from None
        except httpx.TimeoutException:
            raise QueryTimeoutError(
                f"{self.name} has not answered within {self.seconds:g} seconds."
            ) from None
        except httpx.InvalidURL:
            raise SettingsError(f"{self.name} is no address.") from None
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise RemoteAnswerError(
                f"The connection to {self.name} ended before its answer did: {_reason(error)}."
            ) from None


def _plain(address: str) -> str:
    return address.partition("?")[0]


def _reason(error: Exception) -> str:
    """What the system says of a connection, without an address that may hold a password."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection ({cause.reason or 'TLS'})"
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        cause = cause.__cause__ or cause.__context__
    return re.sub(r"//[^/\s@]*@", "//", str(error)).rstrip(".") or type(error).__name__


def words(start: bytes) -> str:
    """The first words of what an engine says of an error, in one line without tags."""
    text = start.decode("utf-8", "replace")
    if "<" in text and re.match(r"\s*<(?:!doctype|html|\?xml)", text, re.IGNORECASE):
        text = re.sub(r"(?s)<(script|style|head).*?</\1>|<[^>]*>", " ", text)
    text = text.partition("SPARQL query:")[0]  # Virtuoso repeats the query as it has changed it
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    text = re.sub(r"//[^/\s@]*:[^/\s@]*@", "//", text)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0] + " …"


def with_prefixes(text: str) -> str:
    """A query in which our prefixes are declared, on the first line, so that line numbers stay.

    Example:
        >>> with_prefixes("ASK { ?x a rg:Finding }")
        'PREFIX rg: <https://w3id.org/rightsgraph/ontology#> ASK { ?x a rg:Finding }'
    """
    declared = set(_DECLARED.findall(text))
    missing = [
        f"PREFIX {name}: <{iri}> "
        for name, iri in PREFIXES.items()
        if name not in declared and re.search(rf"(?<![\w.\-:]){re.escape(name)}:", text)
    ]
    return "".join(missing) + text
