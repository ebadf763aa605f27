# ruff: noqa: E501 -- a text that is read, and what it is read as, stand on one line each
"""What must hold of every text, however odd."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from rightsgraph.errors import DocumentError
from rightsgraph.reading import read
from tests.reading.outline import check

_LINES = st.sampled_from(
    [
        "", " ", "\f", "----", "Notes", "Signatories:", "Sincerely,", "Dear Minister,", "Re: x",
        "1. One.", "2. Two", "(a) point;", "• item", "[1] See", "^[2] Ibid.", "¹ See", "3 Ibid.", "12",
        "A/HRC/1/2", "GE.12-34567", "Related Content", "IV. Courts", "C. Prisons", "a     b     c",
        "The Committee noted.1 It was so.2 And so on and on, with some more words in it of the",
        "lower case words that go on with the sentence above, to its very end of them all, co-",
        "operation“quoted” — ‘words’ \u00a0 x\u0301", "# Heading", "> quote", "[a](b) [^1]", "[^1]: note",
        "| a | b |", "**bold** *it* <sup>1</sup>", "4 March 2021", "cc: The Minister", "***", "---",
    ]
)  # fmt: skip
_MARKUP = st.sampled_from(
    [
        "<p>", "</p>", "<b>", "</b>", "<br>", "<sup>1</sup>", "<a href='#n1'>1</a>", "<li id=n1>", "<ol>",
        "<table><tr><td>", "</table>", "<nav>", "</nav>", "<pre>", "words ", " ", "\n", "&amp;", "<hr>",
        "<blockquote>", "<h2>", "</h2>", "<a id='n1' href='#r'>↩</a>", "[1]", "<div hidden>", "</div>",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_LINES, max_size=40), st.sampled_from(["a.txt", "a.md"]))
def test_any_lines(lines: list[str], name: str) -> None:
    text = "\n".join(lines)
    try:
        check(read(text, name=name))
    except DocumentError as error:
        assert error.code in ("document-empty", "document-format")


@settings(max_examples=200, deadline=None)
@given(st.lists(_MARKUP, max_size=40))
def test_any_markup(parts: list[str]) -> None:
    try:
        check(read("<html><body>" + "".join(parts)))
    except DocumentError as error:
        assert error.code == "document-empty"


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.jsonl"]),
)
def test_any_bytes(data: bytes, name: str) -> None:
    with suppress(DocumentError):
        check(read(data, name=name))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    with suppress(DocumentError):
        check(read(text))
