import pytest

from rightsgraph.reading import read
from tests.reading.outline import Row, check, labels, marks, outline

PROSE = "The Government of Examplia has released nobody since the Committee asked it to do so."
START = f"# Joint letter\n\n{PROSE}\n\n"

LETTER = f"""\
---
title: Joint letter
tags: [letter, examplia]
date: 2021-03-04
---
<!-- a comment -->
# Joint letter on *Examplia*

{PROSE}[^1] It is **not** `over`<sup>2</sup>.

> Everyone has the right to be heard.

- Release all; see [the report](https://example.org/a_b_c).
- Amend the law.

| State | Year |
|-------|:----:|
| Examplia | 2020 |

Courts
------

![a picture](x.png)

---
### Signatories

One House  
Two House  

[^1]: A/77/1, para. 5,
    and para. 6.

<sup>2</sup> Ibid.
"""  # noqa: W291


def test_every_part_of_a_letter() -> None:
    document = check(read(LETTER, name="letter.md"))
    assert document.media_type == "text/markdown"
    assert document.metadata == {
        "title": "Joint letter",
        "tags": "letter, examplia",
        "date": "2021-03-04",
    }
    assert outline(document) == [
        ("title", "Joint letter on Examplia"),
        ("paragraph", f"{PROSE}[1] It is not over[2]."),
        ("block quotation", "Everyone has the right to be heard."),
        ("list item", "Release all; see the report."),
        ("list item", "Amend the law."),
        ("table row", "State | Year"),
        ("table row", "Examplia | 2020"),
        ("heading", "Courts"),
        ("heading", "Signatories"),
        ("signatures", "One House"),
        ("signatures", "Two House"),
        ("note", "[1] A/77/1, para. 5,\nand para. 6."),
        ("note", "[2] Ibid."),
    ]
    assert [label for label, _ in marks(document)] == ["1", "2"]
    assert labels(document, "note") == ["1", "2"]
    assert [(document.words(link), link.address) for link in document.links] == [
        ("the report", "https://example.org/a_b_c")
    ]


INLINE: list[tuple[str, str]] = [
    ("a **bold** and *slanted* word", "a bold and slanted word"),
    ("a __bold__ and _slanted_ word", "a bold and slanted word"),
    ("snake_case_name stays, and 2 * 3 * 4", "snake_case_name stays, and 2 * 3 * 4"),
    (r"a \*star\* and \[brackets\]", "a *star* and [brackets]"),
    ("see <https://example.org/x>", "see https://example.org/x"),
    ("see [the report][r]", "see the report"),
    ("an [A/HRC/25/63](https://undocs.org/A/HRC/25/63) link", "an A/HRC/25/63 link"),
    (
        "a [link with [brackets] in it](https://example.org) here",
        "a link with [brackets] in it here",
    ),
    ("the words [...] left out", "the words [...] left out"),
    ("Courts &amp; prisons &ndash; all", "Courts & prisons – all"),
    ("a <b>bold</b> word", "a bold word"),
    ("https://example.org/a_b_c", "https://example.org/a_b_c"),
]


@pytest.mark.parametrize(("source", "words"), INLINE)
def test_inline(source: str, words: str) -> None:
    document = check(read(f"{START}{source}\n\n[r]: https://example.org/r", name="a.md"))
    assert outline(document)[-1][1] == words


BLOCKS: list[tuple[str, list[Row]]] = [
    ("one line\nand the next", [("paragraph", "one line"), ("paragraph", "and the next")]),
    (
        "1. Release them.\n2. Pay them.",
        [("paragraph", "1. Release them."), ("paragraph", "2. Pay them.")],
    ),
    ("```\ncode *here*\n```", [("paragraph", "code *here*")]),
    ("* * *\n\nAfter the rule.", [("paragraph", "After the rule.")]),
    ("## Two ##", [("heading", "Two")]),
]


@pytest.mark.parametrize(("source", "expected"), BLOCKS)
def test_blocks(source: str, expected: list[Row]) -> None:
    assert outline(check(read(START + source, name="a.md")))[2:] == expected


FRONT: list[tuple[str, dict[str, str], str]] = [
    ("---\ntitle: A\n---\nWords.", {"title": "A"}, "Words."),
    ("---\r\ntitle: A\r\n---\r\nWords.", {"title": "A"}, "Words."),
    ("---\n- a\n- b\n---\nWords.", {}, "- a"),
    ("---\na: [\n---\nWords.", {}, "a: ["),
    ("---\nNo end of it.", {}, "No end of it."),
]


@pytest.mark.parametrize(("source", "metadata", "first"), FRONT)
def test_front_matter(source: str, metadata: dict[str, str], first: str) -> None:
    document = check(read(source, name="a.md"))
    assert document.metadata == metadata
    assert first.removeprefix("- ") in document.words(document.blocks[0])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("---\ntitle: x\n---\nwords", "text/markdown"),
        ("Words.[^1]\n\n[^1]: A note.", "text/markdown"),
        ("# A letter\n\nSome **bold** words.", "text/markdown"),
        ("A letter\n\n[a link](#) and words", "text/plain"),
        ("# not a heading alone", "text/plain"),
    ],
)
def test_text_that_is_markdown(source: str, expected: str) -> None:
    assert read(source).media_type == expected
