"""The files of a form, each cut out of the body of a request into a file of its own.

A form is read in one pass, block by block, and never as mail, whose parts may hold parts.

Source: RFC 7578 (multipart/form-data), sections 4.1, 4.2 and 4.7.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from rightsgraph.errors import InputError

MULTIPART: Final = "multipart/form-data"
_BLOCK: Final = 1 << 20
_MOST_PARTS: Final = 1000
# The boundary of a form has at most so many characters. Source: RFC 2046, section 5.1.1.
_LONGEST_BOUNDARY: Final = 70
_PLAIN: Final = ("", "7bit", "8bit", "binary")


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file of a form.

    Args:
        path: Where its content is.
        name: What messages call it.
        media_type: Value of its Content-Type field; empty without one.
    """

    path: Path
    name: str
    media_type: str


def form_files(body: Path, content_type: str) -> list[FormFile]:
    """The files of a form, which stand beside its body.

    Args:
        body: The file with the body of the request.
        content_type: Its Content-Type field, which names the boundary.

    Raises:
        InputError: It is no form, has too many parts, or encodes a part.
    """
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if not 0 < len(boundary) <= _LONGEST_BOUNDARY:
        raise _no_form("its boundary is missing or too long")
    form = _Form(body)
    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": form.begin,
                "on_header_field": form.name_field,
                "on_header_value": form.add_to_field,
                "on_header_end": form.end_field,
                "on_headers_finished": form.open,
                "on_part_data": form.write,
                "on_part_end": form.end,
                "on_end": form.finish,
            },
        )
        with body.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.write(block)
        parser.finalize()
    except MultipartParseError as error:
        raise _no_form(str(error)) from None
    finally:
        form.end()
    if not form.complete or not form.files:
        raise _no_form("it has no parts, or ends too early")
    return form.files


def _no_form(reason: str) -> InputError:
    return InputError(
        f"The form cannot be read: {reason[:200]}.",
        remedy="Send multipart/form-data whose boundary is that of the header.",
    )


class _Form:
    """What the parser calls, part by part."""

    def __init__(self, body: Path) -> None:
        self.body = body
        self.files: list[FormFile] = []
        self.complete = False
        self.fields: dict[bytes, bytes] = {}
        self.field = self.value = b""
        self.out: BinaryIO | None = None

    def begin(self) -> None:
        self.fields = {}
        if len(self.files) == _MOST_PARTS:
            raise _no_form(f"it has more than {_MOST_PARTS} parts")

    def name_field(self, data: bytes, start: int, end: int) -> None:
        self.field += data[start:end]

    def add_to_field(self, data: bytes, start: int, end: int) -> None:
        self.value += data[start:end]

    def end_field(self) -> None:
        self.fields[self.field.lower()] = self.value
        self.field = self.value = b""

    def open(self) -> None:
        coded = self.fields.get(b"content-transfer-encoding", b"").decode("latin-1").strip().lower()
        if coded not in _PLAIN:
            raise _no_form("a part has a Content-Transfer-Encoding, which a form does not have")
        _, options = parse_options_header(self.fields.get(b"content-disposition", b""))
        number = len(self.files)
        name = options.get(b"filename", b"").decode("utf-8", "replace")
        path = self.body.with_name(f"{self.body.name}.{number}")
        media_type = self.fields.get(b"content-type", b"").decode("latin-1")
        self.files.append(FormFile(path, name[:200] or f"part {number + 1}", media_type))
        self.out = path.open("wb")

    def write(self, data: bytes, start: int, end: int) -> None:
        if self.out is not None:
            self.out.write(data[start:end])

    def end(self) -> None:
        if self.out is not None:
            self.out.close()
            self.out = None

    def finish(self) -> None:
        self.complete = True
