import pytest

from rightsgraph.errors import DocumentFormatError
from rightsgraph.reading import read
from rightsgraph.reading.encoding import decode

TEXT = "“Côte d’Ivoire” – 2015"

TABLE: list[tuple[bytes, str, str]] = [
    (TEXT.encode(), "utf-8", TEXT),
    (TEXT.encode("utf-8-sig"), "utf-8", TEXT),
    (TEXT.encode("utf-16"), "utf-16", TEXT),
    (TEXT.encode("utf-16-le"), "utf-16-le", TEXT),
    (TEXT.encode("utf-16-be"), "utf-16-be", TEXT),
    (TEXT.encode("utf-32"), "utf-32", TEXT),
    (TEXT.encode("cp1252"), "windows-1252", TEXT),
    (TEXT.encode() + b"\n" + TEXT.encode("cp1252"), "mixed", f"{TEXT}\n{TEXT}"),
    (b"plain", "utf-8", "plain"),
    (b"a\x81b \xe9", "windows-1252", "a\ufffdb é"),
    (b"", "utf-8", ""),
]


@pytest.mark.parametrize(("data", "encoding", "text"), TABLE)
def test_encodings(data: bytes, encoding: str, text: str) -> None:
    decoded = decode(data)
    assert (decoded.encoding, decoded.text) == (encoding, text)
    assert bool(decoded.warnings) == (encoding in ("windows-1252", "mixed"))


def test_a_text_that_is_cut_off_within_a_character() -> None:
    decoded = decode(TEXT.encode("utf-16") * 200 + b"\x20")
    assert decoded.text.startswith(TEXT)
    assert decoded.warnings


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x00\x01\x02" * 50, b"\xff\xfe" + b"\x00\xd8" * 90]
)
def test_binary(data: bytes) -> None:
    with pytest.raises(DocumentFormatError):
        decode(data)


def test_warnings_reach_the_document() -> None:
    assert "Windows-1252" in read("Dear Minister é".encode("cp1252")).warnings[0]
    assert "NUL" in read(b"Dear \x00Minister, we write to you all").warnings[0]
