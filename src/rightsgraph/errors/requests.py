"""Requests over HTTP, and the address of the server."""

from __future__ import annotations

from rightsgraph.errors.roots import InputError, LimitError, RightsgraphError


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


class NotReadyError(RightsgraphError):
    """The server cannot take requests at this moment."""

    code = "not-ready"
    status = 503
    title = "The server is not ready"
    default_remedy = "Send the request elsewhere, or again in a few seconds."


class HttpSyntaxError(InputError):
    """What a client sent is no request of HTTP."""

    code = "http-syntax"
    title = "The request is not HTTP"
    default_remedy = "Send a request of HTTP/1.1."


class RequestTimeoutError(LimitError):
    """A request did not arrive in time."""

    code = "request-timeout"
    status = 408
    title = "The request took too long to arrive"
    default_remedy = "Send the whole request at once."


class HeaderTooLargeError(InputError):
    """The head of a request is larger than the limit."""

    code = "header-too-large"
    status = 431
    title = "The head of the request is too large"
    default_remedy = "Send fewer and shorter header fields."


class ConnectionsFullError(LimitError):
    """As many connections are open as the server allows, and all of them are in use."""

    code = "connections-full"
    status = 503
    title = "Too many connections"
    default_remedy = "Try again in a moment."


class RateLimitError(LimitError):
    """A client has asked as much in a minute as the server is set to allow."""

    code = "rate-limited"
    status = 429
    title = "Too many requests in a minute"
    default_remedy = "Wait as many seconds as the field Retry-After says."


class PreconditionError(RightsgraphError):
    """What If-Match or If-None-Match asks for does not hold."""

    code = "precondition-failed"
    status = 412
    title = "The condition of the request does not hold"
    default_remedy = "Read what is there now, and decide again."


class WritingOffError(RightsgraphError):
    """The server is not set to accept writes over HTTP."""

    code = "writing-off"
    status = 403
    title = "Writing over HTTP is switched off"
    default_remedy = (
        "On your own server: run `rightsgraph token`, and set RIGHTSGRAPH_WRITE_TOKEN_SHA256."
    )


class TokenError(RightsgraphError):
    """A write without the token, or with another one."""

    code = "token-wrong"
    status = 401
    title = "A write needs the token of this server"
    default_remedy = "Send the header field `Authorization: Bearer TOKEN`."


class AddressInUseError(RightsgraphError):
    """Another program listens on the port."""

    code = "address-in-use"
    title = "The port is in use"
    default_remedy = "Choose another with --port, or stop the program that has it."
