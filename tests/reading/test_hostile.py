"""Texts made to be slow: the time is the test's limit, not measured."""

from contextlib import suppress

import pytest

from rightsgraph.errors import DocumentError
from rightsgraph.reading import read

N = 50_000
TEXTS = {
    "brackets": "[" * N,
    "links": "# a\n\n**b**\n" + "[a](b" * N,
    "long links": "# a\n\n**b**\n" + ("[" + "[x]" * 3 + "y" * 400) * 1000,
    "stars": "# a\n\n**b**\n" + "*a " * N,
    "comments": "# a\n**b**\n" + "<!--" * N,
    "digits": "a.1 " * N + "\n\n----\n1 x\n2 y\n",
    "rules and notes": "word1 word2\n\n" + "----\n1 note\n" * 20_000,
    "page feet": "\f".join(f"word.{i} x\n\n{i} See note" for i in range(10_000)),
    "one paragraph": "\n".join(["words that go on and on without an end mark in this line of"] * N),
    "headings": "Notes\n" * N,
    "lists of signatures": "x\n" * 10 + "Signatories:\n" * N,
    "raised digits": "a¹ " * N,
    "form feeds": "a\f" * N,
    "combining marks": "a" + "\u0301" * N,
    "aliases": "---\na0: &a0 [x]\n"
    + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
    + "---\nwords",
    "deep front matter": "---\na: " + "[" * 5000 + "\n---\nwords",
    "series": "a[1]\n\n[1] x\n\n" * 20_000,
    "comments of a page": "<html><!--" * N,
    "spans": "<html><p>" + "<span>a</span>" * N,
    "deep page": "<html>" + "<div>" * 30_000,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", TEXTS)
def test_hostile(name: str) -> None:
    with suppress(DocumentError):
        read(TEXTS[name])
