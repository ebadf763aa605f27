# ruff: noqa: E501 -- a text that is read, and what it is read as, stand on one line each
import pytest

from rightsgraph.reading import read
from tests.reading.outline import Row, check, kinds, marks, outline

PROSE = "The Government of Examplia has released nobody since the Committee asked it to do so."
PAGE = """<!doctype html><html lang="en-GB"><head><title>Joint letter | Example Watch</title>
<meta property="og:title" content="Joint Letter to the Minister">
<meta property="article:published_time" content="2021-03-04">
<style>p{}</style><script>var x="<p>no</p>";</script></head>
<body class="page has-sidebar"><a class="skip-link" href="#main">Skip to main content</a>
<header><a href="/">Example Watch</a><nav><ul><li><a href="/a">Countries</a></li></ul></nav></header>
<main id="main"><article>
<h1>Joint Letter to the Minister of Justice of Examplia</h1>
<div class="share-buttons"><a href="https://x">Share</a> <button>Tweet</button></div>
<p>Exampletown, 4 March 2021</p>
<p>H.E. Jane Doe<br>Minister of Justice<br>1 Example Street</p>
<p><strong>Re: Trial of journalists</strong></p>
<p>Dear Minister,</p>
<p>We write about the   trial in <a href="https://example.org/t">Exampletown &amp; elsewhere</a>.
<sup id="r1"><a href="#fn1">1</a></sup> The Committee said “release them”.<a href="#fn2" id="r2">[2]</a>
It is 5 km<sup>2</sup> wide.<sup>3</sup></p>
<h2>Recommendations</h2>
<ul><li>Release all.</li><li>Amend the law:<ol><li>article 5;</li><li>article 6.</li></ol></li></ul>
<blockquote><p>Everyone has the right to be heard.</p></blockquote>
<table><tr><th>State</th><th>Year</th></tr><tr><td>Examplia</td><td>2020</td></tr></table>
<p style="display: none">Not shown.</p>
<p>Sincerely,</p>
<p>Example Watch<br/>Freedom for Examplia (FFE)</p>
<hr><h3>Notes</h3>
<ol><li id="fn1">Report, A/77/1, para. 5. <a href="#r1">↩</a></li>
<li id="fn2"><p><a href="#r2">[2]</a> Ibid., para. 6.</p><p>Second part.</p></li></ol>
<p><sup>3</sup> See www.example.org.</p>
</article></main>
<aside class="related"><h2>Related Content</h2><p>Another story.</p></aside>
<footer>© Example Watch 2021</footer></body></html>"""


def test_every_part_of_a_page() -> None:
    document = check(read(PAGE))
    assert document.media_type == "text/html"
    assert document.language == "en-GB"
    assert document.metadata == {"title": "Joint Letter to the Minister", "date": "2021-03-04"}
    assert outline(document) == [
        ("furniture", "Skip to main content"),
        ("furniture", "Example Watch"),
        ("furniture", "Countries"),
        ("title", "Joint Letter to the Minister of Justice of Examplia"),
        ("furniture", "Share"),
        ("date line", "Exampletown, 4 March 2021"),
        ("address", "H.E. Jane Doe"),
        ("address", "Minister of Justice"),
        ("address", "1 Example Street"),
        ("subject", "Re: Trial of journalists"),
        ("salutation", "Dear Minister,"),
        (
            "paragraph",
            "We write about the trial in Exampletown & elsewhere.[1] The Committee said “release"
            " them”.[2] It is 5 km2 wide.[3]",
        ),
        ("heading", "Recommendations"),
        ("list item", "Release all."),
        ("list item", "Amend the law:"),
        ("list item", "article 5;"),
        ("list item", "article 6."),
        ("block quotation", "Everyone has the right to be heard."),
        ("table row", "State | Year"),
        ("table row", "Examplia | 2020"),
        ("valediction", "Sincerely,"),
        ("signatures", "Example Watch"),
        ("signatures", "Freedom for Examplia (FFE)"),
        ("heading", "Notes"),
        ("note", "[1] Report, A/77/1, para. 5."),
        ("note", "[2] Ibid., para. 6.\nSecond part."),
        ("note", "[3] See www.example.org."),
        ("furniture", "Related Content"),
        ("furniture", "Another story."),
        ("furniture", "© Example Watch 2021"),
    ]
    assert [label for label, _ in marks(document)] == ["1", "2", "3"]
    links = {document.words(link): link.address for link in document.links}
    assert links["Exampletown & elsewhere"] == "https://example.org/t"
    items = [block for block in document.blocks if block.kind == "list item"]
    assert [(item.level, item.label) for item in items] == [
        (1, None),
        (1, None),
        (2, "1"),
        (2, "2"),
    ]


PARTS: list[tuple[str, list[Row]]] = [
    ("<p>one<p>two", [("paragraph", "one"), ("paragraph", "two")]),
    (
        "<div>one<div>two</div>three</div>",
        [("paragraph", "one"), ("paragraph", "two"), ("paragraph", "three")],
    ),
    ("<p>a<i>b</i>c d</p>", [("paragraph", "abc d")]),
    ("<pre>a\n  b</pre>", [("paragraph", "a"), ("paragraph", "b")]),
    ("<p>&lt;b&gt; &eacute; &#8220;x&#8221;</p>", [("paragraph", "<b> é “x”")]),
    (
        "<table><tr><td><p>A page laid out by a table.</p></td></tr></table>",
        [("paragraph", "A page laid out by a table.")],
    ),
    ("<p>x<sup>st</sup></p>", [("paragraph", "xst")]),
    ("<form><p>a</p><input value=b><select><option>c</select></form>", [("paragraph", "a")]),
]


@pytest.mark.parametrize(("body", "expected"), PARTS)
def test_parts(body: str, expected: list[Row]) -> None:
    page = f"<html><body><h1>T</h1><p>{PROSE}</p>{body}<p>{PROSE}</p></body></html>"
    assert outline(check(read(page)))[2:-1] == expected


WORD_NOTES = f"""<html><body><p>{PROSE}<a href="#_ftn1" name="_ftnref1">[1]</a></p>
<p>More words.<a href="#_ftn2" name="_ftnref2">[2]</a></p><hr>
<p><a href="#_ftnref1" name="_ftn1">[1]</a> A/77/1.</p>
<div id="ftn2"><p><a href="#_ftnref2" name="_ftn2">[2]</a> Ibid.</p></div></body></html>"""


def test_notes_as_word_writes_them() -> None:
    document = check(read(WORD_NOTES))
    assert [words for kind, words in outline(document) if kind == "note"] == [
        "[1] A/77/1.",
        "[2] Ibid.",
    ]
    assert [label for label, _ in marks(document)] == ["1", "2"]


@pytest.mark.parametrize(
    "tags",
    ["<div>", "<div class='nav related'>", "<sup>", "<div><a href='#x'>", "<ul><li>", "<table><tr><td>", "<aside>", "<blockquote>"],
)  # fmt: skip
def test_ten_thousand_nested_tags(tags: str) -> None:
    count = 10_000 // tags.count("<")
    assert read(f"<html><body>{tags * count}words").text == "words"


def test_encoding_that_the_page_declares() -> None:
    page = (
        f'<html><head><meta charset="iso-8859-2"></head><body><p>Članek. {PROSE}</p></body></html>'
    )
    document = read(page.encode("iso-8859-2"))
    assert kinds(document) == ["paragraph"]
    assert document.text.startswith("Članek.")
