"""Files of a form: what is cut out of it, and what is no form."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightsgraph.errors import InputError
from rightsgraph.store.forms import form_files

TYPE = "multipart/form-data; boundary=x"
DISPOSITION = b'Content-Disposition: form-data; name="a"; filename="%b"\r\n'


def part(
    content: bytes, name: bytes = b"a.ttl", head: bytes = b"Content-Type: text/turtle"
) -> bytes:
    return b"--x\r\n" + DISPOSITION % name + head + b"\r\n\r\n" + content + b"\r\n"


def test_each_part_becomes_a_file(tmp_path: Path) -> None:
    body = tmp_path / "body"
    large = b"\r\n--y\r\n-x\r\n" * 200_000  # what looks like a boundary, over several blocks
    body.write_bytes(part(b"one") + part(large, "é.nt".encode(), b"X: y") + b"--x--\r\nrest")
    one, two = form_files(body, TYPE)
    assert (one.path.read_bytes(), one.name, one.media_type) == (b"one", "a.ttl", "text/turtle")
    assert (two.path.read_bytes(), two.name, two.media_type) == (large, "é.nt", "")
    assert {each.path.parent for each in (one, two)} == {tmp_path}


WRONG = [
    (TYPE, b""),
    (TYPE, b"hello"),
    (TYPE, b"--x--\r\n"),
    (TYPE, part(b"cut off")),
    (TYPE, b"--x\r\nno field\r\n\r\n--x--"),
    (TYPE, part(b"", head=b"Content-Transfer-Encoding: base64") + b"--x--\r\n"),
    (TYPE, part(b"") * 1001 + b"--x--\r\n"),
    (TYPE, part(b"", head=b"X: " + b"y" * 5000) + b"--x--\r\n"),
    ("multipart/form-data", part(b"") + b"--x--\r\n"),
    ("multipart/form-data; boundary=", part(b"") + b"--x--\r\n"),
    (f"multipart/form-data; boundary={'x' * 71}", part(b"") + b"--x--\r\n"),
]


@pytest.mark.parametrize(("media_type", "content"), WRONG, ids=range(len(WRONG)))
def test_what_is_no_form_is_refused(tmp_path: Path, media_type: str, content: bytes) -> None:
    body = tmp_path / "body"
    body.write_bytes(content)
    with pytest.raises(InputError, match="form cannot be read"):
        form_files(body, media_type)
