"""From bytes to text: which encoding a source is in.

The rules, in this order:

1. A byte order mark decides (UTF-8, UTF-16, UTF-32).
2. Bytes that look like UTF-16 without a mark (every other byte is zero in most pairs) are UTF-16.
3. Strict UTF-8.
4. Bytes that are UTF-8 in most places and not in some are mixed: line by line, UTF-8 where a line
   is UTF-8, Windows-1252 where it is not; a warning says so.
5. Windows-1252, with a warning. Its five empty places become U+FFFD.

A guess by letter frequencies (Windows-1251, Big5, ...) is not made: it is right too rarely on a
page of prose, and a wrong guess would be evidence of words that nobody wrote.

Source: WHATWG Encoding Standard, sections 6 (byte order marks) and 9 (windows-1252).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from rightsgraph.errors import DocumentFormatError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,4}=\s{0,4}[\"']?([A-Za-z0-9_.:-]{2,40})")
_SAMPLE = 4096
_BINARY_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text, the encoding it was in, and what had to be guessed."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def declared_encoding(data: bytes) -> str | None:
    """The encoding that an HTML page or XML file declares in its first bytes, if Python has it."""
    match = _DECLARED.search(data[:2048])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    # What the Web calls Latin-1 is Windows-1252.
    name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def decode(data: bytes, *, declared: str | None = None) -> DecodedText:
    """The text of the bytes by the rules of this module.

    Args:
        data: Bytes of a text file.
        declared: The encoding that the file declares; it is tried after strict UTF-8.

    Raises:
        DocumentFormatError: The bytes are not text in any encoding known here.

    Example:
        >>> decode("Côte".encode("cp1252")).text
        'Côte'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, name)
    guess = _utf16_without_mark(data)
    if guess:
        return _decode_marked(data, guess)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    _refuse_binary(data)
    if text is not None:
        if "\x00" in text:
            return DecodedText(
                text, "utf-8", ("The text holds NUL characters; they were dropped.",)
            )
        return DecodedText(text, "utf-8")
    if declared is not None:
        try:
            return DecodedText(data.decode(declared), declared)
        except (UnicodeDecodeError, LookupError):
            pass
    return _decode_legacy(data)


def _decode_marked(data: bytes, name: str) -> DecodedText:
    try:
        return DecodedText(data.decode(name), name.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        # A file that was cut off ends inside a character.
        text = data.decode(name, errors="replace")
        if text.count("\ufffd") * 100 > len(text):
            raise DocumentFormatError(
                f"The text says that it is {name} but is not: {error.reason}."
            ) from error
        warning = f"Some bytes are not {name} and were replaced."
        return DecodedText(text, name.removesuffix("-sig"), (warning,))


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    even = sample[: pairs * 2 : 2].count(0)
    odd = sample[1 : pairs * 2 : 2].count(0)
    if odd * 10 > pairs * 7 and even * 10 < pairs:
        return "utf-16-le"
    if even * 10 > pairs * 7 and odd * 10 < pairs:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE]
    controls = sum(1 for byte in sample if byte < 32 and byte not in (9, 10, 11, 12, 13, 27))
    if sample and controls > len(sample) * _BINARY_SHARE:
        raise DocumentFormatError("The file is binary and of no kind that can be read.")


def _decode_legacy(data: bytes) -> DecodedText:
    lines = data.split(b"\n")
    decoded: list[str] = []
    wide = False
    for line in lines:
        if line.isascii():
            decoded.append(line.decode("ascii"))
            continue
        try:
            decoded.append(line.decode("utf-8"))
            wide = True
        except UnicodeDecodeError:
            decoded.append(line.decode("cp1252", errors="replace"))
    text = "\n".join(decoded)
    if wide:
        return DecodedText(
            text, "mixed", ("The text mixes UTF-8 and Windows-1252; each line was read as it is.",)
        )
    return DecodedText(
        text, "windows-1252", ("The text is not UTF-8 and was read as Windows-1252.",)
    )
