"""A process that reads one document for a server, behind walls.

Documents of strangers may be made to do harm to what reads them. So they are read where nothing
can be harmed: no network, no other process, no file to be written, a limit on memory; and the
server ends the process when it takes too long. It is started as a module, with its configuration
as JSON in the first argument, and answers on standard output:

    frame      the length of a head in four bytes (big endian), the head as JSON, and as many
               bytes as its "bytes" says
    to it      {"task": "exchange" | "quads", "name", "media_type", "bytes"} and the document,
               {"task": "source", "name", "media_type", "names", "bytes"} and the document,
               {"task": "pasted", "bytes"} and a JSON list of notes
    from it    {"ready": walls that do not stand}, then for each task {"bytes"} and the result, or
               {"error": {"code", "message", "remedy", "details"}}
"""

from __future__ import annotations

import json
import re
import signal
import struct
import sys
from pathlib import Path
from typing import IO, Any, Final

import pyoxigraph as ox

import rightsgraph
from rightsgraph.errors import (
    DocumentError,
    DocumentTooCostlyError,
    RightsgraphError,
)
from rightsgraph.extraction import Extraction, extract
from rightsgraph.extraction.pasted import read_pasted
from rightsgraph.graph.description import describe
from rightsgraph.graph.description_identity import identify
from rightsgraph.ingestion.report import statements_of
from rightsgraph.reading import Document, read
from rightsgraph.store.process_limits import die_with, limit_memory
from rightsgraph.store.walls import raise_walls

LENGTH: Final = struct.Struct(">I")
_SUFFIX: Final = re.compile(r"[0-9a-f]{8}")
_WARM: Final = b"See A/EX/1, para. 2.\n\nExampletown, 1 March 2030\n"
# What goes wrong in our own code on a document is told with it, and ends no server.
_FAULTS: Final = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)


def perform(head: dict[str, Any], body: bytes) -> bytes:
    """The result of a task.

    Args:
        head: What is to be done.
        body: What it is done with.

    Raises:
        DocumentError: It cannot be read.
    """
    if head["task"] == "pasted":
        return json.dumps(read_pasted(json.loads(body)), ensure_ascii=False).encode()
    document = read(body, name=head.get("name") or None, media_type=head.get("media_type"))
    found = extract(document)
    if head["task"] == "source":
        return json.dumps(_source(document, found, head["names"])).encode()
    if head["task"] == "exchange":
        return json.dumps(found.to_exchange(), ensure_ascii=False).encode()
    return ox.serialize(describe(document, found).quads, format=ox.RdfFormat.N_QUADS) or b""


def _source(document: Document, found: Extraction, names: list[str]) -> dict[str, Any]:
    """What a document says, and what is needed to publish that.

    Args:
        document: The document.
        found: What was found in it.
        names: IRIs it may have; one of them may be its own with something behind it that tells
            it from another document of the same date and title.
    """
    own = identify(document, found)
    behind = (name.removeprefix(f"{own.iri}-") for name in names if name.startswith(own.iri))
    suffix = next((text for text in behind if _SUFFIX.fullmatch(text)), "")
    description = describe(document, found, suffix=suffix if own.iri not in names else "")
    return {
        "document": description.identity.iri,
        "graph": description.identity.graph,
        "sourceDigest": document.source_digest,
        "textDigest": document.text_digest,
        "mediaType": document.media_type,
        "characters": len(document.text),
        "statements": statements_of(found),
        "resolutions": description.resolutions,
        "warnings": list(document.warnings),
        "text": document.text,
        "quads": (ox.serialize(description.quads, format=ox.RdfFormat.N_QUADS) or b"").decode(),
    }


def _answer(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        return {}, perform(head, body)
    except RightsgraphError as error:
        failure = error
    except MemoryError:
        failure = DocumentTooCostlyError("Reading the document needs more memory than it may have.")
    except RecursionError:
        failure = DocumentError("The document is nested too deeply.")
    except _FAULTS as error:
        failure = RightsgraphError(f"Reading it led to an error: {type(error).__name__}.")
    told = {
        "code": failure.code,
        "message": failure.message,
        "remedy": failure.remedy,
        "details": failure.details,
    }
    return {"error": told}, b""


def _send(out: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    text = json.dumps({**head, "bytes": len(body)}, default=str).encode()
    out.write(LENGTH.pack(len(text)) + text)
    out.write(body)
    out.flush()


def _readable() -> list[str]:
    """The folders of the interpreter and of this package, from which modules come late."""
    package = Path(rightsgraph.__file__).resolve().parent
    places = [*sys.path, sys.prefix, sys.base_prefix, str(package), str(package.parent.parent)]
    return [place for place in dict.fromkeys(places) if place and Path(place).exists()]


def main() -> None:
    """Get ready, and do one task after the other until the server closes standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    config = json.loads(sys.argv[1])
    die_with(config["parent"])
    # What is loaded late by the first document is loaded before the walls stand.
    perform({"task": "quads"}, _WARM)
    limit_memory(config["memory_mb"])
    missing = {name: why for name, why in raise_walls(_readable()).items() if why}
    incoming, out = sys.stdin.buffer, sys.stdout.buffer
    _send(out, {"ready": missing}, b"")
    while len(length := incoming.read(LENGTH.size)) == LENGTH.size:
        head = json.loads(incoming.read(LENGTH.unpack(length)[0]))
        body = incoming.read(head["bytes"])
        _send(out, *_answer(head, body))


if __name__ == "__main__":
    main()
