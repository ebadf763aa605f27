import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsgraph.reading import normalise, text_digest

TABLE = [
    ("para.\u00a094(a)", "para. 94(a)"),
    ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
    ("page one\fpage two", "page one\n\npage two"),
    ("co\u00adoperation", "cooperation"),
    ("\ufefftext", "text"),
    ("a\u200bb", "ab"),
    ("one \t two", "one two"),
    ("  one  \n  two  ", "one\ntwo"),
    ("one\n \n\t\n\ntwo", "one\n\ntwo"),
    ("\n\n one \n\n", "one"),
    ("Co\u0302te", "C\u00f4te"),
    ("“curly” – ‘kept’", "“curly” – ‘kept’"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_rules(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet=" \n\t\u00a0\u00ad\u0302\rea\u200b", max_size=40))
def test_normalising_white_space_and_marks_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_digest_is_that_of_the_utf8_bytes() -> None:
    expected = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert text_digest("abc") == expected
